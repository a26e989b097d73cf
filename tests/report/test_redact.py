"""Masks: what is hidden, what is not, and that cuts and overlaps hide nothing less."""

from __future__ import annotations

import cProfile

import pytest

from keyguard.model import Kind
from keyguard.report.redact import Redactor, mask
from keyguard.settings import KeyFormat
from tests.samples import body, production_key, staging_key, webhook_secret

KEY = production_key("redact")
OTHER = staging_key("redact other")
SECRET = webhook_secret("redact")
KEY_MASK = KEY[:7] + "****"
OTHER_MASK = OTHER[:7] + "****"
STRIPE = "sk_live_" + body("stripe", 24)
KLAVIYO = f"pk_AbCd12_{body('klaviyo', 34, 'abcdef0123456789')}"
UUID = "12345678-1234-4123-8123-123456789abc"
LONG = f"{body('long', 9)}-{body('longer', 30)}1_{body('longest', 24)}"
SECRET_MASK = SECRET[:4] + "****"
MANY = 2_000
AMONG_OTHERS = pytest.mark.parametrize("others", [0, MANY], ids=["alone", "among others"])


def others_of(count: int) -> list[str]:
    """Secrets of a report that are not in its texts, words of small letters among them."""
    made = (
        [webhook_secret(at), body(at, 9), body(f"w{at}", 12, "uvwxyz")] for at in range(count // 3)
    )
    return [secret for each in made for secret in each]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (KEY, Kind.PRODUCTION_KEY, KEY_MASK),
        (OTHER, Kind.STAGING_KEY, OTHER_MASK),
        (SECRET, Kind.WEBHOOK_SECRET, SECRET_MASK),
        (SECRET[:32], Kind.WEBHOOK_SECRET, SECRET_MASK),
        (SECRET[:31], Kind.WEBHOOK_SECRET, "****"),
        ("a", Kind.WEBHOOK_SECRET, "****"),
        ("VITE_GATEWAY_KEY", Kind.KEY_VARIABLE, "VITE_GATEWAY_KEY"),
        ("pk_" + body("short", 8), Kind.PRODUCTION_KEY, "pk_****"),
        (body("bare", 8), Kind.PRODUCTION_KEY, "****"),
        (body("bare", 40), Kind.PRODUCTION_KEY, body("bare", 4) + "****"),
    ],
)
def test_mask(value: str, kind: Kind, expected: str) -> None:
    assert mask(value, kind) == expected


