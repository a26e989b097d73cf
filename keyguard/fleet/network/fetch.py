"""Fetches a repository of a list into the bare store of its network.

Forks are recognised by what their refs name, or else by their root commits. A fetch that fails
leaves the store unchanged.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.network.as_it_is import APART, is_unchanged, take_as_it_is
from keyguard.fleet.network.catalogue import Catalogue
from keyguard.fleet.network.folder import NETWORKS, NetworkFolder
from keyguard.fleet.network.incoming import (
    Fetched,
    all_stored,
    fetched_into,
    incoming,
    take_over,
)
from keyguard.fleet.network.source import Limits, Source, SourceError, address_of
from keyguard.fleet.records import FAILED, PENDING, SCANNED, SKIPPED, RepositoryState
from keyguard.gitrepo.bare import set_refs
from keyguard.gitrepo.command.bounded import (
    Bounds,
    TooLargeError,
    TooSlowError,
    TransportError,
)
from keyguard.gitrepo.command.commit_graph import root_commits
from keyguard.gitrepo.command.hook_variables import drop_hook_variables
from keyguard.gitrepo.command.transport import Address, RemoteRefs, remote_refs
from keyguard.gitrepo.repository import Repository
from keyguard.storage.one_writer import alone_in

CUT_OFF = "it lacks commits, as a shallow clone does, which `git fetch --unshallow` completes"
DAMAGED = "check the path and your access to it, or repair it (`git fsck` tells what is missing)"


def fetch(store: Path, source: Source, limits: Limits) -> RepositoryState:
    """Fetches a repository into the store: all of its refs, and what they lead to.

    The state is ``pending`` if it is ready to be read, ``scanned`` if it has no ref and never had
    one, ``skipped`` if it is too large, and ``failed``, with the reason and with an unchanged
    store, otherwise. Several threads and processes may call this at a time, but not for one
    repository.
    """
    network = ""
    drop_hook_variables()
    try:
        address = address_of(source.url)
        catalogue = Catalogue(store)
        network = catalogue.network_of(source.id)
        announced = remote_refs(address, Bounds(limits.timeout))
        if address.is_folder and _is_shallow(address):
            raise TransportError(CUT_OFF)
        last = NetworkFolder(store, network) if network else None
        last = last if last is not None and last.exists else None
        if not announced.tips and last is None:
            return RepositoryState(source.name, "", SCANNED)
        folder = _Fetch(store, catalogue, source, address, limits).into_network(announced, last)
    except TooLargeError as error:
        return RepositoryState(source.name, network, SKIPPED, f"{error}.")
    except SourceError as error:
        return RepositoryState(source.name, network, FAILED, str(error))
    except TransportError as error:
        check = DAMAGED if address.is_folder else "check the address and your access to it"
        reason = f"it could not be fetched ({error}); {check}."
        return RepositoryState(source.name, network, FAILED, reason)
    except (KeyguardError, OSError) as error:
        return RepositoryState(source.name, network, FAILED, f"it could not be stored: {error}")
    fork = folder.forks()[source.id]
    refs = "" if folder.network.endswith(APART) else fork.digest  # more than refs may be new there
    return RepositoryState(
        source.name, folder.network, PENDING, head=fork.head_id, size=folder.size, refs=refs
    )


def _is_shallow(address: Address) -> bool:
    """Whether a repository here lacks commits, which its network may have from another one."""
    try:
        return bool(Repository.find(address.public).shallow_commits)
    except KeyguardError:  # no repository that is read here, so git has its say
        return False


class _Fetch:
    """One fetch, and what it needs all the while."""

    def __init__(
        self, store: Path, catalogue: Catalogue, source: Source, address: Address, limits: Limits
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._source = source
        self._address = address
        self._limits = limits

    def into_network(self, announced: RemoteRefs, last: NetworkFolder | None) -> NetworkFolder:
        """Fetches what is announced, into the network that it was in ``last`` if there is one."""
        is_apart = last is not None and last.network.endswith(APART)
        if last is not None and not is_apart:
            self._fetch_into(last, self._address, announced)
            self._catalogue.add(self._source.id, last.network, announced.tips)
            return last
        if last is not None and is_unchanged(last, self._source, self._address, announced):
            return last
        try:
            folder = self._fetch_new(announced)
        except (TooLargeError, TooSlowError):
            raise
        except TransportError as error:
            if not self._address.is_folder:
                raise
            folder = take_as_it_is(
                self._store, self._source, self._address, announced, self._limits, error
            )
            self._catalogue.add(self._source.id, folder.network, ())
            return folder
        self._catalogue.add(self._source.id, folder.network, announced.tips)
        if last is not None:
            shutil.rmtree(last.path, ignore_errors=True)
        return folder

    def _fetch_new(self, announced: RemoteRefs) -> NetworkFolder:
        """Fetches into the network in which something that is announced is stored, if any."""
        for network in self._catalogue.networks_with(announced.tips):
            folder = NetworkFolder(self._store, network)
            if folder.exists:
                self._fetch_into(folder, self._address, announced)
                return folder
        return self._fetch_unknown(announced)

    def _fetch_unknown(self, announced: RemoteRefs) -> NetworkFolder:
        """Fetches all of a repository, then finds out by its root commits where it belongs."""
        id_length = announced.id_length
        networks = self._store / NETWORKS
        with incoming(networks, id_length) as beside:
            fetched = fetched_into(beside, self._address, announced, self._limits)
            try:
                roots = root_commits(beside, {*fetched.refs.values(), fetched.head_id})
            except KeyguardError as error:
                raise TransportError(CUT_OFF) from error
            network = self._catalogue.claim(roots, roots[0] if roots else self._source.id)
            folder = NetworkFolder(self._store, network)
            with alone_in(networks):
                is_new = not folder.exists
                if is_new:
                    folder.make(id_length)
            if is_new:
                take_over(folder, self._source, fetched)
            else:
                set_refs(beside, fetched.refs, fetched.head)
                again = RemoteRefs(fetched.refs, announced.head, fetched.head_id)
                self._fetch_into(folder, Address(str(beside.folder)), again)
        return folder

    def _fetch_into(self, folder: NetworkFolder, address: Address, announced: RemoteRefs) -> None:
        """Fetches what a network does not have yet."""
        if all_stored(folder.repository, announced):
            head = announced.head or announced.head_id
            take_over(folder, self._source, Fetched(folder.repository, announced.ids, head))
            return
        with incoming(folder.path, folder.id_length, "../../objects") as beside:
            fetched = fetched_into(beside, address, announced, self._limits)
            take_over(folder, self._source, fetched)
