"""How one custom rule is applied to one text: matches, their secrets, and what is allowed.

The meaning is that of gitleaks (github.com/gitleaks/gitleaks, ``detect/detect.go`` and
``config/allowlist.go``), so that its rule files find the same here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import regex

from keyguard.model import Allowlist, CustomRule, Place
from keyguard.model.path_globs import path_matches

LONGEST_LINE = 10_000
"""Characters on either side of a match that count as its line: a minified file is one line."""
EXAMPLE_TIMEOUT = 5.0
"""Seconds that one example of a rule may take."""
PATH_TIMEOUT = 1.0
"""Seconds that matching one expression with one path may take."""


def has_keyword(rule: CustomRule, text: str) -> bool:
    """Whether a lower-case text holds one of the rule's keywords, or the rule has none."""
    return not rule.keywords or any(word in text for word in rule.keywords)


def wants_path(rule: CustomRule, places: Sequence[Place]) -> bool:
    """Whether the rule applies to any of these places; without places it does.

    Raises ``TimeoutError``, as does everything that matches an expression with a path.
    """
    if not places or not (rule.paths or rule.path_expression):
        return True
    paths = (place.path.decode("utf-8", "surrogateescape") for place in places)
    return any(_wants(rule, path) for path in paths)


def secrets(
    rule: CustomRule, text: str, places: Sequence[Place], timeout: float
) -> Iterator[tuple[int, int]]:
    """The start and end of each secret that the rule finds.

    ``timeout`` is in seconds; raises ``TimeoutError`` when it is over.
    """
    if lets_place_through(rule, places):
        return
    for match in compiled(rule.expression).finditer(text, timeout=timeout):
        start, end = _span(match, rule.secret_group)
        secret = text[start:end]
        if not secret or (rule.entropy and shannon_entropy(secret) <= rule.entropy):
            continue
        lists = rule.allowlists
        if not any(_lets_through(each, match, secret, places, timeout) for each in lists):
            yield start, end


def lets_place_through(rule: CustomRule, places: Sequence[Place]) -> bool:
    """Whether an allowlist allows everything at these places."""
    return any(
        _holds(allowlist, _place_checks(allowlist, places))
        for allowlist in rule.allowlists
        if not (allowlist.all_of and (allowlist.expressions or allowlist.stopwords))
    )


@lru_cache(maxsize=256)
def example_secrets(rule: CustomRule) -> frozenset[str]:
    """The secrets in the rule's own examples, which the file that defines the rule contains.

    Raises ``TimeoutError`` for an example that takes too long.
    """
    return frozenset(secret for text in rule.matches for secret in secrets_of_example(rule, text))


def secrets_of_example(rule: CustomRule, text: str) -> list[str]:
    """What the rule finds in a text, wherever it is. Raises ``TimeoutError``."""
    if not has_keyword(rule, text.lower()):
        return []
    return [text[start:end] for start, end in secrets(rule, text, (), EXAMPLE_TIMEOUT)]


def errors_of(rule: CustomRule) -> Iterator[str]:
    """What is wrong with a rule, one sentence for each expression or example. Quotes no example."""
    lists = rule.allowlists
    expressions = [rule.expression, rule.path_expression]
    expressions += [each for allowlist in lists for each in allowlist.expressions]
    expressions += [each for allowlist in lists for each in allowlist.paths]
    try:
        for expression in expressions:
            compiled(expression)
    except regex.error as error:
        yield f"rule {rule.id!r} has an expression that is malformed: {error}."
        return
    for number, text in enumerate(rule.matches, 1):
        fault = f"finds nothing in number {number} of its `matches`"
        yield from _error(rule, text, fault, is_match=True)
    for number, text in enumerate(rule.misses, 1):
        fault = f"finds something in number {number} of its `misses`"
        yield from _error(rule, text, fault, is_match=False)


def _error(rule: CustomRule, text: str, fault: str, *, is_match: bool) -> Iterator[str]:
    try:
        if bool(secrets_of_example(rule, text)) is not is_match:
            yield f"rule {rule.id!r} {fault}."
    except TimeoutError:
        yield f"rule {rule.id!r} takes over {EXAMPLE_TIMEOUT:g} seconds for one of its examples."
    except MemoryError:
        yield f"rule {rule.id!r} takes too much memory for one of its examples."


@cache
def compiled(expression: str) -> regex.Pattern[str]:
    """The expression, compiled once. Raises ``regex.error`` for a malformed one."""
    return regex.compile(expression)


def shannon_entropy(text: str) -> float:
    """Bits per character.

    Counted in bytes like in gitleaks, which is the same for ASCII.
    """
    length = len(text.encode(errors="surrogatepass"))
    shares = (count / length for count in Counter(text).values())
    return -sum(share * math.log2(share) for share in shares)


def _span(match: regex.Match[str], group: int | str) -> tuple[int, int]:
    """Where the secret is in a match, without line breaks around it."""
    if not group:
        numbers = range(1, match.re.groups + 1)
        group = next((number for number in numbers if match[number]), 0)
    start, end = match.span(group)
    if start < 0:
        return 0, 0
    text = match.string
    while start < end and text[start] == "\n":
        start += 1
    while end > start and text[end - 1] == "\n":
        end -= 1
    return start, end


def _lets_through(
    allowlist: Allowlist,
    match: regex.Match[str],
    secret: str,
    places: Sequence[Place],
    timeout: float,
) -> bool:
    checks = _place_checks(allowlist, places)
    if allowlist.expressions:
        target = _target(allowlist.target, match, secret)
        found = (compiled(each).search(target, timeout=timeout) for each in allowlist.expressions)
        checks.append(any(found))
    if allowlist.stopwords:
        checks.append(any(word in secret.lower() for word in allowlist.stopwords))
    return _holds(allowlist, checks)


def _place_checks(allowlist: Allowlist, places: Sequence[Place]) -> list[bool]:
    """What the allowlist asks of a place. A path or commit that is not known is not allowed."""
    checks = []
    if allowlist.commits:
        commits = [place.commit.id if place.commit else "" for place in places]
        checks.append(bool(commits) and allowlist.commits.issuperset(commits))
    if allowlist.paths:
        paths = [place.path.decode("utf-8", "surrogateescape") for place in places]
        checks.append(bool(paths) and all(_matches_any(allowlist.paths, path) for path in paths))
    return checks


def _holds(allowlist: Allowlist, checks: Sequence[bool]) -> bool:
    return bool(checks) and (all(checks) if allowlist.all_of else any(checks))


def _target(name: str, match: regex.Match[str], secret: str) -> str:
    if name == "secret":
        return secret
    if name == "match":
        return str(match[0]).strip("\n")
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - LONGEST_LINE) : start].rpartition("\n")[2]
    after = text[end : end + LONGEST_LINE].partition("\n")[0]
    return f"{before}{match[0]}{after}"


def _wants(rule: CustomRule, path: str) -> bool:
    if rule.paths and not path_matches(path, rule.paths):
        return False
    return not rule.path_expression or _matches_any((rule.path_expression,), path)


@lru_cache(maxsize=4096)
def _matches_any(expressions: tuple[str, ...], path: str) -> bool:
    """Asked again and again, since the rules of a file share their allowlists."""
    return any(compiled(each).search(path, timeout=PATH_TIMEOUT) for each in expressions)
