"""Runs of escapes are looked into: a key is seen wherever it is in one, and nothing else is."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

import pytest

from keyguard.model.prefilter import APART
from keyguard.prefilter.coded_runs import BLOCK
from keyguard.prefilter.select import CluePrefilter, FastPrefilter
from keyguard.settings import KeyFormat
from tests.samples import production_key
from tests.tools import NO_HYPERSCAN, Repository, scan_json, with_modules

FORMS = {
    "percent": "%{:02x}",
    "hex": "\\x{:02X}",
    "unicode": "\\u{:04x}",
    "braces": "\\u{{{:x}}}",
    "decimal": "&#{};",
    "hex reference": "&#x{:x};",
}
PREFILTERS = {"portable": CluePrefilter(KeyFormat()), "fast": FastPrefilter(KeyFormat())}
PRINTABLE = range(0x21, 0x7F)


def noise(form: str, size: int) -> str:
    """So many bytes of escapes of any characters, or somewhat more."""
    each = len(form.format(0x70))
    return "".join(map(form.format, random.Random(size).choices(PRINTABLE, k=size // each + 1)))


def escaped(form: str, text: str) -> str:
    return "".join(form.format(ord(character)) for character in text)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", PREFILTERS)
def test_what_says_nothing_has_no_clue(name: str, form: str) -> None:
    ends = PREFILTERS[name].ends(noise(form, 2 * BLOCK).encode())
    assert ends is not None
    assert not any(ends[:3])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_key_is_found_wherever_a_run_is_cut(form: str, tmp_path: Path) -> None:
    keys = [production_key(f"{form}{number}") for number in range(8)]
    key = escaped(form, f'\n"{keys[0]}"\n')
    steps = [BLOCK - len(key) - len(noise(form, 0)), *range(0, 2 * len(key), len(key) // 3)]
    for number, step in enumerate(steps[: len(keys)]):
        run = noise(form, max(0, step)) + escaped(form, f'\n"{keys[number]}"\n')
        (tmp_path / f"{number}.txt").write_text(run + noise(form, BLOCK) + "\n")
    found = scan_json("scan", ".", "--show-secrets", cwd=tmp_path).json["findings"]
    assert {each["credential"]["secret"] for each in found} == set(keys[: len(steps)])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("between", ['","', '", "' + " " * 40, '";\ncall("'])
def test_a_key_is_found_among_literals_that_say_nothing(
    form: str, between: str, tmp_path: Path
) -> None:
    literals = [noise(form, 90 + number % 7) for number in range(2 * BLOCK // 100)]
    literals.insert(len(literals) * 2 // 3, escaped(form, production_key(form)))
    (tmp_path / "a.js").write_text('call("' + between.join(literals) + '");\n')
    found = scan_json("scan", ".", "--show-secrets", cwd=tmp_path).json["findings"]
    assert [each["credential"]["secret"] for each in found] == [production_key(form)]


def test_what_is_joined_is_known_by_its_own_runs() -> None:
    form = FORMS["decimal"]
    texts = [noise(form, 500), noise(form, 400) + escaped(form, production_key("a")), "a = 1"] * 3
    starts = [0, *accumulate(len(text) + len(APART) for text in texts)][: len(texts)]
    joined = b"".join(text.encode() + APART for text in texts)
    for prefilter in PREFILTERS.values():
        assert sorted(prefilter.which_match_among(joined, starts)) == [1, 4, 7]
        assert prefilter.which_match([text.encode() for text in texts]) == [False, True, False] * 3


def nested(times: int) -> bytes:
    """A key in percent-encoding, so many times, up to what encodes its first character."""
    escape = b"%" + b"25" * (times - 1)
    return escape + b"70" + escape + b"6b" + escape + b"5f" + production_key()[3:].encode() + b"\n"


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("command", ["scan", "history"])
def test_what_is_encoded_in_itself(tmp_path: Path, command: str, portable: bool) -> None:
    """Up to five times it is decoded; more is told, and countless times end nothing."""
    repository = Repository.create(tmp_path / "r")
    for times in (1, 4, 5, 6, 9, 400, 4_000):
        repository.write(f"{times}", nested(times))
    repository.git("add", "--all")
    repository.commit("deep")
    env = with_modules(tmp_path / "modules", NO_HYPERSCAN) if portable else {}
    result = scan_json(command, cwd=repository.path, env=env)
    assert result.code == 2
    assert {path for _, path in result.found} == {"1", "4", "5"}
    assert {"6", "9"} <= {each["path"] for each in result.json["problems"]}
