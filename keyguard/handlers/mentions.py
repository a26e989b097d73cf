"""Whom code mentions, by words alone: files of other vendors need not be read as code."""

from __future__ import annotations

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

GATEWAY = "connexease"
_OTHERWISE = lazy_pattern(
    r"hub[._-]?(?:challenge|verify|mode|signature)|x-hub|svix|construct_?event|signature|create_?hmac"
    r"|hash_hmac|hmac\.new|hmacsha|openssl::hmac|hmac-sha|sha256=|telegram|twilio|validate_?payload"
    r"|[\"']verify_?token",
)
"""How other webhooks are verified, in lower case."""
_OTHERWISE_AS_IT_IS = "VERIFY_TOKEN"
VENDORS = lazy_pattern(
    r"stripe|github(?!\.com/)|gitlab(?!\.com/)|bitbucket(?!\.org/)|shopify|twilio|telegram|svix|paypal|paddle|lemon_?squeezy|clerk"
    r"|razorpay|paystack|flutterwave|mercado_?pago|hubspot|zapier|calendly|braintree|adyen|mollie|intercom"
    r"|sendgrid|mailgun|postmark|typeform|revenuecat|workos|auth0|alertmanager|circleci|graph\.facebook\.com"
    r"|graph\.instagram|\bwaha\b"
    r"|evolution[-_ ]?api|baileys|ultramsg|\bwati\b|green-?api|z-?api\b|360dialog"
    r"|vonage|gupshup|infobip|messagebird|whapi|maytapi|dialogflow|line-bot|viber|slack|discord",
)
"""Other senders of webhooks, other WhatsApp gateways among them, in lower case."""
_TELLS = lazy_pattern(
    r"https?://(?:hooks\.slack\.com|discord(?:app)?\.com/api|api\.telegram\.org)\S*"
    r"|(?:telegram|slack|discord)_(?:bot_token|chat_id|channel|webhook_url)"
    r"|(?:notify|alert|post_?to|send(?:_?to)?|message)_?(?:slack|discord|telegram)\w*"
    r"|(?:slack|discord|telegram)(?:notif|alert|message|client)\w*",
)
"""How code tells others of a message, in lower case: they are not who sends it."""
_TOLD = ("slack", "discord", "telegram")


class Mentions(NamedTuple):
    """Whom the text of one file mentions."""

    gateway: bool
    others: bool
    """Other senders of webhooks, or how theirs are verified."""

    @classmethod
    def of(cls, text: str) -> Mentions:
        """Whom a whole file mentions."""
        lower = text.lower()
        others = without_told(lower)
        says_others = VENDORS.search(others) or is_verified_otherwise(text, others)
        return cls(GATEWAY in lower, bool(says_others))

    def are_foreign(self, path: bytes) -> bool:
        """Whether all handlers of the file are other vendors': it need not be read as code."""
        return self.others and not self.gateway and GATEWAY.encode() not in path.lower()


def without_told(lower: str) -> str:
    """A text without what it says of those who are told of messages."""
    return _TELLS.sub(" ", lower) if any(word in lower for word in _TOLD) else lower


def is_verified_otherwise(text: str, lower: str) -> bool:
    """Whether a text, also given in lower case, verifies calls as the Gateway's never are."""
    return _OTHERWISE_AS_IT_IS in text or _OTHERWISE.search(lower) is not None
