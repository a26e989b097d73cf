"""Which templates each language resolves, by the quotes around a literal; a row for each language.

Where its language resolves nothing in such quotes, a literal is just a literal, whatever is in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from keyguard.model.record import NamedTuple


class Names(Enum):
    """The form of variables' names, where a dollar sign in front of any name is a reference."""

    UPPER = "capitals, or set in the same file"
    SIGIL = "capitals, or used with its sign in the code of the same file"


class Language(NamedTuple):
    """The template syntaxes that count in each kind of quotes, named as in ``SYNTAX``."""

    title: str
    files: str
    """Matches the paths of the language's files, in lower case."""
    bare: tuple[str, ...] = ()
    double: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    backtick: tuple[str, ...] = ()
    prefixed: Mapping[str, tuple[str, ...]] = {}
    """The syntax in a literal whose prefix matches, such as the ``f`` of Python."""
    names: Names = Names.UPPER
    raw: str = ""
    """Quotes in which a backslash is an ordinary character."""
    read_as: str = ""
    """The row of ``keyguard/dotenv/`` that says what becomes of a dollar sign that nobody meant;
    for env files their loader does."""


_SHELL = ("$name", "${}", "$()", "``")
_RENDERED = ("{{}}", "{%%}", "<%%>")
_YAML = ("{{}}", "{%%}", "${}", "$()")
_DOLLARS = ("$name", "${}")
_XML = ("${}", "$()", "#{}", "@name@", "{{}}")

_INTERPOLATED = {r"[@$]{0,2}\$+@?": ("{}", "{{}}")}
"""Literals of .NET."""

