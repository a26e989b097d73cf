"""How each kind of file writes a comment, for the marker that allows a finding there."""

from __future__ import annotations

from keyguard.model.record import NamedTuple


class Comment(NamedTuple):
    """The characters around a comment, and where it may be."""

    begins: str
    ends: str = ""
    above: bool = False
    """Whether the comment needs a line of its own: at the end of a line it would be part of the
    value or of a text."""
    breaks_lines: bool = True
    """Whether the comment ends a line that a backslash continues."""


HASH, HASH_ABOVE = Comment("# "), Comment("# ", above=True)
SLASHES, C = Comment("// "), Comment("/* ", " */")
MARKUP = Comment("<!-- ", " -->")
HASH_WITHIN = Comment("# ", above=True, breaks_lines=False)
DASHES, SEMICOLON_ABOVE = Comment("-- "), Comment("; ", above=True)
PERCENT, REM = Comment("% "), Comment("REM ", above=True)
QUOTE, SEMICOLON = Comment("' "), Comment("; ")

_BY_SUFFIX = {
    HASH: "py pyi pyx rb rake sh bash zsh fish ksh pl pm r ex exs jl nim cr yaml yml toml tf "
    "tfvars hcl nix ps1 psm1 psd1 graphql gql awk tcl mk cmake bzl star coffee gemspec feature",
    HASH_ABOVE: "env properties conf cfg cnf envrc npmrc pypirc netrc service gitconfig",
    HASH_WITHIN: "dockerfile containerfile",
    SEMICOLON_ABOVE: "ini inf reg",
    SLASHES: "js mjs cjs jsx ts mts cts tsx java kt kts swift go rs c h cc cpp hpp cs dart scala "
    "php groovy gradle proto m mm sol zig json5 jsonc xcconfig scss less v fs",
    C: "css",
    MARKUP: "html htm xhtml xml xsl plist svg vue svelte md markdown storyboard xib csproj resx "
    "jsp config",
    DASHES: "sql lua hs elm ada adb",
    PERCENT: "tex erl hrl",
    SEMICOLON: "lisp el clj cljs edn scm asm",
    QUOTE: "vb vbs bas",
    REM: "bat cmd",
    Comment("{# ", " #}"): "j2 jinja jinja2 njk twig",
    Comment("<%# ", " %>"): "erb ejs",
    Comment("{{! ", " }}"): "hbs handlebars mustache",
    Comment("@* ", " *@"): "cshtml razor",
    Comment("<%-- ", " --%>"): "aspx ascx",
}
_BY_NAME = {
    HASH: "makefile rakefile gemfile vagrantfile podfile fastfile appfile brewfile "
    "procfile justfile",
    HASH_WITHIN: "dockerfile containerfile",
    HASH_ABOVE: ".gitignore .dockerignore .gitattributes .htaccess",
    SLASHES: "jenkinsfile",
}
_SUFFIX_OF = {
    "console": "sh", "csharp": "cs", "dotenv": "env", "golang": "go", "javascript": "js",
    "kotlin": "kt", "powershell": "ps1", "python": "py", "ruby": "rb", "rust": "rs",
    "shell": "sh", "terraform": "tf", "typescript": "ts",
}  # fmt: skip
"""Names of languages that are not the ends of their files' names."""
_OF_SUFFIX = {suffix: comment for comment, all_ in _BY_SUFFIX.items() for suffix in all_.split()}
_OF_NAME = {name: comment for comment, all_ in _BY_NAME.items() for name in all_.split()}


def comment_in(path: str) -> Comment | None:
    """The comments of the file at a path; None if it has none, as JSON, or if it is not known."""
    name = path.rpartition("/")[2].lower()
    if name in _OF_NAME:
        return _OF_NAME[name]
    if name == ".env" or name.startswith(".env."):
        return HASH_ABOVE
    if name.startswith("dockerfile."):
        return HASH_WITHIN
    return _OF_SUFFIX.get(name.rpartition(".")[2]) if "." in name else None


def comment_in_language(name: str) -> Comment | None:
    """The comments of a language, by its name in a code block of Markdown."""
    return _OF_NAME.get(name) or _OF_SUFFIX.get(_SUFFIX_OF.get(name, name))


def allow_marker(comment: Comment, rule: str) -> str:
    """The comment that allows a rule, once somebody adds a reason."""
    word = "allow-next-line" if comment.above else "allow"
    return f"{comment.begins}keyguard: {word}[{rule}] REASON{comment.ends}"
