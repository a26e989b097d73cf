"""The source of a whole history, put together with what looks through it."""

from __future__ import annotations

from functools import partial

from keyguard.detect import Detector, FastPrefilter
from keyguard.gitrepo.repo import Repository
from keyguard.scan import holds_something
from keyguard.settings import Settings
from keyguard.source import Source
from keyguard.sources.history import history_source


def history_of(repository: Repository, settings: Settings) -> Source:
    """Every object of a repository; detection runs where the objects are read."""
    return history_source(
        repository,
        FastPrefilter(settings.key_format),
        partial(holds_something, detector=Detector.for_format(settings.key_format)),
        settings.max_file_size,
        settings.jobs,
    )
