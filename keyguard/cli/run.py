"""One run: settings, scan, report, exit code. Every reading command ends here."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from keyguard import __version__
from keyguard.cli.console import is_dumb, say
from keyguard.cli.options import Options, settings_for
from keyguard.cli.output import is_standard_output, name_of, opened
from keyguard.errors import ExitCode, KeyguardError
from keyguard.model.patterns import PATTERNS
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.report import Presentation, RuleText, summary, write
from keyguard.settings import BASELINE_FILE, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from keyguard.gitrepo.repository import Repository
    from keyguard.storage.kept_patterns import KeptPatterns

LINTING = ("scan", "staged", "ci", "audit", "baseline")
"""Commands that read what is there now, and so handlers that can still be mended."""

_WITHOUT_POLICY = ("sarif", "gitlab", "junit")
"""Formats that have no place for what a change's own policy would do."""

OpenSources = Callable[[Settings], Sequence[Source]]


def run(
    command: str, options: Options, root: str | os.PathLike[str], open_sources: OpenSources
) -> ExitCode:
    """Reads, judges and reports; the paths of the report are relative to ``root``."""
    settings = settings_for(options, root)
    report = read(command, settings, root, open_sources)
    publish(report, settings, options)
    return exit_code(report, settings, options)


def read(
    command: str, settings: Settings, root: str | os.PathLike[str], open_sources: OpenSources
) -> Report:
    """The scan itself, with its progress on standard error if that is a terminal."""
    from keyguard.cli.progress import progress_on
    from keyguard.pipeline.scan import scan

    settings = settings._replace(lint_handlers=command in LINTING)
    PATTERNS.kept = _kept_patterns
    with progress_on(sys.stderr) as progress:
        report = scan(command, open_sources(settings), settings, os.fspath(root), progress)
    PATTERNS.keep()
    return report


def read_repository(
    command: str, settings: Settings, repository: Repository, open_sources: OpenSources
) -> Report:
    """The scan of a repository. In a bare one no path of the report leads to a file."""
    report = read(command, settings, repository.layout.top, open_sources)
    return report._replace(is_bare=not repository.layout.work_tree)


def _kept_patterns() -> KeptPatterns:
    from keyguard.storage.kept_patterns import KeptPatterns  # most hooks see no clue

    return KeptPatterns(__version__)


def publish(
    report: Report, settings: Settings, options: Options, default_format: str = "text"
) -> None:
    """Writes the report where and how the options say.

    The rules' texts are included if they belong there. If standard output does not say what a
    change's own policy would do, standard error does. Raises ``KeyguardError``, with the verdict,
    if the report can't be written.
    """
    format_ = options.format or default_format
    texts = _rule_texts(settings) if format_ == "sarif" else {}
    with report_stream(options, summary.verdict(report)) as stream:
        shown_as = presentation(options, stream)
        if report.findings:
            shown_as = shown_as._replace(baseline=_baseline_file(report, settings, options))
        if format_ == "markdown":
            shown_as = with_links(shown_as)
        write(format_, report, stream, shown_as, texts)
    if report.policy and not options.quiet:
        _tell_of_policy(report, format_, options)


def _tell_of_policy(report: Report, format_: str, options: Options) -> None:
    if is_standard_output(options.output) and format_ not in _WITHOUT_POLICY:
        return
    from keyguard.report.redact import Redactor

    say(Redactor(report.secrets).clean(report.policy))


@contextmanager
def report_stream(options: Options, verdict: str) -> Iterator[TextIO]:
    """The stream that the options want the report in; says the verdict if that is a file.

    Raises ``KeyguardError``, with the verdict, if it can't be written there.
    """
    try:
        with opened(options.output) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise KeyguardError(
            f"the report can't be written to {name_of(options.output)} ({error.strerror}): "
            f"{verdict}; name another file (--output)."
        ) from error
    if not is_standard_output(options.output) and not options.quiet:
        say(f"{verdict}; the report is in {name_of(options.output)}.")


def presentation(options: Options, stream: TextIO) -> Presentation:
    """How to show a report on a stream."""
    colors = (stream.isatty() and not is_dumb()) or bool(os.environ.get("FORCE_COLOR"))
    return Presentation(
        color=colors and not options.no_color and not os.environ.get("NO_COLOR"),
        verbose=options.verbose,
        quiet=options.quiet,
        show_secrets=options.show_secrets,
        base=os.getcwd(),
        width=None,
        made=time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
        typed=("keyguard", *sys.argv[1:]),
    )


def _baseline_file(report: Report, settings: Settings, options: Options) -> str:
    """The file of known findings as it is found from here; empty if there is none."""
    named = options.baseline or settings.baseline_file
    file = os.fspath(named) if named else os.path.join(report.root, BASELINE_FILE)
    if not os.path.isfile(file):
        return ""
    here = os.path.relpath(file)
    return file if here.startswith(os.pardir) else here


def with_links(shown_as: Presentation) -> Presentation:
    """The presentation with links to the forge of this CI, if it runs in one."""
    from keyguard.cli.forge import files_at

    return shown_as._replace(files_at=files_at(os.environ))


def exit_code(report: Report, settings: Settings, options: Options) -> ExitCode:
    """The exit code of a report. 2 wins over 1; ``--exit-zero`` forgives findings, never what was
    not read."""
    if not report.complete:
        return ExitCode.INCOMPLETE
    failing = any(finding.severity >= settings.fail_on for finding in report.active)
    return ExitCode.FINDINGS if failing and not options.exit_zero else ExitCode.CLEAN


def _rule_texts(settings: Settings) -> dict[str, RuleText]:
    from keyguard.rules import rules_with

    return {
        rule.id: RuleText(rule.id, rule.severity, rule.summary, rule.documentation, rule.page)
        for rule in rules_with(settings.custom_rules).values()
    }
