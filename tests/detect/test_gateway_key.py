"""Which strings are Gateway keys, and how sure we are."""

from __future__ import annotations

import itertools
import re
import string
from pathlib import Path

import pytest

from keyguard.detect.detector import Detector
from keyguard.model import Blob, Confidence, Detection, Kind, View
from keyguard.settings import KeyFormat
from tests.samples import body, production_key, staging_key

FOLDER = Path(__file__).parent
HEX = "0123456789abcdef"
DETECTOR = Detector.for_format(KeyFormat())

FIXED = {
    "production": production_key(),
    "staging": staging_key(),
    "production_hex": "pk_" + body("hex", 32, HEX),
    "digits": "1234567890" * 3 + "12",
    "letters": string.ascii_lowercase + "123456",
    "interleaved": "".join(map("".join, zip("abcdefghijklmnop", "1234567890123456", strict=True))),
    "descending": "".join(map("".join, zip("ponmlkjihgfedcba", "9876543210987654", strict=True))),
    "repeated": "0123456789abcdef" * 2,
    "chunk_of_nine": (body("nine", 9) * 4)[:32],
    "chunk_of_sixteen": body("sixteen", 16) * 2,
    "chunk_of_seventeen": "pk_" + (body("seventeen", 17) * 2)[:32],
    "deadbeef": "deadbeef" * 4,
    "zeros": "0" * 32,
    "french": "votreCleApiIciRemplacezLaValeur1",
    "english": "thisisnotarealkeydontuseitplease",
    "latin": "loremipsumdolorsitametconsectetu",
    "camel_case": "clientSecretKeyForProductionServ",
}


def lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def fill(template: str) -> str:
    def value(match: re.Match[str]) -> str:
        word = match[1]
        if word in FIXED:
            return FIXED[word]
        alphabet, length = (HEX, word[3:]) if word.startswith("hex") else (None, word[1:])
        return body(template, int(length), *([alphabet] if alphabet else []))

    names = "|".join([*FIXED, r"a\d+", r"hex\d+"])
    return re.sub(rf"\{{({names})\}}", value, template).replace("⏎", "\n")


def keys_in(text: str) -> list[Detection]:
    data = text.encode()
    found = (
        DETECTOR.detect(View(Blob("id", data), text)) if DETECTOR.prefilter.matches(data) else ()
    )
    return [detection for detection in found if detection.kind.is_key]


@pytest.mark.parametrize("case", lines("keys_found.txt"))
def test_is_a_key(case: str) -> None:
    confidence, _, template = case.partition("\t")
    text = fill(template)
    (detection,) = keys_in(text)
    assert text[detection.start : detection.end] == detection.value
    assert detection.value in FIXED.values()
    assert detection.confidence is Confidence.from_label(confidence)
    production = detection.value.startswith("pk_")
    assert detection.kind is (Kind.PRODUCTION_KEY if production else Kind.STAGING_KEY)


@pytest.mark.parametrize("template", lines("keys_not_found.txt"))
def test_is_no_key(template: str) -> None:
    assert keys_in(fill(template)) == []


def test_another_length_counts_only_beside_the_gateways_name() -> None:
    key = "pk_" + body("long", 40)
    (detection,) = keys_in(f"CONNEXEASE_API_KEY={key}")
    assert detection.confidence is Confidence.HIGH
    (detection,) = keys_in(f"# connexease\n\n\n\n\n\nAPI_KEY={key}")
    assert detection.confidence is Confidence.LOW
    assert keys_in(f"API_KEY={key}") == []


@pytest.mark.parametrize("ends", [(0, 4, 35), (0, 3, 8, 13, 35), (0, 3, 7, 11, 15, 19, 23, 27, 35)])
def test_a_key_in_as_many_pieces_as_people_write(ends: tuple[int, ...]) -> None:
    key = production_key("pieces")
    pieces = [key[start:end] for start, end in itertools.pairwise(ends)]
    (detection,) = keys_in("key = " + " + ".join(f'"{piece}"' for piece in pieces))
    assert detection.value == key


def test_more_pieces_than_that_are_no_key() -> None:
    key = production_key("pieces")
    pieces = [key[:3], *(key[at : at + 4] for at in range(3, 31, 4)), key[31:]]
    assert len(pieces) == 9
    assert keys_in("key = " + " + ".join(f'"{piece}"' for piece in pieces)) == []


