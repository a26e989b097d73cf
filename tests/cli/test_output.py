"""Where a report goes: no stream and no disk makes it a bug, and a file is old or whole."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from keyguard.report import FORMATS
from tests.samples import production_key
from tests.tools import Repository, Result, keyguard, with_modules

needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")

FULL = [
    *((format, "> /dev/full") for format in FORMATS),
    *((format, "-o /dev/full") for format in ("text", "html")),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(f'key = "{production_key()}"\n')
    return tmp_path


def shell(arguments: str, redirections: str, cwd: Path, before: str = "") -> Result:
    """Runs keyguard with the shell's redirections; ``before`` is said in front of it."""
    command = f"{before} exec {shlex.quote(sys.executable)} -m keyguard {arguments} {redirections}"
    finished = subprocess.run(["sh", "-c", command], cwd=cwd, capture_output=True, check=False)
    return Result(finished.returncode, finished.stdout.decode(), finished.stderr.decode())


def told_once(result: Result, *words: str) -> None:
    assert result.code == 2
    assert result.err.count("\n") == 1
    for word in words:
        assert word in result.err


@needs_full
@pytest.mark.parametrize(("format", "redirection"), FULL)
def test_a_full_disk(folder: Path, format: str, redirection: str) -> None:
    result = shell(f"scan app.py -f {format}", redirection, folder)
    told_once(result, "No space left on device", "1 finding (1 high)")


@pytest.mark.parametrize("format", FORMATS)
def test_a_closed_standard_output(folder: Path, format: str) -> None:
    result = shell(f"scan app.py -f {format}", ">&-", folder)
    told_once(result, "standard output (it is closed)", "1 finding (1 high)")


@pytest.mark.parametrize("format", ["text", "json"])
def test_what_is_closed_and_not_needed_does_not_matter(folder: Path, format: str) -> None:
    result = shell(f"scan app.py -f {format}", "2>&- <&-", folder)
    assert result.code == 1
    assert "production-key" in result.out


def test_no_file_takes_the_number_of_a_closed_stream(folder: Path) -> None:
    result = shell("scan app.py -f json -o report.json", ">&- 2>&- <&-", folder)
    assert result.code == 1
    assert (folder / "report.json").read_text().count("\n}\n") == 1


@pytest.mark.parametrize("arguments", ["scan -", "secret --check"])
def test_a_closed_standard_input(folder: Path, arguments: str) -> None:
    told_once(shell(arguments, "<&-", folder), "standard input is closed")


PRINTED = ["rules", "rules --markdown", "rules staging-key", "secret", "config check", "--version"]
HELP = ["--help", "-h", "scan -h", "baseline create --help", "rotation -h", "--version --help"]


@pytest.mark.parametrize("arguments", [*PRINTED, *HELP])
def test_other_output_that_is_closed(folder: Path, arguments: str) -> None:
    told_once(shell(arguments, ">&-", folder), "standard output is closed")


@pytest.mark.parametrize("question", ["bash_source", "zsh_source", "fish_source", "bash_complete"])
def test_a_completion_that_is_closed(
    folder: Path, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"_KEYGUARD_COMPLETE": question, "COMP_WORDS": "keyguard sta", "COMP_CWORD": "1"}
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    told_once(shell("", ">&-", folder), "standard output is closed")


@needs_full
@pytest.mark.parametrize("arguments", ["rules", "--help", "secret", "config check"])
def test_other_output_on_a_full_disk(folder: Path, arguments: str) -> None:
    told_once(shell(arguments, "> /dev/full", folder), "No space left on device")


@needs_full
@pytest.mark.parametrize("redirection", ["2> /dev/full", "2>&-"])
def test_errors_that_nobody_can_read(folder: Path, redirection: str) -> None:
    assert shell("scan app.py --config gone.toml", redirection, folder) == Result(2, "", "")


