"""``keyguard rotation``: leaked keys on their way out, in a committed file."""

from __future__ import annotations

import getpass
import sys
from datetime import date
from pathlib import Path

import click

from keyguard.cli.console import CLOSED, masked, say, tell
from keyguard.cli.group import SuggestingGroup
from keyguard.cli.liveness import Gateway, gateway_options
from keyguard.cli.options import Options, root_here, settings_for
from keyguard.cli.outcome import Outcome, read_history, read_paths
from keyguard.cli.rotation_file import RotationFile
from keyguard.errors import ExitCode, KeyguardError
from keyguard.fingerprint import digest
from keyguard.model import State
from keyguard.model.liveness import Liveness
from keyguard.report.sanitize import write_json
from keyguard.rotation.notice import title
from keyguard.rotation.record import MARKED, Mark, Rotation, Step
from keyguard.rotation.show import as_json, table
from keyguard.verify.findings import gateway_keys

_BY = click.option(
    "--by", default="", metavar="NAME", help="Who did it. [git's user.name, or the login]"
)
_KEY_STDIN = click.option(
    "--key-stdin", is_flag=True, help="Read the key from standard input, if it is not found here."
)


@click.group(
    "rotation", cls=SuggestingGroup, short_help="Keep track of leaked keys until they are gone."
)
def command() -> None:
    """Keep track of leaked keys until they are gone, in .keyguard-rotation.json at the root.

    The file holds digests, steps, dates and names; commit it. A DIGEST may be abbreviated. `audit`
    and `ci` say what is still open.
    """


@command.command("start", short_help="Begin rotating the keys that are found.")
@click.argument("digests", nargs=-1, metavar="[DIGEST]...")
@click.option("--history", is_flag=True, help="Look through the whole history too.")
@_KEY_STDIN
@_BY
def start(digests: tuple[str, ...], history: bool, key_stdin: bool, by: str) -> ExitCode:
    """Begin rotating the Gateway keys that are found, or those that DIGEST names."""
    root = root_here()
    file = RotationFile.of(root)
    code = ExitCode.CLEAN
    if key_stdin:
        found = _kind_of_key(root)
    else:
        reads = [read_paths("rotation", (str(root),), Options())]
        if history:
            reads.append(read_history("rotation", root, Options()))
        found = {name: kind for read in reads for name, kind in _kinds(read).items()}
        if not all(_told_whole(read) for read in reads):
            code = ExitCode.INCOMPLETE
    wanted = {name for prefix in digests for name in _named(prefix, found)} if digests else found
    new = [name for name in wanted if name not in file.by_digest]
    mark = Mark(Step.STARTED, _today(), _who(by, root))
    file.write(*(Rotation(name, found[name], (mark,)) for name in new))
    tell(f"{file.path}: {len(new)} started, {sum(each.is_open for each in file.read())} open.")
    return code


@command.command("mark", short_help="Record that a step was taken.")
@click.argument("digest_", metavar="DIGEST")
@click.argument("step", type=click.Choice([step.value for step in MARKED]))
@_BY
def mark(digest_: str, step: str, by: str) -> ExitCode:
    """Record that a step of a rotation was taken today, and by whom."""
    root = root_here()
    file = RotationFile.of(root)
    rotation = file.open_one(digest_)
    taken = rotation.mark_of(Step(step))
    if taken is not None:
        say(f"{step} was marked already, on {taken.date} by {taken.by}.")
        return ExitCode.CLEAN
    file.write(rotation.marked(Mark(Step(step), _today(), _who(by, root))))
    tell(f"{title(rotation)}: {step}.")
    return ExitCode.CLEAN


@command.command("show", short_help="List the rotations and their steps.")
@click.option("-f", "--format", type=click.Choice(["text", "json"]), default="text")
def show(format: str) -> ExitCode:
    """List the rotations: what is done, and what is not."""
    rotations = RotationFile.of(root_here()).read()
    if format == "json":
        write_json(as_json(rotations, masked), sys.stdout)
    else:
        tell(table(rotations))
    return ExitCode.CLEAN


