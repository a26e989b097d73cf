"""Chooses how to look for clues: right away for few files, by hyperscan for many or a history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from keyguard.model.record import NamedTuple
from keyguard.prefilter.byte_checks import has_run, run_length
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.clues import CLUES_OF, SPAN, key_probe, vendor_clues
from keyguard.prefilter.ends import ClueSearch, Ends
from keyguard.settings import KeyFormat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.repetition import Repeated

KEPT_AS = ".hsdb"
"""The ending of the names of databases in the user's cache."""
MANY_FILES = 250
"""Files from which it pays to compile all clues first."""


MUCH = 2 << 20
"""Bytes from which it pays to compile all clues."""
MUCH_IF_KEPT = 1 << 17
"""Bytes from which it pays to load clues that were compiled before."""
MAY_REPEAT = 1 << 18
"""Bytes of content that may be shorter without what repeats itself."""


class CompiledMatchers:
    """What hyperscan has compiled in this process, for whoever asks for the same clues later.

    Compiling takes as long as a small scan, so it is done at once for many files or for a history,
    by ``FastPrefilter`` and ``HistoryPrefilter``. A ``CluePrefilter`` takes what is there, and
    compiles once it was asked of much: large files, archives. All answer alike, so this changes how
    long an answer takes and nothing else. Processes that inherit the memory of this one inherit the
    matchers; others begin without.
    """

    def __init__(self) -> None:
        self._matchers: dict[tuple[KeyFormat, bool], ClueSearch] = {}
        self._looked_through = 0

    @property
    def is_loaded(self) -> bool:
        """Whether hyperscan is here, and was worth loading."""
        return bool(self._matchers)

    def is_much(self, size: int) -> bool:
        """Whether with so many bytes more it was asked of much."""
        self._looked_through += size
        if self._looked_through < MUCH_IF_KEPT:
            return False
        return self._looked_through >= MUCH or _is_kept()

    def add(self, key_format: KeyFormat, thorough: bool, matcher: ClueSearch) -> None:
        """Keeps a matcher. One that is not ``thorough`` knows all that is encoded but what is in
        short runs of digits."""
        self._matchers[key_format, thorough] = matcher

    def get(self, key_format: KeyFormat, thorough: bool) -> ClueSearch | None:
        """The matcher for these clues, if there is one yet."""
        return self._matchers.get((key_format, thorough))


COMPILED = CompiledMatchers()
"""What this process has compiled."""


class CluePrefilter(NamedTuple):
    """Separates content that holds nothing from content worth a look. False is certain."""

    key_format: KeyFormat

    @property
    def span(self) -> int:
        """Bytes that are enough for any clue."""
        return SPAN

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue."""
        said, _ = _said(data)
        return self._search(len(said)).matches(said)

    def matches_behind(self, magic: bytes, data: bytes) -> bool:
        """Whether ``data`` holds another clue than the ``magic`` number that it begins with."""
        return self.matches(data.removeprefix(magic))

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it has a clue."""
        from keyguard.prefilter.together import which_match  # only archives have many texts

        return which_match(texts, self.matches, self._all_ends)

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> Iterable[int]:
        """The positions of the joined texts that may have a clue."""
        return self._search(len(joined)).which_match_among(joined, starts)

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end in ``data``; None if all of it is worth a look."""
        said, cuts = _said(data)
        ends = self._search(len(said)).ends(said)
        return ends.everywhere(cuts) if ends and cuts else ends

    def clue_kinds(self, data: bytes) -> ClueKinds:
        """The kinds of clues in ``data``, or those that may be there."""
        return self._search(len(data)).clue_kinds(data)

    @property
    def is_thorough(self) -> bool:
        """Whether every run of digits that may stand for text is decoded."""
        return True

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` holds a clue of something encoded or packed."""
        said, _ = _said(data)
        fast = COMPILED.get(self.key_format, thorough=False) if self.is_thorough else None
        if fast and not has_run(said, run_length(self.key_format)) and not fast.is_encoded(said):
            return False
        return self._search(len(said)).is_encoded(said)

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it has such a clue.

        Runs of digits are looked into where they are, so most texts need no other look.
        """
        from keyguard.prefilter.together import which_match

        known = list(map(self._search(0).is_known_run, texts))
        others = [text for text, is_known in zip(texts, known, strict=True) if not is_known]
        found = iter(which_match(others, self.is_encoded, self._encoded_ends))
        return [is_known or next(found) for is_known in known]

    def _all_ends(self, data: bytes) -> list[int] | None:
        ends = self.ends(data)
        return (
            None
            if ends is None or ends.packed or ends.runs
            else ends.keys + ends.plain + ends.encoded
        )

    def _encoded_ends(self, data: bytes) -> list[int] | None:
        ends = self.ends(data)
        return None if ends is None or ends.packed or ends.runs else ends.encoded

    def _search(self, size: int) -> ClueSearch:
        compiled = COMPILED.get(self.key_format, thorough=True)
        if compiled is None and COMPILED.is_much(size):
            compiled = _hyperscan(self.key_format)
        return compiled or _portable(self.key_format)


class FastPrefilter(CluePrefilter):
    """Looks for all clues at once, by hyperscan where it is installed.

    Compiling them takes longer than a small scan, so this is for whole histories and large trees.
    """

    __slots__ = ()

    def _search(self, size: int) -> ClueSearch:
        return _hyperscan(self.key_format) or _portable(self.key_format)


class HistoryPrefilter(FastPrefilter):
    """The prefilter for whole histories: in short runs of digits it finds what is surely a
    credential."""

    __slots__ = ()

    @property
    def is_thorough(self) -> bool:
        """Whether every run of digits that may stand for text is decoded."""
        return False

    def _search(self, size: int) -> ClueSearch:
        fast = _hyperscan(self.key_format, thorough=False)
        return fast or _portable(self.key_format, thorough=False)


def prefilter_for(key_format: KeyFormat, files: int) -> CluePrefilter:
    """The prefilter that is done first with so many files of a usual size."""
    return FastPrefilter(key_format) if files >= MANY_FILES else CluePrefilter(key_format)


def _said(data: bytes) -> tuple[bytes, Sequence[Repeated]]:
    """Content without what only repeats itself, period by period, and what that is."""
    if len(data) < MAY_REPEAT:
        return data, ()
    from keyguard.model.repetition import NEAR, repeated, without  # most content is shorter

    cuts = list(repeated(data, NEAR))
    return without(data, cuts), cuts


@cache
def _is_kept() -> bool:
    """Whether an earlier run left compiled clues, most likely these."""
    from keyguard.storage.user_cache import holds

    return holds(KEPT_AS)


@lru_cache(maxsize=4)
def _portable(key_format: KeyFormat, *, thorough: bool = True) -> ClueSearch:
    from keyguard.prefilter.portable import PortableMatcher

    return PortableMatcher(key_format, thorough=thorough)


@lru_cache(maxsize=4)
def _hyperscan(key_format: KeyFormat, *, thorough: bool = True) -> ClueSearch | None:
    try:
        from keyguard.prefilter.hyperscan_backend import HyperscanMatcher
    except ImportError:  # a platform without a wheel
        return None
    clues = {**CLUES_OF, ClueKind.VENDOR_KEY: vendor_clues()}
    matcher = HyperscanMatcher(key_format, key_probe(key_format), clues, thorough)
    COMPILED.add(key_format, thorough, matcher)
    return matcher
