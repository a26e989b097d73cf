"""Names of a webhook's secret that do not begin with the word webhook: ``CONNEXEASE_SECRET``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.webhook.names import LONGEST_NAME, Named, holds_the_value, named_at
from keyguard.prefilter.name_spelling import KEY_OF, SEPARATOR

WORDS = ("secret", "hook", "connexease")
"""Each name holds one of them."""
_NAME = re.compile(
    rf"(?<![a-z0-9])(?:connexease{SEPARATOR}(?:gateway{SEPARATOR})?secret|x[-_]connexease[-_](?:token|key))"
    r"|(?<![a-z0-9_.-])(?:(?:wa|whatsapp)[-_.]?)?gateway[-_.]?secret"
    rf"|(?<![a-z])hook[-_.]?(?:secret|token)|(?<![a-z]){KEY_OF}"
    r"|(?P<generic>(?<![a-z0-9])x[-_]secret[-_](?:token|key))",
    re.IGNORECASE | re.ASCII,
)
_MINE = re.compile(r"(?:web|git|deploy|build|netlify|vercel|react|use)[-_. ]?\Z", re.IGNORECASE)
"""What makes a hook one of these, or another thing."""


def find_other_names(text: str, about_webhooks: bool) -> Iterator[Named]:
    """Every such name. What may be any header counts if the text is ``about_webhooks``."""
    lower = text.lower()
    if not any(word in lower for word in WORDS):
        return
    for core in _NAME.finditer(text):
        if core["generic"] and not about_webhooks:
            continue
        if _MINE.search(text, max(0, core.start() - 8), core.start()):
            continue
        named = named_at(text, core.start(), core.end())
        if named.end - named.start <= LONGEST_NAME and holds_the_value(named, text, core.end()):
            yield named
