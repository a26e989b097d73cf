"""Members of an archive with what is new in them; many are asked about at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.formats.archive import Item, Member
from keyguard.formats.table import NAMED_ONLY
from keyguard.model.prefilter import Prefilter
from keyguard.model.repetition import Repetitions

TOGETHER = 64 * 1024
"""Bytes of members that are asked about at once, or of one that is larger."""
MOST_TOGETHER = 1_000

_Told = tuple[Item, bytes, bool]


def with_news(
    found: Iterable[Item], repetitions: Repetitions, prefilter: Prefilter
) -> Iterator[_Told]:
    """Each item with what is new in it, and whether that matches."""
    group: list[tuple[Item, bytes]] = []
    size = 0
    for item in found:
        news, weight = b"", TOGETHER
        if isinstance(item, Member):
            weight = len(item.data)
            news = b"" if item.goes_on else repetitions.news_in(item.data, item.repeats)
        group.append((item, news))
        size += weight
        if size >= TOGETHER or len(group) >= MOST_TOGETHER:
            yield from _matched(group, prefilter)
            group, size = [], 0
    yield from _matched(group, prefilter)


def hides_archive(news: bytes, path: bytes, prefilter: Prefilter) -> bool:
    """Whether what is new in a piece shows that archives must be looked for in the whole member."""
    from keyguard.formats.embedded import may_be_in

    return NAMED_ONLY.fits(path) or (prefilter.is_encoded(news) and may_be_in(news, path))


def _matched(group: list[tuple[Item, bytes]], prefilter: Prefilter) -> Iterator[_Told]:
    texts = [news for _, news in group if news]
    matches = iter(prefilter.which_match(texts) if texts else ())
    return ((item, news, bool(news) and next(matches)) for item, news in group)
