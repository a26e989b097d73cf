"""The table on the page about env files says what the parser does.

``KEYGUARD_UPDATE_DOCS=1 pytest tests/dotenv`` writes it anew; then read what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

from keyguard.dotenv.read import value_at
from keyguard.dotenv.table import ENV_FILES

PAGE = Path(__file__).parents[2] / "docs" / "env-files.md"
LINES = (
    "S=ab#cd",
    "S=ab #cd",
    "S=ab$cd",
    "S='ab$cd'",
    'S="ab$cd"',
    "S=ab${cd}",
    "S=ab\\cd",
    'S=ab"cd',
)
BEGIN, END = "<!-- dialects -->\n", "<!-- end -->\n"


def table() -> str:
    shown = [f"`{line}`" for line in LINES]
    rows = [["loader", "`--as`", *shown], ["---"] * (len(shown) + 2)]
    for dialect in ENV_FILES:
        values = [value_at(f"{line}\n", 0, dialect) for line in LINES]
        cells = ["not read" if value is None else f"`{value}`" for value in values]
        rows.append([dialect.title, f"`{dialect.id}`", *cells])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_the_page_says_what_is_read() -> None:
    text = PAGE.read_text("utf-8")
    before, rest = text.split(BEGIN)
    fresh = f"{before}{BEGIN}{table()}{END}{rest.split(END)[1]}"
    if os.environ.get("KEYGUARD_UPDATE_DOCS") == "1":
        PAGE.write_text(fresh, "utf-8", newline="\n")
    assert PAGE.read_text("utf-8") == fresh
