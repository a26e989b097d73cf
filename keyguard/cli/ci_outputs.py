"""What ``keyguard ci`` gives GitHub Actions beside its log: outputs, a job summary, annotations.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from keyguard.cli.console import masked, say
from keyguard.cli.options import Options
from keyguard.cli.run import presentation, with_links
from keyguard.errors import ExitCode, KeyguardError
from keyguard.model.report import Report
from keyguard.report import summary, write
from keyguard.report.github import Annotation
from keyguard.report.markdown_text import prose
from keyguard.report.sanitize import one_line, storable

OUTPUT, SUMMARY, EVENT = "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_EVENT_NAME"
"""Environment variables of a runner."""

_TITLE = "keyguard: not a clean result"


class RunResult:
    """How far a run got. Without a report it failed."""

    def __init__(self) -> None:
        self.report: Report | None = None
        self.code = ExitCode.INCOMPLETE


@contextmanager
def told_to_runner(sarif_file: Path | None) -> Iterator[RunResult]:
    """Writes the outputs once the block ends, and why there is no report if an error ends it."""
    result = RunResult()
    try:
        yield result
    except KeyguardError as error:
        result.report = None
        report_failure(str(error))
        raise
    except (OSError, MemoryError):
        result.report = None
        report_failure("the system refused to go on; the log of the step says what to check.")
        raise
    except Exception:
        result.report, result.code = None, ExitCode.BUG
        report_failure("a bug in keyguard ended the run; report what the log says of it.")
        raise
    finally:
        write_outputs(result.report, result.code, sarif_file)


def write_outputs(report: Report | None, code: ExitCode, sarif_file: Path | None) -> None:
    """Writes the outputs that later steps can use; without a report the run failed.

    ``findings`` is empty unless everything was read: a number would say that there are no others.
    The delimiter is random, so that a value (a file's name) can't end itself and add an output:
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
    """
    complete = code in (ExitCode.CLEAN, ExitCode.FINDINGS)
    outputs = {
        "findings": len(report.active) if report and complete else "",
        "exit-code": int(code),
        "sarif-file": sarif_file if report and sarif_file else "",
        "complete": str(complete).lower(),
    }
    delimiter = f"end-{secrets.token_hex(16)}"
    with _appended(OUTPUT) as stream:
        if stream is not None:
            for name, value in outputs.items():
                stream.write(f"{name}<<{delimiter}\n{value}\n{delimiter}\n")


def summarize(report: Report, options: Options) -> None:
    """Writes the report as a job summary. It masks, whatever the options say."""
    with _appended(SUMMARY) as stream:
        if stream is not None:
            write("markdown", report, stream, with_links(presentation(options, stream)))


def annotate_incomplete(report: Report, options: Options) -> None:
    """Annotates what was not read, if the report's own annotations are not in the log."""
    in_log = options.format in (None, "github") and str(options.output or "-") == "-"
    if not (report.complete or in_log):
        _annotate(summary.incomplete(report))


def report_failure(reason: str) -> None:
    """Says in an annotation and in the job summary why there is no report, and what to do."""
    words = masked(reason)
    _annotate(words)
    with _appended(SUMMARY) as stream:
        if stream is not None:
            text = f"## {_TITLE}\n\n> **What to do:** {prose(one_line(words))}\n"
            stream.write(storable(text, stream))


def _annotate(text: str) -> None:
    """On standard error, since a report may be on standard output; the runner reads both."""
    if os.environ.get(EVENT):
        say("", lead=Annotation("error", _TITLE, text).command())


@contextmanager
def _appended(variable: str) -> Iterator[TextIO | None]:
    """The file that an environment variable names, opened at its end; None if it names none."""
    name = os.environ.get(variable)
    if not name:
        yield None
        return
    try:
        with Path(name).open(
            "a", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as stream:
            yield stream
    except OSError as error:
        raise KeyguardError(f"{variable} can't be written to ({error.strerror}).") from error
