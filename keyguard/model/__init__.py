"""The frozen values that travel from a source to a report.

Each is loaded when it is first asked for: a run that finds nothing needs half of them. A module
that such a run loads imports the others for their types alone, and says ``model.View`` where it
makes one.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from keyguard.model.commit import Commit
    from keyguard.model.content import Blob, PackedText, Part, Place, ScreenResult, State
    from keyguard.model.custom_rule import Allowlist, CustomRule
    from keyguard.model.detection import Detection, Reading
    from keyguard.model.finding import (
        ConfigPlace,
        Context,
        Environment,
        Exposure,
        Finding,
        Region,
        Suppression,
        Surface,
    )
    from keyguard.model.kind import KEYS, SECRETS, Kind
    from keyguard.model.levels import Confidence, ScreenVerdict, Severity
    from keyguard.model.progress import PAST, Problem, Scanned, Skip
    from keyguard.model.spans import ANY_TOPIC, Segment, Segments, Span, TextTopics
    from keyguard.model.view import View

_MODULES = {
    "commit": ("Commit",),
    "content": ("Blob", "PackedText", "Part", "Place", "ScreenResult", "State"),
    "custom_rule": ("Allowlist", "CustomRule"),
    "detection": ("Detection", "Reading"),
    "finding": (
        "ConfigPlace",
        "Context",
        "Environment",
        "Exposure",
        "Finding",
        "Region",
        "Suppression",
        "Surface",
    ),
    "kind": ("KEYS", "SECRETS", "Kind"),
    "levels": ("Confidence", "ScreenVerdict", "Severity"),
    "progress": ("PAST", "Problem", "Scanned", "Skip"),
    "spans": ("ANY_TOPIC", "Segment", "Segments", "Span", "TextTopics"),
    "view": ("View",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "ANY_TOPIC",
    "KEYS",
    "PAST",
    "SECRETS",
    "Allowlist",
    "Blob",
    "Commit",
    "Confidence",
    "ConfigPlace",
    "Context",
    "CustomRule",
    "Detection",
    "Environment",
    "Exposure",
    "Finding",
    "Kind",
    "PackedText",
    "Part",
    "Place",
    "Problem",
    "Reading",
    "Region",
    "Scanned",
    "ScreenResult",
    "ScreenVerdict",
    "Segment",
    "Segments",
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
