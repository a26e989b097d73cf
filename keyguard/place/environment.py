"""Which deployment a file configures: production, staging, development, test or none of them.

Only configuration gets a class, never general source and never prose. Inside a file the nearest
section speaks first, then variables such as ``NODE_ENV``, then the file's name, then its folders
from the deepest to the outermost. A name that holds two classes has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from keyguard.model import Environment
from keyguard.place.sections import WINDOW, Section, sections

_PRODUCTION, _STAGING = Environment.PRODUCTION, Environment.STAGING
_DEVELOPMENT, _TEST = Environment.DEVELOPMENT, Environment.TEST

PLAIN_WORDS: Mapping[str, Environment] = {
    **dict.fromkeys(("production", "prod", "prd"), _PRODUCTION),
    **dict.fromkeys(("staging", "stg", "preprod", "nonprod"), _STAGING),
    **dict.fromkeys(("development", "dev"), _DEVELOPMENT),
}
"""Words that mean an environment anywhere in the name of a configuration file or folder."""

PROFILE_WORDS: Mapping[str, Environment] = {
    **PLAIN_WORDS,
    **dict.fromkeys(("live", "release"), _PRODUCTION),
    **dict.fromkeys(("stage", "uat", "qa", "preview", "sandbox"), _STAGING),
    **dict.fromkeys(("local", "debug"), _DEVELOPMENT),
    **dict.fromkeys(("test", "testing", "ci"), _TEST),
}
"""Words that mean much else, and an environment only where a profile is expected."""

FILES: Mapping[str, Environment] = {
    "launchsettings.json": _DEVELOPMENT,
    "docker-compose.override.yml": _DEVELOPMENT,
    "docker-compose.override.yaml": _DEVELOPMENT,
    "compose.override.yml": _DEVELOPMENT,
    "compose.override.yaml": _DEVELOPMENT,
    "runtime.exs": _PRODUCTION,
}
"""Files whose whole name says it."""

TEMPLATE_WORDS = frozenset({"example", "sample", "template", "tmpl", "tpl", "dist"})

CONFIG_EXTENSIONS = frozenset((
    "yml", "yaml", "json", "jsonc", "json5", "toml", "ini", "cfg", "conf", "config", "properties",
    "tf", "tfvars", "hcl", "xcconfig", "plist", "xml", "gradle", "vars",
))  # fmt: skip
SOURCE_EXTENSIONS = frozenset((
    "js", "cjs", "mjs", "jsx", "ts", "cts", "mts", "tsx", "py", "rb", "php", "ex", "exs", "dart",
    "go", "java", "kt", "kts", "cs", "swift", "scala", "vue", "svelte", "rs", "m", "mm", "c", "cc",
    "cpp", "h",
))  # fmt: skip
_CONFIG_LANGUAGES = frozenset((
    "js", "cjs", "mjs", "ts", "cts", "mts", "py", "rb", "php", "ex", "exs", "dart",
))  # fmt: skip
"""Languages in which settings are written: Django, Rails, Phoenix, Angular and the like."""
_PROFILE_EXTENSIONS = frozenset({"tfvars", "xcconfig"})
_CONFIG_FILES = re.compile(r"(?:.+\.)?(?:dockerfile|procfile)(?:\..+)?|build\.gradle\.kts")
_CONFIG_FOLDERS = frozenset({"config", "configs", "settings", "environments", "environment"})
_CONFIG_STEM = frozenset((
    "config", "settings", "environment", "environments", "env", "envs", "ecosystem", "main",
    "credentials", "secrets",
))  # fmt: skip
_PROFILE_FOLDERS = _CONFIG_FOLDERS | frozenset((
    "env", "envs", "profiles", "overlays", "inventory", "inventories", "group_vars", "host_vars",
    "stages",
))  # fmt: skip
_PROFILE_BASE = re.compile(
    r"(?:appsettings|application|bootstrap|values|docker-compose|compose|environment|env|config"
    r"|settings|ecosystem|serverless|secrets|credentials|main|fly|app|web)[-._]",
    re.IGNORECASE,
)
_DOTENV = re.compile(
    r"\.?env(?:rc)?(?:[-._].*)?|.*\.env|\.flaskenv|\.dev\.vars(?:\..*)?", re.DOTALL
)

_NEUTRAL_FOLDERS = frozenset({("drivers", "staging"), ("staging", "src")})
"""Parent and child that mean something else: the kernel's drivers, published Kubernetes code."""

