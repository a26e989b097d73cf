"""Secret keys of other vendors whose keys begin with ``pk_`` or ``sk_`` as the Gateway's do.

The formats are those of the vendors' documentation and of other scanners. Publishable keys are
made to be shown, and are left alone. Where several vendors use one format, the nearest name
decides.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from keyguard.detect.keys.gateway_key import LEFT_BOUNDARY
from keyguard.detect.strength.placeholder import is_placeholder_body
from keyguard.detect.text.assigned_name import assigned_name
from keyguard.detect.text.search import positions
from keyguard.detect.vendors.evidence import nearest_named
from keyguard.fingerprint import digest
from keyguard.model import Confidence, Detection, Kind, View

ANCHORS = ("sk_", "pk_", "rk_", "lk_")
"""Every format holds one of them."""
_WORTH_A_LOOK = re.compile(r"[lprs]k_[!-~]{16}")
_RIGHT_BOUNDARY = r"(?![A-Za-z0-9_])(?!-[A-Za-z0-9_])"


@dataclass(frozen=True, slots=True)
class Format:
    """How one vendor's secret keys look: ``prefix + body``, both expressions."""

    vendor: str
    prefix: str
    body: str
    named: bool = False
    """Whether the form is too common to be anyone's unless the vendor is named nearby."""
    lead: int = 0
    """Characters of the prefix in front of its ``sk_``."""


FORMATS = (
    # What is recognised by itself, the narrow forms first.
    Format("WorkOS", r"sk_(?:live|test)_", r"a2V5X[A-Za-z0-9]{20,200}"),
    Format("Crossmint", r"sk_(?:staging|production)_", r"[A-Za-z0-9]{30,200}"),
    Format("FedaPay", r"sk_sandbox_", r"[A-Za-z0-9_-]{20,64}"),
    Format("Liveblocks", r"sk_(?:dev|prod)_", r"[A-Za-z0-9_-]{64}"),
    Format("Checkout.com", r"sk_sbox_", r"[a-z2-7]{26}[a-z2-7*#$=]"),
    Format("Cartesia", r"sk_car_", r"[A-Za-z0-9]{22}"),
    Format("Photoroom", r"sandbox_sk_pr_[A-Za-z0-9]{1,64}_", r"[A-Fa-f0-9]{40}", lead=8),
    Format("Photoroom", r"sk_pr_[A-Za-z0-9]{1,64}_", r"[A-Fa-f0-9]{40}"),
    Format("Ticket Tailor", r"sk_[0-9]{4}_[0-9]{6}_", r"[a-f0-9]{32}"),
    Format("ReCharge", r"sk(?:_test)?_(?:10|[1235])x[123]_", r"[A-Fa-f0-9]{64}"),
    Format("Klaviyo", r"pk_[A-Za-z0-9]{6}_", r"[a-f0-9]{34}"),
    Format("ClickUp", r"pk_[0-9]{7,9}_", r"[A-Z0-9]{32}"),
    Format("Courier", r"pk_(?:prod|dev)_", r"[A-Z0-9]{28}"),
    Format("BaseHub", r"bshb_pk_", r"[A-Za-z0-9]{32,128}", lead=5),
    Format("Svix", r"testsk_", r"[A-Za-z0-9_-]{32}(?:\.[a-z]{2})?", lead=4),
    Format("Groq", r"gsk_", r"[A-Za-z0-9]{52}", lead=1),
    Format("Pinecone", r"pcsk_[A-Za-z0-9]{5,6}_", r"[A-Za-z0-9]{63}", lead=2),
    Format("MongoDB", r"mdb_sa_sk_", r"[A-Za-z0-9_-]{40}", lead=7),
    Format("LangSmith", r"lsv2_sk_", r"[a-f0-9]{32}_[a-f0-9]{10}", lead=5),
    Format("Freemius", r"(?<=secret_key['\"] => ['\"])sk_", r"[^\s\"'\\]{29}"),
    Format("Stripe", r"[rs]k_(?:live|test|prod)_", r"[A-Za-z0-9]{20,247}"),
    # What Stripe's form hides.
    Format("Clerk", r"sk_(?:live|test)_", r"[A-Za-z0-9]{20,70}", named=True),
    Format("Paystack", r"sk_(?:live|test)_", r"[A-Za-z0-9]{40}", named=True),
    Format("PayMongo", r"sk_(?:live|test)_", r"[A-Za-z0-9]{24,32}", named=True),
    Format("Moyasar", r"sk_(?:live|test)_", r"[A-Za-z0-9]{20,64}", named=True),
    Format("Apideck", r"sk_live_", r"[A-Za-z0-9-]{93}", named=True),
    Format("Highnote", r"sk_(?:live|test)_", r"a2V5X[A-Za-z0-9]{20,200}", named=True),
    Format("Picatic", r"sk_live_", r"[a-z0-9]{32}", named=True),
    Format("Magic", r"sk_(?:live|test)_", r"[A-F0-9]{16}", named=True),
    Format("Tap", r"sk_(?:live|test)_", r"[A-Za-z0-9]{20,64}", named=True),
    Format("Yoco", r"sk_(?:live|test)_", r"[A-Za-z0-9]{20,64}", named=True),
    Format("Culqi", r"sk_(?:live|test)_", r"[A-Za-z0-9]{16,64}", named=True),
    Format("Kora", r"sk_(?:live|test)_", r"[A-Za-z0-9]{20,64}", named=True),
    Format("BudPay", r"sk_(?:live|test)_", r"[A-Za-z0-9]{20,64}", named=True),
    Format("FedaPay", r"sk_(?:live|test)_", r"[A-Za-z0-9]{20,64}", named=True),
    # A publishable key of Stripe's has 24, 34 or 99 characters there.
    Format("Courier", r"pk_(?:prod|dev|test)_", r"[A-Za-z0-9]{28}", named=True),
    Format("Knock", r"sk_(?:test_|live_)?", r"[A-Za-z0-9_-]{32,64}", named=True),
    # What could be the Gateway's, or anyone's.
    Format("Svix", r"sk_", r"[A-Za-z0-9_-]{32}(?:\.[a-z]{2})?", named=True),
    Format("ElevenLabs", r"sk_", r"(?:[a-f0-9]{48}|[a-f0-9]{32})", named=True),
    Format("Klaviyo", r"pk_", r"[A-Za-z0-9]{34}", named=True),
    Format("Pollinations", r"sk_", r"[A-Za-z0-9]{32}", named=True),
    Format("IEX Cloud", r"sk_", r"[a-f0-9]{32}", named=True),
    Format("Medusa", r"sk_", r"[a-f0-9]{64}", named=True),
    Format("Freemius", r"sk_", r"[^\s\"'\\]{29}", named=True),
    Format("Checkout.com", r"sk_", r"[a-z2-7]{26}[a-z2-7*#$=]", named=True),
    Format("Checkout.com", r"sk_(?:test_)?", r"[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", True),
    Format("Squad", r"sk_", r"[A-Za-z0-9]{40}", named=True),
    Format("Squad", r"sandbox_sk_", r"[A-Za-z0-9]{40}", named=True, lead=8),
    Format("Pagar.me", r"sk_(?:test_)?", r"[A-Za-z0-9]{20,64}", named=True),
    Format("Tilled", r"sk_", r"[A-Za-z0-9]{20,128}", named=True),
    Format("Kkiapay", r"sk_", r"[A-Za-z0-9]{20,64}", named=True),
    Format("Kkiapay", r"tsk_", r"[A-Za-z0-9]{20,64}", named=True, lead=1),
    Format("Tripo", r"tsk_", r"[A-Za-z0-9]{40,64}", named=True, lead=1),
    Format("Cerebras", r"csk_", r"[a-z0-9]{40,64}", named=True, lead=1),
    Format("Chutes", r"cpk_", r"[A-Za-z0-9.]{32,128}", named=True, lead=1),
    Format("Baremetrics", r"sk_", r"[A-Za-z0-9]{20,25}", named=True),
    Format("Baremetrics", r"lk_", r"[A-Za-z0-9]{18,25}", named=True),
)

