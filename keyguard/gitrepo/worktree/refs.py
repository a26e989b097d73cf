"""Refs and annotated tags, read from their files: gitrepository-layout(5), git-pack-refs(1).

``git for-each-ref`` opens every tag, although one file says where most of them lead. Anything out
of the ordinary raises ``UnusualError`` or ``ValueError``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from keyguard.gitrepo.discovery import Layout, UnusualError
from keyguard.gitrepo.regular_files import read_regular
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.gitrepo.objects.lookup import Lookup

DEEPEST = 5
"""Refs that may point at each other in a row; as in git's refs-internal.h."""

LARGEST_COMMIT = 1 << 20
"""Bytes. A larger commit is left to git."""

LARGEST_TAG = 1 << 20
"""Bytes. A larger tag is left to git."""

LONGEST_CHAIN = 50
"""How many tags of tags are followed."""

_OF_ONE_WORK_TREE = ("refs/bisect/", "refs/rewritten/", "refs/worktree/")
"""These are not shared with linked work trees: git-worktree(1), "Refs"."""

_SYMBOLIC = "ref:"
_LOCK = ".lock"
"""What the file is called that git writes before it takes the place of a ref's."""


class Ref(NamedTuple):
    """The object that a ref names."""

    id: str
    target: str | None = None
    """The object that the annotated tag at ``id`` leads to; empty if that is no tag, None if
    unknown."""


def head_id(layout: Layout) -> str | None:
    """The id that HEAD leads to; None before the first commit. Raises ``UnusualError``."""
    name = "HEAD"
    for _ in range(DEEPEST):
        value = _loose(layout, name)
        if value is None:
            return None if name == "HEAD" else _packed(layout, name)
        if not value.startswith(_SYMBOLIC):
            return _checked(layout, value)
        name = value.removeprefix(_SYMBOLIC).strip()
        if not name.startswith("refs/") or ".." in name:
            raise UnusualError
    raise UnusualError


def head_commit(layout: Layout) -> str | None:
    """The commit at HEAD; None before the first commit.

    Raises one of ``lookup.LEFT_TO_GIT``, also if HEAD names something else than a commit.
    """
    from keyguard.gitrepo.objects.lookup import lookup_in

    lookup = lookup_in(layout, LARGEST_COMMIT)
    commit = head_id(layout)
    if commit is not None and lookup.find(commit).type != "commit":
        raise UnusualError
    return commit


def refs(layout: Layout) -> dict[str, Ref]:
    """Every ref by its name, without those that point at other refs. Raises ``UnusualError``."""
    loose = {
        name: Ref(_checked(layout, value)) for name, value in _loose_values(layout)
    }  # first, since they may be packed meanwhile
    return dict(_all_packed(layout)) | loose


def symbolic_refs(layout: Layout) -> dict[str, str]:
    """The refs that point at other refs: their names, and the names they point at.

    Raises ``OSError``.
    """
    values = _loose_files(layout)
    return {
        name: value.removeprefix(_SYMBOLIC).strip()
        for name, value in values
        if value.startswith(_SYMBOLIC)
    }


def is_detached(layout: Layout) -> bool:
    """Whether HEAD names a commit rather than a branch. Raises ``UnusualError``."""
    if layout.id_length is None:
        raise UnusualError
    value = _loose(layout, "HEAD")
    return value is not None and not value.startswith(_SYMBOLIC)


def broken_refs(layout: Layout) -> list[str]:
    """The refs that name nothing: damage, which git passes over with a warning.

    Empty if only git can read the refs. Raises ``OSError``.
    """
    if layout.id_length is None:
        return []
    broken = [name for name, value in _loose_values(layout) if not is_id(layout, value)]
    rows = [row for row in os.fsdecode(_packed_rows(layout)).split("\n") if row]
    for row in rows:
        id_, space, _ = row.removeprefix("^").partition(" ")
        is_target = row.startswith("^") and not space
        if not row.startswith("#") and not ((space or is_target) and is_id(layout, id_)):
            return [*broken, "packed-refs"]
    return broken


