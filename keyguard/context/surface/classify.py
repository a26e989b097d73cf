"""Where the code of a file runs: in a browser, in an app, on a server, or unknown."""

from __future__ import annotations

from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.evidence_row import Evidence, first_verdict, still_open
from keyguard.context.surface.evidence_table import ANY_FILE, table_of
from keyguard.context.surface.verdict import UNKNOWN, Verdict


class Surfaces:
    """Where the code of one file runs.

    Rows of the table that say nothing about the whole file are asked once, however many positions
    in it are asked about.
    """

    def __init__(self, file: CodeFile) -> None:
        self._file = file
        self._rows: tuple[Evidence, ...] | None = None

    def at(self, offset: int) -> Verdict:
        """Where the code at one position runs, and how that is known."""
        place = CodePlace(self._file, offset)
        if self._rows is not None:
            return first_verdict(self._rows, place) or UNKNOWN
        table = (*ANY_FILE, *table_of(self._file))
        verdict = first_verdict(table, place) or UNKNOWN
        self._rows = still_open(table, self._file)
        return verdict
