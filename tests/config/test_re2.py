"""Expressions of RE2: what a translation matches, what it does not, and what is refused."""

from __future__ import annotations

import pytest
import regex

from keyguard.config.expressions import BadExpressionError, check_size
from keyguard.config.re2 import translate

# Expression, texts in which it is found, texts in which it is not.
SAME_MEANING: list[tuple[str, list[str], list[str]]] = [
    # Flags, anywhere
    ("(?i)key", ["key", "KEY"], ["k ey"]),
    ("key(?i)id", ["keyid", "keyID"], ["KEYid", "Keyid"]),
    ("a(?i)b|c", ["ab", "aB", "C", "c"], ["Ab", "A", "a"]),
    ("(?:a(?i)b)c", ["aBc", "abc"], ["abC", "ABc"]),
    ("(?i)a(?-i)b", ["Ab", "ab"], ["AB", "aB"]),
    ("(?i:a)b", ["Ab"], ["aB", "AB"]),
    ("(?i:a(?-i:b))c", ["Abc"], ["ABc", "AbC"]),
    ("(?i)schl\u00fcssel", ["SCHL\u00dcSSEL"], ["SCHLUSSEL"]),
    (r"(?i)\x{e4}\b", ["\u00c4x", "x\u00e4x"], ["\u00e4", "\u00e4-"]),
    ("a.b", ["a-b"], ["a\nb"]),
    ("(?s)a.b", ["a\nb"], ["ab"]),
    ("(?s:a.)b.c", ["a\nb-c"], ["a\nb\nc"]),
    ("^b", ["b"], ["a\nb"]),
    ("(?m)^b", ["a\nb"], ["ab"]),
    ("a$", ["a"], ["a\n", "a\nb"]),
    ("(?m)a$", ["a\nb", "a"], ["ab"]),
    (r"a\z", ["a"], ["a\n"]),
    # Greed
    ("^(?U)a+(?P<rest>.*)", ["aaa"], ["b"]),
    # Classes
    (r"^\d+$", ["12"], ["\u0661", "a"]),
    (r"^\w+$", ["a_1"], ["\u00e9", "-"]),
    (r"^\s$", [" ", "\t", "\r"], ["\v", "\u00a0", "a"]),
    (r"^\S$", ["a", "\v"], [" "]),
    (r"^\D\W$", ["a-", "\u0661\u00e9"], ["1-", "aa"]),
    (r"\bkey\b", ["a key.", "\u00e9key"], ["keys", "_key"]),
    (r"\Bkey", ["mykey"], ["key", "my key"]),
    ("^[[:alnum:]_-]+$", ["aZ0_-"], [".", "\u00e9", "a:"]),
    ("^[[:^alpha:]]$", ["1", "\u00e9"], ["a", "Z"]),
    ("^[[:punct:]]+$", ["!-/:@[\\]^_`{|}~"], ["a", " "]),
    ("^[[:xdigit:][:space:]]+$", ["aF 0\v"], ["g"]),
    ("^[]a]$", ["]", "a"], ["b"]),
    ("^[^]a]$", ["b", "["], ["]", "a"]),
    (r"^[a\]\-\\]+$", ["a]-\\"], ["b"]),
    ("^[a-]$", ["a", "-"], ["b"]),
    (r"^[\d-z]$", ["5", "-", "z"], ["a"]),
    ("^[a&&b]+$", ["a&b"], ["c"]),
    ("^[[a]+$", ["[a"], ["]"]),
    ("^[+--]+$", ["+,-"], [".", "*"]),
    ("^[--/]+$", ["-./"], [",", "0"]),
    (r"^[\x30-\071]+$", ["09"], ["/", ":"]),
    ("^[[:cntrl:]]+$", ["\0\x1f\x7f"], [" ", "\x80"]),
    ("^[[:^cntrl:]]+$", [" ~\x80\U0010ffff"], ["\0", "\x1f", "\x7f"]),
    (r"^[\W_]+$", ["_.\0\u00e9\U0010ffff"], ["a", "Z", "0"]),
    (r"^[^\D5]$", ["4"], ["5", "a"]),
    (r"^\pL\P{Lu}[\p{Greek}]$", ["\u00e9a\u03b1"], ["1a\u03b1", "aA\u03b1", "aab"]),
    (r"^\p{^Lu}$", ["a"], ["A"]),
    (r"\bk\b.\pL\B", ["k \u03b1", "\u03b1k-\u03b1"], ["ka", "k a"]),
    # Characters
    (r"^\x41\x{42}\103\t$", ["ABC\t"], ["abc\t"]),
    (r"^\Qa.b*\E+$", ["a.b*", "a.b**"], ["aXb*", "a.b"]),
    (r"^\Qa.b", ["a.b"], ["aXb"]),
    (r"^\-\#\<\ $", ["-#< "], ["-#<"]),
    ("^x{,3}$", ["x{,3}"], ["x", "xx"]),
    ("^{a}$", ["{a}"], ["a"]),
    ("^(?:ab){e<=1}$", ["ab{e<=1}"], ["aX", "a"]),
    ("^x{2}y{1,}z{0,2}$", ["xxyy", "xxyzz"], ["xy", "xxyzzz"]),
    # Groups
    ("^(?P<a>x)(?<b>y)(?:z)(|w)$", ["xyz", "xyzw"], ["xy"]),
    ("^(a|(b))*?c$", ["abac", "c"], ["d"]),
]

