"""Builds the compiled core with the compiler that Python was built with.

    python core/build.py FOLDER

Needs a compiler, Python's headers, and those of a library that inflates: libdeflate, else zlib.
Which there is shows by trying, so that the action can run it. ``CC``, ``CFLAGS`` and ``LDFLAGS``
count as usual. On Windows setuptools finds the compiler, ``KEYGUARD_LIBDEFLATE`` says where
libdeflate is.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SOURCES = sorted(Path(__file__).resolve().parent.glob("*.c"))
LIMITED_API = 0x030A0000
"""Python 3.10: what is built once runs on that and all that came after."""
DEFINITIONS = {
    "Py_LIMITED_API": hex(LIMITED_API),
    "_POSIX_C_SOURCE": "200809L",
    "_FILE_OFFSET_BITS": "64",
}
TAG = "cp310-abi3"
PREFIX = "KEYGUARD_LIBDEFLATE"
"""The variable that names the folder with ``include`` and ``lib`` of libdeflate, on Windows."""


class Inflater(NamedTuple):
    """A way to have a library that inflates."""

    name: str
    flags: tuple[str, ...]
    """What chooses it."""
    links: tuple[str, ...]
    probe: str
    """C that does not compile, or not link, without it."""


_DEFLATE = """#include <libdeflate.h>
size_t probe(struct libdeflate_decompressor *with, const void *in, void *out) {
    size_t used;
    return libdeflate_zlib_decompress_ex(with, in, 1, out, 1, &used, NULL);
}"""
_ZLIB = "#include <zlib.h>\nint probe(z_stream *with) { return inflateReset(with); }"
_CHOSEN = ("-DKEYGUARD_LIBDEFLATE",)
INFLATERS = (
    Inflater("libdeflate", _CHOSEN, ("-l:libdeflate.a",), _DEFLATE),
    Inflater("libdeflate", _CHOSEN, ("-ldeflate",), _DEFLATE),
    Inflater("zlib", (), ("-lz",), _ZLIB),
)
"""The best first: what is linked into the module needs not be where it is used."""


class CoreNotBuiltError(Exception):
    """There is no compiler, no header, or no Python for which it can be built; the text says so."""


def build(folder: Path) -> Path:
    """The extension module, built into ``folder``. Raises ``CoreNotBuiltError``."""
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise CoreNotBuiltError("this Python does not have the limited API")
    with tempfile.TemporaryDirectory() as work:
        if os.name == "nt":
            built = _with_setuptools(Path(work))
        else:
            built = _with_compiler(Path(work, "_core.abi3.so"))
        target = folder / built.name
        content = built.read_bytes()
    beside = target.with_name(f".{target.name}.{os.getpid()}")  # who runs the old one keeps it
    beside.write_bytes(content)
    beside.chmod(0o755)
    beside.replace(target)
    return target


def _with_compiler(target: Path) -> Path:
    linker = shlex.split(sysconfig.get_config_var("LDSHARED") or "cc -shared")
    if "CC" in os.environ:
        linker[:1] = shlex.split(os.environ["CC"])
    flags = [
        *shlex.split(sysconfig.get_config_var("CFLAGS") or ""),
        *shlex.split(sysconfig.get_config_var("CCSHARED") or "-fPIC"),
        "-std=c11",
        "-O3",
        "-fvisibility=hidden",
        "-Werror=implicit-function-declaration",
        *(f"-D{name}={value}" for name, value in DEFINITIONS.items()),
        *(f"-I{folder}" for folder in _include_folders()),
        *shlex.split(os.environ.get("ARCHFLAGS", "")),
        *shlex.split(os.environ.get("CFLAGS", "")),
    ]
    command = [*linker, *flags]
    inflater = _inflater(command, target.with_name("probe.c"))
    failure = _compile(command, [*map(str, SOURCES), *inflater.flags], inflater.links, target)
    if failure:
        raise CoreNotBuiltError(f"the compiler failed: {failure}")
    return target


def _inflater(command: list[str], probe: Path) -> Inflater:
    """The first that can be compiled and linked with."""
    for inflater in INFLATERS:
        probe.write_text(inflater.probe, "ascii")
        if not _compile(command, [str(probe)], inflater.links, probe.with_suffix(".so")):
            return inflater
    probe.write_text("int probe(void) { return 0; }", "ascii")
    if failure := _compile(command, [str(probe)], (), probe.with_suffix(".so")):
        raise CoreNotBuiltError(f"the compiler failed: {failure}")
    raise CoreNotBuiltError("neither libdeflate nor zlib is there with its headers")


def _compile(
    command: Sequence[str], sources: Sequence[str], links: Sequence[str], target: Path
) -> str:
    """What the compiler complains of; empty if it succeeds."""
    last = [*links, *shlex.split(os.environ.get("LDFLAGS", ""))]
    try:
        finished = subprocess.run(
            [*command, *sources, *last, "-o", str(target)],
            cwd=target.parent,
            capture_output=True,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise CoreNotBuiltError(f"there is no compiler ({command[0]}: {error.strerror})") from error
    if finished.returncode == 0:
        return ""
    return finished.stderr.strip()[-2000:] or f"it ended with {finished.returncode}"


def _include_folders() -> list[str]:
    paths = sysconfig.get_paths()
    return list(dict.fromkeys((paths["include"], paths["platinclude"])))


def _with_setuptools(work: Path) -> Path:
    try:
        from setuptools import Distribution, Extension
        from setuptools.command.build_ext import build_ext
    except ImportError as error:
        raise CoreNotBuiltError("setuptools is missing, which finds the compiler") from error
    if not os.environ.get(PREFIX):
        raise CoreNotBuiltError(f"{PREFIX} does not say where libdeflate is")
    prefix = Path(os.environ[PREFIX])
    module = Extension(
        "_core",
        [str(source) for source in SOURCES],
        define_macros=[*DEFINITIONS.items(), ("KEYGUARD_LIBDEFLATE", "1")],
        include_dirs=[str(prefix / "include")],
        library_dirs=[str(prefix / "lib")],
        libraries=["deflatestatic"],
        extra_compile_args=["/std:c11", "/O2"],
        py_limited_api=True,
    )
    command = build_ext(Distribution({"ext_modules": [module]}))
    command.build_lib, command.build_temp = str(work), str(work / "objects")
    command.ensure_finalized()
    try:
        command.run()
    except Exception as error:  # each compiler and each linker has its own
        raise CoreNotBuiltError(str(error)) from error
    return next(work.glob("_core*.pyd"))


if __name__ == "__main__":
    try:
        print(build(Path(sys.argv[1])))
    except CoreNotBuiltError as reason:
        sys.exit(f"The compiled core was not built: {reason}")
