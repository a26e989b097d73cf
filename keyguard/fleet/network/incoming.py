"""A folder beside a network into which a repository is fetched before the network takes it over.

It borrows the network's objects, so only new ones come. A network changes in one step: packs that
nothing knows of do no harm, and all refs are written at once.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from keyguard.fleet.network.folder import NETWORKS, OWN, Fork, NetworkFolder, commit_at, folder_size
from keyguard.fleet.network.source import Limits, Source
from keyguard.gitrepo.bare import make_bare
from keyguard.gitrepo.command.bounded import Bounds, TransportError
from keyguard.gitrepo.command.commit_graph import led_to_by_none
from keyguard.gitrepo.command.pack_objects import pack_loose
from keyguard.gitrepo.command.transport import Address, RemoteRefs, fetch_objects, remote_refs
from keyguard.gitrepo.objects.alternates import with_alternates
from keyguard.gitrepo.objects.pack_dir import map_packs
from keyguard.gitrepo.repository import Repository
from keyguard.model.record import NamedTuple
from keyguard.storage.one_writer import alone_in

ATTEMPTS = 3
"""How often the announced objects are fetched."""

BESIDE, VIEW = "incoming-", "view-"
"""The beginnings of the names of temporary folders."""


class Fetched(NamedTuple):
    """A repository that was fetched into a folder beside the networks."""

    repository: Repository
    refs: Mapping[str, str]
    head: str
    """The branch or the commit id that HEAD names."""

    @property
    def head_id(self) -> str:
        """The commit at HEAD; empty if there is none."""
        return commit_at(self.head, self.refs)


def fetched_into(
    repository: Repository, address: Address, announced: RemoteRefs, limits: Limits
) -> Fetched:
    """Fetches what every ref leads to, and the commit at HEAD.

    If somebody pushes meanwhile, what the refs named may be gone: then they are asked for again.
    """
    folder = repository.folder
    bounds = Bounds(limits.timeout, limits.max_size)
    size = partial(folder_size, folder / "objects")
    for _ in range(ATTEMPTS):
        head = [] if announced.head or not announced.head_id else ["HEAD"]
        fetch_objects(folder, address, [*announced.ids, *head], bounds, size)
        pack_loose(repository)
        if all_stored(repository, announced):
            return Fetched(repository, announced.ids, announced.head or announced.head_id)
        announced = remote_refs(address, Bounds(limits.timeout))
    raise TransportError("its refs changed each time it was fetched")


def take_over(folder: NetworkFolder, source: Source, fetched: Fetched) -> None:
    """Moves a fetched repository into its network."""
    before = folder.forks().get(source.id) or Fork(source.id, source.name, "", {}, frozenset())
    left = {*before.refs.values(), before.head_id, *before.past} - {""}
    tips = {*fetched.refs.values(), fetched.head_id} - {""}
    gone = left - tips
    past = led_to_by_none(fetched.repository, gone, tips) if gone else []
    after = Fork(source.id, source.name, fetched.head, fetched.refs, frozenset(past))
    came = fetched.repository.folder != folder.repository.folder
    if after == before and not came:
        return
    with alone_in(folder.path):
        if came:
            folder.take_packs(fetched.repository.folder / "objects")
        folder.write({**folder.forks(), source.id: after}.values(), after)


def all_stored(repository: Repository, announced: RemoteRefs) -> bool:
    """Whether all announced ids are stored here, and so everything that they lead to: nothing
    incomplete is ever taken over."""
    folders = with_alternates([str(repository.folder / "objects")])
    indexes = [pack.index for pack in map_packs([*folders])]
    tips = map(bytes.fromhex, announced.tips)
    return all(any(index.find(tip) is not None for index in indexes) for tip in tips)


@contextmanager
def incoming(folder: Path, id_length: int, borrowed: str = "") -> Iterator[Repository]:
    """An empty repository to fetch into, which may borrow the objects of another one."""
    made = Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder))
    try:
        yield make_bare(made / "git", id_length, f"../{borrowed}" if borrowed else "")
    finally:
        shutil.rmtree(made, ignore_errors=True)


def remove_leftovers(store: Path) -> None:
    """Removes what a killed run has left behind, while nobody else uses the store."""
    for begin in (BESIDE, VIEW):
        for depth in ("", "*.git/", f"*.git/{OWN}/"):
            for folder in (store / NETWORKS).glob(f"{depth}{begin}*"):
                shutil.rmtree(folder, ignore_errors=True)
