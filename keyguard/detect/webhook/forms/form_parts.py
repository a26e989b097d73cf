"""What the expressions for assignments share: literals, types, wrappers, the space between them.

All repetitions are bounded, so a hostile line costs no more than its first few hundred characters.
"""

from __future__ import annotations

QUOTED = r"(?P<q>\\{0,3}(?:[\"]{3}|'{3}|[\"'`]))(?P<value>(?:[^\\\r\n]|\\[^\r\n]){0,512}?)(?P=q)"
"""A literal, and its quotes: one behind a backslash does not end it."""
QUOTED_OR_BARE = rf"(?:[A-Za-z]{{0,2}}{QUOTED}|(?P<bare>[^\s\"'`,}}<>]{{1,512}}))"
CLOSE = r"(?:\\{0,3}[\"'`])?\]?\)?"
"""What closes the name: ``os.environ["NAME"]``."""
CLOSE_INDEX = r"(?:(?:\\{0,3}[\"'`])?\])?\)?"
"""What closes a name in front of a type, which a name in quotes does not have."""
PREFIX = r"(?:[rRbBuUfFLEN@$]{0,2})"
"""What a language puts in front of a literal: ``b"literal"``, ``@"literal"``, ``N'literal'``."""
_ARGUMENTS = r"[<\[][\w.,?|&*' <\[]{0,40}[>\]]{1,4}"
TYPE = (
    r"[?!]?(?:\s{0,4}:\s{0,4}(?:\[:?0?\])?[&*A-Za-z(]"
    rf"(?:[\w.?|&*' )]|{_ARGUMENTS}){{0,60}}?|\[\d{{0,4}}\])?"
)
"""The type of a variable: ``name: Final[str]``, ``name[64]``."""
READS = (
    r"(?:[\w$]{0,30}[.:]){0,4}(?:[gG]et|[rR]ead|[lL]oad|[lL]ook[uU]p|[fF]ind|[fF]etch|[rR]esolve"
    r"|[rR]etrieve|[rR]equired?|[mM]ust|[oO]pt|[dD]efine|[aA]ccess|use(?!State|Ref|Signal))"
    r"(?!Bytes)[A-Z_]"
)
"""The beginning of a call that looks something up, whose argument is a name:
``viper.GetString("name")``, Firebase's ``defineSecret("NAME")``."""
WRAPPER = (
    rf"(?:(?!{READS})(?:new\s)?[\w.:$]{{0,30}}(?:SecretStr|String|Secret|Some|Ok|from|[fF]ield"
    r"|encode|text|literal|byte|bytes|fromString|ref|[sS]tate(?:Of)?|signal|atom|Sensitive|Literal"
    r"|\bof|Ptr|ptr\.To|Redacted\.make|unsafePlainText|pulumi\.secret)(?:<\w{1,20}>)?\("
    r"\s{0,20}(?:default\s{0,2}=\s{0,2})?|\[\]byte\()?"
)
"""A call around the literal that leaves it as it is: ``SecretStr("literal")``."""
GAP = r"[ \t]{0,20}(?:\(\s{0,60}|\r?\n[ \t]{1,60})?"
"""From the sign to the value, which may be on the next line."""
_COMPARED = r"[!=]=[ \t]?[\"'][^\"'\n]{0,60}[\"']"
LOOKUP = rf"(?:[^;\n\"'`,{{}}]|[\[(][\"'][^\"'\n]{{1,60}}[\"'][\])]|{_COMPARED}){{0,120}}?"
"""Any expression, up to what says that a default follows; literals as an index, an argument, or one
side of a comparison."""
COMPARES_STORED = "compareSecret"
"""A function of Tekton that compares with a member of a Kubernetes Secret, and is given the names
of both: https://tekton.dev/docs/triggers/cel_expressions/."""
COMPARES = r"(?i:equals?|compare\w{0,10}|digest)\([^()\"'\n]{0,60}(?:\(|\[\]byte\(|,\s{0,4}){0,2}"
DESCRIBED = r"(?=[^\s\"'`]{0,80}[0-9-])"
"""Ahead of a word behind an option: one without a digit or a hyphen is the next word of a text."""
ENVIRONMENT = r"(?:prod|live|stag|test|dev|local|sandbox|current|canli)\w{0,10}"
"""What a secret of several environments has below it."""
