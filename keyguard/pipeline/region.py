"""Lines and columns of a detection, counted only for what matched."""

from __future__ import annotations

from keyguard.model import Part, Region, View
from keyguard.model.positions import line_and_column, lines_of_headers
from keyguard.model.source_map import Location


def region_of(location: Location) -> Region:
    """The region from the first character to just behind the last.

    Lines of a message count from its first one.
    """
    view, start, end = location
    headers = lines_of_headers(view.blob) if view.blob.part in (Part.COMMIT, Part.TAG) else 0
    line, column = _position(view, start)
    end_line, end_column = line, column + end - start
    if "\n" in view.text[start:end]:
        end_line, end_column = _position(view, end)
    before = headers if line > headers else 0
    return Region(line - before, column, end_line - before, end_column)


def _position(view: View, index: int) -> tuple[int, int]:
    line, column = line_and_column(view.text, index)
    if line == 1 and view.blob.piece is not None and not view.member:
        column += view.blob.piece.columns_before
    return view.lines_before + line, column
