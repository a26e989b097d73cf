"""Rules that look beyond one file: shared credentials, and env files that git tracks."""

from __future__ import annotations

import pytest

from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository, Result, scan_json

SHARED_KEY = "key-shared-across-environments"
SHARED_SECRET = "webhook-secret-shared-across-environments"
TRACKED = "tracked-env-file"
CROSS_FILE_RULES = {SHARED_KEY, SHARED_SECRET, TRACKED}
PK, SK, STRONG = production_key("shared"), staging_key("shared"), webhook_secret("shared")


def paths(result: Result, rule: str) -> set[str]:
    return {path for found, path in result.found if found == rule}


SHARING = [
    # files, the rule, where it fires
    ({".env.staging": f"KEY={PK}", ".env.production": f"KEY={PK}"}, SHARED_KEY, 2),
    ({".env.staging": f"KEY={SK}", "config/production.json": f'{{"key": "{SK}"}}'}, SHARED_KEY, 2),
    ({"a/.env.dev": f"K={PK}", "b/.env.live": f"K={PK}", ".env.uat": f"K={PK}"}, SHARED_KEY, 3),
    ({"app.yml": f"production:\n  key: {PK}\nstaging:\n  key: {PK}\n"}, SHARED_KEY, 1),
    ({".env.staging": f"KEY={SK}", ".env.development": f"KEY={SK}"}, SHARED_KEY, 2),
    (
        {".env.stg": f"WEBHOOK_SECRET={STRONG}", ".env.prod": f"WEBHOOK_SECRET={STRONG}"},
        SHARED_SECRET,
        2,
    ),
    ({".env.stg": "WEBHOOK_SECRET=hunter2", ".env.prd": "HOOK_SECRET=hunter2"}, SHARED_SECRET, 2),
    ({".env.stg": "WEBHOOK_SECRET=hunter2", ".env.prd": "HOOK_PLACE=hunter2"}, SHARED_SECRET, 0),
    ({".env.staging": f"KEY={PK}", ".env.production": f"KEY={PK[:-1]}Q"}, SHARED_KEY, 0),
    ({".env.production": f"KEY={PK}", ".env.production.local": f"KEY={PK}"}, SHARED_KEY, 0),
    ({".env.production": f"KEY={PK}", ".env": f"KEY={PK}"}, SHARED_KEY, 0),
    ({".env.production": f"KEY={PK}", ".env.staging.example": f"KEY={PK}"}, SHARED_KEY, 0),
    ({".env.production": f"KEY={PK}", "src/staging.go": f'const k = "{PK}"'}, SHARED_KEY, 0),
    ({".env.production": f"KEY={PK}", "docs/staging.md": f"KEY={PK}"}, SHARED_KEY, 0),
    ({"tests/fixtures/.env.prod": f"K={PK}", "tests/fixtures/.env.stg": f"K={PK}"}, SHARED_KEY, 0),
    ({".env.staging": f"A={PK}\nB={PK}"}, SHARED_KEY, 0),
    ({".env.staging": "KEY=", ".env.production": "KEY="}, SHARED_KEY, 0),
]


@pytest.mark.parametrize(("files", "rule", "count"), SHARING)
def test_sharing_among_the_files_of_a_scan(
    repository: Repository, files: dict[str, str], rule: str, count: int
) -> None:
    for name, content in files.items():
        repository.write(name, content + "\n")
    result = scan_json("scan", cwd=repository.path)
    assert paths(result, rule) == (set(files) if count else set())
    assert count in (0, len(files))


def test_sharing_is_no_milder_without_production(repository: Repository) -> None:
    for name in ("a.env.dev", ".env.staging", ".env.development"):
        repository.write(name, f"KEY={SK}\n")
    findings = scan_json("scan", "--select", SHARED_KEY, cwd=repository.path).json["findings"]
    active = [finding for finding in findings if finding["suppressed"] is None]
    assert {finding["severity"] for finding in active} == {"high"}


def test_sharing_names_the_other_file_and_never_the_key(repository: Repository) -> None:
    odd = f"deploy\n{PK}/.env.production"
    repository.write(odd, f"KEY={PK}\n")
    repository.write(".env.staging", f"KEY={PK}\n")
    result = scan_json("scan", "--select", SHARED_KEY, cwd=repository.path)
    messages = [finding["message"] for finding in result.json["findings"]]
    assert any(".env.production (production)" in message for message in messages)
    assert PK not in result.out


def test_a_staged_file_against_an_unchanged_one(repository: Repository) -> None:
    repository.commit_file(".env.production", f"KEY={PK}\n")
    repository.commit_file("config/notes.yml", "a: 1\n")
    repository.write(".env.staging", f"KEY={PK}\n")
    repository.git("add", ".env.staging")
    repository.write(".env.production", "KEY=\n")  # not staged: the index still holds the key
    result = scan_json("staged", cwd=repository.path)
    assert paths(result, SHARED_KEY) == {".env.staging"}
    named = scan_json("staged", ".env.staging", cwd=repository.path)
    assert paths(named, SHARED_KEY) == {".env.staging"}


