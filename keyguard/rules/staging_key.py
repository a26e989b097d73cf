"""A staging key of the Gateway is written in a file, a message or a file name.

Keys that begin with `sk_` belong to **staging and development**. They are secret as well: they
open your sandbox, its contacts and its webhooks, and a habit of committing staging keys ends with
a committed production key.

Before, in `tests/test_send.py`:

    client = Client("sk_...")

After, in `tests/test_send.py`, with a new key in the environment:

    client = Client(os.environ["CONNEXEASE_API_KEY"])

Not reported: placeholders (`sk_xxxx...`). A value that is named as the key of another
vendor, whose keys look the same (`SVIX_TOKEN`), is reported as `other-vendor-key`.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import READ_FROM_ENVIRONMENT, Verdict, rotate, unclear_environment

SEVERITY = Severity.MEDIUM
KINDS = (Kind.STAGING_KEY,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on every staging key."""
    return Verdict(
        "This is a staging key of the Gateway (sk_): whoever reads it can use your staging "
        "account." + unclear_environment(context),
        rotate(detection, READ_FROM_ENVIRONMENT),
    )
