"""The ways in which a name is given a value, in the syntax of any language.

Each form is a row: what stands before the name, and what stands between it and the value. All
repetitions are bounded, so a hostile line costs no more than its first few hundred characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from keyguard.detect.webhook.names import Named

WINDOW = 1_000
"""Characters behind a name that are looked at."""

BEFORE = 100

_QUOTED = r"(?P<q>\\{0,3}(?:[\"]{3}|'{3}|[\"'`]))(?P<value>[^\r\n]{0,512}?)(?P=q)"
_QUOTED_OR_BARE = rf"(?:[A-Za-z]{{0,2}}{_QUOTED}|(?P<bare>[^\s\"'`,}}<>]{{1,512}}))"
_CLOSE = r"(?:\\{0,3}[\"'`])?\]?\)?"
_PREFIX = r"(?:[rRbBuUfFL@$]{0,2})"
_ARGUMENTS = r"[<\[][\w.,?|&*' <\[]{0,40}[>\]]{1,4}"
_TYPE = (
    rf"[?!]?(?:\s{{0,4}}:\s{{0,4}}[&*A-Za-z(](?:[\w.?|&*' )]|{_ARGUMENTS}){{0,60}}?|\[\d{{0,4}}\])?"
)
_WRAPPER = (
    r"(?:(?:new\s)?[\w.:$]{0,30}(?:SecretStr|String|Secret|Some|Ok|from|[fF]ield|encode|text|literal"
    r"|byte|bytes|fromString|ref|[sS]tate|signal|atom)(?:<\w{1,20}>)?\("
    r"\s{0,20}(?:default\s{0,2}=\s{0,2})?|\[\]byte\()?"
)
_GAP = r"[ \t]{0,20}(?:\(\s{0,60}|\r?\n[ \t]{1,60})?"
_COMPARES = r"(?i:equals?|compare\w{0,10}|digest)\([^()\"'\n]{0,60}(?:\(|\[\]byte\(|,\s{0,4}){0,2}"
_LOOKUP = r"(?:[^;\n\"'`,{}]|[\[(][\"'][^\"'\n]{1,60}[\"'][\])]){0,120}?"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to give a name a value."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    name: re.Pattern[str]

    def match(self, text: str, named: Named) -> re.Match[str] | None:
        """What this form finds behind a name, if the name and what precedes it fit."""
        match = self.after.match(text, named.end, min(len(text), named.end + WINDOW))
        if match and self.before.search(text, max(0, named.start - BEFORE), named.start):
            return match if self.name.search(named.name) else None
        return None


def _form(after: str, before: str = "", name: str = "") -> Form:
    return Form(re.compile(after), re.compile(rf"(?:{before})\Z"), re.compile(name))


_FORMS = (
    # Defaults: the shell's ${NAME:-value}, Spring's ${name:value}
    _form(r"(?::[-=]?|-|=)(?P<bare>[^}$\n?+][^}$\n]{0,300})\}", before=r"\$\{"),
    # NAME = "literal", name: str = "literal", "name": "literal", :name => "literal", name === "..."
    _form(
        rf"{_CLOSE}{_TYPE}\s{{0,20}}(?:=>|:=|[!=]?={{1,2}}|:|\?\?=|\|\|=|\?=|<-)"
        rf"{_GAP}{_WRAPPER}{_PREFIX}{_QUOTED}"
    ),
    # name = anything || "literal", os.getenv("NAME") or "literal", z.string().default("literal")
    _form(
        rf"(?:[\"'`\])]{{0,3}}{_LOOKUP}(?:\|\||\?\?|\?:|\bor\b"
        r"|\s\?\s[^;:\n\"'`]{1,80}\s:(?=\s)"
        r"|\.(?:default|unwrap_or(?:_else)?|orElse|getOrElse)\((?:\|_?\|)?)|\}\s{1,4}(?://|\|\|))"
        rf"\s{{0,40}}{_PREFIX}{_QUOTED}"
    ),
    # os.getenv("NAME", "literal"), define('NAME', 'literal'), buildConfigField(..., "NAME", "...")
    _form(
        rf"(?:\\?[\"'`])?\s{{0,4}},\s{{0,40}}(?:default\w{{0,6}}\s{{0,2}}[=:]\s{{0,2}})?"
        rf"(?![\"'][\w.-]{{0,60}}[\"']\s{{0,4}}:){_PREFIX}(?:\"(?=\\\"))?{_QUOTED}",
        before=(
            r"(?i:env|str|get|fetch|set|def|put|prop|config|header|field|value|attr|param|option|equal"
            r"|compare|digest|add|append|var|string|with|secret|arg|data|const|flag|values)"
            r"\w{0,20}!?(?:\s?\(|\s)\s{0,20}"
            r"(?:[^()\n\"']{0,40},\s{0,4}|[\"']\w{1,20}[\"'],\s{0,4})?\\?[\"'`]?"
        ),
    ),
    # @option("--webhook-secret", envvar="NAME", default="literal")
    _form(
        r"[\"'](?:,\s{0,60}\w{1,20}\s?=\s?(?:[\"'][^\"'\n]{0,120}[\"']|[\w.]{1,40})){0,5}"
        rf",\s{{0,60}}default\s?=\s?{_PREFIX}{_QUOTED}",
        before=r"(?i:option|argument)\([^()\n]{0,60}[\"']--?",
    ),
    # timingSafeEqual(Buffer.from(webhookSecret), Buffer.from("literal"))
    _form(
        rf"\)?(?:\.\w{{1,20}}\(\))?\s{{0,4}},\s{{0,40}}{_WRAPPER}{_PREFIX}{_QUOTED}",
        before=_COMPARES,
    ),
    # WEBHOOK_SECRETS = ["literal"]
    _form(rf"{_CLOSE}{_TYPE}\s{{0,20}}[=:]\s{{0,20}}[\[(]\s{{0,60}}{_QUOTED}", name="(?i:s)\\Z"),
    # `env:"WEBHOOK_SECRET" envDefault:"literal"`
    _form(rf"\"[^`\n]{{0,80}}?\b\w{{0,12}}-?(?i:default):{_QUOTED}", before=r"\w:\""),
    # val webhookSecret by lazy { "literal" }
    _form(rf"{_TYPE}\s{{1,4}}by\s{{1,4}}lazy\s{{0,4}}\{{\s{{0,60}}{_QUOTED}"),
    # vercel env add WEBHOOK_SECRET production <<< literal
    _form(rf"[ \t][\w \t-]{{0,60}}<<<[ \t]?{_QUOTED_OR_BARE}"),
    # setWebhookSecret("literal"), webhookSecret.equals("literal")
    _form(
        rf"\(\s{{0,20}}{_PREFIX}{_QUOTED}\s{{0,20}}\)",
        name=r"(?:^|\.)(?:set|with)[A-Z_]|\.(?:equals|eq)",
    ),
    # builder.webhookSecret("literal")
    _form(rf"\(\s{{0,20}}{_PREFIX}{_QUOTED}\s{{0,20}}\)", before=r"\."),
    # <Hook webhookSecret={"literal"} />
    _form(rf"=\{{\s{{0,4}}{_QUOTED}\s{{0,4}}\}}"),
    # WebhookSecret { get; init; } = "literal";
    _form(rf"\s{{0,4}}\{{\s{{0,4}}get;[^}}\n]{{0,40}}\}}\s{{0,4}}=\s{{0,4}}{_QUOTED}"),
    # variable "webhook_secret" { default = "literal" }
    _form(
        rf"\"\s{{0,4}}\{{[^{{}}]{{0,400}}?\bdefault\s{{0,20}}=\s{{0,4}}{_QUOTED}",
        before=r"variable\s{1,4}\"",
    ),
    # {"name": "NAME", "value": "literal"} and the same in YAML
    _form(
        r"[\"']?\s{0,4},?\s{0,60}(?:[\"']\w{1,20}[\"']\s?:\s?[\"'\w]{1,30},\s{0,60}){0,2}"
        rf"[\"']?(?i:value)[\"']?\s{{0,4}}[:=][ \t]{{0,4}}{_QUOTED_OR_BARE}",
        before=r"(?i:name|key)[\"']?\s{0,4}[:=]\s{0,4}[\"']?",
    ),
    # "NAME": {"type": "string", "value": "literal"}
    _form(
        r"[\"']\s{0,4}:\s{0,4}\{\s{0,80}(?:\"\w{1,20}\"\s?:\s?(?:\w{1,5}|\"[^\"\n]{0,80}\"),\s{0,80}){0,3}"
        rf"\"(?:value|default)\"\s{{0,4}}:\s{{0,4}}{_QUOTED}"
    ),
    # property lists, string resources, <add key="" value="">, <webhookSecret>literal</...>
    _form(r"</key>\s{0,80}<string>(?P<value>[^<\n]{0,300})</string>", before=r"<key>"),
    _form(rf"\"\s{{1,20}}[^<>\n]{{0,80}}?\bvalue\s?=\s?{_QUOTED}", before=r"(?:key|name)\s?=\s?\""),
    _form(r"\"[^<>\n]{0,80}>(?P<value>[^<\n]{0,300})<", before=r"name\s?=\s?\""),
    _form(r">(?P<value>[^<\n]{0,300})</", before=r"<"),
    # #define NAME "literal", set $name "literal";, gh secret set NAME --body "literal"
    _form(
        rf"[ \t]{{1,8}}(?:--body[ =]|-b )?{_PREFIX}{_QUOTED}",
        before=r"(?i:define|setx?|setenv|\benv|\barg|_param|_header|--|@)\s{0,4}(?:[/-]\w\s)?\$?",
    ),
    # ENV NAME literal, setx NAME literal, gh secret set NAME --body literal
    _form(
        r"[ \t]{1,8}(?:--body[ =]|-b )?(?P<bare>[^\s\"'`]{1,512})[ \t]*(?=[\r\n]|$|/)",
        before=r"(?:(?:^|\n)[ \t]{0,20}ENV|(?i:setx|setenv|secret set))[ \t]{1,4}",
    ),
    # --webhook-secret literal
    _form(r"[ \t]{1,4}(?P<bare>(?=[^\s\"'`]{0,80}[0-9-])[^\s\"'`]{1,512})", before=r"--"),
    # | NAME | literal |, where only what looks random is no description
    _form(
        r"[`*]{0,2}[ \t]{0,40}\|[ \t]{0,40}`?"
        r"(?P<bare>(?=(?:[^\s|`0-9]{0,60}[0-9]){3})[^\s|`]{20,512})`?[ \t]{0,40}\|",
        before=r"\|[ \t]{0,40}[`*]{0,2}",
    ),
    # -WebhookSecret literal
    _form(
        r"[ \t]{1,4}(?P<bare>(?=[^\s\"'`]{0,80}[0-9-])[^\s\"'`]{1,512})",
        before=r"[ \t]-",
        name="^[A-Z][a-z]",
    ),
    # ENV.fetch("NAME") { "literal" }
    _form(rf"[\"']\)\s{{0,4}}\{{\s{{0,4}}{_QUOTED}\s{{0,4}}\}}", before=r"fetch\([\"']"),
    # NAME: |
    #   literal
    _form(
        r"[\"']?:[ \t]?[|>][-+]?[ \t]{0,4}\r?\n[ \t]{1,40}(?P<bare>[^\s]{1,512})[ \t]*(?=[\r\n]|$)"
    ),
    # NAME:
    #   value: literal
    _form(
        r"[\"']?:[ \t]{0,4}\r?\n"
        r"(?:[ \t]{1,40}(?:description|type|required|sensitive|title|label):[^\n]{0,200}\n){0,3}"
        rf"[ \t]{{1,40}}(?:value|default):[ \t]{{1,4}}{_QUOTED_OR_BARE}"
    ),
)

_COMPARISONS = (
    # "literal" === webhookSecret
    (re.compile(r"""(?P<q>["'`])\s{0,4}[!=]={1,2}\s{0,4}\$?\Z"""), re.compile(r"[(!\s]\Z")),
    # hash_equals("literal", $webhookSecret)
    (
        re.compile(r"""(?P<q>["'`])[\w.()]{0,20}\s{0,4},\s{0,4}(?:[\w.]{1,40}\()?\$?\Z"""),
        re.compile(r"(?i:equals?|compare\w{0,10}|digest)\((?:[\w.]{1,40}\()?[@bBrR]?\Z"),
    ),
    # #[arg(default_value = "literal")] webhook_secret: String
    (
        re.compile(r"""(?P<q>["'`])\)\]\s{1,20}(?:pub\s{1,4})?\Z"""),
        re.compile(r"default_value\s{0,4}=\s{0,4}\Z"),
    ),
)
"""What stands between a literal and the name behind it, and what stands before the literal."""
LONGEST_LITERAL = 600
_VALUE_FIRST = re.compile(
    r"""(?<![\w])["']?value["']?\s{0,4}:[ \t]{0,4}["']?(?P<value>[^\s"']{1,512})["']?,?\s{1,60}
    ["']?(?:name|key)["']?\s{0,4}:[ \t]{0,4}["']?\Z""",
    re.VERBOSE,
)
"""``value: literal`` in front of ``name: NAME``, in YAML and JSON."""
_PIPED = re.compile(
    r"""\b(?:echo|printf)[ \t]{1,4}(?:-\w{1,2}[ \t]{1,4}|["']?%s(?:\\n)?["']?[ \t]{1,4}){0,2}
    (?P<q>["']?)(?P<value>[^\s"'|]{1,512})(?P=q)[ \t]{0,4}\|
    (?=[^|\n]{0,80}\b(?:secrets?|env|variables?)[ \t])[ \t\w./@:=-]{1,100}[ \t]["']?\Z""",
    re.VERBOSE,
)
"""``echo literal | wrangler secret put NAME``, and what other clients call it."""
_AHEAD = ((("value",), _VALUE_FIRST), (("echo", "printf"), _PIPED))
"""Each behind the words of which one is in all that it matches."""


def form_of(text: str, named: Named) -> re.Match[str] | None:
    """What the first form that fits finds behind a name: a group ``value`` or ``bare``."""
    return next((match for form in _FORMS if (match := form.match(text, named))), None)


def compared_with(text: str, end: int) -> tuple[str, int] | None:
    """The literal in front of a name, and where it begins: ``"literal" === webhookSecret``."""
    start = max(0, end - LONGEST_LITERAL)
    for closing, opening in _COMPARISONS:
        tail = closing.search(text, max(start, end - BEFORE), end)
        if tail is None:
            continue
        quote, literal_end = tail["q"], tail.start("q")
        opened = text.rfind(quote, start, literal_end)
        head = text[max(0, opened - BEFORE) : max(0, opened)]
        if opened >= 0 and opening.search(head):
            return text[opened + 1 : literal_end], opened + 1
    before = text[start:end]
    for begins, ahead in _AHEAD:
        if any(map(before.__contains__, begins)) and (pair := ahead.search(text, start, end)):
            return pair["value"], pair.start("value")
    return None
