"""A webhook's check is left out where its secret is not set.

`if (SECRET && header !== ...)` checks nothing in the one deployment that lacks the variable, and
nobody notices: messages still arrive. Without a secret a handler must not run.

Before, in `server/webhook.js`:

    const secret = process.env.WEBHOOK_SECRET;
    app.post("/connexease/webhook", (req, res) => {
      if (secret && req.headers.authorization !== `Bearer ${secret}`) return res.sendStatus(401);
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

The rule fires on a handler whose route, name, path or secret says webhook, and that compares the
header only if the secret is set. One that answers 500, throws or exits without it is not reported.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.model.handler import Act
from keyguard.rules._advice import Verdict
from keyguard.rules._handlers import check_of, goes_on, judged, safe_check

SEVERITY = Severity.HIGH
KINDS = (Kind.HANDLER,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires where a request gets by without any comparison if there is no secret."""
    handler = judged(detection, context)
    compared = check_of(handler) if handler is not None else None
    if handler is None or compared is None or not goes_on(handler.unset, handler):
        return None
    if goes_on(handler.wrong, handler) or handler.unset.first(Act.CHECKS) is not None:
        return None
    return Verdict(
        "This check is left out where the secret is not set: then anyone can send the webhook "
        "made-up messages, and nothing shows it.",
        safe_check(handler, "Refuse to start, or answer 500, if the secret is not set."),
        span=(compared.start, compared.end),
    )
