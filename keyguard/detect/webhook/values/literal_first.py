"""Values in front of their names: ``"literal" === webhookSecret``, ``echo literal | put NAME``."""

from __future__ import annotations

import re

from keyguard.detect.webhook.forms.form import BEFORE, QUOTES
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

LONGEST_LITERAL = 600
"""Characters in front of a name within which its value begins."""


class Comparison(NamedTuple):
    """A form that starts with a literal; its quotes are looked for backwards from the name."""

    title: str
    closing: re.Pattern[str]
    """Matches from the closing quote, a group ``q``, to the beginning of the name."""
    opening: re.Pattern[str]
    """Matches text that ends at the opening quote."""
    examples: tuple[str, ...]
    """Examples, each with «» around the value."""

    def match(self, text: str, start: int, end: int) -> TextAt | None:
        """The literal and where it begins, if the name begins at ``end``."""
        tail = self.closing.search(text, max(start, end - BEFORE), end)
        if tail is None:
            return None
        opened = text.rfind(tail["q"], start, tail.start("q"))
        head = text[max(0, opened - BEFORE) : max(0, opened)]
        if opened < 0 or not self.opening.search(head):
            return None
        return text[opened + 1 : tail.start("q")], opened + 1


class Preceding(NamedTuple):
    """A form that starts with a value, as one expression for all up to the name."""

    title: str
    words: tuple[str, ...]
    """Words, one of which is in every match."""
    expression: re.Pattern[str]
    """Matches up to the beginning of the name; the value is its group ``value``."""
    examples: tuple[str, ...]
    """Examples, each with «» around the value."""
    near: int
    """Characters in front of the name within which that word is."""

    def match(self, text: str, start: int, end: int) -> TextAt | None:
        """The value and where it begins, if the name begins at ``end``."""
        earliest = max(start, end - self.near)
        if not any(text.find(word, earliest, end) >= 0 for word in self.words):
            return None
        found = self.expression.search(text, start, end)
        return (found["value"], found.start("value")) if found else None


def _comparison(title: str, *examples: str, closing: str, opening: str) -> Comparison:
    return Comparison(title, lazy_pattern(closing), lazy_pattern(opening), examples)


def _preceding(
    title: str,
    *examples: str,
    words: tuple[str, ...],
    expression: str,
    near: int = LONGEST_LITERAL,
) -> Preceding:
    return Preceding(title, words, lazy_pattern(expression, re.VERBOSE), examples, near)


