"""What a run can be told."""

from __future__ import annotations

import re
from collections.abc import Mapping

from keyguard.model import Kind, Severity
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model import CustomRule, Environment, Problem, Surface


SHORTEST_RUN = 20
"""Characters behind a prefix that may be a key, though the documented length is another."""
BASELINE_FILE = ".keyguard-baseline.json"
"""The file of known findings that counts without a setting, at a repository's root."""


class KeyFormat(NamedTuple):
    """What a Gateway key looks like: ``prefix + alphabet{length}``.

    The defaults are those of the Gateway's Authentication page (docs.gateway.connexease.com):
    ``pk_`` is production, ``sk_`` staging and development.
    """

    prefixes: tuple[tuple[str, Kind], ...] = (
        ("pk_", Kind.PRODUCTION_KEY),
        ("sk_", Kind.STAGING_KEY),
    )
    length: int = 32
    alphabet: str = "A-Za-z0-9"

    @property
    def shapes(self) -> tuple[str, ...]:
        """An expression of what has the shape of a key, of whatever length; none where it is the
        documented one."""
        if self == KeyFormat():
            return ()
        prefixes = "|".join(re.escape(prefix) for prefix, _ in self.prefixes)
        shortest = min(SHORTEST_RUN, self.length)
        return (f"(?:{prefixes})[{self.alphabet}]{{{shortest},}}",)


class Limits(NamedTuple):
    """How far one content is decoded. What a bound cuts off is reported as not read."""

    decode_depth: int = 5
    """Encodings within one another that are undone; 0 leaves encodings alone."""
    archive_depth: int = 5
    """Archives within one another that are opened; 0 leaves archives alone."""
    bytes: int = 256 * 1024 * 1024
    """Unpacked, of all members together."""
    ratio: int = 200
    """Unpacked bytes for each packed one, beyond ``spare``. Text is packed to a tenth or so."""
    spare: int = 16 * 1024 * 1024
    members: int = 100_000


class Settings(NamedTuple):
    """Everything that a run can be told, with nothing left to decide."""

    key_format: KeyFormat = KeyFormat()
    select: frozenset[str] = frozenset()
    """Only these rules; empty means all."""
    ignore: frozenset[str] = frozenset()
    fail_on: Severity = Severity.MEDIUM
    show_low_confidence: bool = False
    inline_allow: bool = True
    policy_at_base: bool = False
    """Whether an allow comment counts only if what a change starts from has it already."""
    all_in_touched_files: bool = False
    """Whether what a change leaves where it was counts too."""
    exclude: tuple[str, ...] = ()
    """Globs in gitignore syntax: findings there are suppressed."""
    baseline_file: str = ""
    """The file of known findings; empty if there is none."""
    baseline: Mapping[str, str] = {}
    """The reasons of findings that are known, by fingerprint."""
    baseline_places: Mapping[str, tuple[str, str]] = {}
    """Their rules and paths, as the baseline has them."""
    environments: tuple[tuple[str, Environment], ...] = ()
    """Globs in gitignore syntax that override the environment of a file; the last match wins."""
    surfaces: tuple[tuple[str, Surface], ...] = ()
    allow_partial: bool = False
    """Whether history that was not fetched is no problem."""
    jobs: int = 1
    """Processes that read a history or a large tree."""
    max_file_size: int = 512 * 1024 * 1024
    """Bytes. What is larger is reported as not read."""
    max_decode_depth: int = Limits().decode_depth
    max_archive_depth: int = Limits().archive_depth
    custom_rules: tuple[CustomRule, ...] = ()
    pattern_timeout: float = 5.0
    """Seconds that one custom rule may take for one content."""
    unusable: tuple[tuple[str, Problem], ...] = ()
    """Custom rules that could not be used, by id: no scan is complete without them."""
    unreadable: tuple[Problem, ...] = ()
    """What has the name of a configuration and can't be read as one."""
    webhook_headers: tuple[str, ...] = ()
    """Headers other than Authorization that a webhook's secret is sent in."""
    lint_handlers: bool = False
    """Whether webhook handlers are read by their grammar."""
    notices: tuple[str, ...] = ()
    """What a rule file asks for in vain, though all of its own rules are used."""

    @property
    def limits(self) -> Limits:
        """How far to decode."""
        return Limits(decode_depth=self.max_decode_depth, archive_depth=self.max_archive_depth)

    def is_on(self, rule_id: str) -> bool:
        """Whether a rule is selected and not ignored."""
        selected = not self.select or rule_id in self.select
        return selected and rule_id not in self.ignore
