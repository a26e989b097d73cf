#!/usr/bin/env bash
# Tailwind CSS 4 copies words out of notes, dumps and settings that no page uses into the public stylesheet.
#
# Versions: tailwindcss and @tailwindcss/cli 4.3.5.
# Expected: Tailwind looks for class names in pages and scripts. A file that is no code and that nothing imports has no effect on
#   the stylesheet, and `[token:...]` is no class anywhere: there is no such property.
# Seen (2026-11-30): it reads the files below the folder, save those that git ignores and some names (`.env`, `*.log`), and takes
#   each `[word:value]` in them for a declaration. From a text, a YAML list, a JSON file, an SQL dump, an INI file and a file
#   without an ending the value stands twice in out.css: in a selector and behind the word. No warning.
# Why it matters: log lines and lists of `[name:password]` get public without being imported, linked or copied; a stylesheet is
#   the last place to look, and removing the note mends it only with the next build.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

mkdir site
cd site
echo '{"private": true}' > package.json
npm install --loglevel=error tailwindcss@4.3.5 @tailwindcss/cli@4.3.5 > ../npm.log
printf 'node_modules\nignored.txt\n' > .gitignore
echo '@import "tailwindcss";' > in.css
echo '<p class="flex">Hello</p>' > index.html

cat > ../fill.py <<'END'
import pathlib
import random
import string

chance = random.Random(31)
lines = {
    "notes.txt": "10:02 signed in [token:%s] from the office",
    "users.yaml": "users: [admin:%s]",
    "import.json": '{"note": "[password:%s]"}',
    "dump.sql": "insert into log values (7, '[session:%s]');",
    "old.ini": "; was [key:%s]",
    "TODO": "replace [secret:%s]",
    "ignored.txt": "[token:%s]",
    "server.log": "[token:%s]",
    ".env": "NOTE=[token:%s]",
}
with open("../values", "w") as values:
    for name, line in lines.items():
        value = "".join(chance.choice(string.ascii_letters + string.digits) for _ in range(24))
        pathlib.Path(name).write_text(line % value + "\n")
        print(name, value, file=values)
END
python3 ../fill.py
node_modules/.bin/tailwindcss --input in.css --output out.css --minify > ../log 2>&1 || { cat ../log >&2; exit 1; }
grep -qF '.flex{display:flex}' out.css || { echo "Changed: the class of the page is not in the stylesheet." >&2; exit 1; }

cat > ../expected <<'END'
notes.txt: 2 times
users.yaml: 2 times
import.json: 2 times
dump.sql: 2 times
old.ini: 2 times
TODO: 2 times
ignored.txt: 0 times
server.log: 0 times
.env: 0 times
END
while read -r name value; do
    echo "$name: $({ grep -o "$value" out.css || true; } | wc -l | xargs) times"
done < ../values | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: Tailwind takes words from other files now." >&2; exit 1; }
