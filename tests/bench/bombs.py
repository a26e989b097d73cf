"""Compares what bombs cost: little that unpacks to much, and much that says little; with a key at
the end.

    python tests/bench/bombs.py [--runs 1] [--patience 200] [--kingfisher PATH ...] [BOMB ...]

Each is a file of its own. Peers are told to open archives; one that ends at once has left the file
unread, whatever it says: see whether it finds the key.
"""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path
from random import Random

from _measure import Subject
from _setting import Setting, parser_for, setting_for
from _shapes import body, production_key

MEGABYTE = 1 << 20
ZEROS = bytes(MEGABYTE)
KEY = f'\nkey = "{production_key()}"\n'.encode()


def text(size: int) -> bytes:
    """Lines of words, none like another."""
    generator = Random(size)
    words = [body(number, 2 + number % 8) for number in range(3_000)]
    lines = (" ".join(generator.choices(words, k=10)) for _ in range(size // 60))
    return "\n".join(lines).encode()[:size]


def hooks() -> bytes:
    """Lines that hold a clue each, and nothing else of interest."""
    lines = (f"webhook_url: https://x.example/{i}\nid: {body(i, 60)}\n" for i in range(200))
    return "".join(lines).encode()


def zipped(path: Path, parts: Iterable[bytes]) -> None:
    """One member of these parts."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        for part in parts:
            member.write(part)


def gzipped(path: Path, parts: Iterable[bytes]) -> None:
    """One stream of these parts."""
    with gzip.open(path, "wb", 6) as stream:
        for part in parts:
            stream.write(part)


def again(part: bytes, size: int) -> Iterator[bytes]:
    """A part again and again, up to a size, and a key behind it."""
    return chain(repeat(part, size // len(part)), [KEY])


def plain(path: Path, parts: Iterable[bytes]) -> None:
    """A file of these parts."""
    with path.open("wb") as file:
        file.writelines(parts)


def noise(megabytes: int) -> Iterator[bytes]:
    """Bytes that nothing packs."""
    generator = Random(megabytes)
    return (generator.randbytes(MEGABYTE) for _ in range(megabytes))


def references(size: int) -> bytes:
    """Letters as references of HTML, none of which says anything."""
    letters = Random(size).choices(range(97, 123), k=size // 6)
    return "".join(f"&#{letter};" for letter in letters).encode()


def strings(size: int) -> bytes:
    """Short literals of escapes alone, as in code that nobody is to read."""
    codes = Random(size).choices(range(0x21, 0x7F), k=size // 4)
    parts = (
        "".join(f"\\x{code:02x}" for code in codes[at : at + 16]) for at in range(0, len(codes), 16)
    )
    return ",".join(f'"{part}"' for part in parts).encode()


def many_members(path: Path) -> None:
    """As many small files as there may be."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.txt", f"x = {number}\n" * 100)
        archive.writestr("key.txt", KEY)


BOMBS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "1 GiB of zeros": ("a.zip", lambda path: zipped(path, again(ZEROS, 1 << 30))),
    "5 GiB of zeros": ("a.gz", lambda path: gzipped(path, again(ZEROS, 5 << 30))),
    "200 MB of 20 kB of text": (
        "b.zip",
        lambda path: zipped(path, again(text(20_000), 200_000_000)),
    ),
    "200 MB of the same megabyte": (
        "b.gz",
        lambda path: gzipped(path, again(text(MEGABYTE), 200_000_000)),
    ),
    "200 MB of lines about webhooks": (
        "c.zip",
        lambda path: zipped(path, again(hooks(), 200_000_000)),
    ),
    "20,000 members": ("d.zip", many_members),
    "pk_ two million times": ("e.txt", lambda path: plain(path, [b"pk_" * 2_000_000, KEY])),
    "100 MB of noise": ("f.bin", lambda path: plain(path, [*noise(100), KEY])),
    "100 MB of text": ("g.txt", lambda path: plain(path, [text(100_000_000), KEY])),
    "a webhook's name for 7 MB": (
        "h.env",
        lambda path: plain(path, again(b"WEBHOOK_SECRET=\n", 7_000_000)),
    ),
    "references for 7 MB": ("i.html", lambda path: plain(path, [references(7_000_000), KEY])),
    "escaped strings for 7 MB": ("j.js", lambda path: plain(path, [strings(7_000_000), KEY])),
    "12 MB in UTF-16": (
        "k.txt",
        lambda path: plain(path, [(text(6_000_000) + KEY).decode().encode("utf-16")]),
    ),
}


def main() -> None:
    """A row a bomb."""
    parser = parser_for(__doc__, repositories=False)
    parser.add_argument("bombs", nargs="*", metavar="BOMB", help="of: " + ", ".join(BOMBS))
    options = parser.parse_args()
    with setting_for(options) as setting:
        setting.report([subject(setting, name) for name in options.bombs or BOMBS])


def subject(setting: Setting, name: str) -> Subject:
    """One file, alone in its folder."""
    file, make = BOMBS[name]
    path = setting.kept / f"bomb-{file}"
    if not path.exists():
        make(path)
    contestants = [
        *setting.ours("scan", path, incomplete=True),
        *setting.rivals.read("bomb", target=path),
    ]
    return Subject(name, {"kB": f"{path.stat().st_size / 1e3:,.0f}"}, contestants)


if __name__ == "__main__":
    main()
