"""The files that a change has left in the work tree, and the files that it started from."""

from __future__ import annotations

import os
from collections.abc import Callable

from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.listing import commits_listing
from keyguard.model.name_pattern import NamePattern
from keyguard.model.prefilter import Prefilter
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.sources.base import BaseSource
from keyguard.sources.tree import Tree, TreeSource


class CheckoutSource(TreeSource):
    """All files below the current folder, with the commit that the change started from."""

    is_change = True

    def __init__(
        self,
        repository: Repository,
        commit: str,
        prefilter_for: Callable[[int], Prefilter],
        settings: Settings,
        telling: NamePattern,
    ) -> None:
        """``commit`` is what the change started from; empty if that is not known."""
        here = os.curdir
        self._start = (repository, commit)
        self._largest = settings.max_file_size
        super().__init__(
            Tree.around(here), [here], prefilter_for, self._largest, settings.jobs, telling
        )

    def base(self) -> Source | None:
        """The files of that commit."""
        repository, commit = self._start
        if not commit:
            return None
        files = commits_listing(repository, lambda: [commit], largest=self._largest)
        return BaseSource(repository, files)
