"""The dialects of env files, a row each. ``tests/dotenv/`` compares them with what loaders gave.

Rows of one family differ in what ``_replace`` names.
"""

from __future__ import annotations

from keyguard.dotenv import javascript, others, python

DIALECTS = (*javascript.DIALECTS, *python.DIALECTS, *others.DIALECTS)
ENV_FILES = tuple(
    dialect for dialect in DIALECTS if dialect.id == "shell" or dialect.id not in others.LANGUAGES
)
"""Those of env files."""
USUAL = tuple(dialect.id for dialect in ENV_FILES if not dialect.outdated)
"""Those that count where nobody says which loader reads a file."""
BY_ID = {dialect.id: dialect for dialect in DIALECTS}
