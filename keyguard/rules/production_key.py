"""A production key of the Gateway is written in a file, a message or a file name.

Keys that begin with `pk_` are **production** keys: whoever holds one sends WhatsApp messages in
your name and at your cost. The prefix does not mean "publishable", as it does at some other
services; every Gateway key is secret.

Anyone who can read the repository, a clone, a fork or a backup of it can read the key, also after
it was deleted from the file. So the key has to be revoked first; cleaning the history comes last.

Before, in `server/send.py`:

    client = Client("pk_...")

After, in `server/send.py`, with a new key in the environment:

    client = Client(os.environ["CONNEXEASE_API_KEY"])

Not reported: placeholders (`pk_xxxx...`). A value that is named as the key of another
vendor, whose keys look the same (`SVIX_TOKEN`), is reported as `other-vendor-key`.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import READ_FROM_ENVIRONMENT, Verdict, rotate, unclear_environment

SEVERITY = Severity.HIGH
KINDS = (Kind.PRODUCTION_KEY,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on every production key."""
    return Verdict(
        "This is a production key of the Gateway (pk_ means production, not publishable): whoever "
        "reads it can send messages in your name." + unclear_environment(context),
        rotate(detection, READ_FROM_ENVIRONMENT),
    )
