"""What of an archive can't be read is asked once: what screening was told of it is reported."""

from __future__ import annotations

import binascii
import bz2
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from keyguard import decode
from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.model import Blob, Place, Problem, ScreenVerdict, State
from keyguard.model.source import Located
from keyguard.pipeline.in_place import find_in_place
from keyguard.pipeline.screen import MOST_UNREAD, Screener
from keyguard.settings import KeyFormat, Settings
from tests.decode.encoders import debian, tarred, zipped
from tests.decode.test_bounds import encrypted_zip, nested
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
    problems = tuple(each.message for each in fully if isinstance(each, Problem))
    assert (seen.verdict, seen.unread) == (ScreenVerdict.UNREAD, problems)


def test_it_is_not_asked_again() -> None:
    seen = Blob("id", b"").seen(Screener(DETECTOR, DETECTOR.prefilter).screen(Blob("", RAR)))
    located = Located({"id": (Place(b"lost.rar", State.HEAD),)})
    assert [each for each, _ in find_in_place([seen], located, DETECTOR, Settings())] == [
        Problem(b"lost.rar", *seen.unread)
    ]


@pytest.mark.parametrize("places", [(), (Place(b"a.zip", State.TREE),)])
def test_more_is_seen_where_there_is_more(places: tuple[Place, ...]) -> None:
    screener = Screener(DETECTOR, DETECTOR.prefilter)
    locked = screener.screen(Blob("id", with_locked(MOST_UNREAD), places))
    many = screener.screen(Blob("id", with_locked(MOST_UNREAD + 1), places))
    keys = screener.screen(Blob("id", with_locked(1, KEY), places))
    assert (locked.verdict, len(locked.unread)) == (ScreenVerdict.UNREAD, MOST_UNREAD)
    assert (many.verdict, many.unread) == (ScreenVerdict.UNREAD, ())
    assert (keys.verdict, keys.unread) == (ScreenVerdict.SOMETHING, ())


NAMED = {
    "a.zip.001": (zipped(b"x")[:-30], "it is a part of a split archive"),
    "a.bin": (zipped(b"x")[:-30], "its zip archive is damaged"),
    "a.br": (encrypted_zip(), "it is an archive of the format brotli"),
    "a.br.gz": (gzip.compress(encrypted_zip()), "it is an archive of the format brotli"),
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