DOCUMENTED = frozenset({
    "edc3864e62bdcc6cedfcd5fa0de1a105", "8908f51dedde6fcc8855210824723ca2",
    "9851c0672be9c5a1148c4a2dbdc0a78c", "cc748e10717efb19a44e498c91d5e454",
    "74b2f07e590eefadabd2d978ece0e032",
})  # fmt: skip
"""Digests of the test keys that Stripe's own documentation prints (docs.stripe.com/keys and its
code samples): they are in thousands of tutorials, and open nothing but a shared test account."""


def find_vendor_keys(view: View, keys: Iterable[Detection]) -> Iterator[Detection]:
    """Every secret key of another vendor; ``keys`` are the Gateway's, which are none of theirs."""
    text = view.text
    ours = {key.start for key in keys}
    for anchor in positions(text, ANCHORS):
        if anchor in ours or not _WORTH_A_LOOK.match(text, anchor):
            continue
        candidates = [
            (form, match) for form in FORMATS if (match := _match(form, text, anchor)) is not None
        ]
        if not candidates:
            continue
        start, end = candidates[0][1].span()
        name = assigned_name(text, start)
        vendors = frozenset(form.vendor for form, _ in candidates)
        owner = nearest_named(vendors, text, start, end, name)
        for form, match in candidates:
            if form.vendor == owner if owner else not form.named:
                yield Detection(
                    view=view,
                    start=match.start(),
                    end=match.end(),
                    kind=Kind.VENDOR_KEY,
                    value=match[0],
                    confidence=Confidence.HIGH if owner else Confidence.MEDIUM,
                    name=name,
                    vendor=form.vendor.lower(),
                )
                break


def _match(form: Format, text: str, anchor: int) -> re.Match[str] | None:
    start = anchor - form.lead
    if start < 0 or not LEFT_BOUNDARY.match(text, start):
        return None
    match = _pattern(form).match(text, start)
    return match if match and not _is_example(match) else None


@cache
def _pattern(form: Format) -> re.Pattern[str]:
    return re.compile(f"{form.prefix}(?P<body>{form.body}){_RIGHT_BOUNDARY}")


def _is_example(match: re.Match[str]) -> bool:
    return (
        is_placeholder_body(match["body"])
        or _is_host(match["body"])
        or digest(match[0]) in DOCUMENTED
    )


def _is_host(body: str) -> bool:
    """Whether it is a name in base64 that ends in ``$``: what Clerk's publishable keys hold.

    https://clerk.com/docs/guides/development/clerk-environment-variables
    """
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True).endswith(b"$")
    except ValueError:  # not base64, or not even ASCII
        return False
