"""What is left of a secret in a language that expands dollar signs: shell, Compose, PHP."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.detect.strength.estimate import judge
from keyguard.detect.templates.languages import language_of
from keyguard.detect.webhook.values.assigned import Value
from keyguard.dotenv.dialect import BARE
from keyguard.dotenv.expand import Part, UnreadableError, resolved
from keyguard.dotenv.table import BY_ID
from keyguard.model import Reading, View


def expanded(view: View, value: Value, words: Iterable[str]) -> tuple[Reading, ...]:
    """What the program of a file reads for a literal in it; None if that is what is written."""
    if "$" not in value.text or not view.paths:
        return ()
    language = language_of(view.paths[0].decode("utf-8", "replace").lower())
    if language is None or not language.read_as:
        return ()
    dialect = BY_ID[language.read_as]
    quote = view.text[value.start - 1 : value.start] if value.quoted else BARE
    try:
        read = resolved(Part(value.text, quote), dialect, lambda _: None)
    except UnreadableError:
        return ()
    if read == value.text:
        return ()
    strength = judge(read, words)
    return (Reading((dialect.id,), read, strength.reasons, strength.bits, "$", certain=True),)
