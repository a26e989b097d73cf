"""What every benchmark is given: options, peers, repositories, and a folder that goes away."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from _measure import KEYGUARD, ROOT, Contestant, Subject, report
from _peers import Rivals, add_options
from _repositories import Recipe, make

NAMED_OPTIONS = ("commits", "blobs", "runs")
"""What of a command decides on its figures; paths are those of one machine."""


@dataclass(frozen=True)
class Setting:
    """The given, ready to be measured."""

    options: argparse.Namespace
    rivals: Rivals
    kept: Path
    """Where made-up repositories stay for the next time, if that was asked for."""
    _temporary: Path

    @property
    def repositories(self) -> list[Path]:
        """Those that were named; if there are none, a made-up one."""
        named = [Path(name).resolve() for name in self.options.repositories]
        return named or [make(self.kept / "made-up.git", Recipe())]

    def folder_for(self, repository: Path) -> Path:
        """An empty folder, for what is made of one repository."""
        folder = self._temporary / f"{len(list(self._temporary.iterdir()))}-{repository.name}"
        folder.mkdir()
        return folder

    def ours(
        self, *arguments: str | Path, folder: Path | None = None, incomplete: bool = False
    ) -> list[Contestant]:
        """keyguard with all its rules on: this checkout's, then the one to compare it with.

        Python prefers a package in the current folder to all others, so that is never a checkout.
        """
        fine = frozenset({0, 1, 2} if incomplete else {0, 1})
        builds = {"keyguard": ROOT}
        if self.options.against:
            builds[f"keyguard of {self.options.against.name}"] = self.options.against.resolve()
        command = [*KEYGUARD, *arguments]
        where = folder or self._temporary
        return [Contestant(name, command, where, fine, build) for name, build in builds.items()]

    def report(self, subjects: list[Subject]) -> None:
        """Measures, and prints the table with what is needed to repeat it."""
        command = ["python", f"tests/bench/{Path(sys.argv[0]).name}"]
        command += [Path(name).name for name in getattr(self.options, "repositories", ())]
        for name in NAMED_OPTIONS:
            if hasattr(self.options, name):
                command += [f"--{name}", str(getattr(self.options, name))]
        names = {each.name for subject in subjects for each in subject.contestants}
        about = f"`{shlex.join(command)}`: {', '.join(self.rivals.versions(names))}."
        report(subjects, self.options.runs, self.options.patience, about)


def parser_for(documentation: str | None, *, repositories: bool = True) -> argparse.ArgumentParser:
    """The options that all benchmarks share."""
    parser = argparse.ArgumentParser(
        description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    if repositories:
        parser.add_argument("repositories", nargs="*", metavar="REPOSITORY")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what is made up, there")
    add_options(parser)
    return parser


@contextmanager
def setting_for(options: argparse.Namespace) -> Iterator[Setting]:
    """What was asked for, as long as the block lasts."""
    with TemporaryDirectory(prefix="keyguard-bench-") as folder:
        temporary = Path(folder)
        for name in ("rules", "made", "copies"):
            (temporary / name).mkdir()
        kept = options.keep or temporary / "made"
        kept.mkdir(parents=True, exist_ok=True)
        rivals = Rivals(options, temporary / "rules")
        yield Setting(options, rivals, kept.resolve(), temporary / "copies")
