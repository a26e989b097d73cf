"""What an audit adds to a report: how far credentials have spread, and habits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from keyguard.model import Commit, Detection, Environment, State


class Exposure(NamedTuple):
    """How far one credential has spread: what has to be known to replace it."""

    detection: Detection
    paths: tuple[bytes, ...]
    states: tuple[State, ...]
    environments: tuple[Environment, ...]
    first: Commit | None
    """The earliest commit that holds it, if it was committed."""
    refs: tuple[str, ...] = ()
    """The branches, tags and other refs that lead to that commit."""


class Check(NamedTuple):
    """One habit of a well-kept repository. ``advice`` says what to do where it is missing."""

    name: str
    passed: bool
    message: str
    advice: str = ""
