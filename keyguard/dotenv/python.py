"""How the loaders of Python read env files."""

from __future__ import annotations

from keyguard.dotenv.dialect import (
    BARE,
    NAME_HEAD,
    SPACED_EQUALS,
    Closing,
    Dialect,
    Expansion,
    Spaces,
)

_PYTHON_DOTENV = Dialect(
    id="python-dotenv",
    title="python-dotenv",
    source="https://github.com/theskumar/python-dotenv, version 1",
    head=r"[ \t]*(?:export[ \t]+)?(?P<name>[^=#\s]+)[ \t]*=",
    closing=Closing.STRICT,
    unclosed_is_error=True,
    multiline="\"'",
    escaped_quotes="\"'",
    comment=r"\s#",
    double=r"[\\'\"abfnrtv]",
    single=r"[\\']",
    controls="abfnrtv",
    expansion=Expansion(
        reference=r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}",
        within=BARE + "\"'",
        escaped="",
    ),
)
_WHOLE_LINE = Dialect(
    id="decouple",
    title="python-decouple",
    source="https://github.com/HBNetwork/python-decouple, version 3.8",
    head=NAME_HEAD,
    closing=Closing.WHOLE_LINE,
)

DIALECTS: tuple[Dialect, ...] = (
    _PYTHON_DOTENV,
    _PYTHON_DOTENV._replace(
        id="dynaconf",
        title="Dynaconf",
        source="https://www.dynaconf.com/envvars/, version 3.3",
        head=rf"[ \t]*(?:export[ \t]+)?(?P<name>[^=#\s]+){SPACED_EQUALS}",
        comment=" #",
    ),
    _PYTHON_DOTENV._replace(
        id="environs-expand",
        title="environs with expand_vars",
        source="https://github.com/sloria/environs, version 15",
        double=r"[\\'\"abfnrtv$]",
        single=r"[\\'$]",
        bare="[$]",
    ),
    _WHOLE_LINE,
    _WHOLE_LINE._replace(
        id="starlette",
        title="Starlette's Config",
        source="https://www.starlette.io/config/, version 1",
    ),
    _WHOLE_LINE._replace(
        id="django-environ",
        title="django-environ",
        source="https://django-environ.readthedocs.io/, versions 0.8 to 0.10 and 0.12 to 0.14",
        head=r"(?:export )?(?P<name>\w+)=",
        double="[^nrt]",
        trims="\r",
        leading_dollar_is_error=True,
    ),
    _WHOLE_LINE._replace(
        id="django-environ-0.4",
        title="django-environ 0.4",
        source="https://django-environ.readthedocs.io/, version 0.4.5",
        head=r"(?:export )?(?P<name>\w+)=",
        double="[^nrt]",
        trims="\r",
        leading_dollar_is_error=True,
        only_named=True,
        keeps_first=True,
    ),
    _WHOLE_LINE._replace(
        id="django-environ-0.11",
        title="django-environ 0.11",
        source="https://django-environ.readthedocs.io/, version 0.11",
        head=r"(?:export )?(?P<name>\w+)=",
        quotes="'",
        late_quotes='"',
        closing=Closing.COMMENT,
        comment="#",
        double="[^nrt]",
        trims="\r",
        leading_dollar_is_error=True,
    ),
    Dialect(
        id="honcho",
        title="honcho",
        source="https://honcho.readthedocs.io/, version 2",
        head=rf"[ \t]*(?P<name>\w+){SPACED_EQUALS}",
        closing=Closing.WORD,
        unclosed_is_error=True,
        escaped_quotes='"',
        comment="#",
        double=r"[\"\\nt]",
        bare=".",
        controls="nt",
        spaces=Spaces.DROPPED,
        empty_is_unset=True,
    ),
)
