"""The clues: patterns around which every credential is found, and who looks for them.

Each clue is a pattern of bounded length. Every credential that ``decode`` and ``detect`` can find
is around a match of one of them, in whatever encoding; tests hold the three together. The
clues of what is encoded or packed are in ``encodings`` and ``formats``, those of other vendors'
keys derive from the table of vendors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain

from keyguard.prefilter.clue_kinds import Clue, ClueKind
from keyguard.prefilter.name_spelling import (
    HOOK_CALL,
    KEY,
    KEY_OF,
    METHODS,
    MIDDLE,
    OF_PROJECTS,
    PATH,
    SECRET,
    SECRET_KEY,
    SEPARATOR,
    SERVICE_SECRET,
    SETTING,
    SETTINGS_CLASS,
    TAGGED,
    TITLED,
    VALUES,
    in_bytes,
)
from keyguard.settings import KeyFormat

SHORTEST_BODY = 20
"""Characters of the shortest key body that can count."""
SHORTEST_TAIL = 2
SPAN = 320
"""Bytes of the longest clue."""
SPAN_TO_ENDING = 120
"""Bytes of the longest clue that has a ``short_ending``."""

_TAKES_OFF = rb"(?:replace|remove|prefix|sub|after|trim|split|explode|match|exec)\w{0,14}"
_SPLITS = (
    *(rb"split\w{0,2}\(", rb"split(?:\.last|\[)", rb"partition\(", rb"explode\(", rb"fields\("),
    *(rb"slice\(7", rb"subst\w{0,6}\((?:7|[\"\']bearer)", rb"drop(?:first)?\(7"),
)
_BY_LENGTH = rb"\[7(?::|\.\.)|,\s?7\s?\)|[)\]\"]\s7\)"

_NAMES = (
    Clue(
        b"hook",
        in_bytes(rf"hooks?{SEPARATOR}(?:(?:{MIDDLE}|{SETTING}){SEPARATOR}){{0,2}}(?:{KEY})"),
    ),
    Clue(b"wehbook", rb"wehbook"),
    Clue(b"wh", rb"wh[-_.]?sec(?:r|[^a-z0-9_]|$)"),
    Clue(b"signing", rb"signing[-_. ]?secret"),
    Clue(b"endpoint", rb"endpoint[-_. ]?secret"),
)
_OTHER_NAMES = (
    Clue(b"hook", in_bytes(KEY_OF)),
    Clue(b"hook", rb"hook[-_.]?(?:secret|token)"),
    Clue(
        b"connexease", rf"connexease{SEPARATOR}(?:gateway{SEPARATOR})?(?:secret|token|key)".encode()
    ),
    Clue(b"gateway", rb"gateway[-_.]?secret"),
    *(Clue(each, (SERVICE_SECRET.encode() % each)) for each in (b"svix", b"hookdeck")),
    Clue(b"secret", rb"x[-_]secret[-_](?:token|key)"),
)
"""Names of webhook secrets."""
_SECTIONS = (
    Clue(b"hook", rb"hooks?[\"\']?:[ \t]{0,20}[\r\n#]", TITLED),
    Clue(b"hook", rb"hook[\w.\"\' -]{0,60}\]{1,2}[ \t]{0,20}[\r\n]", TITLED),
    Clue(
        b"hook",
        rb"hooks?[\"\']?[\s:=>]{0,10}(?:(?:3d){1,2}>?\s{0,4})?"  # 3d: an equals sign in a mail
        rb"(?:\[\s{0,40}|(?:new\s)?&?[\w.]{0,42}\(?|\"[\w-]{1,60}\"\s{0,4})?\{",
        TITLED,
    ),
    Clue(b"hook", rb"hooks?[\"\']\s{0,4}=>\s{0,4}(?:\[|array\s?\()", TITLED),
    Clue(b"hook", rb"hooks?(?:\s[^<>]{0,120})?>\s{0,40}<", TAGGED),
    Clue(
        b"hook",
        rb"hooks?\s[^<>]{0,160}?(?:secret|token|passw|bearer)[a-z_-]{0,8}\s?=\s?[\"\']",
        TAGGED,
    ),
    Clue(b"hook", f"hook{SETTINGS_CLASS}".encode(), TITLED),
    Clue(b"connexease", f"connexease{SETTINGS_CLASS}".encode()),
    Clue(
        b"connexease",
        rb"connexease(?:[\"\']?\s{0,4}(?::|=>|=)?\s{0,20}[\[{\r\n#,]|[\"\' -]{0,4}\]|>\s{0,40}<)",
    ),
    Clue(
        b"hook",
        rb"hooks?(?:,\s{0,20}(?:\w{1,20}:\s[^,\n()]{1,60},\s{1,20}){0,2}"
        rb"|(?:(?:\.|::|->)\w{1,20}!?)?\([^()\n]{0,80}?)\bsecret[\"\']?\s{0,4}[:=]",
    ),
)
"""Sections called webhook, and calls with a webhook's secret."""
_UNNAMED = (
    Clue(b"hook", rb"hook[\"\']?[\s,;}\]][^\0]{0,240}?" + SECRET_KEY, VALUES),
    Clue(
        b"secret",
        SECRET_KEY + rb"[^\0]{1,200}?(?:type|kind|name)[\"\']?\s{0,4}(?::|=>|=)[ ]?"
        rb"[\"\']?webhook(?:[\"\'\s,;}\]]|$)",
    ),
    Clue(b"hook", rb"hook(?:(?:\.|::)new)?\(\s{0,8}[\"\'`](?:whsec_|[a-z0-9+/]{32})", TITLED),
    Clue(b"hook", rf"hook\w{{0,24}}{METHODS}{SECRET}\(".encode(), TITLED),
    Clue(b"hook", rf"hooks?{PATH}{SECRET}(?::[ ]|[ ][\"'])".encode(), TITLED),
    Clue(b"insert", rb"insert\s[^()]{0,60}?webhook[^()]{0,30}\([^()]{0,200}?\bsecret\b"),
    Clue(b"copy ", rb"copy [\w.\"]{0,40}webhook[\w\"]{0,20} \([^()]{0,200}?\bsecret\b"),
    Clue(
        b"table ",
        rb"table (?:if not exists )?[\w.`\"\[]{0,40}webhook[\w`\"\]]{0,20}\s{0,8}"
        rb"\([^;]{0,220}?\bsecret\b",
    ),
    Clue(b"/hooks", rb"(?:repos|orgs|projects|groups)/(?:[^/\s\"\']{1,60}/){1,2}hooks[\"\'?\s]"),
    Clue(b"hook", HOOK_CALL + rb"[^\0;]{0,200}?" + SECRET_KEY),
    Clue(b"hook", HOOK_CALL + rb"[^\0;]{0,200}?token[\"\']?\s{0,20}[:=]", OF_PROJECTS),
    Clue(b"hook", rb"hook\w{0,24}[\"\'`]?\)(?:\.|->)\w{1,16}\([^\0;]{0,200}?" + SECRET_KEY),
    Clue(b"hook", rb"hook\"\s{1,4}\"[\w-]{1,60}\"\s{0,4}\{", (b"_",)),
    Clue(b"hook", rb"hook(?:\.\w{1,20})?\[[\"\']secret[\"\']\]\s{0,4}="),
    Clue(
        b"secret",
        rb"kind[\"\']?:[ \t]{0,8}[\"\']?secret[\"\']?[\s,][^\0]{0,160}?name[\"\']?:[ \t]{0,8}"
        rb"[^\n,]{0,100}?(?:web-?hook|connexease)",
    ),
    Clue(b"hook", rb"hook[^\n]{0,60}\r?\n[^\0]{0,120}?literals:"),
    Clue(b"payload-h", rb"payload-h(?:mac|ash)-sha"),
    Clue(
        b"source",
        rb"source[\"\']?\s{0,4}:[ ]?[\"\']?header[\"\']?,?\s{1,60}[\"\']?name[\"\']?\s{0,4}:"
        rb"[ ]?[\"\']?(?:authorization|[\w-]{0,40}(?:secret|token|key|auth))",
    ),
    Clue(b"options.secret(", rb"options\.secret\(\s{0,4}[\"`]"),
    Clue(b"from_http", rb"from_http\([^\0;]{0,200}?secret\s?="),
    Clue(b"validate_event", rb"validate_event\([^\0;]{0,200}?secret\s?="),
    Clue(b"probot", rb"probot\w{0,20}\([^\0;]{0,200}?" + SECRET_KEY),
    Clue(b"hmac", rb"hmac[^\0;]{0,160}?[\"\'`]"),
    Clue(b"hmac", rb"hmac\(", (b"create", b"hash_")),
    Clue(b"hmac.", rb"hmac\.(?:new|(?:hex|base64)?digest)\("),
    Clue(b"secretkeyspec(", rb"secretkeyspec\(\s{0,20}[\"a-z]"),
    Clue(b"symmetrickey(", rb"symmetrickey\(data:"),
    *(
        Clue(
            each,
            each + rb"_?[a-z_]{0,16}(?:webhook|signature|hmac)[a-z_]{0,12}\([^\0;]{0,220}?[\"\'`]",
        )
        for each in (b"verify", b"validate")
    ),
    Clue(b"github.validate", rb"github\.validate\w{7,20}\("),
    Clue(b"keyauth_credentials", rb"keyauth_credentials:\s"),
    Clue(b'"module"', rb'"module"\s?:\s?"[^"\n]{0,40}web-?hook[^\0]{0,200}?' + SECRET_KEY),
    Clue(b"dictionary<", rb"dictionary<string,[^\0;]{0,220}?[{\[]\s{0,8}\"secret\""),
    Clue(b"construct", rb"construct_?event\([^()\"\']{0,80},\s{0,4}\w{1,30},\s?[\"\']"),
)
"""What says that a secret beside it, or in what it begins, is a webhook's."""
_HEADERS = (Clue(b"bearer ", rb"[\"\'`](?:!?[\^=])?bearer (?:[^\"\'`\s$]|\$[^{\s])[^\"\'`\s]{5}"),)
"""Literal Bearer headers."""
_COMPARISONS = (
    Clue(
        b"bearer ",
        rb"(?:[=>]|eq|ne)\s{0,4}(?:[\w.\[\]]{1,30}!?\(){0,2}[$@fb]{0,2}"
        rb"[\"\'`]\^?bearer (?:[#$]?\{|\\\(|\$\w|%s|[\"\'`]\s{0,4}(?:[+.&~]|<>|,))",
    ),
    Clue(b"bearer ", rb"bearer (?:[$#]?\{[^{}\n]{1,60}\}|%s)[\"\'`]\)?\s{0,4}[!=]="),
    Clue(b"bearer ", rb"\([\"\']bearer [\"\']\s?[+.]\s?[\w.\"\']{1,60}\)(?:\.eq|\s?[!=]=)"),
    Clue(
        b"bearer ",
        rb"(?:equals?|compare\w{0,14}|digest|timing\w{0,14}|ct_eq)\([^\n;]{0,160}"
        rb"[\"\'`]bearer [\"\'`#$%{]",
    ),
    Clue(b"bearer ", rb"\(str \"bearer \" "),
    Clue(b'bearer " <>', rb"bearer \" <>"),
)
"""Headers that are made of a name and compared or assigned."""
_TOKENS = (
    Clue(b"bearer", _TAKES_OFF + rb"[^\n;]{0,80}[\"\'`/~#](?:\^|\\a)?\(?bearer(?: |\\|[\"\'`])"),
    Clue(b"bearer", rb"/\^?\(?bearer(?: |\\s)[^/\n]{1,30}/\w{0,3}\.(?:exec|match)"),
    Clue(b"bearer", rb"\[(?:len\()?[\"\']bearer [\"\'](?:\.length|\))"),
    Clue(b"#bearer ", rb"#bearer "),
    Clue(b"auth", rb"auth[^\n;]{0,100}", endings=_SPLITS, short_ending=_BY_LENGTH),
    Clue(b"auth", rb"(?:splitn?|fields|explode|substr)\([^\n;]{0,60}auth"),
    Clue(b"/split", rb"/split\s[^\n;]{0,60}auth"),
    Clue(b"bearer", rb"bearer\w{0,20},\s{0,4}\{\s{0,8}keys:"),
    Clue(b"credentials.provided", rb"credentials\.provided"),
    Clue(b"header", rb"header\w{0,6}\??\.", endings=_SPLITS, short_ending=_BY_LENGTH),
    Clue(b"bearertoken()", rb"bearertoken\(\)"),
    Clue(b"bearerauth", rb"bearerauth(?:orization\??\.token|\(\{)"),
    Clue(b".credentials", rb"cred\w{0,9}\.credentials\b"),
    Clue(b"credential", rb"credential\w{0,1}\.token\b"),
    Clue(b".token()", rb"(?:auth|bearer|credentials)\.token\(\)"),
    Clue(b"http_token", rb"http_token"),
    Clue(b"authenticate {", rb"authenticate \{\s{1,40}\w{1,60} ->"),
    Clue(b"keyauth", rb"keyauth(?:[^a-z]|(?:with)?config|[^\n]{0,60}func\()"),
    Clue(b"bearerstrategy", rb"bearerstrategy"),
)
"""What takes the scheme off a header."""
_SENT = (
    Clue(
        b"authorization",
        rb"authorization[\"\']?\s{0,4}(?::|=>|=|,)\s{0,4}[\"\'`]?bearer [^\s\"\'`$<{]{6}",
    ),
    Clue(b"bearer", rb"auth:bearer\s?\{|[\"\']bearer[\"\']\s?:\s?[\[{]"),
    Clue(b"bearer", rb"type[\"\']?:\s{0,4}[\"\']?bearer"),
)
"""Headers of requests, with the token."""
_VARIABLES = (
    Clue(b"connexease_", rb"connexease_"),
    Clue(b"cnx_", rb"cnx_"),
)
"""Variables of Gateway keys."""
_GATEWAY = (
    Clue(b"gateway.connexease.com", rb"gateway\.connexease\.com"),
    Clue(b"/v1/wa/message", rb"/v1/wa/message"),
)
"""The Gateway's hosts and its path for messages."""
CLUES_OF: Mapping[ClueKind, tuple[Clue, ...]] = {
    ClueKind.NAME: _NAMES,
    ClueKind.OTHER_NAME: _OTHER_NAMES,
    ClueKind.SECTION: _SECTIONS,
    ClueKind.UNNAMED: _UNNAMED,
    ClueKind.HEADER: _HEADERS,
    ClueKind.COMPARISON: _COMPARISONS,
    ClueKind.TOKEN: _TOKENS,
    ClueKind.SENT: _SENT,
    ClueKind.VARIABLE: _VARIABLES,
    ClueKind.GATEWAY: _GATEWAY,
}
"""Most begin with a literal, which the standard library's expressions look for many times faster.
``vendor_clues`` has those of other vendors' secret keys."""
CLUES = tuple(chain.from_iterable(CLUES_OF.values()))

