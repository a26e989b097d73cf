"""Names of a webhook's secret that do not begin with the word webhook: ``CONNEXEASE_SECRET``."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.detect.text.search import lowered
from keyguard.detect.webhook.naming.name_words import holds_the_value
from keyguard.detect.webhook.naming.names import LONGEST_NAME, Named, named_at
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.name_spelling import KEY_OF, SEPARATOR, SERVICE_SECRET

OTHER_NAME_CLUES = ClueKinds({ClueKind.OTHER_NAME})
_WEBHOOK = "web[-_]?hook"
_SERVICES = ("svix", "hookdeck")
"""They bring webhooks alone: https://docs.svix.com/receiving/introduction, https://hookdeck.com/docs"""
_NAMES = (
    ("connexease", r"(?<![a-z0-9])", rf"connexease{SEPARATOR}(?:gateway{SEPARATOR})?secret"),
    ("connexease", r"(?<![a-z0-9])x[-_]", r"connexease[-_](?:token|key)"),
    ("gateway", r"(?<![a-z0-9_.-])(?:(?:wa|whatsapp)[-_.]?)?", r"gateway[-_.]?secret"),
    ("hook", r"(?<![a-z])(?<!(?:web|git|use)[-_. ])", r"hook[-_.]?(?:secret|token)"),
    *((each, r"(?<![a-z0-9])", SERVICE_SECRET % each + "(?![-_.]?key)") for each in _SERVICES),
    ("web", rf"(?<![a-z]){KEY_OF.removesuffix(_WEBHOOK)}", _WEBHOOK),
)
_GENERIC = ("secret", r"(?<![a-z0-9])x[-_]", r"secret[-_](?:token|key)")
"""What may be any header."""
_ROWS = tuple(
    (word, lazy_pattern(rf"(?:{before})\Z"), lazy_pattern(after))
    for word, before, after in (*_NAMES, _GENERIC)
)
"""A word of each name, what is in front of it, and what begins with it, in lower case."""
BEFORE_WORD = 48
"""Characters of a name in front of its word."""


def find_other_names(text: str, *, about_webhooks: bool) -> Iterator[Named]:
    """Every such name; what may be any header counts only if the text is ``about_webhooks``."""
    lower = lowered(text)
    for word, before, after in _ROWS if about_webhooks else _ROWS[:-1]:
        for behind in after.finditer(lower) if word in lower else ():
            position = behind.start()
            front = before.search(lower, max(0, position - BEFORE_WORD), position)
            if front is None:
                continue
            named = named_at(text, front.start(), behind.end())
            fits = named.end - named.start <= LONGEST_NAME
            if fits and holds_the_value(text, named.start, behind.end(), named.end):
                yield named
