"""A runner that does with the steps of action.yml what GitHub's does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.delivery.conftest import PROJECT
from tests.samples import production_key

ACTION: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text())
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")

KEY = production_key("action")


@dataclass(frozen=True)
class Outcome:
    """What a job would see of the action."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


def action_outputs(steps: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What the action hands on of its steps' outputs: an output of a step that did not run is
    empty, and ``||`` takes what is not.

    https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators
    """
    return {name: _output(each["value"], steps) for name, each in ACTION["outputs"].items()}


def _output(value: str, steps: Mapping[str, Mapping[str, str]]) -> str:
    expression = re.fullmatch(
        r"\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+)(?: \|\| '([^']*)')? \}\}", value
    )
    assert expression is not None, value
    step, name, otherwise = expression.groups("")
    return steps.get(step, {}).get(name, "") or otherwise


def outputs_of(text: str) -> dict[str, str]:
    """Reads GITHUB_OUTPUT as the runner does: ``a=b`` or a delimited block, the last one wins."""
    outputs: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, block, delimiter = line.partition("<<")
        if block:
            values = []
            for value in lines:
                if value == delimiter:
                    break
                values.append(value)
            outputs[name] = "\n".join(values)
        else:
            name, _, value = line.partition("=")
            outputs[name] = value
    return outputs


class Runner:
    """Runs single steps. Steps with ``uses`` stand for what the test provides: a Python."""

    def __init__(self, folder: Path, action: Path = PROJECT) -> None:
        """``action`` is where the action's files were fetched to."""
        self.temp = folder / "runner temp"
        self.temp.mkdir()
        self.action = action

    def step(
        self,
        step: Mapping[str, Any],
        folder: Path,
        inputs: Mapping[str, str] | None = None,
        event: tuple[str, object] = ("push", {}),
    ) -> Outcome:
        files = {
            name: self.temp / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
        }
        for file in files.values():
            file.write_bytes(b"")
        event_file = self.temp / "event.json"
        event_file.write_text(json.dumps(event[1]))
        script = self.temp / "script.sh"
        script.write_text(step["run"])
        finished = subprocess.run(
            # https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#exit-codes-and-error-action-preference
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=folder,
            env=os.environ
            | {name: str(file) for name, file in files.items()}
            | {
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(self.action),
                "GITHUB_EVENT_NAME": event[0],
                "GITHUB_EVENT_PATH": str(event_file),
            }
            | {name: self._value(text, inputs or {}) for name, text in step["env"].items()},
            capture_output=True,
            text=True,
            check=False,
        )
        outcome = Outcome(
            finished.returncode,
            finished.stdout + finished.stderr,
            outputs_of(files["GITHUB_OUTPUT"].read_text()),
            files["GITHUB_STEP_SUMMARY"].read_text(),
        )
        assert KEY not in outcome.log + outcome.summary + str(outcome.outputs)
        assert "Traceback" not in outcome.log
        return outcome

    def _value(self, text: str, inputs: Mapping[str, str]) -> str:
        known = {
            "runner.temp": str(self.temp),
            "steps.python.outputs.python-path": sys.executable,
        } | {
            f"inputs.{name}": inputs.get(name, definition["default"])
            for name, definition in ACTION["inputs"].items()
        }
        return EXPRESSION.sub(lambda match: known[match[1]], text)


INSTALL, RUN = (step for step in STEPS if "run" in step)
