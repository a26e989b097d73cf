#!/usr/bin/env bash
# SQLite's search index keeps the words of deleted rows, through secure_delete and VACUUM.
#
# Versions: apsw 3.54.1.0 from PyPI, which brings its own SQLite 3.54.1.
# Expected: `PRAGMA secure_delete = ON` overwrites what is deleted, and VACUUM writes a new file of what is left; after both, none of a
#   deleted row is in the file.
# Seen (2026-11-30): so it is with a plain table. With an FTS5 index each word of the row is still there, in small letters, although the
#   table says 0 rows: the index notes that the row is gone and drops words only when it merges. The index has an
#   option of its own, `secure-delete`, which helps a usual index and not one with `contentless_delete`; 'optimize'
#   helps both. An index of an own table (content=) is the same, though its manual's triggers delete each row. And with a
#   usual index, ANALYZE writes samples of the values into sqlite_stat4, where they stay until the next ANALYZE.
# Why it matters: "deleted and vacuumed" is how a leaked token is taken out of a chat's or a browser's database. The file must be scanned
#   after it, in small letters: a pattern for `AKIA...` or a digest of the value does not find what the index holds.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq apsw==3.54.1.0

cat > rows.py <<'END'
import random
import string
from pathlib import Path

import apsw

chance = random.Random(83)
value = "".join(chance.choice(string.ascii_uppercase + string.digits) for _ in range(24))
FTS = "create virtual table t using fts5(body%s)"
OWN = "create table r(body); create virtual table t using fts5(body, content=r)"
FILL_OWN = "insert into r values ($text); insert into t(rowid, body) select rowid, body from r"
EMPTY_OWN = "insert into t(t, rowid, body) select 'delete', rowid, body from r; delete from r"
INSERT, DELETE = "insert into t values ($text)", "delete from t"
SECURE = "insert into t(t, rank) values ('secure-delete', 1)"
OPTIMIZE = "insert into t(t) values ('optimize')"
CONTENTLESS = FTS % ", content='', contentless_delete=1"
cases = {
    "plain table": ["create table t(body)", INSERT, DELETE],
    "fts5": [FTS % "", INSERT, DELETE],
    "fts5, text updated": [FTS % "", INSERT, "update t set body = 'gone'"],
    "fts5, secure-delete": [FTS % "", SECURE, INSERT, DELETE],
    "fts5, optimize": [FTS % "", INSERT, DELETE, OPTIMIZE],
    "fts5 of an own table": [OWN, FILL_OWN, EMPTY_OWN],
    "fts5, contentless": [CONTENTLESS, "insert into t(rowid, body) values (1, $text)", DELETE],
    "fts5, contentless, secure-delete": [CONTENTLESS, SECURE, "insert into t(rowid, body) values (1, $text)", DELETE],
    "fts5, contentless, optimize": [CONTENTLESS, "insert into t(rowid, body) values (1, $text)", DELETE, OPTIMIZE],
    "index, analyze before": ["create table t(body); create index i on t(body)", INSERT, "analyze", DELETE],
    "index, analyze before and after": ["create table t(body); create index i on t(body)", INSERT, "analyze", DELETE, "analyze"],
}
for name, statements in cases.items():
    file = Path("rows.db")
    file.unlink(missing_ok=True)
    database = apsw.Connection(str(file))
    for statement in ["pragma secure_delete = on", *statements, "vacuum"]:
        bound = {"text": f"deploy with {value} today"} if "$text" in statement else None
        list(database.execute(statement, bound))
    database.close()
    held = file.read_bytes()
    forms = {"as written": value, "in small letters": value.lower()}
    print(f"{name}:", ", ".join(form for form, text in forms.items() if text.encode() in held) or "gone")
END
cat > expected <<'END'
plain table: gone
fts5: in small letters
fts5, text updated: in small letters
fts5, secure-delete: gone
fts5, optimize: gone
fts5 of an own table: in small letters
fts5, contentless: in small letters
fts5, contentless, secure-delete: in small letters
fts5, contentless, optimize: gone
index, analyze before: as written
index, analyze before and after: gone
END
env/bin/python rows.py | tee seen
diff expected seen >&2 || { echo "Changed: SQLite keeps other parts of deleted rows now." >&2; exit 1; }
