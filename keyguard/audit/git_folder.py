"""Checks what a repository keeps beside its objects, where no history shows it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from keyguard.gitrepo.command.leading_refs import names_below
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import SUBMODULE, tracked_entries
from keyguard.model.audit import Check
from keyguard.model.patterns import lazy_pattern

_LARGEST = 16 << 20
"""Bytes of a file that are read."""
_PASSWORD = lazy_pattern(
    rb"[a-z][a-z0-9+.-]{1,20}://[^\s/@:\"']{0,200}:[^\s/@\"']{1,400}@", re.IGNORECASE
)
"""A URL with a password (RFC 3986, 3.2.1)."""
_MESSAGES = ("COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG")


def git_folder_checks(repository: Repository) -> tuple[Check, ...]:
    """Passwords in what git wrote down, and what is left of submodules, conflicts and messages."""
    folder = repository.common_dir
    return (
        _no_passwords(repository.git_dir, folder),
        _no_leftover_modules(repository, folder / "modules"),
        _no_recorded_conflicts(folder / "rr-cache"),
        _no_kept_text(repository),
        _no_messages(repository.git_dir),
    )


def _no_passwords(git_dir: Path, common_dir: Path) -> Check:
    files = {*_regular(common_dir / "logs"), *_regular(git_dir / "logs")}
    files |= {
        folder / name for folder in (common_dir, git_dir) for name in ("config", "FETCH_HEAD")
    }
    found = sorted(file for file in files if _PASSWORD.search(_content(file)))
    names = [os.path.relpath(file, common_dir) for file in found]
    return Check(
        "no-passwords-in-git-folder",
        not names,
        "URLs with a password in" if names else "no URL in .git has a password",
        "Replace the password, take it out of the URL (`git remote set-url NAME URL`), and use a "
        "credential helper; `git reflog expire --expire=now --all` clears the reflogs.",
        _printable(names),
    )


def _no_leftover_modules(repository: Repository, modules: Path) -> Check:
    """A submodule's repository stays when the submodule is removed."""
    known = {
        os.fsdecode(each.path) for each in tracked_entries(repository) if each.mode == SUBMODULE
    }
    known |= _names_of_modules(repository)
    found = (file.parent for file in _regular(modules) if file.name == "HEAD")
    names = sorted(os.path.relpath(each, modules) for each in found if (each / "objects").is_dir())
    left = [f"modules/{name}" for name in names if name not in known]
    return Check(
        "no-leftover-submodules",
        not left,
        "of submodules that are no more:" if left else "no submodule left its repository behind",
        "Read it (`keyguard history .git/modules/NAME`), then remove it (`rm -r`).",
        _printable(left),
    )


def _names_of_modules(repository: Repository) -> set[str]:
    """A submodule keeps its name when it moves (gitmodules(5))."""
    content = _content(repository.work_tree / ".gitmodules") if repository.work_tree else b""
    return set(map(os.fsdecode, re.findall(rb'\[submodule "([^"\n]+)"\]', content)))


def _no_recorded_conflicts(folder: Path) -> Check:
    """git-rerere(1) keeps both sides of a conflict."""
    number = sum(file.name.startswith(("preimage", "postimage")) for file in _regular(folder))
    return Check(
        "no-recorded-conflicts",
        not number,
        f"rr-cache holds {number} recorded conflicts" if number else "rr-cache holds no conflict",
        "Read them (`keyguard scan .git/rr-cache`), then forget them (`rm -r .git/rr-cache`).",
    )


def _no_kept_text(repository: Repository) -> Check:
    """With ``cachetextconv`` git stores what ``textconv`` made of a file: gitattributes(5)."""
    names = names_below(repository, "refs/notes/textconv/")
    return Check(
        "no-kept-text-of-diffs",
        not names,
        "what diffs showed, also of encrypted files, is kept in"
        if names
        else "no ref keeps what diffs showed",
        "Unset `diff.NAME.cachetextconv`, then remove the ref (`git update-ref -d REF`): a mirror "
        "sends it along.",
        _printable(names),
    )


def _no_messages(git_dir: Path) -> Check:
    """What was written for a commit stays, also if that was given up."""
    last = _content(git_dir / "logs" / "HEAD").rstrip().rpartition(b"\t")[2].partition(b": ")[2]
    names = []
    for name in _MESSAGES:
        first = next((line for line in _content(git_dir / name).splitlines() if line.strip()), b"")
        if first and not first.startswith(b"#") and first.strip() != last:
            names.append(name)
    return Check(
        "no-leftover-messages",
        not names,
        "messages of no commit at HEAD:"
        if names
        else "no message is left of a commit that was given up",
        "Read them (`keyguard scan --message .git/COMMIT_EDITMSG`), then remove them.",
        _printable(names),
    )


def _regular(folder: Path) -> Iterator[Path]:
    """All files below a folder; links are not followed."""
    for root, _, names in os.walk(folder):
        yield from (Path(root, name) for name in names)


def _content(file: Path) -> bytes:
    """What a regular file holds, as far as it is read; nothing if it can't be."""
    if file.is_symlink() or not file.is_file():
        return b""
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST)
    except OSError:
        return b""


def _printable(names: list[str]) -> tuple[str, ...]:
    return tuple(name.encode("utf-8", "backslashreplace").decode() for name in names)
