"""Which deployment a file configures: production, staging, development, test or none of them.

Only configuration gets a class, never general source and never prose. Inside a file the nearest
section counts first, then variables such as ``NODE_ENV``, then the file's name, then its folders
from the deepest to the outermost. A name that holds two classes has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from keyguard.context.environment.sections import Section, sections, sections_in
from keyguard.context.environment.variables import Variables, in_order, variables_of
from keyguard.context.file_kinds import (
    CONFIG_EXTENSIONS,
    PLAIN_WORDS,
    PROFILE_FOLDERS,
    PROFILE_WORDS,
    REMEMBERED,
    SOURCE_EXTENSIONS,
    extension,
    is_config,
    is_dotenv,
    without_template_suffix,
    words,
)
from keyguard.context.window import KEPT, window_at
from keyguard.model import Environment
from keyguard.model.patterns import lazy_pattern

_PRODUCTION, _STAGING = Environment.PRODUCTION, Environment.STAGING
_DEVELOPMENT, _TEST = Environment.DEVELOPMENT, Environment.TEST

FILES: Mapping[str, Environment] = {
    "launchsettings.json": _DEVELOPMENT,
    "local.settings.json": _DEVELOPMENT,  # of Azure Functions
    "docker-compose.override.yml": _DEVELOPMENT,
    "docker-compose.override.yaml": _DEVELOPMENT,
    "compose.override.yml": _DEVELOPMENT,
    "compose.override.yaml": _DEVELOPMENT,
    "runtime.exs": _PRODUCTION,
    "phpunit.xml": _TEST,
    "phpunit.dist.xml": _TEST,
}
"""The environments of files that their whole name tells."""

_PROFILE_EXTENSIONS = frozenset({"tfvars", "xcconfig", "bicepparam"})
_PROFILE_BASE = lazy_pattern(
    r"(?:appsettings|application|bootstrap|values|docker-compose|compose|environment|env|config"
    r"|settings|ecosystem|serverless|secrets|credentials|main|fly|app|web)[-._]",
    re.IGNORECASE,
)
_NEUTRAL_FOLDERS = frozenset({("drivers", "staging"), ("staging", "src")})
"""Parent and child that mean something else: the kernel's drivers, published Kubernetes code."""

_SECTION_COMPANIONS = frozenset((
    "env", "environment", "environments", "deploy", "deployment", "build", "config", "configs",
    "configuration", "settings", "profile", "profiles", "app",
))  # fmt: skip
"""What may be beside an environment in a section's name: ``env_production``."""

_PROFILE_FILES = lazy_pattern(
    r"eas\.json|wrangler\.(?:toml|jsonc?)|netlify\.toml|rocket\.toml|.*\.env\.json"
)
"""Files whose sections are environments, so that ``preview`` is one as well.

https://docs.expo.dev/build/eas-json/, https://developers.cloudflare.com/workers/wrangler/,
https://docs.netlify.com/configure-builds/file-based-configuration/, https://rocket.rs and
JetBrains' HTTP client."""
_LISTS = frozenset({"environments", "envs"})
"""Sections whose members are environments, whatever they are called."""
_NEVER_ALONE = frozenset(("local", "test", "testing", "ci", "debug"))
"""Words of names that hardly ever mean a deployment."""
_OF_COMMANDS = frozenset({"package.json", "composer.json"})
"""Files whose variables are in commands, each in front of its own."""
_ANY_WORD = lazy_pattern("|".join(PROFILE_WORDS))
_PLAIN_SECTION = lazy_pattern(
    r"^class[ \t]{1,8}(?:Production|Staging|Development)|"
    r"^[ \t]{0,80}[\[\"'%]{0,3}(?:\w{1,20}[._])?(?:production|prod|staging|development|dev)\b"
    r"[\"'\].\w]{0,40}[ \t]{0,8}(?:[:={\]]|=>|$)(?![ \t]{0,8}[\"']?(?:true|false|null|yes|no|\d))",
    re.MULTILINE,
)


