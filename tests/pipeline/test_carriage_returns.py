"""Lines that carriage returns alone end are lines, in every command."""

from __future__ import annotations

import pytest

from tests.tools import Repository, keyguard

FILES = {
    "config.yml": "port: 80\rwebhook_secret: hunter2-hook\rname: shop\r",
    "shop.env": "PORT=80\rWEBHOOK_SECRET=hunter2-hook\rNAME=shop\r",
    "app.ini": "[webhook]\rsecret = hunter2-hook\rurl = x\r",
    "deploy.sh": "export PORT=80\rexport WEBHOOK_SECRET=hunter2-hook\r",
}
CLEAN = {
    "clean.yml": "port: 80\rwebhook_secret: ${HOOK}\rname: hunter2-hook\r",
    "clean.env": "PORT=80\rWEBHOOK_SECRET=\rNAME=hunter2-hook\r",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("command", ["scan", "staged", "history"])
def test_lines_are_read(repository: Repository, command: str, encoding: str) -> None:
    for path, text in (FILES | CLEAN).items():
        repository.write(path, text.encode(encoding))
    repository.git("add", "-A")
    if command == "history":
        repository.commit()
    result = keyguard(command, "-f", "json", cwd=repository.path)
    weak = {path for rule, path in result.found if rule == "weak-webhook-secret"}
    assert weak == set(FILES)