VENDOR_ANCHORS = ("sk_", "pk_", "rk_", "lk_")
"""Every secret key of another vendor holds one of them."""
VENDOR_KEY = rb"[lprs]k_(?:[0-9a-z_.-]{14}|(?<=[\"'].k_)[!-~]{14})"
"""How every such key goes on, in lower case; in quotes it may hold any sign. Little else does, so
the table of vendors is loaded for little else."""


@cache
def vendor_clues() -> tuple[Clue, ...]:
    """The clues to other vendors' secret keys: their table is loaded only if one may be there."""
    from keyguard.vendors.table import clues

    return tuple(Clue(word.encode(), pattern.encode()) for word, pattern in clues())


def split_tails(key_format: KeyFormat) -> tuple[str, ...]:
    """What prefixes hold behind their first character, for those that are written in two pieces.

    A tail of one character would be everywhere.
    """
    tails = (prefix[1:] for prefix, _ in key_format.prefixes if len(prefix) > SHORTEST_TAIL)
    return tuple(dict.fromkeys(tails))


def key_probe(key_format: KeyFormat) -> bytes:
    """The pattern that every key of this format begins with: a body, or the first piece of one."""
    beginnings = [re.escape(prefix) for prefix, _ in key_format.prefixes]
    beginnings += [rf"(?:[\"'`]|=\r?\n){re.escape(tail)}" for tail in split_tails(key_format)]
    return f"(?:{'|'.join(beginnings)})".encode() + key_rest(key_format)


def key_rest(key_format: KeyFormat) -> bytes:
    """The pattern of a key behind its prefix."""
    shortest = min(SHORTEST_BODY, key_format.length)
    alphabet = f"[{key_format.alphabet}]"
    appended = r"[ \t]?(?:;|\r?\n)\s{0,20}\w{1,30}\+="
    filled_in = r"(?:(?:[#$]?\{|\\\()[ \t]?|%s|\{0?\})"
    ends = rf"{filled_in}?\\{{0,3}}[\"'`]|[\\=]\r?\n|{appended}"
    piece = rf"{alphabet}{{0,{shortest - 1}}}(?:{ends})"
    return f"(?:{alphabet}{{{shortest}}}|{piece})".encode()
