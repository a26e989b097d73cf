"""All clues looked for at once, by hyperscan (https://intel.github.io/hyperscan/dev-reference/)."""

from __future__ import annotations

from collections.abc import Sequence

import hyperscan

from keyguard.detect.encoded_clues import (
    archive_clues,
    archive_in_text_clues,
    first_digits,
    hex_clues,
    short_clues,
    split_digits,
)
from keyguard.detect.escape_clues import escape_clues
from keyguard.detect.hints import run_length
from keyguard.detect.listed_clues import DUMP, listed_clues
from keyguard.detect.prefilter import Ends, narrowed
from keyguard.detect.runs import STAGES, WIDE, RunMatcher
from keyguard.settings import KeyFormat


class HyperscanMatcher:
    """Compiled databases: of all clues, and of the runs of digits that are worth decoding."""

    def __init__(
        self,
        key_format: KeyFormat,
        case_sensitive: Sequence[bytes],
        clues: Sequence[bytes],
        whole: Sequence[bytes],
        thorough: bool = True,
    ) -> None:
        """``whole``: clues of text in UTF-16 and UTF-32; they and ``clues`` ignore case.

        A matcher that is not ``thorough`` looks in short runs for what is surely a credential.
        """
        any_case, once = hyperscan.HS_FLAG_CASELESS, hyperscan.HS_FLAG_SINGLEMATCH
        rows = [(pattern, 0) for pattern in case_sensitive]
        rows += [(pattern, any_case) for pattern in clues]
        self._first_encoded = len(rows)
        spelt = (*escape_clues(key_format), *listed_clues(key_format))
        rows += [(clue.pattern, any_case) for clue in spelt]
        beginnings = (*first_digits(key_format), *split_digits(key_format))
        rows += [(pattern, 0) for pattern in beginnings]
        if not thorough:
            rows += [(pattern, 0) for pattern in short_clues(key_format)]
        self._first_archive = len(rows)
        rows += [(pattern, once) for pattern in archive_clues()]
        self._first_in_text = len(rows)
        rows += [(pattern, once) for pattern in (*archive_in_text_clues(), DUMP)]
        self._first_whole = len(rows)
        rows += [(pattern, any_case | once) for pattern in whole]
        self._clues = _compiled(rows)
        shortest = run_length(key_format)
        stages = ((b"[A-Za-z0-9]{%d}" % shortest,),) if thorough else STAGES
        self._stages = [_compiled([(pattern, once) for pattern in rows]) for rows in stages]
        short = self._look if thorough else None
        shortest = shortest if thorough else WIDE
        self._in_hex = _compiled([(pattern, once) for pattern in hex_clues()])
        self._runs = RunMatcher(
            shortest, self._may_have_runs, self._look, short, self._is_worth_decoding
        )

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""
        return _any(self._clues, data) or self._runs.ends(data) != []

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end; None if all of the content is worth a look."""
        plain: list[int] = []
        encoded: list[int] = []
        packed = in_text = wide = False
        for id_, end in self._found(data):
            if id_ < self._first_encoded:
                plain.append(end)
            elif id_ < self._first_archive:
                encoded.append(end)
            elif id_ < self._first_in_text:
                packed = True
            elif id_ < self._first_whole:
                in_text = True
            else:
                wide = True
        if in_text or (wide and self._is_worth_a_look(narrowed(data))):
            return None
        in_runs = self._runs.ends(data)
        return None if in_runs is None else Ends(plain, encoded + in_runs, packed)

    def is_encoded(self, data: bytes) -> bool:
        """Whether there is any clue of what is encoded or packed."""
        if any(id_ >= self._first_encoded for id_, _ in self._found(data)):
            return True
        return self._runs.ends(data) != []

    def _is_worth_a_look(self, text: bytes) -> bool:
        """Whether there is any clue in what can be no archive."""
        archives = range(self._first_archive, self._first_in_text)
        return (
            any(id_ not in archives for id_, _ in self._found(text)) or self._runs.ends(text) != []
        )

    def _may_have_runs(self, data: bytes) -> bool:
        return all(_any(stage, data) for stage in self._stages)

    def _is_worth_decoding(self, digits: bytes) -> bool:
        return _any(self._in_hex, digits)

    def _look(self, text: bytes) -> list[int] | None:
        found = [row for row in self._found(text) if row[0] < self._first_whole]
        is_packed = any(id_ >= self._first_archive for id_, _ in found)
        return None if is_packed else [end for _, end in found]

    def _found(self, data: bytes) -> list[tuple[int, int]]:
        """The row of each clue, and where it ends."""
        found: list[tuple[int, int]] = []

        def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
            found.append((id_, end))

        self._clues.scan(data, match_event_handler=note)
        return found


def _compiled(rows: Sequence[tuple[bytes, int]]) -> hyperscan.Database:
    database = hyperscan.Database()
    database.compile(
        expressions=[pattern for pattern, _ in rows], flags=[flags for _, flags in rows]
    )
    return database


def _any(database: hyperscan.Database, data: bytes) -> bool:
    try:
        database.scan(data, match_event_handler=_stop)
    except hyperscan.ScanTerminated:
        return True
    return False


def _stop(id_: int, start: int, end: int, flags: int, context: object) -> bool:
    return True
