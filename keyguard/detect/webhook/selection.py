"""Which candidates are webhook secrets, whatever the language of the file.

The Gateway sends the secret back as ``Authorization: Bearer <secret>`` with every webhook call
(docs.gateway.connexease.com, /essentials/authentication); the page's example compares the header
with it. Lookups, references to secret stores, templates, types and placeholders are silent.
"""

from __future__ import annotations

import base64
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from keyguard.detect.strength.placeholder import is_placeholder
from keyguard.detect.templates.resolve import is_template
from keyguard.detect.text.search import has_between
from keyguard.detect.webhook.candidates import Candidate
from keyguard.detect.webhook.header import AUTHORIZATION, LONGEST_SECRET
from keyguard.detect.webhook.naming.path_names import is_behind_path
from keyguard.detect.webhook.non_values.ciphertext import is_ciphertext
from keyguard.detect.webhook.non_values.value_kinds import (
    in_letters,
    is_drawn,
    is_name_of_secret,
    is_name_of_variable,
    is_path,
    is_prose,
    is_reference,
    is_space,
    is_type_or_constant,
    is_version,
    squeezed,
    without_template_characters,
)
from keyguard.detect.webhook.values.assigned import Value
from keyguard.model import Detection, View
from keyguard.model.patterns import lazy_pattern

MANIFEST_REACH = 10_000
"""Characters around a value within which the rest of its Kubernetes manifest is looked for."""

_KEY_SHAPED = lazy_pattern(r"[ps]k_[A-Za-z0-9]{20,64}")
_NAMES_API_KEY = lazy_pattern(r"api[-_. ]?key", re.IGNORECASE)
"""``WEBHOOK_API_KEY`` may well hold the key that the service behind the webhook sends with."""
_SAYS_SECRET = lazy_pattern(
    r"secret|token|whsec|pass|auth|bearer|[sş]ifre|parola|segredo|senha|clave|contrase[nñ]a|rahasia|sandi",
    re.IGNORECASE,
)
_MAY_SAY_HOW = lazy_pattern(r"(?:auth(?:orization)?|bearer|gizli)\Z", re.IGNORECASE)
_SAYS_HOW = lazy_pattern(
    r"(?=.{0,60}\Z)(?:(?:http|basic|bearer|header|hmac|oauth|jwt|token|api|key|signature|signed"
    r"|digest|auth|none|disabled|enabled|required|optional|public|private|anonymous|custom|default"
    r"|mtls|tls|ssl|sha|query|params?|client|credentials?|secret|shared|password|user|webhook|evet"
    r"|hayir|[0-9])[-_ .:/]{0,2})+|.{0,5}",
    re.IGNORECASE,
)
"""``WEBHOOK_AUTH=basic`` says how calls are checked, or that they are."""
_CACHE_KEY = lazy_pattern(r"[a-z][a-z_.:-]*|/[\w./:{}-]*")
"""``WEBHOOKS_KEY = "observability_webhooks"`` is the key of a mapping, a cache or a route."""

_ESCAPES = lazy_pattern(
    r"(?:\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[01][0-7]{2}|%[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]{1,6};)+"
)
_NAMES_ENCODING = lazy_pattern(r"[\"'`],\s{0,4}[\"'](base64|hex)[\"']\)")
_KUBERNETES_SECRET = lazy_pattern(
    r"""kind(?:(?<=\Akind)|(?<=["'{,\s]kind))["']?:[ \t]{0,20}["']?Secret\b"""
)
_DATA = lazy_pattern(r"""\b(stringData|data)["']?:""")
_NAME_OF_MANIFEST = lazy_pattern(r"[a-z]+(?:-[a-z]+){1,8}")
_NAME_OF_CERTIFICATE = lazy_pattern(
    r"(?:[a-z0-9]{1,20}-){1,8}(?:certs?|certificates?|tls|ca|x509)(?:-[a-z0-9]{1,8}){0,2}"
)
"""Of what a webhook of Kubernetes is served with."""
_KEY_IN_MANIFEST = lazy_pattern(r"[\"']?[ \t]*\r?\n[ \t]+(?:secret[kK]ey|key(?:Name)?):")
_NAMES_KEY = lazy_pattern(r"webhook\.(?:secret[-_]?key|key)", re.IGNORECASE)
_SECRET_IN_MANIFEST = lazy_pattern(
    r"[\"'\s{,](?:existing[-_]?)?secret(?:[-_]?(?:name|ref))?[\"']?:[ \t]", re.IGNORECASE
)
_NAME_OF_KEY = lazy_pattern(
    r"[a-z]{1,20}(?:[-_.][a-z0-9]{1,20}){0,6}|[A-Z]{1,20}(?:_[A-Z0-9]{1,20}){1,6}"
)
SIBLING_REACH = 400
"""Characters behind a name in a manifest within which another key says what the name is."""
_CHART = lazy_pattern(rb"(?:^|/)(?:values[^/]{0,60}\.ya?ml$|charts?/|helm/)")


def secrets_among(
    view: View, candidates: Iterable[Candidate]
) -> Iterator[tuple[str, Value, Value]]:
    """The candidates that are secrets, each as it is written and as it is to be judged."""
    seen: set[int] = set()
    for name, value in candidates:
        if value.start in seen or _is_spelt_otherwise(view.text, value):
            continue
        decoded = _decoded(view.text, value)
        if _is_secret(view, name, value) and (decoded == value or _is_secret(view, name, decoded)):
            seen.add(value.start)
            yield name, value, decoded


