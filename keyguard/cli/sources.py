"""The source of a whole history, put together with what looks through it."""

from __future__ import annotations

from keyguard.detect import Detector, FastPrefilter
from keyguard.gitrepo.repo import Repository
from keyguard.glance import Glance
from keyguard.settings import Settings
from keyguard.source import Source
from keyguard.sources.history import history_source


def history_of(repository: Repository, settings: Settings) -> Source:
    """Every object of a repository; detection runs where the objects are read."""
    prefilter = FastPrefilter(settings.key_format)
    glance = Glance(Detector.for_format(settings.key_format), prefilter)
    return history_source(
        repository,
        prefilter,
        glance.holds_something,
        settings.max_file_size,
        settings.jobs,
    )
