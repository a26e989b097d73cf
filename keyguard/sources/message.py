"""A commit message that is being written, as git will store it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import dropwhile, takewhile
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.model import Blob, Part, Place, Problem, State
from keyguard.model.refs import COMMIT_MESSAGE
from keyguard.model.source import Item, Source

NOT_EDITED = ":"
"""The name that git gives the editor for its hooks if it opens none (githooks(5), "pre-commit").

Such a message keeps all lines (git-commit(1), --cleanup=default).
"""
_SCISSORS = b" ------------------------ >8 ------------------------"
"""What follows the comment character where the message is cut off (--cleanup=scissors)."""
_RULE = b" " + b"-" * 50
"""The same between two diffs, that of the index and that of the work tree (git commit -vv); their
title is in the next line."""
_CUTS = b"scissors"
_KEEPS_COMMENTS = (b"whitespace", b"verbatim", _CUTS)
"""What --cleanup can be for lines to stay that begin with the comment character."""
_AUTO = b"auto"
"""A comment character that no line began with before the editor was opened."""
_CHOSEN_FROM = (b"#", b";", b"@", b"!", b"$", b"%", b"^", b"&", b"|", b":")


class MessageSource(Source):
    """The commit message in a file, without the comments that git will drop."""

    def __init__(self, path: str) -> None:
        self._path = path

    def items(self) -> Iterator[Item]:
        """The message, or why it can't be read."""
        place = Place(COMMIT_MESSAGE, State.MESSAGE)
        try:
            with open(self._path, "rb") as file:
                message = file.read()
        except OSError as error:
            yield Problem(os.fsencode(self._path), f"it can't be read: {error.strerror}.")
            return
        if os.environ.get("GIT_EDITOR") != NOT_EDITED:
            message = _cleaned(message)
        yield Blob("message", message, (place,), Part.COMMIT)


def _cleaned(message: bytes) -> bytes:
    """An edited message without what git cuts off, an empty line in place of each comment."""
    comment, cleanup = _settings()
    lines = message.split(b"\n")
    if comment == _AUTO:
        comment = _chosen(lines)
    if cleanup == _CUTS or _is_cut(lines, comment):
        lines = list(takewhile((comment + _SCISSORS).__ne__, lines))
    if cleanup in _KEEPS_COMMENTS:
        return b"\n".join(lines)
    return b"\n".join(b"" if line.startswith(comment) else line for line in lines)


def _is_cut(lines: list[bytes], comment: bytes) -> bool:
    """Whether git shows a diff below the message, which it cuts off: behind its mark come comments
    and then the diff. Behind a mark that was in the message come git's comments at last."""
    mark = comment + _SCISSORS
    if mark not in lines:
        return False
    behind = list(takewhile(mark.__ne__, reversed(lines)))[::-1]
    shown = list(dropwhile(lambda line: line.startswith(comment), behind))
    if (rule := comment + _RULE) in shown:
        title = shown.index(rule) + 1
        del shown[title - 1 : title + 1]
    return len(shown) < len(behind) and not any(line.startswith(comment) for line in shown)


def _chosen(lines: Iterable[bytes]) -> bytes:
    """The comment character that git chose: its own comments are the last, before a diff."""
    chosen = b"#"
    for line in lines:
        if line.startswith(_CHOSEN_FROM):
            chosen = line[:1]
            if line[1:] == _SCISSORS:
                break
    return chosen


def _settings() -> tuple[bytes, bytes]:
    """What comments begin with, and ``commit.cleanup``."""
    from keyguard.gitrepo.command.config import settings

    try:
        found = settings(Path.cwd(), ("core.commentchar", "core.commentstring", "commit.cleanup"))
    except KeyguardError:  # without git, nor are there settings
        found = {}
    comment = found.get("core.commentstring") or found.get("core.commentchar") or b"#"
    return comment, found.get("commit.cleanup", b"")
