"""Makes the report from the store: what belongs together, in what order, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from keyguard.fleet.records import CLONING, FAILED, PENDING, SKIPPED
from keyguard.fleet.report.contents import (
    Change,
    FleetCredential,
    FleetReport,
    FleetRepository,
    Gap,
    HeldPlace,
    Moment,
    kind_order,
)
from keyguard.fleet.store.reading import Held, Reader, ReadRepository, Run
from keyguard.model import Kind, Severity, State
from keyguard.report.credentials import STILL_THERE

_UNREAD = {
    FAILED: "it could not be read",
    SKIPPED: "it was left out",
    PENDING: "its turn has not come yet",
    CLONING: "its clone was not finished",
}
"""What a state means that is not ``scanned``, where no reason is given."""
_LIVENESS = {"alive": 0, "dead": 2}
"""What is most urgent first; what is not known is between them."""
_CHANGES = (None, *Change)
"""With a moment to compare with, what is new comes first."""

Verified = Mapping[str, tuple[str, str]]
"""The Gateway's verdict on credentials, and its reason, by their digests."""


def collect(reader: Reader, since: Moment | None, verified: Verified) -> FleetReport:
    """The report of everything in a store, compared with a moment if there is one."""
    runs = reader.runs()
    known = {**reader.liveness(), **verified}
    repositories = list(reader.repositories())
    read_first = {each.source: each.first_read for each in repositories}
    credentials: list[FleetCredential] = []
    gone: list[FleetCredential] = []
    others: list[HeldPlace] = []
    suppressed: list[HeldPlace] = []
    held = reader.held(since.time if since else "")
    for digest, group in groupby(held, lambda each: each.digest):
        rows = list(group)
        suppressed += (HeldPlace(each) for each in rows if not each.gone and each.suppressed_by)
        before, now = _compared([each for each in rows if not each.suppressed_by], since)
        if not Kind((now or before or rows)[0].kind).is_secret:
            others += _places(before, now, since)
        elif now or before:
            listed = gone if not now else credentials
            listed.append(_credential(before, now, since, known.get(digest, ("", "")), read_first))
    return FleetReport(
        tuple(runs),
        _numbered(credentials),
        tuple(sorted(others, key=_worst_first)),
        tuple(sorted(suppressed, key=_worst_first)),
        tuple(_repositories(reader, repositories, runs, credentials, others)),
        tuple(_gaps(reader, repositories, runs)),
        since,
        _numbered(gone),
    )


def _compared(rows: Sequence[Held], since: Moment | None) -> tuple[list[Held], list[Held]]:
    """What was there at a moment, and what is there now."""
    before = [each for each in rows if since and each.since <= since.time]
    return before, [each for each in rows if not each.gone]


def _places(before: Iterable[Held], now: Iterable[Held], since: Moment | None) -> list[HeldPlace]:
    """What is there now, each with what became of it."""
    there = {(each.finding, each.source) for each in before}
    if since is None:
        return [HeldPlace(each) for each in now]
    return [
        HeldPlace(each, Change.STILL if (each.finding, each.source) in there else Change.NEW)
        for each in now
    ]


def _credential(
    before: Sequence[Held],
    now: Sequence[Held],
    since: Moment | None,
    liveness: tuple[str, str],
    read_first: Mapping[str, str],
) -> FleetCredential:
    there = {(each.finding, each.source) for each in now}
    left = [each for each in before if (each.finding, each.source) not in there]
    places = _places(before, now, since) or [HeldPlace(each, Change.GONE) for each in before]
    change = _change(before, now) if since else None
    return FleetCredential(
        0,
        tuple(sorted(places, key=_worst_first)),
        *liveness,
        change,
        tuple(left) if now else (),
        since is not None
        and change is Change.NEW
        and all(read_first[each.source] > since.time for each in now),
    )


