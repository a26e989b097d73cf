"""The GitHub Action: what a job sees of it, event by event."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.delivery.runner import ACTION, INSTALL, KEY, RUN, STEPS, Runner
from tests.samples import production_key
from tests.tools import Repository

ZERO = "0" * 40
CODE = f'key = "{KEY}"\n'


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the action's own step has installed keyguard, from a hostile workspace."""
    folder = tmp_path_factory.mktemp("runner")
    runner = Runner(folder)
    workspace = folder / "workspace"
    workspace.mkdir()
    for module in ("pip", "venv", "ensurepip", "keyguard"):
        (workspace / f"{module}.py").write_text("raise SystemExit('the workspace was run')\n")
    installed = runner.step(INSTALL, workspace)
    assert installed.code == 0, installed.log
    return runner


def push(before: str, after: str, ref: str = "refs/heads/main") -> tuple[str, object]:
    payload = {
        "before": before,
        "after": after,
        "ref": ref,
        "repository": {"default_branch": "main"},
    }
    return "push", payload


def pull_request(base: str, head: str) -> tuple[str, object]:
    return "pull_request", {"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}


def merge_group(base: str, head: str) -> tuple[str, object]:
    return "merge_group", {"merge_group": {"base_sha": base, "head_sha": head}}


class TestManifest:
    def test_no_expression_is_part_of_a_script(self) -> None:
        assert not [step["run"] for step in STEPS if "${{" in step.get("run", "")]

    def test_every_input_is_used_and_every_output_exists(self) -> None:
        used = set(re.findall(r"inputs\.([\w-]+)", str(STEPS)))
        assert used == set(ACTION["inputs"])
        promised = {
            name: f"${{{{ steps.{RUN['id']}.outputs.{name} }}}}" for name in ACTION["outputs"]
        }
        assert {name: output["value"] for name, output in ACTION["outputs"].items()} == promised

    def test_actions_are_of_a_fixed_version(self) -> None:
        used = [step["uses"] for step in STEPS if "uses" in step]
        assert used
        assert all(re.fullmatch(r"[\w/-]+@v?[0-9a-f]+", action) for action in used)


class TestEvents:
    def test_a_push_with_a_key(self, runner: Runner, repository: Repository) -> None:
        before = repository.commit_file("start.py", "x = 1\n")
        repository.commit_file("app.py", CODE)
        after = repository.commit_file("later.py", "y = 1\n")
        outcome = runner.step(RUN, repository.path, event=push(before, after))
        assert outcome.code == 1
        assert outcome.outputs == {
            "findings": "1",
            "exit-code": "1",
            "sarif-file": "keyguard.sarif",
            "complete": "true",
        }
        assert "::error file=app.py,line=1," in outcome.log
        assert "production-key" in outcome.summary
        assert "app.py" in outcome.summary
        (run,) = json.loads((repository.path / "keyguard.sarif").read_text())["runs"]
        assert [result["ruleId"] for result in run["results"]] == ["production-key"]
        assert "production-key" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}

    def test_a_clean_push(self, runner: Runner, repository: Repository) -> None:
        before = repository.commit_file("app.py", CODE)
        after = repository.commit_file("later.py", "y = 1\n")
        outcome = runner.step(RUN, repository.path, event=push(before, after))
        assert outcome.code == 0
        assert outcome.outputs["findings"] == "0"
        assert outcome.outputs["exit-code"] == "0"
        assert outcome.outputs["complete"] == "true"
        assert "::error" not in outcome.log
        assert outcome.summary

    def test_a_new_branch_is_measured_against_the_default_branch(
        self, runner: Runner, repository: Repository
    ) -> None:
        repository.commit_file("old.py", f'key = "{production_key("old")}"\n')
        repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
        after = repository.commit_file("app.py", CODE)
        event = push(ZERO, after, "refs/heads/topic")
        outcome = runner.step(RUN, repository.path, event=event)
        assert outcome.outputs["findings"] == "1"
        assert "old.py" not in outcome.log

    def test_a_tag_with_a_key_in_its_message(self, runner: Runner, repository: Repository) -> None:
        repository.commit()
        repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
        repository.git("tag", "--annotate", "v1", "--message", f"see {KEY}")
        event = push(ZERO, repository.git("rev-parse", "v1"), "refs/tags/v1")
        assert runner.step(RUN, repository.path, event=event).code == 1

    def test_a_forced_push(self, runner: Runner, repository: Repository) -> None:
        repository.commit()
        after = repository.commit_file("app.py", CODE)
        outcome = runner.step(RUN, repository.path, event=push("c" * 40, after))
        assert outcome.code == 1
        assert "rewritten" in outcome.log

    def test_a_deleted_branch(self, runner: Runner, repository: Repository) -> None:
        before = repository.commit_file("app.py", CODE)
        outcome = runner.step(RUN, repository.path, event=push(before, ZERO, "refs/heads/topic"))
        assert outcome.code == 0
        assert outcome.outputs["complete"] == "true"

    @pytest.mark.parametrize("event", [pull_request, merge_group])
    def test_what_a_pull_request_adds_however_long(
        self, runner: Runner, repository: Repository, event: Any
    ) -> None:
        base = repository.commit_file("old.py", f'key = "{production_key("old")}"\n')
        repository.commit_file("app.py", CODE)
        for number in range(40):
            head = repository.commit_file("app.py", f"x = {number}\n")
        outcome = runner.step(RUN, repository.path, event=event(base, head))
        assert outcome.code == 1
        assert outcome.outputs["findings"] == "1"
        assert "app.py" in outcome.log

    @pytest.mark.parametrize("name", ["schedule", "workflow_dispatch", "release"])
    def test_other_events_read_the_whole_history(
        self, runner: Runner, repository: Repository, name: str
    ) -> None:
        repository.commit()
        repository.git("switch", "--quiet", "--create", "side")
        repository.commit_file("side.py", CODE)
        repository.git("switch", "--quiet", "main")
        outcome = runner.step(RUN, repository.path, event=(name, {}))
        assert outcome.code == 1
        assert "side.py" in outcome.log


