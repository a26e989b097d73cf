"""The one way to run git: nothing that a repository or an environment says is executed.

A repository's own configuration can name programs (file system monitors, hooks, external diffs,
text converters, signature checkers); the command line below outranks it. What is inherited from
the environment is cut down to what git itself sets for its hooks.

Nothing is fetched either. In a partial clone git fetches what it lacks as soon as it is asked for
it, from wherever the configuration says. Two guards of ``FIXED`` keep it from that, and
both must stay: ``GIT_NO_LAZY_FETCH`` is known since git 2.44 (and 2.43.4, 2.42.2, 2.41.1, 2.40.2,
2.39.4); in an older git only the empty list of protocols, ``GIT_ALLOW_PROTOCOL``, is in the way.
What is not fetched is missing, and told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.large_files import refuse_large_files
from keyguard.gitrepo.command.pipes import refuse_pipes
from keyguard.gitrepo.regular_files import read_regular
from keyguard.model.record import NamedTuple

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

INHERITED = frozenset(
    {
        "GIT_DIR",
        "GIT_COMMON_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_QUARANTINE_PATH",
    }
)
"""Variables that say where a repository lies: git sets them for hooks, which need them to see what
is being committed."""

FIXED = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "/dev/null/none",  # of a file that is there, git says that it is obsolete
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
"""Variables that make git read objects as they are stored, fetch nothing and ask for nothing."""

NO_REASON = "it gave no reason"
"""The message where git fails without a word."""

ERRORS_KEPT = 10_000
"""Bytes of git's standard error that are read."""

NEUTRAL_CONFIGURATION = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.quotePath=false",
    "core.packedGitLimit=32m",  # mapped at a time; git would map all of a pack
    "core.packedGitWindowSize=1m",
    "core.commitGraph=false",
    "color.ui=false",
    "log.showSignature=false",
    "log.mailmap=false",
    "i18n.logOutputEncoding=UTF-8",
    "diff.external=",
    "diff.renames=false",
    "submodule.recurse=false",
)


class GitStream(NamedTuple):
    """A running git, whose output is read as it comes."""

    output: IO[bytes]
    process: subprocess.Popen[bytes]
    errors: IO[bytes]

    def failure(self) -> str:
        """Waits for git to end. Returns its own words if it failed, else an empty string."""
        return git_words(self.complaints()) if self.process.wait() != 0 else ""

    def complaints(self) -> bytes:
        """What git has written to standard error so far, warnings included."""
        self.errors.seek(0)
        return self.errors.read(ERRORS_KEPT)


@contextmanager
def git_stream(
    arguments: Sequence[str], folder: Path, *, stdin: bytes | None = None
) -> Iterator[GitStream]:
    """Runs git while the block lasts. Its input is a file, so neither side can wait for ever."""
    with (
        _file_of(stdin or b"") as given,
        _file_of(b"") as errors,
        _started(arguments, folder, given, errors) as process,
    ):
        assert process.stdout is not None
        try:
            yield GitStream(process.stdout, process, errors)
        finally:
            process.kill()


def git(arguments: Sequence[str], folder: Path, *, stdin: bytes | None = None) -> bytes:
    """The output of git. Raises ``KeyguardError`` with git's own words if it fails."""
    finished = try_git(arguments, folder, stdin=stdin)
    if finished.returncode != 0:
        raise git_failure(arguments, folder, finished.stderr)
    return finished.stdout


def git_failure(arguments: Sequence[str], folder: Path, complaints: bytes) -> KeyguardError:
    """The error to raise about a failure of git, in git's own words."""
    name = next(argument for argument in arguments if not argument.startswith("-"))
    return KeyguardError(f"git {name} failed in {folder}: {git_words(complaints)}.")


