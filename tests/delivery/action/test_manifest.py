"""What action.yml declares is what its steps use."""

from __future__ import annotations

import re

from tests.delivery.runner import ACTION, RUN, STEPS, action_outputs


def test_no_expression_is_part_of_a_script() -> None:
    assert not [step["run"] for step in STEPS if "${{" in step.get("run", "")]


def test_every_input_is_used_and_every_output_exists() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", str(STEPS)))
    assert used == set(ACTION["inputs"])
    told = {name: f"of {name}" for name in ACTION["outputs"]}
    assert action_outputs({RUN["id"]: told}) == told


def test_an_action_that_did_not_run_is_not_complete() -> None:
    assert action_outputs({}) == {
        "findings": "",
        "exit-code": "2",
        "sarif-file": "",
        "complete": "false",
    }