def environment_of(path: str, text: str, offset: int, setting: str = "") -> Environment:
    """The environment of the setting at ``text[offset]`` of the file at ``path``.

    ``setting`` is its name, which counts last, since any file may name other environments' keys.
    """
    if not is_config(path):
        return Environment.NONE
    name, suffix = _name_and_suffix(path)
    return (
        _from_sections(name, suffix, text, offset)
        or _from_variables(name, suffix, text, offset)
        or _from_path(path)
        or _from_setting(setting)
        or Environment.NONE
    )


def is_ambiguous(path: str, text: str, offset: int) -> bool:
    """Whether a configuration without an environment mentions environments all the same.

    ``live/`` may be production or a folder of live examples, ``test:`` an environment or a job.
    """
    if not is_config(path):
        return False
    _, suffix = _name_and_suffix(path)
    around = sections_in(suffix, window_at(text, offset), offset)
    if any(_section_words(section.name) for section in around):
        return True
    return _mentions_environment(path)


@lru_cache(maxsize=REMEMBERED)
def _mentions_environment(path: str) -> bool:
    """Whether a path holds a word that may be an environment's."""
    _, suffix = _name_and_suffix(path)
    stem = path.removesuffix("." + suffix) if suffix else path
    *folders, last = stem.split("/")
    named = {*words(last), *(folder.lower() for folder in folders)} - _NEVER_ALONE
    return bool(named & PROFILE_WORDS.keys())


@lru_cache(maxsize=REMEMBERED)
def _name_and_suffix(path: str) -> tuple[str, str]:
    """A file's name as it is read, and the extension that says its format; empty for env files."""
    name = without_template_suffix(path.rpartition("/")[2])
    return name, "" if is_dotenv(name) else extension(name)


def _single(found: Iterable[Environment]) -> Environment | None:
    classes = set(found)
    return classes.pop() if len(classes) == 1 else None


def _from_sections(name: str, suffix: str, text: str, offset: int) -> Environment | None:
    ambiguous: Environment | None = None
    within: Environment | None = None
    inner = ""
    for section in sections_in(suffix, window_at(text, offset), offset):
        if within and section.name.lower() in _LISTS:
            return within
        if section.name == "services" and (deployed := _from_setting(inner)):
            return deployed
        within = None
        inner = section.name
        named = _section_words(inner)
        if not named:
            continue
        # https://symfony.com/doc/current/configuration.html#configuration-environments
        declared = section.declared or section.name.startswith("when@")
        for tokens in named:
            found = _single(PROFILE_WORDS[word] for word in tokens)
            if declared or any(word in PLAIN_WORDS for word in tokens):
                return found
            within = found
            ambiguous = ambiguous or found
    if ambiguous is None:
        return None
    certain = _PROFILE_FILES.fullmatch(name.lower()) or _beside_plain(text, offset)
    return ambiguous if certain else None


@lru_cache(maxsize=REMEMBERED)
def _section_words(name: str) -> list[list[str]]:
    """The words of each part of a section's name that is about an environment, last part first."""
    if name.isascii() and not _ANY_WORD.search(name.lower()):
        return []
    # `prod & cloud` is one name, `env.production.vars` is a path, `!prod` is anything else.
    together = bool(re.search(r"[,|&]", name))
    parts = [name] if together else re.split(r"[.\s:/@]+", name)
    found = []
    for part in reversed([] if "!" in name else parts):
        tokens = [word for word in words(part) if word not in _SECTION_COMPANIONS]
        known = [word for word in tokens if word in PROFILE_WORDS]
        if known and (together or known == tokens):
            found.append(known)
    return found


def _beside_plain(text: str, offset: int) -> bool:
    """Whether the file has a section whose name cannot but mean an environment.

    Beside ``production:`` a section called ``test`` is an environment; alone it may be a job.
    """
    return _has_plain_section(window_at(text, offset).text)


@lru_cache(maxsize=KEPT)
def _has_plain_section(window: str) -> bool:
    return _PLAIN_SECTION.search(window) is not None


def _from_variables(name: str, suffix: str, text: str, offset: int) -> Environment | None:
    window = window_at(text, offset)
    said = _variables_in(name, suffix, text, window.start, window.end)
    if said.is_empty:
        return None
    first, last = window.start, window.end
    if name in _OF_COMMANDS:
        first, last = text.rfind("\n", window.start, offset) + 1, offset
    for section in sections(suffix, text, offset):
        start, end = max(first, section.start), min(last, section.end)
        found = said.named_between(start, end, offset)
        deployed = {environment for environment, build in found if not build}
        if found:
            return _single(deployed or (environment for environment, _ in found))
    return None


