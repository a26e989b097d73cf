"""A handler of the Gateway's webhook works before it answers.

The Gateway waits 5 seconds for a status 200 and then sends the same message again. Work that takes
longer once in a while is done twice, or more often. Answer first, and work afterwards.

Before, in `server/webhook.js`:

    app.post("/connexease/webhook", async (req, res) => {
      if (!isFromGateway(req.headers.authorization)) return res.sendStatus(401);
      await saveMessage(req.body);
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

The rule fires on what is awaited, or done at once where nothing is, before the answer of a handler
that is the Gateway's by evidence in the file. What puts work off is not reported: queues, events,
`waitUntil`, `add_task`, `delay`, `go`, `submit`.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.model.finding import WHOLE_HANDLER
from keyguard.rules._advice import Verdict, steps
from keyguard.rules._handlers import judged, work_of

SEVERITY = Severity.MEDIUM
KINDS = (Kind.HANDLER,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on work before the answer."""
    handler = judged(detection, context)
    if handler is None or not handler.is_ours:
        return None
    work = work_of(handler)
    if work is None:
        return None
    return Verdict(
        f"This work ({work.what}) is done before the webhook is answered: the Gateway sends the "
        "message again after 5 seconds.",
        steps(
            "Answer 200 as soon as the header is checked, and work afterwards: put the message "
            "into a queue, or hand it to a background task.",
            WHOLE_HANDLER,
        ),
        span=(work.start, work.end),
    )
