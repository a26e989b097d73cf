"""Vendors whose keys look otherwise, but whose names and webhooks are used beside the Gateway's.

A name on the line of a key lowers the confidence that the key is the Gateway's; the secret of such
a vendor's webhook is called by the vendor's name. The page above each row is where its
documentation says where that secret is set.
"""

from keyguard.vendors.vendor import Vendor

NAMED = (
    Vendor(
        "OpenAI",
        r"openai",
        # https://developers.openai.com/api/docs/guides/webhooks
        webhook_at="OpenAI's dashboard (project settings, Webhooks)",
    ),
    Vendor(
        "GitHub",
        r"octokit|probot|github(?!\.com|usercontent|actions|_?(?:actions|token|env|output|sha|ref))",
        # https://docs.github.com/webhooks/using-webhooks/editing-webhooks
        webhook_at="GitHub (Settings of the repository, organization or app, Webhooks)",
    ),
    Vendor(
        "GitLab",
        r"gitlab(?!\.com)[._-]",
        # https://docs.gitlab.com/user/project/integrations/webhooks/
        webhook_at="GitLab (Settings of the project or group, Webhooks)",
    ),
    Vendor(
        "Hookdeck",
        r"hookdeck",
        # https://trigger.dev/docs/webhooks/providers/hookdeck: "Settings > Secrets", one for all of
        # a project, by which it signs: https://hookdeck.com/docs/authentication
        webhook_at="Hookdeck's dashboard (project settings, Secrets)",
    ),
    Vendor(
        "Telegram",
        r"telegram",
        # https://core.telegram.org/bots/api#setwebhook
        webhook_at="Telegram, by a call of setWebhook with the new secret_token",
    ),
    Vendor(
        "Shopify",
        r"shopify",
        # https://shopify.dev/docs/apps/build/webhooks: an app's client secret signs its webhooks.
        webhook_at="Shopify (the client secret of the app, or the webhooks of the shop's admin)",
    ),
    Vendor(
        "Discord",
        r"discord",
        # https://docs.discord.com/developers/events/webhook-events: events are signed with the
        # app's own key. What posts to a channel is an address, in the channel's settings.
        webhook_at="Discord's developer portal, or the settings of the channel (Integrations)",
    ),
    Vendor(
        "Slack",
        r"\bslack|slack[_-]",
        # https://docs.slack.dev/authentication/verifying-requests-from-slack
        webhook_at="Slack (https://api.slack.com/apps, Basic Information, Signing Secret)",
    ),
    Vendor(
        "Polar",
        r"\bpolar[_.]",
        # https://polar.sh/docs/integrate/webhooks/endpoints
        webhook_at="Polar's dashboard (Settings, Webhooks)",
    ),
    Vendor(
        "Lemon Squeezy",
        r"lemon_?squeezy",
        # https://docs.lemonsqueezy.com/help/webhooks
        webhook_at="Lemon Squeezy's dashboard (Settings, Webhooks)",
    ),
    Vendor(
        "Coinbase",
        r"coinbase",
        # https://docs.cdp.coinbase.com/commerce/api-architecture/webhooks-security
        webhook_at="Coinbase Commerce (Settings, Notifications)",
    ),
    Vendor(
        "Twilio",
        r"twilio",
        # https://www.twilio.com/docs/usage/security: the auth token signs all requests.
        webhook_at="Twilio's console (Account, Auth token)",
    ),
    Vendor("LocationIQ", r"locationiq", "Dashboard, Access tokens"),
    Vendor(
        "Mapbox",
        r"mapbox",
        # https://docs.mapbox.com/accounts/guides/tokens/
        "https://console.mapbox.com/account/access-tokens/",
    ),
)
