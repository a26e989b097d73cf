"""Which files configure something, and the words in their names that mean an environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from keyguard.model import Environment
from keyguard.model.patterns import lazy_pattern

REMEMBERED = 256
"""Names whose kind is remembered, since a file is asked about once for each credential in it."""

_PRODUCTION, _STAGING = Environment.PRODUCTION, Environment.STAGING
_DEVELOPMENT, _TEST = Environment.DEVELOPMENT, Environment.TEST

PLAIN_WORDS: Mapping[str, Environment] = {
    **dict.fromkeys(("production", "prod", "prd"), _PRODUCTION),
    **dict.fromkeys(("producao", "produccion", "produksi"), _PRODUCTION),
    **dict.fromkeys(("staging", "stg", "preprod", "nonprod"), _STAGING),
    **dict.fromkeys(("homologacao", "homologacion", "preproducao", "preproduccion"), _STAGING),
    **dict.fromkeys(("development", "dev"), _DEVELOPMENT),
    **dict.fromkeys(("desenvolvimento", "desarrollo", "gelistirme", "pengembangan"), _DEVELOPMENT),
}
"""Words that mean an environment anywhere in the name of a configuration file or folder: English,
Portuguese, Spanish, Turkish, Indonesian."""

PROFILE_WORDS: Mapping[str, Environment] = {
    **PLAIN_WORDS,
    **dict.fromkeys(("live", "release", "canli", "uretim"), _PRODUCTION),
    **dict.fromkeys(("stage", "uat", "qa", "preview", "review", "acceptance", "sandbox"), _STAGING),
    **dict.fromkeys(("homolog", "hml", "hmg"), _STAGING),
    **dict.fromkeys(("develop", "local", "debug"), _DEVELOPMENT),
    **dict.fromkeys(("test", "testing", "e2e", "ci"), _TEST),
    **dict.fromkeys(("teste", "testes", "prueba", "pruebas", "deneme", "uji"), _TEST),
}
"""Words that usually mean something else, and an environment only where a profile is expected."""

TEMPLATE_WORDS = frozenset({"example", "sample", "template", "tmpl", "tpl", "dist"})

CONFIG_EXTENSIONS = frozenset((
    "yml", "yaml", "json", "jsonc", "json5", "toml", "ini", "cfg", "conf", "config", "properties",
    "tf", "tfvars", "hcl", "bicepparam", "xcconfig", "plist", "xml", "gradle", "vars",
    "http", "rest", "bru",
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
_CONFIG_FILES = lazy_pattern(
    r"(?:.+\.)?(?:dockerfile|procfile)(?:\..+)?|build\.gradle\.kts"
    r"|(?:.+\.config|knexfile|ormconfig)\.[cm]?[jt]s"
)
CONFIG_FOLDERS = frozenset({"config", "configs", "settings", "environments", "environment"})
PROFILE_FOLDERS = CONFIG_FOLDERS | frozenset((
    "env", "envs", "profiles", "overlays", "inventory", "inventories", "group_vars", "host_vars",
    "stages",
))  # fmt: skip
"""Folders below which a name such as ``test`` or ``live`` is an environment's."""
_CONFIG_STEM = frozenset((
    "config", "settings", "environment", "environments", "env", "envs", "ecosystem", "main",
    "credentials", "secrets", "wp", "inc",
))  # fmt: skip
_DOTENV = lazy_pattern(
    r"\.?env(?:rc)?(?:[-._].*)?|.*\.env(?:rc)?(?:\.[\w-]+)*|\.flaskenv|\.dev\.vars(?:\..*)?",
    re.DOTALL,
)

