"""Every encoding that is known: a key that is written so is seen, and found."""

from __future__ import annotations

import base64
import re

import pytest

from keyguard import decode
from keyguard.detect.detector import Detector
from keyguard.encodings.clue import REACH
from keyguard.encodings.table import ENCODINGS, Encoding
from keyguard.model import Blob, View
from keyguard.model.entry_point import load
from keyguard.model.source_map import way
from keyguard.prefilter.byte_checks import ByteChecks
from keyguard.prefilter.portable import PortableMatcher
from keyguard.settings import KeyFormat
from tests.decode.encoders import (
    backslash_u,
    backslash_x,
    byte_array,
    decimals,
    hex_references,
    hexdump,
    letters,
    obfuscated,
    percent,
    references,
    registry,
    xxd,
)
from tests.samples import production_key, webhook_secret

KEY = production_key("encodings")
LINE = f"API_KEY={KEY}\n".encode()
WIDE = LINE.decode().encode("utf-16-le")
SHORT = webhook_secret().encode()[:14]
"""Digits that look like nothing unless it is said how to read them."""
HEADER = b"Content-Transfer-Encoding: quoted-printable\n\n"
SAMPLES: dict[str, dict[str, list[bytes]]] = {
    "encoded word": {
        "encoded word": [
            b"Subject: =?UTF-8?q?"
            + LINE.strip().replace(b"=", b"=3D").replace(b"_", b"=5F")
            + b"?=\n",
            b"Subject: =?UTF-8?Q?"
            + LINE.strip().replace(b"=", b"=3D").replace(b"_", b"?=\n =?utf-8?q?=5F")
            + b"?=\n",
        ]
    },
    "quoted-printable": {
        "quoted-printable": [HEADER + LINE.replace(b"=", b"=3D").replace(b"_", b"=5F")]
    },
    "escapes": {
        "percent": [percent(LINE)],
        "escape": [backslash_u(LINE), backslash_x(LINE), LINE.replace(b"_", b"\\137")],
        "html": [references(LINE), hex_references(LINE), LINE.replace(b"_", b"&lowbar;")],
    },
    "obfuscated literals": {"base64": [obfuscated(LINE)]},
    "call literals": {
        "base64": [b"webhook_secret = atob('%s')\n" % base64.b64encode(SHORT)],
        "hex": [b"webhook_secret = bytes.fromhex('%s')\n" % SHORT.hex().encode()],
    },
    "hexdump": {"hexdump": [hexdump(LINE * 2), xxd(LINE * 2)]},
    "character codes": {
        "bytes": [
            *(decimals(LINE), byte_array(LINE), letters(LINE[:-1]), LINE.hex(" ").encode()),
            *(decimals(WIDE), byte_array(WIDE), WIDE.hex("-").encode(), registry("hex", LINE)),
            registry("hex(2)", WIDE),
        ]
    },
}
ROWS = {each.name: each for each in ENCODINGS}
CASES = [
    (name, via, data)
    for name, ways in SAMPLES.items()
    for via, each in ways.items()
    for data in each
]


def test_every_encoding_has_a_sample() -> None:
    assert SAMPLES.keys() == ROWS.keys()
    assert len(ROWS) == len(ENCODINGS)


@pytest.mark.parametrize(("name", "via", "data"), CASES)
def test_what_is_written_so_is_found(name: str, via: str, data: bytes) -> None:
    detector = Detector.for_format(KeyFormat())
    assert detector.prefilter.matches(data)
    views = list(decode.views(Blob("id", data), detector.prefilter))
    found = [each for view in views if isinstance(view, View) for each in detector.detect(view)]
    assert via in {step for each in found for step in way(each)}


@pytest.mark.parametrize(("name", "via", "data"), [case for case in CASES if ROWS[case[0]].clues])
def test_what_is_written_so_holds_a_hint_and_a_clue(name: str, via: str, data: bytes) -> None:
    lowered = data.lower()
    assert ROWS[name] in ByteChecks(KeyFormat()).hinted(lowered)
    clues = list(load(ROWS[name].clues)(KeyFormat()))
    found = [
        (clue, match)
        for clue in clues
        if (match := re.search(clue.pattern, lowered)) and (clue.word in match[0] or clue.whole)
    ]
    assert found
    for clue, match in found:
        before = lowered[max(0, match.end() - REACH) : match.end() + REACH]
        assert not clue.introducers or any(re.search(each, before) for each in clue.introducers)
    assert PortableMatcher(KeyFormat()).is_encoded(data)


@pytest.mark.parametrize("row", ENCODINGS, ids=lambda row: row.name)
def test_a_row_is_whole(row: Encoding) -> None:
    assert row.clues or row.signs or row.suspects or row.calls, "nothing would see it"
    assert not row.calls or row.call_words
    for entry_point in filter(None, (row.decoder, row.clues, row.suspects)):
        assert callable(load(entry_point))
    words = [word for rare, forms in row.hints for word in (rare, *forms)]
    assert all(word == word.lower() for word in (*words, *row.call_words))
    assert all(character in sign for character, sign in row.signs)
    for pattern in (*(sign for _, sign in row.signs), *row.calls):
        assert not re.search(pattern, "")


NOT_ENCODED = [
    b"100% of 20 things, a=5 and b=2d\n",
    b"if a && b: print('C:\\\\temp\\\\x')\n",
    b"a, b = 112, 107\n",
    b"MAGIC = 0x00010000\n",
]


@pytest.mark.parametrize("data", NOT_ENCODED)
def test_no_clue_in_what_only_looks_like_it(data: bytes) -> None:
    assert not PortableMatcher(KeyFormat()).is_encoded(data)
