"""An env file that git tracks holds a real credential.

A file such as `.env` or `.env.production` is made to keep credentials out of the code. Once git
tracks it, every clone has them, and whoever fills in the next credential commits it without a
thought. Take the file out of git, ignore it, and commit a template (`.env.example`) with the names
alone.

Before, in `.env`, which git tracks:

    CONNEXEASE_API_KEY=pk_...

After, in `.gitignore`:

    .env
    .env.*
    !.env.example

After, in `.env.example`:

    CONNEXEASE_API_KEY=

Whether git tracks the file is asked of the index; for a range of commits, of the commits that the
range ends in. The rule comes in addition to the rule about the credential itself. Templates are
not reported, nor env files that git ignores, nor another vendor's keys for a test account, nor the
secrets of its webhooks.
"""

from keyguard.model import SECRETS, Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict, rotate
from keyguard.rules._foreign import is_foreign_webhook, is_test_key

SEVERITY = Severity.HIGH
KINDS = SECRETS
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on every credential in a tracked env file."""
    if not context.tracked_env_file:
        return None
    if detection.kind is Kind.VENDOR_KEY and is_test_key(detection):
        return None
    if is_foreign_webhook(detection):
        return None
    return Verdict(
        f"This env file is tracked by git, and holds a {detection.kind.words}: every clone has it.",
        rotate(
            detection,
            "Take the file out of git (`git rm --cached FILE`), add `.env` and `.env.*` to "
            ".gitignore, and commit a template with the names alone.",
        ),
    )
