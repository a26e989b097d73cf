"""Which credentials stand in the configurations of several environments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from keyguard.model import Context, Environment, Kind, Part, Place, Sighting, Spot


@dataclass(frozen=True, slots=True)
class Placed:
    """A sighting in one of its places, and what that place means."""

    sighting: Sighting
    place: Place
    context: Context


class Sharing:
    """The environments of every credential, file by file."""

    def __init__(self) -> None:
        self._spots: dict[str, set[Spot]] = {}

    def add(self, placed: Iterable[Placed]) -> None:
        """Notes where credentials stand."""
        for each in placed:
            if can_share(each):
                spot = Spot(each.place.path, each.context.environment)
                self._spots.setdefault(each.sighting.value, set()).add(spot)

    def complete(self, placed: Placed) -> Placed:
        """The same with the configurations of other environments that hold its value."""
        if not can_share(placed):
            return placed
        own = placed.context.environment
        spots = self._spots.get(placed.sighting.value, ())
        others = tuple(sorted(spot for spot in spots if spot.environment is not own))
        if not others:
            return placed
        return replace(placed, context=placed.context._replace(elsewhere=others))


def can_share(placed: Placed) -> bool:
    """Whether a sighting is a credential of the Gateway in a configuration of one environment.

    Templates, and what a test suite keeps as its data, configure nothing.
    """
    sighting, context = placed.sighting, placed.context
    return (
        (sighting.kind.is_key or sighting.kind is Kind.WEBHOOK_SECRET)
        and sighting.vendor == "connexease"
        and sighting.view.blob.part is Part.CONTENT
        and context.environment is not Environment.NONE
        and not (context.template or context.test_code)
    )