def try_git(
    arguments: Sequence[str],
    folder: Path,
    *,
    stdin: bytes | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Runs git like ``git``, for callers to whom a failure is an answer.

    ``variables`` are added to its environment.
    """
    import subprocess  # not every run needs git, and this is slow to load

    refuse_pipes(folder, os.environ)
    refuse_large_files(folder, os.environ)
    try:
        return subprocess.run(
            _command(arguments, folder),
            cwd=folder,
            env=_environment(os.environ) | _own_work_tree(folder) | dict(variables or {}),
            input=b"" if stdin is None else stdin,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise _cannot_start(folder, error) from error


@contextmanager
def git_meanwhile(arguments: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs git while the block lasts; the block must call ``communicate`` in the end.

    Until then git may have to wait once its pipes are full.
    """
    from subprocess import DEVNULL, PIPE

    with _started(arguments, folder, DEVNULL, PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def answering_git(arguments: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """A git that answers whatever is written to it. The caller has to end it."""
    from subprocess import DEVNULL, PIPE

    return _started(arguments, folder, PIPE, DEVNULL)


def tokens(output: IO[bytes]) -> Iterator[bytes]:
    """The parts between the NULs that git prints with ``-z``, as they come."""
    rest = b""
    while chunk := output.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest


def git_words(stderr: bytes) -> str:
    """The first error that git reported, else the first thing it said, to end a sentence with."""
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines()]
    said = [line for line in lines if line] or [NO_REASON]
    errors = [at for at, line in enumerate(said) if line.startswith(("fatal: ", "error: "))]
    said = said[errors[0] :] if errors else said
    first = " ".join(said[:2]) if said[0].endswith(":") else said[0]
    return first.removeprefix("fatal: ").removeprefix("error: ").rstrip(".")


def _started(
    arguments: Sequence[str], folder: Path, stdin: int | IO[bytes], stderr: int | IO[bytes]
) -> subprocess.Popen[bytes]:
    import subprocess  # as above

    refuse_pipes(folder, os.environ)
    refuse_large_files(folder, os.environ)
    try:
        return subprocess.Popen(
            _command(arguments, folder),
            cwd=folder,
            env=_environment(os.environ) | _own_work_tree(folder),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            bufsize=1 << 20,
        )
    except OSError as error:
        raise _cannot_start(folder, error) from error


def _command(arguments: Sequence[str], folder: Path) -> list[str]:
    command = ["git", "--no-pager"]
    for setting in (*NEUTRAL_CONFIGURATION, f"safe.directory={_trusted(folder)}"):
        command += ["-c", setting]
    return [*command, *arguments]


def _trusted(folder: Path) -> str:
    """The work tree or bare repository around ``folder``: that one path, no other.

    git refuses a repository of another user (CVE-2022-24765) because its configuration could run
    programs; nothing is run here, and jobs in containers always read another user's files.
    """
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return str(candidate)
    return str(folder)


def _own_work_tree(folder: Path) -> dict[str, str]:
    """What opens the git directory of a submodule whose work tree is gone: git would go there.

    ``folder`` is such a directory itself only where its settings name a work tree.
    """
    if not (folder / "HEAD").is_file() or not (folder / "objects").is_dir():
        return {}
    with suppress(OSError):
        if b"worktree" in read_regular(str(folder / "config")):
            return {"GIT_DIR": str(folder), "GIT_WORK_TREE": str(folder)}
    return {}


def quiet_environment() -> dict[str, str]:
    """The environment of every git that fetches nothing."""
    return _environment(os.environ)


def _environment(inherited: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in inherited.items()
        if not name.startswith("GIT_") or name in INHERITED
    }
    return kept | FIXED


def _file_of(content: bytes) -> IO[bytes]:
    from tempfile import TemporaryFile

    try:
        file = TemporaryFile()  # noqa: SIM115 - open as long as git runs
        file.write(content)
        file.seek(0)
    except OSError as error:
        raise KeyguardError(
            f"a temporary file for git can't be written ({error.strerror}); make room on the disk."
        ) from error
    return file


def _cannot_start(folder: Path, error: OSError) -> KeyguardError:
    """What is read without git is read all the same: so what keeps it from starting, whatever it
    is, is not left to end the run."""
    if not folder.is_dir():
        return KeyguardError(f"{folder} is not a folder; name a folder that exists.")
    if isinstance(error, FileNotFoundError):
        return KeyguardError("git was not found; install git and make sure that it is on PATH.")
    return KeyguardError(
        f"git can't be started ({error.strerror}); check that you may run it, and how many files "
        "and processes the system allows."
    )
