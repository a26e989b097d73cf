"""A git process that answers one question after another: starting one takes longer than many
answers."""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING

from keyguard.gitrepo.command.run import answering_git

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen


class AnsweringGit:
    """A git that the first question starts, and that ends with this object."""

    def __init__(self, arguments: Sequence[str], folder: Path) -> None:
        self._start = partial(answering_git, arguments, folder)
        self._process: Popen[bytes] | None = None

    def ask(self, question: bytes) -> IO[bytes]:
        """Sends a question, which must fit into a pipe, and returns the stream of the answer.

        The stream is empty if git has ended. Raises ``KeyguardError`` if git can't be started.
        """
        process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(question)
            process.stdin.flush()
        return process.stdout

    def end(self) -> None:
        """Ends git; the next question starts another one."""
        if self._process is not None:
            _end(self._process, os.getpid())
            self._process = None

    def _started(self) -> Popen[bytes]:
        self._process = self._start()
        weakref.finalize(self, _end, self._process, os.getpid())
        return self._process


def _end(process: Popen[bytes], owner: int) -> None:
    """Ends a git, unless this is a process that only inherited it."""
    if os.getpid() == owner:
        process.kill()
        process.communicate()
