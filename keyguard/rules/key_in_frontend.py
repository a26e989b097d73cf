"""A Gateway key is in code that ships to browsers.

Everything that a browser loads can be read by everyone who opens the page: bundles, source maps
and inlined settings included. The Gateway's documentation says never to expose a key in frontend
JavaScript. Call the Gateway from your own server, and let the page call that server.

Before, in `web/src/App.vue`:

    <script setup>
    const client = new Connexease("pk_...");
    </script>

After, in `web/src/App.vue`, where your server holds the key:

    <script setup>
    const send = (message) => fetch("/api/messages", {method: "POST", body: message});
    </script>

What counts as frontend is worked out from the file's type and folder, directives (`"use client"`),
imports and the nearest `package.json`; evidence of a server wins. So do sections of a build's
configuration that end up in pages, such as `define` of Vite, and what is served as it is, such as
`public/.env`: https://github.com/connexease/keyguard/blob/main/docs/what-ships.md lists them.
Where that is wrong, say so in `.keyguard.toml` (in `pyproject.toml` the table is
`[tool.keyguard.surfaces]`):

    [surfaces]
    backend = ["web/server/**"]
"""

from keyguard.model import KEYS, Context, Detection, Severity, Surface
from keyguard.rules._advice import LESSER_KEY_RULES, Verdict, move_to_server, rotate

SEVERITY = Severity.CRITICAL
KINDS = KEYS
REPLACES = LESSER_KEY_RULES


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on any Gateway key in frontend code."""
    if context.surface is not Surface.FRONTEND:
        return None
    return Verdict(
        f"This {detection.kind.words} stands in code that ships to browsers: every visitor of the "
        "page can read it.",
        rotate(detection, move_to_server(context)),
    )
