"""Whose rules an env file goes by: the nearest manifest and its version, or what all loaders do.

Each row is a project of two files or three, and what a scan of it says of its secret.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.samples import body
from tests.tools import keyguard, scan_json

REST = body("manifests", 45)
HASH, DOLLAR, QUOTE = f"abc#{REST}", f"abc$x{REST}", f'abc"{REST}'
SLASHES = "\\".join((REST[:10], REST[10:20], REST[20:31]))
CUT, WHOLE = "3 characters", "strong"


def npm(**packages: str) -> str:
    return json.dumps({"dependencies": packages})


PROJECTS: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("dotenv", {"package.json": npm(dotenv="^16.4.7")}, HASH, CUT),
    ("dotenv", {"package.json": npm(dotenv="^16.4.7")}, DOLLAR, WHOLE),
    ("dotenv", {"package.json": npm(dotenv="^16.4.7")}, f"'{HASH}'", WHOLE),
    ("old dotenv", {"package.json": npm(dotenv="8.2.0")}, HASH, WHOLE),
    (
        "dotenv-expand",
        {"package.json": npm(**{"dotenv": "16", "dotenv-expand": "12"})},
        DOLLAR,
        CUT,
    ),
    ("next", {"package.json": npm(next="15.1.0")}, f"'{DOLLAR}'", CUT),
    ("next", {"package.json": npm(next="15.1.0")}, DOLLAR.replace("$", "\\$"), WHOLE),
    ("vite 7", {"package.json": npm(vite="^7.0.0")}, f"'{DOLLAR}'", CUT),
    ("vite 7", {"package.json": npm(vite="^7.0.0")}, f'"{QUOTE}"', WHOLE),
    ("vite 8", {"package.json": npm(vite="^8.0.0")}, f'"{QUOTE}"', CUT),
    (
        "vite 8 by its lock file",
        {
            "package.json": npm(vite="latest"),
            "package-lock.json": '{"packages": {"node_modules/vite": {\n "version": "8.4.0"}}}',
        },
        f'"{QUOTE}"',
        CUT,
    ),
    (
        "vite 7 by its lock file",
        {"package.json": npm(vite="latest"), "pnpm-lock.yaml": "packages:\n\n  vite@7.3.8:\n"},
        f'"{QUOTE}"',
        WHOLE,
    ),
    ("env-cmd 10", {"package.json": npm(**{"env-cmd": "^10.1.0"})}, HASH, WHOLE),
    ("env-cmd 11", {"package.json": npm(**{"env-cmd": "^11.0.0"})}, HASH, CUT),
    ("node", {"package.json": '{"scripts": {"s": "node --env-file=.env ."}}'}, HASH, CUT),
    ("node", {"package.json": '{"scripts": {"s": "node --env-file=.env ."}}'}, DOLLAR, WHOLE),
    ("python-dotenv", {"requirements.txt": "Flask==3\npython-dotenv==1.0.1\n"}, HASH, WHOLE),
    ("python-dotenv", {"pyproject.toml": 'dependencies = ["python-dotenv>=1"]'}, DOLLAR, WHOLE),
    ("decouple", {"requirements.txt": "python-decouple\n"}, f"abc #{REST}", WHOLE),
    ("django-environ", {"requirements.txt": "django-environ==0.12.0\n"}, HASH, WHOLE),
    ("django-environ 0.11", {"requirements.txt": "django-environ==0.11.2\n"}, HASH, CUT),
    ("ruby", {"Gemfile": 'gem "dotenv-rails"\n'}, HASH, CUT),
    ("ruby", {"Gemfile": 'gem "dotenv-rails"\n'}, f"'{DOLLAR}'", WHOLE),
    ("ruby 3", {"Gemfile.lock": "GEM\n  specs:\n    dotenv (3.1.8)\n"}, SLASHES, "31 characters"),
    ("ruby 2.7", {"Gemfile.lock": "GEM\n  specs:\n    dotenv (2.7.6)\n"}, SLASHES, WHOLE),
    ("rust", {"Cargo.toml": '[dependencies]\ndotenvy = "0.15"\n'}, HASH, WHOLE),
    ("rust", {"Cargo.toml": '[dependencies]\ndotenvy = "0.15"\n'}, DOLLAR, CUT),
    ("rust", {"Cargo.toml": "[dependencies.dotenvy]\nversion = '0.15'\n"}, f"'{DOLLAR}'", WHOLE),
    ("just", {"justfile": "set dotenv-load\n"}, HASH, WHOLE),
    ("deno", {"deno.json": '{"tasks": {"dev": "deno run --env-file main.ts"}}'}, DOLLAR, CUT),
    ("deno", {"deno.json": '{"tasks": {"dev": "deno run -A --env a.ts"}}'}, f"'{DOLLAR}'", WHOLE),
    ("uv", {"Makefile": "run:\n\tuv run --env-file .env -m shop\n"}, HASH, WHOLE),
    ("uv", {"Procfile": "web: uv run --env-file=.env uvicorn shop:app\n"}, DOLLAR, CUT),
    ("uvicorn", {"Procfile": "web: uvicorn shop:app --env-file .env\n"}, DOLLAR, WHOLE),
    ("mise", {"mise.toml": "[env]\n_.file = '.env'\n"}, DOLLAR, CUT),
    ("mise", {".mise.toml": "[env]\n_.file = ['.env']\n"}, HASH, WHOLE),
    ("mise's tasks", {"mise.toml": "[tasks.a]\nfile = 'a.sh'\n"}, HASH, CUT),
    ("task", {"Taskfile.yml": "version: '3'\ndotenv: ['.env']\n"}, HASH, WHOLE),
    ("task", {"Taskfile.yml": "version: '3'\ntasks: {}\n"}, HASH, CUT),
    ("make", {"Makefile": "include .env\nexport\n"}, f"'{HASH}'", "4 characters"),
    ("make", {"GNUmakefile": "-include .env\n"}, DOLLAR.replace("$", "$$"), WHOLE),
    ("godotenv", {"go.mod": "require github.com/joho/godotenv v1.5.1\n"}, HASH, WHOLE),
    ("godotenv", {"go.mod": "require github.com/joho/godotenv v1.5.1\n"}, DOLLAR, WHOLE),
    ("laravel", {"composer.json": '{"require": {"laravel/framework": "^11"}}'}, HASH, CUT),
    ("symfony", {"composer.json": '{"require": {"symfony/dotenv": "^7"}}'}, HASH, WHOLE),
    ("symfony", {"composer.json": '{"require": {"symfony/dotenv": "^7"}}'}, DOLLAR, CUT),
    ("compose", {"compose.yml": "services:\n  a:\n    env_file: .env\n"}, DOLLAR, CUT),
    ("compose", {"compose.yml": "services:\n  a:\n    env_file: .env\n"}, f"'{DOLLAR}'", WHOLE),
    ("compose", {"compose.yml": "services:\n  a:\n    env_file: .env\n"}, HASH, WHOLE),
    ("nobody says", {}, HASH, CUT),
    ("nobody says", {}, DOLLAR, CUT),
    ("nobody says", {}, f"abc{REST}", WHOLE),
    ("a package that reads none", {"package.json": npm(express="4")}, HASH, CUT),
    ("several", {"package.json": npm(dotenv="16"), "requirements.txt": "honcho\n"}, DOLLAR, WHOLE),
    ("several", {"package.json": npm(dotenv="16"), "Gemfile": 'gem "dotenv"'}, DOLLAR, CUT),
)


@pytest.mark.parametrize(("title", "manifests", "written", "said"), PROJECTS)
def test_goes_by_the_manifest(
    title: str, manifests: dict[str, str], written: str, said: str, tmp_path: Path
) -> None:
    for name, text in {**manifests, ".env": f"WEBHOOK_SECRET={written}\n"}.items():
        (tmp_path / name).write_text(text)
    report = scan_json("scan", ".", cwd=tmp_path).json
    (finding,) = report["findings"]
    assert said in finding["message"], (title, finding["message"])


def test_the_nearest_manifest_decides(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(npm(dotenv="16"))
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "requirements.txt").write_text("python-dotenv\n")
    for folder in ("", "api", "web"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / ".env").write_text(f"WEBHOOK_SECRET={HASH}\n")
    report = scan_json("scan", ".", cwd=tmp_path).json
    rules = {finding["path"]: finding["rule"] for finding in report["findings"]}
    assert rules == {
        ".env": "weak-webhook-secret",
        "api/.env": "hardcoded-webhook-secret",
        "web/.env": "weak-webhook-secret",
    }


def test_says_who_cuts_it_and_how_to_write_it(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(npm(dotenv="16"))
    (tmp_path / ".env").write_text(f"WEBHOOK_SECRET={HASH}\n")
    shown = scan_json("scan", ".", cwd=tmp_path).out
    assert "where dotenv reads the file, since `#` begins a comment there" in shown
    assert "in single quotes all of it is read" in shown


def test_the_last_line_counts(tmp_path: Path) -> None:
    lines = f"WEBHOOK_SECRET=hunter22\nWEBHOOK_SECRET={REST}\n"
    (tmp_path / ".env").write_text(lines)
    report = scan_json("scan", ".", cwd=tmp_path).json
    assert [(each["rule"], each["line"]) for each in report["findings"]] == [
        ("hardcoded-webhook-secret", 2)
    ]


@pytest.mark.parametrize(
    "manifest",
    [
        {"deno.json": '{"tasks": {"dev": "deno run --env-file main.ts"}}'},
        {"Cargo.toml": '[dependencies]\ndotenvy = "0.15"\n'},
    ],
)
def test_the_first_line_counts_where_a_loader_keeps_what_is_set(
    manifest: dict[str, str], tmp_path: Path
) -> None:
    lines = f"WEBHOOK_SECRET={REST}\nWEBHOOK_SECRET=hunter22\n"
    for name, text in {**manifest, ".env": lines}.items():
        (tmp_path / name).write_text(text)
    report = scan_json("scan", ".", cwd=tmp_path).json
    assert [(each["rule"], each["line"]) for each in report["findings"]] == [
        ("hardcoded-webhook-secret", 1)
    ]


def test_no_character_of_a_secret_that_is_cut_is_shown(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"WEBHOOK_SECRET=qzj#{REST}\n")
    assert "qzj" not in keyguard("scan", ".", cwd=tmp_path).out


def test_a_key_that_a_loader_cuts_is_a_key(tmp_path: Path) -> None:
    key = "pk_" + body("cut")
    (tmp_path / "package.json").write_text(npm(dotenv="16"))
    (tmp_path / ".env").write_text(f"CONNEXEASE_API_KEY=x#{key}\nWEBHOOK_SECRET=ab$c#{key}\n")
    report = scan_json("scan", ".", cwd=tmp_path).json
    assert "production-key" in {finding["rule"] for finding in report["findings"]}
