"""Values in names of files, folders, branches and tags, behind the name of a secret.

``webhook-secret/<value>``, ``webhook-secret-<value>.yaml``. Usually that is a digest, an identifier
or words. Upper-case and lower-case letters and digits that alternate without a sign are none of
those.
"""

from __future__ import annotations

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.nearby import is_random
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

_VALUE = lazy_pattern(
    r"[-_.+=/ ]{1,3}(?P<value>(?=[^A-Z]{0,40}[A-Z])(?=[^a-z]{0,40}[a-z])[A-Za-z0-9]{24,128})"
    r"(?=[./_-]|\Z)"
)


def value_in_path(text: str, named: Named) -> TextAt | None:
    """The random value behind a name in a path, and where it begins."""
    found = _VALUE.match(text, named.end)
    if found is None or not is_random(found["value"]):
        return None
    return found["value"], found.start("value")