@needs_full
@pytest.mark.parametrize("variable", ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"])
def test_a_full_disk_in_ci(folder: Path, variable: str) -> None:
    variables = f"GITHUB_EVENT_NAME=schedule GITHUB_EVENT_PATH=event.json {variable}=/dev/full"
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    (folder / "event.json").write_text("{}")
    result = shell("ci", "", folder, before=f"export {variables};")
    assert result.code == 2
    assert variable in result.err


def test_a_reader_that_goes_away(folder: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    finished = subprocess.run(
        [sys.executable, "-m", "keyguard", "scan", "app.py"],
        cwd=folder,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    told_once(Result(finished.returncode, "", finished.stderr.decode()), "went away")


@pytest.mark.skipif(sys.platform == "win32", reason="needs ulimit")
def test_a_report_that_does_not_fit_leaves_the_old_one(folder: Path) -> None:
    (folder / "app.py").write_text("".join(f'"{production_key(n)}"\n' for n in range(99)))
    (folder / "report.sarif").write_text("old\n")
    before = set(os.listdir(folder))
    result = shell("scan app.py -f sarif -o report.sarif", "", folder, before="ulimit -f 16;")
    told_once(result, "report.sarif", "99 findings")
    assert (folder / "report.sarif").read_text() == "old\n"
    assert set(os.listdir(folder)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs ulimit")
def test_a_baseline_that_does_not_fit_leaves_the_old_one(folder: Path) -> None:
    (folder / "app.py").write_text("".join(f'"{production_key(n)}"\n' for n in range(99)))
    (folder / "known.json").write_text('{"schema": "keyguard-baseline/1", "findings": []}\n')
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = shell("baseline update -b known.json", "", folder, before="ulimit -f 16;")
    told_once(result, "known.json", "can't be written")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_report_replaces_the_file_behind_a_link_and_keeps_its_mode(folder: Path) -> None:
    (folder / "real.json").write_text("old, and longer than nothing\n")
    (folder / "real.json").chmod(0o640)
    (folder / "link.json").symlink_to("real.json")
    result = keyguard("scan", "app.py", "-f", "json", "-o", "link.json", cwd=folder)
    assert result.code == 1
    assert (folder / "link.json").is_symlink()
    assert (folder / "real.json").stat().st_mode & 0o777 == 0o640
    assert (folder / "real.json").read_text().startswith("{")


def test_a_file_that_may_not_be_written_is_not_replaced(folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is forbidden to root")
    (folder / "report.json").write_text("old\n")
    (folder / "report.json").chmod(0o400)
    assert keyguard("scan", "app.py", "-o", "report.json", cwd=folder).code == 2
    assert (folder / "report.json").read_text() == "old\n"


def test_a_fifo_gets_the_report(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append((folder / "fifo").read_text()))
    reader.start()
    result = keyguard("scan", "app.py", "-f", "json", "-o", "fifo", cwd=folder, own_process=True)
    assert result.code == 1
    reader.join()
    assert "production-key" in got[0]


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_a_stream_by_name(folder: Path, name: str) -> None:
    (folder / "out.txt").write_text("first\n")
    redirected = shell(f"scan app.py -f json -o {name}", ">> out.txt", folder)
    assert redirected.code == 1
    assert (folder / "out.txt").read_text().startswith("first\n{")
    assert shell(f"scan app.py -f json -o {name}", "| cat", folder).out.startswith("{")


@pytest.mark.parametrize("name", ["gone/report.json", "."])
def test_a_place_that_takes_no_file(folder: Path, name: str) -> None:
    result = keyguard("scan", "app.py", "-o", name, cwd=folder, own_process=True)
    told_once(result, "can't be written to")


def test_an_interruption_while_loading_is_told() -> None:
    program = (
        "import builtins, sys\n"
        "load = builtins.__import__\n"
        "def interrupted(name, *rest):\n"
        "    if name.startswith('keyguard.cli'):\n"
        "        raise KeyboardInterrupt\n"
        "    return load(name, *rest)\n"
        "builtins.__import__ = interrupted\n"
        "from keyguard.__main__ import main\n"
        "main()\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    told_once(Result(finished.returncode, "", finished.stderr.decode()), "not a result")
    assert b"Traceback" not in finished.stderr


ENDED_WHILE_WRITING = """
import os, signal
replace = os.replace

def ended(source, target):
    if os.path.basename(target) == "out.file":  # and not what is kept for later runs
        os.kill(os.getpid(), signal.{name})
    replace(source, target)

os.replace = ended
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize(
    "command",
    [
        ("scan", "app.py", "-f", "sarif", "-o", "out.file"),
        ("baseline", "create", "--baseline", "out.file", "--force"),
    ],
)
def test_a_signal_leaves_nothing_half_written(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str, command: tuple[str, ...]
) -> None:
    (folder / "out.file").write_text("old\n")
    modules = {"sitecustomize.py": ENDED_WHILE_WRITING.format(name=name)}
    env = with_modules(tmp_path_factory.mktemp("modules") / "m", modules)
    assert keyguard(*command, cwd=folder, env=env).code == 2
    assert sorted(file.name for file in folder.iterdir()) == ["app.py", "out.file"]
    assert (folder / "out.file").read_text() == "old\n"


def test_a_path_opens_from_here_unless_there_are_no_files(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit_file("src/app.py", f'key = "{production_key()}"\n')
    bare = tmp_path / "bare.git"
    repository.git("clone", "--quiet", "--bare", ".", str(bare))
    for folder, path in (("..", "app.py"), (bare, "src/app.py")):
        result = keyguard("history", folder, "--verbose", cwd=repository.path / "src")
        assert path in result.out.splitlines()
