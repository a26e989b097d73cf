"""Where the secret keys of other vendors are revoked, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from keyguard.model import Detection, Kind

_TEST_MARKS = frozenset({"test", "testsk", "sandbox", "sbox", "dev", "staging"})


@dataclass(frozen=True, slots=True)
class Vendor:
    """A service, and where in its own pages a key is revoked."""

    name: str
    where: str


VENDORS = {
    vendor.name.lower(): vendor
    for vendor in (
        Vendor("Apideck", "https://platform.apideck.com, Configuration, API keys"),
        Vendor("Baremetrics", "Settings, API"),
        Vendor("BaseHub", "https://basehub.com, repository settings, API tokens"),
        Vendor("BudPay", "Dashboard, Settings, API keys and webhooks"),
        Vendor("Cartesia", "https://play.cartesia.ai/keys"),
        Vendor("Cerebras", "https://cloud.cerebras.ai, API keys"),
        Vendor("Checkout.com", "Dashboard, Developers, Keys"),
        Vendor("Chutes", "https://chutes.ai, API keys"),
        Vendor("Clerk", "https://dashboard.clerk.com, API keys"),
        Vendor("ClickUp", "Settings, Apps, API token, Regenerate"),
        Vendor("Courier", "https://app.courier.com/settings/api-keys"),
        Vendor("Crossmint", "https://www.crossmint.com/console, API keys"),
        Vendor("Culqi", "CulqiPanel, Desarrollo, API keys"),
        Vendor("ElevenLabs", "https://elevenlabs.io/app/settings/api-keys"),
        Vendor("FedaPay", "Dashboard, Applications, API keys"),
        Vendor("Freemius", "Developer Dashboard, Settings, Keys"),
        Vendor("Groq", "https://console.groq.com/keys"),
        Vendor("Highnote", "https://dashboard.highnote.com, API keys"),
        Vendor("IEX Cloud", "Console, API tokens"),
        Vendor("Kkiapay", "Dashboard, Developers, API keys"),
        Vendor("Klaviyo", "Settings, API keys, Private API keys"),
        Vendor("Knock", "https://dashboard.knock.app, Developers, API keys"),
        Vendor("Kora", "Dashboard, Settings, API configuration"),
        Vendor("LangSmith", "https://smith.langchain.com, Settings, API keys"),
        Vendor("Liveblocks", "https://liveblocks.io/dashboard, API keys"),
        Vendor("Magic", "https://dashboard.magic.link, app settings, API keys"),
        Vendor("Medusa", "Admin, Settings, Secret API keys"),
        Vendor("MongoDB", "https://cloud.mongodb.com, Access Manager, Service accounts"),
        Vendor("Moyasar", "Dashboard, Settings, API keys"),
        Vendor("Pagar.me", "Dashboard, Settings, Keys"),
        Vendor("PayMongo", "https://dashboard.paymongo.com/developers"),
        Vendor("Paystack", "https://dashboard.paystack.com, Settings, API keys and webhooks"),
        Vendor("Photoroom", "https://app.photoroom.com/api-dashboard"),
        Vendor("Picatic", "Account settings, API keys"),
        Vendor("Pinecone", "https://app.pinecone.io, API keys"),
        Vendor("Pollinations", "https://enter.pollinations.ai"),
        Vendor("ReCharge", "Apps, API tokens"),
        Vendor("Squad", "Dashboard, Merchant settings, API and webhook"),
        Vendor("Stripe", "https://dashboard.stripe.com/apikeys"),
        Vendor("Svix", "https://dashboard.svix.com, API access"),
        Vendor("Tap", "Dashboard, goSell, API credentials"),
        Vendor("Ticket Tailor", "Box office settings, API"),
        Vendor("Tilled", "Console, Developers, API keys"),
        Vendor("Tripo", "https://platform.tripo3d.ai, API keys"),
        Vendor("WorkOS", "https://dashboard.workos.com, API keys"),
        Vendor("Yoco", "Business portal, Sell online, Payment gateway, Keys"),
    )
}
"""By the name that a detection has, which is in lower case."""


def vendor_of(detection: Detection) -> Vendor:
    """The vendor whose key was seen."""
    return VENDORS.get(detection.vendor, Vendor(detection.vendor, "its dashboard"))


def is_foreign_webhook(detection: Detection) -> bool:
    """Whether it is the secret of another vendor's webhook."""
    return detection.kind is Kind.WEBHOOK_SECRET and detection.vendor != "connexease"


def webhook_secret(detection: Detection) -> str:
    """What a webhook's secret is called: ``webhook secret of Stripe``."""
    if not is_foreign_webhook(detection):
        return "webhook secret"
    if detection.vendor == "other":
        return "webhook secret of another service"
    return f"webhook secret of {vendor_of(detection).name}"


def is_test_key(detection: Detection) -> bool:
    """Whether the key says of itself that it opens a test account only."""
    return bool(_TEST_MARKS & set(detection.value.split("_")[:-1]))
