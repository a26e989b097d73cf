"""Files with translations: beside a secret's name they have its name for people to read."""

from __future__ import annotations

from keyguard.model.patterns import lazy_pattern

_LANGUAGE = r"[a-z]{2,3}(?:[-_](?:r?[a-z]{2}|[a-z]{4}|\d{3})){0,2}"
"""``tr``, ``pt-BR``, ``zh_Hans``, ``es-419``, and ``pt-rBR`` of Android."""
_DATA = r"\.(?:json|ya?ml|toml|ini|properties|[cm]?[jt]sx?|php|rb|py|lua)"

PATHS = (
    r"(?:^|/)(?:i18n|l10n|locales?|langs?|languages|translations?|lc_messages)/",  # most frameworks
    rf"(?:^|/)(?:messages|strings|texts?|copy|dictionaries)/{_LANGUAGE}\.\w{{2,5}}$",  # next-intl
    rf"(?:^|/)(?:i18n|l10n|locales?|translations?)(?:[-_.]{_LANGUAGE})?{_DATA}$",
    rf"(?:^|/)(?:messages|labels|strings)[-_.]{_LANGUAGE}{_DATA}$",
    r"messages_[a-z]{2}\b",
    r"(?:^|/)(?:validation)?(?:messages|labels)\.properties$",  # Java
    r"\.(?:po|pot|arb|resx|resw|xlf|xliff|ftl)$",  # gettext, Flutter, .NET, XLIFF, Fluent
    r"\.(?:xcstrings|stringsdict)$|\.lproj/|(?:^|/)(?:localizable|infoplist)\.strings$",  # Apple
    rf"/values-{_LANGUAGE}/[^/]{{1,80}}\.xml$",  # Android
)
"""Folders and names of such files, in lower case, by the tool that has them."""

_TRANSLATIONS = lazy_pattern("|".join(PATHS).encode())


def is_translation(path: bytes) -> bool:
    """Whether a file is for translations, by its path."""
    return bool(_TRANSLATIONS.search(path.lower()))
