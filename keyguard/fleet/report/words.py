"""The words in which all formats for people speak of a fleet."""

from __future__ import annotations

from collections import Counter

from keyguard.fleet.report.contents import (
    Change,
    FleetCredential,
    FleetReport,
    FleetRepository,
    Gap,
    HeldPlace,
    Where,
    kind_order,
)
from keyguard.model import Commit, Scanned, Severity
from keyguard.model.report import Report
from keyguard.report.clean_up import reached_and_why
from keyguard.report.masked import Shown
from keyguard.report.summary import by_severity, counted, joined, not_clean

SHORT_DIGEST = 12
"""Digits of a digest that are enough to name it."""
_DAY = len("2026-01-31")

CHANGES = {
    Change.NEW: "new",
    Change.SPREAD: "in more repositories than before",
    Change.LEFT_HEAD: "at no HEAD any more, but still in histories",
    Change.STILL: "still there",
    Change.GONE: "gone",
}


def shown() -> Shown:
    """The masking that every text passes through.

    The store has no values, so it knows no secret; anything with the form of a key is masked all
    the same.
    """
    return Shown(Report("fleet report", (), (), Scanned(), {}))


def headline(report: FleetReport) -> str:
    """``2 production keys and 1 webhook secret to replace, in 3 repositories and 9 forks``; empty
    for none."""
    found = report.credentials
    if not found:
        return ""
    kinds = Counter(each.kind for each in found)
    parts = [counted(kinds[kind], kind.words) for kind in sorted(kinds, key=kind_order)]
    where = FleetCredential(0, tuple(place for each in found for place in each.places)).where
    return f"{joined(parts)} to replace, {in_repositories(where)}"


def in_repositories(where: Where) -> str:
    """``in 2 repositories and 9 forks``."""
    forks = f" and {counted(where.forks, 'fork')}" if where.forks else ""
    return f"in {repositories(where.networks)}{forks}"


def repositories(number: int) -> str:
    """``1 repository``, ``2 repositories``."""
    return f"{number:,} repositor{'y' if number == 1 else 'ies'}"


def changes(report: FleetReport) -> str:
    """``Since run 3 (2026-11-20 10:00): 2 credentials are new, 1 is gone.``; empty for none."""
    if report.since is None:
        return ""
    counts = Counter(each.change for each in (*report.credentials, *report.gone))
    parts = [f"{counts[change]:,} {words}" for change, words in CHANGES.items() if counts[change]]
    return f"Since {report.since}: {', '.join(parts) or 'no credentials, then as now'}."


def warnings(report: FleetReport) -> list[str]:
    """Reasons why a comparison means less than it seems to."""
    if report.since is None:
        return []
    if report.since.run is None:
        return ["Nothing had been read by then, so all of it is new."]
    if not report.since.same_rules:
        return [
            "Since then keyguard, its rules or the settings have changed: some of what is new may "
            "have been there before."
        ]
    return []


def what(credential: FleetCredential, show: Shown) -> str:
    """``production key pk_Ab1C****``."""
    return f"{credential.kind.words} {show.words(credential.worst.redacted)}"


def spread(credential: FleetCredential) -> str:
    """``in 2 repositories and 9 forks; at HEAD of 3; production, staging``."""
    at_head = {place.held.source for place in credential.places if place.is_at_head}
    parts = [
        in_repositories(credential.where),
        f"at HEAD of {len(at_head):,}" if at_head else "at no HEAD",
        ", ".join(environment.value for environment in credential.environments),
    ]
    return "; ".join(filter(None, parts))


def reasons(credential: FleetCredential, show: Shown) -> str:
    """The rules that say what is wrong, and whom the credential reaches."""
    return reached_and_why(map(show.words, credential.rules), credential.ships)


def life(credential: FleetCredential, show: Shown) -> str:
    """Who brought the credential in and where, and between which runs it was seen."""
    oldest = credential.oldest
    parts = []
    if oldest is not None:
        commit = Commit(oldest.commit or "", oldest.author or "", oldest.date or "")
        parts.append(f"oldest {show.commit(commit)}, in {show.words(oldest.source)}")
    parts.append(f"first seen {credential.first_seen[:_DAY]}")
    parts.append(f"last seen {credential.last_seen[:_DAY]}")
    return "; ".join(parts)


def liveness(credential: FleetCredential, show: Shown) -> str:
    """``alive: the Gateway accepts it``; empty if it was not verified."""
    if not credential.liveness:
        return ""
    reason = show.words(credential.liveness_reason)
    return credential.liveness + (f": {reason}" if reason else "")


def change(credential: FleetCredential) -> str:
    """How the credential has changed; empty without a comparison."""
    if credential.change is None:
        return ""
    words = CHANGES[credential.change]
    if credential.newly_read:
        words += ", in what was not read before"
    left = {held.source for held in credential.left} - {
        place.held.source for place in credential.places
    }
    return words + (f"; gone from {counted(len(left), 'other')}" if left else "")


def where(place: HeldPlace, show: Shown) -> str:
    """``path:line``, and what runs it."""
    held = place.held
    line = f":{held.line}" if held.line else ""
    job = f" ({place.job} job)" if place.job else ""
    return f"{show.words(held.path)}{line}{job}"


def of_repository(repository: FleetRepository) -> str:
    """``2 critical, 1 high; 2 credentials, 1 at HEAD; read 2026-11-29``."""
    levels = sorted(Severity, reverse=True)
    found = [
        f"{number:,} {level.label}"
        for level, number in zip(levels, repository.severities, strict=True)
        if number
    ]
    parts = [", ".join(found) or "no findings"]
    if repository.credentials:
        at_head = f", {repository.at_head:,} at HEAD" if repository.at_head else ""
        parts.append(counted(repository.credentials, "credential") + at_head)
    parts.append(f"read {repository.read[:_DAY]}" if repository.read else "never read")
    if repository.unread:
        parts.append(f"{repository.unread:,} not read")
    if not repository.is_listed:
        parts.append("not in the last list")
    return "; ".join(parts)


def of_gap(gap: Gap, show: Shown) -> str:
    """``failed: https://git.example.org/a: the server does not answer``."""
    parts = [gap.kind if gap.kind != "run" else "", gap.source, gap.path, gap.message]
    return ": ".join(show.words(part) for part in parts if part)


def verdict(report: FleetReport) -> str:
    """``3 findings (1 critical, 2 high)``, with a warning if not everything was read."""
    found = report.counted
    words = f"{counted(len(found), 'finding')} ({by_severity(found)})" if found else "no findings"
    if report.since is not None:
        words = words.replace("finding", "new finding", 1)
    return words if report.complete else f"{words}, but not all was read"


def incomplete(report: FleetReport) -> str:
    """The warning that something was not read; empty if everything was."""
    return not_clean(len(report.gaps))


def read(report: FleetReport) -> str:
    """How much was read, and by which run."""
    states: Counter[str] = Counter(each.state for each in report.repositories)
    networks = {each.network for each in report.repositories if each.network}
    parts = [f"{states[state]:,} {state}" for state in sorted(states)]
    of = f" ({', '.join(parts)})" if parts else ""
    forks = f" in {counted(len(networks), 'network')} of forks" if networks else ""
    return f"{repositories(len(report.repositories))}{of}{forks}{_last(report)}."


def _last(report: FleetReport) -> str:
    if not report.runs:
        return ""
    run = report.runs[-1]
    return f"; the last run is {run.number}, of {run.began[:16].replace('T', ' ')} UTC"
