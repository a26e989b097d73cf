"""A webhook secret in a file is short or can be guessed.

The Gateway sends the secret back as `Authorization: Bearer <secret>` with every webhook call; it is
all that tells a call of the Gateway from anyone else's. The documentation asks for a strong,
randomly generated string of at least 32 characters. This rule fires on a literal secret that has
fewer, or that can be guessed whatever its length: words, names, sequences, keyboard walks,
repeated chunks.

Before, in `config/settings.yaml`, with two words of a dictionary:

    webhook_secret: yellow-...

After, in `config/settings.yaml`, with the output of `keyguard secret` in the environment:

    webhook_secret: ${WEBHOOK_SECRET}

`openssl rand -hex 32` makes a good one, too.

In tests, and where another vendor's webhook is meant, the severity is low. So it is in
documentation, example files and folders of examples, if the secret is made of the words of its own
name, such as `my-webhook-...`, or if it is among the most common passwords, such as `123...`.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import MAKE_A_SECRET, Verdict, guesses, replace_webhook_secret, steps
from keyguard.rules._foreign import is_foreign_webhook, webhook_secret

SEVERITY = Severity.HIGH
KINDS = (Kind.WEBHOOK_SECRET,)
COMMON_BITS = 14
"""Nobody but who explains something chooses one of the 16,000 most common passwords."""
EXAMPLE = steps(
    "If nobody uses this value, write what can't be used in its place, such as `<your secret>`.",
    f"If a service does, make a strong secret (`{MAKE_A_SECRET}`) and set it for the webhook, and "
    "in the environment of the service that receives it.",
)
"""What is shown as an example is copied; no history has to be written anew for it."""
REPLACES = ("hardcoded-webhook-secret",)


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a literal webhook secret with a weakness."""
    if not detection.weakness:
        return None
    for_show = detection.is_wordy or (detection.bits or 0) <= COMMON_BITS
    shown = for_show and (context.documentation or context.template or context.example)
    mild = context.test_code or shown or is_foreign_webhook(detection)
    return Verdict(
        f"This {webhook_secret(detection)} {' and '.join(detection.weakness)} (about "
        f"{guesses(detection.bits)}): anyone who guesses it can send you forged webhook calls.",
        EXAMPLE if shown and not context.test_code else replace_webhook_secret(detection),
        Severity.LOW if mild else None,
    )
