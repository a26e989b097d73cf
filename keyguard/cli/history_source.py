"""The source of a whole history, put together with what looks through it."""

from __future__ import annotations

from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.formats.table import NAMED_ONLY
from keyguard.gitrepo.repository import Repository
from keyguard.model.source import Source
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.select import HistoryPrefilter
from keyguard.settings import Settings
from keyguard.sources.history import HistorySource


def history_of(repository: Repository, settings: Settings, base: str = "") -> Source:
    """Every object of a repository; detection runs where the objects are read.

    ``base`` is the commit whose allow comments count, if those of each do not.
    """
    detector = Detector.for_settings(settings)
    prefilter = HistoryPrefilter(settings.key_format)
    screener = Screener(detector, prefilter, settings.limits)
    return HistorySource(
        repository,
        widened_prefilter(prefilter, detector),
        screener,
        settings.max_file_size,
        settings.jobs,
        base,
        NAMED_ONLY,
    )