_DOCUMENTATION = frozenset((
    "md", "mdx", "markdown", "rst", "adoc", "asciidoc", "textile", "rdoc",
))  # fmt: skip
_OTHER_THAN_DOTENV = (
    SOURCE_EXTENSIONS | CONFIG_EXTENSIONS | _DOCUMENTATION | {"html", "htm", "css", "svg", "png"}
    | {"clj", "el", "erl", "hs", "ipynb", "jl", "lua", "ml", "nim", "pl", "pm", "r", "sql", "zig"}
) - {"vars"}  # fmt: skip
"""Of files that may be named after env files, as ``env-files.md`` is."""
_SHELL = frozenset({"sh", "bash", "zsh", "ksh", "fish", "ps1", "bat", "cmd"})
"""Of scripts that set variables, as ``env.staging.sh`` does, or use them, as ``env_check.sh``."""
_SETTING_WORDS = (
    frozenset({"env", "envs", "envrc", "rc", "vars", "variables", "config", "settings", "secrets"})
    | PROFILE_WORDS.keys() | TEMPLATE_WORDS
)  # fmt: skip
"""The words in the names of those that set them."""
_DOCUMENTS = lazy_pattern(
    r"(?:readme|changelog|changes|contributing|license|notice)(?:\.txt)?", re.IGNORECASE
)
_EXAMPLE_FOLDERS = frozenset((
    "example", "examples", "sample", "samples", "demo", "demos", "snippets", "cookbook",
))  # fmt: skip
_TEST_FOLDERS = frozenset((
    "test", "tests", "__tests__", "__mocks__", "__fixtures__", "__snapshots__", "spec", "specs",
    "testdata", "test-data", "test_data", "testing", "fixture", "fixtures", "e2e", "cypress",
    "androidtest", "unittest", "unittests", "integration-tests", "integration_tests",
))  # fmt: skip
_PROFILE_PARENTS = frozenset((
    "environments", "environment", "envs", "env", "overlays", "inventories", "inventory",
    "group_vars", "config",
))  # fmt: skip
"""Below these a folder called ``test`` holds an environment, not a test suite."""
_TEST_TARGET = lazy_pattern(
    r".+(?:[a-z0-9]|\.|UI)Tests|.+\.Test|(?:android)?[tT]est[A-Z]\w*", re.DOTALL
)
"""Folders of Xcode, .NET and Gradle: ``AppUITests``, ``Shop.Test``, ``testDebug``."""
_TEST_FILE = lazy_pattern(
    r"(?:test_.+|conftest|.+[._-](?:test|tests|spec|cy|e2e)|.+\.[a-z]{1,12}test)",
    re.IGNORECASE | re.DOTALL,
)
_TEST_PACKAGE = lazy_pattern(r"(?!(?:latest|contest|attest|greatest|fastest|protest)\Z)[a-z]+test")
"""A package of Go that helps tests, as ``net/http/httptest``: its file has its name."""
_TEST_CLASS = lazy_pattern(r".*[a-z0-9](?:Test|Tests|Spec|IT)", re.DOTALL)

