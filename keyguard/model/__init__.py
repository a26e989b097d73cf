"""The frozen values that travel from a source to a report.

Each is loaded when it is first asked for: a run that finds nothing needs half of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keyguard.model.content import Blob, Commit, Part, Place, ScreenResult, State, View
    from keyguard.model.detection import Detection, Kind
    from keyguard.model.finding import (
        ConfigPlace,
        Context,
        Environment,
        Finding,
        Region,
        Suppression,
        Surface,
    )
    from keyguard.model.levels import Confidence, ScreenVerdict, Severity
    from keyguard.model.progress import PAST, Problem, Scanned, Skip
    from keyguard.model.spans import ANY_TOPIC, Segment, Span, TextTopics

_MODULES = {
    "content": ("Blob", "Commit", "Part", "Place", "ScreenResult", "State", "View"),
    "detection": ("Detection", "Kind"),
    "finding": (
        "ConfigPlace",
        "Context",
        "Environment",
        "Finding",
        "Region",
        "Suppression",
        "Surface",
    ),
    "levels": ("Confidence", "ScreenVerdict", "Severity"),
    "progress": ("PAST", "Problem", "Scanned", "Skip"),
    "spans": ("ANY_TOPIC", "Segment", "Span", "TextTopics"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "ANY_TOPIC",
    "PAST",
    "Blob",
    "Commit",
    "Confidence",
    "ConfigPlace",
    "Context",
    "Detection",
    "Environment",
    "Finding",
    "Kind",
    "Part",
    "Place",
    "Problem",
    "Region",
    "Scanned",
    "ScreenResult",
    "ScreenVerdict",
    "Segment",
    "Severity",
    "Skip",
    "Span",
    "State",
    "Suppression",
    "Surface",
    "TextTopics",
    "View",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
