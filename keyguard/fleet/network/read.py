"""Reads a network: every object of packs that were not read yet, once for all forks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.fleet.network import kept as state
from keyguard.fleet.network.folder import NetworkFolder
from keyguard.fleet.network.kept import Kept
from keyguard.fleet.network.suspects import Kind, Suspect, ids_of
from keyguard.formats.table import NAMED_ONLY
from keyguard.gitformat.types import GitObject, LargeObject, Unreadable
from keyguard.gitrepo.command.cat_file import read_objects
from keyguard.gitrepo.command.pack_objects import join_small_packs
from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.history.parts import ReadBefore
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.objects.pack_dir import map_packs
from keyguard.gitrepo.objects.pack_index import CorruptIndexError, PackIndex
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.provenance.joined_trees import joined, leading_ids
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees
from keyguard.model import Blob, Part, ScreenVerdict
from keyguard.pipeline.screen import Screener
from keyguard.pipeline.stamp import Stamp
from keyguard.prefilter.select import HistoryPrefilter
from keyguard.settings import Settings
from keyguard.sources.git_objects import NamesPrefilter
from keyguard.sources.screening import NotingVisitor, ScreeningVisitor, Seen

MOST_PACKS = 50
"""Packs of a network before they are joined: each fetch brings one, and each object is looked for
in all of them."""

Content = Sequence[Blob] | Unreadable
"""What is seen in an object, or why it can't be read."""

_KINDS = {"blob": Kind.CONTENT, "commit": Kind.COMMIT, "tag": Kind.TAG}


