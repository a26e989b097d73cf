"""One webhook secret is in the configurations of two environments.

The secret is all that tells a call of the Gateway from anyone else's. Whoever may read the staging
configuration, and they are usually more, can forge calls to production, if both use one secret; and
a call for the one is accepted by the other.

Before, in `.env.staging`:

    WEBHOOK_SECRET=q7Rk...

Before, in `.env.production`:

    WEBHOOK_SECRET=q7Rk...

After, in `.env.staging`, which git ignores:

    WEBHOOK_SECRET=q7Rk...

After, in `.env.production`, which git ignores as well:

    WEBHOOK_SECRET=Zt3m...

Files are compared as for `key-shared-across-environments`: all of a run, those beside a staged or
committed change, and for `keyguard audit` the whole history. Templates and data of test suites
don't count. The rule comes in addition to the rule about the secret itself.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import MAKE_A_SECRET, Verdict
from keyguard.rules._shared import shared

SEVERITY = Severity.MEDIUM
KINDS = (Kind.WEBHOOK_SECRET,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a webhook secret that a configuration of another environment holds too."""
    return shared(
        detection,
        context,
        "whoever may read one of them can forge webhook calls to the other.",
        f"Make another secret for each other environment (`{MAKE_A_SECRET}`), each read from an "
        "environment variable.",
    )