@pytest.mark.parametrize(
    ("secrets", "text", "expected"),
    [
        pytest.param([], "nothing here", "nothing here", id="nothing"),
        pytest.param([KEY], f"a {KEY} b {KEY}", f"a {KEY_MASK} b {KEY_MASK}", id="every time"),
        pytest.param([], f"a {KEY} b", f"a {KEY_MASK} b", id="unknown key"),
        pytest.param([KEY], f"{KEY[3:]} {KEY}", f"{KEY[3:7]}**** {KEY_MASK}", id="no prefix"),
        pytest.param([STRIPE], f"x{STRIPE[3:]}x", "x****x", id="no prefix, of a vendor"),
        pytest.param(["whsec_short"], "a short one", "a short one", id="little behind a prefix"),
        pytest.param([], SECRET[6:], SECRET[6:], id="no secret of the report"),
        pytest.param([], f"x{KEY}", f"x{KEY_MASK}", id="glued"),
        pytest.param([], f"{KEY}abc", KEY_MASK, id="longer run"),
        pytest.param([], f"{KEY}{OTHER}", f"{KEY[:4]}****", id="two runs that overlap"),
        pytest.param([SECRET], f"({SECRET})", f"({SECRET_MASK})", id="webhook secret"),
        pytest.param(["hunter2!"], "x hunter2! y", "x **** y", id="eight characters"),
        pytest.param(["hunter2"], "x/hunter2/y", "x/hunter2/y", id="a word stays in a path"),
        pytest.param(["gateway-one", "one-gateway"], "gateway-one-gateway", "****", id="overlap"),
        pytest.param(["gateway-one", "gateway-one-two"], "gateway-one-two", "****", id="longest"),
        pytest.param(["a.b*c(d)e"], "a.b*c(d)e aXbXc", "**** aXbXc", id="no pattern"),
        pytest.param(["line\nfeed-x"], "a line\nfeed-x", "a ****", id="with a newline"),
        pytest.param([""], "empty", "empty", id="empty secret"),
        pytest.param([], "pk_live, sk_test_and_more_words_here", None, id="short runs"),
        pytest.param([], "PK_" + body("upper"), None, id="upper case"),
        pytest.param(["a&b-secret"], "x a&amp;b-secret", "x ****", id="as it is in HTML"),
        pytest.param(["a&lt;b-secret"], "x a<b-secret", "x ****", id="out of HTML"),
        pytest.param([], f"({STRIPE})", "(sk_l****)", id="Stripe"),
        pytest.param([], f"x{KLAVIYO}", "xpk_A****", id="Klaviyo"),
        pytest.param([], f"sk_{UUID}", "sk_1****", id="UUID"),
        pytest.param([], f"sk_prod_{LONG}", "sk_p****", id="with dashes"),
        pytest.param([], "https://ada:pw@x.example/y", "https://****@x.example/y", id="password"),
        pytest.param([], "https://ada:p@w@x.example", "https://****@x.example", id="at sign"),
        pytest.param([], "https://ada:p/w@x.example", "https://****@x.example", id="slash"),
        pytest.param([], "https:/ada:pw@x.example", "https:/****@x.example", id="as a path"),
        pytest.param([], "https://:pw@x.example", "https://****@x.example", id="no name"),
        pytest.param([], f"https://{body('t', 20)}@x", "https://****@x", id="a token as name"),
        pytest.param([], "a://b:c@d, e://f:g@h", "a://****@d, e://****@h", id="two addresses"),
        pytest.param([], "ssh://git@x.example/a:b@c", None, id="only a name"),
        pytest.param([], "http://localhost:8080/a@b", None, id="a port"),
        pytest.param([], "https://x.example/react@18.2:y@z", None, id="no login"),
        pytest.param([], "task_runner_abstract_base_factory", None, id="a name"),
        pytest.param([], "disk_usage_of_2026_in_all_regions", None, id="a name with a year"),
        pytest.param([], "risk_assessment-2026-11-28-final-report", None, id="a name with dashes"),
    ],
)
@AMONG_OTHERS
def test_clean(secrets: list[str], text: str, expected: str | None, others: int) -> None:
    redactor = Redactor([*secrets, *others_of(others)])
    assert redactor.clean(text) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("secrets", "line", "expected"),
    [
        (["hunter2"], "secret = 'hunter2'", "secret = '****'"),
        (["hunter2"], "hunter22 xhunter2", "hunter22 xhunter2"),
        (["a"], "a = 'a' # array", "**** = '****' # array"),
        ([SECRET], f"{SECRET} {KEY}", f"{SECRET_MASK} {KEY_MASK}"),
    ],
)
@AMONG_OTHERS
def test_clean_line_hides_short_secrets_too(
    secrets: list[str], line: str, expected: str, others: int
) -> None:
    assert Redactor([*secrets, *others_of(others)]).clean_line(line) == expected


def test_a_line_takes_no_more_steps_among_more_secrets() -> None:
    def steps(count: int) -> int:
        redactor, profile = Redactor(others_of(count)), cProfile.Profile()
        redactor.clean_line("what is kept of them")
        profile.enable()
        redactor.clean_line(f"WEBHOOK_SECRET={SECRET}")
        profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    assert steps(4 * MANY) < 1.5 * steps(MANY)


@pytest.mark.parametrize("start", range(3, 3 + len(KEY)))
def test_a_cut_through_a_secret_shows_its_mask(start: int) -> None:
    line = f"a: {KEY}, b: {OTHER}."
    end = line.index(OTHER) + start
    assert Redactor([]).clean_line(line, start, end) in {
        f"{KEY_MASK}, b: {OTHER_MASK}",
        f"{KEY_MASK}, b: {OTHER_MASK}.",
    }


def test_what_the_configuration_calls_a_key_is_masked_like_one() -> None:
    own = KeyFormat((("gw-", Kind.STAGING_KEY),), length=16, alphabet="a-z0-9-")
    key = f"gw-{body('own', 14, 'abcdef0123456789')}-9"
    redactor = Redactor((), shapes=own.shapes)
    assert redactor.clean(f"x {key}, {KEY}") == f"x ****, {KEY_MASK}"
    assert redactor.clean_line(f"x {key}", 6) == "****"
    assert KeyFormat().shapes == ()


def test_reveal_masks_nothing() -> None:
    redactor = Redactor([SECRET], reveal=True)
    text = f"{SECRET} {KEY}"
    assert redactor.clean(text) == text
    assert redactor.clean_line(text, 5, 9) == text[5:9]
    assert redactor.mask(KEY, Kind.PRODUCTION_KEY) == KEY
