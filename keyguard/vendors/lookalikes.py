"""Vendors whose keys can have the very form of a Gateway key: their names alone distinguish them.

The forms are those of the vendors' documentation and SDKs, and of the rules of trufflehog,
gitleaks, betterleaks and kingfisher.
"""

from keyguard.vendors.alphabets import ALPHANUMERIC, BASE32, BASE64URL, HEX, LOWER, PRINTABLE
from keyguard.vendors.vendor import KeyForm, Vendor

_SVIX_REGION = r"(?:\.[a-z]{2})?"
_CHECKSUM = r"[a-z2-7*#$=]"

LOOKALIKES = (
    Vendor(
        "IEX Cloud",
        r"iexapis|iexcloud|iex[_-]|\biex\b",
        "Console, API tokens",
        forms=(
            KeyForm("sk_", HEX, 32, 32, named=True),
            KeyForm("pk_", HEX, 32, 32, publishable=True),
        ),
    ),
    Vendor(
        "Openpay",  # https://github.com/activemerchant/active_merchant/blob/master/test/fixtures.yml
        r"openpay",
        "https://dashboard.openpay.mx, Configuracion, Credenciales",
        forms=(
            KeyForm("sk_", HEX, 32, 32, named=True),
            KeyForm("pk_", HEX, 32, 32, publishable=True),
        ),
    ),
    Vendor(
        "Pollinations",
        r"pollinations",
        "https://enter.pollinations.ai",
        forms=(KeyForm("sk_", ALPHANUMERIC, 32, 32, named=True),),
    ),
    Vendor(
        "Svix",
        r"svix",
        "https://dashboard.svix.com, API access",
        forms=(
            KeyForm("testsk_", BASE64URL, 32, 32, _SVIX_REGION),
            KeyForm("sk_", BASE64URL, 32, 32, _SVIX_REGION, named=True),
        ),
    ),
    Vendor(
        "ElevenLabs",
        r"elevenlabs|eleven_labs|xi-api-key",
        "https://elevenlabs.io/app/settings/api-keys",
        forms=(
            KeyForm("sk_", HEX, 48, 48, named=True),
            KeyForm("sk_", HEX, 32, 32, named=True),
        ),
    ),
    Vendor(
        "Klaviyo",
        r"klaviyo",
        # https://developers.klaviyo.com/en/docs/retrieve_api_credentials
        "Settings, API keys, Private API keys",
        forms=(
            KeyForm("pk_[A-Za-z0-9]{6}_", HEX, 34, 34),
            KeyForm("pk_", ALPHANUMERIC, 34, 34, named=True),
        ),
    ),
    Vendor(
        "Freemius",
        r"freemius|fs_dynamic_init",
        "Developer Dashboard, Settings, Keys",
        forms=(
            KeyForm("sk_", PRINTABLE, 29, 29, behind=r"secret_key['\"] => ['\"]"),
            # Calls of C functions match, too: only a body that begins with 20 letters and digits
            # is looked for, as the Gateway's is.
            KeyForm("sk_", PRINTABLE, 29, 29, named=True, probe="sk_[a-z0-9]{20}"),
        ),
    ),
    Vendor(
        "Medusa",
        r"medusa|x-publishable-api-key",
        "Admin, Settings, Secret API keys",
        forms=(KeyForm("sk_", HEX, 64, 64, named=True),),
    ),
    Vendor(
        "Commerce.js",
        r"\bchec\b|chec[_.]|commerce\.js|commercejs",
        # https://support.commercejs.com/en/articles/5544479-configuring-webhooks
        webhook_at="Commerce.js's dashboard (Developer, Webhooks)",
        forms=(KeyForm("pk_", LOWER, 45, 45, publishable=True),),
    ),
    Vendor(
        "Checkout.com",
        r"checkout\.com|checkout_",
        "Dashboard, Developers, Keys",
        forms=(
            KeyForm("sk_sbox_", BASE32, 26, 26, _CHECKSUM),
            KeyForm("sk_", BASE32, 26, 26, _CHECKSUM, named=True),
            KeyForm("sk_(?:test_)?", HEX, 8, 8, "(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", named=True),
        ),
    ),
    Vendor(
        "Baremetrics",
        r"baremetrics",
        "Settings, API",
        forms=(
            KeyForm("sk_", ALPHANUMERIC, 20, 25, named=True),
            KeyForm("lk_", ALPHANUMERIC, 18, 25, named=True),
        ),
    ),
    Vendor(
        "Squad",
        r"squadco|squad_",
        "Dashboard, Merchant settings, API and webhook",
        forms=(
            KeyForm("sk_", ALPHANUMERIC, 40, 40, named=True),
            KeyForm("sandbox_sk_", ALPHANUMERIC, 40, 40, named=True),
        ),
    ),
    Vendor(
        "Knock",
        r"\bknock[_.]",
        "https://dashboard.knock.app, Developers, API keys",
        forms=(
            KeyForm("sk_(?:test_|live_)?", BASE64URL, 32, 64, named=True),
            KeyForm("pk_(?:test_|live_)?", BASE64URL, 32, 64, publishable=True),
        ),
    ),
    Vendor(
        "Pagar.me",
        r"pagar\.?me",
        "Dashboard, Settings, Keys",
        forms=(
            KeyForm("sk_(?:test_)?", ALPHANUMERIC, 20, 64, named=True),
            KeyForm("pk_(?:test_)?", ALPHANUMERIC, 20, 64, publishable=True),
        ),
    ),
    Vendor(
        "Tilled",
        r"(?<![a-z])tilled(?![a-z])",
        "Console, Developers, API keys",
        forms=(
            KeyForm("sk_", ALPHANUMERIC, 20, 128, named=True),
            KeyForm("pk_", ALPHANUMERIC, 20, 128, publishable=True),
        ),
    ),
    Vendor(
        "Kkiapay",
        r"kkiapay",
        "Dashboard, Developers, API keys",
        forms=(
            KeyForm("sk_", ALPHANUMERIC, 20, 64, named=True),
            KeyForm("tsk_", ALPHANUMERIC, 20, 64, named=True),
            KeyForm("pk_", ALPHANUMERIC, 20, 64, publishable=True),
        ),
    ),
)
