"""What shows where Swift, Objective-C, Java, Kotlin, Dart and C# run, in apps or on servers.

These are questions of the table of evidence.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from keyguard.context.surface.code_file import CodeFile, CodePlace
from keyguard.context.surface.packages import by_imports, by_manifest
from keyguard.context.surface.paths import SHARED_KOTLIN, in_path
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model.patterns import lazy_pattern

_OBJECTIVE_C = lazy_pattern(r"^[ \t]{0,8}(?:#import|@import|@interface|@class)\b|@\"", re.MULTILINE)


def imports(file: CodeFile) -> Verdict | None:
    """The verdict of the frameworks that the file imports."""
    return by_imports(file.suffix, file.text)


def manifest(file: CodeFile) -> Verdict | None:
    """The verdict of the nearest manifest of a build."""
    return by_manifest(file.suffix, file.path, file.read, file.text)


def objective_c(file: CodeFile) -> Verdict | None:
    """The verdict on Objective-C that imports nothing: it may run anywhere."""
    return UNKNOWN if file.suffix in ("m", "mm") else None


def is_swift(file: CodeFile) -> bool:
    """Whether the file is in Swift."""
    return file.suffix == "swift"


def is_android(file: CodeFile) -> bool:
    """Whether the file is where an Android app has its code."""
    return file.suffix in ("java", "kt") and "app/src/main/" in file.lowered


def is_shared_kotlin(file: CodeFile) -> bool:
    """Whether the file is where Kotlin has what Android and iOS share."""
    return file.suffix == "kt" and in_path(SHARED_KOTLIN, f"/{file.lowered}")


def is_flutter_code(file: CodeFile) -> bool:
    """Whether the file is where a Flutter app has its code."""
    return file.suffix == "dart" and "lib/" in file.lowered


def is_unity(file: CodeFile) -> bool:
    """Whether the file is where Unity has a game's code."""
    is_asset = file.path.startswith("Assets/") or "/Assets/" in file.path
    return file.suffix == "cs" and is_asset


def is_objective_c_header(place: CodePlace) -> bool:
    """Whether something in front of a position in a header shows that it is Objective-C, not C."""
    return _objective_c_from(place.file.text) <= place.offset


@lru_cache(maxsize=1)
def _objective_c_from(text: str) -> float:
    """Where a text shows first that it is Objective-C; infinite if nowhere."""
    found = _OBJECTIVE_C.search(text)
    return found.end() if found else math.inf
