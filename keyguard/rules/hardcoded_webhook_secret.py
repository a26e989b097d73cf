"""A strong webhook secret is written in a file.

However strong it is, a secret in a file is known to everyone who can read the repository, a clone
or a backup of it: they can send your service forged webhook calls. Replace it, and keep the new one
in the environment.

Before, in `server/webhook.py`:

    WEBHOOK_SECRET = "q7Rk..."

After, in `server/webhook.py`:

    WEBHOOK_SECRET = os.environ["WEBHOOK_SECRET"]

Where another vendor's webhook is meant, the severity is low.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict, guesses, replace_webhook_secret
from keyguard.rules._foreign import is_foreign_webhook, webhook_secret

SEVERITY = Severity.HIGH
KINDS = (Kind.WEBHOOK_SECRET,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a literal webhook secret without a weakness."""
    if detection.weakness:
        return None
    return Verdict(
        f"This {webhook_secret(detection)} is strong (about {guesses(detection.bits)}), but it "
        "stands in a file: whoever reads it can send you forged webhook calls.",
        replace_webhook_secret(detection),
        Severity.LOW if is_foreign_webhook(detection) else None,
    )
