"""All clues looked for at once, by hyperscan (https://intel.github.io/hyperscan/dev-reference/)."""

from __future__ import annotations

from collections.abc import Sequence

import hyperscan


class HyperscanMatcher:
    """A compiled database of clues."""

    def __init__(
        self, case_sensitive: Sequence[bytes], clues: Sequence[bytes], whole: Sequence[bytes]
    ) -> None:
        """``whole``: clues after which nothing else matters; they and ``clues`` ignore case."""
        rows = [(pattern, 0) for pattern in case_sensitive]
        rows += [(pattern, hyperscan.HS_FLAG_CASELESS) for pattern in clues]
        self._first_whole = len(rows)
        once = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH
        rows += [(pattern, once) for pattern in whole]
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[pattern for pattern, _ in rows], flags=[flags for _, flags in rows]
        )

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""
        try:
            self._database.scan(data, match_event_handler=_stop)
        except hyperscan.ScanTerminated:
            return True
        return False

    def ends(self, data: bytes) -> list[int] | None:
        """Where clues end, in any order; None if all of the content is worth a look."""
        found: list[tuple[int, int]] = []

        def note(id_: int, start: int, end: int, flags: int, context: object) -> None:
            found.append((id_, end))

        self._database.scan(data, match_event_handler=note)
        if any(id_ >= self._first_whole for id_, _ in found):
            return None
        return [end for _, end in found]


def _stop(id_: int, start: int, end: int, flags: int, context: object) -> bool:
    return True
