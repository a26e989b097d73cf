"""The comment that can be put beside a line.

It is in the language of the line, unless it would become part of a text there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from keyguard.model.patterns import lazy_pattern
from keyguard.report.comment_syntax import (
    HASH,
    MARKUP,
    SLASHES,
    C,
    Comment,
    comment_in,
    comment_in_language,
)
from keyguard.report.long_texts import ends_in_text

REACH = 1 << 15
"""Characters around a line that show what it is in: files may be large, and findings many."""

_FENCE = lazy_pattern(r"^ {0,3}(?:```+|~~~+)[ \t]*(?P<language>[\w+#.-]*)", re.MULTILINE)
_PHP = lazy_pattern(r"<\?(?:php|=)?|\?>")
_SHEBANG = lazy_pattern(r"#![^\n]*?(?P<program>[A-Za-z]+)[\d.]*(?:[ \t][^\n]*)?\n")
_BEFORE_ROOT = ("(", "=", "?", ":", "&&", "=>", "return")
_NO_COMMENT_WITHIN = (("<!--", "-->"), ("<![cdata[", "]]>"), ("<", ">"))
_JSX = frozenset({"js", "jsx", "tsx"})
_WITH_SLASHES = frozenset({"node", "deno", "bun", "php"})


def comment_at(path: str, text: str, start: int, end: int) -> Comment | None:
    """The comment that can stand at the end of the line of ``text[start:end]``, or above it.

    None if the file has no comments, as JSON, or if a comment would change or break what the line
    is part of: a text of several lines, a tag, a command that goes on.
    """
    last = text.find("\n", end)
    return _comment_at(path, text, text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last)


@lru_cache(maxsize=2)  # a line of minified code has thousands of findings
def _comment_at(path: str, text: str, first: int, last: int) -> Comment | None:
    line = text[first:last].rstrip()
    before = text[max(0, first - REACH) : first]
    known = _language_at(path, before, line)
    if known is None:
        return None
    language, comment = known
    if comment.above:
        goes_on = before.rstrip("\r\n").endswith("\\") and comment.breaks_lines
    else:
        goes_on = line.endswith("\\")
    # What begins before the reach is not known to be a text, and is taken for none.
    is_text = first <= REACH and ends_in_text(language, text[: last + REACH], last)
    return None if goes_on or is_text else comment


def _language_at(path: str, before: str, line: str) -> tuple[str, Comment] | None:
    """The language at the end of a line, as the end of a file's name, with its comment."""
    if path.lower().endswith(".blade.php"):
        return _in_markup(before, line)
    suffix = path.rpartition(".")[2].lower()
    special = _SPECIAL.get(suffix)
    if special is not None:
        return special(before, line)
    comment = comment_in(path)
    if comment is MARKUP:
        return _in_markup(before, line)
    if comment is None and before.startswith("#!"):
        return _by_shebang(before)
    if suffix in _JSX and comment is not None:
        return suffix, _in_jsx(before, line)
    return (suffix, comment) if comment is not None else None


def _in_markup(before: str, line: str) -> tuple[str, Comment] | None:
    text = (before + line).lower()
    script, style = text.rfind("<script"), text.rfind("<style")
    if script > max(style, text.rfind("</script")):
        is_data = "json" in text[script:].partition(">")[0]
        return None if is_data else ("js", SLASHES)
    if style > max(script, text.rfind("</style")):
        return "css", C
    is_open = any(text.rfind(begin) > text.rfind(end) for begin, end in _NO_COMMENT_WITHIN)
    return None if is_open else ("html", MARKUP)


def _in_markdown(before: str, line: str) -> tuple[str, Comment] | None:
    has_fences = "```" in before or "~~~" in before
    fences = list(_FENCE.finditer(before)) if has_fences else []
    if len(fences) % 2 == 0:
        return "md", MARKUP
    language = fences[-1]["language"].lower()
    comment = comment_in_language(language)
    return (language, comment) if comment is not None else None


def _in_php(before: str, line: str) -> tuple[str, Comment] | None:
    tags = _PHP.findall(before + line)
    return _in_markup(before, line) if tags and tags[-1] == "?>" else ("php", SLASHES)


def _in_astro(before: str, line: str) -> tuple[str, Comment] | None:
    is_in_front = re.findall(r"^---[ \t]*$", before, re.MULTILINE)
    return ("js", SLASHES) if len(is_in_front) == 1 else _in_markup(before, line)


def _in_jsx(before: str, line: str) -> Comment:
    """An element that is not the outermost one may be followed by a comment in braces only."""
    element = line.strip()
    if not re.match(r"<[A-Za-z>]", element) or not element.endswith(">"):
        return SLASHES
    is_whole = element.endswith("/>") or f"</{element[1:].partition('>')[0].split(' ')[0]}" in line
    is_root = is_whole and before.rstrip().endswith(_BEFORE_ROOT)
    return SLASHES if is_root else Comment("{/* ", " */}")


def _by_shebang(before: str) -> tuple[str, Comment] | None:
    found = _SHEBANG.match(before)
    program = found["program"].lower() if found else ""
    if program in _WITH_SLASHES:
        return ("js", SLASHES)
    return ("py" if program == "python" else "sh", HASH)


_SPECIAL: dict[str, Callable[[str, str], tuple[str, Comment] | None]] = {
    "md": _in_markdown,
    "markdown": _in_markdown,
    "mdx": _in_markdown,
    "php": _in_php,
    "astro": _in_astro,
}
