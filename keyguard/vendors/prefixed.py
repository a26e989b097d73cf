"""Vendors whose secret keys say by a longer prefix that they are not the Gateway's.

The forms are those of the vendors' documentation and SDKs, and of the rules of trufflehog,
gitleaks, betterleaks, kingfisher and CredSweeper. Many vendors took over Stripe's ``sk_live_``;
theirs count where they are named.
"""

from keyguard.vendors.alphabets import ALPHANUMERIC, ANY_HEX, BASE64URL, HEX, LOWER, UPPER
from keyguard.vendors.vendor import KeyForm, Vendor

_LIVE_OR_TEST = "sk_(?:live|test)_"
_ENCODED_KEY = "a2V5X"
"""``key_`` in base64, with what follows."""
_DOCUMENTED_BY_STRIPE = frozenset({
    "edc3864e62bdcc6cedfcd5fa0de1a105", "8908f51dedde6fcc8855210824723ca2",
    "9851c0672be9c5a1148c4a2dbdc0a78c", "cc748e10717efb19a44e498c91d5e454",
    "74b2f07e590eefadabd2d978ece0e032",
})  # fmt: skip
"""The test keys in https://docs.stripe.com/keys and its code samples: they are in thousands of
tutorials, and open nothing but a shared test account."""

PREFIXED = (
    Vendor(
        "Stripe",
        r"stripe",
        "https://dashboard.stripe.com/apikeys",
        forms=(
            KeyForm("sk_(?:live|test|prod)_", ALPHANUMERIC, 20, 247),
            KeyForm("rk_(?:live|test|prod)_", ALPHANUMERIC, 20, 247),
        ),
        documented=_DOCUMENTED_BY_STRIPE,
    ),
    Vendor(
        "Clerk",
        r"clerk",
        "https://dashboard.clerk.com, API keys",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 20, 70, named=True),),
    ),
    Vendor(
        "Paystack",
        r"paystack",
        "https://dashboard.paystack.com, Settings, API keys and webhooks",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 40, 40, named=True),),
    ),
    Vendor(
        "PayMongo",
        r"paymongo",
        "https://dashboard.paymongo.com/developers",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 24, 32, named=True),),
    ),
    Vendor(
        "Moyasar",
        r"moyasar",
        "Dashboard, Settings, API keys",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 20, 64, named=True),),
    ),
    Vendor(
        "Razorpay",
        r"razorpay",
        # https://razorpay.com/docs/webhooks/setup-edit-payments/
        webhook_at="Razorpay's dashboard (Account & Settings, Webhooks)",
    ),
    Vendor(
        "Liveblocks",
        r"liveblocks",
        "https://liveblocks.io/dashboard, API keys",
        forms=(KeyForm("sk_(?:dev|prod)_", BASE64URL, 64, 64),),
    ),
    Vendor(
        "ClickUp",
        r"clickup",
        # https://developer.clickup.com/docs/authentication
        "Settings, Apps, API token, Regenerate",
        forms=(KeyForm("pk_[0-9]{7,9}_", UPPER, 32, 32),),
    ),
    Vendor(
        "Courier",
        r"trycourier|courier_(?:auth|api|token|key)|courierclient|courier\.com",
        "https://app.courier.com/settings/api-keys",
        forms=(
            KeyForm("pk_(?:prod|dev)_", UPPER, 28, 28),
            # A publishable key of Stripe's has 24, 34 or 99 characters there.
            KeyForm("pk_(?:prod|dev|test)_", ALPHANUMERIC, 28, 28, named=True),
        ),
    ),
    Vendor(
        "FedaPay",
        r"fedapay",
        "Dashboard, Applications, API keys",
        forms=(
            KeyForm("sk_sandbox_", BASE64URL, 20, 64),
            KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 20, 64, named=True),
        ),
    ),
    Vendor(
        "Apideck",
        r"apideck",
        "https://platform.apideck.com, Configuration, API keys",
        forms=(KeyForm("sk_live_", "A-Za-z0-9-", 93, 93, named=True),),
    ),
    Vendor(
        "Highnote",
        r"highnote",
        "https://dashboard.highnote.com, API keys",
        forms=(KeyForm(_LIVE_OR_TEST + _ENCODED_KEY, ALPHANUMERIC, 20, 200, named=True),),
    ),
    Vendor(
        "Picatic",
        r"picatic",
        "Account settings, API keys",
        forms=(KeyForm("sk_live_", LOWER, 32, 32, named=True),),
    ),
    Vendor(
        "Magic",
        r"magic_(?:secret|api)|magic\.link|magic-(?:sdk|admin)|@magic-",
        "https://dashboard.magic.link, app settings, API keys",
        forms=(KeyForm(_LIVE_OR_TEST, "A-F0-9", 16, 16, named=True),),
    ),
    Vendor(
        "Tap",
        r"(?<![a-z])tap_(?:secret|api|pay)|tap\.company|tappayments|gotap",
        "Dashboard, goSell, API credentials",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 20, 64, named=True),),
    ),
    Vendor(
        "Yoco",
        r"(?<![a-z])yoco(?![a-z])",
        "Business portal, Sell online, Payment gateway, Keys",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 20, 64, named=True),),
    ),
    Vendor(
        "Culqi",
        r"culqi",
        "CulqiPanel, Desarrollo, API keys",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 16, 64, named=True),),
    ),
    Vendor(
        "Kora",
        r"korapay|(?<![a-z])kora_",
        "Dashboard, Settings, API configuration",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 20, 64, named=True),),
    ),
    Vendor(
        "BudPay",
        r"budpay",
        "Dashboard, Settings, API keys and webhooks",
        forms=(KeyForm(_LIVE_OR_TEST, ALPHANUMERIC, 20, 64, named=True),),
    ),
    Vendor(
        "Tripo",
        r"tripo3d|(?<![a-z])tripo_",
        "https://platform.tripo3d.ai, API keys",
        forms=(KeyForm("tsk_", ALPHANUMERIC, 40, 64, named=True),),
    ),
    Vendor(
        "Cerebras",
        r"cerebras",
        "https://cloud.cerebras.ai, API keys",
        forms=(KeyForm("csk_", LOWER, 40, 64, named=True),),
    ),
    Vendor(
        "Chutes",
        r"(?<![a-z])chutes(?:_|\.ai)",
        "https://chutes.ai, API keys",
        forms=(KeyForm("cpk_", "A-Za-z0-9.", 32, 128, named=True),),
    ),
    Vendor(
        "Groq",
        r"groq",
        "https://console.groq.com/keys",
        forms=(KeyForm("gsk_", ALPHANUMERIC, 52, 52),),
    ),
    Vendor(
        "WorkOS",
        r"workos",
        "https://dashboard.workos.com, API keys",
        forms=(KeyForm(_LIVE_OR_TEST + _ENCODED_KEY, ALPHANUMERIC, 20, 200),),
    ),
    Vendor(
        "Crossmint",
        r"crossmint",
        "https://www.crossmint.com/console, API keys",
        forms=(KeyForm("sk_(?:staging|production)_", ALPHANUMERIC, 30, 200),),
    ),
    Vendor(
        "Cartesia",
        r"cartesia(?!n)",
        "https://play.cartesia.ai/keys",
        forms=(KeyForm("sk_car_", ALPHANUMERIC, 22, 22),),
    ),
    Vendor(
        "Photoroom",
        r"photoroom",
        "https://app.photoroom.com/api-dashboard",
        forms=(
            KeyForm("sk_pr_[A-Za-z0-9]{1,64}_", ANY_HEX, 40, 40),
            KeyForm("sandbox_sk_pr_[A-Za-z0-9]{1,64}_", ANY_HEX, 40, 40),
        ),
    ),
    Vendor(
        "Ticket Tailor",
        r"ticket[_-]?tailor",
        "Box office settings, API",
        forms=(KeyForm("sk_[0-9]{4}_[0-9]{6}_", HEX, 32, 32),),
    ),
    Vendor(
        "ReCharge",
        r"recharge(?:payments|apps)|(?<![a-z])recharge_(?:api|secret|webhook)",
        "Apps, API tokens",
        forms=(KeyForm("sk_(?:test_)?(?:10|[1235])x[123]_", ANY_HEX, 64, 64),),
    ),
    Vendor(
        "BaseHub",
        r"basehub|bshb_",
        "https://basehub.com, repository settings, API tokens",
        forms=(KeyForm("bshb_pk_", ALPHANUMERIC, 32, 128),),
    ),
    Vendor(
        "Pinecone",
        r"pinecone",
        "https://app.pinecone.io, API keys",
        forms=(KeyForm("pcsk_[A-Za-z0-9]{5,6}_", ALPHANUMERIC, 63, 63),),
    ),
    Vendor(
        "MongoDB",
        # The bare name is in every other project, and no sign of whose a key is.
        r"mdb_sa_|mongodb_(?:api|atlas|service)",
        "https://cloud.mongodb.com, Access Manager, Service accounts",
        forms=(KeyForm("mdb_sa_sk_", BASE64URL, 40, 40),),
    ),
    Vendor(
        "LangSmith",
        r"langsmith",
        "https://smith.langchain.com, Settings, API keys",
        forms=(KeyForm("lsv2_sk_", HEX, 32, 32, "_[a-f0-9]{10}"),),
    ),
)
