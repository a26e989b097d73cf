"""The frozen values that travel from a source to a report."""

from __future__ import annotations

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
