#!/usr/bin/env bash
# Three of four libraries write a page that was removed from a PDF into the new file, and one the text that it has blacked out.
#
# Versions: pymupdf 2.0, pypdf 7.1.1, pikepdf 10.18.0 (PyPI); pdf-lib 1.17.1 (npm).
# Expected: a document without the page is written to a new file, which so has neither the page nor its text. That old states stay in
#   a file that is changed in place is another matter.
# Seen (2026-11-30): PyMuPDF, pypdf and pdf-lib take the page out of the list of pages and write all objects that were read, with the page's
#   text among them. PyMuPDF's `apply_redactions`, which takes text out of a page, writes the page as it was beside the new one. Nothing
#   that reads pages shows it. PyMuPDF leaves it out with `garbage=1`, and so does its `ez_save`; pikepdf always does. With the others the pages that
#   are to stay have to be copied into a new document.
# Why it matters: the page with the credentials is taken out of a manual, a report or a contract, the file looks as it should, and a search of its
#   text finds nothing. The whole is in it for whoever reads objects in place of pages.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq --no-deps pymupdf==2.0 pypdf==7.1.1
env/bin/pip install -qq pikepdf==10.18.0
echo '{"private": true}' > package.json
npm install --loglevel=error pdf-lib@1.17.1 > npm.log

cat > write.py <<'END'
import pikepdf
import pymupdf
import pypdf

SOURCE = "source.pdf"
document = pymupdf.open()
for number in range(3):
    document.new_page().insert_text((50, 50), f"text-of-page-{number}")
document.save(SOURCE)


def without_page() -> pymupdf.Document:
    document = pymupdf.open(SOURCE)
    document.delete_page(1)
    return document


without_page().save("pymupdf delete_page.pdf")
without_page().save("pymupdf delete_page, garbage=1.pdf", garbage=1)
without_page().ez_save("pymupdf delete_page, ez_save.pdf")

document = pymupdf.open(SOURCE)
page = document[1]
page.add_redact_annot(page.search_for("text-of-page-1")[0])
page.apply_redactions()
document.save("pymupdf apply_redactions.pdf")

writer = pypdf.PdfWriter(clone_from=SOURCE)
writer.remove_page(1)
writer.write("pypdf remove_page.pdf")
writer = pypdf.PdfWriter()
for number in (0, 2):
    writer.append(SOURCE, pages=(number, number + 1))
writer.write("pypdf append.pdf")

with pikepdf.open(SOURCE) as pdf:
    del pdf.pages[1]
    pdf.save("pikepdf del pages.pdf")
END
cat > write.js <<'END'
const fs = require('fs');
const {PDFDocument} = require('pdf-lib');

(async () => {
  const source = fs.readFileSync('source.pdf');
  const document = await PDFDocument.load(source);
  document.removePage(1);
  fs.writeFileSync('pdf-lib removePage.pdf', await document.save());
  const other = await PDFDocument.create();
  for (const page of await other.copyPages(await PDFDocument.load(source), [0, 2])) other.addPage(page);
  fs.writeFileSync('pdf-lib copyPages.pdf', await other.save());
})();
END
cat > search.py <<'END'
"""Whether a page's text is shown, and whether it is in the file, packed or not."""

import re
import sys
import zlib
from pathlib import Path

import pymupdf

TEXT = "text-of-page-1"


def packed(content: bytes) -> bytes:
    parts = []
    for start in re.finditer(rb"stream\r?\n", content):
        try:
            parts.append(zlib.decompressobj().decompress(content[start.end() :]))
        except zlib.error:
            pass
    return b"".join(parts)


for name in sys.argv[1:]:
    content = Path(f"{name}.pdf").read_bytes()
    everything = (content + packed(content)).lower()
    held = any(form in everything for form in (TEXT.encode(), TEXT.encode().hex().encode()))
    shown = any(TEXT in page.get_text() for page in pymupdf.open(f"{name}.pdf"))
    print(f"{name}: {'shown' if shown else 'not shown'}, {'in the file' if held else 'not in the file'}")
END
cat > expected <<'END'
source: shown, in the file
pymupdf delete_page: not shown, in the file
pymupdf delete_page, garbage=1: not shown, not in the file
pymupdf delete_page, ez_save: not shown, not in the file
pymupdf apply_redactions: not shown, in the file
pypdf remove_page: not shown, in the file
pypdf append: not shown, not in the file
pikepdf del pages: not shown, not in the file
pdf-lib removePage: not shown, in the file
pdf-lib copyPages: not shown, not in the file
END
env/bin/python write.py
node write.js
sed 's/: .*//' expected | tr '\n' '\0' | xargs -0 env/bin/python search.py | tee seen
diff expected seen >&2 || { echo "Changed: other files hold the text of a removed page now." >&2; exit 1; }
