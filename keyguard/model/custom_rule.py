"""A rule of the user's own, as it was read from a configuration or a rule file."""

from __future__ import annotations

from keyguard.model.levels import Severity
from keyguard.model.record import NamedTuple


class Allowlist(NamedTuple):
    """What a custom rule does not mean: matches that are let through.

    One part that holds is enough; with ``all_of`` every part that is not empty has to hold.
    Expressions are those of the ``regex`` module and may match anywhere.
    """

    expressions: tuple[str, ...] = ()
    target: str = "secret"
    """What the expressions look at: the ``secret``, the whole ``match``, or the ``line``."""
    paths: tuple[str, ...] = ()
    """Expressions for the path."""
    commits: frozenset[str] = frozenset()
    stopwords: tuple[str, ...] = ()
    """In lower case; a secret that holds one, in whatever case, is let through."""
    all_of: bool = False


class CustomRule(NamedTuple):
    """A pattern of the user's own, from a configuration or a rule file.

    Expressions are those of the ``regex`` module. A rule without ``expression`` knows files by
    their path alone.
    """

    id: str
    description: str
    expression: str = ""
    keywords: tuple[str, ...] = ()
    """In lower case: only content that holds one of them, in whatever case, is looked at."""
    secret_group: int | str = 0
    """The group that holds the secret; 0 means the first that is not empty, else the match."""
    entropy: float = 0.0
    """Shannon entropy in bits a character that a secret has to exceed; 0 asks for none."""
    paths: tuple[str, ...] = ()
    """Globs in gitignore syntax; empty means all paths."""
    path_expression: str = ""
    severity: Severity = Severity.HIGH
    allowlists: tuple[Allowlist, ...] = ()
    matches: tuple[str, ...] = ()
    """Examples in which the rule has to find something."""
    misses: tuple[str, ...] = ()
    """Examples in which it must not."""
