"""Which webhook secrets can be guessed."""

from __future__ import annotations

import base64
import hashlib
import random
import string
import uuid

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from keyguard.detect.strength.estimate import MINIMUM_LENGTH, estimate, judge, make_secret
from tests.samples import body

RANDOM = {
    "hex": "0123456789abcdef",
    "base62": string.ascii_letters + string.digits,
    "base64url": string.ascii_letters + string.digits + "-_",
    "base36": string.ascii_lowercase + string.digits,
    "letters": string.ascii_lowercase,
}
SHORT = "the documented minimum is 32"
WALK = "walk over the keyboard"
WORDS = "words that a dictionary holds"
REPEATS = "repeats one short chunk"
FEW = "different characters"


@pytest.mark.parametrize("alphabet", RANDOM.values(), ids=RANDOM)
@pytest.mark.parametrize("length", [32, 43, 64])
def test_random_secrets_are_strong(alphabet: str, length: int) -> None:
    weak = [n for n in range(300) if judge(body(f"strong {n}", length, alphabet)).reasons]
    assert weak == []


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("supersecretwebhooktoken1234567890", WORDS),
        ("correct horse battery staple and more", WORDS),
        ("my-company-webhook-secret-for-production", WORDS),
        ("ThisIsMySuperSecretWebhookSecretKey2024!", WORDS),
        ("S3cr3tW3bh00kT0k3nF0rPr0duct10n!!", WORDS),
        ("connexease_gateway_webhook_secret_prod", WORDS),
        ("the-quick-brown-fox-jumps-over-the-lazy-dog", WORDS),
        ("ourOwnWebhookSecretForTheOrdersOfTheShop", WORDS),
        ("fatih-terim-galatasaray-besiktas-trabzon-istanbul-kadikoy", "words"),
        ("zebra-otter-lantern-copper-willow-tundra", WORDS),
        ("london-paris-berlin-madrid-vienna-prague-dublin-athens", WORDS),
        ("bottle-castle-engine-winter-market-desert-silver-guitar-orange-bridge", WORDS),
        ("MirrorPlanetJacketValleyTemplePencilMuseumRocketIslandGrape", WORDS),
        # Rare words, but too many that are no English for Diceware
        ("granite-unmasked-cyclist-ravioli-blorvik-snatter-grumplo-fendrix", "words"),
        ("qwertyuiopasdfghjklzxcvbnm1234567890", WALK),
        ("abcdefghijklmnopqrstuvwxyz0123456789", WALK),
        ("acegikmoqsuwybdfhjlnprtvxz02468135", WALK),
        ("zyxwvutsrqponmlkjihgfedcba9876543210", WALK),
        ("a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6", WALK),
        ("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9", WALK),
        ("a" * 40, REPEATS),
        ("xK9" * 11, REPEATS),
        (body("chunk", 16) * 2, REPEATS),
        (body("chunk", 16) * 2 + body("chunk", 16)[:5], REPEATS),
        (body("few", 40, "abc123"), FEW),
        (body("short", 31), SHORT),
        ("", SHORT),
        ("hunter2", SHORT),
        ("9483-2023-11-22-webhook-2023-11-22-webhook", "known words and repetitions"),
        ("gizliwebhookanahtarimcokguclu-2024", "made of words"),
        ("benimsupergizlisifrembudurarkadaslar", "made of words"),
        ("clavesecretadelservidordeproduccion", "made of words"),
        ("diesesgeheimnisdarfniemandwissen", "made of words"),
        ("cecineestpasunevraiecledesecurite", "made of words"),
        ("jeVeuxUnSecretTresLongPourMonServeur", "made of words"),
        ("minhachavesupersecretadoservidor", "made of words"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "example of a documentation"),
        (hashlib.md5(b"password").hexdigest(), "MD5 digest of a common word"),
        (hashlib.sha256(b"webhook-secret").hexdigest(), "SHA256 digest of a common word"),
        (hashlib.sha1(b"test").hexdigest().upper(), "SHA1 digest of a common word"),
        (str(uuid.UUID(int=0x1234567812341234923456789ABC1234)), "the time of day"),
        (base64.b64encode(b"supersecretwebhooktoken1234567890").decode(), "encoded text"),
        (b"my-company-webhook-secret".hex(), "encoded text"),
    ],
)
def test_weak_secrets_and_why(value: str, reason: str) -> None:
    assert any(reason in given for given in judge(value).reasons)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
