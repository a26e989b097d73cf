"""The repository of ``shop.toml``, made with the real git: what the pages' commands run in."""

from __future__ import annotations

from pathlib import Path

from tests.samples import body, production_key, staging_key, webhook_secret
from tests.tools import Repository

try:
    import tomllib
except ImportError:
    import tomli as tomllib

_SHOP = tomllib.loads((Path(__file__).parent / "shop.toml").read_text("utf-8"))
_KEY, _STAGING_KEY, _SECRET = production_key("shop"), staging_key("page"), webhook_secret("shop")
_LOWER = "abcdefghijkmnpqrstuvwxyz23456789"
_FILL = {
    "{pk}": _KEY,
    "{sk}": _STAGING_KEY,
    "{strong}": _SECRET,
    "pk_...": _KEY,
    "sk_...": _STAGING_KEY,
    "sk_live_...": "sk_live_" + body("shop", 24),
    "q7Rk...": _SECRET,
    "Zt3m...": webhook_secret("another"),
    "yellow-...": "yellow-bicycle",
    "acme_...": "acme_" + body("example", alphabet=_LOWER),
    "acme_7x...": "acme_7x" + body("shop", 30, _LOWER),
}
"""What stands for a whole credential: in braces in our data, cut short on a page for people."""


def filled(text: str) -> str:
    """The text with whole credentials in it."""
    for short, value in _FILL.items():
        text = text.replace(short, value)
    return text


def make_shop(path: Path) -> Repository:
    """The repository as a page's first command finds it."""
    repository = Repository.create(path)
    for commit in _SHOP["commit"]:
        for name, text in commit["files"].items():
            repository.write(name, filled(text))
        repository.commit(commit["message"])
    for name, text in _SHOP["work-tree"].items():
        repository.write(name, filled(text))
    return repository
