"""Has the compiled core in every wheel that is built where a compiler is.

Without one the wheel is the same in Python alone. ``KEYGUARD_BUILD_CORE=always`` makes that an
error, for who builds wheels for others; ``never`` does not try.
"""

from __future__ import annotations

import importlib.util
import os
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
PLACE = Path("keyguard", "gitrepo")
WISH = "KEYGUARD_BUILD_CORE"


class CoreHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the core before the wheel, into the sources if these are what is installed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """``version`` is ``editable`` or ``standard``."""
        wish = os.environ.get(WISH, "")
        if wish == "never":
            return
        builder = _builder()
        self._folder = tempfile.TemporaryDirectory()
        folder = ROOT / PLACE if version == "editable" else Path(self._folder.name)
        try:
            built = builder.build(folder)
        except builder.CoreNotBuiltError as error:
            if wish == "always":
                raise
            self.app.display_warning(f"keyguard goes without its compiled core: {error}")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"{builder.TAG}-{platform}"
        if version != "editable":
            build_data["force_include"][str(built)] = (PLACE / built.name).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what is in the wheel now."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _builder() -> Any:
    spec = importlib.util.spec_from_file_location("core_build", ROOT / "core" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
