"""Where the secret keys of other vendors are revoked, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from keyguard.model import Sighting

_TEST_MARKS = frozenset({"test", "testsk", "sandbox", "sbox", "dev", "staging"})


@dataclass(frozen=True, slots=True)
class Vendor:
    """A service, and where in its own pages a key is revoked."""

    name: str
    where: str


VENDORS = {
    vendor.name.lower(): vendor
    for vendor in (
        Vendor("Baremetrics", "Settings, API"),
        Vendor("Cartesia", "https://play.cartesia.ai/keys"),
        Vendor("Checkout.com", "Dashboard, Developers, Keys"),
        Vendor("Clerk", "https://dashboard.clerk.com, API keys"),
        Vendor("ClickUp", "Settings, Apps, API token, Regenerate"),
        Vendor("Courier", "https://app.courier.com/settings/api-keys"),
        Vendor("Crossmint", "https://www.crossmint.com/console, API keys"),
        Vendor("ElevenLabs", "https://elevenlabs.io/app/settings/api-keys"),
        Vendor("FedaPay", "Dashboard, Applications, API keys"),
        Vendor("Freemius", "Developer Dashboard, Settings, Keys"),
        Vendor("Groq", "https://console.groq.com/keys"),
        Vendor("IEX Cloud", "Console, API tokens"),
        Vendor("Klaviyo", "Settings, API keys, Private API keys"),
        Vendor("Knock", "https://dashboard.knock.app, Developers, API keys"),
        Vendor("LangSmith", "https://smith.langchain.com, Settings, API keys"),
        Vendor("Liveblocks", "https://liveblocks.io/dashboard, API keys"),
        Vendor("Medusa", "Admin, Settings, Secret API keys"),
        Vendor("MongoDB", "https://cloud.mongodb.com, Access Manager, Service accounts"),
        Vendor("Moyasar", "Dashboard, Settings, API keys"),
        Vendor("PayMongo", "https://dashboard.paymongo.com/developers"),
        Vendor("Paystack", "https://dashboard.paystack.com, Settings, API keys and webhooks"),
        Vendor("Photoroom", "https://app.photoroom.com/api-dashboard"),
        Vendor("Pinecone", "https://app.pinecone.io, API keys"),
        Vendor("Pollinations", "https://enter.pollinations.ai"),
        Vendor("ReCharge", "Apps, API tokens"),
        Vendor("Squad", "Dashboard, Merchant settings, API and webhook"),
        Vendor("Stripe", "https://dashboard.stripe.com/apikeys"),
        Vendor("Svix", "https://dashboard.svix.com, API access"),
        Vendor("Ticket Tailor", "Box office settings, API"),
        Vendor("WorkOS", "https://dashboard.workos.com, API keys"),
    )
}
"""By the name that a sighting has, which is in lower case."""


def vendor_of(sighting: Sighting) -> Vendor:
    """The vendor whose key was seen."""
    return VENDORS.get(sighting.vendor, Vendor(sighting.vendor, "its dashboard"))


def is_test_key(sighting: Sighting) -> bool:
    """Whether the key says of itself that it opens a test account only."""
    return bool(_TEST_MARKS & set(sighting.value.split("_")[:-1]))
