"""A strong webhook secret is written in a file.

However strong it is, a secret in a file is known to everyone who can read the repository, a clone
or a backup of it: they can send your service forged webhook calls. Replace it, and keep the new one
in the environment.

Where another vendor's webhook is meant, the severity is low.
"""

from keyguard.model import Context, Kind, Severity, Sighting
from keyguard.rules._advice import Verdict, guesses, replace_webhook_secret
from keyguard.rules._vendors import is_foreign_webhook, webhook_secret

SEVERITY = Severity.HIGH
REPLACES = ()


def check(sighting: Sighting, context: Context) -> Verdict | None:
    """Fires on a literal webhook secret without a weakness."""
    if sighting.kind is not Kind.WEBHOOK_SECRET or sighting.weakness:
        return None
    return Verdict(
        f"This {webhook_secret(sighting)} is strong (about {guesses(sighting.bits)}), but it "
        "stands in a file: whoever reads it can send you forged webhook calls.",
        replace_webhook_secret(sighting),
        Severity.LOW if is_foreign_webhook(sighting) else None,
    )
