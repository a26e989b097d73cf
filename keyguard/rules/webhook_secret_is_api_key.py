"""A Gateway key is used as the secret of a webhook.

The Gateway sends the webhook's secret along with every call, as `Authorization: Bearer <secret>`.
A key that serves as the secret travels to every service that receives the webhook, and is in
their logs and settings: each of them can send messages in your name, and whoever holds the key
can forge webhook calls. The two are replaced at different times for different reasons, so they
have to be different values.

Before, in `server/webhook.js`:

    const WEBHOOK_SECRET = "pk_...";

After, in `server/webhook.js`, with the output of `keyguard secret` in the environment:

    const WEBHOOK_SECRET = process.env.WEBHOOK_SECRET;

The rule goes by the name (`WEBHOOK_SECRET`, `webhook: secret:`) and by comparisons with a literal
`Bearer` header. It replaces the rules about where the key is, because another key would be just as
wrong here; where one of them is more severe, so is this one. Code that ships to browsers or in an
app is worse, and is reported as that.
"""

from keyguard.model import KEYS, Context, Detection, Severity
from keyguard.rules._advice import MAKE_A_SECRET, Verdict, rotate

SEVERITY = Severity.HIGH
KINDS = KEYS
REPLACES = (
    "production-key",
    "staging-key",
    "production-key-in-staging",
    "staging-key-in-production",
    "key-in-url",
)


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a key that stands where a webhook's secret belongs."""
    if not detection.as_webhook_secret:
        return None
    return Verdict(
        f"This {detection.kind.words} is used as a webhook secret: every service that receives the "
        "webhook gets the key, and can use it.",
        rotate(
            detection,
            f"Make a secret for the webhook alone (`{MAKE_A_SECRET}`), set it in the Gateway's "
            "dashboard, and read it from an environment variable here.",
        ),
        also="It is used as a webhook secret as well.",
    )
