"""Code that ships to browsers or in an app calls the Gateway itself.

A call to the Gateway needs a key, and whatever a browser or an app sends its user can read: the key
is public with the first request, wherever it comes from: a settings screen, a build variable,
another server's answer. Let your own server call the Gateway, and the page or the app call that
server with the user's own session.

Before, in `web/src/Send.jsx`:

    const URL = "https://api.gateway.connexease.com/v1/wa/message";
    export const Send = ({body}) => <button onClick={() => fetch(URL, body)}>Send</button>;

After, in `web/src/Send.jsx`, where your server sends the message:

    const URL = "/api/messages";
    export const Send = ({body}) => <button onClick={() => fetch(URL, body)}>Send</button>;

The rule fires on a literal with the Gateway's host (`api.gateway.connexease.com`, its older name
`proxy.gateway.connexease.com`, and the panel's `api-gateway.connexease.com`) in code whose surface
is frontend or mobile, and in a variable that bundlers copy there (`VITE_GATEWAY_URL`). Comments,
links and the documentation's host are not reported, nor tests, nor servers, nor an address that
holds a key, which is worse. Where the surface is wrong, say so in `.keyguard.toml` (in
`pyproject.toml` the table is `[tool.keyguard.surfaces]`):

    [surfaces]
    backend = ["web/server/**"]
"""

from keyguard.model import Context, Detection, Kind, Severity, Surface
from keyguard.model.patterns import lazy_pattern
from keyguard.rules._advice import Verdict, steps

SEVERITY = Severity.HIGH
KINDS = (Kind.GATEWAY_CALL,)
REPLACES = ()
LONGEST_ADDRESS = 500
_END_OF_ADDRESS = lazy_pattern(r"""[\s"'`<>]""")
READERS = {
    Surface.FRONTEND: ("ships to browsers", "every visitor of the page"),
    Surface.MOBILE: ("ships in an app", "anyone who watches the app"),
}


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on the Gateway's host in code that users have."""
    if context.documentation or context.test_code:
        return None
    if _holds_key(detection):
        return None
    if context.surface in READERS:
        ships, readers = READERS[context.surface]
        fault = f"This code {ships} and calls the Gateway ({detection.value}) itself"
    elif context.public_prefix:
        readers = READERS[Surface.FRONTEND][1]
        fault = (
            f"This address of the Gateway ({detection.value}) is in a variable that begins with "
            f"{context.public_prefix}: bundlers copy it into the code that browsers load, for that "
            "code to call the Gateway itself"
        )
    else:
        return None
    return Verdict(
        f"{fault}: {readers} can read the key that the call sends.",
        steps(
            "Let your own server call the Gateway, and call that server from here.",
            "If this was ever published, revoke the key in the Gateway's dashboard (Settings, API "
            "Keys), and create a new one that only the server's environment holds.",
            "Restart the server.",
        ),
    )


def _holds_key(detection: Detection) -> bool:
    rest = detection.view.text[detection.end : detection.end + LONGEST_ADDRESS]
    address = _END_OF_ADDRESS.split(rest, maxsplit=1)[0]
    return "pk_" in address or "sk_" in address