FORMS = (
    _comparison(
        "a comparison with an operator",
        'if ("«literal»" === webhookSecret)',
        "return '«literal»' != $webhook_secret;",
        closing=r"""(?P<q>["'`])\s{0,4}[!=]={1,2}\s{0,4}\$?\Z""",
        opening=r"[(!\s]\Z",
    ),
    _comparison(
        "a comparison by a function",
        'hash_equals("«literal»", $webhookSecret)',
        'hmac.compare_digest(b"«literal»", webhook_secret)',
        closing=r"""(?P<q>["'`])[\w.()]{0,20}\s{0,4},\s{0,4}(?:[\w.]{1,40}\()?\$?\Z""",
        opening=r"(?i:equals?|compare\w{0,10}|digest)\((?:[\w.]{1,40}\()?[@bBrR]?\Z",
    ),
    _comparison(
        "a default in an attribute of Rust or C#",
        '#[arg(default_value = "«literal»")]\n    pub webhook_secret: String',
        '[DefaultValue("«literal»")] public string WebhookSecret { get; set; }',
        closing=r"""(?P<q>["'`])\)\]\s{1,20}(?:(?:pub|public|private|internal|string\??)\s{1,4}){0,3}\Z""",
        opening=r"(?:default_value\s{0,4}=\s{0,4}|DefaultValue\()\Z",
    ),
    _comparison(
        "a default in front of what is looked up",
        '{{ default "«literal»" .Values.webhookSecret }}',
        'fromMaybe "«literal»" <$> lookupEnv "WEBHOOK_SECRET"',
        closing=r"""(?P<q>["'`])\s{1,4}(?:\.|<\$>\s(?:\w{1,20}\.)?lookupEnv\s")\Z""",
        opening=r"\b(?:default|fromMaybe)\s{1,4}\Z",
    ),
    _comparison(
        "a default in the tag of a Go field, in front of its name",
        '`default:"«literal»" envconfig:"WEBHOOK_SECRET"`',
        closing=r"""(?P<q>")\s{1,4}(?:\w{1,20}:"[\w,.-]{0,40}"\s{1,4}){0,3}\w{1,20}:"\Z""",
        opening=r"(?i:default):\Z",
    ),
    _comparison(
        "a value that is kept by a name, as in Swift and Objective-C",
        'UserDefaults.standard.set("«literal»", forKey: "webhookSecret")',
        '[defaults setObject:@"«literal»" forKey:@"webhookSecret"];',
        closing=r"""(?P<q>")(?:,\s?|\s)for(?:Key|HTTPHeaderField)?:\s?@?"\Z""",
        opening=r"(?:set|store|save|add|write|put)\w{0,10}(?:\(|:@)\Z",
    ),
    _comparison(
        "a value that COBOL moves",
        "MOVE '«literal»' TO WS-WEBHOOK-SECRET.",
        closing=r"""(?P<q>["'])\s{1,20}TO\s{1,20}\Z""",
        opening=r"MOVE\s{1,20}\Z",
    ),
    _comparison(
        "a row of SQL that is set by its name",
        "UPDATE settings SET value = '«literal»' WHERE name = 'webhook_secret';",
        closing=(
            r"""(?P<q>')\s{1,10}(?i:where)\s{1,4}[`"\[]?\w{0,20}(?i:name|key|code|path|option|setting)[`"\]]?\s?=\s?N?'"""
            r"""[\w.:/-]{0,40}\Z"""
        ),
        opening=r"""(?i:set)\s{1,10}[`"\[]?(?!\w{0,40}_(?i:by|at|type|group|label|title)\b)\w{1,40}[`"\]]?\s?=\s?N?\Z""",
    ),
    _preceding(
        "a value and a name, each under a key of its own",
        "- value: «literal»\n  name: WEBHOOK_SECRET",
        '{"value": "«literal»", "key": "webhook_secret"}',
        words=("value",),
        expression=r"""(?<![\w])["']?value["']?\s{0,4}:[ \t]{0,4}["']?(?P<value>[^\s"']{1,512})["']?
            ,?\s{1,60}["']?(?:name|key)["']?\s{0,4}:[ \t]{0,4}["']?\Z""",
    ),
    _preceding(
        "an attribute in front of the name",
        '<input type="text" value="«literal-1»" name="webhook_secret">',
        words=("value=",),
        expression=r"""\bvalue=(?P<q>["'])(?P<value>(?=[^"'<>]{0,200}[0-9])(?=[^"'<>]{0,200}[A-Za-z])
            [^\s"'<>]{8,512})(?P=q)\s[^<>\n]{0,80}\bname=["']\Z""",
    ),
    _preceding(
        "an attribute of what is called so, where only what looks random is no name of an option",
        '<option value="«literal-of-4-9-cells-3»">Webhook secret</option>',
        words=("value=",),
        expression=r"""\bvalue=(?P<q>["'])(?P<value>(?=(?:[^\s0-9]{0,160}[0-9]){3})[^\s"'<>]{20,512})(?P=q)>\Z""",
    ),
    _preceding(
        "a secret of Supabase, which a function creates",
        "select vault.create_secret('«literal»', 'webhook_secret');",
        words=("create_secret(",),
        expression=r"""create_secret\(\s{0,8}'(?P<value>[^'\n]{1,512})'\s?,\s{0,8}'\w{0,40}\Z""",
    ),
    _preceding(
        "a random value in a sentence, or in a column that gets the name",
        "Use `«4f9aB2c81dE07a3b6c5d9e1f»` as the webhook secret.",
        "SELECT '«4f9aB2c81dE07a3b6c5d9e1f»' AS webhook_secret;",
        words=(" as ", " AS ", " is ", " for "),
        expression=r"""(?<![\w+/=.@$-])(?<!sha256:)(?<!sha512:)
            (?P<value>(?=(?:[^\s]{0,80}?[0-9][A-Za-z]{1,20}[0-9]){2})[A-Za-z0-9+/_=.-]{20,200})
            (?:[`"'*]{1,3}\s(?i:as|is|for(?=\s(?:the|our|your|its)\s))
            |(?<!(?<![0-9a-f])[0-9a-f]{40})(?<!-[0-9a-f]{12})(?<!\.[a-z]{3})
            \s(?:as|is)(?=\s(?:the|our|your|a|its)\s))
            \s(?:(?:the|our|your|a|its)\s)?["`]?\Z""",
        near=len(" for your `"),
    ),
    _preceding(
        "standard input of a shell, from a pipe",
        "echo «literal» | wrangler secret put WEBHOOK_SECRET",
        "printf '%s' '«literal»' | vercel env add WEBHOOK_SECRET",
        words=("echo", "printf"),
        expression=r"""\b(?:echo|printf)[ \t]{1,4}
            (?:-\w{1,2}[ \t]{1,4}|["']?%s(?:\\n)?["']?[ \t]{1,4}){0,2}
            (?P<q>["']?)(?P<value>[^\s"'|]{1,512})(?P=q)[ \t]{0,4}\|
            (?=[^|\n]{0,80}\b(?:secrets?|env|variables?)[ \t])[ \t\w./@:=-]{1,100}[ \t]["']?\Z""",
    ),
)
"""Of several that match, the first one counts."""

_UNQUOTED = tuple(form for form in FORMS if isinstance(form, Preceding))
"""Those without a quote close to the name."""


def literal_before(text: str, end: int) -> TextAt | None:
    """The literal in front of a name that begins at ``end``, and where the literal begins."""
    start = max(0, end - LONGEST_LITERAL)
    near = text[max(start, end - BEFORE) : end]
    forms = FORMS if any(map(near.__contains__, QUOTES)) else _UNQUOTED
    return next((found for form in forms if (found := form.match(text, start, end))), None)
