"""What stands on the pages: their blocks of code, and what the commands in them print.

A block ``console`` is what a reader types behind ``$ `` and gets. A line ``...`` in what he gets
means any number of lines. A block below a comment ``<!-- file: NAME -->`` is a file. All blocks
of a page run in one repository, from the first to the last.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.docs.shop import filled

PROJECT = Path(__file__).parents[2]
PAGES = [
    PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
] + sorted((PROJECT / "docs").glob("*.md"))

_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_ANY_LINES = "..."
_END = "----- end of a command -----"

Run = Callable[[str], str]
"""What a shell prints for a script."""


def blocks(page: str) -> Iterator[re.Match[str]]:
    """Every fenced block, with its ``file`` (or None), ``language`` and ``text``."""
    return _BLOCK.finditer(page)


def refreshed(page: str, folder: Path, run: Run) -> str:
    """The page with what its commands print now, and its files written to the folder."""

    def fresh(block: re.Match[str]) -> str:
        if block["file"]:
            file = folder / block["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(filled(block["text"]), "utf-8")
        if block["language"] != "console":
            return block[0]
        return f"```console\n{_transcript(block['text'], run)}```"

    return _BLOCK.sub(fresh, page)


def _transcript(text: str, run: Run) -> str:
    commands = [part.partition("\n") for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]]
    script = "".join(
        f"{command}\ncode=$?; echo '{_END}'; (exit $code)\n" for command, *_ in commands
    )
    printed = run(script).split(f"{_END}\n")
    return "".join(
        f"$ {command}\n{_like(shown, now)}"
        for (command, _, shown), now in zip(commands, printed[:-1], strict=True)
    )


def _like(shown: str, printed: str) -> str:
    """What is printed, cut short where it is shown cut short."""
    before, now = shown.splitlines(keepends=True), printed.splitlines(keepends=True)
    cuts = [number for number, line in enumerate(before) if line.strip() == _ANY_LINES]
    if not cuts:
        return printed
    assert len(cuts) == 1, f"more than one {_ANY_LINES} in what one command prints"
    head, tail = cuts[0], len(before) - cuts[0] - 1
    assert head + tail < len(now), "nothing is left out"
    return "".join([*now[:head], before[head], *now[len(now) - tail :]])


def shell(folder: Path, env: dict[str, str]) -> Run:
    """A bash that runs scripts in the folder."""

    def run(script: str) -> str:
        finished = subprocess.run(
            ["bash", "-c", f"exec 2>&1\n{script}"],
            cwd=folder,
            env=os.environ | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=False,
        )
        return finished.stdout.decode("utf-8")

    return run
