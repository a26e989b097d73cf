"""The tables of a fleet's database, as the steps by which they grew.

``PRAGMA user_version`` is the number of steps that were taken. A step that has been released is
never changed: a change is one more step.
"""

from __future__ import annotations

APPLICATION = 0x6B677264
"""``PRAGMA application_id``, by which a database is recognised as a store: ``kgrd`` in ASCII."""

_TABLES = (
    """CREATE TABLE stamp (
        id INTEGER PRIMARY KEY,
        version TEXT NOT NULL,
        rules TEXT NOT NULL,
        settings TEXT NOT NULL,
        UNIQUE (version, rules, settings)
    )""",
    # The name of this store, by which those that it is merged into know its runs.
    "CREATE TABLE origin (token TEXT NOT NULL)",
    "INSERT INTO origin VALUES (lower(hex(randomblob(16))))",
    # A reading of the list. The token is the same in every database that it is merged into, and
    # store is the origin of the one that it was made in.
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        token TEXT NOT NULL UNIQUE,
        store TEXT NOT NULL,
        began TEXT NOT NULL,
        ended TEXT,
        stamp INTEGER NOT NULL REFERENCES stamp,
        shard TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE TABLE network (id TEXT PRIMARY KEY, run INTEGER NOT NULL REFERENCES run)",
    # run: the last that had it in its list. read_run: the last that read it, if any did, and
    # read_refs what it had then.
    """CREATE TABLE repository (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL UNIQUE,
        network TEXT REFERENCES network,
        state TEXT NOT NULL
            CHECK (state IN ('pending', 'cloning', 'scanned', 'failed', 'skipped')),
        reason TEXT NOT NULL DEFAULT '',
        head TEXT NOT NULL DEFAULT '',
        read_refs TEXT NOT NULL DEFAULT '',
        size INTEGER NOT NULL DEFAULT 0,
        run INTEGER NOT NULL REFERENCES run,
        first_read_run INTEGER REFERENCES run,
        read_run INTEGER REFERENCES run
    )""",
    "CREATE INDEX repository_of_network ON repository (network)",
    """CREATE TABLE pack (
        network TEXT NOT NULL REFERENCES network,
        checksum TEXT NOT NULL,
        objects INTEGER NOT NULL,
        stamp INTEGER NOT NULL REFERENCES stamp,
        PRIMARY KEY (network, checksum)
    ) WITHOUT ROWID""",
    # What is the same in every repository that has it: the forks of a network share it.
    """CREATE TABLE finding (
        id INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        digest TEXT NOT NULL,
        kind TEXT NOT NULL,
        vendor TEXT NOT NULL,
        redacted TEXT NOT NULL,
        rule TEXT NOT NULL,
        path TEXT NOT NULL,
        UNIQUE (fingerprint, digest, kind)
    )""",
    "CREATE INDEX finding_of_credential ON finding (digest)",
    "CREATE TABLE advice (id INTEGER PRIMARY KEY, message TEXT NOT NULL, fix TEXT NOT NULL)",
    "CREATE UNIQUE INDEX advice_by_text ON advice (message, fix)",
    # A finding in a repository, in one state, from the first run that saw it so until one that
    # did not. Severity and confidence are those of `keyguard.model.levels`.
    """CREATE TABLE place (
        id INTEGER PRIMARY KEY,
        finding INTEGER NOT NULL REFERENCES finding,
        repository INTEGER NOT NULL REFERENCES repository,
        state TEXT NOT NULL,
        first_run INTEGER NOT NULL REFERENCES run,
        gone_run INTEGER REFERENCES run,
        severity INTEGER NOT NULL,
        confidence INTEGER NOT NULL,
        environment TEXT NOT NULL,
        surface TEXT NOT NULL,
        surface_reason TEXT NOT NULL,
        line INTEGER NOT NULL,
        column_ INTEGER NOT NULL,
        end_line INTEGER NOT NULL,
        end_column INTEGER NOT NULL,
        via TEXT NOT NULL,
        occurrences INTEGER NOT NULL,
        commit_ TEXT,
        author TEXT,
        date TEXT,
        refs TEXT,
        suppressed_by TEXT,
        suppressed_reason TEXT,
        advice INTEGER NOT NULL REFERENCES advice
    )""",
    "CREATE INDEX place_of_finding ON place (finding, repository)",
    "CREATE INDEX place_of_repository ON place (repository, gone_run)",
    """CREATE TABLE problem (
        repository INTEGER NOT NULL REFERENCES repository,
        path TEXT NOT NULL,
        message TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run
    )""",
    "CREATE INDEX problem_of_repository ON problem (repository)",
    """CREATE TABLE liveness (
        digest TEXT PRIMARY KEY,
        liveness TEXT NOT NULL,
        reason TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run
    ) WITHOUT ROWID""",
)

# Which packs were read is kept beside the networks themselves.
_WITHOUT_PACKS = ("DROP TABLE pack",)

STEPS: tuple[tuple[str, ...], ...] = (_TABLES, _WITHOUT_PACKS)
"""The statements of each step."""
READ_FROM = 1
"""The number of steps after which a database can be read as it is."""
