"""A Gateway key is in code or resources that ship in an app.

An app is a file that anyone can unpack: strings, resources, property lists and compiled constants
can be read in minutes, and a key in a released version stays readable for ever. The Gateway's
documentation says never to expose a key in mobile code. Call the Gateway from your own server, and
let the app call that server.

Before, in `app/src/main/res/values/strings.xml`:

    <resources>
      <string name="gateway_key">pk_...</string>
    </resources>

After, in `app/src/main/res/values/strings.xml`, where your server holds the key:

    <resources>
      <string name="messages_url">https://shop.example/api/messages</string>
    </resources>

What counts as mobile is worked out from Android, iOS, Flutter and React Native conventions and the
nearest package manifest; whatever is in an `.apk`, `.aab`, `.aar`, `.ipa` or `.lynx.bundle` is
mobile. Where that is wrong, say so in `.keyguard.toml` (in `pyproject.toml` the table is
`[tool.keyguard.surfaces]`):

    [surfaces]
    backend = ["Sources/Server/**"]
"""

from keyguard.model import KEYS, Context, Detection, Severity, Surface
from keyguard.rules._advice import LESSER_KEY_RULES, Verdict, move_to_server, rotate

SEVERITY = Severity.CRITICAL
KINDS = KEYS
REPLACES = LESSER_KEY_RULES


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on any Gateway key in an app's code or resources."""
    if context.surface is not Surface.MOBILE:
        return None
    return Verdict(
        f"This {detection.kind.words} ships inside an app: anyone who unpacks the app can read it.",
        rotate(detection, move_to_server(context)),
    )
