"""The life of a credential as a drawing (SVG): its first commit, its last, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timezone
from html import escape

from keyguard.model import Commit, State
from keyguard.report.credentials import Credential

WIDTH, HEIGHT = 240, 14
"""The size of the drawing, in its own units."""
_MIDDLE, _MARK = HEIGHT / 2, 4
_SHORTEST = 1.0
"""Seconds of a scale, so that it has a length."""


_KEPT = {State.TAG: "a tag", State.STASH: "the stash", State.MESSAGE: "a message"}
"""What still has a credential that no file of a branch has."""


class Timeline:
    """One scale for all credentials: from their earliest commit to when the report was made."""

    def __init__(self, found: Iterable[Credential], made: str) -> None:
        times = [
            time
            for each in found
            for commit in (each.first, each.last)
            if (time := _time(commit)) is not None
        ]
        self._start = min(times, default=0.0)
        end = _parsed(made)
        self._end = max([*times, *([end] if end is not None else [])], default=0.0)

    def drawing(self, credential: Credential) -> str:
        """The life of one credential; empty if it is in no commit."""
        first, last = _time(credential.first), _time(credential.last)
        if first is None:
            return ""
        start = self._position(first)
        if credential.is_there or not _KEPT.keys().isdisjoint(credential.states):
            end, mark = float(WIDTH - _MARK), _arrow(WIDTH - _MARK)
        elif last is None:
            end, mark = start, ""
        else:
            end = max(self._position(last), start + 2.5 * _MARK)
            mark = _cross(end)
        return (
            f'<svg class="life" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
            f"<title>{escape(span(credential))}</title>"
            f'<path class="axis" d="M0 {_MIDDLE}H{WIDTH}"/>'
            f'<path class="bar" d="M{start:.1f} {_MIDDLE}H{end:.1f}"/>'
            f'<circle cx="{start:.1f}" cy="{_MIDDLE}" r="{_MARK}"/>{mark}</svg>'
        )

    def _position(self, time: float) -> float:
        share = (time - self._start) / max(self._end - self._start, _SHORTEST)
        return _MARK + share * (WIDTH - 4 * _MARK)


def span(credential: Credential) -> str:
    """``2026-01-31 to 2026-03-04, removed``, or ``since 2026-01-31, still there``."""
    first, last = credential.first, credential.last
    begins = first.date[:10] if first and first.date else ""
    if not begins:
        return "in no commit"
    if credential.is_there:
        return f"since {begins}, still there"
    for state, where in _KEPT.items():
        if state in credential.states:
            return f"since {begins}, still in {where}"
    if last is None or not last.date:
        return f"{begins}, in no file of a branch or tag"
    ends = last.date[:10]
    return f"{begins} to {ends}, then removed" if ends != begins else f"{begins}, then removed"


def _arrow(x: float) -> str:
    back, top, bottom = x - _MARK, _MIDDLE - 5, _MIDDLE + 5
    corners = f"M{back} {top}L{x + _MARK} {_MIDDLE}L{back} {bottom}Z"
    return f'<path class="there" d="{corners}"/>'


def _cross(x: float) -> str:
    return (
        f'<path class="gone" d="M{x - _MARK:.1f} {_MIDDLE - _MARK}l{2 * _MARK} {2 * _MARK}'
        f'm0 -{2 * _MARK}l-{2 * _MARK} {2 * _MARK}"/>'
    )


def _time(commit: Commit | None) -> float | None:
    return _parsed(commit.date) if commit is not None else None


def _parsed(date: str) -> float | None:
    """Seconds since 1970; None for what is no date. Dates of commits are what somebody wrote."""
    with suppress(ValueError, OverflowError):
        found = datetime.fromisoformat(date.replace("Z", "+00:00"))
        return found.replace(tzinfo=found.tzinfo or timezone.utc).timestamp()
    return None
