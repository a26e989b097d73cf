"""The GitHub Action: what a job sees of it, event by event."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.delivery.conftest import PROJECT
from tests.delivery.runner import (
    ACTION,
    INSTALL,
    KEY,
    RUN,
    STEPS,
    Outcome,
    Runner,
    action_outputs,
)
from tests.samples import production_key
from tests.tools import Repository, keyguard

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
        told = {name: f"of {name}" for name in ACTION["outputs"]}
        assert action_outputs({RUN["id"]: told}) == told

    def test_an_action_that_did_not_run_is_not_complete(self) -> None:
        assert action_outputs({}) == {
            "findings": "",
            "exit-code": "2",
            "sarif-file": "",
            "complete": "false",
        }


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
            "sarif-file": str(runner.temp / "keyguard.sarif"),
            "complete": "true",
        }
        assert repository.git("status", "--porcelain") == ""
        assert "::error file=app.py,line=1," in outcome.log
        assert "production-key" in outcome.summary
        assert "app.py" in outcome.summary
        (run,) = json.loads((runner.temp / "keyguard.sarif").read_text())["runs"]
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


def assert_failed(outcome: Outcome, remedy: str) -> None:
    """No number to take for a result, and what to do in three places."""
    assert outcome.code == 2
    assert outcome.outputs == {
        "findings": "",
        "exit-code": "2",
        "sarif-file": "",
        "complete": "false",
    }
    (error,) = [line for line in outcome.log.splitlines() if line.startswith("::error ")]
    assert remedy in error
    assert outcome.summary.startswith("## keyguard: not a clean result\n")
    assert remedy in outcome.summary.replace("\\", "")


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
            assert_failed(outcome, "fetch-depth: 0")

    @pytest.mark.parametrize("name", ["new branch", "schedule"])
    def test_a_shallow_clone_that_hides_the_rest(
        self, runner: Runner, shallow: Repository, name: str
    ) -> None:
        tip = shallow.git("rev-parse", "HEAD")
        event = push(ZERO, tip) if name == "new branch" else (name, {})
        outcome = runner.step(RUN, shallow.path, event=event)
        assert outcome.code == 2
        assert outcome.outputs["complete"] == "false"
        assert outcome.outputs["findings"] == ""
        assert "::error " in outcome.log
        assert "fetch-depth: 0" in outcome.log
        assert "fetch-depth: 0" in outcome.summary

    def test_findings_of_an_incomplete_run_are_no_number(
        self, runner: Runner, shallow: Repository
    ) -> None:
        shallow.commit_file("app.py", CODE)
        outcome = runner.step(RUN, shallow.path, event=("schedule", {}))
        assert "app.py" in outcome.log
        assert (outcome.code, outcome.outputs["findings"]) == (2, "")

    @pytest.mark.parametrize("args", ["--format json", "--output /dev/null"])
    def test_it_is_annotated_whatever_is_in_the_log(
        self, runner: Runner, shallow: Repository, args: str
    ) -> None:
        outcome = runner.step(RUN, shallow.path, {"args": args}, ("schedule", {}))
        assert outcome.code == 2
        assert "::error title=keyguard%3A not a clean result::NOT A CLEAN RESULT" in outcome.log

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
        assert_failed(runner.step(RUN, repository.path, event=event), "keyguard commits")
        assert not (repository.path / "evil").exists()

    @pytest.mark.parametrize(
        ("inputs", "remedy"),
        [
            ({"fail-on": "hgih"}, "'critical'"),
            ({"mode": "all"}, "'history'"),
            ({"args": "--nonsense"}, "--nonsense"),
            ({"args": "--config 'it"}, "mend its quotes"),
            ({"args": "--exit-zero --help"}, "nothing would be read"),
            ({"config": "nowhere.toml"}, "nowhere.toml"),
            ({"baseline": "nowhere.json"}, "nowhere.json"),
            ({"working-directory": "nowhere"}, "name a folder"),
            ({"base": "nowhere"}, "fetch-depth: 0"),
            ({"base": "main..HEAD"}, "name a commit or a branch"),
            ({"base": "--all"}, "name a commit or a branch"),
            ({"base": "main", "mode": "files"}, "leave out one"),
        ],
    )
    def test_bad_inputs(
        self, runner: Runner, repository: Repository, inputs: Mapping[str, str], remedy: str
    ) -> None:
        tip = repository.commit()
        assert_failed(runner.step(RUN, repository.path, inputs, push(ZERO, tip)), remedy)

    def test_an_error_can_not_forge_anything(self, runner: Runner, repository: Repository) -> None:
        repository.commit()
        name = "nowhere\n::stop-commands::x\n# <script> [x](http://example.org)"
        outcome = runner.step(RUN, repository.path, {"config": name}, ("schedule", {}))
        assert_failed(outcome, "nowhere")
        assert len(outcome.summary.splitlines()) == 3
        assert "<script>" not in outcome.summary
        assert "[x]" not in outcome.summary


class TestModes:
    """An old key, a key of the branch that was removed again, and one that is not committed."""

    @pytest.fixture
    def branch(self, repository: Repository) -> Repository:
        repository.commit_file("old.py", f'key = "{production_key("old")}"\n')
        repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit_file("new.py", CODE)
        repository.commit_file("new.py", "key = None\n")
        repository.write("untracked.py", f'key = "{production_key("untracked")}"\n')
        return repository

    @pytest.mark.parametrize(
        ("inputs", "found"),
        [
            ({}, {"old.py", "new.py"}),
            ({"mode": "history"}, {"old.py", "new.py"}),
            ({"mode": "files"}, {"old.py", "untracked.py"}),
            ({"base": "main"}, {"new.py"}),
            ({"base": "origin/main", "mode": "diff"}, {"new.py"}),
            ({"base": "HEAD~1"}, set()),
        ],
    )
    def test_an_event_without_commits(
        self, runner: Runner, branch: Repository, inputs: Mapping[str, str], found: set[str]
    ) -> None:
        outcome = runner.step(RUN, branch.path, inputs, ("workflow_dispatch", {}))
        assert outcome.code == (1 if found else 0), outcome.log
        named = {name for name in ("old.py", "new.py", "untracked.py") if name in outcome.log}
        assert named == found

    def test_a_difference_is_never_all_of_history(self, runner: Runner, branch: Repository) -> None:
        outcome = runner.step(RUN, branch.path, {"mode": "diff"}, ("schedule", {}))
        assert_failed(outcome, "(--base)")

    @pytest.mark.parametrize("mode", ["auto", "diff"])
    def test_a_base_instead_of_what_the_event_says(
        self, runner: Runner, branch: Repository, mode: str
    ) -> None:
        before, tip = branch.git("rev-parse", "HEAD~1", "HEAD").splitlines()
        event = push(before, tip, "refs/heads/topic")
        assert runner.step(RUN, branch.path, {"mode": mode}, event).code == 0
        outcome = runner.step(RUN, branch.path, {"mode": mode, "base": "main"}, event)
        assert "new.py" in outcome.log
        assert "old.py" not in outcome.log

    def test_a_base_that_is_checked_out_is_the_remote_one(
        self, runner: Runner, branch: Repository
    ) -> None:
        """actions/checkout leaves a local branch of that name at the newest commit."""
        branch.git("branch", "--force", "main", "HEAD")
        outcome = runner.step(RUN, branch.path, {"base": "main"}, ("workflow_dispatch", {}))
        assert "new.py" in outcome.log


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

    def test_a_sarif_file_of_its_own(self, runner: Runner, repository: Repository) -> None:
        tip = repository.commit_file("app.py", CODE)
        outcome = runner.step(RUN, repository.path, {"sarif-file": "out.sarif"}, push(ZERO, tip))
        assert outcome.outputs["sarif-file"] == "out.sarif"
        assert json.loads((repository.path / "out.sarif").read_text())["runs"]

    def test_a_repository_below_the_workspace(self, runner: Runner, repository: Repository) -> None:
        workspace, name = repository.path.parent, repository.path.name
        tip = repository.commit_file("app.py", CODE)
        repository.write("k.toml", 'fail-on = "critical"\n')
        inputs = {"working-directory": name, "sarif-file": "out.sarif", "config": "k.toml"}
        outcome = runner.step(RUN, workspace, inputs, push(ZERO, tip))
        assert (outcome.code, outcome.outputs["findings"]) == (0, "1")
        assert "file=app.py," in outcome.log
        assert outcome.outputs["sarif-file"] == str(workspace / "out.sarif")
        assert (workspace / "out.sarif").is_file()

    def test_a_baseline(self, runner: Runner, repository: Repository) -> None:
        tip = repository.commit_file("app.py", CODE)
        created = keyguard(
            "baseline", "create", "--baseline", "known.json", "--reason", "old", cwd=repository.path
        )
        assert created.code == 0, created.err
        inputs = {"baseline": "known.json"}
        outcome = runner.step(RUN, repository.path, inputs, push(ZERO, tip))
        assert (outcome.code, outcome.outputs["findings"]) == (0, "0")

    def test_args_are_words_and_nothing_else(self, runner: Runner, repository: Repository) -> None:
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

    def test_a_file_name_can_not_add_an_output(
        self, runner: Runner, repository: Repository
    ) -> None:
        tip = repository.commit_file("app.py", CODE)
        name = "a\ncomplete=maybe\nfindings<<x\n9\nx"
        outcome = runner.step(RUN, repository.path, {"sarif-file": name}, push(ZERO, tip))
        assert outcome.outputs["complete"] == "true"
        assert outcome.outputs["findings"] == "1"
        assert outcome.outputs["sarif-file"] == name


class TestInstall:
    def test_the_environment_has_what_a_history_is_read_fast_with(self, runner: Runner) -> None:
        packages = {path.name for path in runner.temp.glob("keyguard/lib/*/site-packages/*")}
        assert {"hyperscan", "isal", "regex"} <= packages
        assert "keyguard" not in packages

    def test_without_a_wheel_it_is_said_and_the_rest_is_there(
        self, repository: Repository, tmp_path: Path
    ) -> None:
        action = tmp_path / "action"
        for name in ("hooks", "keyguard", "requirements"):
            shutil.copytree(PROJECT / name, action / name)
        lock = action / "requirements" / "action-fast.txt"
        lock.write_text(re.sub(r"^isal==[\d.]+", "isal==0.0.0", lock.read_text(), flags=re.M))
        runner = Runner(tmp_path, action)
        installed = runner.step(INSTALL, repository.path)
        assert installed.code == 0, installed.log
        assert "::warning title=keyguard%3A without the extra fast::" in installed.log
        repository.commit_file("app.py", CODE)
        outcome = runner.step(RUN, repository.path, event=("schedule", {}))
        assert (outcome.code, outcome.outputs["findings"]) == (1, "1")
        assert "app.py" in outcome.log
        assert 'pip install "keyguard[fast] @ git+https://' in outcome.log

    def test_a_package_that_was_tampered_with_is_an_error(
        self, repository: Repository, tmp_path: Path
    ) -> None:
        action = tmp_path / "action"
        for name in ("hooks", "requirements"):
            shutil.copytree(PROJECT / name, action / name)
        for lock in (action / "requirements").glob("action*.txt"):
            lock.write_text(re.sub(r"sha256:\w{64}", f"sha256:{'0' * 64}", lock.read_text()))
        installed = Runner(tmp_path, action).step(INSTALL, repository.path)
        assert installed.code == 2
        assert "::error title=keyguard%3A not a clean result::" in installed.log
        assert "could not be installed" in installed.summary