@lru_cache(maxsize=KEPT)
def _variables_in(name: str, suffix: str, text: str, start: int, end: int) -> Variables:
    """The variables in ``text[start:end]`` that are meant for what is around them."""

    def sections_at(position: int) -> Iterable[Section]:
        return sections(suffix, text, position)

    found = [
        variable
        for variable in variables_of(name, text, start, end, sections_at)
        if not _is_elsewhere(name, suffix, text, variable.start)
    ]
    return in_order(found)


def _is_elsewhere(name: str, suffix: str, text: str, offset: int) -> bool:
    """Whether a variable is commented out, or belongs to the section of one environment."""
    return _is_comment(text, offset) or _from_sections(name, suffix, text, offset) is not None


def _is_comment(text: str, offset: int) -> bool:
    line = text[max(text.rfind("\n", 0, offset) + 1, offset - 300) : offset].lstrip()
    return line.startswith(("#", "//", ";", "<!--"))


@lru_cache(maxsize=REMEMBERED)
def _from_path(path: str) -> Environment | None:
    *folders, name = path.split("/")
    levels = (_name_classes(name, folders), *_folder_classes(folders))
    return next((_single(level) for level in levels if level), None)


def _from_setting(name: str) -> Environment | None:
    """``STAGING_API_KEY`` is for staging; one with ``DEV`` may be for developers."""
    lower = name.lower()
    if name.isascii() and not any(map(lower.__contains__, PLAIN_WORDS)):
        return None
    found = {PLAIN_WORDS[word] for word in words(name) if word in PLAIN_WORDS}
    return _single(found - {_DEVELOPMENT})


def _name_classes(name: str, folders: list[str]) -> set[Environment]:
    name = without_template_suffix(name)
    lowered = name.lower()
    if lowered in FILES:
        return {FILES[lowered]}
    if is_dotenv(name):
        tokens = words(name.removeprefix(".dev.vars."))
        # `.env.local` overrides any environment: https://github.com/motdotla/dotenv
        bare = lowered.startswith((".env", "env")) and tokens[1:] == ["local"]
        return set() if bare else _classes(tokens, PROFILE_WORDS)
    known = extension(name) in SOURCE_EXTENSIONS | CONFIG_EXTENSIONS
    stem = name.rpartition(".")[0] if known else name
    tokens = words(stem)
    whole = len(tokens) == 1
    in_profile_folder = bool(folders) and folders[-1].lower() in PROFILE_FOLDERS
    if whole and (in_profile_folder or tokens == ["stage"]):
        return _classes(tokens, PROFILE_WORDS)
    profile = bool(_PROFILE_BASE.match(name)) or extension(name) in _PROFILE_EXTENSIONS
    found = _classes(tokens, PROFILE_WORDS if profile else PLAIN_WORDS)
    # `settings_test.py` tests the settings; it is not the settings of the tests.
    return found - {_TEST} if extension(name) in SOURCE_EXTENSIONS else found


def _folder_classes(folders: list[str]) -> Iterable[set[Environment]]:
    lowered = ["", *(folder.lower() for folder in folders), ""]
    for index in range(len(folders), 0, -1):
        parent, folder, child = lowered[index - 1 : index + 2]
        if (parent, folder) in _NEUTRAL_FOLDERS or (folder, child) in _NEUTRAL_FOLDERS:
            continue
        variant = parent == "src" and folder in ("debug", "release")
        profile = variant or parent.lstrip(".") in PROFILE_FOLDERS
        tokens = words(folders[index - 1])
        found = _classes(tokens, PROFILE_WORDS if profile else PLAIN_WORDS)
        # `dev-cli/` holds a tool for developers, `prod-eu/` a deployment.
        yield found if profile or len(tokens) == 1 else found - {_DEVELOPMENT}


def _classes(tokens: list[str], table: Mapping[str, Environment]) -> set[Environment]:
    """``local`` counts only alone: ``production.local`` is one machine's production."""
    others = [word for word in tokens if word != "local"]
    return {table[word] for word in others if word in table} or {
        table[word] for word in tokens if word in table
    }
