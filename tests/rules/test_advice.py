"""Words that several rules share."""

import pytest

from keyguard.rules._advice import guesses
from tests.samples import production_key
from tests.tools import Repository, scan_json


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (0, "one guess"),
        (1, "2 guesses"),
        (13, "8,000 guesses"),
        (19.5, "700,000 guesses"),
        (20, "2^20 guesses"),
        (127.6, "2^128 guesses"),
    ],
)
def test_guesses_for_people(bits: float, words: str) -> None:
    assert guesses(bits) == words


@pytest.mark.parametrize(
    ("path", "said"),
    [("live/values.yaml", True), ("values.yaml", False), ("values-prod.yaml", False)],
)
def test_an_unclear_environment_comes_with_the_setting_that_clears_it(
    repository: Repository, path: str, said: bool
) -> None:
    repository.write(path, f"key: {production_key()}\n")
    result = scan_json("scan", cwd=repository.path)
    (finding,) = result.json["findings"]
    assert ("[environments] in .keyguard.toml" in finding["message"]) is said