class NetworkReader:
    """Reads what is new in a network, and yields the objects that hold something."""

    def __init__(self, folder: NetworkFolder, settings: Settings, stamp: Stamp) -> None:
        detector = Detector.for_settings(settings)
        prefilter = HistoryPrefilter(settings.key_format)
        screener = Screener(detector, prefilter, settings.limits)
        self._visitor = NotingVisitor(
            ScreeningVisitor(screener, settings.max_file_size, NAMED_ONLY)
        )
        self._prefilter = NamesPrefilter(widened_prefilter(prefilter, detector), NAMED_ONLY)
        self._folder = folder
        self._settings = settings
        self._stamp = stamp
        self._contents: dict[Suspect, Content] = {}
        self._names: set[str] = set()
        self.reason = ""
        """Why all was read again, if it was."""
        self.problems: list[Unreadable] = []
        """Packs that can't be read."""
        self.kept = self._read()

    def contents(self, suspects: Iterable[Suspect]) -> dict[Suspect, Content]:
        """What is seen in each of some suspects; those of earlier runs are read again."""
        wanted = list(suspects)
        self._read_again([each for each in wanted if each not in self._contents])
        return {suspect: self._contents[suspect] for suspect in wanted}

    @cached_property
    def names(self) -> frozenset[bytes]:
        """The names of files and folders that hold something."""
        trees = [each for each in self.kept.suspects if each.kind is Kind.NAMES]
        return frozenset(blob.data for blob in blobs_of(self.contents(trees)))

    @cached_property
    def placed_anywhere(self) -> frozenset[str]:
        """The ids of the objects, among those looked for, that any tree has."""
        leading = self.kept.leading
        return frozenset(leading.id_of(n).hex() for _, n in leading.entries if n != MISSING)

    def _read(self) -> Kept:
        before, self.reason = state.load(self._folder.own, self._stamp)
        packs = map_packs([str(self._folder.path / "objects")])
        indexes = [pack.index for pack in packs]
        checksums = frozenset(index.pack_checksum for index in indexes)
        is_whole = len(packs) == sum(1 for _ in self._folder.packs.glob("*.pack"))
        if before is not None and is_whole and checksums == before.packs:
            return before
        others: Sequence[PackIndex] = ()
        if before is not None:
            try:
                others = state.indexes_of(self._folder.own, before.packs - checksums)
            except (OSError, CorruptIndexError):
                before, self.reason = None, "read anew: the ids that were read before are damaged"
        found = self._read_objects(before, others, checksums)
        state.save(self._folder.own, self._stamp, found, indexes)
        if len(packs) > MOST_PACKS and not self.problems:
            join_small_packs(self._folder.repository)
        return found

    def _read_objects(
        self, before: Kept | None, others: Sequence[PackIndex], checksums: frozenset[bytes]
    ) -> Kept:
        reader = ObjectReader(
            ObjectStore([str(self._folder.path / "objects")]),
            self._prefilter,
            self._visitor,
            jobs=self._settings.jobs,
            before=ReadBefore(before.packs if before else (), others),
        )
        suspects = set(before.suspects if before else ())
        trees = [each for each in suspects if each.kind is Kind.NAMES]
        self._names.update(blob.id for blob in blobs_of(self.contents(trees)))
        leading: LeadingTrees | None = before.leading if before else None
        for item in reader:
            if isinstance(item, Unreadable):
                if _is_object(item):
                    self._note(Suspect(Kind.UNREAD, item.id), item, suspects)
                else:
                    self.problems.append(item)
            elif item is not None:
                self._take(item, suspects)
        names = {blob.data for blob in blobs_of(self._contents) if blob.part is Part.NAME}
        wanted = ids_of(suspects) | leading_ids(leading)
        new = reader.leading_trees(wanted, names)
        reader.close()
        return Kept(
            checksums,
            sorted(suspects),
            joined(leading, new),
            bool(reader.unknown) or (before is not None and before.has_gaps),
        )

    def _take(self, seen: Seen, suspects: set[Suspect]) -> None:
        """Takes note of an object; of a tree, of the names that no other tree had."""
        if seen.type != "tree":
            self._note(Suspect(_KINDS[seen.type], seen.id), seen.blobs, suspects)
            return
        for blob in seen.blobs:
            if blob.part is not Part.NAME:
                self._note(Suspect(Kind.BY_NAME, blob.id), [blob], suspects)
        names = [blob for blob in seen.blobs if blob.part is Part.NAME]
        if not self._names.issuperset(blob.id for blob in names):
            self._names.update(blob.id for blob in names)
            self._note(Suspect(Kind.NAMES, seen.id), names, suspects)

    def _note(self, suspect: Suspect, content: Content, suspects: set[Suspect]) -> None:
        suspects.add(suspect)
        self._contents[suspect] = content

    def _read_again(self, suspects: Sequence[Suspect]) -> None:
        by_id: dict[str, list[Suspect]] = {}
        for suspect in suspects:
            if suspect.kind is Kind.BY_NAME:
                unread = Blob(suspect.id, b"", screened=ScreenVerdict.UNREAD)
                self._contents[suspect] = [unread]
            else:
                by_id.setdefault(suspect.id, []).append(suspect)
        if not by_id:
            return
        size = self._settings.max_file_size
        for item in read_objects(self._folder.repository, sorted(by_id), size):
            content = self._visited(item)
            for suspect in by_id[item.id]:
                self._contents[suspect] = content

    def _visited(self, item: GitObject | LargeObject | Unreadable) -> Content:
        if isinstance(item, Unreadable):
            return item
        is_tree = item.type == "tree"
        blobs: list[Blob] = []
        for result in self._visitor.seen_in(item):
            if isinstance(result, Unreadable):
                return result
            blobs += (blob for blob in result.blobs if not is_tree or blob.part is Part.NAME)
        return blobs


def _is_object(item: Unreadable) -> bool:
    """Whether a path is that of an object, and not of a pack or a folder."""
    try:
        return len(bytes.fromhex(item.id)) in (20, 32)
    except ValueError:
        return False


def blobs_of(contents: Mapping[Suspect, Content]) -> list[Blob]:
    """The blobs of some objects in which something is seen."""
    return [
        blob
        for content in contents.values()
        if not isinstance(content, Unreadable)
        for blob in content
    ]
