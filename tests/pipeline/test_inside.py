"""An archive is opened once: what screening saw inside of it, and was told of it, is judged."""

from __future__ import annotations

import binascii
import bz2
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard import decode
from keyguard.decode import unpacker
from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.model import Blob, Detection, PackedText, Place, Problem, ScreenVerdict, State
from keyguard.model.source import Located
from keyguard.pipeline.held import MOST as MOST_HELD
from keyguard.pipeline.held import Held
from keyguard.pipeline.in_place import find_in_place
from keyguard.pipeline.inside import MOST, MOST_BYTES
from keyguard.pipeline.screen import Screener
from keyguard.settings import KeyFormat, Settings
from tests.decode.encoders import backslash_u, debian, tarred, utf_16, zipped
from tests.decode.test_bounds import encrypted_zip, nested
from tests.formats.samples import SAMPLES
from tests.samples import production_key
from tests.tools import Repository, scan_json

DETECTOR = Detector.for_format(KeyFormat())
WIDENED = widened_prefilter(DETECTOR.prefilter, DETECTOR)
RAR = b"Rar!\x1a\x07\x01\0" + bytes(60)
KEY = f"key = '{production_key()}'\n".encode()


def uuencoded(data: bytes, name: str) -> bytes:
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return f"begin 644 {name}\n".encode() + b"".join(lines) + b"`\nend\n"


