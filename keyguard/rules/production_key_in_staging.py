"""A production key is in a staging, development or test configuration.

The Gateway's documentation asks for separate keys for production and staging. A production key
in a staging configuration sends real messages to real people from a test, and is readable by
everyone who may read the staging settings, who are usually more.

Before, in `.env.staging`:

    CONNEXEASE_API_KEY=pk_...

After, in `.env.staging`, which git ignores:

    CONNEXEASE_API_KEY=sk_...

The environment of a file is worked out from its name (`.env.staging`, `values-dev.yaml`), its
folder (`overlays/staging/`), the section around the key (`[env.staging]`) and settings in the same
file (`APP_ENV=staging`). Where that is wrong, say so in `.keyguard.toml` (in `pyproject.toml` the
table is `[tool.keyguard.environments]`):

    [environments]
    production = ["deploy/blue/**"]

Templates such as `.env.staging.example` never mismatch; a real key in one is still reported as
`production-key`.
"""

from keyguard.model import Context, Detection, Environment, Kind, Severity
from keyguard.rules._advice import Verdict, rotate

SEVERITY = Severity.CRITICAL
KINDS = (Kind.PRODUCTION_KEY,)
REPLACES = ("production-key", "key-in-url")
MISMATCHES = (Environment.STAGING, Environment.DEVELOPMENT, Environment.TEST)


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a production key in a configuration of a lower environment."""
    wrong = context.environment in MISMATCHES
    if not wrong or context.template:
        return None
    where = context.environment.value
    return Verdict(
        f"This is a production key (pk_) in a {where} configuration: {where} runs would send real "
        "messages, and everyone who can read these settings holds the production key.",
        rotate(
            detection,
            f"Use a staging key (sk_) here, read from an environment variable; {where} must never "
            "hold the production key.",
        ),
        also=f"It is a production key in a {where} configuration as well.",
    )
