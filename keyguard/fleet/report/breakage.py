"""What breaks if a key is revoked: the places that hold it at HEAD, in the order to change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from keyguard.fleet.report.contents import FleetCredential, HeldPlace
from keyguard.model import Environment
from keyguard.model.record import NamedTuple


class Stage(NamedTuple):
    """Places that are changed together."""

    title: str
    why: str
    places: tuple[HeldPlace, ...]
    """One for each file, a repository's jobs first."""


_STAGES = {
    Environment.TEST: ("test", "a mistake shows at once, and harms nobody"),
    Environment.DEVELOPMENT: ("development", "developers notice within the day"),
    Environment.STAGING: ("staging", "it shows that the new key does what the old one did"),
    Environment.NONE: (
        "no environment of its own",
        "code and settings that may run anywhere, so as careful as production",
    ),
    Environment.PRODUCTION: (
        "production",
        "last, when the change has worked everywhere else, and watched until nothing uses the old "
        "key",
    ),
}
"""In the order to change them, and why each has its turn then."""

TITLE = "Before a key is revoked"
ADVICE = (
    "If strangers can read any of it (a public repository, a browser, an app), revoke it now: what "
    "is listed here stops until it has the new key.",
    "If only your own people can: make the new key, put it everywhere from the top to the bottom "
    "of its list, deploy, and revoke the old one within the day. Verify then that it is dead.",
    "In each repository the jobs come first, since one that still has the old key would deploy it "
    "again. Forks are changed by whoever owns them: tell them before.",
)
NOTHING = (
    "Nothing that was read has it at HEAD: revoke it now. What is deployed from elsewhere may "
    "still hold it."
)


def stages(credential: FleetCredential, also: Iterable[HeldPlace] = ()) -> Iterator[Stage]:
    """The places at HEAD, in the order in which to change them.

    ``also`` are suppressed findings: what they are about breaks all the same.
    """
    places = [place for place in (*credential.places, *also) if _breaks(place, credential.digest)]
    order = list(_STAGES)
    places.sort(key=lambda place: (order.index(_environment(place)), *_within(place)))
    for environment, group in groupby(places, key=_environment):
        files = {(place.held.source, place.held.path): place for place in reversed(list(group))}
        yield Stage(*_STAGES[environment], tuple(reversed(files.values())))


def _breaks(place: HeldPlace, digest: str) -> bool:
    return place.is_there_now and place.is_at_head and place.held.digest == digest


def _environment(place: HeldPlace) -> Environment:
    return Environment(place.held.environment)


def _within(place: HeldPlace) -> tuple[object, ...]:
    held = place.held
    return held.network, held.source, not place.job, held.path, held.line
