"""Where the code of a file runs: in a browser, in an app, on a server, or nobody can say."""

from __future__ import annotations

from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.evidence_row import first_verdict
from keyguard.context.surface.evidence_table import ANY_FILE, table_of
from keyguard.context.surface.verdict import UNKNOWN, Verdict


def surface_of(file: CodeFile, offset: int) -> Verdict:
    """Where the code at one place of a file runs, and how that is known."""
    place = CodePlace(file, offset)
    return first_verdict(ANY_FILE, place) or first_verdict(table_of(file), place) or UNKNOWN
