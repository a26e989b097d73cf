"""Which credentials are in the configurations of several environments."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.model import ConfigPlace, Context, Detection, Environment, Kind, Part, Place
from keyguard.model.record import NamedTuple


class Placed(NamedTuple):
    """A detection in one of its places, and what that place means."""

    detection: Detection
    place: Place
    context: Context


class Sharing:
    """The environments of every credential, file by file."""

    def __init__(self) -> None:
        self._spots: dict[str, set[ConfigPlace]] = {}

    def add(self, placed: Iterable[Placed]) -> None:
        """Notes where credentials are."""
        for each in placed:
            if can_share(each):
                spot = ConfigPlace(each.place.path, each.context.environment)
                self._spots.setdefault(each.detection.value, set()).add(spot)

    def complete(self, placed: Placed) -> Placed:
        """The detection with the configurations of other environments that hold its value."""
        if not can_share(placed):
            return placed
        own = placed.context.environment
        spots = self._spots.get(placed.detection.value, ())
        others = tuple(sorted(spot for spot in spots if spot.environment is not own))
        if not others:
            return placed
        return placed._replace(context=placed.context._replace(elsewhere=others))


def can_share(placed: Placed) -> bool:
    """Whether a detection is a credential of the Gateway in a configuration of one environment.

    Templates, and what a test suite keeps as its data, configure nothing.
    """
    detection, context = placed.detection, placed.context
    return (
        context.environment is not Environment.NONE
        and (detection.kind.is_key or detection.kind is Kind.WEBHOOK_SECRET)
        and detection.vendor == "connexease"
        and detection.view.blob.part is Part.CONTENT
        and not (context.template or context.test_code)
    )
