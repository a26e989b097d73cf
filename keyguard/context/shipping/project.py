"""The build tools of the nearest project, and the variables that they make public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property

from keyguard.context.folders import Read, upwards
from keyguard.context.npm_manifest import LOCK_FILES, Manifest, Version, manifest_in
from keyguard.context.shipping.command import options_in
from keyguard.context.shipping.config_file import Shipped, shipped_by
from keyguard.context.shipping.row import BuildTool
from keyguard.context.shipping.table import BUILD_TOOLS, file_names
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

MOST_SCRIPT_FILES = 12
"""Files named in the scripts of a package that are read."""
MOST_PATTERNS = 100
_WITHOUT_MANIFEST = (
    "next.config.js", "next.config.mjs", "next.config.ts", "vite.config.js", "vite.config.ts",
    "webpack.config.js", "nuxt.config.ts", "astro.config.mjs", "quasar.config.js",
)  # fmt: skip
"""What is looked for where no ``package.json`` says which tools there are."""
_COMMANDS = ("Makefile", "justfile")
_SCRIPT_FILE = lazy_pattern(r"(?:\./)?((?:[\w-]+/){0,4}[\w.-]+\.[cm]?[jt]s)(?=[\s\"']|\Z)")


class Publication(NamedTuple):
    """The way in which a variable becomes public."""

    tool: BuildTool
    where: str
    """The member and its file, such as ``env`` of ``next.config.js``."""
    how: str
    """``name``, ``prefix``, ``whole`` (environment) or ``code``: whatever browser code names."""


class Found(NamedTuple):
    """What one file of a project ships."""

    file: str
    shipped: Shipped


class Project:
    """The build around a file, read when the first question about it comes."""

    def __init__(self, path: str, read: Read) -> None:
        self._path = path
        self._read = read

    def publication_of(self, name: str, in_browser_code: bool) -> Publication | None:
        """How a variable becomes public; None if it does not, as far as anything tells."""
        if not (self._found or self._inlining):
            return None
        ranks = ("name", "prefix", "whole", *(("code",) if in_browser_code else ()))
        found = [each for each in self._publications(name) if each.how in ranks]
        return min(found, key=lambda each: ranks.index(each.how), default=None)

    def is_private(self, prefix: str) -> bool:
        """Whether a prefix that is public in other projects means nothing in this one."""
        settings = [
            each.shipped
            for each in self._found
            if each.shipped.section == each.shipped.tool.prefix_setting
            and prefix in each.shipped.tool.prefixes
        ]
        if settings:
            return not any(prefix.startswith(each.published.prefixes) for each in settings)
        kit = self.versions.get("@sveltejs/kit")
        return prefix == "PUBLIC_" and kit is not None and kit[0] >= 3

    def _publications(self, name: str) -> Iterator[Publication]:
        for file, shipped in self._found:
            published = shipped.published
            where = f"`{shipped.section}` in {file}" if shipped.section else file
            if name in published.names:
                yield Publication(shipped.tool, where, "name")
            if name.startswith(tuple(filter(None, published.prefixes))):
                yield Publication(shipped.tool, where, "prefix")
            if "" in published.prefixes:
                yield Publication(shipped.tool, where, "whole")
            if published.referenced:
                yield Publication(shipped.tool, where, "code")
        for tool in self._inlining:
            if self._may_inline(tool, name):
                yield Publication(tool, tool.title, "code")

    @cached_property
    def _inlining(self) -> list[BuildTool]:
        """The tools that write variables out whose names code holds."""
        return [tool for tool in BUILD_TOOLS if self._inlines(tool)]

    def _inlines(self, tool: BuildTool) -> bool:
        if tool.inlines is None or self.versions.keys().isdisjoint(tool.packages):
            return False
        version = self.version_of(tool)
        return version is None or version >= tool.inlines

    def _may_inline(self, tool: BuildTool, name: str) -> bool:
        """Whether the ``package.json`` beside the lock file lets a tool write this variable out.

        Those of workspaces are not asked: https://parceljs.org/features/targets/#package.json
        """
        root = next(
            (
                folder
                for folder in upwards(self._path)
                if any(self._read(folder + lock) is not None for lock in LOCK_FILES)
            ),
            "",
        )
        outermost = next((each for each in self.manifests if each.folder == root), None)
        if not tool.inline_setting or outermost is None:
            return True
        member, key = tool.inline_setting
        options = outermost.members.get(member)
        setting = options.get(key) if isinstance(options, dict) else None
        if isinstance(setting, list):
            return any(fnmatchcase(name, str(pattern)) for pattern in setting[:MOST_PATTERNS])
        return setting is not False

    @property
    def builds_pages(self) -> bool:
        """Whether a bundler without configuration builds a page here."""
        nearest = self.manifests[0] if self.manifests else None
        return nearest is not None and (
            str(nearest.members.get("source", "")).endswith(".html")
            or any("parcel" in script and ".html" in script for script in nearest.scripts)
        )

    @cached_property
    def manifests(self) -> list[Manifest]:
        """The manifests of the folders from the file's own to the root."""
        found = (manifest_in(folder, self._read) for folder in upwards(self._path))
        return [manifest for manifest in found if manifest is not None]

    @cached_property
    def versions(self) -> dict[str, Version | None]:
        """The versions of all packages that are build tools, the nearest manifest's first."""
        packages = [package for tool in BUILD_TOOLS for package in tool.packages]
        known: dict[str, Version | None] = {}
        for manifest in self.manifests:
            known = manifest.versions(packages, self._read) | known
        return known

    def version_of(self, tool: BuildTool) -> Version | None:
        """The version of a tool; None if nothing tells."""
        versions = (self.versions.get(package) for package in tool.packages)
        return next((version for version in versions if version), None)

    @cached_property
    def _found(self) -> list[Found]:
        """What the files of the nearest folder ship in which there are any."""
        for folder in upwards(self._path):
            manifest = next((each for each in self.manifests if each.folder == folder), None)
            found = [*self._in_configurations(folder), *self._in_commands(folder, manifest)]
            if found or manifest:
                return found
            if not self.manifests:
                break
        return []

    def _in_configurations(self, folder: str) -> Iterator[Found]:
        scripts = [script for manifest in self.manifests for script in manifest.scripts]
        named = list(_files_in(scripts))
        for tool in BUILD_TOOLS:
            usual = [name for stem in tool.stems for name in file_names(stem)]
            if not self.manifests:
                wanted: Iterable[str] = [name for name in usual if name in _WITHOUT_MANIFEST]
            elif self._has(tool, scripts):
                wanted = dict.fromkeys([*usual, *(named if tool.calls or tool.plugins else ())])
            else:
                continue
            for name in wanted:
                text = self._read(folder + name)
                if text is not None:
                    version = self.version_of(tool)
                    for shipped in shipped_by(tool, name, text, version):
                        yield Found(name, shipped)

    def _has(self, tool: BuildTool, scripts: list[str]) -> bool:
        """Whether a manifest asks for a tool, or a script calls it."""
        if not self.versions.keys().isdisjoint(tool.packages):
            return True
        names = "|".join(re.escape(package) for package in tool.packages if "/" not in package)
        called = re.compile(rf"(?:^|[\s/])(?:{names})(?:@[\w.]+)?(?=\s|\Z)") if names else None
        return bool(called) and any(called.search(script) for script in scripts if called)

    def _in_commands(self, folder: str, manifest: Manifest | None) -> Iterator[Found]:
        for script in manifest.scripts if manifest else ():
            yield from _options("package.json", script)
        for name in _COMMANDS if manifest or not self.manifests else ():
            yield from _options(name, self._read(folder + name) or "")


def _options(file: str, text: str) -> Iterator[Found]:
    for option in options_in(text):
        yield Found(file, Shipped(option.tool, option.text, option.published))


def _files_in(scripts: list[str]) -> Iterator[str]:
    found = dict.fromkeys(match[1] for script in scripts for match in _SCRIPT_FILE.finditer(script))
    yield from list(found)[:MOST_SCRIPT_FILES]
