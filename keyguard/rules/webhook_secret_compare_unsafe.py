"""A webhook's check lets in who guesses what an unset secret makes, or only a part of it.

With the variable unset, `Bearer ${process.env.WEBHOOK_SECRET}` is the text `Bearer undefined`, and
whoever sends that is let in. In Python it is `Bearer None`, in Java and Kotlin `Bearer null`, in
Go, Ruby, PHP and C# `Bearer `. And where the header only has to include, begin or end with the
secret, or the secret with the header, a part of it is enough.

Before, in `server/webhook.js`:

    app.post("/connexease/webhook", (req, res) => {
      const expected = `Bearer ${process.env.WEBHOOK_SECRET}`;
      if (req.headers.authorization !== expected) return res.sendStatus(401);
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

A secret that is known to be set is not reported: it was asked for before (`if (!secret) throw`), or
is read in a way that fails without it (`os.environ[]`, `ENV.fetch`, `@Value`), or comes from
settings that are not in the file.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict
from keyguard.rules._handlers import check_of, goes_on, is_substring, judged, safe_check

SEVERITY = Severity.HIGH
KINDS = (Kind.HANDLER,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires where a header that can be guessed gets by, or a part of the right one."""
    handler = judged(detection, context)
    compared = check_of(handler) if handler is not None else None
    if handler is None or compared is None:
        return None
    partial = next(filter(is_substring, handler.checks), None)
    if partial is not None:
        return Verdict(
            "This check is content if one text is in the other: a part of the secret can be "
            "enough, or any text around it.",
            safe_check(handler, "Compare the whole header."),
            span=(partial.start, partial.end),
        )
    if not any(goes_on(row, handler) for row in handler.guessed):
        return None
    return Verdict(
        f"If the secret is not set, this compares with a header that can be guessed "
        f"(`{handler.unset_reads}`): then anyone can send the webhook made-up messages.",
        safe_check(handler, "Refuse to start, or answer 500, if the secret is not set."),
        span=(compared.start, compared.end),
    )