LANGUAGES: tuple[Language, ...] = (
    Language(
        "Jinja, Mustache, ERB, Go templates and their kin: rendered before they are read",
        r"\.(?:j2|jinja2?|tpl|tmpl|gotmpl|erb|ejs|hbs|handlebars|mustache|twig|liquid|njk|epp)$",
        *((*_RENDERED, "${}", "#{}", "[[]]"),) * 4,
    ),
    Language(
        "env files: as their loader has it",
        r"(?:^|[/.])(?:env|flaskenv)(?:$|[.-])|\.dev\.vars|\.env$",
        *(_DOLLARS,) * 4,
        raw="'",
    ),
    Language(
        "Compose: https://docs.docker.com/reference/compose-file/interpolation/",
        r"(?:^|/)(?:docker-)?compose[\w.-]*\.ya?ml$",
        *((*_DOLLARS, "{{}}"),) * 3,
        read_as="compose-file",
    ),
    Language(
        "GitLab CI: https://docs.gitlab.com/ci/variables/",
        r"\.gitlab-ci[\w.-]*\.ya?ml$|(?:^|/)\.gitlab/",
        *((*_DOLLARS, "{{}}", "$()"),) * 3,
        raw="'",
    ),
    Language(
        "YAML of Helm, Ansible, Kubernetes, GitHub Actions, Spring, Serverless",
        r"\.ya?ml$",
        *((*_YAML, "#{}", "@name@"),) * 3,
        raw="'",
    ),
    Language(
        "Bourne shell, bash, zsh, direnv",
        r"\.(?:sh|bash|zsh|ksh|bats)$|(?:^|/)\.(?:envrc|bashrc|zshrc|profile|bash_profile)$",
        bare=_SHELL,
        double=_SHELL,
        backtick=_SHELL,
        raw="'",
        read_as="shell",
    ),
    Language("fish", r"\.fish$", bare=_DOLLARS, double=_DOLLARS, names=Names.SIGIL),
    Language(
        "PowerShell",
        r"\.psm?1$",
        bare=("$name", "${}", "$()"),
        double=("$name", "${}", "$()"),
        names=Names.SIGIL,
        raw="\"'",
    ),
    Language("cmd", r"\.(?:bat|cmd)$", *(("%NAME%",),) * 3, raw="\"'"),
    Language(
        "Dockerfile: https://docs.docker.com/reference/dockerfile/#environment-replacement",
        r"(?:^|[/.])(?:dockerfile|containerfile)(?:$|\.)",
        bare=_DOLLARS,
        double=_DOLLARS,
        read_as="dockerfile",
    ),
    Language("make", r"(?:^|/)(?:gnu)?makefile(?:$|\.)|\.mk$", *(("${}", "$()", "$name"),) * 3),
    Language(
        "JavaScript, TypeScript and what holds them",
        r"\.(?:[cm]?[jt]sx?|vue|svelte|astro|coffee|gs)$",
        backtick=("${}",),
    ),
    Language(
        "Python",
        r"\.(?:pyi?|ipynb)$",
        prefixed={r"(?i:r?[ft]|[ft]r)": ("{}", "{{}}")},
    ),
    Language(
        "PHP",
        r"\.(?:php\d?|phtml|inc)$",
        double=("$name", "${}", "{$}"),
        names=Names.SIGIL,
        read_as="php",
    ),
    Language(
        "Ruby, Crystal",
        r"\.(?:rb|rake|gemspec|ru|cr)$|(?:^|/)(?:gemfile|rakefile|fastfile|podfile)$",
        double=("#{}",),
        backtick=("#{}",),
    ),
    Language("Elixir", r"\.exs?$", double=("#{}",), single=("#{}",)),
    Language(
        "Perl",
        r"\.(?:pl|pm|t)$",
        double=("@name", "${}"),
        backtick=("@name", "${}"),
        names=Names.SIGIL,
    ),
    Language("Kotlin, Gradle", r"\.kts?$", double=_DOLLARS),
    Language(
        "Groovy, Gradle, Jenkins", r"\.(?:groovy|gradle)$|(?:^|/)jenkinsfile", double=_DOLLARS
    ),
    Language("Dart", r"\.dart$", double=_DOLLARS, single=_DOLLARS),
    Language("Scala", r"\.(?:scala|sc|sbt)$", prefixed={"[sf]|raw": _DOLLARS}),
    Language("Julia", r"\.jl$", double=("$name", "$()")),
    Language("Swift", r"\.swift$", double=("\\()",)),
    Language(
        "C#, F#, Visual Basic",
        r"\.(?:cs|csx|fs|fsx|vb)$",
        prefixed=_INTERPOLATED,
    ),
    Language(
        "Razor: https://learn.microsoft.com/aspnet/core/mvc/views/razor#implicit-razor-expressions",
        r"\.(?:razor|(?:cs|vb)html)$",
        double=("@name.name",),
        single=("@name.name",),
        prefixed=_INTERPOLATED,
    ),
    Language(
        "Terraform: https://developer.hashicorp.com/terraform/language/expressions/strings",
        r"\.(?:tf|hcl|nomad)$",
        double=("${}", "%{}"),
    ),
    Language("Nix", r"\.nix$", double=("${}",), single=("${}",)),
    Language(
        "properties of Java and Spring",
        r"\.properties$",
        *(("${}", "#{}", "@name@"),) * 3,
    ),
    Language(
        "XML: Spring, Maven, MSBuild, property lists, HTML templates",
        r"\.(?:xml|config|csproj|fsproj|props|targets|plist|html?|xaml|jsp|aspx)$",
        *(_XML,) * 3,
    ),
    Language("nginx", r"(?:^|/)nginx[\w.-]*$|\.conf$", *(_DOLLARS,) * 3, names=Names.SIGIL),
    Language("xcconfig", r"\.xcconfig$", *(("$()", "${}"),) * 3),
    Language("systemd", r"\.(?:service|socket|timer)$", *(("${}",),) * 3),
)
"""All languages; the first that fits a path counts, and a path that none fits has no templates."""


@lru_cache(maxsize=256)
def language_of(path: str) -> Language | None:
    """The language of a file, by its path in lower case; None if its texts are just texts."""
    return next((each for each in LANGUAGES if re.search(each.files, path)), None)


def syntaxes(language: Language, before: str, quoted: bool) -> tuple[str, ...]:
    """What counts in a literal behind ``before``, the opening quote of a quoted one included."""
    if not quoted:
        return language.bare
    quote = before[-1:]
    for prefix, names in language.prefixed.items():
        if re.search(rf"(?<![A-Za-z0-9_])(?:{prefix})(?:{quote}{{3}}|{quote})\Z", before):
            return names
    return {'"': language.double, "'": language.single, "`": language.backtick}.get(quote, ())
