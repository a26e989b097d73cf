"""Which kinds of refs lead to each commit of a history, as one mark for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.provenance.refs import Refs
from keyguard.model.refs import is_branch, is_of_remote

BRANCH = 1
"""Marks a commit that a branch or HEAD leads to."""
PUSHED = 2
"""Marks a commit that a ref of a remote leads to."""
ASIDE = 4
"""Marks a commit that no branch leads to but something else with a name, such as a tag."""
AT_HEAD = 8
"""Marks the commit that HEAD names."""


def marks_of(listing: CommitListing, refs: Refs, stashed: Collection[str]) -> list[int]:
    """The marks of each commit of a listing; none for a commit that only the stash leads to."""
    tips: defaultdict[str, int] = defaultdict(int)
    tips[refs.head] |= BRANCH
    for ref in refs.listed:
        if is_branch(ref.name):
            tips[ref.tip] |= BRANCH
        if is_of_remote(ref.name):
            tips[ref.tip] |= PUSHED
    marks = listing.ancestors_marked(tips)
    for place, mark in enumerate(marks):
        if not mark & BRANCH and listing.ids[place] not in stashed:
            marks[place] |= ASIDE
    head = listing.place_of(refs.head)
    if head is not None:
        marks[head] |= AT_HEAD
    return marks


def unpushed_in(listing: CommitListing, refs: Refs) -> frozenset[str]:
    """The commits of a listing that no ref of a remote leads to; none if no remote is known."""
    if not refs.has_remotes:
        return frozenset()
    tips = {ref.tip: PUSHED for ref in refs.listed if is_of_remote(ref.name)}
    marks = listing.ancestors_marked(tips)
    return frozenset(id_ for id_, mark in zip(listing.ids, marks, strict=True) if not mark)
