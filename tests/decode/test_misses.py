"""What looks encoded and holds nothing; and that all of it is cheap to tell."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import string
import zlib

import pytest

from keyguard import decode
from keyguard.detect.detector import Detector
from keyguard.model import Blob, View
from keyguard.settings import KeyFormat
from tests.decode.encoders import (
    byte_array,
    decimals,
    hexdump,
    in_lines,
    mail,
    obfuscated,
    pdf,
    png,
    wrapped,
    xxd,
    zipped,
)
from tests.samples import body

DETECTOR = Detector.for_format(KeyFormat())
RANDOM = random.Random("misses")


def noise(size: int) -> bytes:
    return RANDOM.randbytes(size)


def jwt() -> str:
    parts = (
        {"alg": "HS256", "typ": "JWT"},
        {"sub": "1234567890", "name": "Ada", "iat": 1516239022},
    )
    encoded = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    ]
    return ".".join([*encoded, base64.urlsafe_b64encode(noise(32)).decode().rstrip("=")])


NOT_ACCEPTED = {
    "lock file": "\n".join(
        f'    "integrity": "sha512-{base64.b64encode(noise(64)).decode()}",' for _ in range(200)
    ),
    "hashes": "\n".join(hashlib.sha256(noise(4)).hexdigest() for _ in range(200)),
    "image as a data URI": "src: url(data:image/png;base64," + base64.b64encode(png()).decode(),
    "certificate": "-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(noise(900)).decode(),
    "random base64url": base64.urlsafe_b64encode(noise(10_000)).decode(),
    "random hexadecimal": noise(10_000).hex(),
    "binary": noise(100_000),
    "regular expressions": r"const a = /[\u0000-\u001f\u007f-\u009f\xa0\x5b]/g, b = '\x1b[31m';",
    "escaped path": "https://example.org/a%20b/c%2Fd?next=%2Flogin%3Fa%3D1&b=%C3%A9",
    "references": "<p>&lt;task_name&gt; &amp;&nbsp;caf&#233; &#8212; &quot;disk_usage&quot;</p>",
    "identifiers": "AbstractSingletonProxyFactoryBeanWithInterceptorsAndAdvisorsImpl" * 3,
    "minified": ";".join(f"function t{n}(e){{return e.{body(n, 12)}+{n}}}" for n in range(2_000)),
    "numbers": "31415926535897932384626433832795028841971693993751058209749445923",
    "JWT": jwt(),
    "text in base64": base64.b64encode(b"The quick brown fox jumps over the lazy dog, twice. " * 9),
    "short lines of base64": wrapped(noise(3_000), 32),
    "literals of base64": wrapped(noise(2_000), 64, b'" +\n  "'),
    "short lines of text in base64": wrapped(b"The quick brown fox, twice. " * 20, 40),
    "PNG, plain text": png(b"tEXt", b"Software\0made with keys and hooks"),
    "lines of hexadecimal": in_lines(noise(3_000).hex().encode(), 60),
    "table of bytes": byte_array(noise(2_000)),
    "table of ASCII": ", ".join(map(str, range(128))),
    "alphabet": ",".join(str(ord(each)) for each in f"_{string.ascii_letters}{string.digits}"),
    "alphabet of base64": "var keys='"
    f"{string.ascii_uppercase}{string.ascii_lowercase}{string.digits}+/=';",
    "rows of numbers": "\n".join(",".join(map(str, noise(30))) for _ in range(200)),
    "fingerprints": "\n".join(f"MD5:{noise(16).hex(':')}" for _ in range(100)),
    "mail": mail(("Lörem ipsum dölor " * 100).encode()),
    "paths": "/assets/images/eNodes/eJwplayer/of/the/front/page/and/others/of/its/kind\n" * 30,
    "names that begin like zlib": "eJourneyOfAnAbstractSingletonProxyFactoryBeanWithInterceptors "
    * 30,
    "line of slashes": "/" * 200 + "\n" + "=" * 200 + "\n" + "-" * 200 + "\n" + "a" * 200,
}
ACCEPTED_BUT_EMPTY = {
    "identifier in base64": base64.b64encode(b"pk_this_is_the_name_of_a_primary_key_column_x"),
    "lines of base64 that hold a placeholder": wrapped(b"words " * 9 + b"pk_" + b"x" * 32, 32),
    "PNG, packed text": png(b"zTXt", b"Comment\0\0" + zlib.compress(b"key: pk_" + b"x" * 32)),
    "PNG, damaged text": png(b"zTXt", b"Comment\0\0" + noise(40)),
    "PDF": pdf(b"key: pk_" + b"x" * 32),
    "PDF, damaged stream": pdf(b"key: pk_" + b"x" * 32)[:-70],
    "dump of noise": hexdump(noise(2_000)),
    "placeholder in a list": decimals(b"key: pk_" + b"x" * 32),
    "placeholder in a dump": xxd(b"key: pk_" + b"x" * 32),
    "another length in a list": decimals(b"key: pk_" + body(2, 40).encode()),
    "another length in a dump": hexdump(b"key: pk_" + body(3, 40).encode()),
    "key within a word in a list": byte_array(b"disk_" + body(4).encode()),
    "prefixes alone": "PREFIXES = [[112, 107, 95], [0x73, 0x6b, 0x5f], ['p', 'k', '_']]",
    "placeholder in a mail": mail(b"words " * 9 + b"key: pk_" + b"x" * 32),
    "key within a word in a mail": mail(b"words " * 9 + b"disk_" + body(5).encode()),
    "another length": base64.b64encode(b"x=pk_" + body(1, 40).encode()),
    "placeholder": base64.b64encode(b"key: pk_" + b"x" * 32 + b" or sk_" + b"0123456789abcdef" * 2),
    "key within a word": base64.b64encode(b"disk_" + body(2).encode()),
    "placeholder of an obfuscator": obfuscated(b"key: pk_" + b"x" * 32),
    "another length of an obfuscator": obfuscated(b"key: pk_" + body(6, 40).encode()),
    "empty archive member": zipped(b""),
    "images in an archive": zipped(png(), "a.png"),
    "zlib in base64": base64.b64encode(zlib.compress(b"key: pk_" + b"x" * 32 + noise(60))),
    "packed noise": gzip.compress(noise(50_000)),
}


def as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("name", NOT_ACCEPTED)
def test_not_even_accepted(name: str) -> None:
    assert not DETECTOR.prefilter.matches(as_bytes(NOT_ACCEPTED[name]))


@pytest.mark.parametrize("name", ACCEPTED_BUT_EMPTY)
def test_accepted_but_empty(name: str) -> None:
    data = as_bytes(ACCEPTED_BUT_EMPTY[name])
    assert DETECTOR.prefilter.matches(data)
    views = list(decode.views(Blob("id", data), DETECTOR.prefilter))
    assert all(isinstance(view, View) for view in views)
    assert [
        each for view in views if isinstance(view, View) for each in DETECTOR.detect(view)
    ] == []