_SECTION_COMPANIONS = frozenset((
    "env", "environment", "environments", "deploy", "deployment", "build", "config", "configs",
    "configuration", "settings", "profile", "profiles", "app",
))  # fmt: skip
"""What may stand beside an environment in a section's name: ``env_production``."""

_VARIABLE = re.compile(
    r"(?<![\w.])(?:NODE_ENV|RAILS_ENV|RACK_ENV|APP_ENV|MIX_ENV|FLASK_ENV|DJANGO_ENV|NUXT_ENV"
    r"|SPRING_PROFILES_ACTIVE|spring\.profiles\.active|ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT"
    r"|QUARKUS_PROFILE|MICRONAUT_ENVIRONMENTS|DEPLOY_ENV|APP_ENVIRONMENT|ENVIRONMENT)[\"']?"
    r"(?:[ \t]{0,8}[:= ][ \t]{0,8}|,?\s{1,40}[\"']?value[\"']?[ \t]{0,8}:[ \t]{0,8})"
    r"[\"']?(\w[\w-]{0,40})(?![\w,])"
)
_MAX_VARIABLES = 16
"""Variables that are looked at in one section."""
_PLAIN_SECTION = re.compile(
    r"^[ \t]{0,80}[\[\"'%]{0,3}(?:\w{1,20}[._])?(?:production|prod|staging|development|dev)\b"
    r"[\"'\].\w]{0,40}[ \t]{0,8}(?:[:={\]]|=>|$)",
    re.MULTILINE,
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PREFIXES = frozenset({"non", "pre"})
_PREFIXED = frozenset({"prod", "production"})


def words(name: str) -> list[str]:
    """The words of a name in lower case; ``pre-production`` and ``NonProd`` are one word each."""
    joined: list[str] = []
    for found in _WORD.findall(name):
        word = found.lower()
        if word in _PREFIXED and joined and joined[-1] in _PREFIXES:
            joined[-1] += "prod"
        elif word in ("preproduction", "nonproduction"):
            joined.append(word[:3] + "prod")
        else:
            joined.append(word)
    return joined


def extension(name: str) -> str:
    """What follows the last dot of a file's name, in lower case; empty without one."""
    return name.lower().rpartition(".")[2] if "." in name[1:] else ""


def without_template_suffix(name: str) -> str:
    """``.env.staging`` for ``.env.staging.example``; other names as they are."""
    stem, _, last = name.rpartition(".")
    return stem if stem and last.lower() in TEMPLATE_WORDS else name


def is_dotenv(name: str) -> bool:
    """Whether a file's name is that of an env file, such as ``.env.staging`` or ``prod.env``."""
    lowered = name.lower()
    known = extension(lowered) in SOURCE_EXTENSIONS | CONFIG_EXTENSIONS - {"vars"}
    return bool(_DOTENV.fullmatch(lowered)) and (not known or lowered.startswith(".dev.vars"))


def is_config(path: str) -> bool:
    """Whether a file configures something, judged by its name and folders."""
    *folders, name = path.split("/")
    name = without_template_suffix(name)
    suffix = extension(name)
    if is_dotenv(name) or suffix in CONFIG_EXTENSIONS or _CONFIG_FILES.fullmatch(name.lower()):
        return True
    if suffix not in _CONFIG_LANGUAGES or re.search(r"\.(?:test|spec)\.", name.lower()):
        return False
    if any(folder.lower() in _CONFIG_FOLDERS for folder in folders):
        return True
    stem = words(name.rpartition(".")[0])
    return stem not in ([], ["main"]) and all(
        word in _CONFIG_STEM or word in PLAIN_WORDS for word in stem
    )


def environment(path: str, text: str, offset: int) -> Environment:
    """The deployment that the setting at ``text[offset]`` of the file at ``path`` is for."""
    if not is_config(path):
        return Environment.NONE
    name = without_template_suffix(path.rpartition("/")[2])
    suffix = "" if is_dotenv(name) else extension(name)
    return (
        _from_sections(suffix, text, offset)
        or _from_variables(suffix, text, offset)
        or _from_path(path)
    )


def _single(found: Iterable[Environment]) -> Environment | None:
    classes = set(found)
    return classes.pop() if len(classes) == 1 else None


def _from_sections(suffix: str, text: str, offset: int) -> Environment | None:
    ambiguous: Environment | None = None
    for section in sections(suffix, text, offset):
        for tokens in _section_words(section):
            found = _single(PROFILE_WORDS[word] for word in tokens)
            if section.declared or any(word in PLAIN_WORDS for word in tokens):
                return found
            ambiguous = ambiguous or found
    return ambiguous if ambiguous and _beside_plain(text, offset) else None


def _section_words(section: Section) -> Iterator[list[str]]:
    """The words of each part of a section's name that is about an environment, last part first."""
    # `prod & cloud` is one name, `env.production.vars` is a path, `!prod` is anything else.
    together = bool(re.search(r"[,|&]", section.name))
    parts = [section.name] if together else re.split(r"[.\s:/]+", section.name)
    for part in reversed([] if "!" in section.name else parts):
        tokens = [word for word in words(part) if word not in _SECTION_COMPANIONS]
        known = [word for word in tokens if word in PROFILE_WORDS]
        if known and (together or known == tokens):
            yield known


def _beside_plain(text: str, offset: int) -> bool:
    """Whether the file has a section whose name cannot but mean an environment.

    Beside ``production:`` a section called ``test`` is an environment; alone it may be a job.
    """
    return bool(_PLAIN_SECTION.search(text, max(0, offset - WINDOW), offset + WINDOW))


def _from_variables(suffix: str, text: str, offset: int) -> Environment | None:
    for section in sections(suffix, text, offset):
        found: set[Environment] = set()
        variables = _VARIABLE.finditer(text, section.start, section.end)
        for variable in islice(variables, _MAX_VARIABLES):
            kind = PROFILE_WORDS.get("".join(words(variable[1])))
            if kind and kind not in found and not _is_elsewhere(suffix, text, variable.start()):
                found.add(kind)
        if found:
            return _single(found)
    return None


def _is_elsewhere(suffix: str, text: str, offset: int) -> bool:
    """Whether a variable is commented out, or belongs to the section of one environment."""
    return _is_comment(text, offset) or _from_sections(suffix, text, offset) is not None


def _is_comment(text: str, offset: int) -> bool:
    line = text[max(text.rfind("\n", 0, offset) + 1, offset - 300) : offset].lstrip()
    return line.startswith(("#", "//", ";", "<!--"))


def _from_path(path: str) -> Environment:
    *folders, name = path.split("/")
    for level in (_name_classes(name, folders), *_folder_classes(folders)):
        if level:
            return _single(level) or Environment.NONE
    return Environment.NONE


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
    in_profile_folder = bool(folders) and folders[-1].lower() in _PROFILE_FOLDERS
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
        profile = variant or parent in _PROFILE_FOLDERS
        yield _classes(words(folders[index - 1]), PROFILE_WORDS if profile else PLAIN_WORDS)


def _classes(tokens: list[str], table: Mapping[str, Environment]) -> set[Environment]:
    """``local`` counts only alone: ``production.local`` is one machine's production."""
    others = [word for word in tokens if word != "local"]
    return {table[word] for word in others if word in table} or {
        table[word] for word in tokens if word in table
    }
