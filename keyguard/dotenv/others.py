"""How the loaders of Ruby, Go and PHP, containers, systemd and shells read env files."""

from __future__ import annotations

from keyguard.dotenv.dialect import BARE, Closing, Dialect, Expansion, Spaces

_SPACED_EQUALS = r"[ \t]*=[ \t]*"
_DOTENV_HEAD = r"\s*(?:export[ \t]+)?(?P<name>[\w.-]+)(?:[ \t]*=[ \t]*|:(?=[ \t])[ \t]*)"

_RUBY = Dialect(
    id="ruby-dotenv",
    title="dotenv for Ruby",
    source="https://github.com/bkeepers/dotenv, version 2",
    head=_DOTENV_HEAD,
    escaped_quotes="\"'",
    comment="#",
    double="[^$]",
    controls="nr",
    expansion=Expansion(
        reference=r"\$(?!\()\{?(?P<name>\w+)\}?", within=BARE + '"', runs_commands=True
    ),
)
_GODOTENV = Dialect(
    id="godotenv",
    title="godotenv",
    source="https://github.com/joho/godotenv, version 1.5",
    head=r"[ \t]*(?:export[ \t]+)?(?P<name>[\w.]+)[ \t]*[=:][ \t]*",
    closing=Closing.STRICT,
    unclosed_is_error=True,
    multiline="\"'",
    escaped_quotes="\"'",
    comment=r"\s#",
    double="[^$]",
    controls="nr",
    expansion=Expansion(reference=r"\$(?!\()\{?(?P<name>[A-Z0-9_]+)\}?", within=BARE + '"'),
)
_SHELL = Dialect(
    id="shell",
    title="a shell (source, export)",
    source="https://www.gnu.org/software/bash/manual/bash.html#Shell-Expansions",
    head=(
        r"[ \t]*(?:(?:export|readonly|local|declare(?: -\w+)?)[ \t]+)?"
        r"(?P<name>\w+)(?P<append>\+?)="
    ),
    closing=Closing.WORD,
    unclosed_is_error=True,
    multiline="\"'",
    escaped_quotes='"',
    comment=r"\s#",
    double=r"[`\"\\]",
    bare=".",
    spaces=Spaces.ERROR,
    ends=";<>",
    errors=r"[&|()]",
    trims="",
    expansion=Expansion(
        reference=r"\$(?:\{(?P<braced>[^}]*)\}|(?P<name>[A-Za-z_]\w*|[0-9*#$@!?-]))|`[^`]*`",
        within=BARE + '"',
        error=r"\$\{",
        runs_commands=True,
    ),
)

