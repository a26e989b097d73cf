"""Takes over a repository on this machine from which something is missing.

git refuses to hand it out: it is damaged, or was cloned with a filter. It gets a network of its
own, since other repositories are fetched on the assumption that stored objects are complete. What
is missing is reported when it is read. Its files are not trusted: each object gets the id that its
content has.
"""

from __future__ import annotations

import os
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.network.folder import NetworkFolder, folder_size
from keyguard.fleet.network.incoming import Fetched, incoming, take_over
from keyguard.fleet.network.source import Limits, Source
from keyguard.gitrepo.command.bounded import Bounds, TooLargeError, TransportError
from keyguard.gitrepo.command.commit_graph import root_commits
from keyguard.gitrepo.command.pack_objects import index_pack, packed_loose
from keyguard.gitrepo.command.transport import Address, RemoteRefs
from keyguard.gitrepo.objects.alternates import with_alternates
from keyguard.gitrepo.objects.loose import loose_ids
from keyguard.gitrepo.objects.pack_dir import map_packs
from keyguard.gitrepo.repository import Repository

APART = "-apart"
"""The ending of such networks' names."""


def take_as_it_is(
    store: Path,
    source: Source,
    address: Address,
    announced: RemoteRefs,
    limits: Limits,
    error: TransportError,
) -> NetworkFolder:
    """Takes over all packs and loose objects of the repository that ``announced`` its refs.

    Raises ``error``, which says why it was not handed out, if it is no repository, a shallow one,
    or one that lacks commits, and ``TransportError`` if more than that is wrong. Refs with names
    that git refuses are announced without an id: they lead nowhere.
    """
    try:
        repository = Repository.find(address.public)
    except KeyguardError:
        raise error from None
    objects = _objects_of(repository)
    if repository.shallow_commits or any("\n" in each for each in objects):
        raise error
    folder = NetworkFolder(store, f"{source.id}{APART}")
    if not folder.exists:
        folder.make(announced.id_length)
    if repository.is_partial:
        folder.mark_as_partial()
    head = announced.head or announced.head_id
    if limits.max_size and sum(folder_size(Path(each)) for each in objects) > limits.max_size:
        raise TooLargeError(f"it has more than {limits.max_size:,} bytes")
    with incoming(folder.path, announced.id_length) as beside:
        for each in objects:
            try:
                _take_objects(Path(each), beside, announced.id_length, Bounds(limits.timeout))
            except KeyguardError as damage:
                raise TransportError(f"{error}; {damage}") from damage
        try:
            root_commits(beside, [tip for tip in announced.tips if tip.strip("0")])
        except KeyguardError:  # nothing is known to be its own without its commits
            raise error from None
        take_over(folder, source, Fetched(beside, announced.ids, head))
    return folder


def is_unchanged(
    folder: NetworkFolder, source: Source, address: Address, announced: RemoteRefs
) -> bool:
    """Whether a repository is what it was when it was last taken over."""
    fork = folder.forks().get(source.id)
    head = announced.head or announced.head_id
    if fork is None or fork.refs != announced.ids or fork.head != head:
        return False
    objects = _objects_of(Repository.find(address.public))
    ours = [pack.index for pack in map_packs([os.fspath(folder.path / "objects")])]
    packs = {index.pack_checksum for index in ours}
    theirs = {pack.index.pack_checksum for pack in map_packs(objects)}
    loose = [bytes.fromhex(id_) for each in objects for id_ in loose_ids(each)]
    return theirs <= packs and all(
        any(index.find(id_) is not None for index in ours) for id_ in loose
    )


def _take_objects(objects: Path, into: Repository, id_length: int, bounds: Bounds) -> None:
    """Indexes all packs of an object folder, and a pack of its loose objects, in a repository."""
    with packed_loose(objects, id_length) as loose:
        for pack in [*sorted((objects / "pack").glob("pack-*.pack")), *loose]:
            index_pack(into, pack, bounds)


def _objects_of(repository: Repository) -> list[str]:
    return [*with_alternates([os.fspath(repository.common_dir / "objects")])]
