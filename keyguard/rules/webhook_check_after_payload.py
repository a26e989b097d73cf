"""A webhook's handler uses the body before it checks who sent it.

What parses, stores or logs a body works for anyone until the check has passed: it can be kept busy,
be made to fail, or write what a stranger likes into the logs.

Before, in `server/webhook.js`:

    app.post("/connexease/webhook", (req, res) => {
      const message = parseMessage(req.body);
      if (req.headers.authorization !== `Bearer ${config.secret}`) return res.sendStatus(401);
      queue.add("message", message);
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

The rule fires if the body is parsed, or handed to a call, before the comparison of the header. A
mere name for it is not reported, nor a declared parameter that is not used before.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict
from keyguard.rules._handlers import check_of, judged, safe_check, touch_of

SEVERITY = Severity.MEDIUM
KINDS = (Kind.HANDLER,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a body that is used before the comparison."""
    handler = judged(detection, context)
    if handler is None or check_of(handler) is None:
        return None
    touched = touch_of(handler)
    if touched is None:
        return None
    return Verdict(
        f"The body is used here ({touched.what}) before the Authorization header is checked, "
        "whoever sends it.",
        safe_check(handler, "Read the body behind the check."),
        span=(touched.start, touched.end),
    )
