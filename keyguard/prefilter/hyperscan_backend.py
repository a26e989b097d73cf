"""Looks for all clues at once by hyperscan (https://intel.github.io/hyperscan/dev-reference/)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from keyguard.encodings.base_n_clues import first_digits, short_clues, split_digits
from keyguard.encodings.clue import EncodedClue
from keyguard.encodings.table import ENCODINGS, Encoding
from keyguard.model.entry_point import load
from keyguard.model.patterns import lazy_pattern
from keyguard.model.prefilter import places_of
from keyguard.model.record import NamedTuple
from keyguard.prefilter.base_n import FULL_LINE, STAGES, RunMatcher
from keyguard.prefilter.byte_checks import run_length
from keyguard.prefilter.clue_kinds import ANY_CLUE, Clue, ClueKind, ClueKinds
from keyguard.prefilter.clues import SPAN_TO_ENDING
from keyguard.prefilter.coded_runs import CodedRuns
from keyguard.prefilter.ends import Ends
from keyguard.prefilter.format_clues import (
    archive_clues,
    archive_in_text_clues,
    beginning_clues,
    digit_clues,
)
from keyguard.prefilter.hyperscan_cache import (
    ANY_CASE,
    ONCE,
    Accepts,
    Database,
    database,
    first_match,
    has_match,
    ids_in,
)
from keyguard.prefilter.together import parted
from keyguard.prefilter.wide import is_wide, narrowed
from keyguard.settings import KeyFormat

_KEYS, _PLAIN, _ENCODED, _ARCHIVE, _BEGINNING, _IN_TEXT, _WHOLE, _CODED, _RUN = range(9)
"""Columns of clues: of keys, others as they are, encoded, of archives, of archives in digits, of
what makes all of a text worth a look (dumps), and of encodings whose runs are looked into."""
_FLAGS = {_RUN: ANY_CASE | ONCE}
_UNCERTAIN = frozenset({_CODED, _RUN})
"""Of which it depends on all that a run says whether they are any."""


class HyperscanMatcher:
    """Compiled databases: of all clues, and of the runs of digits that are worth decoding."""

    def __init__(
        self,
        key_format: KeyFormat,
        key: bytes,
        clues: Mapping[ClueKind, Iterable[Clue]],
        thorough: bool,
    ) -> None:
        """``key`` is how one begins; ``clues`` ignore case.

        A matcher that is not ``thorough`` looks in short runs for what is surely a credential.
        """
        spelt: dict[int, list[bytes]] = {}
        for each in ENCODINGS:
            for clue in load(each.clues)(key_format) if each.clues else ():
                spelt.setdefault(_column_of(clue, each), []).append(clue.pattern)
        beginnings = (*first_digits(key_format), *split_digits(key_format))
        short_runs = () if thorough else short_clues(key_format)
        plain = [(kind, row) for kind, each in clues.items() for row in _rows(each)]
        groups: tuple[tuple[int, int, Sequence[bytes]], ...] = (
            (_KEYS, 0, [key]),
            (_PLAIN, ANY_CASE, [row.expression for _, row in plain]),
            (_ENCODED, 0, (*beginnings, *short_runs)),
            (_ARCHIVE, 0, archive_clues()),
            (_BEGINNING, 0, beginning_clues()),
            (_IN_TEXT, 0, archive_in_text_clues()),
            *((column, _FLAGS.get(column, ANY_CASE), spelt[column]) for column in sorted(spelt)),
        )
        self._columns = [column for column, _, group in groups for _ in group]
        self._first_encoded = self._columns.index(_ENCODED)
        self._last: tuple[bytes, set[int]] = b"", set()
        """What a window was asked about last, and the clues in it: another question follows."""
        self._kinds = (ClueKind.KEY, *(kind for kind, _ in plain))
        self._checked = {id_: row.wholes for id_, (_, row) in enumerate(plain, 1) if row.wholes}
        """What has to be all of those of which only the ending is looked for at first."""
        self._clues = database([(each, flags) for _, flags, group in groups for each in group])
        shortest = run_length(key_format)
        stages = ((b"[A-Za-z0-9]{%d}" % shortest,),) if thorough else STAGES
        self._stages = [database([(pattern, ONCE) for pattern in rows]) for rows in stages]
        short = self._look if thorough else None
        shortest = shortest if thorough else FULL_LINE
        self._coded = CodedRuns(self._holds_any)
        self._runs = RunMatcher(
            shortest, self._may_have_runs, self._look, short, self._is_worth_decoding
        )

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""
        return self._holds_clue(data, _KEYS) or is_wide(data) or self._runs.holds_any(data)

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> set[int]:
        """The positions of the joined texts that may have a clue; one pass finds most."""
        *found, coded, run = self._columns_of(joined)
        places = places_of(chain.from_iterable((*found, *(() if run else (coded,)))), starts)
        if run:
            places.update(parted(joined, starts, self._holds_coded))
        if is_wide(joined):
            places.update(parted(joined, starts, is_wide))
        in_runs = self._runs.ends(joined)
        if in_runs is None:
            places.update(parted(joined, starts, self._holds_runs))
        else:
            places |= places_of(in_runs, starts)
        return places

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end; None if all of the content is worth a look."""
        keys, plain, encoded, archive, beginning, in_text, whole = self._found(data)
        if whole or (is_wide(data) and self._is_worth_a_look(narrowed(data))):
            return None
        in_runs, runs = self._runs.ends_and_runs(data)
        return Ends(
            keys,
            plain,
            encoded + in_runs,
            packed=bool(archive or beginning),
            begins=not archive,
            runs=[*runs, *((end, end) for end in in_text)],
        )

    def clue_kinds(self, data: bytes) -> ClueKinds:
        """The kinds of clues that are there. Encoded text may be of any."""
        self._last = data, (found := ids_in(self._clues, data, self._accepts_in(data)))
        if found and max(found) >= self._first_encoded:
            return ANY_CLUE
        return frozenset(map(self._kinds.__getitem__, found))

    def is_encoded(self, data: bytes) -> bool:
        """Whether there is any clue to something encoded or packed."""
        return self._holds_clue(data, _ENCODED) or is_wide(data) or self._runs.holds_any(data)

    def is_known_run(self, data: bytes) -> bool:
        """Whether ``data`` is a run of digits that was looked into before and has a clue."""
        return self._runs.is_known_to_hold(data)

    def _holds_clue(self, data: bytes, first: int) -> bool:
        """Whether there is any clue of this column, or one behind it."""
        least, (last, known) = self._columns.index(first), self._last
        if data == last:
            found = {id_ for id_ in known if id_ >= least}
        else:
            found = first_match(self._clues, data, least, self._accepts_in(data))
        columns = set(map(self._columns.__getitem__, found))
        return not columns <= _UNCERTAIN or (columns != set() and any(self._found(data)[first:]))

    def _holds_coded(self, data: bytes) -> bool:
        *_, coded, run = self._columns_of(data)
        return bool(self._coded.ends(data, coded) if run else coded)

    def _holds_runs(self, data: bytes) -> bool:
        return self._runs.holds_any(data)

    def _is_worth_a_look(self, text: bytes) -> bool:
        """Whether there is any clue in what can be no archive."""
        keys, plain, encoded, _, _, in_text, whole = self._found(text)
        return bool(keys or plain or encoded or in_text or whole) or self._runs.holds_any(text)

    def _holds_any(self, text: bytes) -> bool:
        """Whether there is any clue in what was decoded."""
        return self._look(text) != [] or is_wide(text) or self._runs.holds_any(text)

    def _may_have_runs(self, data: bytes) -> bool:
        return all(has_match(stage, data) for stage in self._stages)

    @cached_property
    def _in_digits(self) -> Database:
        return database([(pattern, ONCE) for pattern in digit_clues()])

    def _is_worth_decoding(self, digits: bytes) -> bool:
        return has_match(self._in_digits, digits)

    def _look(self, text: bytes) -> list[int] | None:
        keys, plain, encoded, archive, _, in_text, whole = self._found(text)
        return None if archive or in_text or whole else keys + plain + encoded

    def _found(self, data: bytes) -> list[list[int]]:
        """Where clues end, a list for each column up to ``_WHOLE``."""
        *found, coded, run = self._columns_of(data)
        found[_ENCODED] += self._coded.ends(data, coded) if run else coded
        return found

    def _accepts_in(self, data: bytes) -> Accepts:
        """Whether what ends there is all of a clue."""
        checked = self._checked
        lower = b""

        def accepts(id_: int, end: int) -> bool:
            if id_ not in checked:
                return True
            nonlocal lower
            lower = lower or data.lower()
            start = max(0, end - SPAN_TO_ENDING)
            return any(
                lower.find(word, start, end) >= 0 and whole.search(lower, start, end)
                for word, whole in checked[id_]
            )

        return accepts

    def _columns_of(self, data: bytes) -> list[list[int]]:
        """Where all matches end, a list for each column."""
        columns, checked, accepts = self._columns, self._checked, self._accepts_in(data)
        found: list[list[int]] = [[] for _ in range(_RUN + 1)]

        def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
            if id_ not in checked or accepts(id_, end):
                found[columns[id_]].append(end)

        self._clues.scan(data, match_event_handler=note)
        return found


class _Row(NamedTuple):
    """An expression of clues, and what one of them has to be as a whole if that is only their
    ending: a word in it, and all of it."""

    expression: bytes
    wholes: Sequence[tuple[bytes, re.Pattern[bytes]]] = ()


def _rows(clues: Iterable[Clue]) -> Iterator[_Row]:
    by_ending: dict[bytes, list[Clue]] = {}
    for clue in clues:
        yield from map(_Row, clue.expressions)
        if clue.short_ending:
            by_ending.setdefault(clue.short_ending, []).append(clue)
    for ending, alike in by_ending.items():
        yield _Row(ending, [(each.word, lazy_pattern(each.with_short_ending)) for each in alike])


def _column_of(clue: EncodedClue, encoding: Encoding) -> int:
    if clue.whole:
        return _WHOLE
    return _RUN if clue.in_run else _CODED if encoding.run else _ENCODED
