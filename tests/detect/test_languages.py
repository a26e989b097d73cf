"""What is found in every language and format, as its people write it: a table for each.

``comparisons`` holds handlers of webhooks that compare a header with the secret.

A line begins with ``+`` (a hit), ``-`` (a miss), ``|`` (the case goes on), ``@`` (the path of the
cases below) or ``#`` (a comment). In a hit, ``«»`` stand around what must be found; a slot such as
``{production}`` is filled with a sample. Everything else must stay silent.
"""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from keyguard.detect.detector import Detector
from keyguard.model import Blob, Confidence, Detection, Kind, Place, State, View
from keyguard.prefilter.select import CluePrefilter, FastPrefilter
from keyguard.settings import KeyFormat
from tests.samples import ALPHANUMERIC, body, production_key, staging_key, webhook_secret

FOLDERS = ("languages", "comparisons", "names")
TABLES = sorted(
    table for folder in FOLDERS for table in (Path(__file__).parent / folder).glob("*.txt")
)
DETECTOR = Detector.for_format(KeyFormat())
HEX = "0123456789abcdef"
MARKED = re.compile("«(.*?)»", re.DOTALL)
SLOT = re.compile(r"\{(?:(production|staging)\.)?([a-z]+)(\d*)\}")
KEYS = {"production": production_key("languages"), "staging": staging_key("languages")}
ALPHABETS = {"a": ALPHANUMERIC, "hex": HEX}
SAMPLES = {
    **KEYS,
    "strong": webhook_secret("languages"),
    "hex": body("languages", 64, HEX),
    "random64": base64.b64encode(random.Random("languages").randbytes(33)).decode(),
    "words64": base64.b64encode(b"supersecretwebhooktoken1234567890").decode(),
}


def fill(template: str) -> str:
    """``{a32}`` is 32 random letters and digits; ``{staging.2}`` the second third of a key."""

    def value(slot: re.Match[str]) -> str:
        key, name, number = slot.groups()
        if key:
            return KEYS[key][3:]
        if name + number in SAMPLES:
            return SAMPLES[name + number]
        if name in ALPHABETS and number:
            return body(template, int(number), ALPHABETS[name])
        return slot[0]

    for name in (*KEYS, "strong"):
        whole = SAMPLES[name]
        thirds = (whole[:14], whole[14:25], whole[25:])
        for number, third in enumerate(thirds, 1):
            template = template.replace(f"{{{name}.{number}}}", third)
    return SLOT.sub(value, template)


@dataclass(frozen=True)
class Case:
    """A text in a file, and where in it something must be found."""

    path: str
    text: str
    expected: tuple[tuple[int, int], ...]

    @classmethod
    def parse(cls, path: str, marked: str) -> Case:
        """A case from its text with marks."""
        filled = fill(marked)
        marks = enumerate(MARKED.finditer(filled))
        spans = [(found.start() - 2 * n, found.end() - 2 * n - 2) for n, found in marks]
        return cls(path, filled.replace("«", "").replace("»", ""), tuple(spans))


def cases(table: Path) -> Iterator[Case]:
    """The cases of a table; a sign that contradicts the marks is an error in the table."""
    path = ""
    for block in re.split(r"^(?!\| )", table.read_text("utf-8"), flags=re.MULTILINE):
        sign, text = block[:1], block[2:].rstrip("\n").replace("\n| ", "\n")
        if sign == "@":
            path = text
        elif sign and sign in "+-":
            assert (sign == "+") is bool(MARKED.search(text)), f"{table}: {text}"
            yield Case.parse(path, text)
        else:
            assert sign in ("", "#"), f"{table}: {block}"


def title(table: Path) -> str:
    return f"{table.parent.name}/{table.stem}"


ALL = [case for table in TABLES for case in cases(table)]
HITS = [case for case in ALL if case.expected]


def secrets_in(view: View) -> list[Detection]:
    """Keys of the Gateway and webhook secrets; what other vendors' keys are has its own table."""
    found = DETECTOR.detect(view)
    return [each for each in found if each.kind.is_secret and each.kind is not Kind.VENDOR_KEY]


def view_of(text: str, path: str) -> View:
    return View(Blob("id", text.encode(), (Place(path.encode(), State.TREE),)), text)


def is_right(case: Case, ending: str) -> bool:
    """What is found is what is marked, and the value is what stands there or what it stands for."""
    text = case.text + ending
    shown = [s for s in secrets_in(view_of(text, case.path)) if s.confidence > Confidence.LOW]
    return sorted((s.start, s.end) for s in shown) == sorted(case.expected) and all(
        each.value in (text[each.start : each.end], *SAMPLES.values()) for each in shown
    )


def is_looked_at(case: Case) -> bool:
    """The prefilter lets it through, and the first look without a name sees it as well."""
    data = case.text.encode()
    starts = {detection.start for detection in secrets_in(View(Blob("id", data), case.text))}
    return (
        CluePrefilter(KeyFormat()).matches(data)
        and FastPrefilter(KeyFormat()).matches(data)
        and starts >= {start for start, _ in case.expected}
    )


@pytest.mark.parametrize("ending", ["", "\n"], ids=["cut", "ended"])
@pytest.mark.parametrize("table", TABLES, ids=title)
def test_what_is_marked_is_found_and_nothing_else(table: Path, ending: str) -> None:
    assert not [case for case in cases(table) if not is_right(case, ending)]


@pytest.mark.parametrize("table", TABLES, ids=title)
def test_hits_are_looked_at(table: Path) -> None:
    assert not [case for case in cases(table) if case.expected and not is_looked_at(case)]


@pytest.mark.parametrize("table", TABLES, ids=title)
def test_misses_outnumber_hits(table: Path) -> None:
    hits = [bool(case.expected) for case in cases(table)]
    assert 0 < 2 * sum(hits) < len(hits)
