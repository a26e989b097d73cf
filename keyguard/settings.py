"""The settings of a run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from keyguard.model import Kind, Severity
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model import CustomRule, Environment, Problem, Surface


SHORTEST_RUN = 20
"""Characters behind a prefix that may be a key, even if the documented length is another."""
BASELINE_FILE = ".keyguard-baseline.json"
"""The file of known findings that counts without a setting, at a repository's root."""


class KeyFormat(NamedTuple):
    """The form of a Gateway key: ``prefix + alphabet{length}``.

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
        """An expression for keys of any length; nothing if the length is the documented one."""
        if self == KeyFormat():
            return ()
        prefixes = "|".join(re.escape(prefix) for prefix, _ in self.prefixes)
        shortest = min(SHORTEST_RUN, self.length)
        return (f"(?:{prefixes})[{self.alphabet}]{{{shortest},}}",)


class Limits(NamedTuple):
    """How far one content is decoded. Whatever a limit cuts off is reported as not read."""

    decode_depth: int = 5
    """How many nested encodings are decoded; 0 decodes none."""
    archive_depth: int = 5
    """How many nested archives are opened; 0 opens none."""
    bytes: int = 256 * 1024 * 1024
    """Unpacked bytes of all members together."""
    ratio: int = 200
    """Unpacked bytes for each packed one, beyond ``spare``. Text is usually packed to a tenth."""
    spare: int = 16 * 1024 * 1024
    members: int = 100_000


class Settings(NamedTuple):
    """Everything that a run can be told, with nothing left to decide."""

    key_format: KeyFormat = KeyFormat()
    select: frozenset[str] = frozenset()
    """The ids of the only rules that are on; empty means all."""
    ignore: frozenset[str] = frozenset()
    fail_on: Severity = Severity.MEDIUM
    show_low_confidence: bool = False
    inline_allow: bool = True
    policy_at_base: bool = False
    """Whether an allow comment counts only if the base of the change has it already."""
    all_in_touched_files: bool = False
    """Whether findings count that a change leaves where they were."""
    exclude: tuple[str, ...] = ()
    """Globs in gitignore syntax of files whose findings are suppressed."""
    baseline_file: str = ""
    """The file of known findings; empty if there is none."""
    baseline: Mapping[str, str] = {}
    """The reasons of known findings, by fingerprint."""
    baseline_places: Mapping[str, tuple[str, str]] = {}
    """The rules and paths of known findings, as the baseline has them."""
    environments: tuple[tuple[str, Environment], ...] = ()
    """Globs in gitignore syntax that override the environment of a file; the last match wins."""
    surfaces: tuple[tuple[str, Surface], ...] = ()
    allow_partial: bool = False
    """Whether history that was not fetched is no problem."""
    jobs: int = 1
    """How many processes may read a history or a large tree."""
    max_file_size: int = 512 * 1024 * 1024
    """Bytes. A larger file is reported as not read."""
    max_decode_depth: int = Limits().decode_depth
    max_archive_depth: int = Limits().archive_depth
    custom_rules: tuple[CustomRule, ...] = ()
    pattern_timeout: float = 5.0
    """Seconds that one custom rule may take for one content."""
    unusable: tuple[tuple[str, Problem], ...] = ()
    """Custom rules that can't be used, by id: no scan without them is complete."""
    unreadable: tuple[Problem, ...] = ()
    """Files that have the name of a configuration but can't be read as one."""
    webhook_headers: tuple[str, ...] = ()
    """Headers other than Authorization that a webhook's secret is sent in."""
    lint_handlers: bool = False
    """Whether webhook handlers are read by their grammar."""
    notices: tuple[str, ...] = ()
    """Requests of a rule file that are ignored, though all of its own rules are used."""

    @property
    def limits(self) -> Limits:
        """How far to decode."""
        return Limits(decode_depth=self.max_decode_depth, archive_depth=self.max_archive_depth)

    def is_on(self, rule_id: str) -> bool:
        """Whether a rule is selected and not ignored."""
        selected = not self.select or rule_id in self.select
        return selected and rule_id not in self.ignore
