"""No program that a repository names is ever run, and nothing is fetched.

Each program of the repository here is a canary: it notes its name. That they do sing is tried with
git itself, which runs them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import assert_gone, is_there
from tests.samples import production_key
from tests.tools import IDENTITY, Repository, keyguard, scan_json

KEY = production_key("canary")

SETTINGS = {
    "core.fsmonitor": "{}",
    "core.sshCommand": "{}",
    "core.gitProxy": "{}",
    "core.askPass": "{}",
    "core.pager": "{}",
    "core.editor": "{}",
    "core.alternateRefsCommand": "{}",
    "credential.helper": "!{}",
    "diff.external": "{}",
    "diff.canary.textconv": "{}",
    "diff.canary.command": "{}",
    "filter.canary.clean": "{}",
    "filter.canary.smudge": "{}",
    "filter.canary.process": "{}",
    "filter.canary.required": "true",
    "merge.canary.driver": "{}",
    "gpg.program": "{}",
    "log.showSignature": "true",
    "pager.log": "true",
    "pager.clone": "true",
    "alias.log": "!{}",
    "alias.ls-files": "!{}",
    "uploadpack.packObjectsHook": "{}",
    "remote.origin.url": "ext::{}",
    "remote.origin.uploadpack": "{}",
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
    "submodule.module.url": "ext::{}",
    "submodule.module.active": "true",
    "submodule.module.update": "!{}",
    "protocol.ext.allow": "always",
    "url.ext::{}.insteadOf": "https://example.org/",
}
"""Each setting that can name a program, where the braces are."""

HOOKS = (
    "fsmonitor-watchman", "post-checkout", "post-index-change", "pre-auto-gc", "pre-commit",
    "pre-push", "proc-receive", "reference-transaction", "update",
)  # fmt: skip

ON_PATH = ("cat", "git-remote-ext", "gpg", "less", "pager", "sh", "ssh", "vi")
"""Programs that git, or who starts a shell, finds on the search path."""

COMMANDS = [
    ("scan",),
    ("staged",),
    ("staged", "new.py"),
    ("commits", "HEAD"),
    ("history",),
    ("audit",),
    ("audit", "URL"),
    ("audit", "https://example.org/x.git"),
]


class Canaries:
    """Programs that note that they were run."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log"
        self._script = folder / "canary"
        self._script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{self._log}"\nexit 1\n')
        self._script.chmod(0o755)
        self.path = folder / "bin"
        self.path.mkdir()

    def named(self, name: str) -> str:
        return f"{self._script} {name}"

    def put(self, file: Path, name: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'#!/bin/sh\nprintf "%s\\n" "{name}" >> "{self._log}"\nexit 1\n')
        file.chmod(0o755)

    def sung(self) -> set[str]:
        """The names of the canaries that were run since the last time."""
        names = set(self._log.read_text().split()) if self._log.exists() else set()
        self._log.unlink(missing_ok=True)
        return names


@pytest.fixture
def canaries(tmp_path: Path) -> Canaries:
    made = Canaries(tmp_path)
    for name in ON_PATH:
        made.put(made.path / name, name)
    return made


@pytest.fixture
def hostile(tmp_path: Path, canaries: Canaries) -> Repository:
    """A partial clone that lacks a blob, with a submodule, and canaries wherever git takes one."""
    made = Repository.create(tmp_path / "hostile")
    made.commit_file("gone.txt", "a blob that will be missing\n")
    made.write(".gitattributes", "* filter=canary diff=canary merge=canary\n")
    made.write(
        ".gitmodules",
        f'[submodule "module"]\n\tpath = module\n\turl = ext::{canaries.named("module")}\n',
    )
    made.commit_file("kept.py", f'key = "{KEY}"\n')
    made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    made.commit("a submodule")
    made.write("new.py", f'other = "{KEY}"\n')
    made.git("add", "new.py")
    made.write("kept.py", f'key = "{KEY}"  # changed\n')
    (made.path / "module").mkdir(exist_ok=True)
    id_ = made.git("rev-parse", "HEAD:gone.txt")
    (made.path / ".git" / "objects" / id_[:2] / id_[2:]).unlink()
    for name in HOOKS:
        canaries.put(made.path / ".git" / "hooks" / name, f"hook:{name}")
    for setting, value in SETTINGS.items():
        program = canaries.named(setting)
        made.git("config", setting.format(program), value.format(program))
    canaries.sung()
    return made


