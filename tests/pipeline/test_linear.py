"""The work that a text takes grows with its size and no faster, whatever its shape.

Calls are counted, not seconds: they are the same on every machine.
"""

from __future__ import annotations

import base64
import cProfile
import io
import random
import re
import string
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from keyguard.encodings import hexadecimal
from keyguard.model import Blob, Place, State
from keyguard.model.source import Source
from keyguard.pipeline.scan import scan
from keyguard.report import Presentation, html_report, json_report
from keyguard.report import text as text_report
from keyguard.settings import Settings
from tests.samples import body, production_key, staging_key, webhook_secret

FEW, MANY = 40, 320
"""Candidates of a text, and of one that is eight times as large."""
SLACK = 2.5
"""Quadratic work is 8 times as much for each candidate. Windows overlap, but for the only one of a
small text."""
SETTINGS = Settings(show_low_confidence=True)
SHAPES = range(24)

Make = Callable[[int], str]
"""A part of a text, by its number."""


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


VALUES: tuple[Make, ...] = (
    production_key,
    staging_key,
    webhook_secret,
    lambda number: "sk_" + body(number, 30, "0123456789abcdef"),
    lambda number: f"pk_your_key_{number}",
    lambda number: base64_of(production_key(number)),
    lambda number: base64_of(base64_of(f"key={production_key(number)}")),
    lambda number: "".join(f"&#{ord(each)};" for each in production_key(number)),
    lambda number: "".join(f"\\x{ord(each):02x}" for each in staging_key(number)),
    lambda number: f'{production_key(number)[:17]}" + "{production_key(number)[17:]}',
    lambda number: f"https://api.example.com/send?api_key={production_key(number)}",
    lambda number: "pk_" * 12,
)
NAMES: tuple[Make, ...] = (
    lambda number: f"CONNEXEASE_KEY_{number}",
    lambda number: f"WEBHOOK_SECRET_{number}",
    lambda number: f"VITE_KEY_{number}",
    lambda number: f"tenant{number}.api.key",
    lambda number: f"k{number}",
)
ASSIGNED = ('{} = "{}"', '"{}": "{}",', "{}: {}", "<{0}>{1}</{0}>", "{}={}", 'const {} = "{}";')
BEFORE: tuple[Make, ...] = (
    lambda number: "",
    lambda number: f"[production.{number}]\n",
    lambda number: f"env{number}:\n  env: staging\n  ",
    lambda number: "APP_ENV=production\n",
    lambda number: f'resource "x" "p{number}" {{\n',
    lambda number: '{"a": [{"b": {',
    lambda number: f"<a{number}>",
    lambda number: f"export function f{number}() {{\n",
    lambda number: "# webhook of Stripe\n",
)
FILES = (
    *(".env", "prod.env", "c.ini", "c.toml", "c.yml", "c.json", "m.tf", "application.properties"),
    *("app.min.js", "a.ts", "app.js.map", "n.ipynb", "dump.sql", "x.xml", "p.html", "settings.py"),
)


def drawn(seed: int) -> tuple[str, Make]:
    """A file's name, and the text of so many candidates."""
    generator = random.Random(seed)
    before, name, value = map(generator.choice, (BEFORE, NAMES, VALUES))
    assigned, end = generator.choice(ASSIGNED), generator.choice(("\n", "\n", "\r\n", " "))

    def text(count: int) -> str:
        rows = ((before(i), assigned.format(name(i), value(seed * MANY + i))) for i in range(count))
        return "".join(f"{begin}{row}{end}" for begin, row in rows)

    return generator.choice(FILES), text


class OneFile(Source):
    def __init__(self, name: str, text: str) -> None:
        self._blob = Blob("id", text.encode(), (Place(name.encode(), State.TREE),))

    def items(self) -> Iterator[Blob]:
        yield self._blob


