"""Which packages and files say how a project's env files are read: the ids of dialects for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from keyguard.model.record import NamedTuple


class Since(NamedTuple):
    """The dialects of a package, up to and with a version."""

    last: tuple[int, int]
    """Major and minor version; ``NEWEST`` for all that follow."""
    dialects: tuple[str, ...]


NEWEST = (10_000, 0)

_DOTENV = (
    Since((13, 99), ("dotenv-old",)),
    Since((14, 99), ("dotenv-14",)),
    Since((15, 99), ("dotenv-15",)),
    Since(NEWEST, ("dotenv",)),
)
_EXPAND = (
    Since((5, 99), ("dotenv-expand-5",)),
    Since((10, 99), ("next",)),
    Since((11, 99), ("dotenv-expand-11",)),
    Since(NEWEST, ("dotenv-expand",)),
)
_VITE = (
    Since((6, 99), ("dotenv-expand-11",)),
    Since((7, 99), ("dotenv-expand",)),
    Since(NEWEST, ("vite",)),
)


def _any(*dialects: str) -> tuple[Since, ...]:
    return (Since(NEWEST, dialects),)


NPM: Mapping[str, tuple[Since, ...]] = {
    "@dotenvx/dotenvx": (Since((1, 99), ("dotenvx-1",)), Since(NEWEST, ("dotenvx",))),
    "@nestjs/config": _any("dotenv", "dotenv-expand"),
    "@sveltejs/kit": _any("dotenv-expand-11", "dotenv-expand", "vite"),
    "@types/bun": _any("bun"),
    "@vue/cli-service": _any("dotenv-expand-5"),
    "astro": _any("dotenv-expand-11", "dotenv-expand", "vite"),
    "bun-types": _any("bun"),
    "dotenv": _DOTENV,
    "dotenv-cli": _any("dotenv-expand-11", "dotenv-expand"),
    "dotenv-expand": _EXPAND,
    "dotenv-flow": _any("dotenv"),
    "dotenv-safe": _any("dotenv"),
    "dotenv-webpack": _any("dotenv"),
    "env-cmd": (Since((10, 99), ("env-cmd-10",)), Since(NEWEST, ("env-cmd",))),
    "expo": _any("dotenv-expand-11"),
    "gatsby": _any("dotenv"),
    "next": _any("next"),
    "nuxt": _any("dotenv", "dotenv-expand"),
    "nx": _any("dotenv-expand-11", "dotenv-expand"),
    "parcel": _any("dotenv-expand-5"),
    "react-scripts": _any("dotenv-expand-5"),
    "vite": _VITE,
    "wrangler": _any("dotenv", "dotenv-expand"),
}
"""Packages of npm; those that bring a loader with them are read as it reads."""

TAKEN_OVER = {
    "dotenv": ("dotenv-expand", "dotenv-cli"),
    "@sveltejs/kit": ("vite",),
    "astro": ("vite",),
}
"""Packages that say no more where one of the others is there."""

SCRIPTS: Mapping[str, tuple[str, ...]] = {
    r"docker\s[^\n\"]{0,200}\srun\s[^\n\"]{0,200}--env-file|docker run[^\n\"]{0,200}--env-file": (
        "docker",
    ),
    r"\b(?:node|nodemon|tsx)\s[^\n\"]{0,200}--env-file": ("node", "node-20"),
    r"(?:^|[\s\"&;])bun\s(?:run|--|[\w./-]+\.[jt]sx?)": ("bun",),
    r"\bdotenvx\s": ("dotenvx",),
    r"\buv\s+run\s[^\n\"]{0,200}--env-file": ("dotenvy",),
    r"\b(?:uvicorn|granian)\s[^\n\"]{0,200}--env-file": ("python-dotenv",),
    r"(?:^|[\s;&(\"])(?:source|\.)\s+[\w./-]*\.env": ("shell",),
    r"\bdeno\s[^\n\"]{0,200}--env\b": ("deno",),
    r"^\s*set\s+dotenv-(?:load|filename|path)": ("dotenvy",),
    r"^\s*[-s]?include\s[^\n#]{0,200}\.env": ("make",),
}
"""Commands in the scripts of a package, a makefile, a justfile or a Procfile."""

PYPI: Mapping[str, tuple[Since, ...]] = {
    "django-environ": (
        Since((0, 4), ("django-environ-0.4",)),
        Since((0, 10), ("django-environ",)),
        Since((0, 11), ("django-environ-0.11",)),
        Since(NEWEST, ("django-environ",)),
    ),
    "dynaconf": _any("dynaconf"),
    "environs": _any("python-dotenv"),
    "honcho": _any("honcho"),
    "pydantic-settings": _any("python-dotenv"),
    "python-decouple": _any("decouple"),
    "python-dotenv": _any("python-dotenv"),
    "starlette": _any("starlette"),
}
_RUBY = (Since((2, 7), ("ruby-dotenv-2.7",)), Since(NEWEST, ("ruby-dotenv",)))
RUBYGEMS: Mapping[str, tuple[Since, ...]] = {
    "dotenv": _RUBY,
    "dotenv-rails": _RUBY,
}
CRATES: Mapping[str, tuple[Since, ...]] = {
    "dotenv": _any("dotenvy"),
    "dotenvy": _any("dotenvy"),
}
GO: Mapping[str, tuple[Since, ...]] = {"github.com/joho/godotenv": _any("godotenv")}
COMPOSER: Mapping[str, tuple[Since, ...]] = {
    "laravel/framework": _any("phpdotenv"),
    "symfony/dotenv": _any("symfony"),
    "symfony/framework-bundle": _any("symfony"),
    "vlucas/phpdotenv": _any("phpdotenv"),
}


def dialects_of(
    table: Mapping[str, tuple[Since, ...]], versions: Mapping[str, tuple[int, int] | None]
) -> Iterable[str]:
    """The dialects of packages with these versions, all of a package's if its is not known."""
    for package, version in versions.items():
        if any(other in versions for other in TAKEN_OVER.get(package, ())):
            continue
        rows = table.get(package, ())
        if version is None:
            yield from (dialect for row in rows for dialect in row.dialects)
        else:
            yield from next((row.dialects for row in rows if version <= row.last), ())
