"""The verdicts: every rule on real files, and what it says to the person who reads it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from keyguard.rules import all_rules, documentation
from tests.rules.test_cross_file import CROSS_FILE_RULES
from tests.samples import body, production_key, staging_key, webhook_secret
from tests.tools import Repository, Result, keyguard, scan_json

try:
    import tomllib
except ImportError:
    import tomli as tomllib

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["case"]
DOCS = Path(__file__).parents[2] / "docs" / "rules.md"
SAMPLES = {"{pk}": production_key, "{sk}": staging_key, "{strong}": webhook_secret, "{body}": body}


def fill(text: str, seed: object = 0) -> str:
    """The samples of another seed are other values, so that no case shares a key with another."""
    for slot, make in SAMPLES.items():
        text = text.replace(slot, make(seed))
    return text.replace("{xs}", "pk_" + "x" * 32).replace(
        "{stripe}", "sk_live_" + body(f"stripe {seed}", 24)
    )


def folder(number: int) -> str:
    """Each case has a folder of its own, whose name means nothing."""
    return f"case{number}/"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """All cases in one repository."""
    repository = Repository.create(tmp_path_factory.mktemp("cases") / "repository")
    for number, case in enumerate(CASES):
        repository.write(folder(number) + case["path"], fill(case["text"], number) + "\n")
    return scan_json("scan", cwd=repository.path)


@pytest.mark.parametrize(
    ("number", "case"),
    list(enumerate(CASES)),
    ids=[f"{case['path']}: {case['text'][:30]}" for case in CASES],
)
def test_verdicts(scanned: Result, number: int, case: dict[str, Any]) -> None:
    found = {found for found in scanned.found if found[1].startswith(folder(number))}
    assert found == {(rule, folder(number) + case["path"]) for rule in case["rules"]}


def test_every_rule_has_a_case() -> None:
    alone = {rule for case in CASES for rule in case["rules"]}
    assert alone | CROSS_FILE_RULES == set(all_rules())


def test_a_rule_that_is_off_lets_the_general_one_speak(repository: Repository) -> None:
    repository.write(".env.staging", f"KEY={production_key()}\n")
    result = scan_json("scan", "--ignore", "production-key-in-staging", cwd=repository.path)
    assert result.found == {("production-key", ".env.staging")}
    nothing = scan_json("scan", "--select", "weak-webhook-secret", cwd=repository.path)
    assert nothing.found == set()


def test_each_message_says_what_the_key_is_and_what_to_do_first(scanned: Result) -> None:
    kinds: Counter[str] = Counter()
    for finding in scanned.json["findings"]:
        kind = finding["credential"]["kind"]
        kinds[kind] += 1
        if kind == "production-key":
            assert "production key" in finding["message"]
        if kind in ("production-key", "staging-key"):
            first, second, third, fourth, here, last = finding["fix"].splitlines()
            assert "Revoke" in first
            assert "Settings, API Keys" in first
            assert "new" in second
            assert "environment" in third
            assert "Restart" in fourth
            assert here.startswith("5. ")
            assert "clean the git history" in last
        if kind == "webhook-secret":
            assert "keyguard secret" in finding["fix"]
    assert min(kinds[kind] for kind in ("production-key", "staging-key", "webhook-secret")) > 3


@pytest.mark.parametrize(
    ("line", "vendor", "rule"),
    [
        ("STRIPE_WEBHOOK_SECRET={strong}", "stripe", "hardcoded-webhook-secret"),
        ("STRIPE_WEBHOOK_SECRET=whsec_e2e_test", "stripe", "weak-webhook-secret"),
        ("WEBHOOK_SECRET=whsec_{strong}", "other", "hardcoded-webhook-secret"),
        ("WEBHOOK_VERIFY_TOKEN={strong}", "other", "hardcoded-webhook-secret"),
        ("WHATSAPP_WEBHOOK_VERIFY_TOKEN=letmein", "other", "weak-webhook-secret"),
        ("# Shopify\nWEBHOOK_SECRET=letmein", "shopify", "weak-webhook-secret"),
        (
            "repo.create_hook('web', {'content_type': 'json', 'secret': 'letmein'})",
            "other",
            "weak-webhook-secret",
        ),
    ],
)
def test_the_secret_of_another_vendors_webhook_is_no_failure(
    repository: Repository, line: str, vendor: str, rule: str
) -> None:
    repository.commit_file(".env", fill(line) + "\n")
    result = scan_json("scan", cwd=repository.path)
    assert result.code == 0
    (finding,) = result.json["findings"]
    assert (finding["rule"], finding["severity"]) == (rule, "low")
    assert finding["credential"]["vendor"] == vendor
    assert "Gateway" not in finding["message"] + finding["fix"]


@pytest.mark.parametrize(
    ("path", "line", "severity"),
    [
        ("README.md", "    webhook = Webhook(secret='endpoint-secret')", "low"),
        ("README.md", "    # app-1\n    WEBHOOK_SECRET=secret-for-webhook-sending-app-1", "low"),
        ("docs/hooks.rst", "    WEBHOOK_SECRET = 'a-secret-string'", "low"),
        (".env.example", "WEBHOOK_SECRET=my-webhook-secret", "low"),
        ("README.md", "    WEBHOOK_SECRET=galata-1905", "high"),
        ("README.md", "    WEBHOOK_SECRET=secret-of-2024", "high"),
        (".env.example", "WEBHOOK_SECRET=summer-rain", "high"),
        ("hooks.conf", "WEBHOOK_SECRET=my-webhook-secret", "high"),
        ("examples/bot.py", 'WEBHOOK_SECRET = "my-secret"', "low"),
        ("src/bot.py", 'WEBHOOK_SECRET = "my-secret"', "high"),
        ("examples/bot.py", 'WEBHOOK_SECRET = "galata-1905"', "high"),
        ("DEVELOPING.md", "    SHOP_WEBHOOK_SECRET=12345", "low"),
        ("docs/flags.md", '    serve --webhook-secret="password123"', "low"),
    ],
)
def test_what_only_an_explanation_would_choose_is_low(
    repository: Repository, path: str, line: str, severity: str
) -> None:
    repository.commit_file(path, line + "\n")
    (finding,) = scan_json("scan", cwd=repository.path).json["findings"]
    assert (finding["rule"], finding["severity"]) == ("weak-webhook-secret", severity)


def test_a_malformed_header_is_shown_as_it_stands(repository: Repository) -> None:
    url = "curl https://api.gateway.connexease.com/v1/wa/message"
    repository.write("a.sh", f"{url} -H 'Authorization: Token $KEY'\n")
    repository.write("b.sh", f"{url} -H 'authorization: $API_KEY'\n")
    token, bare = scan_json("scan", cwd=repository.path).json["findings"]
    assert "scheme Token instead of Bearer" in token["message"]
    assert "lacks the Bearer scheme" in bare["message"]
    assert "AUTH_003" in token["message"]
    text = keyguard("scan", cwd=repository.path).out
    assert "Authorization: Token $KEY" in text
    assert "authorization: $API_KEY" in text


def test_the_list_of_rules(tmp_path: Path) -> None:
    result = keyguard("rules", cwd=tmp_path)
    assert [line.split()[0] for line in result.out.splitlines()] == sorted(all_rules())


@pytest.mark.parametrize("rule_id", sorted(all_rules()))
def test_documentation_of_a_rule(tmp_path: Path, rule_id: str) -> None:
    result = keyguard("rules", rule_id, cwd=tmp_path)
    assert result.out.startswith(f"{rule_id} (")
    assert len(result.out.splitlines()) > 5
    assert all_rules()[rule_id].summary.endswith(".")


def test_an_unknown_rule(tmp_path: Path) -> None:
    result = keyguard("rules", "prodution-key", cwd=tmp_path)
    assert result.code == 2
    assert "'production-key'" in result.err


def test_the_page_of_the_rules_is_fresh() -> None:
    """Made by ``keyguard rules --markdown > docs/rules.md``."""
    assert DOCS.read_text("utf-8") == documentation()


def test_replaced_rules_exist() -> None:
    for rule in all_rules().values():
        assert rule.replaces <= all_rules().keys()
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", rule.id)
