"""What an audit adds to a report: habits."""

from __future__ import annotations

from typing import NamedTuple


class Check(NamedTuple):
    """One habit of a well-kept repository. ``advice`` says what to do where it is missing."""

    name: str
    passed: bool
    message: str
    advice: str = ""
