"""What ``keyguard ci`` reads: what the event brought in, or what the user asks for instead."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from keyguard.errors import KeyguardError
from keyguard.sources.ci_event import READERS, Clone, Event, Plan, missing, plan, short

HEAD = "HEAD"


class Mode(str, Enum):
    """How much ``keyguard ci`` reads."""

    AUTO = "auto"
    """What the event brought in; all of history if it names no commits."""
    DIFF = "diff"
    """What the event brought in; without a base it is an error if the event names no commits."""
    HISTORY = "history"
    """Every object of the repository."""
    FILES = "files"
    """The files that are checked out."""


def plan_by(mode: Mode, base: str, event: Event, clone: Clone) -> Plan:
    """What to read in a mode. ``base`` is a revision from before, empty to take the event's.

    Whatever is read, the plan has the base of the event, whose configuration counts. Raises
    ``KeyguardError`` if mode, base and event don't go together, or as ``plan`` does.
    """
    if base and mode in (Mode.HISTORY, Mode.FILES):
        raise KeyguardError(
            f"--base means nothing with --mode {mode.value}; leave out one of the two."
        )
    if base:
        return _since(base, event, clone)
    wanted = plan(event, clone)
    if mode is Mode.HISTORY:
        return replace(wanted, because="all of history is read, as --mode says", everything=True)
    if mode is Mode.FILES:
        because = "the files that are checked out are read, as --mode says"
        return replace(wanted, because=because, everything=False, files=True)
    if mode is Mode.DIFF and wanted.everything:
        raise KeyguardError(
            f"{event.name!r} names no commits, so there is no difference to read; say what was "
            "there before (--base), or let --mode be auto or history."
        )
    return wanted


def _since(base: str, event: Event, clone: Clone) -> Plan:
    """What the newest commit adds to a base that the caller named."""
    tip = _tip(event)
    if not tip:
        return plan(event, clone)
    before = _known(base, event, clone)
    if not clone.exists(tip):
        raise missing(tip, event.caller)
    return Plan(
        f"reading what {short(tip)} adds to {short(before)}, as --base says",
        (tip, f"^{before}"),
        base=before,
        forks=True,
    )


def _tip(event: Event) -> str:
    """The commit that the event ends in; empty for a deletion."""
    read = READERS.get((event.caller, event.name))
    return read(event.payload).after if read else HEAD


def _known(base: str, event: Event, clone: Clone) -> str:
    """The base as a revision. The remote's branch of that name goes first: the local one may be
    what was just checked out, and nothing be left to read."""
    if base.startswith(("-", "^")) or ".." in base or not base.isprintable() or " " in base:
        raise KeyguardError(f"--base {base!r} is not a single revision; name a commit or a branch.")
    for revision in (f"refs/remotes/origin/{base}", base):
        if clone.exists(revision):
            return revision
    raise missing(base, event.caller)
