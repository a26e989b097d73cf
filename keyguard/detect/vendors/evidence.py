"""Whose value is it? Words near a value that speak for the Gateway or for another vendor.

The formats come from the vendors' documentation, their SDKs and the rules of other scanners.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from keyguard.detect.text.search import occurrences

NEARBY_LINES = 3
LINE_REACH = 200
"""Characters that count as the same line on either side: minified files are one line."""
NEARBY_REACH = 1_000


@dataclass(frozen=True, slots=True)
class Vendor:
    """Another service, the words that betray it, and the bodies its pk_/sk_ keys can have."""

    name: str
    words: str
    """Alternatives of a regular expression, in lower case."""
    body: str = ""
    """A pattern of what follows ``pk_``/``sk_``; empty if it never looks like a Gateway key."""


VENDORS = (
    Vendor("IEX Cloud", r"iexapis|iexcloud|iex[_-]|\biex\b", r"[0-9a-f]{32}"),
    Vendor("Pollinations", r"pollinations", r"[A-Za-z0-9]{32}"),
    Vendor("Svix", r"svix", r"[A-Za-z0-9]{32}"),
    Vendor("ElevenLabs", r"elevenlabs|eleven_labs|xi-api-key", r"[0-9a-f]{32}|[0-9a-f]{48}"),
    Vendor("Klaviyo", r"klaviyo", r"[0-9A-Za-z]{34}"),
    Vendor("Freemius", r"freemius|fs_dynamic_init", r"[0-9A-Za-z]{29}"),
    Vendor("Medusa", r"medusa|x-publishable-api-key", r"[0-9a-f]{64}"),
    Vendor("Commerce.js", r"\bchec\b|chec[_.]|commerce\.js|commercejs", r"[0-9a-z]{45}"),
    Vendor("Checkout.com", r"checkout\.com|checkout_", r"[a-z2-7]{27}"),
    Vendor("Baremetrics", r"baremetrics", r"[0-9A-Za-z]{18,25}"),
    Vendor("Squad", r"squadco|squad_", r"[0-9A-Za-z]{40}"),
    Vendor("Knock", r"\bknock[_.]", r"[0-9A-Za-z_-]{32,}"),
    Vendor("Pagar.me", r"pagar\.?me", r"[0-9A-Za-z]{20,64}"),
    Vendor("Tilled", r"(?<![a-z])tilled(?![a-z])", r"[0-9A-Za-z]{20,128}"),
    Vendor("Kkiapay", r"kkiapay", r"[0-9A-Za-z]{20,64}"),
    Vendor("Stripe", r"stripe"),
    Vendor("Clerk", r"clerk"),
    Vendor("Paystack", r"paystack"),
    Vendor("PayMongo", r"paymongo"),
    Vendor("Moyasar", r"moyasar"),
    Vendor("Razorpay", r"razorpay"),
    Vendor("Liveblocks", r"liveblocks"),
    Vendor("ClickUp", r"clickup"),
    Vendor("Courier", r"trycourier|courier_(?:auth|api|token|key)|courierclient|courier\.com"),
    Vendor("FedaPay", r"fedapay"),
    Vendor("Apideck", r"apideck"),
    Vendor("Highnote", r"highnote"),
    Vendor("Picatic", r"picatic"),
    Vendor("Magic", r"magic_(?:secret|api)|magic\.link|magic-(?:sdk|admin)|@magic-"),
    Vendor("Tap", r"(?<![a-z])tap_(?:secret|api|pay)|tap\.company|tappayments|gotap"),
    Vendor("Yoco", r"(?<![a-z])yoco(?![a-z])"),
    Vendor("Culqi", r"culqi"),
    Vendor("Kora", r"korapay|(?<![a-z])kora_"),
    Vendor("BudPay", r"budpay"),
    Vendor("Tripo", r"tripo3d|(?<![a-z])tripo_"),
    Vendor("Cerebras", r"cerebras"),
    Vendor("Chutes", r"(?<![a-z])chutes(?:_|\.ai)"),
    Vendor("OpenAI", r"openai"),
    Vendor("Groq", r"groq"),
    Vendor("GitHub", r"github(?!\.com|usercontent|actions|_?(?:actions|token|env|output|sha|ref))"),
    Vendor("GitLab", r"gitlab[_-]"),
    Vendor("Telegram", r"telegram"),
    Vendor("Shopify", r"shopify"),
    Vendor("Discord", r"discord"),
    Vendor("Slack", r"\bslack|slack[_-]"),
    Vendor("Polar", r"\bpolar[_.]"),
    Vendor("Lemon Squeezy", r"lemon_?squeezy"),
    Vendor("Coinbase", r"coinbase"),
    Vendor("Twilio", r"twilio"),
    Vendor("LocationIQ", r"locationiq"),
    Vendor("Mapbox", r"mapbox"),
)

_CONNEXEASE = (
    ("connexease", re.compile("connexease")),
    ("cnx", re.compile(r"(?<![a-z0-9])cnx[_-]")),
    ("wa_gateway", re.compile("wa_gateway")),
    ("gateway_", re.compile(r"(?<![a-z])gateway_(?:api_)?key")),
    ("/v1/wa/message", re.compile("/v1/wa/message")),
)
"""How names of the Gateway begin, and how they go on: words are looked for many times faster."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Names of vendors (empty if none) and of the Gateway around a value.

    A rival is a vendor whose own keys can have the very form of the value.
    """

    vendor_on_line: str = ""
    vendor_nearby: str = ""
    rival_on_line: str = ""
    rival_nearby: str = ""
    connexease_on_line: bool = False
    connexease_nearby: bool = False


def evidence(text: str, start: int, end: int, body: str = "") -> Evidence:
    """What stands around ``text[start:end]``: on its line, and within three lines of it.

    ``body`` is the part of a key behind its prefix; without it there are no rivals.
    """
    line, nearby = _surroundings(text, start, end)
    rivals = _rivals(body)
    return Evidence(
        vendor_on_line=vendor_named_in(line),
        vendor_nearby=vendor_named_in(nearby),
        rival_on_line=_first_named(line, rivals),
        rival_nearby=_first_named(nearby, rivals),
        connexease_on_line=names_connexease(line),
        connexease_nearby=names_connexease(nearby),
    )


def nearest_named(vendors: frozenset[str], text: str, start: int, end: int, name: str) -> str:
    """Which of these vendors a value's name names, else the nearest on its line or near it.

    Empty if none. ``name`` is what the value is assigned to.
    """
    known = tuple(vendor for vendor in VENDORS if vendor.name in vendors)
    line_before, line_after, before, after = _around(text, start, end)
    return (
        _first_named(name.lower(), known)
        or _nearest(line_before, line_after, known)
        or _nearest(before, after, known)
    )


def rival_named_in(text: str, body: str) -> str:
    """The vendor named in ``text`` whose keys can have this body; empty if none."""
    return _first_named(text.lower(), _rivals(body))


def vendor_named_in(text: str) -> str:
    """The first vendor of the table named in ``text``; empty if none."""
    return _first_named(text.lower(), VENDORS)


def names_connexease(text: str) -> bool:
    """Whether ``text`` names the Gateway, its host or one of its usual variables."""
    lower = text.lower()
    return any(
        pattern.match(lower, start)
        for word, pattern in _CONNEXEASE
        for start in occurrences(lower, word)
    )


def _rivals(body: str) -> tuple[Vendor, ...]:
    return tuple(vendor for vendor in VENDORS if vendor.body and re.fullmatch(vendor.body, body))


def _first_named(lowered: str, vendors: tuple[Vendor, ...]) -> str:
    for vendor in vendors:
        if _words(vendor).search(lowered):
            return vendor.name
    return ""


def _nearest(before: str, after: str, vendors: tuple[Vendor, ...]) -> str:
    """The vendor whose name is the fewest characters from where the two texts meet."""
    distances = {
        vendor.name: min(
            *(len(before) - match.end() for match in _words(vendor).finditer(before)),
            *(match.start() for match in _words(vendor).finditer(after)),
            *(NEARBY_REACH, NEARBY_REACH),
        )
        for vendor in vendors
    }
    nearest = min(distances, key=lambda name: distances[name], default="")
    return nearest if distances.get(nearest, NEARBY_REACH) < NEARBY_REACH else ""


@cache
def _words(vendor: Vendor) -> re.Pattern[str]:
    return re.compile(vendor.words)


def _surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The line of a value and the lines around it, both without the value itself."""
    line_before, line_after, before, after = _around(text, start, end)
    return f"{line_before} {line_after}", f"{before}\n{after}"


def _around(text: str, start: int, end: int) -> tuple[str, str, str, str]:
    """What stands before and after a value on its line, and on the lines around it."""
    lines_before = text[max(0, start - NEARBY_REACH) : start].lower().split("\n")
    lines_after = text[end : end + NEARBY_REACH].lower().split("\n")
    return (
        lines_before[-1][-LINE_REACH:],
        lines_after[0][:LINE_REACH],
        "\n".join(lines_before[-1 - NEARBY_LINES :]),
        "\n".join(lines_after[: 1 + NEARBY_LINES]),
    )
