"""A staging key is in a production configuration.

With a staging key (`sk_`) the production service talks to the sandbox: messages to customers are
not sent, or the Gateway refuses them. The Gateway's documentation asks for separate keys.

Before, in `deploy/values-production.yaml`:

    env:
      - name: CONNEXEASE_API_KEY
        value: sk_...

After, in `deploy/values-production.yaml`, with a production key in the secret:

    env:
      - name: CONNEXEASE_API_KEY
        valueFrom:
          secretKeyRef: {name: gateway, key: api-key}

One page of the Gateway's documentation is read by some as calling `sk_` the application's only
key. If that is how your account works, switch this rule off
(`ignore = ["staging-key-in-production"]`) or set the meaning of the prefixes
(`[keys.prefixes]` in `.keyguard.toml`, `[tool.keyguard.keys.prefixes]` in `pyproject.toml`).

Templates such as `.env.production.example` and data of test suites never mismatch; a real key in
one is still reported as `staging-key`.
"""

from keyguard.model import Context, Detection, Environment, Kind, Severity
from keyguard.rules._advice import Verdict, rotate

SEVERITY = Severity.MEDIUM
KINDS = (Kind.STAGING_KEY,)
REPLACES = ("staging-key",)


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a staging key in a production configuration."""
    wrong = context.environment is Environment.PRODUCTION
    if not wrong or context.template or context.test_code:
        return None
    return Verdict(
        "This is a staging key (sk_) in a production configuration: production would talk to the "
        "sandbox, and customers would get no messages.",
        rotate(
            detection,
            "Give production its own production key (pk_), read from an environment variable.",
        ),
        also="It is a staging key in a production configuration as well.",
    )
