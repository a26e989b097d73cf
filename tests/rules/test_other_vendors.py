"""Other vendors' secret keys: told apart, named, and never called the Gateway's."""

from __future__ import annotations

import base64
import re
import string
from pathlib import Path
from typing import Any

from tests.samples import ALPHANUMERIC, body, staging_key
from tests.tools import Repository, scan_json

try:
    import tomllib
except ImportError:
    import tomli as tomllib

TABLE = tomllib.loads((Path(__file__).parent / "other_vendors.toml").read_text("utf-8"))
HITS, MISSES = TABLE["hit"], TABLE["miss"]
ALPHABETS = {
    "alnum": ALPHANUMERIC,
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "digits": string.digits,
    "upper": string.ascii_uppercase + string.digits,
    "lower": string.ascii_lowercase + string.digits,
    "base32": string.ascii_lowercase + "234567",
}
DOCUMENTED = "4eC39HqLyjWD" + "arjtT1zdp7dc"
"""What https://docs.stripe.com/keys shows."""


def fill(text: str, seed: object) -> str:
    text = text.replace("{documented}", DOCUMENTED)
    text = text.replace("{host}", base64.b64encode(b"clerk.example.com$").decode().rstrip("="))
    return re.sub(
        r"\{(\w+):(\d+)\}",
        lambda slot: body(f"{seed} {slot.start()}", int(slot[2]), ALPHABETS[slot[1]]),
        text,
    )


def path_of(number: int, row: dict[str, Any]) -> str:
    return f"{number}/{row.get('path', 'src/settings.txt')}"


def test_hits(repository: Repository) -> None:
    for number, row in enumerate(HITS):
        repository.write(path_of(number, row), fill(row["text"], number) + "\n")
    result = scan_json("scan", cwd=repository.path)
    found = {
        (finding["path"], finding["rule"], finding["credential"]["vendor"], finding["severity"])
        for finding in result.json["findings"]
    }
    assert found == {
        (path_of(number, row), "other-vendor-key", row["vendor"], row.get("severity", "medium"))
        for number, row in enumerate(HITS)
    }
    for number, row in enumerate(HITS):
        filled = fill(row["text"], number)
        for secret in re.findall(r"[A-Za-z0-9]{20,}", filled):
            assert secret not in result.out


def test_misses(repository: Repository) -> None:
    for number, row in enumerate(MISSES):
        repository.write(path_of(number, row), fill(row["text"], number) + "\n")
    assert scan_json("scan", cwd=repository.path).found == set()


def test_the_message_names_the_vendor_and_the_fix_says_where(repository: Repository) -> None:
    repository.write("a.txt", fill("KEY=sk_live_{alnum:24}\n", "message"))
    (finding,) = scan_json("scan", cwd=repository.path).json["findings"]
    assert "Stripe" in finding["message"]
    assert "dashboard.stripe.com" in finding["fix"].splitlines()[0]
    assert "Revoke" in finding["fix"].splitlines()[0]


def test_a_gateway_key_stays_the_gateways(repository: Repository) -> None:
    key = staging_key("told apart")
    repository.write("near.txt", f"CONNEXEASE_API_KEY={key}  # not for svix\n")
    repository.write("none.txt", f"KEY={key}\n")
    repository.write("svix/settings.txt", f"KEY={key}\n")
    repository.write("svix.txt", f"WHATSAPP_KEY={key}\n")
    result = scan_json("scan", cwd=repository.path)
    paths = ("near.txt", "none.txt", "svix/settings.txt", "svix.txt")
    assert result.found == {("staging-key", path) for path in paths}


def test_a_live_key_in_a_tracked_env_file(repository: Repository) -> None:
    repository.write("live/.env", fill("STRIPE_KEY=sk_live_{alnum:24}\n", "live"))
    repository.write("test/.env", fill("STRIPE_KEY=sk_test_{alnum:24}\n", "test"))
    repository.git("add", "--all")
    result = scan_json("scan", "--select", "tracked-env-file", cwd=repository.path)
    assert result.found == {("tracked-env-file", "live/.env")}


def test_history_reads_them_too(repository: Repository) -> None:
    repository.commit_file("a.txt", fill("GROQ=gsk_{alnum:52}\n", "history"))
    repository.commit_file("a.txt", "GROQ=\n")
    result = scan_json("history", cwd=repository.path)
    assert result.found == {("other-vendor-key", "a.txt")}
