"""The options of every reading command: as they were given, and what they mean.

The command line is read without click if it has no options, so click is not needed here.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from keyguard.cli.console import CONFIGURATIONS, say
from keyguard.config.discovery import find_file
from keyguard.errors import KeyguardError
from keyguard.model import Problem, Severity
from keyguard.model.record import NamedTuple
from keyguard.settings import BASELINE_FILE, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    ReadFile = Callable[[Path], bytes]
    from keyguard.suppress.baseline import Baseline

    KnownFindings = Callable[[str | os.PathLike[str], ReadFile], Baseline]
    """Reads the baseline that a path leads to, with what reads files."""

MOST_JOBS = 8
"""Processes at most; more of them would wait for the disk."""
NAMED = 3
"""Known findings that a sentence names; the others are counted."""


_NO_FILE = (
    "this is not a file that can be read, so it is not known how the repository is to be scanned; "
    "repair or remove it, or disregard it (--no-config)."
)


class Options(NamedTuple):
    """The shared options as they were typed; None means that an option was not given."""

    format: str | None = None
    output: Path | None = None
    config: Path | None = None
    rules: tuple[Path, ...] = ()
    baseline: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    all: bool = False
    show_secrets: bool = False
    no_inline_allow: bool = False
    exit_zero: bool = False
    allow_partial: bool = False
    all_in_touched_files: bool = False
    no_config: bool = False
    max_file_size: int | None = None
    max_decode_depth: int | None = None
    max_archive_depth: int | None = None
    jobs: int | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False


def read_known(path: str | os.PathLike[str], read: ReadFile) -> Baseline:
    """The baseline at a path, read by ``read``. Raises ``KeyguardError`` if there is none."""
    from pathlib import Path

    from keyguard.suppress.baseline import read_baseline

    return read_baseline(Path(path), read)


def settings_for(
    options: Options,
    root: str | os.PathLike[str],
    known_findings: KnownFindings | None = read_known,
) -> Settings:
    """The configuration of ``root`` with the options over it; without ``known_findings`` nothing is
    known.

    Raises ``KeyguardError`` for a bad configuration or an unknown rule.
    """
    found = None if options.config or options.no_config else find_file(root)
    unreadable: tuple[Problem, ...] = ()
    if found is not None and not found.is_file():
        unreadable, found = (Problem(os.fsencode(found.name), _NO_FILE),), None
    path = options.config or found
    settings = _load(path, options, root) if path is not None or options.rules else Settings()
    if not settings.baseline_file and not options.no_config:
        default = os.path.join(root, BASELINE_FILE)
        if os.path.isfile(default):
            settings = settings._replace(baseline_file=default)
        elif os.path.lexists(default):
            unreadable += (Problem(os.fsencode(BASELINE_FILE), _NO_FILE),)
    settings = settings._replace(unreadable=unreadable)
    return _with_options(options, settings, _reader(options), known_findings)


def _with_options(
    options: Options,
    settings: Settings,
    reader: ReadFile,
    known_findings: KnownFindings | None,
) -> Settings:
    """The options over a configuration."""
    if options.select or options.ignore:
        _check_rules(options, settings)
    if not options.quiet:
        for notice in settings.notices:
            say(notice)
    file = os.fspath(options.baseline or settings.baseline_file)
    baseline = known_findings(file, reader) if file and known_findings else None
    if baseline and baseline.expired and not options.quiet:
        _say_what_expired(file, baseline)
    return settings._replace(
        baseline_file=file,
        baseline=baseline.reasons if baseline else {},
        baseline_places=baseline.places if baseline else {},
        select=frozenset(options.select) or settings.select,
        ignore=settings.ignore | frozenset(options.ignore),
        fail_on=Severity.from_label(options.fail_on) if options.fail_on else settings.fail_on,
        show_low_confidence=options.all or settings.show_low_confidence,
        inline_allow=settings.inline_allow and not options.no_inline_allow,
        max_file_size=options.max_file_size or settings.max_file_size,
        allow_partial=options.allow_partial,
        all_in_touched_files=options.all_in_touched_files,
        max_decode_depth=_given(options.max_decode_depth, settings.max_decode_depth),
        max_archive_depth=_given(options.max_archive_depth, settings.max_archive_depth),
        jobs=options.jobs or min(os.cpu_count() or 1, MOST_JOBS),
    )


def settings_by(options: Options, root: Path, read: ReadFile) -> Settings:
    """The settings by files that are not on the disk: a configuration, rule files and a baseline
    that ``read`` has.

    A file that an option names may be missing there if a change brings it: then the defaults count.
    """
    from keyguard.config.discovery import find_file_in

    there = options._replace(
        config=_if_there(options.config, read, options.quiet),
        baseline=_if_there(options.baseline, read, options.quiet),
        rules=tuple(path for path in options.rules if _if_there(path, read, options.quiet)),
    )
    own = options.config or options.no_config
    path = there.config if own else find_file_in(root, read)
    read_any = path is not None or there.rules
    settings = _load(path, there, root, read) if read_any else Settings()
    default = root / BASELINE_FILE
    if not settings.baseline_file and not options.no_config and _is_there(default, read):
        settings = settings._replace(baseline_file=os.fspath(default))
    return _with_options(there, settings, _reader(there, read), read_known)


def _say_what_expired(file: str, baseline: Baseline) -> None:
    named = [
        f"{entry.path}: {entry.rule} ({', '.join(filter(None, (entry.owner, entry.expires)))})"
        for entry in baseline.expired[:NAMED]
    ]
    more = len(baseline.expired) - len(named)
    say(
        f"expired in {file}, so they count again if they are found: {'; '.join(named)}"
        + (f" and {more} more" if more else "")
        + ". To give them time: keyguard baseline update --expires DAY."
    )


def _if_there(path: Path | None, read: ReadFile, quiet: bool) -> Path | None:
    if path is None:
        return None
    try:
        read(path)
    except OSError as error:
        if not os.path.lexists(path):
            return path  # it is nowhere, which is told where it is needed
        if not quiet:
            say(f"{path} does not count: {error.strerror}.")
        return None
    return path


def _is_there(path: Path, read: ReadFile) -> bool:
    """Whether a path leads to something, be it readable or not."""
    try:
        read(path)
    except FileNotFoundError:
        return False
    except OSError:  # whoever reads it will tell why it can't be read
        return True
    return True


def _given(option: int | None, configured: int) -> int:
    return configured if option is None else option


def _load(
    path: Path | None,
    options: Options,
    root: str | os.PathLike[str],
    read: ReadFile | None = None,
) -> Settings:
    """The configuration and the rule files that are typed."""
    from keyguard.config.globs import glob_notices  # most runs have no configuration
    from keyguard.config.load import load

    reader = _reader(options, read)

    def noted(path: Path) -> bytes:
        content = reader(path)
        CONFIGURATIONS.append(content)
        return content

    settings = load(path, _rule_ids, options.rules, noted)
    return settings._replace(notices=(*settings.notices, *glob_notices(settings, root)))


def _check_rules(options: Options, settings: Settings) -> None:
    from keyguard.config.load import unknown_rules

    custom = [rule.id for rule in settings.custom_rules] + [id_ for id_, _ in settings.unusable]
    if wrong := unknown_rules((*options.select, *options.ignore), [*_rule_ids(), *custom]):
        raise KeyguardError(*map(str, wrong))


def _reader(options: Options, read: ReadFile | None = None) -> ReadFile:
    """Reads by ``read``, or else from disk. Who types the name of a pipe or a device means it; a
    configuration must not make anybody wait for one."""

    def read_any(path: Path) -> bytes:
        if path in (options.config, options.baseline, *options.rules) and _is_stream(path):
            return path.read_bytes()
        if read is not None:
            return read(path)
        from keyguard.config.document import read_from_disk

        return read_from_disk(path)

    return read_any


def _is_stream(path: Path) -> bool:
    from keyguard.cli.output import is_open_stream

    is_fifo = os.path.lexists(path) and stat.S_ISFIFO(os.lstat(path).st_mode)
    return is_fifo or is_open_stream(path)


def root_here() -> Path:
    """The repository around the current folder, or that folder."""
    from pathlib import Path

    from keyguard.gitrepo.repository import Repository

    try:
        return Repository.find(Path()).folder
    except KeyguardError:
        return Path.cwd()


def _rule_ids() -> list[str]:
    from keyguard.rules import all_rules

    return list(all_rules())
