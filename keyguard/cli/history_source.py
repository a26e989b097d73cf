"""Puts the source of a whole history together with the code that looks through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.errors import KeyguardError, install_command
from keyguard.formats.table import NAMED_ONLY
from keyguard.gitrepo.compiled_core import core_name
from keyguard.gitrepo.objects.lookup import object_folders
from keyguard.gitrepo.repository import Repository
from keyguard.model.source import Source
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.select import HistoryPrefilter
from keyguard.settings import Settings
from keyguard.sources.history import HistorySource

if TYPE_CHECKING:
    from keyguard.sources.history_cache import HistoryCache


def history_of(
    repository: Repository, settings: Settings, base: str = "", *, cached: bool = False
) -> Source:
    """Every object of a repository; detection runs where the objects are read.

    ``base`` is the commit whose allow comments count, if those of each commit do not. Raises
    ``KeyguardError`` if it should be ``cached`` and there is no place for that.
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
        cache_of(repository, settings) if cached else None,
    )


def cache_of(repository: Repository, settings: Settings) -> HistoryCache:
    """The cache of a repository for these settings.

    Raises ``KeyguardError``.
    """
    from keyguard.pipeline.stamp import stamp_of_reading  # few runs have a cache
    from keyguard.sources.history_cache import HistoryCache
    from keyguard.storage.user_cache import cache_folder

    folder = cache_folder()
    if folder is None:
        raise KeyguardError(
            "--cache needs a folder for caches that is yours and in no repository: set "
            "XDG_CACHE_HOME to one, or get the extra `fast`, which finds it: "
            f"{install_command('fast')}"
        )
    key = f"{stamp_of_reading(settings)} {core_name()}"
    return HistoryCache(folder, object_folders(repository.layout), key)
