"""Every format that is known: a key in a real file is found, or the file is told as not read."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

import pytest

from keyguard import decode
from keyguard.formats.format import Format
from keyguard.formats.recognise import recognise
from keyguard.formats.table import FORMATS
from keyguard.model import Blob, Problem
from keyguard.model.entry_point import load
from keyguard.prefilter.byte_checks import may_be_archive, may_hold_archive
from keyguard.prefilter.format_clues import archive_clues, archive_in_text_clues, beginning_clues
from tests.decode.encoders import zipped
from tests.decode.test_bounds import EVERYTHING
from tests.formats.samples import SAMPLES
from tests.inputs import in_each_state
from tests.tools import Repository, scan_json

BY_NAME = {each.name: each for each in FORMATS if each.magic}
ONLY_NAMED = [each for each in FORMATS if not each.magic]


def test_every_format_has_a_sample() -> None:
    assert SAMPLES.keys() == BY_NAME.keys()
    assert len(BY_NAME) + len(ONLY_NAMED) == len(FORMATS)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """What a scan, a commit hook and a history tell of all samples, by path: findings' ``via``, and
    messages of problems."""
    repository = Repository.create(tmp_path_factory.mktemp("formats") / "repository")
    files: dict[str, str | bytes] = {}
    for name, sample in SAMPLES.items():
        files[name] = sample.data
        files[f"{name}.txt"] = b"k: " + base64.b64encode(sample.data) + b"\n"
    results = in_each_state(repository, files)
    return [
        {each["path"]: each["message"] for each in result.json["problems"]}
        | {each["path"]: tuple(each["via"]) for each in result.json["findings"]}
        for result in results
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_is_opened_or_told(name: str, told: list[dict[str, object]]) -> None:
    via = SAMPLES[name].via
    if via:
        assert [each.get(name) for each in told] == [via] * 3
    else:
        messages = [str(each.get(name)) for each in told]
        assert all(name in message and message.endswith(".") for message in messages), messages


@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.in_text])
def test_is_opened_or_told_in_base64(name: str, told: list[dict[str, object]]) -> None:
    said = [each.get(f"{name}.txt") for each in told]
    if BY_NAME[name].opener:
        assert said == [("base64", *SAMPLES[name].via)] * 3
    else:
        assert all(f"it is an archive of the format {name}" in str(each) for each in said), said


@pytest.mark.parametrize("row", BY_NAME.values(), ids=lambda row: row.name)
def test_a_sample_is_seen_and_recognised(row: Format) -> None:
    data = SAMPLES[row.name].data
    archive = recognise(data)
    assert archive is not None
    assert archive.format is row
    assert may_be_archive(data)
    clues = (*archive_clues(), *beginning_clues())
    assert re.search(b"|".join(clues), data, re.DOTALL)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.in_text])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_sample_is_seen_in_text(name: str, times: int, encode: Callable[[bytes], bytes]) -> None:
    data = SAMPLES[name].data
    for _ in range(times):
        data = encode(data)
    assert may_hold_archive(data)
    assert re.search(b"|".join(archive_in_text_clues()), data)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_row_is_whole(row: Format) -> None:
    assert bool(row.opener) != bool(row.unread)
    assert not row.unread or not row.yields_all
    assert not row.in_text or row.offset in (0, None)
    for entry_point in filter(None, (row.opener, row.check)):
        assert callable(load(entry_point))


@pytest.mark.parametrize(
    "row", [each for each in FORMATS if each.header or each.check], ids=lambda row: row.name
)
def test_a_magic_number_that_came_about_by_chance_is_nothing(row: Format) -> None:
    assert recognise(b"x" * (row.offset or 0) + row.magic + b"x" * 600) is None


def worth_damaging(data: bytes) -> Iterator[int]:
    """Every third byte, but of a long run of one byte only those near its ends."""
    framed = b"<" + data + b">"
    for at in range(0, len(data), 3):
        if len({*framed[max(at - 30, 0) : at + 30]}) > 1:
            yield at


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_is_a_problem_and_never_an_error(name: str) -> None:
    data = SAMPLES[name].data
    problems = 0
    for at in worth_damaging(data):
        for damaged in (data[:at], data[:at] + b"\xff\0\x7f" + data[at + 3 :]):
            views = decode.views(Blob("id", damaged), EVERYTHING)
            problems += sum(isinstance(each, Problem) for each in views)
    assert problems or name in ("pdf", "png", "sqlite log"), "streams are found by the look of them"


STEMS = [
    ("gzip", b"a.gz", b"a"),
    ("gzip", b"b/a.tgz", b"a.tar"),
    ("gzip", b"a.gz.txt", b""),
    ("gzip", b"a", b""),
    ("bzip2", b"a.tbz2", b"a.tar"),
    ("xz", b"a.txt.xz", b"a.txt"),
]


@pytest.mark.parametrize(("format_name", "name", "stem"), STEMS)
def test_what_is_packed_has_the_name_without_what_packing_adds(
    format_name: str, name: bytes, stem: bytes
) -> None:
    archive = recognise(SAMPLES[format_name].data, name)
    assert archive is not None
    assert archive.stem == stem


@pytest.mark.parametrize(
    "suffix", [suffix.decode() for row in ONLY_NAMED for suffix in row.suffixes]
)
def test_what_only_a_name_tells_is_told(suffix: str, repository: Repository) -> None:
    repository.write("a" + suffix, b"\x1b\x10\0\xf8\x8d")
    repository.write("b.zip", zipped(b"\x1b\x10\0\xf8\x8d", "a" + suffix))
    repository.write("c" + suffix + ".txt", b"\x1b\x10\0\xf8\x8d")
    repository.git("add", "--all")
    for arguments in (("scan",), ("scan", "a" + suffix, "b.zip"), ("staged",)):
        result = scan_json(*arguments, cwd=repository.path)
        assert {each["path"] for each in result.json["problems"]} == {"a" + suffix, "b.zip"}
        assert result.code == 2