REFUSED = {
    "(?=x)": "no group",
    "(?!x)": "no group",
    "(?<=x)y": "no group",
    "(?>x)": "no group",
    "(?P=a)": "no group",
    "(?x)a b": "no group",
    "(?#x)": "no group",
    r"(a)\1": "no escape",
    r"\C": "no escape",
    r"\Z": "no escape",
    r"\h": "no escape",
    r"[\b]": "no escape",
    "a\\": "no escape",
    "*a": "nothing to repeat",
    "a|*": "nothing to repeat",
    "(+)": "nothing to repeat",
    "(?i)?": "nothing to repeat",
    "a**": "nothing to repeat",
    "a++": "nothing to repeat",
    "a{2}{3}": "nothing to repeat",
    "a{1001}": "no repetition",
    "a{3,2}": "no repetition",
    "(a": "not closed",
    "a)": "not opened",
    "[a": "not closed",
    "[]": "not closed",
    "[[:foo:]]": "no class",
    "[b-a]": "no range",
    r"[a-\d]": "no range",
    r"\p{Zebra}": "no property",
    "\\\u00e9": "no escape",
    r"\x{110000}": "no character",
    "((a{1000}){1000}){1000}": "multiply",
    "(" * 150 + ")" * 150: "groups",
    "a" * 30_000: "characters",
}


@pytest.mark.parametrize(
    ("expression", "hits", "misses"), SAME_MEANING, ids=lambda value: str(value)
)
def test_a_translation_means_the_same(expression: str, hits: list[str], misses: list[str]) -> None:
    pattern = regex.compile(translate(expression))
    assert [text for text in hits if not pattern.search(text)] == []
    assert [text for text in misses if pattern.search(text)] == []


def test_ungreedy_swaps_greedy_and_lazy() -> None:
    for expression, groups in {
        "(?U)(a+)(a+?)": ("a", "aaa"),
        "(?U:(a+))(a+)": ("a", "aaa"),
        "(a+?)(?U)(a{1,}?)": ("a", "aaa"),
    }.items():
        found = regex.match(translate(expression), "aaaa")
        assert found is not None
        assert found.groups() == groups


def test_a_nul_is_spelt_out() -> None:
    """hyperscan, which may be asked first, reads no further than a NUL."""
    for expression in (r"a\x00b", r"[\0]", "[[:cntrl:]]", r"\W", "a\0b", "\\Q\0\\E", "\\\0"):
        assert "\0" not in translate(expression)


def test_groups_keep_their_numbers() -> None:
    expression = translate(r"(?i)(x)(?:y)(?i:(z))\b(?P<last>\w)|(q)")
    assert regex.compile(expression).groups == 4


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_no_re2_is_refused(expression: str) -> None:
    with pytest.raises(BadExpressionError, match=REFUSED[expression]):
        translate(expression)


@pytest.mark.parametrize(
    "expression", [r"[(]{1000}\({1000}", "(ab{10}c){100}", r"(?:[a-z{}()]{2}){50}", "{{{{1000}"]
)
def test_an_ordinary_size_is_fine(expression: str) -> None:
    check_size(expression)
