"""The body of a webhook call: a text message that somebody sent.

An assumption, since no page of the Gateway shows a whole body: that it passes on the form of
WhatsApp's Cloud API, whose ``messaging_product`` and ``wamid.`` are the Gateway's as well.
https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
"""

from __future__ import annotations

import base64
import json
import secrets
import time

OBJECT = "whatsapp_business_account"
PHONE = "15550100000"
"""A number of nobody's: North America keeps 555-0100 to 555-0199 for fiction."""
TEXT = "keyguard webhook-test"


def payload() -> bytes:
    """A body with a new id each time, for handlers that skip messages they know."""
    message_id = "wamid." + base64.b64encode(secrets.token_bytes(30)).decode("ascii")
    message = {
        "from": PHONE,
        "id": message_id,
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": TEXT},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": PHONE, "phone_number_id": "0"},
        "contacts": [{"profile": {"name": "keyguard"}, "wa_id": PHONE}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    return json.dumps({"object": OBJECT, "entry": [{"id": "0", "changes": [change]}]}).encode()
