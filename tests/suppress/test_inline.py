"""``keyguard: allow`` comments, in the comment syntax of many languages."""

from __future__ import annotations

from collections.abc import Iterable

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

KEY = production_key()

ALLOWED = [
    ('key = "{key}"  # keyguard: allow[production-key] fixture', "fixture"),
    ('key = "{key}"  # keyguard:allow[production-key]', ""),
    ('key = "{key}"  # keyguard: allow', ""),
    ('key = "{key}"  # keyguard: allow[*] all of them', "all of them"),
    ('key = "{key}"  # keyguard: allow[staging-key, production-key] two', "two"),
    ('key = "{key}"; // keyguard: allow[production-key] -- revoked', "revoked"),
    ('key = "{key}"; /* keyguard: allow[production-key] old */', "old"),
    ("<p>{key}</p> <!-- keyguard: allow[production-key] sample -->", "sample"),
    ("-- keyguard: allow-next-line[production-key] seed\nINSERT '{key}'", "seed"),
    ("# keyguard: allow-next-line\n{key}", ""),
    (
        "# keyguard: allow-next-line[production-key] old\n"
        "# keyguard: allow-next-line[tracked-env-file] other\n{key}",
        "old",
    ),
    (
        "REM keyguard: allow-next-line[production-key] old\n"
        "REM keyguard: allow-next-line[key-in-url]\n{key}",
        "old",
    ),
    ("{key}  # keyguard: allow[key-in-url] x  # keyguard: allow[production-key] y", "y"),
    ("{key}  // keyguard: allow[production-key] x  // keyguard: allow[key-in-url] y", "x"),
    ("{key} {/* keyguard: allow[production-key] jsx */}", "jsx"),
    ("# keyguard: allow-next-line[production-key]\r\n{key}", ""),
]
REFUSED = [
    'key = "{key}"  # keyguard: allow[staging-key] another rule',
    'key = "{key}"  # keyguard: allow[]',
    'key = "{key}"  # keyguard: allowed',
    'key = "{key}"  # keyguard allow',
    'key = "{key}"  # gitleaks:allow',
    'key = "{key}"  # keyguard: allow-next-line',
    "# keyguard: allow\n{key}",
    "# keyguard: allow-next-line\n\n{key}",
    "# keyguard: allow-next-line[production-key] of the next line only\n"
    "other = 1  # keyguard: allow-next-line[staging-key]\n{key}",
    "# keyguard: allow-next-line[production-key]\n# other\n{key}",
    "{key}\n# keyguard: allow",
    "{key}\n# keyguard: allow-next-line",
]


def write_all(repository: Repository, texts: Iterable[str]) -> None:
    """A file for each text, called by its number."""
    for number, text in enumerate(texts):
        repository.write(f"case{number}", text.replace("{key}", KEY) + "\n")


def test_allowed(repository: Repository) -> None:
    write_all(repository, (text for text, _ in ALLOWED))
    result = scan_json("scan", cwd=repository.path)
    suppressed = {each["path"]: each["suppressed"] for each in result.json["findings"]}
    assert suppressed == {
        f"case{number}": {"by": "inline", "reason": reason}
        for number, (_, reason) in enumerate(ALLOWED)
    }
    assert result.code == 0
    regardless = scan_json("scan", "--no-inline-allow", cwd=repository.path)
    assert regardless.code == 1
    assert regardless.found == {("production-key", path) for path in suppressed}


def test_not_allowed(repository: Repository) -> None:
    write_all(repository, REFUSED)
    result = scan_json("scan", cwd=repository.path)
    assert result.code == 1
    assert result.found == {("production-key", f"case{number}") for number in range(len(REFUSED))}


def test_a_second_key_in_the_file_is_still_reported(repository: Repository) -> None:
    other = production_key("other")
    repository.write("file", f"{KEY} # keyguard: allow\n{other}\n")
    result = scan_json("scan", cwd=repository.path)
    assert [finding["suppressed"] for finding in result.json["findings"]] == [
        {"by": "inline", "reason": ""},
        None,
    ]


def test_one_value_allowed_on_one_line_only_counts_on_the_other(repository: Repository) -> None:
    repository.write("file", f"{KEY} # keyguard: allow\n\n{KEY}\n")
    result = scan_json("scan", cwd=repository.path)
    (finding,) = result.json["findings"]
    assert (finding["suppressed"], finding["line"], finding["occurrences"]) == (None, 3, 2)


def test_listed_with_verbose(repository: Repository) -> None:
    repository.write("file", f"{KEY} # keyguard: allow[production-key] an old fixture\n")
    assert "an old fixture" not in keyguard("scan", cwd=repository.path).out
    shown = keyguard("scan", "--verbose", cwd=repository.path)
    assert "an old fixture" in shown.out
    assert KEY not in shown.out


IN_VAIN = [
    ('key = "{key}"  # keyguard: allow[production-kye] typo', "production-key"),
    ('key = "{key}"  # keyguard: allow[Production-Key] case', "production-key"),
    ('key = "{key}" // keyguard: allow[production_key] old', "production-key"),
    ("# keyguard: allow-next-line[key-in-frontent]\n{key}", "key-in-frontend"),
    ('key = "{key}"  # keyguard: allow[staging-key, prodution-key] two', "production-key"),
    ('<b a="{key}"/> <!-- keyguard: allow[weak-webhook] x -->', "weak-webhook-secret"),
    ('key = "{key}"  # keyguard: allow[42]', ""),
]
NOT_IN_VAIN = [
    'key = "{key}"',
    'key = "{key}"  # keyguard: allow[staging-key] another rule',
    'key = "{key}"  # keyguard: allow[]',
    "# keyguard: allow[production-kye] of the line above\n{key}",
    'key = "{key}"  # keyguard: allow-next-line[production-kye]',
    "# keyguard: allow-next-line[production-kye]\n\n{key}",
    'key = "{key}"  # allow[production-kye]',
]


def test_a_comment_that_allows_no_rule_is_told(repository: Repository) -> None:
    write_all(repository, (text for text, _ in IN_VAIN))
    result = scan_json("scan", cwd=repository.path)
    messages = {each["path"]: each["message"] for each in result.json["findings"]}
    assert len(messages) == len(IN_VAIN)
    for number, (_, meant) in enumerate(IN_VAIN):
        message = messages[f"case{number}"]
        assert "which is no rule; " in message
        assert (f"did you mean {meant!r}?" if meant else "`keyguard rules`") in message
    quiet = scan_json("scan", "--no-inline-allow", cwd=repository.path)
    assert "no rule" not in str([each["message"] for each in quiet.json["findings"]])


def test_other_comments_are_not_told_of(repository: Repository) -> None:
    write_all(repository, NOT_IN_VAIN)
    result = scan_json("scan", cwd=repository.path)
    assert len(result.json["findings"]) == len(NOT_IN_VAIN)
    assert "no rule" not in str([each["message"] for each in result.json["findings"]])
    assert "no rule" not in keyguard("scan", cwd=repository.path).out


def test_what_is_named_in_a_comment_is_masked(repository: Repository) -> None:
    repository.write("app.py", f'key = "{KEY}"  # keyguard: allow[{KEY}] oops\n')
    for format in ("text", "json", "html", "sarif", "github"):
        assert KEY not in keyguard("scan", "-f", format, cwd=repository.path).out