@pytest.mark.parametrize("words", ["passwords", "english_wikipedia"])
@pytest.mark.parametrize(("rank", "is_weak"), [(1, True), (5_000, True), (5_003, False)])
def test_digests_of_the_five_thousand_most_common_words(
    words: str, rank: int, is_weak: bool, algorithm: str
) -> None:
    word = FREQUENCY_LISTS[words][rank - 1]
    reasons = judge(hashlib.new(algorithm, word.encode()).hexdigest()).reasons
    assert any("digest of a common word" in reason for reason in reasons) == is_weak


def test_a_strong_beginning_is_not_made_weak_by_its_length() -> None:
    assert judge(body("long", 5_000)).reasons == ()
    assert "repeats one short chunk" in judge("ab" * 50_000).reasons


def test_words_of_the_context_are_known_to_an_attacker() -> None:
    value = "zorblaxqo-frimbulate-zorblaxqo-" + body("tail", 6)
    assert not any(WORDS in reason for reason in judge(value).reasons)
    assert any(WORDS in reason for reason in judge(value, ["Zorblaxqo", "frimbulate"]).reasons)


def test_reasons_never_quote_the_secret() -> None:
    for value in ("tulip-tulip-tulip", "supersecretwebhooktoken1234567890", "qwertzuiop" * 4):
        for reason in judge(value).reasons:
            assert not any(value[i : i + 5] in reason for i in range(len(value) - 5))


def test_length_is_counted_in_the_reason() -> None:
    assert judge(body("n", 12)).reasons == ("is 12 characters long (the documented minimum is 32)",)
    assert judge(body("n", MINIMUM_LENGTH)).reasons == ()


def test_estimate_grows_with_the_work() -> None:
    guesses = [estimate(value) for value in ("", "password", "cutebot-webhook", body("e", 48))]
    assert guesses == sorted(guesses)
    assert guesses[0] == 0
    assert guesses[-1] > 100


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("", 0, 0),
        ("hunter2", 5, 15),
        ("correct horse battery staple and more", 30, 80),
        (hashlib.md5(b"password").hexdigest(), 10, 15),
        ("clavesecretadelservidordeproduccion", 30, 75),
        (body("bits", 64, RANDOM["hex"]), 256, 256),
        (body("bits", 48), 280, 290),
        (str(uuid.UUID(int=random.Random(1).getrandbits(128), version=4)), 122, 122),
    ],
)
def test_bits_of_guessing_work(value: str, least: float, most: float) -> None:
    assert least <= judge(value).bits <= most


@pytest.mark.parametrize(
    "value",
    [
        hashlib.sha256(body("no word").encode()).hexdigest(),
        str(uuid.UUID(int=random.Random(2).getrandbits(128), version=4)),
        uuid.UUID(int=random.Random(3).getrandbits(128), version=4).hex,
        base64.b64encode(random.Random(4).randbytes(33)).decode(),
        "whsec_" + base64.b64encode(random.Random(5).randbytes(24)).decode(),
        body("symbols", 40, RANDOM["base62"] + "!#$%&*+-=?@^_~"),
        # Diceware: eight words of which none is among the most common
        "wobble-granite-thirteen-unmasked-cyclist-ravioli-dispute-stapling",
        "GeologistTackyPuristCobaltSprinklerDwellingMuzzleOutsource",
        body("capitals", 40, string.ascii_uppercase + string.digits),
    ],
)
def test_usual_generators_are_strong(value: str) -> None:
    assert judge(value).reasons == ()


def test_a_made_secret_is_strong_letters_and_digits_and_new_each_time() -> None:
    made = {make_secret() for _ in range(50)}
    assert len(made) == 50
    for secret in made:
        assert len(secret) >= MINIMUM_LENGTH
        assert secret.isascii()
        assert secret.isalnum()
        assert judge(secret).reasons == ()
