"""A handler of the Gateway's webhook does not check who calls it.

The Gateway sends the webhook's secret in the header `Authorization: Bearer <secret>`. A handler
that does not compare it takes messages, statuses and numbers from anyone who knows or guesses its
address.

Before, in `server/webhook.js`:

    app.post("/connexease/webhook", (req, res) => {
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

The rule needs evidence that the handler is the Gateway's: connexease in a name, an import, the path
or a comment, the Gateway's host, or `wamid`. Tests and examples are not reported, nor handlers that
verify signatures, nor other vendors'. Where the check may be in code that is not in the file
(imported middleware, guards, decorators, filters, dependencies), the rule is silent, and the report
counts the handler as skipped.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict
from keyguard.rules._handlers import judged, safe_check

SEVERITY = Severity.HIGH
KINDS = (Kind.HANDLER,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires where nothing is compared, and nothing else could be the check."""
    handler = judged(detection, context)
    if handler is None or not handler.is_ours or handler.unresolved or handler.checks:
        return None
    return Verdict(
        f"This handler of the Gateway's webhook ({handler.name}) does not check the Authorization "
        "header: anyone who knows its address can send it made-up messages.",
        safe_check(handler, "Set a secret that `keyguard secret` makes, here and at the Gateway."),
    )
