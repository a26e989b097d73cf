"""Streams of PDFs: what packs them is undone, and what is not read is told."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest

from tests.formats.samples import LINE
from tests.tools import scan_json

PDF_FILTERS = {
    "ASCII85": (b"/ASCII85Decode", base64.a85encode(LINE) + b"~>"),
    "ASCII85 of deflated": (
        b"[/ASCII85Decode /FlateDecode]",
        base64.a85encode(zlib.compress(LINE)) + b"~>",
    ),
    "hexadecimal of deflated": (b"[ /AHx/Fl ]", zlib.compress(LINE).hex().encode() + b">"),
}


@pytest.mark.parametrize("name", PDF_FILTERS)
def test_filters_of_a_pdf_are_undone(name: str, tmp_path: Path) -> None:
    filter_, content = PDF_FILTERS[name]
    (tmp_path / "a.pdf").write_bytes(
        b"%%PDF-1.4\n1 0 obj\n<< /Filter %s >>\nstream\n%s\nendstream\n" % (filter_, content)
    )
    assert scan_json("scan", "a.pdf", cwd=tmp_path).found == {("production-key", "a.pdf")}


def test_what_no_page_shows_is_read(tmp_path: Path) -> None:
    """pypdf 7.1, PyMuPDF 2.0 and pdf-lib 1.17 write the text of a page that was removed."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /FlateDecode >>\nstream\n%s\nendstream" % zlib.compress(LINE),
    )
    rows = (b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n" + b"".join(rows) + b"trailer << /Root 1 0 R >>")
    assert scan_json("scan", "a.pdf", cwd=tmp_path).found == {("production-key", "a.pdf")}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<< /Filter /LZWDecode >>\nstream\n\x80\x0b\nendstream\n", "/LZWDecode"),
        (b"<< /Filter /ASCII85Decode >>\nstream\n{}{}\nendstream\n", "damaged"),
        (b"trailer\n<< /Encrypt 12 0 R >>\n", "encrypted"),
    ],
)
def test_what_of_a_pdf_is_not_read_is_told(content: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n" + content)
    (problem,) = scan_json("scan", "a.pdf", cwd=tmp_path).json["problems"]
    assert word in problem["message"]
