"""Where Swift, Objective-C, Java, Kotlin, Dart and C# run: in apps and on servers alike."""

from __future__ import annotations

from keyguard.context.surface.evidence import CodeFile, Evidence, evidence, of_file
from keyguard.context.surface.packages import by_imports, by_manifest
from keyguard.context.surface.paths import SHARED_KOTLIN, in_path
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Surface


def _imports(file: CodeFile) -> Verdict | None:
    return by_imports(file.suffix, file.text)


def _manifest(file: CodeFile) -> Verdict | None:
    return by_manifest(file.suffix, file.path, file.read, file.text)


def _objective_c(file: CodeFile) -> Verdict | None:
    return UNKNOWN if file.suffix in ("m", "mm") else None


def _is_android(file: CodeFile) -> bool:
    return file.suffix in ("java", "kt") and "app/src/main/" in file.lowered


def _is_shared_kotlin(file: CodeFile) -> bool:
    return file.suffix == "kt" and in_path(SHARED_KOTLIN, f"/{file.lowered}")


def _is_unity(file: CodeFile) -> bool:
    is_asset = file.path.startswith("Assets/") or "/Assets/" in file.path
    return file.suffix == "cs" and is_asset


COMPILED: tuple[Evidence, ...] = (
    of_file(_imports),
    of_file(_manifest),
    of_file(_objective_c),
    evidence(
        Surface.MOBILE,
        "it is in Swift, and nothing says that it is a server's",
        lambda file: file.suffix == "swift",
    ),
    evidence(Surface.MOBILE, "it is below app/src/main/", _is_android),
    evidence(Surface.MOBILE, "it is in a folder that apps share", _is_shared_kotlin),
    evidence(
        Surface.MOBILE,
        "it is below lib/",
        lambda file: file.suffix == "dart" and "lib/" in file.lowered,
    ),
    evidence(Surface.MOBILE, "it is below Assets/", _is_unity),
)
"""What a file imports comes first, then its manifest, then where apps keep their code."""
