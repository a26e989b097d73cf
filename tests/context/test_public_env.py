"""Variables that a bundler inlines, by the prefix of their name."""

import pytest

from keyguard.context.place import FileContext
from keyguard.context.public_env import _BLOCK, inlining_prefix
from keyguard.model import Place, State
from keyguard.settings import Settings
from tests.context.environment.judged import KEY, context


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("VITE_CONNEXEASE_API_KEY", "VITE_"),
        ("process.env.NEXT_PUBLIC_KEY", "NEXT_PUBLIC_"),
        ("import.meta.env.PUBLIC_GATEWAY", "PUBLIC_"),
        ('"REACT_APP_KEY"', "REACT_APP_"),
        ("process.env.SANITY_STUDIO_GATEWAY", "SANITY_STUDIO_"),
        ("STRAPI_ADMIN_GATEWAY", "STRAPI_ADMIN_"),
        ("NX_PUBLIC_GATEWAY", "NX_PUBLIC_"),
        ("import.meta.env.PRELOAD_VITE_GATEWAY", "PRELOAD_VITE_"),
        ("PUBLIC_KEY", ""),
        ("NX_KEY", ""),
        ("SANITY_KEY", ""),
        ("ADMIN_VITE_KEY", ""),
        ("MY_PUBLIC_KEY", ""),
        ("INVITE_KEY", ""),
        ("vite_key", ""),
        ("CONNEXEASE_API_KEY", ""),
        ("", ""),
    ],
)
def test_public_prefixes(name: str, prefix: str) -> None:
    assert context(b".env", name).public_prefix == prefix


@pytest.mark.parametrize(
    ("before", "prefix"),
    [
        ("VITE_API_URL=https://example.org/?key=", "VITE_"),
        ("A=b\n" * 400 + "VITE_API_URL=https://example.org/?key=", "VITE_"),
        ("VITE_API_URL=https://example.org/" + "a" * 400 + "?key=", "VITE_"),
        ("VITE_API_URL=https://example.org/" + "a" * 700 + "?key=", ""),
        ("VITE_API_URL=https://example.org/\nURL=https://example.org/?key=", ""),
        ("API_URL=https://example.org/?VITE_KEY&key=", ""),
        ("# VITE_API_URL\nAPI_URL=https://example.org/?key=", ""),
    ],
)
def test_what_holds_a_url_counts_and_not_its_parameter(before: str, prefix: str) -> None:
    place = Place(b".env", State.TREE)
    text = f"{before}{KEY}\nVITE_OTHER=x\n"
    found = FileContext(place, text, Settings(), lambda place, path: None).at(len(before), "key")
    assert found.public_prefix == prefix


def test_a_prefix_is_seen_wherever_its_text_is_cut_for_the_search() -> None:
    line = 'NEXT_PUBLIC_URL="https://example.org/?key='
    for before in range(_BLOCK - len(line) - 2, _BLOCK + 2):
        text = " " * before + line
        assert inlining_prefix("a.ts", text + KEY, len(text), "key") == "NEXT_PUBLIC_"
        assert not inlining_prefix("a.ts", text + " " + KEY, len(text) + 1, "key")