def work(name: str, text: str, format_: ModuleType = json_report) -> int:
    """Calls from the content to its report."""
    profile = cProfile.Profile()
    profile.enable()
    report = scan("scan", [OneFile(name, text)], SETTINGS)
    format_.write(report, io.StringIO(), Presentation())
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("seed", SHAPES)
def test_work_grows_with_the_text_and_no_faster(seed: int) -> None:
    name, text = drawn(seed)
    work(name, text(FEW))  # what is compiled and loaded once
    few, many = work(name, text(FEW)), work(name, text(MANY))
    assert many < few * MANY / FEW * SLACK, (name, text(2))


SLACK_OF_A_LINE = 1.2
"""What asked of each finding what all of its line is took 1.5 and 2.1 times."""


@pytest.mark.parametrize("format_", [text_report, html_report], ids=["text", "html"])
def test_reports_of_one_line_grow_with_it_and_no_faster(format_: ModuleType) -> None:
    def minified(count: int) -> str:
        return "".join(f'a{i}="{production_key(i)}",' for i in range(count))

    work("app.min.js", minified(FEW), format_)  # what is compiled and loaded once
    few, many = (work("app.min.js", minified(count), format_) for count in (2 * FEW, 2 * MANY))
    assert many < few * MANY / FEW * SLACK_OF_A_LINE


MOST_FOR_A_BYTE = 5
"""Calls for each byte of text that is encoded again and again; what looked into each encoding twice
took 3,000."""


@pytest.mark.parametrize("beside", [1, 3])
def test_work_does_not_grow_with_how_often_text_is_encoded(beside: int) -> None:
    texts = [f"{body(number, 20)} key={production_key(number)}" for number in range(beside)]
    for _ in range(18):
        texts = list(map(base64_of, texts))
    text = "\n---\n".join(texts)
    work("a.txt", text)
    assert work("a.txt", text) < MOST_FOR_A_BYTE * len(text)


FEWEST_REFERENCES = 20_000
MOST_CALLS = 10
"""Calls for each reference that says nothing; what looked at each several times took 22."""


def test_references_that_say_nothing_take_few_calls() -> None:
    def references(count: int) -> str:
        letters = random.Random(count).choices(string.ascii_lowercase, k=count)
        return "".join(f"&#{ord(letter)};" for letter in letters)

    work("p.html", references(FEWEST_REFERENCES))  # what is compiled and loaded once
    few, many = (work("p.html", references(FEWEST_REFERENCES * times)) for times in (1, 2))
    assert many - few < FEWEST_REFERENCES * MOST_CALLS


LITERALS = 3_000
MOST_CALLS_A_LITERAL = 4
"""Calls for each literal of escapes that say nothing; what decoded each by itself took 43."""


def test_literals_that_say_nothing_take_few_calls() -> None:
    def literals(count: int) -> str:
        codes = random.Random(count).choices(range(0x21, 0x7F), k=16 * count)
        written = [f"\\x{code:02x}" for code in codes]
        return ",".join(f'"{"".join(written[at : at + 16])}"' for at in range(0, len(codes), 16))

    work("a.js", literals(LITERALS))  # what is compiled and loaded once
    few, many = (work("a.js", literals(LITERALS * times)) for times in (1, 2))
    assert many - few < LITERALS * MOST_CALLS_A_LITERAL


BEGINNINGS = {
    "gzip": b"\x1f\x8b\x08" + bytes(6) + b"\x03",
    "bzip2": b"BZh91AY&SY",
    "xz": b"\xfd7zXZ\0\0\4",
    "zstd": b"\x28\xb5\x2f\xfd\4",
    "zip": b"PK\3\4\x14\0\0\0\x08\0",
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "pdf": b"%PDF-1.4\n",
    "deb": b"!<arch>\ndebian-binary",
}
RUNS = 200
MOST_CALLS_A_RUN = 1_200
"""Calls for a run of base64 that begins like an archive; what opened each seven times, and read it
as text as often, took 1,600 to 7,600."""


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
def test_runs_that_only_begin_like_archives_take_few_calls(beginning: bytes) -> None:
    def runs(count: int) -> str:
        generator = random.Random(count)
        datas = (beginning + generator.randbytes(generator.randrange(20, 38)) for _ in range(count))
        return "".join(base64.b64encode(data).decode() + "\n" for data in datas)

    work("a.txt", runs(RUNS))  # what is compiled and loaded once
    few, many = work("a.txt", runs(RUNS)), work("a.txt", runs(3 * RUNS))
    assert many - few < 2 * RUNS * MOST_CALLS_A_RUN


