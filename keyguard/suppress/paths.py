"""Globs in gitignore syntax from the configuration's ``exclude``."""

from __future__ import annotations

from keyguard.model.path_globs import glob_spec


def path_excluded(path: bytes, globs: tuple[str, ...]) -> bool:
    """Whether a path, relative to the root, matches one of the globs."""
    return bool(glob_spec(globs).match_file(path.decode("utf-8", "replace")))