def _change(before: Sequence[Held], now: Sequence[Held]) -> Change:
    if not before:
        return Change.NEW
    if not now:
        return Change.GONE
    if not {each.source for each in now} <= {each.source for each in before}:
        return Change.SPREAD
    was_at_head, is_at_head = (
        any(each.state == State.HEAD.value for each in rows) for rows in (before, now)
    )
    return Change.LEFT_HEAD if was_at_head and not is_at_head else Change.STILL


def _numbered(found: list[FleetCredential]) -> tuple[FleetCredential, ...]:
    found.sort(key=_urgency)
    return tuple(each._replace(number=number) for number, each in enumerate(found, 1))


def _urgency(credential: FleetCredential) -> tuple[object, ...]:
    return (
        _CHANGES.index(credential.change),
        _LIVENESS.get(credential.liveness, 1),
        not (credential.kind is Kind.PRODUCTION_KEY and credential.ships),
        kind_order(credential.kind),
        -credential.severity,
        not credential.is_at_head,
        not credential.is_there,
        -credential.where.repositories,
        credential.digest,
    )


def _worst_first(place: HeldPlace) -> tuple[object, ...]:
    held = place.held
    there = State(held.state) in STILL_THERE
    return -held.severity, not place.is_at_head, not there, held.source, held.path, held.rule


def _repositories(
    reader: Reader,
    repositories: Iterable[ReadRepository],
    runs: Sequence[Run],
    credentials: Iterable[FleetCredential],
    others: Iterable[HeldPlace],
) -> list[FleetRepository]:
    severities: dict[str, Counter[int]] = defaultdict(Counter)
    holds: Counter[str] = Counter()
    at_head: Counter[str] = Counter()
    for credential in credentials:
        holds.update({place.held.source for place in credential.places})
        at_head.update({place.held.source for place in credential.places if place.is_at_head})
        for place in credential.places:
            severities[place.held.source][place.held.severity] += 1
    for place in others:
        severities[place.held.source][place.held.severity] += 1
    unread = Counter(problem.source for problem in reader.problems())
    last = _last_runs(runs)
    found = [
        FleetRepository(
            *each[:6],
            each.read,
            each.run in last,
            tuple(severities[each.source][level] for level in sorted(Severity, reverse=True)),
            holds[each.source],
            at_head[each.source],
            unread[each.source],
        )
        for each in repositories
    ]
    return sorted(found, key=lambda each: (*(-number for number in each.severities), each.source))


def _gaps(
    reader: Reader, repositories: Iterable[ReadRepository], runs: Sequence[Run]
) -> Iterator[Gap]:
    """What of the last list was not read. What was in earlier ones only is not asked for."""
    last = _last_runs(runs)
    listed = {each.source: each for each in repositories if each.run in last}
    for each in listed.values():
        if each.state in _UNREAD:
            reason = each.reason or _UNREAD[each.state]
            of = f"; what is said of it is of {each.read[:10]}" if each.read else ""
            yield Gap(each.state, each.source, "", f"{reason.rstrip('.')}{of}")
    for problem in reader.problems():
        if problem.source in listed:
            yield Gap("unread", *problem)
    in_use = {each.run for each in listed.values()}
    for run in runs:
        is_of_lines = run.store == run.token  # which have no run after this one
        if not run.ended and run.number in (last & in_use if is_of_lines else last):
            yield Gap("run", "", "", f"run {run.number} has not come to its end")
    if not runs:
        yield Gap("run", "", "", "nothing was read yet")


def _last_runs(runs: Iterable[Run]) -> set[int]:
    """The numbers of the runs that are the last reading of a list: of each store that was merged
    its last, or the last of each shard if that was how the list was read."""
    newest = {run.store: run for run in runs}
    return {
        number
        for (store, shard), number in {(run.store, run.shard): run.number for run in runs}.items()
        if _shards(shard) == _shards(newest[store].shard)
    }


def _shards(shard: str) -> str:
    """``4`` of ``1/4``; empty for the whole list."""
    return shard.partition("/")[2]
