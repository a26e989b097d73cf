"""Which values are webhook secrets, how strong they are, and how sure we are."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.detect.webhook.candidates import candidates_in
from keyguard.detect.webhook.find import find_webhook_secrets
from keyguard.detect.webhook.naming.unnamed import find_unnamed
from keyguard.model import Blob, Confidence, Detection, Kind, Place, State, View
from keyguard.prefilter.select import CluePrefilter, FastPrefilter
from keyguard.settings import KeyFormat
from tests.samples import body, production_key, staging_key
from tests.samples import webhook_secret as make
from tests.tools import scan_json

FOLDER = Path(__file__).parent / "webhook_secret"
SAMPLES = {
    "strong": make(),
    "hex": body("hex", 64, "0123456789abcdef"),
    "base64": base64.b64encode(random.Random("base64").randbytes(33)).decode(),
    "base64weak": base64.b64encode(b"supersecretwebhooktoken1234567890").decode(),
    "symbols": body("symbols", 40, "abcdefghijkmnopqrstuvwxyzABCDEFGH23456789!$%^&*<>"),
    "production": production_key(),
    "staging": staging_key(),
}


def fill(template: str) -> str:
    filled = re.sub(rf"\{{({'|'.join(SAMPLES)})\}}", lambda match: SAMPLES[match[1]], template)
    return filled.replace("⏎", "\n")


def rows(pattern: str, columns: int) -> list[list[str]]:
    return [
        [fill(cell) for cell in line.split("\t", columns - 1)]
        for file in sorted(FOLDER.glob(pattern))
        for line in file.read_text("utf-8").splitlines()
        if line and not line.startswith("# path")
    ]


HITS = rows("hits_*.txt", 4)
MISSES = rows("misses_*.txt", 2)


def view_of(text: str, path: str = "-") -> View:
    """``-`` is standard input: a place whose name tells nothing."""
    place = Place(path.encode(), State.STDIN if path == "-" else State.TREE)
    return View(Blob("id", text.encode(), (place,)), text)


def secrets_in(view: View) -> Iterator[Detection]:
    return find_webhook_secrets(view, candidates_in(view))


def found(text: str, path: str = "-") -> list[Detection]:
    return list(secrets_in(view_of(text, path)))


@pytest.mark.parametrize(("path", "strength", "value", "text"), HITS)
@pytest.mark.parametrize("ending", ["", "\n", "\r\nnext = 1\r\n"])
def test_is_found(path: str, strength: str, value: str, text: str, ending: str) -> None:
    text += ending
    (detection,) = found(text, path)
    assert detection.kind is Kind.WEBHOOK_SECRET
    assert detection.value == value
    assert text[detection.start : detection.end] == value
    assert bool(detection.weakness) is (strength == "weak")


@pytest.mark.parametrize(("path", "strength", "value", "text"), HITS)
def test_is_found_before_its_place_is_known(
    path: str, strength: str, value: str, text: str
) -> None:
    """Content of the history is read first and located when something was found in it."""
    placeless = View(Blob("id", text.encode()), text)
    assert text.index(value) in {detection.start for detection in secrets_in(placeless)}


@pytest.mark.parametrize(("path", "text"), MISSES)
@pytest.mark.parametrize("ending", ["", "\nnext = 1\n"])
def test_is_silent(path: str, text: str, ending: str) -> None:
    assert [detection.value for detection in found(text + ending, path)] == []


def test_there_are_more_misses_than_hits() -> None:
    assert len(MISSES) > len(HITS)


@pytest.mark.parametrize("text", [text for *_, text in HITS])
def test_prefilter_lets_every_hit_through(text: str) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32"):
        data = text.encode(encoding)
        assert CluePrefilter(KeyFormat()).matches(data)
        assert FastPrefilter(KeyFormat()).matches(data)


@pytest.mark.parametrize(
    ("vendor", "confidence", "template"),
    [
        ("connexease", Confidence.MEDIUM, "WEBHOOK_SECRET={strong}"),
        ("connexease", Confidence.HIGH, "CONNEXEASE_WEBHOOK_SECRET={strong}"),
        ("connexease", Confidence.HIGH, "CONNEXEASE_URL=x\nWEBHOOK_SECRET={strong}"),
        ("connexease", Confidence.HIGH, "# connexease\n\n\n\n\n\nif auth != 'Bearer {strong}':"),
        ("connexease", Confidence.MEDIUM, "# webhook\n\n\n\n\n\nif auth != 'Bearer {strong}':"),
        ("connexease", Confidence.MEDIUM, "# connexease\n\n\n\n\n\nWEBHOOK_SECRET={strong}"),
        ("stripe", Confidence.MEDIUM, "STRIPE_WEBHOOK_SECRET={strong}"),
        ("stripe", Confidence.MEDIUM, "STRIPE_KEY=x\nWEBHOOK_SECRET={strong}"),
        ("stripe", Confidence.MEDIUM, "CONNEXEASE_URL=x\nSTRIPE_WEBHOOK_SECRET={strong}"),
        ("connexease", Confidence.HIGH, "CONNEXEASE_URL=x\nSTRIPE_KEY=x\nWEBHOOK_SECRET={strong}"),
        ("connexease", Confidence.MEDIUM, "WEBHOOK_SECRET={strong} # replaces Twilio"),
        ("connexease", Confidence.MEDIUM, "# replaces Twilio\nWEBHOOK_SECRET={strong}"),
        ("connexease", Confidence.MEDIUM, "# not the one of Stripe\nWEBHOOK_SECRET={strong}"),
        ("connexease", Confidence.MEDIUM, "webhookSecret = '{strong}' // was Twilio's"),
        ("connexease", Confidence.MEDIUM, "webhookSecret = '{strong}' /* see the Stripe docs */"),
        ("connexease", Confidence.MEDIUM, "webhook_secret: {strong}  # moved from Stripe"),
        ("connexease", Confidence.MEDIUM, "-- after Svix\nwebhook_secret = '{strong}'"),
        ("twilio", Confidence.MEDIUM, "# Twilio\nWEBHOOK_SECRET={strong}"),
        ("stripe", Confidence.MEDIUM, "# --- Stripe webhooks ---\nWEBHOOK_SECRET={strong}"),
        ("stripe", Confidence.MEDIUM, "stripe:\n  webhook_secret: {strong} # see Twilio"),
        ("stripe", Confidence.MEDIUM, "const stripe = {webhookSecret: '{strong}'}"),
        ("stripe", Confidence.MEDIUM, "stripe.setWebhookSecret('{strong}')"),
        ("stripe", Confidence.MEDIUM, "STRIPE_WEBHOOK_SECRET={strong} # not connexease"),
        ("other", Confidence.MEDIUM, "createHook({content_type: 'json', secret: '{strong}'})"),
        (
            "connexease",
            Confidence.HIGH,
            "// connexease\naddHook({content_type: 'json', secret: '{strong}'})",
        ),
        (
            "connexease",
            Confidence.MEDIUM,
            "WEBHOOK_SECRET = '{strong}'\nResponse(content_type='json')",
        ),
        ("other", Confidence.MEDIUM, "WEBHOOK_SECRET=whsec_{strong}"),
        ("other", Confidence.MEDIUM, "of_webhook = hmac.new(b'{strong}', body, 'sha256')"),
        ("shopify", Confidence.MEDIUM, "shopify_webhook = hmac.new(b'{strong}', body, 'sha256')"),
        ("other", Confidence.MEDIUM, "WEBHOOK_VERIFY_TOKEN={strong}"),
        ("other", Confidence.MEDIUM, "const webhookVerifyToken = '{strong}'"),
        ("connexease", Confidence.HIGH, "CONNEXEASE_WEBHOOK_VERIFY_TOKEN={strong}"),
        ("connexease", Confidence.MEDIUM, "WEBHOOK_VERIFICATION_TOKEN={strong}"),
        ("other", Confidence.MEDIUM, "M4D_APP_ID=1\nWEBHOOK_VERIFICATION_TOKEN={strong}"),
        (
            "stripe",
            Confidence.MEDIUM,
            'variable "stripe_webhook_secret" {\n\n\n\n\n\n  default = "{strong}"\n}',
        ),
    ],
)
def test_whose_it_is_tells_the_nearest_word(
    vendor: str, confidence: Confidence, template: str
) -> None:
    (detection,) = found(fill(template))
    assert (detection.vendor, detection.confidence) == (vendor, confidence)


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("WEBHOOK_SECRET", "WEBHOOK_SECRET={strong}"),
        ("process.env.WEBHOOK_SECRET", "process.env.WEBHOOK_SECRET || '{strong}'"),
        ("webhook.secret", "webhook:\n  secret: '{strong}'"),
        ("Authorization", "# webhook\nif auth == 'Bearer {strong}':"),
    ],
)
def test_name_of_what_holds_the_secret(name: str, template: str) -> None:
    (detection,) = found(fill(template))
    assert detection.name == name


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("zorblaxqo/frimbulate/.env", "WEBHOOK_SECRET={own}"),
        (".env", "APP=zorblaxqo\nHOST=frimbulate.example.org\nWEBHOOK_SECRET={own}"),
        (".env", "WEBHOOK_SECRET={own}\nDATABASE=zorblaxqo_frimbulate"),
    ],
)
def test_the_names_around_a_secret_are_known_to_an_attacker(path: str, template: str) -> None:
    own = "zorblaxqo-frimbulate-zorblaxqo-" + body("tail", 6)
    (detection,) = found(template.replace("{own}", own), path)
    assert "is made of words that a dictionary holds" in detection.weakness
    (detection,) = found(f"WEBHOOK_SECRET={own}", "other/.env")
    assert "is made of words that a dictionary holds" not in detection.weakness


def test_a_strong_secret_stays_strong_beside_itself() -> None:
    secret = body("twice", 40, "abcdefghijklmnopqrstuvwxyz")
    first, second = found(f"WEBHOOK_SECRET={secret}\nOLD_WEBHOOK_SECRET={secret}\n", ".env")
    assert first.weakness == second.weakness == ()
    assert min(first.bits, second.bits) > 128


def test_two_secrets_of_one_line_and_of_one_value() -> None:
    text = fill('{webhookSecret:"{strong}",oldWebhookSecret:"{hex}"}\nWEBHOOK_SECRET={strong}')
    values = [detection.value for detection in found(text)]
    assert values == [SAMPLES["strong"], SAMPLES["hex"], SAMPLES["strong"]]


PIECES = ["webhook", "_secret", "webhook_secret", "=", ":", '"', "'", " ", "\n", "{", "}", "[", "]",
          "Bearer ", "==", "${", ":-", "x", "\\", "(", ",", "||", "value", "\0", "é",
          "\ud800"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_survived_and_positions_are_true(text: str) -> None:
    for detection in secrets_in(View(Blob("id", b""), text)):
        assert text[detection.start : detection.end] == detection.value != ""


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "windows-1254", "iso8859-9"])
@pytest.mark.parametrize(
    "name", ["webhookContraseña", "WEBHOOK_CONTRASEÑA", "CONTRASEÑA_DEL_WEBHOOK",
             "webhook_şifre", "WEBHOOK_ŞİFRE", "webhookŞifresi", "webhook_anahtarı",
             "webhook_parolası"],
)  # fmt: skip
def test_letters_of_other_languages(name: str, encoding: str, tmp_path: Path) -> None:
    line = f'{name} = "{make()}"\n'
    try:
        (tmp_path / "settings.py").write_bytes(line.encode(encoding))
    except UnicodeEncodeError:
        pytest.skip(f"{encoding} has no such letter")
    (found,) = scan_json("scan", tmp_path, cwd=tmp_path).json["findings"]
    assert found["rule"] == "hardcoded-webhook-secret"


def test_names_once_what_several_members_say_is_a_webhooks() -> None:
    element = '{type: "webhook", channel: "webhook", secret: "x", kind: "webhook"}'
    (named,) = find_unnamed(element)
    assert element[named.start : named.end] == "secret"
