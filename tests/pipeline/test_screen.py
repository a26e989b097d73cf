"""A screener around the clues misses nothing that a full look finds."""

from __future__ import annotations

import base64
import gzip
import io
import random
import re
import struct
import tarfile
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard import decode
from keyguard.detect.detector import Detector
from keyguard.model import Blob, ScreenVerdict
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.select import CluePrefilter, FastPrefilter, HistoryPrefilter
from keyguard.settings import KeyFormat
from tests.decode.encoders import TEXTUAL, zipped
from tests.detect import test_gateway_key as keys
from tests.detect import test_languages as languages
from tests.detect import test_webhook_secret as secrets
from tests.rules import test_other_vendors as vendors
from tests.rules import test_rules as rules
from tests.samples import production_key, webhook_secret
from tests.tools import Repository, scan_json

Row = TypeVar("Row")
DETECTOR = Detector.for_format(KeyFormat())
PREFILTERS = [CluePrefilter(KeyFormat()), FastPrefilter(KeyFormat())]
FILLERS = {
    "ascii": "for each in range(1, 100): total = total + each * 3  # and so on\n" * 150,
    "accents": "Überprüfung der Größe für möglichst viele Fälle, naïveté à côté\n" * 150,
    "japanese": "これは長い文章です。何も含まれていません。もう一度読んでください。\n" * 150,
    "one line": "var a=1,b=2;function f(x){return x+a*b}" * 250,
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-32-be")
KEY = re.compile(r"\b[ps]k_[A-Za-z0-9]{32}\b")
HANDLERS = {
    "webhook-handler-unverified", "webhook-check-optional", "webhook-secret-compare-unsafe",
    "webhook-check-after-payload", "webhook-slow-response", "webhook-missing-401",
    "webhook-compare-timing",
}  # fmt: skip
"""Rules about what a handler does, which no credential is needed for."""
HITS = [
    *(row[-1] for row in secrets.HITS),
    *(case.text for case in languages.HITS[::8]),
    *(keys.fill(line.partition("\t")[2]) for line in keys.lines("keys_found.txt")),
    *(vendors.fill(row["text"], "screener") for row in vendors.HITS),
    *(
        rules.fill(case["text"])
        for case in rules.CASES
        if case["rules"] and not HANDLERS.intersection(case["rules"])
    ),
    *(encoder.encode(f"API_KEY={production_key()}\n".encode()).decode() for encoder in TEXTUAL),
]


def screener(prefilter: CluePrefilter) -> Screener:
    return Screener(DETECTOR, prefilter)


def fully(blob: Blob) -> bool:
    return any(
        True for view in decode.views(blob, DETECTOR.prefilter) for _ in DETECTOR.detect(view)
    )


def holds(prefilter: CluePrefilter, blob: Blob) -> bool:
    return prefilter.matches(blob.data) and bool(screener(prefilter).screen(blob).verdict)


def test_every_hit_is_one_and_no_filler() -> None:
    for hit in HITS:
        assert fully(Blob("id", hit.encode())), hit
    for filler, encoding in product(FILLERS.values(), ENCODINGS):
        blob = Blob("id", f"{filler}\n{filler}".encode(encoding))
        assert [holds(prefilter, blob) for prefilter in PREFILTERS] == [False, False]


def with_fillers(rows: Iterable[Row], turn: int) -> Iterator[tuple[Row, str]]:
    """Each row and a filler, which is another one at each turn: in all of them a row meets each."""
    fillers = list(FILLERS.values())
    return ((row, fillers[(number + turn) % len(fillers)]) for number, row in enumerate(rows))


@pytest.mark.parametrize(("turn", "encoding"), list(enumerate(ENCODINGS)))
def test_sees_every_hit_in_the_middle_of_a_large_file(turn: int, encoding: str) -> None:
    for hit, around in with_fillers(HITS[turn % 2 :: 2], turn):
        blob = Blob("id", f"{around}\n{hit}\n{around}".encode(encoding))
        assert [holds(prefilter, blob) for prefilter in PREFILTERS] == [True, True], hit


@pytest.mark.parametrize("hit", [f"KEY={production_key()}", f"WEBHOOK_SECRET={webhook_secret()}"])
@pytest.mark.parametrize(
    "beginning",
    [b"\xff\xfe not UTF-16: \xe9", b"\xfe\xff", b"\xff\xfe\0\0", b"\xef\xbb\xbf", b"plain"],
    ids=["UTF-16", "UTF-16-BE", "UTF-32", "UTF-8", "none"],
)
def test_sees_what_stands_far_behind_in_any_encoding(hit: str, beginning: bytes) -> None:
    """A screener must not take the text that it sees for what the file begins with."""
    for between in (b"\n", b"\0\n", b"\xe3\x81\n"):
        blob = Blob("id", beginning + b" text\n" * 3_000 + between + hit.encode() + b"\n")
        assert (fully(blob), holds(PREFILTERS[1], blob)) == (True, True)


def test_sees_what_a_full_look_sees() -> None:
    seen = []

    @given(st.lists(st.sampled_from([*HITS, *FILLERS.values()]), max_size=4), st.integers(0, 9_000))
    def check(parts: list[str], cut: int) -> None:
        blob = Blob("id", "\n".join(parts).encode()[cut:])
        seen.append(fully(blob))
        assert holds(PREFILTERS[1], blob) or not seen[-1]

    check()
    assert sum(seen) > 9


def test_what_was_clean_is_not_taken_for_clean_once_it_changed() -> None:
    seen = screener(PREFILTERS[1])
    before = FILLERS["ascii"] + "webhook_secret = None\n" + FILLERS["ascii"]
    assert not seen.screen(Blob("1", before.encode())).verdict
    assert not seen.screen(Blob("2", (before + "x").encode())).verdict
    after = before.replace("None", f'"{webhook_secret()}"')
    assert seen.screen(Blob("3", after.encode())).verdict


def test_the_same_text_is_clean_in_a_text_and_not_in_a_binary() -> None:
    seen = screener(PREFILTERS[1])
    text = b" " * 9_000 + f"\nkey{production_key()}more\n".encode() + b" " * 9_000
    assert not seen.screen(Blob("1", b" " + text)).verdict
    assert seen.screen(Blob("2", b"\0" + text)).verdict


def test_a_tar_archive_is_its_members_their_names_and_what_is_behind_them() -> None:
    key = f"KEY={production_key()}"
    for archive in (
        tar({"a/b.txt": key}),
        tar({"a/b.txt": "x", f"keys/{production_key()}": "y"}),
        tar({"a/b.txt": "x"}) + key.encode(),
        tar({"a/b.txt": "webhook_secret = None"}) + tar({"c": key}),
        tar({"a": tar({"b": key}).decode("latin-1")}),
    ):
        blob = Blob("id", archive)
        assert fully(blob)
        assert holds(PREFILTERS[1], blob)
        assert holds(PREFILTERS[1], Blob("id", gzip.compress(archive)))
    assert not holds(PREFILTERS[1], Blob("id", tar({"a": "webhook_secret = None"}) + b"webhook"))


@pytest.mark.parametrize("lines", ["one line", "lines", "strings"])
def test_archives_in_base64_are_looked_into_with_nothing_else(lines: str) -> None:
    def written(text: str) -> str:
        digits = base64.b64encode(zipped(text.encode())).decode()
        joint = {"one line": "", "lines": "\n", "strings": '" +\n  "'}[lines]
        return joint.join(digits[start : start + 76] for start in range(0, len(digits), 76))

    clean, key = written("nothing " * 9), written(f"KEY={production_key()}\n")
    other = written("webhook_secret = None\n")
    for first, second in ((key, clean), (clean, key), (other, key)):
        blob = Blob("id", f'{FILLERS["ascii"]}"a": "{first}",\n"b": "{second}"'.encode())
        assert (fully(blob), holds(PREFILTERS[1], blob)) == (True, True)
    for first, second in ((clean, other), (other, clean)):
        blob = Blob("id", f'{FILLERS["ascii"]}"a": "{first}",\n"b": "{second}"'.encode())
        result = screener(PREFILTERS[1]).screen(blob)
        assert (result.verdict, result.packed) == (ScreenVerdict.NOTHING, True)


@pytest.mark.parametrize(("before", "behind"), [(1, 0), (0, 1), (1, 1)])
def test_nor_are_they_lost_beside_what_repeats_itself(before: int, behind: int) -> None:
    line = b"the quick brown fox 0123\n" * 20_000
    digits = base64.b64encode(zipped(f"KEY={production_key()}\n".encode()))
    text = line * before + b'"a": "' + digits + b'",\n' + line * behind
    start = text.index(digits)
    for prefilter in PREFILTERS:
        ends = prefilter.ends(text)
        assert ends is None or any(0 < end - start <= len(digits) for _, end in ends.runs)
        assert holds(prefilter, Blob("id", text))


def tar(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, text in members.items():
            data = text.encode("latin-1")
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"])
@pytest.mark.parametrize("end", [b"\n", b"\n\0\n"])
def test_a_mark_in_front_hides_nothing(mark: bytes, end: bytes, tmp_path: Path) -> None:
    (tmp_path / "key.py").write_bytes(mark + f'key = "{production_key()}"'.encode() + end)
    (tmp_path / "hook.env").write_bytes(mark + b"WEBHOOK_SECRET=hunter2hunter" + end)
    assert scan_json("scan", cwd=tmp_path).found == {
        ("production-key", "key.py"),
        ("weak-webhook-secret", "hook.env"),
    }


WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32")


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("text", ["some text\n", "長い文章です。\n"], ids=["English", "Japanese"])
def test_a_page_of_wide_text_in_front_hides_nothing(
    encoding: str, text: str, tmp_path: Path
) -> None:
    made = Repository.create(tmp_path / "r")
    page = (text * 2_000).encode(encoding)
    made.write("key.py", page + f'\nkey = "{production_key()}"\n'.encode())
    made.write("hook.env", page + b"\nWEBHOOK_SECRET=hunter2hunter\n")
    made.write("wide.env", page + "\nWEBHOOK_SECRET=hunter2hunter\n".encode(encoding))
    made.commit()
    for command in ("scan", "history"):
        found = scan_json(command, cwd=made.path).found
        assert ("production-key", "key.py") in found
        if not encoding.startswith("utf-16-") or text.isascii():  # else it is taken for binary
            secrets = {path for rule, path in found if rule == "weak-webhook-secret"}
            assert secrets == {"hook.env", "wide.env"}


@pytest.mark.parametrize("encoding", ["utf-8", *WIDE])
def test_wide_text_is_counted_once(encoding: str, tmp_path: Path) -> None:
    text = f"# x\nkey = '{production_key()}'\nWEBHOOK_SECRET=hunter2hunter\n"
    (tmp_path / "a.env").write_bytes(text.encode(encoding))
    findings = scan_json("scan", "a.env", cwd=tmp_path).json["findings"]
    assert [(each["line"], each["occurrences"]) for each in findings] == [(2, 1), (3, 1)]


@pytest.mark.parametrize("front", WIDE)
@pytest.mark.parametrize("behind", WIDE[:4])
@pytest.mark.parametrize("shift", [b"", b"x"])
def test_nor_does_it_if_the_rest_is_wide_as_well(
    front: str, behind: str, shift: bytes, tmp_path: Path
) -> None:
    line = f"key = '{production_key()}'\n"
    page = ("some text\n" * 2_000).encode(front)
    (tmp_path / "a.txt").write_bytes(page + shift + line.encode(behind))
    (tmp_path / "b.txt").write_bytes(page + shift + base64.b64encode(line.encode() * 2))
    assert {path for _, path in scan_json("scan", cwd=tmp_path).found} == {"a.txt", "b.txt"}


@pytest.mark.parametrize("front", WIDE)
@pytest.mark.parametrize("behind", [*WIDE[:4], "ascii"])
def test_an_archive_in_digits_is_seen_in_wide_text(front: str, behind: str, tmp_path: Path) -> None:
    packed = gzip.compress(f"key = '{production_key()}'\n".encode())
    line = f"data: {base64.b64encode(packed).decode()}\n"
    page = ("some text\n" * 2_000).encode(front)
    (tmp_path / "a.txt").write_bytes(page + line.encode(behind))
    assert scan_json("scan", cwd=tmp_path).found == {("production-key", "a.txt")}


def test_numbers_of_four_bytes_are_no_text() -> None:
    numbers = b"".join(struct.pack("<I", number * 7919 % 60_000) for number in range(4_000))
    assert decode.reading_of(numbers).charset == "latin-1"


def of_a_program(seed: int, size: int = 20_000) -> bytes:
    """What stands around the strings of a program: instructions, and few characters in a row."""
    return bytes(random.Random(seed).choice(b"\0\0\0\x01\x8b\xff\x90\xe8Hj") for _ in range(size))


@pytest.mark.parametrize("encoding", WIDE[:4])
@pytest.mark.parametrize("shift", [b"", b"\x90"])
@pytest.mark.parametrize(("before", "behind"), [(1, 0), (2, 3)])
def test_a_wide_string_of_a_program_is_seen_wherever_it_stands(
    encoding: str, shift: bytes, before: int, behind: int, tmp_path: Path
) -> None:
    pages = [of_a_program(each) for each in range(before + behind)]
    strings = [each + "resource".encode(encoding) for each in pages]
    key = f"key={production_key()};".encode(encoding)
    data = b"MZ" + b"".join(strings[:before]) + shift + key + b"".join(strings[before:])
    (tmp_path / "setup.exe").write_bytes(data)
    assert scan_json("scan", cwd=tmp_path).found == {("production-key", "setup.exe")}


@pytest.mark.parametrize("kind", [CluePrefilter, FastPrefilter, HistoryPrefilter])
def test_strings_that_only_adjoin_are_no_clue(kind: type[CluePrefilter]) -> None:
    page, wide = of_a_program(1), "resource".encode("utf-16-le")
    data = page + wide + page + b"web\0hook\0secret\0=\0'value'\0" + page + wide
    ends = kind(KeyFormat()).ends(data)
    assert ends is not None
    assert not ends.is_any
