"""Masks: what is printed in place of a secret, wherever it comes up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from keyguard.model import Kind, Span
from keyguard.model.patterns import lazy_pattern
from keyguard.report.literals import Literals
from keyguard.report.pieces import REACH, Pieces

_MOST_IN_PIECES = 256
"""Secrets whose pieces are looked for everywhere; of more they are only beside a whole one, since
the time that it takes grows with each."""
_KEY_BEGINS = "k_"
"""What is in the beginning of every key, behind its first letter."""
_KEY_RUN = lazy_pattern(r"([ps]k_[A-Za-z0-9]{20,})")
"""Anything that could be a Gateway key of whatever length. Runs may overlap: one may end in the
``pk`` that begins the next."""
_VENDOR_RUN = lazy_pattern(
    r"""( [lprs]k_ (?:
        (?:[A-Za-z0-9]{1,64}_){1,3} (?=[A-Za-z_-]{0,63}[0-9])
            (?:[A-Za-z0-9]{16}|[A-Za-z0-9_-]{40}) [A-Za-z0-9_-]*
        | (?:test_)? [a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}
    ) )""",
    re.VERBOSE,
)
"""Anything that could be a key of a vendor who names a mode or a version in front of the body. A
body has digits, or it would be the rest of a long name, such as ``task_``."""
_URL_LOGIN = lazy_pattern(
    r""":/{1,2}(
        [^\s/:@'"<>]{0,256} : (?![0-9]{1,5}[/?\#]) (?: [^\s/'"<>]{0,256} | [^\s'"<>]{0,256}? )
        | [^\s/:@'"<>]{20,256}
    )@""",
    re.VERBOSE,
)
"""User and password in a URL, or a token in their place; a mere name such as ``git`` is none. One
slash is what is left of two in a path."""
_MARKUP = lazy_pattern("[&<>'\"]")
_PREFIX = lazy_pattern("[A-Za-z]{1,8}_")

HIDDEN = "****"
_SHOWN = 4
_STRONG_SECRET = 32
"""Characters of a webhook secret from which four of them give nothing away."""
_NOTHING_CUT = lazy_pattern(r"[\w.-]{12}", re.ASCII)
"""Where a loader of env files may end a secret sooner, its first characters are all of it."""
_STRONG_KEY = 20
_WORDS = lazy_pattern(r".{0,7}|[a-z]{1,19}(?: [a-z]{1,19})?", re.DOTALL)
"""Weak secrets that are ordinary words more often than not, and masked in quoted lines only:
elsewhere a path or a sentence of our own would lose its words and gain nothing."""


def mask(value: str, kind: Kind) -> str:
    """The mask of a value: enough to recognise it, too little to use it.

    A variable's name is no secret and is not changed.
    """
    if not kind.is_secret:
        return value
    return _mask_key(value) if kind.is_key else _mask_secret(value)


class Redactor:
    """Masks every secret of a report, and everything that looks like a key."""

    def __init__(
        self, secrets: Iterable[str], reveal: bool = False, shapes: Iterable[str] = ()
    ) -> None:
        """With ``reveal`` nothing is masked. ``shapes`` are expressions of what else has the shape
        of a key."""
        spelt = {spelling for secret in secrets for spelling in _spellings(secret)}
        literal = {secret for secret in spelt if secret and not _is_key_run(secret)}
        literal.update(filter(None, map(_body, spelt)))
        short = {secret for secret in literal if _WORDS.fullmatch(secret)}
        self._short, self._long = Literals(short), Literals(literal - short)
        self._pieces = Pieces(spelt - short) if len(spelt) <= _MOST_IN_PIECES else None
        self._own = [re.compile(shape) for shape in dict.fromkeys(shapes)]
        self.reveal = reveal
        self.longest = max(self._short.longest, self._long.longest)
        """Characters of the longest secret that has no key's shape."""

    def clean(self, text: str) -> str:
        """The text with every secret masked, and every long piece that could not be words."""
        spans = [*self._long.spans(text), *self._shapes(text, 0, len(text))]
        pieces = self._pieces_beside(text, spans).spans(_without(spans, text))
        return self._replace(text, spans, pieces, 0, len(text))

    def clean_line(self, text: str, start: int = 0, end: int | None = None) -> str:
        """``text[start:end]`` of a quoted line, with every secret and every long piece masked, even
        pieces that could be words.

        A secret that the cut crosses is masked whole.
        """
        (part,) = self.clean_parts(text, (start, len(text) if end is None else end))
        return part

    def clean_parts(self, text: str, *parts: Span) -> list[str]:
        """Several parts of one quoted line, masked, in order.

        The text around them is looked through once, up to the line's ends or as far as a known
        secret can reach.
        """
        first, last = parts[0][0], parts[-1][1]
        line_start, newline = text.rfind("\n", 0, first) + 1, text.find("\n", last)
        line_end = newline if newline >= 0 else len(text)
        short = _overlapping(self._short, text, first, last)
        spans = [
            *self._shapes(text, line_start, line_end),
            *_overlapping(self._long, text, first, last),
            *(span for span in short if _is_word(text, span)),
        ]
        begin = max(line_start, first - REACH)
        rest = _without(spans, text, begin, min(line_end, last + REACH))
        near = self._pieces_beside(text, spans).spans(rest, words=True)
        pieces = [(begin + start, begin + end) for start, end in near]
        return [self._replace(text, spans, pieces, start, end) for start, end in parts]

    def mask(self, value: str, kind: Kind) -> str:
        """The mask of a value, or the value itself if nothing is masked."""
        return value if self.reveal else mask(value, kind)

    def _shapes(self, text: str, first: int, last: int) -> Iterator[Span]:
        """Where anything in ``text[first:last]`` has the shape of a key or of a login."""
        yield from _shapes(text, first, last)
        for shape in self._own:
            yield from (found.span() for found in shape.finditer(text, first, last))

    def _pieces_beside(self, text: str, spans: Iterable[Span]) -> Pieces:
        """The pieces to look for in a text that has these secrets."""
        return self._pieces or Pieces({text[start:end] for start, end in spans})

    def _replace(
        self, text: str, spans: Collection[Span], pieces: Iterable[Span], start: int, end: int
    ) -> str:
        """``text[start:end]`` masked. Nothing of a piece is shown."""
        if self.reveal:
            return text[start:end]
        begins = {begin for begin, _ in spans}
        parts = []
        for from_, to in _merged(sorted([*spans, *pieces])):
            if to <= start or from_ >= end:
                continue
            parts += [text[start:from_], _mask_any(text[from_:to]) if from_ in begins else HIDDEN]
            start = max(start, to)
        return "".join([*parts, text[start:end]])