def test_the_canaries_sing(hostile: Repository, canaries: Canaries) -> None:
    run = hostile.git
    run("status", check=False)
    run("cat-file", "-p", "HEAD:gone.txt", check=False)
    run("add", "kept.py", check=False)
    run("fetch", "ssh://example.org/x", check=False)
    assert canaries.sung() >= {
        "core.fsmonitor",
        "core.sshCommand",
        "filter.canary.process",
        "remote.origin.url",
    }


def test_the_canary_of_a_submodule_sings(tmp_path: Path, canaries: Canaries) -> None:
    """Whoever updates submodules and allows ``ext::`` runs it; by default git does not allow it."""
    made = Repository.create(tmp_path / "super")
    url = f"ext::{canaries.named('module')}"
    made.write(".gitmodules", f'[submodule "module"]\n\tpath = module\n\turl = {url}\n')
    made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    update = ["submodule", "update", "--init", "module"]
    made.git(*update, check=False)
    assert canaries.sung() == set()
    made.git("-c", "protocol.ext.allow=always", *update, check=False)
    assert canaries.sung() == {"module"}


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_canary_sings(
    hostile: Repository, canaries: Canaries, arguments: tuple[str, ...]
) -> None:
    url = f"file://{hostile.path}"
    search = f"{canaries.path}{os.pathsep}{os.environ['PATH']}"
    env = IDENTITY | {"PATH": search, "PAGER": str(canaries.path / "pager")}
    given = [argument.replace("URL", url) for argument in arguments]
    result = keyguard(*given, "--format", "json", cwd=hostile.path, env=env)
    assert canaries.sung() == set()
    assert result.code in (1, 2)
    assert (KEY in result.out, "bug" in result.err) == (False, False)


def test_a_hook_does_not_lead_a_url_astray(tmp_path: Path) -> None:
    other = Repository.create(tmp_path / "other")
    other.commit_file("other.py", f'key = "{KEY}"\n')
    wanted = Repository.create(tmp_path / "wanted")
    wanted.commit_file("wanted.py", f'key = "{KEY}"\n')
    inside = other.path / ".git"
    env = {
        "GIT_DIR": str(inside),
        "GIT_WORK_TREE": str(other.path),
        "GIT_INDEX_FILE": str(inside / "index"),
        "GIT_OBJECT_DIRECTORY": str(inside / "objects"),
        "GIT_PREFIX": "sub/",
    }
    result = scan_json("audit", f"file://{wanted.path}", cwd=other.path, env=env)
    assert (result.code, result.found) == (1, {("production-key", "wanted.py")})


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_no_clone_is_left_behind(tmp_path: Path, name: str) -> None:
    import signal

    temporary, started = tmp_path / "temporary", tmp_path / "started"
    temporary.mkdir()
    os.mkfifo(started)
    transport = tmp_path / "transport"
    transport.write_text(f'#!/bin/sh\nsleep 600 & echo $! > "{started}"\nexec sleep 600\n')
    transport.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "keyguard", "audit", "ssh://example.org/x.git"],
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(temporary), "GIT_SSH": str(transport)},
        stderr=subprocess.PIPE,
        start_new_session=True,  # without a terminal
    )
    helper = int(started.read_text())
    assert is_there(helper)
    assert [path.name.startswith("keyguard-") for path in temporary.iterdir()] == [True]
    process.send_signal(getattr(signal, name))
    _, said = process.communicate()
    assert (process.returncode, b"not a result" in said) == (2, True)
    assert_gone([helper])  # what git has started ends with it: it would go on to write the clone
    assert list(temporary.iterdir()) == []
