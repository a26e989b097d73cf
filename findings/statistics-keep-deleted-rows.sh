#!/usr/bin/env bash
# 24 rows of an emptied SQLite table are still in its file, after secure_delete and VACUUM, if another program had looked at it.
#
# Versions: apsw 3.54.1.0, pysqlite3-binary 0.5.4.post2 (PyPI); node-sqlite3-wasm 0.8.60, sql.js 1.17.0 (npm); the sqlite3 of Python.
# Expected: `PRAGMA optimize`, which SQLite's manual recommends before a connection is closed, notes how many rows an index has. With
#   `secure_delete` a deleted row is overwritten, and VACUUM writes the file anew; a table without rows is empty.
# Seen (2026-11-30): where SQLite is built with STAT4, as in three of these four packages, the statistics are samples: 24 values of
#   the index, whole, in the table `sqlite_stat4`. They stay when all rows are deleted and after VACUUM, and `optimize` does not
#   refresh them once the table is empty. Python's `iterdump` leaves them out, and a program without STAT4 leaves them in. `ANALYZE` clears
#   them, and so does dropping the table.
# Why it matters: a database whose tokens were deleted before it is handed on, committed or kept as a fixture has 24 of them. It
#   need not be the program of the database that took the samples: any that opens it, and closes it as the manual says, does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq apsw==3.54.1.0 pysqlite3-binary==0.5.4.post2
echo '{"private": true}' > package.json
npm install --loglevel=error node-sqlite3-wasm@0.8.60 sql.js@1.17.0 > npm.log

cat > optimize.py <<'END'
import sys

import apsw
import pysqlite3

library, path = sys.argv[1:]
connection = {"apsw": apsw.Connection, "pysqlite3": pysqlite3.connect}[library](path)
list(connection.execute("PRAGMA optimize = 0x10002"))
connection.close()
END
cat > optimize.js <<'END'
const fs = require('fs');
const [library, path] = process.argv.slice(2);
if (library === 'node-sqlite3-wasm') {
  const {Database} = require('node-sqlite3-wasm');
  const database = new Database(path);
  database.exec('PRAGMA optimize = 0x10002');
  database.close();
} else {
  require('sql.js')().then((sqlite) => {
    const database = new sqlite.Database(fs.readFileSync(path));
    database.exec('PRAGMA optimize = 0x10002');
    fs.writeFileSync(path, database.export());
  });
}
END
cat > table.py <<'END'
import random
import sqlite3
import string
import sys
from pathlib import Path

step, path = sys.argv[1:]
chance = random.Random(97)
values = ["".join(chance.choices(string.ascii_letters, k=32)) for _ in range(1000)]
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("PRAGMA secure_delete = on")
if step == "fill":
    connection.execute("CREATE TABLE token (id INTEGER PRIMARY KEY, value TEXT UNIQUE)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO token (value) VALUES (?)", [(value,) for value in values])
    connection.execute("COMMIT")
elif step == "empty":
    connection.execute("DELETE FROM token")
    connection.execute("VACUUM")
elif step == "drop":
    connection.execute("DROP TABLE token")
    connection.execute("VACUUM")
content = Path(path).read_bytes()
dump = "\n".join(connection.iterdump())
print(sum(value.encode() in content for value in values), "in the file,", sum(value in dump for value in values), "in the dump")
END
cat > expected <<'END'
apsw, filled: 1000 in the file, 1000 in the dump
apsw, emptied: 24 in the file, 0 in the dump
apsw, once more: 24 in the file, 0 in the dump
apsw, dropped: 0 in the file, 0 in the dump
pysqlite3, filled: 1000 in the file, 1000 in the dump
pysqlite3, emptied: 24 in the file, 0 in the dump
pysqlite3, once more: 24 in the file, 0 in the dump
pysqlite3, dropped: 0 in the file, 0 in the dump
node-sqlite3-wasm, filled: 1000 in the file, 1000 in the dump
node-sqlite3-wasm, emptied: 24 in the file, 0 in the dump
node-sqlite3-wasm, once more: 24 in the file, 0 in the dump
node-sqlite3-wasm, dropped: 0 in the file, 0 in the dump
sql.js, filled: 1000 in the file, 1000 in the dump
sql.js, emptied: 0 in the file, 0 in the dump
sql.js, once more: 0 in the file, 0 in the dump
sql.js, dropped: 0 in the file, 0 in the dump
END
steps() { # library, command that opens its file
    local database=$1.db
    echo "$1, filled: $(python3 table.py fill "$database")"
    "${@:2}" "$1" "$database"
    echo "$1, emptied: $(python3 table.py empty "$database")"
    "${@:2}" "$1" "$database"
    echo "$1, once more: $(python3 table.py look "$database")"
    echo "$1, dropped: $(python3 table.py drop "$database")"
}
{
    for library in apsw pysqlite3; do steps $library env/bin/python optimize.py; done
    for library in node-sqlite3-wasm sql.js; do steps $library node optimize.js; done
} | tee seen
diff expected seen >&2 || { echo "Changed: statistics keep other values of deleted rows now." >&2; exit 1; }