_WORD = lazy_pattern(r"\be2e\b|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PREFIXES = frozenset({"non", "pre"})
_PREFIXED = frozenset({"prod", "production", "producao", "produccion"})


def words(name: str) -> list[str]:
    """The words of a name in lower case; ``pre-production`` and ``NonProd`` are one word each."""
    joined: list[str] = []
    for found in _WORD.findall(name if name.isascii() else _without_accents(name)):
        word = found.lower()
        if word in _PREFIXED and joined and joined[-1] in _PREFIXES:
            joined[-1] += "prod"
        elif word in ("preproduction", "nonproduction"):
            joined.append(word[:3] + "prod")
        else:
            joined.append(word)
    return joined


def _without_accents(name: str) -> str:
    from unicodedata import combining, normalize  # hardly any name needs it

    spelt = normalize("NFKD", name.replace("ı", "i"))
    return "".join(sign for sign in spelt if not combining(sign))


def extension(name: str) -> str:
    """The part of a file's name behind its last dot, in lower case; empty without a dot."""
    return name.lower().rpartition(".")[2] if "." in name[1:] else ""


def without_template_suffix(name: str) -> str:
    """``.env.staging`` for ``.env.staging.example``; other names unchanged."""
    stem, _, last = name.rpartition(".")
    return stem if stem and last.lower() in TEMPLATE_WORDS else name


@lru_cache(maxsize=REMEMBERED)
def is_dotenv(name: str) -> bool:
    """Whether a file's name is that of an env file, such as ``.env.staging`` or ``prod.env``."""
    lowered = name.lower()
    if not _DOTENV.fullmatch(lowered):
        return False
    stem, _, last = lowered.rpartition(".")
    if stem and last in _SHELL:
        return _SETTING_WORDS.issuperset(words(stem))
    return last not in _OTHER_THAN_DOTENV or lowered.startswith(".dev.vars")


def sets_variables(name: str) -> bool:
    """Whether a file of this name, in lower case, sets environment variables line by line."""
    return is_dotenv(name) or name.split(".")[0] == "dockerfile"


@lru_cache(maxsize=REMEMBERED)
def is_config(path: str) -> bool:
    """Whether a file configures something, judged by its name and folders."""
    *folders, name = path.split("/")
    name = without_template_suffix(name)
    suffix = extension(name)
    if is_dotenv(name) or suffix in CONFIG_EXTENSIONS or _CONFIG_FILES.fullmatch(name.lower()):
        return True
    if ".envs" in folders:  # https://cookiecutter-django.readthedocs.io/
        return True
    if suffix not in _CONFIG_LANGUAGES or re.search(r"\.(?:test|spec)\.", name.lower()):
        return False
    if any(folder.lower() in CONFIG_FOLDERS for folder in folders):
        return True
    stem = words(name.rpartition(".")[0])
    # `dev.py` alone starts a server as often as it holds settings.
    speaks = bool(_CONFIG_STEM & set(stem)) or bool({*folders[-1:]} & PROFILE_FOLDERS)
    return (
        speaks
        and stem not in ([], ["main"], ["local"])
        and all(word in _CONFIG_STEM or word in PLAIN_WORDS or word == "local" for word in stem)
    )


def is_documentation(path: str) -> bool:
    """Whether a file is prose, judged by its name."""
    name = path.rpartition("/")[2]
    return extension(name) in _DOCUMENTATION or bool(_DOCUMENTS.fullmatch(name))


def is_example(path: str) -> bool:
    """Whether a file is below a folder of examples."""
    return not _EXAMPLE_FOLDERS.isdisjoint(path.lower().split("/")[:-1])


def is_template_file(path: str) -> bool:
    """Whether a file shows what to fill in, such as ``.env.example`` or ``config.sample.yml``.

    ``template.yaml`` is none: AWS SAM deploys it.
    """
    name = path.rpartition("/")[2].lower()
    parts = name.split(".")
    if is_dotenv(name):
        return bool(TEMPLATE_WORDS & set(re.split(r"[^a-z]+", name)))
    tokens = set(re.split(r"[^a-z]+", parts[0]))
    return bool(TEMPLATE_WORDS & set(parts[1:])) or (
        is_config(name) and bool(tokens & {"example", "sample"})
    )


@lru_cache(maxsize=REMEMBERED)
def is_env_file(path: str) -> bool:
    """Whether a file is an env file that is filled in: ``.env.staging``, not ``.env.example``."""
    return is_dotenv(path.rpartition("/")[2]) and not is_template_file(path)


def is_test_code(path: str) -> bool:
    """Whether a file is code or data of a test suite, judged by its folders and name."""
    *folders, name = path.split("/")
    parents = ["", *(folder.lower() for folder in folders)]
    for parent, folder in pairwise(parents):
        if folder in _TEST_FOLDERS and not (folder == "test" and parent in _PROFILE_PARENTS):
            return True
    if any(map(_TEST_TARGET.fullmatch, folders)):
        return True
    if extension(name) not in SOURCE_EXTENSIONS:
        return False
    stem = name.rpartition(".")[0]
    if stem == parents[-1] and _TEST_PACKAGE.fullmatch(stem):
        return True
    return bool(_TEST_FILE.fullmatch(stem) or _TEST_CLASS.fullmatch(stem))
