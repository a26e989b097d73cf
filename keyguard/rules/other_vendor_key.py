"""A secret key of another vendor is written in a file, a message or a file name.

Many services give out keys that begin with `pk_` or `sk_`, as the Gateway does: Stripe, Clerk,
Klaviyo, ElevenLabs, Svix, Paystack and others. Where a key is theirs, by its form or by the name
beside it, it is reported as theirs and never as the Gateway's. What the Gateway's prefixes mean
does not apply to them: `pk_` is publishable at most, and secret at Klaviyo, ClickUp and Courier.

Before, in `server/pay.py`:

    stripe.api_key = "sk_live_..."

After, in `server/pay.py`:

    stripe.api_key = os.environ["STRIPE_SECRET_KEY"]

- For a test account (`sk_test_...`), and in the code of a test suite, the severity is low.
- Publishable keys are silent, as are placeholders and the keys that a vendor's own documentation
  prints. One that has the very form of a Gateway key is reported with low severity.
- Where a vendor's keys have the form of the Gateway's, only what names this very value makes it
  theirs: its variable (`SVIX_TOKEN`), its call or URL, the nearest key or section around it, or its
  file's name. A word in a comment or in another setting of the line does not.
- Other kinds of keys of these vendors, and other vendors' keys in general, are not looked for.
"""

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.rules._advice import READ_FROM_ENVIRONMENT, Verdict, rotate, steps
from keyguard.rules._foreign import is_publishable, is_test_key, vendor_of

SEVERITY = Severity.MEDIUM
KINDS = (Kind.VENDOR_KEY,)
REPLACES = ()


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on every secret key of another vendor."""
    name = vendor_of(detection).name
    if is_publishable(detection):
        return Verdict(
            f"This has the form of a Gateway key, but is named as a publishable key of {name}, "
            "which may be shown.",
            steps(
                f"Make sure that it is {name}'s. If it is the Gateway's, revoke it in the "
                "Gateway's dashboard (Settings, API Keys), and name it as the Gateway's.",
            ),
            Severity.LOW,
        )
    mild = is_test_key(detection) or context.test_code
    scope = " for a test account" if is_test_key(detection) else ""
    return Verdict(
        f"This is a secret key of {name}{scope}, not of the Gateway: whoever reads it can use your "
        f"{name} account.",
        rotate(detection, READ_FROM_ENVIRONMENT),
        Severity.LOW if mild else None,
    )
