"""A webhook's secret is compared in a time that tells how much of it was right.

`===`, `==` and `equals` stop at the first character that differs. With many requests that can be
measured, and the secret be guessed a character at a time. Every language has a comparison that
takes the same time for all texts.

Before, in `server/webhook.js`:

    app.post("/connexease/webhook", (req, res) => {
      if (req.headers.authorization !== `Bearer ${config.secret}`) return res.sendStatus(401);
      queue.add("message", req.body);
      res.sendStatus(200);
    });

After, in `server/webhook.js`:

    import { timingSafeEqual } from "node:crypto";
    const secret = process.env.WEBHOOK_SECRET;
    if (!secret) throw new Error("WEBHOOK_SECRET is not set");
    const expected = Buffer.from(`Bearer ${secret}`);
    app.post("/connexease/webhook", (req, res) => {
      const given = Buffer.from(req.headers.authorization ?? "");
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        return res.sendStatus(401);
      }
      queue.add("message", req.body);
      res.sendStatus(200);
    });

Fires on a plain comparison of the header with the secret in a handler whose route, name, path or
secret says webhook, or whose file says that it is the Gateway's. `timingSafeEqual`,
`compare_digest`, `hash_equals`, `secure_compare`, `ConstantTimeCompare`, `MessageDigest.isEqual`
and `FixedTimeEquals` are what it asks for.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict
from keyguard.rules._handlers import check_of, is_plain, judged, safe_check

SEVERITY = Severity.LOW
KINDS = (Kind.HANDLER,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on the first plain comparison."""
    handler = judged(detection, context)
    if handler is None or check_of(handler) is None:
        return None
    plain = next(filter(is_plain, handler.checks), None)
    if plain is None:
        return None
    return Verdict(
        "This comparison stops at the first character that differs: how long it takes tells how "
        "much of the secret was right.",
        safe_check(handler),
        span=(plain.start, plain.end),
    )