def annotated_tags(layout: Layout) -> Iterator[tuple[str, str]]:
    """The id of each annotated tag below ``refs/tags``, and the id that it leads to in the end.

    Raises one of ``lookup.LEFT_TO_GIT``.
    """
    tags = {name: ref for name, ref in refs(layout).items() if name.startswith("refs/tags/")}
    for _, id_, target in with_targets(layout, tags):
        if target:
            yield id_, target


def with_targets(layout: Layout, found: Mapping[str, Ref]) -> Iterator[tuple[str, str, str]]:
    """The name and id of each ref, and the id that an annotated tag there leads to in the end.

    The last is empty if the ref names no tag. Raises one of ``lookup.LEFT_TO_GIT``.
    """
    from keyguard.gitrepo.objects.lookup import lookup_in

    lookup = lookup_in(layout, LARGEST_TAG)
    for name, ref in found.items():
        yield name, ref.id, _end_of(lookup, ref.id) if ref.target is None else ref.target


def _loose(layout: Layout, name: str) -> str | None:
    is_own = name == "HEAD" or name.startswith(_OF_ONE_WORK_TREE)
    folder = layout.git_dir if is_own else layout.common_dir
    try:
        return os.fsdecode(read_regular(os.path.join(folder, name))).strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _loose_values(layout: Layout) -> Iterator[tuple[str, str]]:
    """What is in the file of each ref that does not point at another."""
    return (each for each in _loose_files(layout) if not each[1].startswith(_SYMBOLIC))


def _loose_files(layout: Layout) -> Iterator[tuple[str, str]]:
    """What is in the file of each ref."""
    for top in dict.fromkeys((layout.common_dir, layout.git_dir)):
        for folder, _, files in os.walk(os.path.join(top, "refs"), onerror=_unlisted):
            for file in files:
                name = os.path.relpath(os.path.join(folder, file), top).replace(os.sep, "/")
                value = None if name.endswith(_LOCK) else _loose(layout, name)
                if value is not None:
                    yield name, value


def _packed(layout: Layout, name: str) -> str | None:
    rows = _packed_rows(layout)
    end = rows.find(b" %s\n" % os.fsencode(name))
    return rows[rows.rfind(b"\n", 0, end) + 1 : end].decode("ascii") if end >= 0 else None


def _all_packed(layout: Layout) -> Iterator[tuple[str, Ref]]:
    """A row that begins with ``^`` tells where the tag of the row before it leads."""
    header, *rows = os.fsdecode(_packed_rows(layout)).split("\n")
    untold = "" if header.startswith("# pack-refs") and "fully-peeled" in header else None
    if not header.startswith("#"):
        rows.insert(0, header)
    for row, following in zip(rows, [*rows[1:], ""], strict=True):
        id_, _, name = row.partition(" ")
        if name:
            target = following[1:] if following.startswith("^") else untold
            yield name, Ref(_checked(layout, id_), target)


def _packed_rows(layout: Layout) -> bytes:
    try:
        return read_regular(os.path.join(layout.common_dir, "packed-refs"))
    except FileNotFoundError:
        return b""


def _checked(layout: Layout, value: str) -> str:
    """The value of a ref, if it is an id."""
    if not is_id(layout, value):
        raise UnusualError
    return value


def is_id(layout: Layout, value: str) -> bool:
    """Whether ``value`` is a complete id in the repository's form."""
    try:
        id_ = bytes.fromhex(value)
    except ValueError:
        return False
    return len(id_) == layout.id_length and id_.hex() == value


def _unlisted(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # git removes folders that become empty
        raise error


def _end_of(lookup: Lookup, id_: str) -> str:
    """What a tag leads to, through tags of tags; empty if it is no tag."""
    target = id_
    for _ in range(LONGEST_CHAIN):
        found = lookup.find(target)
        if found.type != "tag":
            break
        target = found.data[len("object ") :].partition(b"\n")[0].decode("ascii")
    return target if target != id_ else ""