@command.command("close", short_help="End a rotation, if the key is dead and gone.")
@click.argument("digest_", metavar="DIGEST")
@_KEY_STDIN
@_BY
@gateway_options
def close(
    digest_: str, key_stdin: bool, by: str, host: str, ca: Path | None, yes: bool
) -> ExitCode:
    """End a rotation: HEAD must not hold the key, and the Gateway must not know it any more.

    The key is taken from the history, and sent to the Gateway as `verify` does. If the history no
    longer holds it, pass it on standard input. Exit code 1 if the key is still there or alive, 2
    if that could not be found out.
    """
    gateway = Gateway.named(host, ca, yes)
    root = root_here()
    file = RotationFile.of(root)
    rotation = file.open_one(digest_)
    options = Options(all=True, allow_partial=True)
    read = read_history("rotation", root, options)
    if not _told_whole(read):
        return ExitCode.INCOMPLETE
    at_head = _paths_at_head(read, rotation)
    if not at_head:
        key = _key_from_stdin() if key_stdin else _key_in(read, rotation)
        if digest(key) != rotation.digest:
            raise KeyguardError(f"the key on standard input is not that of {title(rotation)}.")
        at_head = _paths_with(key, root)
    if at_head:
        say(f"HEAD still holds the key, in {', '.join(sorted(at_head))}; take it out first.")
        return ExitCode.FINDINGS
    check = gateway.ask({rotation.digest: key}, most=1, fresh=True)[rotation.digest]
    if check.liveness is not Liveness.DEAD:
        say(f"{title(rotation)} is {check.liveness.value}: {check.reason}; so it stays open.")
        is_alive = check.liveness is Liveness.ALIVE
        return ExitCode.FINDINGS if is_alive else ExitCode.INCOMPLETE
    if rotation.missing:
        say(f"never marked: {', '.join(step.value for step in rotation.missing)}.")
    file.write(rotation.marked(Mark(Step.CLOSED, _today(), _who(by, root))))
    tell(f"{title(rotation)}: closed; {check.reason}, and HEAD does not hold it.")
    return ExitCode.CLEAN


def _kinds(read: Outcome) -> dict[str, str]:
    """The kind of each Gateway key that was found, by its digest."""
    findings = read.report.findings
    kinds = {digest(each.detection.value): each.detection.kind.value for each in findings}
    return {name: kinds[name] for name in gateway_keys(findings)}


def _kind_of_key(root: Path) -> dict[str, str]:
    """The kind of a key on standard input, by its digest. Raises ``KeyguardError`` for what is
    none."""
    key = _key_from_stdin()
    for prefix, kind in settings_for(Options(), root).key_format.prefixes:
        if key.startswith(prefix):
            return {digest(key): kind.value}
    raise KeyguardError("standard input has no Gateway key; pass one, on a line of its own.")


def _named(prefix: str, found: dict[str, str]) -> list[str]:
    names = [name for name in found if name.startswith(prefix.lower())]
    if len(names) != 1:
        raise KeyguardError(
            f"{len(names)} keys with the digest {prefix} were found; `keyguard verify --dry-run` "
            "lists digests, --history looks in the history too, --key-stdin takes any key."
        )
    return names


def _paths_at_head(read: Outcome, rotation: Rotation) -> set[str]:
    """What holds the key at HEAD, suppressed or not."""
    return {
        finding.place.path.decode(errors="replace")
        for finding in read.report.findings
        if finding.place.state is State.HEAD and digest(finding.detection.value) == rotation.digest
    }


def _paths_with(key: str, root: Path) -> set[str]:
    """What holds the key at HEAD as it is, whatever a configuration says that a key looks like."""
    from keyguard.gitrepo.command.grep import paths_with
    from keyguard.gitrepo.repository import Repository

    return {
        path.decode(errors="replace") for path in paths_with(Repository.find(root), "HEAD", key)
    }


def _key_in(read: Outcome, rotation: Rotation) -> str:
    values = {finding.detection.value for finding in read.report.findings}
    for value in values:
        if digest(value) == rotation.digest:
            return value
    raise KeyguardError(
        f"the history does not hold {title(rotation)} any more, so it can't be asked about; pass "
        "the key on standard input (--key-stdin)."
    )


def _told_whole(read: Outcome) -> bool:
    """Whether everything could be read; says what could not."""
    for problem in read.report.problems:
        path = problem.path.decode(errors="replace")
        say(f"not read: {path + ': ' if path else ''}{problem.message}")
    return read.report.complete


def _key_from_stdin() -> str:
    if sys.stdin is None:
        raise KeyguardError(CLOSED)
    return sys.stdin.buffer.readline().decode(errors="replace").strip()


def _today() -> str:
    return date.today().isoformat()


def _who(by: str, root: Path) -> str:
    """Who is typing, in a file that gives no key away. Raises ``KeyguardError`` if nobody knows."""
    from keyguard.gitrepo.command.user import user_name

    if name := by or user_name(root):
        return masked(name)
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise KeyguardError("your name is not known; give it with --by NAME.") from error
