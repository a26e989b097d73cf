"""What a row of the table says of one vendor, and of one form of its keys."""

from __future__ import annotations

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

BARE_PREFIXES = ("sk_", "pk_")
"""What the Gateway's own keys begin with: after it, only the body differs between vendors."""
CLUE_BODY = 32
"""Characters of a body that are enough of a clue: no identifier is often as long."""

_ANCHOR = lazy_pattern("[lprs]k_")
_LITERAL = lazy_pattern("[a-z0-9_]*")
_GROUP = lazy_pattern(r"\([^()]*\)")
_OPEN = lazy_pattern(r"(?:\[[^\]]*\]|\\.|.)\?|\[[^\]]*\]|\\.")
"""Parts of an expression that match other text than themselves, or none."""
_RUN = lazy_pattern("[a-z0-9_@-]+")


class KeyForm(NamedTuple):
    """How keys of a vendor look: ``prefix``, ``shortest`` to ``longest`` characters, ``tail``.

    ``prefix`` and ``tail`` are expressions; ``alphabet`` is the inside of a character class. The
    prefix holds one of ``sk_``, ``pk_``, ``rk_`` and ``lk_``, with nothing but literal characters
    in front of it. Only a body of one length has a tail. No escape is in upper case, since clues
    are looked for in lower case.
    """

    prefix: str
    alphabet: str
    shortest: int
    longest: int
    tail: str = ""
    named: bool = False
    """Whether the form is too common to be anyone's unless the vendor is named nearby."""
    publishable: bool = False
    """Whether the key is made to be shown: never reported, but it may look like the Gateway's."""
    behind: str = ""
    """An expression of one length for what has to precede the key."""
    probe: str = ""
    """A clue of its own, for a form that too much of a program would match."""

    @property
    def body(self) -> str:
        """The expression for all that follows the prefix."""
        return f"[{self.alphabet}]{{{self.shortest},{self.longest}}}{self.tail}"

    @property
    def expression(self) -> str:
        """The expression for a whole key, whatever follows it; its body is a group."""
        behind = f"(?<={self.behind})" if self.behind else ""
        return f"{behind}{self.prefix}(?P<body>{self.body})"

    @property
    def lead(self) -> int:
        """Characters of a key in front of its anchor."""
        found = _ANCHOR.search(self.prefix)
        assert found, f"{self.prefix} holds none of sk_, pk_, rk_ and lk_"
        return found.start()

    @property
    def anchor(self) -> str:
        """By what its keys are looked for: ``sk_``, ``pk_``, ``rk_`` or ``lk_``."""
        return self.prefix[self.lead : self.lead + len("sk_")]

    @property
    def is_bare(self) -> bool:
        """Whether the body follows the Gateway's own prefix, and may be that of a Gateway key."""
        prefix = lazy_pattern(self.prefix)
        return not self.behind and any(map(prefix.fullmatch, BARE_PREFIXES))

    @property
    def clue(self) -> str:
        """An expression, in lower case, that every key of this form holds."""
        if self.probe:
            return self.probe
        tail = self.tail if self.shortest < CLUE_BODY else ""
        body = f"[{self.alphabet}]{{{min(self.shortest, CLUE_BODY)}}}{tail}"
        return f"{self.behind}{self.prefix}{body}".lower()

    @property
    def word(self) -> str:
        """The literal text that its clue begins with."""
        return _LITERAL.match(self.clue)[0]  # type: ignore[index]  # it matches anything


class Vendor(NamedTuple):
    """Another service: how it is recognised, what its keys look like, where they are replaced."""

    name: str
    """As its own pages write it. In lower case it is the ``vendor`` of a detection."""
    words: str
    """Alternatives of an expression, in lower case, that are evidence of it: its name in a variable
    (``stripe_api_key``), its hosts, its packages."""
    revoke_at: str = ""
    """Where in its dashboard a key is revoked: a page, or the way through its menus."""
    webhook_at: str = ""
    """Where the secret of its webhooks is set, as it follows the word "in"."""
    forms: tuple[KeyForm, ...] = ()
    documented: frozenset[str] = frozenset()
    """Digests of keys that its documentation prints: they are everywhere and open nothing."""

    @property
    def literals(self) -> tuple[str, ...]:
        """Literal text, one for each of the ``words``: without any, the vendor is not named.

        Raises ``ValueError`` for an alternative without any.
        """
        plain = self.words
        while (shorter := _GROUP.sub("\0", plain)) != plain:
            plain = shorter
        runs = (_RUN.findall(_OPEN.sub("\0", each)) for each in plain.split("|"))
        return tuple(dict.fromkeys(max(each, key=len) for each in runs))

    @property
    def key(self) -> str:
        """What a detection calls it."""
        return self.name.lower()
