"""Judges a webhook secret in an env file by what its program gets: by its loader's reading."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.dotenv.table import BY_ID, USUAL
from keyguard.dotenv.writing import writing_that_agrees
from keyguard.model import Detection, Reading

NAMED_LOADERS = 3
_CAUSES = {
    "#": "`#` begins a comment there",
    "$": "`$` begins the name of a variable there",
    "\\": "a backslash means something else there",
    ";": "`;` ends a command there",
    " ": "a space ends the value there",
    **dict.fromkeys("\"'`", "a quote ends the value there"),
}


def as_loaded(detection: Detection, loaders: Sequence[str]) -> Detection | None:
    """The detection with the weakness of what these loaders read.

    Of several readings the shortest counts; of no known loader, those of all usual ones. None if
    they all take the value of another line in place of a weak one.
    """
    asked = loaders or USUAL
    readings = [
        each
        for each in detection.readings
        if each.certain or not set(asked).isdisjoint(each.loaders)
    ]
    read = [each for each in readings if each.value is not None]
    if not read:
        return None if readings and detection.weakness else detection
    shortest = min(read, key=lambda each: (len(each.value or ""), each.bits))
    if shortest.value == detection.value:
        return detection
    if shortest.certain:
        asked = shortest.loaders
    return detection._replace(weakness=_reasons(detection, shortest, asked), bits=shortest.bits)


def _reasons(detection: Detection, reading: Reading, asked: Sequence[str]) -> tuple[str, ...]:
    """The weakness of what is read, its length told with what made it so short."""
    from keyguard.detect.strength.estimate import MINIMUM_LENGTH

    length = len(reading.value or "")
    if not reading.weakness or length >= MINIMUM_LENGTH:
        return reading.weakness
    cause = _CAUSES.get(reading.cause, "")
    cutting = [each for each in reading.loaders if each in asked]
    writing = writing_that_agrees(detection.value, [BY_ID[each] for each in asked])
    advice = f"; {writing} all of it is read" if writing else "; use letters and digits alone"
    reaches = (
        f"reaches the program as {length} characters where {_titles(cutting)} reads the file"
        f"{', since ' + cause if cause else ''} (the documented minimum is {MINIMUM_LENGTH})"
        f"{advice}"
    )
    return (
        reaches,
        *(each for each in reading.weakness if not each.startswith("is " + str(length))),
    )


def _titles(ids: Sequence[str]) -> str:
    titles = [BY_ID[each].title for each in ids]
    more = len(titles) - NAMED_LOADERS
    if more > 0:
        return f"{', '.join(titles[:NAMED_LOADERS])} or one of {more} more loaders"
    return " or ".join([", ".join(titles[:-1]), titles[-1]]) if len(titles) > 1 else titles[0]
