"""What runs on a forge: our workflows, the one that ``init`` writes, the action, the locks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from keyguard import __version__
from tests.delivery.conftest import PROJECT
from tests.delivery.runner import ACTION

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
TEMPLATES = PROJECT / "keyguard" / "cli" / "templates"
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
FILES = [PROJECT / "action.yml", *WORKFLOWS, TEMPLATES / "workflow.yml", *PAGES]
RELEASE = yaml.safe_load((PROJECT / ".github" / "workflows" / "release.yml").read_text())

USED = re.compile(
    r"^[ -]*uses: *(?P<action>[^\s@]+)@(?P<revision>\S+)(?P<comment>.*)$", re.MULTILINE
)
OURS = "connexease/keyguard"
TAG = re.compile(rf"{OURS}(?:\.git)?@(v[\w.]+)|\brev: *(v[\w.]+)")


def used(file: Path) -> Iterator[re.Match[str]]:
    """The actions of others that a file names."""
    return (match for match in USED.finditer(file.read_text()) if match["action"] != OURS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_action_is_pinned_and_its_version_named(file: Path) -> None:
    loose = [
        match[0]
        for match in used(file)
        if not re.fullmatch(r"[0-9a-f]{40}", match["revision"])
        or not re.match(r" # v\d+\.\d+\.\d+\b", match["comment"])
    ]
    assert loose == []


def test_an_action_is_the_same_everywhere() -> None:
    revisions = defaultdict(set)
    for file in FILES:
        for match in used(file):
            action = "/".join(match["action"].split("/")[:2])
            revisions[action].add((match["revision"], match["comment"].split()[1]))
    assert len(revisions) > 4
    assert {action: found for action, found in revisions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("file", [*WORKFLOWS, TEMPLATES / "workflow.yml"], ids=lambda f: f.name)
def test_no_checkout_leaves_its_token_behind(file: Path) -> None:
    jobs: dict[str, Any] = yaml.safe_load(file.read_text())["jobs"]
    checkouts = [
        step
        for job in jobs.values()
        for step in job.get("steps", ())  # none where another workflow has them
        if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("file", [*PAGES, *sorted(TEMPLATES.iterdir())], ids=lambda f: f.name)
def test_no_tag_is_named_that_does_not_exist(file: Path) -> None:
    listed = subprocess.run(
        ["git", "tag", "--list"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    named = {tag for match in TAG.finditer(file.read_text()) for tag in match.groups() if tag}
    assert named - set(listed.stdout.split()) == set()


class TestLocks:
    @pytest.mark.parametrize("name", ["action.txt", "action-fast.txt", "release.txt", "wheels.txt"])
    def test_every_package_has_a_version_and_hashes(self, name: str) -> None:
        text = (PROJECT / "requirements" / name).read_text()
        packages = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
        assert packages
        for package in packages:
            assert re.match(r"[\w.-]+==[\w.]+(?: ; [^\n]+)? \\\n", package), package
            assert "--hash=sha256:" in package

    def test_the_cache_is_named_after_the_lock(self) -> None:
        digest = subprocess.run(
            ["git", "hash-object", "requirements/action-fast.txt"],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        (key,) = [step["with"]["key"] for step in ACTION["runs"]["steps"] if "cache@" in str(step)]
        assert key.endswith(f"-{digest[:12]}"), "run .ci/lock"

    def test_what_the_project_needs_is_locked(self) -> None:
        project = (PROJECT / "pyproject.toml").read_text()
        needed = {
            list_: set(
                re.findall(
                    r'"([\w.-]+)', re.search(rf"^{list_} = \[(.*?)\]", project, re.S | re.M)[1]
                )
            )  # type: ignore[index]
            for list_ in ("dependencies", "fast", "lint")
        }
        for name, lists in (("action", ["dependencies"]), ("action-fast", list(needed))):
            locked = locked_names(name)
            for list_ in lists:
                assert {normal(package) for package in needed[list_]} <= locked


def locked_names(name: str) -> set[str]:
    """The packages of a lock file."""
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    return set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


def normal(name: str) -> str:
    """A package's name as an index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


class TestRelease:
    """As far as it goes without a forge: nothing is published here."""

    @pytest.mark.parametrize(
        ("tag", "passes"),
        [
            (f"v{__version__}", True),
            (__version__, False),
            (f"v{__version__}.1", False),
            ("v", False),
        ],
    )
    def test_a_tag_has_to_be_the_version(self, tag: str, passes: bool) -> None:
        (script,) = [
            step["run"]
            for step in RELEASE["jobs"]["check"]["steps"]
            if "TAG" in step.get("env", {})
        ]
        finished = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=PROJECT,
            env={"TAG": tag, "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (finished.returncode == 0) is passes, finished.stderr
        assert passes or finished.stdout.startswith("::error::")

    def test_only_the_last_job_may_publish_and_it_builds_nothing(self) -> None:
        jobs = RELEASE["jobs"]
        assert RELEASE["permissions"] == {}
        assert [name for name, job in jobs.items() if "id-token" in job["permissions"]] == [
            "publish"
        ]
        assert all(job["permissions"]["contents"] == "read" for job in jobs.values())
        assert jobs["build"]["needs"] == jobs["wheels"]["needs"] == "check"
        assert jobs["publish"]["needs"] == ["build", "wheels"]
        assert jobs["publish"]["environment"]["name"] == "pypi"
        assert "secrets." not in str(RELEASE)
        published = [step["run"] for step in jobs["publish"]["steps"] if "run" in step]
        assert ["uv" in script and "build" not in script for script in published] == [True]

    def test_it_begins_with_a_tag_only(self) -> None:
        """``on`` is a truth value in YAML 1.1."""
        assert RELEASE[True] == {"push": {"tags": ["v*"]}}
