"""Changes that bring a key and what would silence it, and the pull request they come by."""

from __future__ import annotations

import json
from pathlib import Path

from tests.samples import production_key
from tests.tools import Repository, Result, scan_json

KEY = production_key("policy")
LEAK = {"app.py": f'key = "{KEY}"\n'}
SILENCERS: dict[str, dict[str, str]] = {
    "ignore": {".keyguard.toml": 'ignore = ["production-key"]'},
    "select": {".keyguard.toml": 'select = ["weak-webhook-secret"]'},
    "prefixes": {".keyguard.toml": '[keys.prefixes]\nzz_ = "production"'},
    "length": {".keyguard.toml": "[keys]\nlength = 40"},
    "exclude": {".keyguard.toml": 'exclude = ["**"]'},
    "pyproject": {"pyproject.toml": '[tool.keyguard]\nexclude = ["**"]'},
    "fail-on": {".keyguard.toml": 'fail-on = "critical"'},
    "allow comment": {"app.py": f'key = "{KEY}"  # keyguard: allow\n'},
    "allow next line": {"app.py": f'# keyguard: allow-next-line\nkey = "{KEY}"\n'},
}


def ci(repository: Repository, base: str, *options: str, tmp_path: Path) -> Result:
    """``keyguard ci`` for a pull request from HEAD into ``base``."""
    env = pull_request(repository, base, tmp_path)
    return scan_json("ci", *options, cwd=repository.path, env=env)


def pull_request(repository: Repository, base: str, tmp_path: Path) -> dict[str, str]:
    """The variables of one from HEAD into ``base``."""
    head = repository.git("rev-parse", "HEAD")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}))
    return {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(event)}


def commit(repository: Repository, files: dict[str, str]) -> str:
    for path, content in files.items():
        repository.write(path, content)
    return repository.commit("change")
