"""What the inputs of the action change, and that none of them becomes a command."""

from __future__ import annotations

import json

from tests.delivery.action.events import CODE, ZERO, push
from tests.delivery.runner import RUN, Runner
from tests.tools import Repository, keyguard


def test_fail_on(runner: Runner, repository: Repository) -> None:
    tip = repository.commit_file("app.py", CODE)
    outcome = runner.step(RUN, repository.path, {"fail-on": "critical"}, push(ZERO, tip))
    assert outcome.code == 0
    assert outcome.outputs["findings"] == "1"


def test_no_sarif(runner: Runner, repository: Repository) -> None:
    tip = repository.commit_file("app.py", CODE)
    outcome = runner.step(RUN, repository.path, {"sarif-file": ""}, push(ZERO, tip))
    assert outcome.outputs["sarif-file"] == ""
    assert not (repository.path / "keyguard.sarif").exists()


def test_a_sarif_file_of_its_own(runner: Runner, repository: Repository) -> None:
    tip = repository.commit_file("app.py", CODE)
    outcome = runner.step(RUN, repository.path, {"sarif-file": "out.sarif"}, push(ZERO, tip))
    assert outcome.outputs["sarif-file"] == "out.sarif"
    assert json.loads((repository.path / "out.sarif").read_text())["runs"]


def test_a_repository_below_the_workspace(runner: Runner, repository: Repository) -> None:
    workspace, name = repository.path.parent, repository.path.name
    tip = repository.commit_file("app.py", CODE)
    repository.write("k.toml", 'fail-on = "critical"\n')
    inputs = {"working-directory": name, "sarif-file": "out.sarif", "config": "k.toml"}
    outcome = runner.step(RUN, workspace, inputs, push(ZERO, tip))
    assert (outcome.code, outcome.outputs["findings"]) == (0, "1")
    assert "file=app.py," in outcome.log
    assert outcome.outputs["sarif-file"] == str(workspace / "out.sarif")
    assert (workspace / "out.sarif").is_file()


def test_a_baseline(runner: Runner, repository: Repository) -> None:
    tip = repository.commit_file("app.py", CODE)
    created = keyguard(
        "baseline", "create", "--baseline", "known.json", "--reason", "old", cwd=repository.path
    )
    assert created.code == 0, created.err
    inputs = {"baseline": "known.json"}
    outcome = runner.step(RUN, repository.path, inputs, push(ZERO, tip))
    assert (outcome.code, outcome.outputs["findings"]) == (0, "0")


def test_args_are_words_and_nothing_else(runner: Runner, repository: Repository) -> None:
    tip = repository.commit_file("app.py", CODE)
    repository.write("a b.toml", 'fail-on = "critical"\n')
    for args in (
        "--ignore $(touch${IFS}evil)",
        "--ignore `touch evil`",
        "--ignore *;touch evil",
    ):
        inputs = {"args": f"--exit-zero\n  {args}"}
        assert runner.step(RUN, repository.path, inputs, push(ZERO, tip)).code == 2
        assert not (repository.path / "evil").exists()
    for args in ("--config 'a b.toml'", '--config="a b.toml"', "--config a\\ b.toml"):
        assert runner.step(RUN, repository.path, {"args": args}, push(ZERO, tip)).code == 0
    inputs = {"args": "--exit-zero\n  --format json"}
    outcome = runner.step(RUN, repository.path, inputs, push(ZERO, tip))
    assert outcome.code == 0
    assert '"keyguard/1"' in outcome.log


def test_a_file_name_can_not_add_an_output(runner: Runner, repository: Repository) -> None:
    tip = repository.commit_file("app.py", CODE)
    name = "a\ncomplete=maybe\nfindings<<x\n9\nx"
    outcome = runner.step(RUN, repository.path, {"sarif-file": name}, push(ZERO, tip))
    assert outcome.outputs["complete"] == "true"
    assert outcome.outputs["findings"] == "1"
    assert outcome.outputs["sarif-file"] == name
