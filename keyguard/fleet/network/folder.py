"""The folder of a network: one bare store, and what is known of each repository in it.

NETWORK.git/objects/pack/     the packs, one more with each fetch
NETWORK.git/packed-refs       refs/forks/ID/...  what the repository ID has now
                              refs/past/ID/...   what it had, and nothing of it leads to now
NETWORK.git/keyguard/ID.json  its name and its HEAD
NETWORK.git/keyguard/         what was read, and what was found for each repository
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.network.source import IS_ID
from keyguard.gitrepo.bare import HEADER, bare_at, make_bare, set_refs
from keyguard.gitrepo.discovery import UnusualError
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.refs import broken_refs, refs
from keyguard.model.record import NamedTuple
from keyguard.storage.whole_file import write_whole

FORKS, PAST, DETACHED = "refs/forks/", "refs/past/", "refs/detached/"
NETWORKS = "networks"
OWN = "keyguard"
"""The folder for keyguard's own files beside those of git, which knows no such name."""
_PARTIAL = "partial"


def commit_at(head: str, refs: Mapping[str, str]) -> str:
    """The commit of a HEAD that names a branch or a commit; empty if there is none."""
    return refs.get(head, "") if head.startswith("refs/") else head


class Fork(NamedTuple):
    """Everything that is known of one repository of a network."""

    id: str
    name: str
    head: str
    """What HEAD names: a branch, by its full name, or the id of a commit; empty if nothing."""
    refs: Mapping[str, str]
    """The id that each ref names, by the ref's full name in the repository."""
    past: frozenset[str]
    """Ids that refs named once, and that nothing of the repository leads to any more."""

    @property
    def head_id(self) -> str:
        """The commit at HEAD; empty if there is none."""
        return commit_at(self.head, self.refs)

    @property
    def digest(self) -> str:
        """A digest of everything that HEAD and the refs name, and once named."""
        named = (f"{name} {id_}" for name, id_ in sorted(self.refs.items()))
        lines = [self.head, *named, *sorted(self.past)]
        return hashlib.sha256(os.fsencode("\n".join(lines))).hexdigest()


class NetworkFolder:
    """One network in a store."""

    def __init__(self, store: Path, network: str) -> None:
        self.network = network
        self.path = store / NETWORKS / f"{network}.git"
        self.own = self.path / OWN

    @property
    def exists(self) -> bool:
        """Whether anything was fetched into it."""
        return (self.path / "HEAD").is_file()

    @property
    def is_partial(self) -> bool:
        """Whether objects are missing on purpose."""
        return (self.own / _PARTIAL).exists()

    def mark_as_partial(self) -> None:
        """Notes that objects are missing on purpose."""
        (self.own / _PARTIAL).touch()

    @property
    def id_length(self) -> int:
        """Bytes of an object id."""
        return 32 if b"sha256" in (self.path / "config").read_bytes() else 20

    @property
    def repository(self) -> Repository:
        """The network's bare repository."""
        return bare_at(self.path, self.id_length)

    @property
    def packs(self) -> Path:
        """The folder of the packs."""
        return self.path / "objects" / "pack"

    @property
    def size(self) -> int:
        """Bytes of the packs."""
        return folder_size(self.packs)

    def make(self, id_length: int) -> None:
        """Makes an empty network. Raises ``OSError``."""
        made = self.path.with_suffix(".new")
        shutil.rmtree(made, ignore_errors=True)
        make_bare(made, id_length)
        (made / OWN).mkdir(mode=0o700)
        os.rename(made, self.path)

    def forks(self) -> dict[str, Fork]:
        """Every repository of the network, by its id. Raises ``KeyguardError``."""
        try:
            return self._forks()
        except (UnusualError, ValueError, KeyError, TypeError) as error:
            raise KeyguardError(
                f"{self.path} is damaged; remove it, and its repositories are fetched again."
            ) from error

    def _forks(self) -> dict[str, Fork]:
        layout = self.repository.layout
        if broken_refs(layout) or not (self.path / "packed-refs").read_bytes().startswith(HEADER):
            raise ValueError("its refs are damaged")
        named: dict[str, dict[str, str]] = {}
        past: dict[str, set[str]] = {}
        for name, ref in refs(layout).items():
            for beginning, found in ((FORKS, named), (PAST, None)):
                if name.startswith(beginning):
                    id_, _, rest = name.removeprefix(beginning).partition("/")
                    if found is not None:
                        found.setdefault(id_, {})[f"refs/{rest}"] = ref.id
                    else:
                        past.setdefault(id_, set()).add(ref.id)
        forks = {}
        for file in self.own.glob("*.json"):
            if IS_ID.fullmatch(file.stem):
                known = json.loads(file.read_text("ascii"))
                forks[file.stem] = Fork(
                    file.stem,
                    known["name"],
                    known["head"],
                    named.get(file.stem, {}),
                    frozenset(past.get(file.stem, ())),
                )
        return forks

    def write(self, forks: Iterable[Fork], changed: Fork) -> None:
        """Writes all refs in one step, and the details of the repository that ``changed``."""
        ids: dict[str, str] = {}
        for fork in forks:
            for name, id_ in fork.refs.items():
                ids[f"{FORKS}{fork.id}/{name.removeprefix('refs/')}"] = id_
            if fork.head and not fork.head.startswith("refs/"):
                ids[f"{DETACHED}{fork.id}"] = fork.head
            for id_ in fork.past:
                ids[f"{PAST}{fork.id}/{id_}"] = id_
        known = {"name": changed.name, "head": changed.head}
        write_whole(self.own / f"{changed.id}.json", json.dumps(known))
        set_refs(self.repository, ids)

    def take_packs(self, folder: Path) -> None:
        """Moves the packs of another object folder here, the index of each last, since git looks
        for that."""
        ends = (".pack", ".rev", ".idx")
        for end in ends:
            for file in sorted(folder.glob(f"pack/pack-*{end}")):
                os.replace(file, self.packs / file.name)


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder, although another program may work in it."""
    total = 0
    pending = [str(folder)]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:  # gone meanwhile
            continue
    return total
