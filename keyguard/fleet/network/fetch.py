"""Fetching: from a repository of a list into the bare store of its network.

Everything is brought into a folder beside the network first, which borrows the network's objects.
Only what came whole is moved over; a fetch that fails leaves the network as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from keyguard.errors import KeyguardError
from keyguard.fleet.network.catalogue import Catalogue
from keyguard.fleet.network.folder import NETWORKS, Fork, NetworkFolder, folder_size
from keyguard.fleet.network.source import Limits, Source, SourceError, address_of
from keyguard.fleet.records import FAILED, PENDING, SCANNED, SKIPPED, RepositoryState
from keyguard.gitrepo.bare import make_bare, set_refs
from keyguard.gitrepo.command.commit_graph import led_to_by_none, root_commits
from keyguard.gitrepo.command.elsewhere import leave_repository
from keyguard.gitrepo.command.pack_objects import pack_loose
from keyguard.gitrepo.command.transport import (
    Address,
    Bounds,
    RemoteRefs,
    TooLargeError,
    TransportError,
    fetch_objects,
    remote_refs,
)
from keyguard.gitrepo.objects.alternates import with_alternates
from keyguard.gitrepo.objects.pack_dir import map_packs
from keyguard.gitrepo.repository import Repository
from keyguard.storage.one_writer import alone_in

ATTEMPTS = 3
"""To fetch what is announced."""

_INCOMING = "incoming-"


class _Fetched(NamedTuple):
    """What was fetched into a folder beside the networks."""

    repository: Repository
    refs: Mapping[str, str]
    head: str
    """A branch, or the id of a commit."""

    @property
    def head_id(self) -> str:
        """The commit at HEAD; empty if there is none."""
        return self.refs.get(self.head, "") if self.head.startswith("refs/") else self.head


def fetch(store: Path, source: Source, limits: Limits) -> RepositoryState:
    """Brings a repository into the store: all of its refs, and what they lead to.

    The state is ``pending`` once it is there to be read, ``scanned`` if it has no ref and never had
    one, ``skipped`` if it is too large, and ``failed``, with the reason, else; then the store is
    as it was. Safe to be called from several threads and processes at a time.
    """
    network = ""
    leave_repository()
    try:
        address = address_of(source.url)
        catalogue = Catalogue(store)
        network = catalogue.network_of(source.id)
        announced = remote_refs(address, Bounds(limits.timeout))
        known = NetworkFolder(store, network) if network else None
        if not announced.ids and not announced.head_id and (known is None or not known.exists):
            return RepositoryState(source.name, "", SCANNED)
        if known is None or not known.exists:
            known = _recognised(store, catalogue, announced)
        if known is None:
            known = _fetch_unknown(store, catalogue, source, address, announced, limits)
        else:
            _fetch_into(known, source, address, announced, limits)
    except TooLargeError as error:
        return RepositoryState(source.name, network, SKIPPED, f"{error}.")
    except SourceError as error:
        return RepositoryState(source.name, network, FAILED, str(error))
    except TransportError as error:
        reason = f"it could not be fetched ({error}); check the address and your access to it."
        return RepositoryState(source.name, network, FAILED, reason)
    except (KeyguardError, OSError) as error:
        return RepositoryState(source.name, network, FAILED, f"it could not be stored: {error}")
    fork = known.forks()[source.id]
    catalogue.add(source.id, known.network, {*fork.refs.values()})
    return RepositoryState(
        source.name, known.network, PENDING, head=fork.head_id, size=known.size, refs=fork.digest
    )


def _recognised(store: Path, catalogue: Catalogue, announced: RemoteRefs) -> NetworkFolder | None:
    """The network in which something that a repository announces is stored."""
    tips = {*announced.ids.values()}
    for network in catalogue.networks_with(tips):
        folder = NetworkFolder(store, network)
        if folder.exists:
            return folder
    return None


def _fetch_unknown(
    store: Path,
    catalogue: Catalogue,
    source: Source,
    address: Address,
    announced: RemoteRefs,
    limits: Limits,
) -> NetworkFolder:
    """Fetches all of a repository, then finds out by its root commits where it belongs."""
    id_length = _id_length(announced)
    with _incoming(store / NETWORKS, id_length) as beside:
        fetched = _fetched(beside, address, announced, limits)
        roots = root_commits(beside, {*fetched.refs.values(), fetched.head_id})
        network = catalogue.claim(roots, roots[0] if roots else source.id)
        folder = NetworkFolder(store, network)
        with alone_in(store / NETWORKS):
            is_new = not folder.exists
            if is_new:
                folder.make(id_length)
        if is_new:
            _take_over(folder, source, fetched)
            return folder
        set_refs(beside, fetched.refs, fetched.head)
        again = RemoteRefs(fetched.refs, announced.head, fetched.head_id)
        here = Address(str(beside.folder))
        _fetch_into(folder, source, here, again, Limits(timeout=limits.timeout))
    return folder


def _fetch_into(
    folder: NetworkFolder,
    source: Source,
    address: Address,
    announced: RemoteRefs,
    limits: Limits,
) -> None:
    """Fetches what a network does not have yet."""
    if _all_stored(folder.repository, announced):
        head = announced.head or announced.head_id
        _take_over(folder, source, _Fetched(folder.repository, announced.ids, head))
        return
    with _incoming(folder.path, folder.id_length, "../../objects") as beside:
        _take_over(folder, source, _fetched(beside, address, announced, limits))


def _fetched(
    repository: Repository, address: Address, announced: RemoteRefs, limits: Limits
) -> _Fetched:
    """Fetches what every ref leads to, and the commit at HEAD.

    What the refs named a moment ago may be gone if somebody pushes meanwhile: then they are asked
    again.
    """
    folder = repository.folder
    bounds = Bounds(limits.timeout, limits.max_size)
    size = partial(folder_size, folder / "objects")
    for _ in range(ATTEMPTS):
        head = [] if announced.head or not announced.head_id else ["HEAD"]
        fetch_objects(folder, address, [*announced.ids, *head], bounds, size)
        pack_loose(repository)
        if _all_stored(repository, announced):
            return _Fetched(repository, announced.ids, announced.head or announced.head_id)
        announced = remote_refs(address, Bounds(limits.timeout))
    raise TransportError("its refs changed each time it was fetched")


def _take_over(folder: NetworkFolder, source: Source, fetched: _Fetched) -> None:
    """Makes what was fetched what the repository has in its network, in one step."""
    with alone_in(folder.path):
        forks = folder.forks()
        before = forks.get(source.id) or Fork(source.id, source.name, "", {}, frozenset())
        left = {*before.refs.values(), before.head_id, *before.past} - {""}
        tips = {*fetched.refs.values(), fetched.head_id} - {""}
        gone = left - tips
        past = led_to_by_none(fetched.repository, gone, tips) if gone else []
        after = Fork(source.id, source.name, fetched.head, fetched.refs, frozenset(past))
        if after == before and fetched.repository.folder == folder.repository.folder:
            return
        if fetched.repository.folder != folder.repository.folder:
            folder.take_packs(fetched.repository.folder / "objects")
        forks[source.id] = after
        folder.write(forks.values(), after)


def _all_stored(repository: Repository, announced: RemoteRefs) -> bool:
    """Whether all that is announced is here, and so what it leads to: nothing comes here that is
    not whole."""
    folders = with_alternates([str(repository.folder / "objects")])
    indexes = [pack.index for pack in map_packs([*folders])]
    ids = {*announced.ids.values(), announced.head_id} - {""}
    return all(
        any(index.find(id_) is not None for index in indexes) for id_ in map(bytes.fromhex, ids)
    )


def _id_length(announced: RemoteRefs) -> int:
    return len(next(iter([*announced.ids.values(), announced.head_id]))) // 2


@contextmanager
def _incoming(folder: Path, id_length: int, borrowed: str = "") -> Iterator[Repository]:
    """An empty repository to fetch into, which may borrow the objects of another one."""
    made = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=folder))
    try:
        yield make_bare(made / "git", id_length, f"../{borrowed}" if borrowed else "")
    finally:
        shutil.rmtree(made, ignore_errors=True)
