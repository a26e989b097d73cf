"""The dialects of env files, a row each. ``tests/dotenv/`` compares them with what loaders gave.

Rows of one family differ in what ``_replace`` names.
"""

from __future__ import annotations

from keyguard.dotenv import javascript, languages, others, python

DIALECTS = (*javascript.DIALECTS, *python.DIALECTS, *others.DIALECTS, *languages.DIALECTS)
ENV_FILES = tuple(
    dialect for dialect in DIALECTS if dialect.id == "shell" or dialect not in languages.DIALECTS
)
"""Those of env files, which a shell reads as well."""
USUAL = tuple(dialect.id for dialect in ENV_FILES if not dialect.only_named)
"""Those that count where nobody says which loader reads a file."""
BY_ID = {dialect.id: dialect for dialect in DIALECTS}