class TestNotRead:
    @pytest.fixture
    def shallow(self, repository: Repository, tmp_path: Path) -> Repository:
        for number in range(4):
            repository.commit_file(f"{number}.py", "x = 1\n")
        folder = tmp_path / "shallow"
        repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(folder))
        return Repository(folder)

    def test_a_shallow_clone_that_hides_the_range(
        self, runner: Runner, repository: Repository, shallow: Repository
    ) -> None:
        before, after = repository.git("rev-parse", "HEAD~2", "HEAD").splitlines()
        for event in (push(before, after), pull_request(before, after), merge_group(before, after)):
            outcome = runner.step(RUN, shallow.path, event=event)
            assert outcome.code == 2
            assert "fetch-depth: 0" in outcome.log
            assert outcome.outputs == {
                "findings": "0",
                "exit-code": "2",
                "sarif-file": "",
                "complete": "false",
            }

    @pytest.mark.parametrize("name", ["new branch", "schedule"])
    def test_a_shallow_clone_that_hides_the_rest(
        self, runner: Runner, shallow: Repository, name: str
    ) -> None:
        tip = shallow.git("rev-parse", "HEAD")
        event = push(ZERO, tip) if name == "new branch" else (name, {})
        outcome = runner.step(RUN, shallow.path, event=event)
        assert outcome.code == 2
        assert outcome.outputs["complete"] == "false"
        assert "fetch-depth: 0" in outcome.log

    @pytest.mark.parametrize(
        "event",
        [
            ("push", {}),
            ("push", []),
            ("push", "text"),
            push("--output=evil", "--output=evil"),
            pull_request("HEAD", "HEAD"),
        ],
    )
    def test_malformed_events(
        self, runner: Runner, repository: Repository, event: tuple[str, object]
    ) -> None:
        repository.commit()
        outcome = runner.step(RUN, repository.path, event=event)
        assert outcome.code == 2
        assert outcome.outputs["complete"] == "false"
        assert not (repository.path / "evil").exists()

    @pytest.mark.parametrize(
        "inputs", [{"fail-on": "hgih"}, {"args": "--nonsense"}, {"config": "nowhere.toml"}]
    )
    def test_bad_inputs(
        self, runner: Runner, repository: Repository, inputs: Mapping[str, str]
    ) -> None:
        tip = repository.commit()
        outcome = runner.step(RUN, repository.path, inputs, push(ZERO, tip))
        assert outcome.code == 2
        assert outcome.outputs["exit-code"] == "2"
        assert outcome.outputs["complete"] == "false"


class TestInputs:
    def test_fail_on(self, runner: Runner, repository: Repository) -> None:
        tip = repository.commit_file("app.py", CODE)
        outcome = runner.step(RUN, repository.path, {"fail-on": "critical"}, push(ZERO, tip))
        assert outcome.code == 0
        assert outcome.outputs["findings"] == "1"

    def test_no_sarif(self, runner: Runner, repository: Repository) -> None:
        tip = repository.commit_file("app.py", CODE)
        outcome = runner.step(RUN, repository.path, {"sarif-file": ""}, push(ZERO, tip))
        assert outcome.outputs["sarif-file"] == ""
        assert not (repository.path / "keyguard.sarif").exists()

    def test_args_are_words_and_nothing_else(self, runner: Runner, repository: Repository) -> None:
        tip = repository.commit_file("app.py", CODE)
        inputs = {"args": "--exit-zero\n  --ignore $(touch${IFS}evil)"}
        outcome = runner.step(RUN, repository.path, inputs, push(ZERO, tip))
        assert outcome.code == 2
        assert not (repository.path / "evil").exists()
        inputs = {"args": "--exit-zero\n  --format json"}
        outcome = runner.step(RUN, repository.path, inputs, push(ZERO, tip))
        assert outcome.code == 0
        assert '"keyguard/1"' in outcome.log

    def test_a_file_name_can_not_add_an_output(
        self, runner: Runner, repository: Repository
    ) -> None:
        tip = repository.commit_file("app.py", CODE)
        name = "a\ncomplete=maybe\nfindings<<x\n9\nx"
        outcome = runner.step(RUN, repository.path, {"sarif-file": name}, push(ZERO, tip))
        assert outcome.outputs["complete"] == "true"
        assert outcome.outputs["findings"] == "1"
        assert outcome.outputs["sarif-file"] == name
