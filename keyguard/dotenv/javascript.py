"""How the loaders of JavaScript read env files."""

from __future__ import annotations

from keyguard.dotenv.dialect import (
    BARE,
    DOTENV_HEAD,
    NAME_HEAD,
    SPACED_EQUALS,
    Closing,
    Dialect,
    Expansion,
)

_ANY_QUOTES = "\"'`"
_EVERYWHERE = BARE + _ANY_QUOTES

_DOTENV = Dialect(
    id="dotenv",
    title="dotenv",
    source="https://github.com/motdotla/dotenv, versions 15 to 18",
    head=DOTENV_HEAD,
    quotes=_ANY_QUOTES,
    multiline=_ANY_QUOTES,
    escaped_quotes=_ANY_QUOTES,
    comment="#",
    double="[nr]",
    controls="nr",
)
_EXPAND_12 = Expansion(
    reference=r"\$(?:\{(?P<braced>[^{}]+)\}|(?P<name>[A-Za-z_][A-Za-z0-9_]*))",
    within=_EVERYWHERE,
    operators=":?[+-]",
)
_EXPAND_11 = Expansion(
    reference=r"\$(?!\()\{?(?P<name>[\w.]+)(?::?-(?P<default>[^}]+))?\}?",
    within=_EVERYWHERE,
    sees_later=True,
)
_EXPAND_10 = Expansion(
    reference=r"\$\{?(?P<name>\w+)(?::-(?P<default>[^}\\]*))?\}?",
    within=_EVERYWHERE,
    last_decides=True,
    sees_later=True,
)
_EXPAND_5 = Expansion(reference=r"\$\{?(?P<name>\w*)\}?", within=_EVERYWHERE, sees_later=True)
_OLD = _DOTENV._replace(
    id="dotenv-old",
    title="dotenv up to 13",
    source="https://github.com/motdotla/dotenv, versions 8 to 13",
    head=rf"[ \t]*(?P<name>[\w.-]+){SPACED_EQUALS}",
    quotes="\"'",
    closing=Closing.UNTRIMMED,
    multiline="",
    comment="",
    double="[n]",
)
_NODE = _DOTENV._replace(
    id="node",
    title="Node.js --env-file",
    source="https://nodejs.org/api/environment_variables.html, versions 22 to 26",
    head=rf"[ \t]*(?:export )?(?P<name>[^=#\s]+){SPACED_EQUALS}",
    closing=Closing.FIRST,
    escaped_quotes="",
    double="[n]",
    controls="n",
)

DIALECTS: tuple[Dialect, ...] = (
    _DOTENV,
    _DOTENV._replace(
        id="dotenv-15",
        title="dotenv 15",
        source="https://github.com/motdotla/dotenv, version 15",
        quotes="\"'",
        multiline="\"'",
        only_named=True,
    ),
    _DOTENV._replace(
        id="dotenv-14",
        title="dotenv 14",
        source="https://github.com/motdotla/dotenv, version 14",
        head=rf"[ \t]*(?P<name>[\w.-]+){SPACED_EQUALS}",
        quotes="\"'",
        closing=Closing.UNTRIMMED,
        multiline="",
        comment=r"\s+#",
        escaped_quotes="",
        double="[n]",
        only_named=True,
    ),
    _OLD,
    _OLD._replace(
        id="dotenv-expand-5",
        title="dotenv-expand 5",
        source="https://github.com/motdotla/dotenv-expand, version 5, with dotenv 10: "
        "react-scripts, Vue CLI, Parcel",
        expansion=_EXPAND_5,
    ),
    _DOTENV._replace(
        id="dotenv-expand-11",
        title="dotenv-expand 11",
        source="https://github.com/motdotla/dotenv-expand, version 11; Vite up to 6",
        expansion=_EXPAND_11,
    ),
    _DOTENV._replace(
        id="dotenv-expand",
        title="dotenv-expand",
        source="https://github.com/motdotla/dotenv-expand, versions 12 and 13; Vite 7",
        expansion=_EXPAND_12,
    ),
    _DOTENV._replace(
        id="next",
        title="Next.js",
        source="https://nextjs.org/docs/app/guides/environment-variables, versions 15 and 16",
        expansion=_EXPAND_10,
    ),
    _NODE._replace(
        id="vite",
        title="Vite 8",
        source="https://vite.dev/guide/env-and-mode, version 8",
        expansion=_EXPAND_12,
    ),
    _DOTENV._replace(
        id="dotenvx-1",
        title="dotenvx 1",
        source="https://dotenvx.com/docs, version 1",
        expansion=_EXPAND_12._replace(within=BARE + '"`', runs_commands=True),
    ),
    _DOTENV._replace(
        id="dotenvx",
        title="dotenvx",
        source="https://dotenvx.com/docs, version 2",
        single="[']",
        expansion=_EXPAND_12._replace(within=BARE + '"`', runs_commands=True),
    ),
    _NODE,
    _DOTENV._replace(
        id="deno",
        title="Deno --env-file",
        source="https://docs.deno.com/runtime/reference/env_variables/, version 2.9",
        head=rf"\s*(?:export[ \t]+)?(?P<name>[\w.-]+){SPACED_EQUALS}",
        closing=Closing.FIRST,
        greedy=True,
        expansion=Expansion(
            reference=r"\$(?:\{(?P<braced>[^}]*)\}|(?P<name>\w*))",
            within=BARE + '"',
            escaped=BARE + '"',
            operators="(?!)",
        ),
        only_named=True,
        keeps_first=True,
    ),
    _NODE._replace(
        id="node-20",
        title="Node.js 20 --env-file",
        source="https://nodejs.org/docs/latest-v20.x/api/cli.html#--env-fileconfig",
        trims=" \r",
    ),
    _DOTENV._replace(
        id="bun",
        title="Bun",
        source="https://bun.sh/docs/runtime/env, version 1.4",
        closing=Closing.FIRST_OR_PLAIN,
        expansion=Expansion(
            reference=r"\$(?:\{(?P<braced>\w*(?::-[^}]*)?)\}|(?P<name>\w+))",
            within=_EVERYWHERE,
            sees_later=True,
        ),
    ),
    _NODE._replace(
        id="env-cmd-10",
        title="env-cmd 10",
        source="https://github.com/toddbluhm/env-cmd, version 10",
        head=NAME_HEAD,
        quotes="\"'",
        closing=Closing.EITHER,
        multiline="",
        comment="",
        single="[n]",
        bare="[n]",
        bare_controls="n",
    ),
    _NODE._replace(
        id="env-cmd",
        title="env-cmd",
        source="https://github.com/toddbluhm/env-cmd, version 11",
        head=NAME_HEAD,
        quotes="\"'",
        closing=Closing.LAST,
        multiline="",
        single="[n]",
        bare="[n]",
        bare_controls="n",
    ),
)
