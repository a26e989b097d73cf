"""One Gateway key is in the configurations of two environments.

The Gateway's documentation asks for a key of its own for each environment. A shared key can't be
revoked in one of them without stopping the other, nobody can tell who sent a message, and whoever
may read the weaker configuration holds the key of the stronger one.

Before, in `.env.staging`:

    CONNEXEASE_API_KEY=pk_...

Before, in `.env.production`:

    CONNEXEASE_API_KEY=pk_...

After, in `.env.staging`, which git ignores:

    CONNEXEASE_API_KEY=sk_...

After, in `.env.production`, which git ignores as well:

    CONNEXEASE_API_KEY=pk_...

All files of a run are compared. `keyguard staged` and `keyguard commits` compare with the files
beside the change as well: a staged `.env.staging` is held against the tracked `.env.production`.
`keyguard audit` compares across the whole history. Templates and data of test suites don't count.

The rule comes in addition to the rule about the key itself.
"""

from keyguard.model import KEYS, Context, Detection, Severity
from keyguard.rules._advice import Verdict
from keyguard.rules._shared import shared

SEVERITY = Severity.HIGH
KINDS = KEYS
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a key that a configuration of another environment holds too."""
    return shared(
        detection,
        context,
        "whoever may read one of them has the key of the other, and neither can be revoked alone.",
        "Give each environment a key of its own, production keys (pk_) to production alone, each "
        "read from an environment variable.",
    )
