"""A Gateway key is written in a URL.

URLs are copied to where nobody expects a secret: access logs of servers and proxies, browser
histories, `Referer` headers, monitoring, chat messages. A key in a query, in a path or in front of
an `@` has to be taken as known to all of them. The Gateway takes the key in the header
`Authorization: Bearer <key>` only.

Before, in `send.sh`:

    curl "https://api.gateway.connexease.com/v1/wa/message?key=pk_..." -d @message.json

After, in `send.sh`:

    URL=https://api.gateway.connexease.com/v1/wa/message
    curl "$URL" -d @message.json -H "Authorization: Bearer $CONNEXEASE_API_KEY"

The URL may have any scheme, or lack its host, as in the lines of an access log. The rule replaces
`production-key`, `staging-key` and `staging-key-in-production`. It is silent where there is worse
to say: in code that ships to browsers or in an app, behind a public prefix, and for a production
key in a staging configuration.
"""

from keyguard.model import KEYS, Context, Detection, Part, Severity
from keyguard.rules._advice import Verdict, rotate
from keyguard.rules._url import in_url

SEVERITY = Severity.HIGH
KINDS = KEYS
REPLACES = ("production-key", "staging-key", "staging-key-in-production")


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a key that is a part of a URL."""
    if detection.view.blob.part is Part.NAME:
        return None
    if not in_url(detection.view.text, detection.start, detection.end):
        return None
    return Verdict(
        f"This {detection.kind.words} is in a URL: it ends up in the logs of every server and "
        "proxy on the way, in browser histories and in Referer headers.",
        rotate(
            detection,
            "Read the key from an environment variable here, and send it in the header "
            "`Authorization: Bearer <key>`.",
        ),
        also="It is in a URL as well, which servers and proxies log.",
    )
