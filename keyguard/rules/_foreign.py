"""Credentials of other services: whose they are, and what they are called."""

from __future__ import annotations

import re

from keyguard.model import Detection, Kind
from keyguard.vendors.table import vendors_by_key
from keyguard.vendors.vendor import Vendor

UNKNOWN = "other"
"""The vendor of a webhook's secret that is some other service's, nobody knows whose."""
_TEST_MARKS = frozenset({"test", "testsk", "sandbox", "sbox", "dev", "staging"})


def vendor_of(detection: Detection) -> Vendor:
    """The vendor whose key or webhook was seen."""
    return vendors_by_key()[detection.vendor]


def is_foreign_webhook(detection: Detection) -> bool:
    """Whether a detection is the secret of another vendor's webhook."""
    return detection.kind is Kind.WEBHOOK_SECRET and detection.vendor != "connexease"


def webhook_secret(detection: Detection) -> str:
    """What a webhook's secret is called: ``webhook secret of Stripe``."""
    if not is_foreign_webhook(detection):
        return "webhook secret"
    if detection.vendor == UNKNOWN:
        return "webhook secret of another service"
    return f"webhook secret of {vendor_of(detection).name}"


def where_webhook_is_set(detection: Detection) -> str:
    """Where another vendor's webhook gets its secret, as it follows the word "in"."""
    known = detection.vendor != UNKNOWN and vendor_of(detection).webhook_at
    return known or "the dashboard of the service that calls it"


def is_test_key(detection: Detection) -> bool:
    """Whether the key says of itself that it opens a test account only."""
    return bool(_TEST_MARKS & set(detection.value.split("_")[:-1]))


def is_publishable(detection: Detection) -> bool:
    """Whether keys of this form are made to be shown."""
    return any(
        form.publishable and re.fullmatch(form.expression, detection.value)
        for form in vendor_of(detection).forms
    )
