"""The clean-up list: each credential once, complete, the most urgent first, in every format."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from keyguard.fingerprint import digest
from tests.audit.old_repository import EVERY, production, staging
from tests.samples import production_key, staging_key
from tests.tools import Repository, keyguard, scan_json

HEADLINE = (
    "22 production keys, 17 staging keys and 9 webhook secrets to replace; 7 of them can be read "
    "by every visitor or user of the app"
)


def test_each_credential_is_there_once(document: Any) -> None:
    digests = [each["digest"] for each in document["credentials"]]
    assert sorted(digests) == sorted(map(digest, EVERY))
    assert document["summary"] == HEADLINE


def test_the_order_of_urgency(document: Any) -> None:
    kinds = [(each["kind"], bool(each["reaches"])) for each in document["credentials"]]
    assert kinds[:5] == [("production-key", True)] * 5
    order = [kind for kind, _ in kinds]
    assert order == ["production-key"] * 22 + ["staging-key"] * 17 + ["webhook-secret"] * 9
    assert [each["reaches"] for each in document["credentials"][:5]] == [
        ["frontend"], ["frontend"], ["frontend"], ["mobile"], ["mobile"],
    ]  # fmt: skip


def test_the_list_comes_first(audited: dict[str, str]) -> None:
    for format_, start in (("text", 0), ("markdown", 2), ("html", 0)):
        said = " ".join(re.sub("<style>.*</style>", "", audited[format_], flags=re.S).split())
        assert HEADLINE in said
        assert said.index(HEADLINE) < said.index("What to do"), (format_, start)
    fields = re.findall(r'^  "(\w+)":', audited["json"], re.MULTILINE)
    assert fields.index("credentials") < fields.index("findings")


def test_what_has_no_list_has_its_order(audited: dict[str, str], document: Any) -> None:
    """Production keys in browser code first, wherever in the alphabet their files are."""
    first = [each["places"][0]["path"] for each in document["credentials"][:3]]
    results = json.loads(audited["sarif"])["runs"][0]["results"]
    locations = [each["locations"][0]["physicalLocation"] for each in results]
    orders = {
        "sarif": [each["artifactLocation"]["uri"] for each in locations],
        "gitlab": [each["location"]["path"] for each in json.loads(audited["gitlab"])],
        "junit": re.findall(r'<testcase .*? file="(.*?)"', audited["junit"]),
        "github": re.findall(r"^::error file=(.*?),", audited["github"], re.MULTILINE),
    }
    for format_, paths in orders.items():
        assert list(dict.fromkeys(paths))[:3] == first, format_
    assert HEADLINE in audited["junit"]


@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_nothing_is_left_out(audited: dict[str, str], format_: str) -> None:
    assert not re.search(r"\d more [a-z]+(?<!place)(?<!places)\b", audited[format_])
    assert "and 1 more" not in audited[format_]
    rows = re.findall(r'<li id="c-(\d+)"|^\| (\d+) \| (?:critical|high|medium|low)',
                      audited[format_], re.MULTILINE)  # fmt: skip
    assert [int("".join(row)) for row in rows] == list(range(1, len(EVERY) + 1))


def test_no_format_gives_a_value_away(audited: dict[str, str]) -> None:
    for format_, said in audited.items():
        assert [value for value in EVERY if value in said] == [], format_


def test_text_is_short_and_names_the_commands_that_show_all(audited: dict[str, str]) -> None:
    text = audited["text"]
    assert len(text.splitlines()) <= 250
    assert len(re.findall(r"^ {1,2}\d+  (?:critical|high|medium|low)", text, re.MULTILINE)) == 10
    assert "38 more credentials" in text
    assert re.search(r"^  keyguard audit .*--verbose$", text, re.MULTILINE)


def test_verbose_text_lists_all(old: Repository) -> None:
    text = keyguard("audit", "--verbose", cwd=old.path).out
    listed = re.findall(r"^ {1,2}(\d+)  (?:critical|high|medium|low)", text, re.MULTILINE)
    assert list(map(int, listed)) == list(range(1, len(EVERY) + 1))


def test_one_recipe_for_each_kind(audited: dict[str, str]) -> None:
    assert Counter(re.findall(r"1\. (Revoke|Make)", audited["text"])) == {"Revoke": 2, "Make": 1}


def test_a_recipe_says_whom_of_the_list_it_is_for(audited: dict[str, str]) -> None:
    for format_ in ("text", "markdown", "html"):
        titles = re.findall(r"For (\d+ [\w ]+ \(.*? of the list\))", audited[format_])
        assert titles == [
            "22 production keys (1 to 22 of the list)",
            "17 staging keys (23 to 39 of the list)",
            "9 webhook secrets (40 to 48 of the list)",
        ], format_


def test_credentials_that_look_alike_are_counted(repository: Repository) -> None:
    """What a mask leaves of a webhook secret is the same for all of them."""
    repository.write("gateway.py", "WEBHOOK_SECRET = 'sunny-river'\n")
    for number in (1, 2, 4):
        line = f"GITHUB_WEBHOOK_SECRET = 'sunny-river{number}'\n"
        repository.write(f"github{number}.py", line)
    repository.commit()
    said = keyguard("audit", cwd=repository.path).out
    assert re.findall("For (.*):", said) == [
        "webhook secret **** (1 of the list)",
        "3 webhook secrets (2 to 4 of the list)",
    ]


def test_the_page_links_each_credential_to_its_places(audited: dict[str, str]) -> None:
    page = audited["html"]
    targets = set(re.findall(r' id="([cf]-\d+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= targets
    assert {link for link in links if link.startswith("c-")} == {
        f"c-{number}" for number in range(1, len(EVERY) + 1)
    }


def test_the_page_says_what_it_was_made_of(audited: dict[str, str], old: Repository) -> None:
    made = re.search(r'<ul class="made">(.*?)</ul>', audited["html"])
    assert made is not None
    date, commit, command, version = re.findall("<li>(.*?)</li>", made[1])
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", date)
    assert commit == f"commit {old.git('rev-parse', 'HEAD')}"
    assert command.startswith("keyguard audit --format html")
    assert version.startswith("keyguard ")


def test_the_page_draws_every_life_and_folds_digests(audited: dict[str, str]) -> None:
    page = audited["html"]
    lives = re.findall(r'<svg class="life".*?<title>(.*?)</title>', page)
    assert len(lives) == len(EVERY) - 1  # one is in no commit
    assert {life.rpartition(", ")[2] for life in lives} == {
        "still there", "then removed", "still in a message", "still in the stash",
        "in no file of a branch or tag",
    }  # fmt: skip
    assert "<script" not in page
    outside = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert [value for value in EVERY if digest(value) in outside] == []


def test_one_credential_in_many_places_is_one_row(repository: Repository) -> None:
    for number in range(5):
        repository.write(f"server/{number}.py", f'key = "{production_key()}"\n')
    repository.write("web/public/x.js", f"window.key = '{staging_key()}'\n")
    repository.commit()
    staging_row, *_ = scan_json("audit", cwd=repository.path).json["credentials"][1:]
    assert staging_row["kind"] == "staging-key"
    result = keyguard("audit", cwd=repository.path).out
    assert "1 production key and 1 staging key to replace; 1 of them" in result
    assert "also in server/1.py:1, server/2.py:1, server/3.py:1 and 1 more" in " ".join(
        result.split()
    )


@pytest.mark.parametrize(
    ("files", "headline"),
    [
        ({"a.py": "production"}, "1 production key to replace."),
        ({"web/public/a.js": "production"}, "1 production key to replace; it can be read by every "
         "visitor."),
        ({"app/src/main/res/values/strings.xml": "staging"},
         "1 staging key to replace; it can be read by every user of the app."),
        ({"a.py": "production", "b.py": "staging"},
         "1 production key and 1 staging key to replace."),
    ],
)  # fmt: skip
def test_the_headline(repository: Repository, files: dict[str, str], headline: str) -> None:
    keys = {"production": production(1), "staging": staging(1)}
    for name, kind in files.items():
        repository.write(name, f'<string name="gateway_key">{keys[kind]}</string>\n'
                         if name.endswith("xml") else f"window.key = '{keys[kind]}'\n")  # fmt: skip
    repository.commit()
    said = " ".join(keyguard("audit", cwd=repository.path).out.split())
    assert said.startswith(headline)


def test_a_documented_example_is_no_reason_to_clean_a_history(repository: Repository) -> None:
    repository.commit_file("docs/setup.md", "Set `WEBHOOK_SECRET=my-webhook-secret` first.\n")
    for format_ in ("text", "markdown", "html"):
        said = keyguard("audit", "-f", format_, cwd=repository.path).out
        assert "1 webhook secret to look at" in said
        assert not re.search("clean the (?:git )?history|filter-repo", said)
    repository.write("a.py", f"key = '{production(1)}'\n")
    assert "Then clean the history" not in keyguard("history", cwd=repository.path).out
    repository.commit()
    assert "Then clean the history" in keyguard("history", cwd=repository.path).out


def test_nothing_to_replace_is_no_list(repository: Repository) -> None:
    repository.commit_file("a.py", "x = 1\n")
    result = scan_json("audit", cwd=repository.path)
    assert (result.json["summary"], result.json["credentials"]) == ("", [])
    assert "to replace" not in keyguard("audit", cwd=repository.path).out