def _body(secret: str) -> str:
    """What is behind the prefix of a key, which gives the key away; empty where there is little."""
    body = secret[found.end() :] if (found := _PREFIX.match(secret)) else ""
    return body if len(body) >= _STRONG_KEY else ""


def _spellings(secret: str) -> set[str]:
    """A secret as it stands in HTML and XML, and as it stands outside of them."""
    if not _MARKUP.search(secret):
        return {secret}
    import html  # as good as never needed, and slow to load

    return {secret, html.unescape(secret), html.escape(secret), html.escape(secret, quote=False)}


def _shapes(text: str, first: int, last: int) -> Iterator[Span]:
    """Where anything in ``text[first:last]`` has the shape of a key or of a login. None of them
    goes on behind the end of a line."""
    at = text.find(_KEY_BEGINS, first + 1, last)
    while at >= 0:
        for shape in (_KEY_RUN, _VENDOR_RUN):
            if found := shape.match(text, at - 1, last):
                yield found.span(1)
        at = text.find(_KEY_BEGINS, at + 1, last)
    yield from (found.span(1) for found in _URL_LOGIN.finditer(text, first, last))


def _overlapping(secrets: Literals, text: str, first: int, last: int) -> Iterator[Span]:
    """Where each secret is that overlaps ``text[first:last]``, and others near it."""
    begin = max(0, first - secrets.longest)
    for start, end in secrets.spans(text[begin : last + secrets.longest]):
        yield begin + start, begin + end


def _without(spans: Iterable[Span], text: str, first: int = 0, last: int | None = None) -> str:
    """``text[first:last]`` with nothing of the spans."""
    rest = text[first:last]
    for start, end in spans:
        start, end = max(start - first, 0), min(end - first, len(rest))
        if start < end:
            rest = rest[:start] + "\0" * (end - start) + rest[end:]
    return rest


def _is_word(text: str, span: Span) -> bool:
    """Whether a secret stands by itself, not as a part of a longer word."""
    start, end = span
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, which are sorted, with those that overlap as one."""
    current: Span | None = None
    for start, end in spans:
        if current is None:
            current = (start, end)
        elif start < current[1]:
            current = (current[0], max(end, current[1]))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current


def _mask_any(value: str) -> str:
    return _mask_key(value) if _is_key_run(value) else _mask_secret(value)


def _mask_key(value: str) -> str:
    found = _PREFIX.match(value)
    prefix = found[0] if found else ""
    return (value[: len(prefix) + _SHOWN] if len(value) >= _STRONG_KEY else prefix) + HIDDEN


def _mask_secret(value: str) -> str:
    strong = len(value) >= _STRONG_SECRET and _NOTHING_CUT.match(value)
    return (value[:_SHOWN] if strong else "") + HIDDEN


def _is_key_run(value: str) -> bool:
    match = _KEY_RUN.match(value)
    return match is not None and match.end(1) == len(value)
