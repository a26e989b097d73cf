"""Long pieces of secrets beside them are masked, also backwards and encoded, and words stay."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest

from keyguard.report.redact import Redactor
from tests.samples import body, production_key, webhook_secret

KEY = production_key("pieces")
SECRET = webhook_secret("pieces")
HEX = body("pieces", 48, "0123456789abcdef")
WEAK = "tr0ub4dor&3x"
PHRASE = "correct-horse-battery-staple-of-the-river"
NAMED = "shop_webhook_secret_value_1"


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("secret", "line", "expected"),
    [
        (SECRET, f"# starts with {SECRET[:8]}", "# starts with ****"),
        (SECRET, f"# ends in {SECRET[-9:]}.", "# ends in ****."),
        (SECRET, f"({SECRET[10:40]})", "(****)"),
        (SECRET, f"x{SECRET[3:20]}y", "x****y"),
        (SECRET, f"{SECRET[:15]} {SECRET[15:30]} {SECRET[30:]}", "**** **** ****"),
        (SECRET, " ".join(SECRET[at : at + 6] for at in range(0, 18, 6)), "**** **** ****"),
        (HEX, f"{HEX[:5]}-{HEX[5:10]}", "****-****"),
        (SECRET, SECRET[::-1], "****"),
        (SECRET, f"rev {SECRET[20:3:-1]}", "rev ****"),
        (SECRET, f"hex {SECRET.encode().hex()}", "hex ****"),
        (SECRET, f"hex {SECRET[5:14].encode().hex().upper()}", "hex ****"),
        (SECRET, urlsafe_b64encode(SECRET[9:39].encode()).decode(), "****"),
        (SECRET, base64(SECRET[9:39]), "****"),
        (HEX, f"{HEX[:12]}...", "****..."),
        (KEY, f"{KEY[:18]} and {KEY[-10:]}", "**** and ****"),
        (KEY, f"{KEY[:23]}", f"{KEY[:7]}****"),
        (KEY, f"{KEY} {KEY[9:22]}", f"{KEY[:7]}**** ****"),
        (WEAK, "tr0ub4 and 4dor&3x", "**** and ****"),
        (PHRASE, "correct-horse-battery", "****"),
        ("Acme-Webhooks-Production-77", "Acme-Webhooks-Production", "****"),
    ],
)
def test_pieces_on_a_line_are_masked(secret: str, line: str, expected: str) -> None:
    assert Redactor([secret]).clean_line(line) == expected


@pytest.mark.parametrize("shift", ["", "a", "ab"])
def test_base64_is_read_from_any_digit_on(shift: str) -> None:
    masked = Redactor([SECRET]).clean_line(f"Basic {base64(shift + SECRET + 'z')}")
    assert len(masked) <= len("Basic ab****==") + 4


@pytest.mark.parametrize(
    ("secret", "line"),
    [
        (SECRET, f"# starts with {SECRET[:4]}, as its mask shows"),
        (SECRET, f"# of seven: {SECRET[3:10]}"),
        (SECRET, f"{SECRET[3:10]} and {SECRET[3:10]}"),
        (SECRET, f"another: {webhook_secret('pieces of another')}"),
        (HEX, f"uses: actions/checkout@{body('commit', 40, '0123456789abcdef')}"),
        (KEY, f"{KEY[:7]}****"),
        (WEAK, "tr0u and &3x"),
        ("webhook-secret-key", "# the webhook-secret of the shop"),
        ("webhook-secret-key", "https://api.example/webhook-handler/secret-key"),
        (NAMED, "shop_webhook_secret_value: ****"),
        (NAMED, "settings['shop_webhook_secret_value'] = read()"),
        ("supersecret2026", "supersecret of 2026"),
        ("localhost:5432/shop", "at localhost:5432"),
        ("Acme2026!", "Acme of 2026"),
        (PHRASE, "correct horse battery staple"),
    ],
)
def test_what_is_no_piece_stays(secret: str, line: str) -> None:
    assert Redactor([secret]).clean_line(line) == line


@pytest.mark.parametrize(
    ("secret", "text", "expected"),
    [
        (SECRET, SECRET[6:], "****"),
        (SECRET, f"docs/{SECRET[:12]}.md", "docs/****.md"),
        (SECRET, f"rotate {SECRET[20:30]}", "rotate ****"),
        (PHRASE, "docs/correct-horse-battery.md", "docs/correct-horse-battery.md"),
        (
            NAMED,
            "deploy/shop_webhook_secret_value/a.yaml",
            "deploy/shop_webhook_secret_value/a.yaml",
        ),
        (WEAK, "docs/troubadour.md", "docs/troubadour.md"),
    ],
)
def test_elsewhere_words_stay(secret: str, text: str, expected: str) -> None:
    assert Redactor([secret]).clean(text) == expected


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_cut_through_a_piece_shows_none_of_it(cut: int) -> None:
    line = f"= '****' # of the shop {SECRET[6:30]}, or so"
    assert SECRET[6:9] not in Redactor([SECRET]).clean_line(line, 0, cut)


def test_reveal_masks_no_piece() -> None:
    assert Redactor([SECRET], reveal=True).clean_line(SECRET[:20]) == SECRET[:20]


def test_of_many_secrets_pieces_are_masked_beside_a_whole_one() -> None:
    secrets = [webhook_secret(("many", number)) for number in range(300)]
    redactor = Redactor(secrets)
    line = f"SECRET = '{secrets[7]}' # {secrets[7][5:20]}"
    assert redactor.clean_line(line).endswith("# ****")
    assert redactor.clean(secrets[7][5:20]) == secrets[7][5:20]


def test_a_long_word_is_told_at_once() -> None:
    word = "secret" * 90 + "Secret" * 20
    assert Redactor([word + "12345"]).clean_line(word[:30]) == "****"