DIALECTS: tuple[Dialect, ...] = (
    _RUBY,
    _GODOTENV,
    _GODOTENV._replace(
        id="compose",
        title="Docker Compose",
        source="https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/",
        comment=" #",
        double=r"[\"\\abfnrtv]",
        single="[']",
        controls="abfnrtv",
        expansion=Expansion(
            reference=r"\$(?:\{(?P<braced>[^}]*)\}|(?P<name>[A-Za-z_]\w*))",
            within=BARE + '"',
            escaped='"',
            doubled=True,
            error=r"\$\{",
        ),
    ),
    Dialect(
        id="docker",
        title="docker run --env-file",
        source="https://docs.docker.com/reference/cli/docker/container/run/#env",
        head=r"[ \t]*(?P<name>[^=#\s]+)=",
        quotes="",
        trims="\r",
    ),
    _RUBY._replace(
        id="direnv",
        title="direnv",
        source="https://direnv.net/man/direnv-stdlib.1.html, version 2.32",
        expansion=Expansion(
            reference=r"\$(?:\{(?P<braced>[^}]*)\}|(?P<name>[A-Za-z_]\w*|[0-9*#$@!?-])|\{)",
            within=BARE + '"',
            escaped="",
            error=r"\$\(",
        ),
    ),
    Dialect(
        id="symfony",
        title="Symfony's Dotenv",
        source="https://symfony.com/doc/current/configuration.html#configuring-environment-variables-in-env-files",
        head=r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z]\w*)=",
        closing=Closing.WORD,
        unclosed_is_error=True,
        multiline="\"'",
        escaped_quotes='"',
        comment=r"\s#",
        double=r"[\"\\nr]",
        controls="nr",
        spaces=Spaces.ERROR,
        trims="\r",
        expansion=Expansion(
            reference=r"\$(?!\()\{?(?P<name>[A-Za-z]\w*)(?::[-=](?P<default>[^}]*))?\}?",
            within=BARE + '"',
            error=r"\$\(",
        ),
    ),
    Dialect(
        id="phpdotenv",
        title="phpdotenv",
        source="https://github.com/vlucas/phpdotenv, version 5",
        head=rf"[ \t]*(?P<name>[\w.]+){_SPACED_EQUALS}",
        closing=Closing.STRICT,
        unclosed_is_error=True,
        multiline='"',
        escaped_quotes='"',
        comment="#",
        double=r"[$\"\\fnrtv]",
        controls="fnrtv",
        unknown_escape_is_error=True,
        spaces=Spaces.ERROR,
        expansion=Expansion(
            reference=r"\$\{(?P<name>[\w.]+)\}",
            within=BARE + '"',
            escaped="",
            keeps_unknown=True,
        ),
    ),
    Dialect(
        id="systemd",
        title="EnvironmentFile of systemd",
        source="https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=",
        head=rf"[ \t]*(?P<name>[A-Za-z_]\w*){_SPACED_EQUALS}",
        closing=Closing.PARTS,
        multiline="\"'",
        escaped_quotes='"',
        double=r"[$`\"\\]",
        bare=".",
    ),
    Dialect(
        id="environment.d",
        title="environment.d of systemd",
        source="https://www.freedesktop.org/software/systemd/man/latest/environment.d.html",
        head=rf"[ \t]*(?P<name>[A-Za-z_]\w*){_SPACED_EQUALS}",
        closing=Closing.PARTS,
        multiline="\"'",
        escaped_quotes='"',
        double=r"[$`\"\\]",
        bare=".",
        expansion=Expansion(
            reference=r"\$(?:\{(?P<braced>[^}]*)\}|(?P<name>\w+))",
            within=BARE + "\"'",
            escaped="",
            doubled=True,
        ),
        empty_is_unset=True,
    ),
    _SHELL,
    _SHELL._replace(
        id="dockerfile",
        title="Docker's build",
        source="https://docs.docker.com/reference/dockerfile/#environment-replacement",
        line="ENV NAME={}",
        head=r"[ \t]*(?:ENV|ARG)[ \t]+(?P<name>\w+)=",
        ends="",
        errors="",
        expansion=Expansion(
            reference=r"\$(?:\{(?P<braced>[^}]*)\}|(?P<name>[A-Za-z_]\w*))", within=BARE + '"'
        ),
    ),
    Dialect(
        id="compose-file",
        title="Docker Compose",
        source="https://docs.docker.com/reference/compose-file/interpolation/",
        line="NAME: {}",
        head=r"[ \t]*(?:- *)?(?P<name>\w+)(?:: +|=)",
        closing=Closing.FIRST,
        comment=r"\s#",
        expansion=Expansion(
            reference=r"\$(?:\{(?P<braced>[^}]*)\}|(?P<name>[A-Za-z_]\w*))",
            within=BARE + "\"'",
            escaped="",
            doubled=True,
        ),
    ),
    Dialect(
        id="php",
        title="PHP",
        source="https://www.php.net/manual/en/language.types.string.php",
        line="$NAME = {};",
        head=r"[ \t]*\$(?P<name>\w+)[ \t]*=[ \t]*",
        closing=Closing.FIRST,
        escaped_quotes="\"'",
        expansion=Expansion(
            reference=r"\$(?P<name>[A-Za-z_]\w*)|[{]\$(?P<braced>[^{}]*)[}]", within='"'
        ),
    ),
)
LANGUAGES = ("shell", "dockerfile", "compose-file", "php")
"""Rows of files that are no env files; a shell reads those as well."""
