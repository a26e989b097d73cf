"""Whether content has a keyword of a custom rule: the prefilter for custom rules.

It keeps the promise of ``gitrepo.walk.Prefilter``: whatever contains a text that matches, matches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from keyguard.model import CustomRule
from keyguard.model.record import NamedTuple
from keyguard.prefilter.byte_checks import LONGEST_RUN, has_run
from keyguard.prefilter.clue_kinds import ClueKinds
from keyguard.prefilter.select import CluePrefilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.prefilter.base_n import RunMatcher

MANY = 16
"""Keywords from which it pays to compile an automaton that finds all in one pass."""


class Keywords(NamedTuple):
    """The keywords of custom rules: content without any is about none.

    ``words`` are bytes in lower case. All content has the empty word, which stands for a rule
    without keywords.
    """

    words: tuple[bytes, ...]

    @classmethod
    def of(cls, rules: Iterable[CustomRule]) -> Keywords:
        """What these rules need to be asked about."""
        spelled = {
            form for rule in rules for word in rule.keywords or ("",) for form in _forms(word)
        }
        return cls((b"",) if b"" in spelled else tuple(sorted(spelled)))

    @property
    def span(self) -> int:
        """Bytes of the longest word."""
        return max(map(len, self.words), default=0)

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` holds one of the words, in whatever case."""
        return bool(self.words) and _matcher(self.words)(data)


EVERYTHING = Keywords((b"",))


class WidenedPrefilter(NamedTuple):
    """A prefilter that also accepts content which custom rules are about."""

    prefilter: CluePrefilter
    keywords: Keywords

    @property
    def span(self) -> int:
        """Bytes that are enough for any clue and any keyword."""
        return max(self.prefilter.span, self.keywords.span)

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue or a keyword, encoded or not."""
        return self.prefilter.matches(data) or self._has_keyword(data)

    def matches_behind(self, magic: bytes, data: bytes) -> bool:
        """Whether ``data`` holds a keyword, or another clue than the ``magic`` number that it
        begins with."""
        return self.prefilter.matches_behind(magic, data) or self._has_keyword(data)

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it has a clue or a keyword."""
        has_clue = self.prefilter.which_match(texts)
        return [
            found or self._has_keyword(text) for found, text in zip(has_clue, texts, strict=True)
        ]

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> set[int]:
        """The positions of the joined texts that may have a clue or a keyword."""
        from keyguard.prefilter.together import parted

        places = set(self.prefilter.which_match_among(joined, starts))
        for matches in (self.keywords.matches, self._is_in_runs):
            places.update(parted(joined, starts, matches))
        return places

    def clue_kinds(self, data: bytes) -> ClueKinds:
        """The kinds of clues in ``data``, or those that may be there."""
        return self.prefilter.clue_kinds(data)

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue of something encoded or packed."""
        return self.prefilter.is_encoded(data) or self._is_in_runs(data)

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it does; a rule without keywords is about all of them."""
        has_clue = self.prefilter.which_are_encoded(texts)
        return [
            found or self._has_keyword(text) for found, text in zip(has_clue, texts, strict=True)
        ]

    def _has_keyword(self, data: bytes) -> bool:
        return self.keywords.matches(data) or self._is_in_runs(data)

    def _is_in_runs(self, data: bytes) -> bool:
        if not has_run(data, LONGEST_RUN):
            return False
        return _run_matcher(self.keywords, self.prefilter.is_thorough).ends(data) != []


@lru_cache(maxsize=4)
def _run_matcher(keywords: Keywords, thorough: bool) -> RunMatcher:
    from keyguard.prefilter.base_n import RunMatcher  # most content has no run of digits

    def look(text: bytes) -> list[int] | None:
        return None if keywords.matches(text) else []

    def may_have_runs(data: bytes) -> bool:
        return has_run(data, LONGEST_RUN)

    return RunMatcher(LONGEST_RUN, may_have_runs, look, look if thorough else None)


def _forms(word: str) -> tuple[bytes, ...]:
    """The word as it is in UTF-8, UTF-16 and UTF-32.

    Bytes know the case of ASCII letters only, so another word could be spelt in any way.
    """
    if not word.isascii():
        return (b"",)
    return tuple(
        word.encode(encoding).rstrip(b"\0") for encoding in ("utf-8", "utf-16-le", "utf-32-le")
    )


@lru_cache(maxsize=4)
def _matcher(words: tuple[bytes, ...]) -> Callable[[bytes], bool]:
    if b"" in words:
        return lambda data: True
    automaton = _automaton(words) if len(words) > MANY else None
    return automaton or _one_by_one(words)


def _one_by_one(words: tuple[bytes, ...]) -> Callable[[bytes], bool]:
    """A substring search a word: several times faster than one expression for all."""
    narrow = [word for word in words if b"\0" not in word]
    wide = [word for word in words if b"\0" in word]

    def matches(data: bytes) -> bool:
        text = data.lower()
        if any(word in text for word in narrow):
            return True
        return b"\0" in text and any(word in text for word in wide)

    return matches


def _automaton(words: tuple[bytes, ...]) -> Callable[[bytes], bool] | None:
    """All words in one pass, where hyperscan is installed."""
    try:
        from keyguard.prefilter.hyperscan_cache import ANY_CASE, ONCE, database, has_match
    except ImportError:  # a platform without a wheel of hyperscan
        return None
    spelt = ("".join(f"\\x{byte:02x}" for byte in word).encode() for word in words)
    return partial(has_match, database([(each, ANY_CASE | ONCE) for each in spelt]))
