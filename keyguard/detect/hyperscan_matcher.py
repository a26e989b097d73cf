"""All clues looked for at once, by hyperscan (https://intel.github.io/hyperscan/dev-reference/)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import hyperscan

from keyguard.detect.encoded import encoded_matcher
from keyguard.detect.encoded_clues import credential_clues, encoded_clues
from keyguard.detect.escape_clues import escape_clues
from keyguard.detect.hints import run_length
from keyguard.detect.prefilter import Ends
from keyguard.settings import KeyFormat


class HyperscanMatcher:
    """Compiled databases: of all clues, of the run of digits that encoded text stands in, and of
    such text.

    The last is several times as slow as the others together, so the runs, which are rare, are found
    first.
    """

    def __init__(
        self,
        key_format: KeyFormat,
        case_sensitive: Sequence[bytes],
        clues: Sequence[bytes],
        whole: Sequence[bytes],
        thorough: bool = True,
    ) -> None:
        """``whole``: clues after which nothing else matters; they and ``clues`` ignore case.

        A matcher that is not ``thorough`` looks in runs of digits for what is surely a credential.
        """
        encoded = encoded_clues(key_format)
        any_case, once = hyperscan.HS_FLAG_CASELESS, hyperscan.HS_FLAG_SINGLEMATCH
        rows = [(pattern, 0) for pattern in case_sensitive]
        rows += [(pattern, any_case) for pattern in clues]
        self._first_escape = len(rows)
        rows += [(clue.pattern, any_case) for clue in escape_clues(key_format)]
        if not thorough:
            rows += [(pattern, 0) for pattern in credential_clues(key_format)]
        self._first_whole = len(rows)
        rows += [(pattern, any_case | once) for pattern in whole]
        rows += [(pattern, once) for pattern in encoded.packed]
        self._clues = _compiled(rows)
        self._thorough = thorough
        self._run_length = run_length(key_format)
        self._run = _compiled([(b"[A-Za-z0-9]{%d}" % self._run_length, once)])
        self._half = _compiled([(pattern, once) for pattern in encoded.half])
        self._encoded = encoded_matcher(key_format)

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""
        return _any(self._clues, data) or any(True for _ in self._in_runs(data))

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end; None if all of the content is worth a look."""
        found: list[tuple[int, int]] = []

        def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
            found.append((id_, end))

        self._clues.scan(data, match_event_handler=note)
        if any(id_ >= self._first_whole for id_, _ in found):
            return None
        in_escapes = [end for id_, end in found if id_ >= self._first_escape]
        plain = [end for id_, end in found if id_ < self._first_escape]
        return Ends(plain, [*in_escapes, *self._in_runs(data)])

    def _in_runs(self, data: bytes) -> Iterator[int]:
        if not self._thorough:
            return iter(())
        runs: list[int] = []

        def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
            runs.append(end - self._run_length)

        self._run.scan(data, match_event_handler=note)
        return self._encoded.in_runs(data, runs[0], self._has_half) if runs else iter(())

    def _has_half(self, digits: bytes) -> bool:
        return _any(self._half, digits)


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