PLACES = 5_000
MOST_CALLS_A_PLACE = 25
"""Calls for each place where code may take the scheme off a header; what looked at each twice, and
at all around it each time, took 64."""


def test_places_that_may_take_a_scheme_off_take_few_calls() -> None:
    def places(count: int) -> str:
        numbers = random.Random(count).choices(range(1_000), k=count)
        return "".join(f"auth,7){number}\n" for number in numbers)

    work("a.txt", places(PLACES))  # what is compiled and loaded once
    few, many = (work("a.txt", places(PLACES * times)) for times in (1, 2))
    assert many - few < PLACES * MOST_CALLS_A_PLACE


MOST_CALLS_A_MENTION = 2_000
"""Calls for each place that has a name which many others have, too; what looked at all of them
from each one took 3,000 to 50,000."""
_HOOK = "const hook = req.headers.authorization?.slice(7);\n"
_SETTING = "return ['webhook' => ['expected' => 'Bearer {}']];\n"
MENTIONS: dict[str, tuple[str, str, Make]] = {
    "a list": (
        "hook.js",
        "// webhook\nconst ALLOWED = ['a1', 'b2'];\n",
        lambda number: f"{_HOOK}if (!ALLOWED.includes(hook)) send(401);\n",
    ),
    "a token": (
        "hook.js",
        "// webhook\n",
        lambda number: f"{_HOOK}if (hook !== '{body(number, 32)}') send(401);\n",
    ),
    "a member of a mapping": (
        "config.php",
        "",
        lambda number: f"{_SETTING.format(body(number, 32))}$config['webhook']['expected'] === $h;",
    ),
}


@pytest.mark.parametrize(("name", "head", "mention"), MENTIONS.values(), ids=MENTIONS)
def test_what_is_asked_of_a_name_is_asked_once(name: str, head: str, mention: Make) -> None:
    few, many = (head + "".join(map(mention, range(count))) for count in (FEW, MANY))
    work(name, few)  # what is compiled and loaded once
    assert work(name, many) - work(name, few) < (MANY - FEW) * MOST_CALLS_A_MENTION


def test_the_measure_tells_what_is_quadratic() -> None:
    def calls(count: int) -> int:
        profile = cProfile.Profile()
        profile.enable()
        for end in range(count):
            for start in range(end):
                abs(start)
        profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(MANY) > calls(FEW) * MANY / FEW * SLACK


def wrapped_hex(lines: int) -> str:
    """A picture in a document, with a key in front."""
    digits = f"key = {production_key(1)} ".encode().hex() + body(2, 128 * lines, "0123456789abcdef")
    return "\n".join(digits[start : start + 128] for start in range(0, 128 * lines, 128))


def test_what_is_in_front_of_digits_is_looked_for_near_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_through: list[int] = []

    class Sign:
        def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
            looked_through.append(end - start)
            return sign.search(text, start, end)

    sign = hexadecimal._SIGN
    monkeypatch.setattr(hexadecimal, "_SIGN", Sign())
    sums = []
    for lines in (FEW, MANY):
        looked_through.clear()
        work("picture.rtf", wrapped_hex(lines))
        sums.append(sum(looked_through))
    assert 0 < sums[1] <= sums[0] * MANY / FEW * SLACK
