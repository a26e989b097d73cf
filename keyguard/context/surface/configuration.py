"""What shows that a configuration or data ships with a page or an app.

These are questions of the table of evidence.
"""

from __future__ import annotations

from keyguard.context.file_kinds import is_config, is_dotenv
from keyguard.context.folders import upwards
from keyguard.context.surface.code_file import CodeFile
from keyguard.context.surface.packages import HEAD, by_manifest
from keyguard.context.surface.paths import BUILT_DATA, SERVED_DATA, UNITY_DATA, in_path, path_part
from keyguard.context.surface.verdict import UNKNOWN, Verdict
from keyguard.model import Surface


def is_configuration(file: CodeFile) -> bool:
    """Whether a file is read as data: a configuration, or a file that is served beside a page."""
    served = in_path(SERVED_DATA, file.lowered) or in_path(BUILT_DATA, file.lowered)
    return is_config(file.path) or served


def android_properties(file: CodeFile) -> Verdict | None:
    """The verdict on properties of a build: they ship if it builds an Android app."""
    if file.name not in ("gradle.properties", "local.properties"):
        return None
    project = by_manifest("properties", file.path, file.read)
    return project if project and project.surface is Surface.MOBILE else UNKNOWN


def is_extension_manifest(file: CodeFile) -> bool:
    """Whether the file is the manifest of a browser extension."""
    return file.name == "manifest.json" and '"manifest_version"' in file.text[:HEAD]


def built_data(file: CodeFile) -> Verdict | None:
    """The verdict on data beside a bundle: it is served with that unless a server was built."""
    return file.declared if in_path(BUILT_DATA, file.lowered) else None


def unity_data(file: CodeFile) -> Verdict | None:
    """The verdict on resources of a game: they ship with it. Unity's folders are in upper case."""
    part = path_part(UNITY_DATA, file.path, file.path)
    return Verdict(Surface.MOBILE, part) if part else None


def is_cordova(file: CodeFile) -> bool:
    """Whether the file is the configuration of a Cordova app."""
    return file.name == "config.xml" and "<widget" in file.text[:HEAD]


def is_flutter_asset(file: CodeFile) -> bool:
    """Whether ``pubspec.yaml`` lists the file, or its folder, among what goes into the app."""
    path = file.path
    if not (is_dotenv(file.name) or "assets/" in path):
        return False
    for folder in upwards(path):
        pubspec = file.read(folder + "pubspec.yaml")
        if pubspec is not None:
            asset = path[len(folder) :]
            listed = {line.strip().lstrip("- ").strip("\"'") for line in pubspec.splitlines()}
            return asset in listed or ("/" in asset and asset.rpartition("/")[0] + "/" in listed)
    return False


def is_inlined(file: CodeFile) -> bool:
    """Whether a package puts each variable of the env file into the app.

    https://github.com/lugg/react-native-config
    """
    return is_dotenv(file.name) and "react-native-config" in file.packages
