"""Which files hold the words that people read: there a secret's name goes with its translation."""

from __future__ import annotations

import re

_LANGUAGE = rb"[a-z]{2,3}(?:[-_](?:r?[A-Za-z]{2}|[A-Z][a-z]{3}|\d{3})){0,2}"
_TRANSLATIONS = re.compile(
    rb"(?:^|/)(?:i18n|l10n|locales?|langs?|languages|translations?|lc_messages)/"
    rb"|(?:^|/)(?:messages|strings|texts?|copy|dictionaries)/" + _LANGUAGE + rb"\.\w{2,5}$"
    rb"|messages_[a-z]{2}\b"
    rb"|(?:^|/)(?:validation)?(?:messages|labels|translations?)(?:[-_.]"
    + _LANGUAGE
    + rb")?\.properties$"
    rb"|\.(?:po|pot|arb|resx|resw|xlf|xliff|ftl|xcstrings|stringsdict)$"
    rb"|\.lproj/|(?:^|/)(?:localizable|infoplist)\.strings$"
    rb"|/values-" + _LANGUAGE + rb"/[^/]{1,80}\.xml$",
    re.IGNORECASE,
)
"""By their folder or name, as gettext, ICU, Rails, Laravel, next-intl, Java, .NET, Flutter, Fluent,
Android (https://developer.android.com/guide/topics/resources/providing-resources) and Apple have
them."""


def is_translation(path: bytes) -> bool:
    """Whether a file is there for translations, by its path."""
    return bool(_TRANSLATIONS.search(path))
