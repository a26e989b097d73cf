"""Reads tables of files: what is expected of each, its path, its text and the files beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from keyguard.context.place import FileContext
from keyguard.detect.text.assigned_name import assigned_name
from keyguard.model import Context, Place, State
from keyguard.settings import Settings
from tests.samples import production_key

HERE = "<key>"
KEY = production_key("place")


@dataclass(frozen=True)
class Row:
    """A file, and what is expected of it."""

    expected: str
    path: str
    text: str = HERE
    neighbours: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.path

    def context(self) -> Context:
        """What its place means for the credential in it."""

        def read(place: Place, other: bytes) -> bytes | None:
            content = self.neighbours.get(other.decode())
            return None if content is None else content.encode()

        where = Place(self.path.encode(), State.TREE)
        text, offset = self.text.replace(HERE, KEY), self.text.index(HERE)
        return FileContext(where, text, Settings(), read).at(offset, assigned_name(text, offset))


def rows(name: str) -> list[Row]:
    """The rows of a table in this folder."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    blocks = re.split(r"^(?![|+\n])", text, flags=re.MULTILINE)
    return [row(block) for block in blocks if block and not block.startswith("#")]


def row(block: str) -> Row:
    """One row: its head, then the lines of its text (``|``) and of its neighbours (``+``)."""
    head, *lines = block.rstrip("\n").split("\n")
    expected, path = head.split(maxsplit=1)
    text = "\n".join(line[2:] for line in lines if line.startswith("|"))
    return Row(expected, path, text or HERE, dict(neighbours(lines)))


def neighbours(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The files beside it; of a package.json only the dependencies are written down."""
    for line in lines:
        if line.startswith("+"):
            path, _, content = line[2:].partition(": ")
            if path.endswith("package.json"):
                content = json.dumps({"dependencies": dict.fromkeys(content.split(), "1")})
            yield path, content.replace("⏎", "\n")
