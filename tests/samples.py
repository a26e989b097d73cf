"""Sample credentials, filled from a seed so that no key-shaped literal is ever committed."""

import random
import string

ALPHANUMERIC = string.ascii_letters + string.digits


def body(seed: object, length: int = 32, alphabet: str = ALPHANUMERIC) -> str:
    """``length`` random characters of ``alphabet``, the same for the same seed."""
    return "".join(random.Random(f"keyguard {seed}").choices(alphabet, k=length))


def production_key(seed: object = 0) -> str:
    """A made-up Gateway production key."""
    return "pk_" + body(seed)


def staging_key(seed: object = 0) -> str:
    """A made-up Gateway staging key."""
    return "sk_" + body(seed)


def webhook_secret(seed: object = 0, length: int = 48) -> str:
    """A made-up webhook secret that nobody could guess."""
    return body(f"webhook {seed}", length)
