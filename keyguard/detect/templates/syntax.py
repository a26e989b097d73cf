"""The syntaxes of templates by their names: expressions for a part that something replaces."""

from __future__ import annotations

from collections.abc import Mapping

SYNTAX: Mapping[str, str] = {
    "$name": r"\$(?P<name>[A-Za-z_][A-Za-z0-9_]*)",
    "${}": r"\$\{[^{}\n]{1,200}\}",
    "{$}": r"\{\$[^{}\n]{1,200}\}",
    "$()": r"\$\((?:[^()\n]|\([^()\n]{0,80}\)){1,200}\)",
    "``": r"`[^`\n]{1,200}`",
    "{{}}": r"\{\{[^\n]{1,200}?\}\}",
    "{%%}": r"\{%[^\n]{1,200}?%\}",
    "<%%>": r"<%[^\n]{1,200}?%>",
    "#{}": r"#\{[^{}\n]{1,200}\}",
    "%{}": r"%\{[^{}\n]{1,200}\}",
    "{}": r"\{[A-Za-z_][^{}\n]{0,200}\}",
    "\\()": r"\\\((?:[^()\n]|\([^()\n]{0,80}\)){1,200}\)",
    "@name": r"[@$](?P<sigil>[A-Za-z_][A-Za-z0-9_]*)",
    "@name.name": (
        r"(?<!\w)@(?=\(|\w{1,60}[?.(\[])\w{0,60}"
        r"(?:\??\.\w{1,60}|\((?:[^()\n]|\([^()\n]{0,80}\)){0,80}\)|\[[^\[\]\n]{0,80}\]){1,6}"
    ),
    "%NAME%": r"%[A-Za-z_][A-Za-z0-9_]{1,60}%",
    "@name@": r"@[A-Za-z][A-Za-z0-9_.-]{1,60}@",
    "[[]]": r"\[\[[^\[\]\n]{1,200}\]\]",
}

OPEN: Mapping[str, tuple[str, str]] = {
    "${}": ("${", "}"),
    "$()": ("$(", ")"),
    "#{}": ("#{", "}"),
    "\\()": ("\\(", ")"),
    "{}": ("{", "}"),
}
"""How the syntaxes with code in them, which may hold literals of its own, begin and end."""

PLACEHOLDERS = (
    *(SYNTAX[each] for each in ("{{}}", "${}", "$()", "{%%}", "<%%>", "#{}", "%{}", "[[]]")),
    r"@@?[A-Za-z][\w.-]{1,60}@@?",
    r"\{[A-Za-z_][\w.\[\]'\"!: -]{0,60}\}|\{\d{0,2}\}",
    r"<[A-Za-z/][^<>]{1,80}>",
    r"%[A-Z_]{2,60}%|%(?:\(\w{1,40}\))?[sdv]|%env\([^()]{1,80}\)%?",
    r"__[A-Za-z]\w{0,57}?__",
    r"\$[A-Z][A-Z0-9_]{1,60}",
    SYNTAX["\\()"],
)
"""Syntaxes that need no language: a build, a deployment or a reader fills them in."""