def test_a_staged_file_against_one_that_is_removed_with_it(repository: Repository) -> None:
    repository.commit_file(".env.production", f"KEY={PK}\n")
    repository.git("mv", ".env.production", ".env.staging")
    result = scan_json("staged", cwd=repository.path)
    assert paths(result, SHARED_KEY) == set()


def test_a_range_against_the_files_it_leaves_alone(repository: Repository) -> None:
    repository.commit_file("deploy/values-prod.yaml", f"key: {SK}\n")
    repository.commit_file("deploy/values-staging.yaml", f"to: me\nkey: {SK}\n")
    result = scan_json("commits", "HEAD~1..HEAD", cwd=repository.path)
    assert paths(result, SHARED_KEY) == {"deploy/values-staging.yaml"}


@pytest.mark.parametrize("command", ["history", "audit"])
def test_sharing_across_history(repository: Repository, command: str) -> None:
    repository.commit_file(".env.production", f"KEY={PK}\n")
    repository.commit_file(".env.production", "KEY=\n")
    repository.commit_file(".env.staging", f"KEY={PK}\n")
    result = scan_json(command, cwd=repository.path)
    assert paths(result, SHARED_KEY) == {".env.production", ".env.staging"}


def test_an_audit_compares_the_work_tree_with_the_history(repository: Repository) -> None:
    repository.commit_file(".env.production", f"KEY={PK}\n")
    repository.commit_file(".env.production", "KEY=\n")
    repository.write(".env.staging", f"KEY={PK}\n")
    result = scan_json("audit", cwd=repository.path)
    assert paths(result, SHARED_KEY) == {".env.production", ".env.staging"}


TRACKING = [
    # name, content, whether a tracked file like this is reported
    (".env", f"KEY={PK}", True),
    ("api/.env.production", f"KEY={SK}", True),
    ("prod.env", f"KEY={PK}", True),
    (".envrc", f"export KEY={PK}", True),
    (".env", f"WEBHOOK_SECRET={STRONG}", True),
    (".env", "WEBHOOK_SECRET=hunter2", True),
    (".env.example", f"KEY={PK}", False),
    (".env.staging.sample", f"KEY={PK}", False),
    (".env", "KEY=pk_" + "x" * 32, False),
    (".env", "WEBHOOK_SECRET=", False),
    (".env", "VITE_CONNEXEASE_API_KEY=", False),
    (".env", "PORT=80", False),
    ("environment.py", f"KEY = '{PK}'", False),
    ("config.yml", f"key: {PK}", False),
    ("env.go", f'const key = "{PK}"', False),
    ("env-files.md", f"Write `KEY={PK}`.", False),
    ("env.html", f"<p>KEY={PK}", False),
]


def test_tracked_env_files(repository: Repository) -> None:
    """Each in a folder of its own: which are reported, before and after git tracks them."""
    for number, (name, content, _) in enumerate(TRACKING):
        repository.write(f"case{number}/{name}", content + "\n")
    assert paths(scan_json("scan", cwd=repository.path), TRACKED) == set(), "not tracked yet"
    repository.git("add", "--all")
    where = {
        f"case{number}/{name}" for number, (name, _, expected) in enumerate(TRACKING) if expected
    }
    assert paths(scan_json("scan", cwd=repository.path), TRACKED) == where
    assert paths(scan_json("staged", cwd=repository.path), TRACKED) == where


def test_tracked_env_files_in_history(repository: Repository) -> None:
    repository.commit_file(".env.old", f"KEY={SK}\n")
    repository.git("rm", "--quiet", ".env.old")
    repository.commit_file("web/.env", f"KEY={PK}\n")
    for arguments in (["history"], ["audit"], ["commits", "HEAD"]):
        result = scan_json(*arguments, cwd=repository.path)
        assert paths(result, TRACKED) == {"web/.env"}, arguments


def test_a_tracked_env_file_on_another_branch_is_reported_by_its_range(
    repository: Repository,
) -> None:
    repository.commit_file("README", "nothing\n")
    repository.git("switch", "--quiet", "--create", "feature")
    repository.commit_file(".env", f"KEY={PK}\n")
    repository.git("switch", "--quiet", "main")
    result = scan_json("commits", "main..feature", cwd=repository.path)
    assert paths(result, TRACKED) == {".env"}


def test_an_ignored_env_file_is_not_tracked(repository: Repository) -> None:
    repository.write(".gitignore", ".env*\n")
    repository.write(".env", f"KEY={PK}\n")
    repository.git("add", "--all")
    result = scan_json("scan", ".env", cwd=repository.path)
    assert result.found == {("production-key", ".env")}


def test_a_folder_that_is_no_repository(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("plain")
    (folder / ".env").write_text(f"KEY={PK}\n")
    result = scan_json("scan", cwd=folder)
    assert result.found == {("production-key", ".env")}
