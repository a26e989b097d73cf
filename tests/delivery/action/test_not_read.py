"""What was not read is no clean result: the job fails, and says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.delivery.action.events import CODE, ZERO, assert_failed, merge_group, pull_request, push
from tests.delivery.runner import RUN, Runner
from tests.tools import Repository


@pytest.fixture
def shallow(repository: Repository, tmp_path: Path) -> Repository:
    for number in range(4):
        repository.commit_file(f"{number}.py", "x = 1\n")
    folder = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(folder))
    return Repository(folder)


def test_a_shallow_clone_that_hides_the_range(
    runner: Runner, repository: Repository, shallow: Repository
) -> None:
    before, after = repository.git("rev-parse", "HEAD~2", "HEAD").splitlines()
    for event in (push(before, after), pull_request(before, after), merge_group(before, after)):
        outcome = runner.step(RUN, shallow.path, event=event)
        assert_failed(outcome, "fetch-depth: 0")


@pytest.mark.parametrize("name", ["new branch", "schedule"])
def test_a_shallow_clone_that_hides_the_rest(
    runner: Runner, shallow: Repository, name: str
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


def test_findings_of_an_incomplete_run_are_no_number(runner: Runner, shallow: Repository) -> None:
    shallow.commit_file("app.py", CODE)
    outcome = runner.step(RUN, shallow.path, event=("schedule", {}))
    assert "app.py" in outcome.log
    assert (outcome.code, outcome.outputs["findings"]) == (2, "")


@pytest.mark.parametrize("args", ["--format json", "--output /dev/null"])
def test_it_is_annotated_whatever_is_in_the_log(
    runner: Runner, shallow: Repository, args: str
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
    runner: Runner, repository: Repository, event: tuple[str, object]
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
        ({"args": "--config 'it"}, "fix its quotes"),
        ({"args": "--exit-zero --help"}, "nothing would be read"),
        ({"args": "-qh"}, "nothing would be read"),
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
    runner: Runner, repository: Repository, inputs: Mapping[str, str], remedy: str
) -> None:
    tip = repository.commit()
    assert_failed(runner.step(RUN, repository.path, inputs, push(ZERO, tip)), remedy)


def test_an_error_can_not_forge_anything(runner: Runner, repository: Repository) -> None:
    repository.commit()
    name = "nowhere\n::stop-commands::x\n# <script> [x](http://example.org)"
    outcome = runner.step(RUN, repository.path, {"config": name}, ("schedule", {}))
    assert_failed(outcome, "nowhere")
    assert len(outcome.summary.splitlines()) == 3
    assert "<script>" not in outcome.summary
    assert "[x]" not in outcome.summary


def test_outputs_that_can_not_be_written(runner: Runner, repository: Repository) -> None:
    env = RUN["env"] | {"GITHUB_OUTPUT": str(runner.temp)}
    outcome = runner.step({**RUN, "env": env}, repository.path, {}, ("schedule", {}))
    assert (outcome.code, "::error title=keyguard" in outcome.log) == (2, True)
