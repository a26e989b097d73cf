"""A rule of the user's own, read from a configuration or a rule file."""

from __future__ import annotations

from keyguard.model.levels import Severity
from keyguard.model.record import NamedTuple


class Allowlist(NamedTuple):
    """Matches that a custom rule allows.

    One part that applies is enough; with ``all_of`` every part that is not empty must apply.
    Expressions are those of the ``regex`` module and may match anywhere.
    """

    expressions: tuple[str, ...] = ()
    target: str = "secret"
    """What the expressions are tried on: the ``secret``, the whole ``match``, or the ``line``."""
    paths: tuple[str, ...] = ()
    """Expressions for the path."""
    commits: frozenset[str] = frozenset()
    stopwords: tuple[str, ...] = ()
    """Words in lower case; a secret that contains one, in whatever case, is allowed."""
    all_of: bool = False


class CustomRule(NamedTuple):
    """A pattern of the user's own, from a configuration or a rule file.

    Expressions are those of the ``regex`` module. A rule without ``expression`` matches files by
    their path alone.
    """

    id: str
    description: str
    expression: str = ""
    keywords: tuple[str, ...] = ()
    """Words in lower case, one of which the content must contain, in whatever case."""
    secret_group: int | str = 0
    """The group that holds the secret; 0 means the first that is not empty, else the match."""
    entropy: float = 0.0
    """Shannon entropy, in bits per character, that a secret must exceed; 0 asks for none."""
    paths: tuple[str, ...] = ()
    """Globs in gitignore syntax; empty means all paths."""
    path_expression: str = ""
    severity: Severity = Severity.HIGH
    allowlists: tuple[Allowlist, ...] = ()
    matches: tuple[str, ...] = ()
    """Examples in which the rule must find something."""
    misses: tuple[str, ...] = ()
    """Examples in which the rule must find nothing."""
