"""What many files hold, looked for by several processes: the same report as by one."""

import json
from pathlib import Path

import pytest

from keyguard.pipeline.in_all_places import WORTH_PROCESSES
from keyguard.sources.sifting import WORTH_PROCESSES as WORTH_SIFTING
from tests.held_workers import held_run
from tests.processes import PATIENCE, kill
from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository, keyguard

FILES = {
    "app%d.py": "key = '{key}'\nold = b'{staging}'\n",
    "web/public/%d.js": "const key = '{key}'\n",
    "%d/.env.staging": "WEBHOOK_SECRET={secret}\nCONNEXEASE_API_KEY={key}\n",
    "config%d.yml": "webhook_secret: summer2026\napi: {{key: {staging}}}\n",
    "clean%d.ts": "const webhookSecret = process.env.WEBHOOK_SECRET\n",
    "data%d.json": '{{"hex": "{hex}", "id": "ticket-{id}"}}\n',
}
SETTINGS = """
[[patterns]]
id = "ticket"
description = "A ticket."
expression = "ticket-[0-9]+"
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Many files that hold something, though too few to be read by several processes."""
    repository = Repository.create(tmp_path_factory.mktemp("many") / "repository")
    repository.write(".keyguard.toml", SETTINGS)
    for number in range(WORTH_PROCESSES // 4):
        key = production_key(number)
        for name, text in FILES.items():
            filled = text.format(
                key=key,
                staging=staging_key(number),
                secret=webhook_secret(number),
                hex=key.encode().hex(),
                id=number,
            )
            repository.write(name % number, filled)
    assert WORTH_PROCESSES < WORTH_PROCESSES // 4 * len(FILES) < WORTH_SIFTING
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "all")
    return repository


@pytest.mark.parametrize("command", ["scan", "history", "audit", "commits HEAD"])
def test_any_number_of_jobs_gives_the_same_report(many: Repository, command: str) -> None:
    results = [
        keyguard(*command.split(), "-f", "json", "-j", jobs, cwd=many.path, own_process=True)
        for jobs in ("1", "2", "5")
    ]
    assert [result.code for result in results] == [1, 1, 1]
    assert len(results[0].json["findings"]) >= WORTH_PROCESSES
    assert len({result.out for result in results}) == 1


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_what_a_killed_process_leaves_is_looked_for_by_the_other(
    many: Repository, tmp_path: Path
) -> None:
    expected = keyguard("scan", "-f", "json", "-j", "1", cwd=many.path).json
    arguments = ("scan", "-f", "json", "-j", "2", ".")
    with held_run(tmp_path, "_found_in", arguments, many.path) as (process, (worker,)):
        kill(worker)
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert json.loads(output)["findings"] == expected["findings"]