@pytest.mark.parametrize(("spaces", "is_found"), [(0, True), (60, True), (61, False)])
def test_space_around_operators_has_a_bound(spaces: int, is_found: bool) -> None:
    key = production_key("pieces")
    ends = (0, 3, 7, 11, 15, 19, 23, 27, 35)
    operator = f"{' ' * spaces}+{' ' * spaces}"
    text = operator.join(f'"{key[start:end]}"' for start, end in itertools.pairwise(ends))
    assert [each.value for each in keys_in(f"key = {text}")] == [key] * is_found


@pytest.mark.parametrize(("spaces", "is_found"), [(0, True), (60, True), (61, False)])
def test_space_within_a_prefix_has_a_bound(spaces: int, is_found: bool) -> None:
    key, space = production_key("pieces"), " " * spaces
    found = keys_in(f'key = "{key[0]}"{space}+{space}"{key[1:]}"')
    assert [each.value for each in found] == [key] * is_found


@pytest.mark.parametrize(
    "call",
    [
        '"".join([{space}"{one}", "{two}"])',
        'concatAllOfThem({space}"",{space}"{one}", "{two}")',
    ],
)
@pytest.mark.parametrize(("spaces", "is_found"), [(0, True), (20, True), (21, False)])
def test_space_in_what_joins_a_list_has_a_bound(call: str, spaces: int, is_found: bool) -> None:
    key = production_key("pieces")
    text = call.format(space=" " * spaces, one=key[:12], two=key[12:])
    assert [each.value for each in keys_in(f"key = {text}")] == [key] * is_found


@pytest.mark.parametrize(("length", "is_found"), [(1, True), (64, True), (65, False)])
def test_a_piece_of_a_longer_key_has_a_bound(length: int, is_found: bool) -> None:
    key, end = "pk_" + body("long", 100), len("pk_") + length
    text = f'key = "{key[:end]}" + "{key[end : end + 50]}" + "{key[end + 50 :]}"'
    view = View(Blob("id", text.encode()), text)
    found = Detector.for_format(KeyFormat(length=100)).detect(view)
    assert [each.value for each in found if each.kind.is_key] == [key] * is_found


def test_format_comes_from_the_settings() -> None:
    key_format = KeyFormat(prefixes=(("app_", Kind.STAGING_KEY),), length=24, alphabet="a-f0-9")
    detector = Detector.for_format(key_format)
    key = "app_" + body("own", 24, HEX)
    text = f"KEY={key} {production_key()}"
    assert detector.prefilter.matches(text.encode())
    (detection,) = detector.detect(View(Blob("id", text.encode()), text))
    assert (detection.value, detection.kind) == (key, Kind.STAGING_KEY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('API_KEY="{key}"', "API_KEY"),
        ("API_KEY={key}", "API_KEY"),
        ('"apiKey": "{key}"', "apiKey"),
        ("apiKey: {key}", "apiKey"),
        ("const apiKey: string = '{key}'", "apiKey"),
        ("api_key := `{key}`", "api_key"),
        ('client.apiKey = "{key}"', "client.apiKey"),
        (':api_key => "{key}"', "api_key"),
        ('new Connexease("{key}")', "Connexease"),
        ('process.env.API_KEY || "{key}"', "process.env.API_KEY"),
        ("${API_KEY:-{key}}", "API_KEY"),
        ('os.getenv("API_KEY", "{key}")', "API_KEY"),
        ('<string name="api_key">{key}</string>', "api_key"),
        ("<key>ApiKey</key>\n    <string>{key}</string>", "ApiKey"),
        ("- name: API_KEY\n  value: {key}", "API_KEY"),
        ('{"name": "API_KEY", "value": "{key}"}', "API_KEY"),
        ("ENV API_KEY {key}", "API_KEY"),
        ('buildConfigField("String", "API_KEY", "\\"{key}\\"")', "API_KEY"),
        ('-H "Authorization: Bearer {key}"', "Authorization"),
        ("{key}", ""),
    ],
)
def test_name_of_what_holds_the_key(text: str, name: str) -> None:
    (detection,) = keys_in(text.replace("{key}", production_key()))
    assert detection.name == name


def test_variables_that_hold_a_key() -> None:
    text = "VITE_CONNEXEASE_API_KEY=\nCONNEXEASE_API_URL=x\nVITE_CONNEXEASE_PUBLISHABLE_KEY=x\n"
    found = DETECTOR.detect(View(Blob("id", text.encode()), text))
    assert [detection.value for detection in found] == ["VITE_CONNEXEASE_API_KEY"]
