"""How shells, builds of containers, Compose files and PHP read a value of their own files."""

from __future__ import annotations

from keyguard.dotenv.dialect import BARE, Closing, Dialect, Expansion, Spaces

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
        double=r"[\"\\nrtvf]",
        single=r"[\\']",
        controls="nrtvf",
        expansion=Expansion(
            reference=r"\$(?P<name>[A-Za-z_]\w*)|[{]\$(?P<braced>[^{}]*)[}]", within='"'
        ),
    ),
)