def _is_spelt_otherwise(text: str, value: Value) -> bool:
    """Whether it is written in escapes alone, as in a mail, or for a call: ``decode`` undoes it."""
    return (
        _ESCAPES.fullmatch(value.text) is not None
        or _encodes_text(value.text, _NAMES_ENCODING.match(text, value.end))
        or (text.startswith("=3D", value.start - 1) and "quoted-printable" in text.lower())
    )


def _encodes_text(digits: str, encoding: re.Match[str] | None) -> bool:
    if encoding is None:
        return False
    try:
        data = bytes.fromhex(digits) if encoding[1] == "hex" else base64.b64decode(digits + "==")
        return data.decode().strip().isprintable()
    except ValueError:  # random bytes, which are a secret as they are written
        return False


def mark_keys(keys: Iterable[Detection], candidates: Sequence[Candidate]) -> Iterator[Detection]:
    """The given Gateway keys; those in the place of a webhook's secret are marked."""
    starts = {value.start for name, value in candidates if not _NAMES_API_KEY.search(name)}
    for key in keys:
        yield key._replace(as_webhook_secret=True) if key.start in starts else key


def _is_secret(view: View, name: str, value: Value) -> bool:
    """Whether a value that is where a secret belongs is one."""
    text = value.text
    return not (
        len(text) > LONGEST_SECRET
        or _repeats_the_name(text, name)
        or (_MAY_SAY_HOW.search(name) and _SAYS_HOW.fullmatch(text) and name != AUTHORIZATION)
        or is_reference(text)
        or _names_manifest(view, name, value)
        or is_ciphertext(text)
        or is_behind_path(view.text, name, value.start, text)
        or is_placeholder(without_template_characters(text))
        or (not is_drawn(text) and _was_thought_up(view, name, value))
    )


def _was_thought_up(view: View, name: str, value: Value) -> bool:
    """Whether a value is any of what is not letters and digits as nobody thinks them up."""
    text = value.text
    return bool(
        is_version(text)
        or (is_name_of_variable(text) if value.quoted else is_name_of_secret(text))
        or (_CACHE_KEY.fullmatch(text) and not _SAYS_SECRET.search(name) and name != AUTHORIZATION)
        or is_type_or_constant(text)
        or is_path(text)
        or is_template(view.text, value.start, in_letters(text), _path(view), value.quoted)
        or _KEY_SHAPED.fullmatch(text)
        or (value.quoted and is_prose(text))
        or is_space(text)
        or not any(map(str.isalnum, without_template_characters(text)))
    )


def _names_manifest(view: View, name: str, value: Value) -> bool:
    """Whether it is the name of a Secret of Kubernetes, or of a key in one that is named beside it:
    ``webhook: secret: shop-webhook``."""
    if _NAMES_KEY.fullmatch(name):
        first, last = value.start - SIBLING_REACH, value.end + SIBLING_REACH
        beside = _SECRET_IN_MANIFEST.search(view.text, max(0, first), last)
        return beside is not None and _NAME_OF_KEY.fullmatch(value.text) is not None
    if name.lower() != "webhook.secret":
        return False
    if _NAME_OF_CERTIFICATE.fullmatch(value.text):
        return True
    sibling = _KEY_IN_MANIFEST.match(view.text, value.end, value.end + SIBLING_REACH)
    named_so = sibling is not None or any(map(_CHART.search, view.paths))
    return named_so and _NAME_OF_MANIFEST.fullmatch(value.text) is not None


def _path(view: View) -> str | None:
    paths = view.paths
    return paths[0].decode("utf-8", "replace") if paths else None


def _repeats_the_name(text: str, name: str) -> bool:
    """Whether the value is what the name says: ``webhookSecretKey = "form.webhookSecret"``."""
    if len(text) > len(name) and is_drawn(text):
        return False
    names = {squeezed(name), own := squeezed(name.rpartition(".")[2])}
    values = {squeezed(text)}
    if "." in text:
        parts = text.split(".")[-4:]
        values |= {squeezed(".".join(parts[first:])) for first in range(len(parts))}
    return bool(names & values) or any("hook" in value and value in own for value in values)


def _decoded(text: str, value: Value) -> Value:
    """What is to be judged: the ``data`` of a Kubernetes Secret is base64.

    ``decode`` cannot do it: it undoes what holds a clue, and a random secret in base64 holds none.
    """
    manifests, blocks = _kubernetes_secrets(text)
    earliest, latest = value.start - MANIFEST_REACH, value.start + MANIFEST_REACH
    if not has_between(manifests, earliest, latest):
        return value
    last = bisect_left(blocks, value.start) - 1
    if last >= 0 and blocks[last] >= earliest and text.startswith("stringData", blocks[last]):
        return value
    try:
        decoded = base64.b64decode(value.text, validate=True).decode()
    except ValueError:  # not base64, or not of text
        return value
    return value._replace(text=decoded.strip())


@lru_cache(maxsize=2)
def _kubernetes_secrets(text: str) -> tuple[list[int], list[int]]:
    """Where a text says that a manifest is a Secret's, and where the data of manifests begin.

    Kept while values of one text are judged: what is around each of them is looked up.
    """
    manifests = [found.start() for found in _KUBERNETES_SECRET.finditer(text)]
    blocks = [found.start() for found in _DATA.finditer(text)] if manifests else []
    return manifests, blocks
