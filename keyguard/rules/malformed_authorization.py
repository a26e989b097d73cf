"""An Authorization header for the Gateway lacks the `Bearer` scheme.

The Gateway takes `Authorization: Bearer <key>` and nothing else: a bare key, `Token`, `Basic` or
`Api-Key` is answered with the error AUTH_003. That is no leak, but it is how keys come to be tried
out in URLs and pasted into tickets.

Before, in `send.sh`:

    curl -H "Authorization: Token $KEY" https://api.gateway.connexease.com/v1/wa/message

After, in `send.sh`:

    curl -H "Authorization: Bearer $KEY" https://api.gateway.connexease.com/v1/wa/message

A header is taken for the Gateway's if its value is a Gateway key, or if the nearest URL around it
is the Gateway's.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import Verdict, steps

SEVERITY = Severity.LOW
KINDS = (Kind.AUTHORIZATION,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a header for the Gateway with another scheme, or with none."""
    wrong = "lacks the Bearer scheme"
    if detection.value.lower() != "authorization":
        wrong = f"has the scheme {detection.value} instead of Bearer"
    return Verdict(
        f"This Authorization header for the Gateway {wrong}: the Gateway answers AUTH_003.",
        steps(
            "Write `Authorization: Bearer <key>`: the word Bearer, one space, the key as it is.",
            "Read the key from an environment variable.",
        ),
    )
