"""The contents of a fleet's report: credentials with their places, repositories, and gaps."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum

from keyguard.fleet.report.jobs import service
from keyguard.fleet.store.reading import Held, Run
from keyguard.model import Environment, Kind, Severity, State, Surface
from keyguard.model.record import NamedTuple
from keyguard.report.credentials import STILL_THERE

KINDS = (Kind.PRODUCTION_KEY, Kind.STAGING_KEY, Kind.WEBHOOK_SECRET)
"""The kinds of credentials by what they open, the most first; all other kinds follow."""


class Change(str, Enum):
    """How something differs between a moment and now."""

    NEW = "new"
    """It was nowhere in the fleet."""
    SPREAD = "spread"
    """A known credential is in more repositories now."""
    LEFT_HEAD = "left-head"
    """A credential is no longer at any HEAD, but still in histories."""
    STILL = "still"
    GONE = "gone"


class HeldPlace(NamedTuple):
    """A finding in a repository, and how it has changed."""

    held: Held
    change: Change | None = None
    """``NEW``, ``STILL`` or ``GONE``; None without a comparison."""

    @property
    def severity(self) -> Severity:
        """How much harm it can do."""
        return Severity(self.held.severity)

    @property
    def counts(self) -> bool:
        """Whether the credential is there and nothing suppresses it."""
        return self.is_there_now and self.held.suppressed_by is None

    @property
    def is_there_now(self) -> bool:
        """Whether the last reading of its repository found it."""
        return not self.held.gone

    @property
    def is_at_head(self) -> bool:
        """Whether the commit at HEAD has it."""
        return self.held.state == State.HEAD.value

    @property
    def job(self) -> str:
        """The CI or the deployment that runs the file; empty for a file of another kind."""
        return service(self.held.path)


class Where(NamedTuple):
    """How far a credential has spread."""

    repositories: int
    networks: int
    """The number of repositories that are no forks of one another."""

    @property
    def forks(self) -> int:
        """The number of repositories that are forks of others with it."""
        return self.repositories - self.networks


class FleetCredential(NamedTuple):
    """One credential, wherever in the fleet it is."""

    number: int
    """The credential's place in the list, from 1."""
    places: tuple[HeldPlace, ...]
    """The credential's places, the worst first; at least one."""
    liveness: str = ""
    """``alive``, ``dead`` or ``unknown``, if it was verified."""
    liveness_reason: str = ""
    change: Change | None = None
    left: tuple[Held, ...] = ()
    """Places that had it at the moment of comparison, and have it no more."""
    newly_read: bool = False
    """Whether it is new and only in repositories that were not read before that moment."""

    @property
    def worst(self) -> Held:
        """The finding in the worst place."""
        return self.places[0].held

    @property
    def digest(self) -> str:
        """The digest, a name that does not give the credential away."""
        return self.worst.digest

    @property
    def kind(self) -> Kind:
        """What the credential opens: of several kinds, the first of ``KINDS``."""
        return min((Kind(place.held.kind) for place in self.places), key=kind_order)

    @property
    def severity(self) -> Severity:
        """The severity of the worst place."""
        return max(place.severity for place in self.places)

    @property
    def where(self) -> Where:
        """How many repositories and networks have it."""
        return spread(self.places)

    @property
    def is_there(self) -> bool:
        """Whether it is still in a file of HEAD or of a branch."""
        return any(State(place.held.state) in STILL_THERE for place in self.places)

    @property
    def is_at_head(self) -> bool:
        """Whether the commit at HEAD of a repository has it."""
        return any(place.is_at_head for place in self.places)

    @property
    def environments(self) -> tuple[Environment, ...]:
        """The environments whose configurations hold it."""
        found = {Environment(place.held.environment) for place in self.places}
        return tuple(each for each in Environment if each in found - {Environment.NONE})

    @property
    def ships(self) -> tuple[Surface, ...]:
        """Whether it ships to browsers, in apps, or neither."""
        found = {place.held.surface for place in self.places}
        return tuple(each for each in Surface if each.ships and each.value in found)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that say what is wrong, each once."""
        return tuple(dict.fromkeys(place.held.rule for place in self.places))

    @property
    def oldest(self) -> Held | None:
        """The place whose first commit has the earliest date; None if it is in no commit."""
        dated = [place.held for place in self.places if place.held.commit and place.held.date]
        return min(dated, key=lambda held: utc(held.date or ""), default=None)

    @property
    def first_seen(self) -> str:
        """When the first run that saw it began."""
        return min(place.held.first_seen for place in self.places)

    @property
    def last_seen(self) -> str:
        """When the last run that saw it began."""
        return max(place.held.last_seen or place.held.since for place in self.places)


class FleetRepository(NamedTuple):
    """One repository, and what is in it."""

    source: str
    network: str
    state: str
    reason: str
    head: str
    size: int
    read: str
    """When the last run that read it began; empty if none did."""
    is_listed: bool
    """Whether the list of the last run had the repository."""
    severities: tuple[int, ...]
    """The number of findings that count, by severity from critical to low."""
    credentials: int
    at_head: int
    """The number of credentials at its HEAD."""
    unread: int
    """The number of things in it that could not be read."""


class Gap(NamedTuple):
    """Something that was not read, and so does not count as clean."""

    kind: str
    """``failed``, ``skipped``, ``pending``, ``cloning``, ``unread`` or ``run``."""
    source: str
    path: str
    message: str


class Moment(NamedTuple):
    """A point in time with which a report compares."""

    time: str
    """The time in ISO 8601; a day means its beginning."""
    run: Run | None
    """The last run that had begun by then; None if none had."""
    same_rules: bool
    """Whether that run had the rules and the settings of the last one."""

    def __str__(self) -> str:
        day = self.time[:16].replace("T", " ")
        return f"run {self.run.number} ({day})" if self.run and self._is_of_run else day

    @property
    def _is_of_run(self) -> bool:
        return self.run is not None and self.run.began == self.time


class FleetReport(NamedTuple):
    """Everything that may be said of a fleet."""

    runs: tuple[Run, ...]
    credentials: tuple[FleetCredential, ...]
    """The credentials, the most urgent first."""
    others: tuple[HeldPlace, ...]
    """Findings about no credential, the worst first."""
    suppressed: tuple[HeldPlace, ...]
    repositories: tuple[FleetRepository, ...]
    """The repositories, the worst first."""
    gaps: tuple[Gap, ...]
    since: Moment | None = None
    gone: tuple[FleetCredential, ...] = ()
    """Credentials that were there at the moment of comparison, and are nowhere now."""

    @property
    def complete(self) -> bool:
        """Whether all of the fleet was read."""
        return not self.gaps

    @property
    def counted(self) -> tuple[HeldPlace, ...]:
        """The findings that make exit code 1: all that count, or the new ones of a comparison."""
        found = [place for each in self.credentials for place in each.places] + [*self.others]
        return tuple(place for place in found if place.change in (None, Change.NEW))


def kind_order(kind: Kind) -> int:
    """A sort key: the kind that opens most comes first."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def spread(places: tuple[HeldPlace, ...]) -> Where:
    """How many repositories and networks the places are in."""
    sources = {place.held.source for place in places}
    networks = {place.held.network or place.held.source for place in places}
    return Where(len(sources), len(networks))


def utc(date: str) -> str:
    """A date in ISO 8601 as text that sorts, whatever its zone; any other text unchanged."""
    try:
        found = datetime.fromisoformat(date.replace("Z", "+00:00"))
        return found.astimezone(timezone.utc).isoformat() if found.tzinfo else date
    except (ValueError, OverflowError):
        return date