def with_locked(members: int, *more: bytes) -> bytes:
    """A zip archive of members that are encrypted, and of others behind them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(members):
            archive.writestr(f"locked/{number}", b"x")
        for number, content in enumerate(more):
            archive.writestr(f"open/{number}", content)
    data = bytearray(file.getvalue())
    for magic, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        for _ in range(members):
            at = data.index(magic, at + 1)
            data[at + flags] |= 1
    return bytes(data)


UNREAD = {
    "lost.rar": RAR,
    "lost.rar.uu": uuencoded(RAR, "lost.rar"),
    "locked.zip": encrypted_zip(),
    "locked.docx": encrypted_zip(),
    "many locked.zip": with_locked(9),
    "locked in.tar": tarred(encrypted_zip(), "a/locked.zip"),
    "short.gz": gzip.compress(b"webhook_secret = None\n" * 99)[:-20],
    "short.tar.bz2": bz2.compress(tarred(b"x" * 9_000))[:-9],
    "short.deb": debian(b"x")[:-20],
    "deep": nested(6),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_screening_was_told_is_all_that_there_is_to_say(name: str) -> None:
    data = UNREAD[name]
    places = (Place(name.encode(), State.HEAD),)
    seen = Screener(DETECTOR, DETECTOR.prefilter).screen(Blob("id", data))
    fully = decode.views(Blob("id", data, places), WIDENED)
    problems = tuple(each for each in fully if isinstance(each, Problem))
    assert (seen.verdict, seen.inside) == (ScreenVerdict.UNREAD, problems)


def test_it_is_not_asked_again() -> None:
    seen = Blob("id", b"").seen(Screener(DETECTOR, DETECTOR.prefilter).screen(Blob("", RAR)))
    located = Located({"id": (Place(b"lost.rar", State.HEAD),)})
    assert [each for each, _ in find_in_place([seen], located, DETECTOR, Settings())] == [
        each._replace(path=b"lost.rar") for each in seen.inside
    ]


@pytest.mark.parametrize("places", [(), (Place(b"a.zip", State.TREE),)])
def test_more_is_seen_where_there_is_more(places: tuple[Place, ...]) -> None:
    screener = Screener(DETECTOR, DETECTOR.prefilter)
    locked = screener.screen(Blob("id", with_locked(MOST), places))
    many = screener.screen(Blob("id", with_locked(MOST + 1), places))
    keys = screener.screen(Blob("id", with_locked(1, KEY), places))
    assert (locked.verdict, len(locked.inside)) == (ScreenVerdict.UNREAD, MOST)
    assert (many.verdict, many.inside) == (ScreenVerdict.UNREAD, ())
    assert (keys.verdict, len(keys.inside)) == (ScreenVerdict.SOMETHING, 2)


NAMED = {
    "a.zip.001": (zipped(b"x")[:-30], "it is a part of a split archive"),
    "a.bin": (zipped(b"x")[:-30], "its zip archive is damaged"),
    "a.br": (encrypted_zip(), "its brotli stream is damaged"),
    "a.br.gz": (gzip.compress(encrypted_zip()), "its brotli stream is damaged"),
    "a.zip.gz": (gzip.compress(encrypted_zip()), "its member"),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_name_that_says_more_counts(name: str, tmp_path: Path) -> None:
    data, sentence = NAMED[name]
    repository = Repository.create(tmp_path / "repository")
    repository.commit_file(name, data)
    for command in ("history", "scan"):
        told = scan_json(command, ".", cwd=repository.path).json["problems"]
        assert [each["message"].startswith(sentence) for each in told] == [True]


def several(*members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(members):
            archive.writestr(f"{number}/config.env", content)
    return file.getvalue()


LINES = b"".join(b"%d: nothing of interest\n" % number for number in range(400_000))
WEAK = b"WEBHOOK_SECRET=summer12\n"
HOLDING = {
    **{f"{name}.bin": sample.data for name, sample in SAMPLES.items()},
    **{f"{name}.zip": zipped(sample.data) for name, sample in SAMPLES.items()},
    "several.zip": several(KEY, b"x\n", WEAK, zipped(KEY), gzip.compress(WEAK)),
    "encoded.zip": several(backslash_u(KEY), utf_16(KEY), binascii.b2a_base64(zipped(KEY))),
    "locked.zip": with_locked(2, KEY, WEAK),
    "large.zip": several(LINES + KEY + LINES + WEAK),
    "repeated.zip": several((LINES[:9_000] + KEY) * 900),
    "repeated before.zip": several(LINES[:9_000] * 900 + KEY),
    "front.tar.gz": gzip.compress(tarred(KEY + LINES)),
    ".env.staging.gz": gzip.compress(WEAK + KEY),
    "program.exe": b"MZ" + bytes(3_000) + KEY + bytes(500) + zipped(KEY),
}


@pytest.mark.parametrize("located", [True, False])
@pytest.mark.parametrize("name", HOLDING)
def test_what_is_seen_inside_is_all_that_is_found(name: str, located: bool) -> None:
    places = (Place(name.encode(), State.HEAD),)
    blob = Blob("id", HOLDING[name], places if located else ())
    seen = blob.seen(Screener(DETECTOR, DETECTOR.prefilter).screen(blob))
    assert found_in(seen, places) == found_in(blob, places)


def found_in(blob: Blob, places: tuple[Place, ...]) -> list[object]:
    return [
        (each.kind, each.value, each.view.via, each.view.paths, each.view.lines_before, each.start)
        if isinstance(each, Detection)
        else each
        for each, _ in find(blob, places)
    ]


@pytest.mark.parametrize("name", ["several.zip", "large.zip", "front.tar.gz", ".env.staging.gz"])
def test_what_holds_something_is_not_opened_again(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = (Place(name.encode(), State.HEAD),)
    blob = Blob("id", HOLDING[name], places)
    seen = blob.seen(Screener(DETECTOR, DETECTOR.prefilter).screen(blob))
    monkeypatch.setattr(unpacker, "members", None)
    assert any(isinstance(each, Detection) for each, _ in find(seen, places))


def find(blob: Blob, places: tuple[Place, ...]) -> Iterator[tuple[object, Place]]:
    return find_in_place([blob], Located({"id": places}), DETECTOR, Settings())


def test_what_is_packed_by_a_name_has_it_where_that_is_found_later() -> None:
    blob = Blob("id", HOLDING[".env.staging.gz"])
    seen = blob.seen(Screener(DETECTOR, DETECTOR.prefilter).screen(blob))
    assert [each.member for each in seen.inside if isinstance(each, PackedText)] == [b""]
    places = (Place(b".env.staging.gz", State.HEAD),)
    paths = [each.view.paths for each, _ in find(seen, places) if isinstance(each, Detection)]
    assert set(paths) == {(b".env.staging.gz/.env.staging",)}


def test_too_much_does_not_travel() -> None:
    large = (KEY + LINES)[: MOST_BYTES // 2]
    seen = Screener(DETECTOR, DETECTOR.prefilter).screen(Blob("id", several(large, large, KEY)))
    assert (seen.verdict, seen.inside) == (ScreenVerdict.SOMETHING, ())


def test_what_is_kept_of_many_archives_is_bounded() -> None:
    inside = PackedText(bytes(MOST_HELD // 4), (), b"", 1, 0, False)
    held = Held()
    for number in range(9):
        held.append(Blob(str(number), b"", inside=(inside,)))
    assert [bool(blob.inside) for blob in held] == [True] * 4 + [False] * 5
