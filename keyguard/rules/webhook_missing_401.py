"""A webhook's failed check is answered as if all were well.

The Gateway takes a 2xx for "received": after a mistake in the secret its messages are thrown away,
and nobody sees an error. Answer 401.

Before, in `server/webhook.js`:

    app.post("/connexease/webhook", (req, res) => {
      if (req.headers.authorization !== `Bearer ${config.secret}`) {
        return res.json({ error: "unauthorized" });
      }
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

The rule fires if a header that is not the right one is answered with 2xx, or with nothing: also
where a failed check is only logged, or only leaves out the work.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict
from keyguard.rules._handlers import check_of, is_success, judged, refusal, safe_check

SEVERITY = Severity.LOW
KINDS = (Kind.HANDLER,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a refusal that does not look like one."""
    handler = judged(detection, context)
    compared = check_of(handler) if handler is not None else None
    if handler is None or compared is None:
        return None
    refuses, status = refusal(handler)
    if not refuses or not is_success(status):
        return None
    answer = f"status {status}" if status else "no status of its own"
    return Verdict(
        f"A request whose Authorization header is wrong is answered with {answer}: the Gateway "
        "takes the message for received, and nobody sees that the check fails.",
        safe_check(handler, "Answer 401 where the check fails."),
        span=(compared.start, compared.end),
    )
