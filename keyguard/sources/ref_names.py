"""Names of branches, tags and other refs as content: every clone has them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator

from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.refs import refs, symbolic_refs
from keyguard.model import Blob, Part, Place, State
from keyguard.model.refs import REF_NAME, short
from keyguard.model.source import Item, Source
from keyguard.sources.path_names import may_hold_credential


class RefNamesSource(Source):
    """Names of refs that the caller mentions; the repository may not have them yet."""

    def __init__(self, names: Iterable[str]) -> None:
        """Full names."""
        self._names = names

    def items(self) -> Iterator[Item]:
        """The names that are long enough to hold a credential."""
        return _blobs(filter(_may_matter, self._names))


def ref_name_blobs(repository: Repository) -> Iterator[Blob]:
    """Each ref name of a repository that is long enough to hold a credential, with all refs of that
    name."""
    try:
        names = {*refs(repository.layout), *symbolic_refs(repository.layout)}
    except LEFT_TO_GIT:
        from keyguard.gitrepo.command.leading_refs import names_below

        names = {*names_below(repository, "refs/")}
    return _blobs(sorted(filter(_may_matter, names), key=os.fsencode))


def ref_name_blobs_within(repository: Repository, objects: Collection[str]) -> Iterator[Blob]:
    """Each such name, of the refs that lead to some of these objects."""
    try:
        if not any(map(_may_matter, refs(repository.layout))):
            return iter(())
    except LEFT_TO_GIT:
        pass
    from keyguard.gitrepo.command.leading_refs import named_refs  # few names are so long

    found = [ref for ref in named_refs(repository) if ref.tip in objects or ref.id in objects]
    return _blobs(ref.name for ref in found if _may_matter(ref.name))


def _may_matter(name: str) -> bool:
    return may_hold_credential(os.fsencode(short(name)))


def _blobs(names: Iterable[str]) -> Iterator[Blob]:
    called: dict[str, list[str]] = {}
    for name in names:
        called.setdefault(short(name), []).append(name)
    for name, refs_ in called.items():
        place = Place(REF_NAME, State.MESSAGE, refs=tuple(refs_))
        yield Blob(f"name of a ref {name}", os.fsencode(name), (place,), Part.NAME)
