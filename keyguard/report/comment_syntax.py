"""How a comment is written in a kind of file, for the marker that allows a finding there."""

from __future__ import annotations

from typing import NamedTuple


class Comment(NamedTuple):
    """What surrounds a comment, and where it may be."""

    begins: str
    ends: str = ""
    above: bool = False
    """Whether it needs a line of its own: at the end of a line it would be a part of the value, or
    of a text."""


HASH, HASH_ABOVE = Comment("# "), Comment("# ", above=True)
SLASHES, C = Comment("// "), Comment("/* ", " */")
MARKUP = Comment("<!-- ", " -->")
DASHES, SEMICOLON_ABOVE = Comment("-- "), Comment("; ", above=True)
PERCENT, REM = Comment("% "), Comment("REM ", above=True)
QUOTE, SEMICOLON = Comment("' "), Comment("; ")

_BY_SUFFIX = {
    HASH: "py pyi pyx rb rake sh bash zsh fish ksh pl pm r ex exs jl nim cr yaml yml toml tf "
    "tfvars hcl nix ps1 psm1 psd1 graphql gql awk tcl mk cmake bzl star coffee gemspec feature",
    HASH_ABOVE: "env properties conf cfg cnf envrc npmrc pypirc netrc dockerfile service gitconfig",
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
}
_BY_NAME = {
    HASH: "makefile rakefile gemfile vagrantfile podfile fastfile appfile brewfile "
    "procfile justfile",
    HASH_ABOVE: "dockerfile containerfile .gitignore .dockerignore .gitattributes .htaccess",
    SLASHES: "jenkinsfile",
}
_OF_SUFFIX = {suffix: comment for comment, all_ in _BY_SUFFIX.items() for suffix in all_.split()}
_OF_NAME = {name: comment for comment, all_ in _BY_NAME.items() for name in all_.split()}


def comment_in(path: str) -> Comment | None:
    """The comments of the file at a path; None if it has none, as JSON, or if that is not known."""
    name = path.rpartition("/")[2].lower()
    if name in _OF_NAME:
        return _OF_NAME[name]
    if name == ".env" or name.startswith(".env.") or name.startswith("dockerfile."):
        return HASH_ABOVE
    return _OF_SUFFIX.get(name.rpartition(".")[2]) if "." in name else None


def allow_marker(path: str, rule: str, reason: str = "REASON") -> tuple[str, bool] | None:
    """The comment that allows a rule in a file, and whether it goes on the line above.

    None if the file has no comments.
    """
    comment = comment_in(path)
    if comment is None:
        return None
    word = "allow-next-line" if comment.above else "allow"
    return f"{comment.begins}keyguard: {word}[{rule}] {reason}{comment.ends}", comment.above
