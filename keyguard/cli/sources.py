"""The source of a whole history, put together with what looks through it."""

from __future__ import annotations

from keyguard.detect import Detector, HistoryPrefilter, widened
from keyguard.gitrepo.repo import Repository
from keyguard.glance import Glance
from keyguard.settings import Settings
from keyguard.source import Source
from keyguard.sources.history import history_source


def history_of(repository: Repository, settings: Settings) -> Source:
    """Every object of a repository; detection runs where the objects are read."""
    detector = Detector.for_settings(settings)
    prefilter = HistoryPrefilter(settings.key_format)
    glance = Glance(detector, prefilter, settings.limits)
    return history_source(
        repository,
        widened(prefilter, detector),
        glance,
        settings.max_file_size,
        settings.jobs,
    )
