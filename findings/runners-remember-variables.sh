#!/usr/bin/env bash
# To see whether a variable has changed, five of seven build tools keep its value, two of them also after it was replaced.
#
# Versions: wireit 0.14.13, turbo 2.11.11, nx 24.0.6, @moonrepo/cli 2.5.5 (npm); doit 0.37.0, scons 4.11.1, snakemake 9.27.1 (PyPI).
# Expected: a task that depends on a variable is run again when the variable is another one. For that a digest is enough, which is
#   what all seven keep of files.
# Seen (2026-12-01): Nx keeps nothing that can be read, Turborepo the plain SHA-256 of the value, in the summary of a run. wireit and moon write the value
#   into JSON, doit into its database if the task gives it a text (of a dict it takes a digest), SCons as the content of `Value`, which is what its manual has
#   for settings, and Snakemake as a parameter of the rule, in a file whose name is base64. With a new value moon writes another file and
#   keeps the old one, and Snakemake prints both, as the reason to run again, and has them in its log.
# Why it matters: these folders are what CI saves from run to run, and `.doit.db` and `.sconsign.dblite` lie beside the sources. After a rotation
#   both keys can be there. The build files name a variable, and no output of the task has it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export HOME=$work TURBO_TELEMETRY_DISABLED=1 NX_DAEMON=false DO_NOT_TRACK=1

mkdir tools
(cd tools && npm install --loglevel=error wireit@0.14.13 turbo@2.11.11 nx@24.0.6 @moonrepo/cli@2.5.5 > ../npm.log) &
python3 -m venv env
env/bin/pip install -qq uv==0.13.8
UV_CACHE_DIR=$work/uv env/bin/uv pip install -q --python env/bin/python doit==0.37.0 scons==4.11.1 snakemake==9.27.1
wait $!
export PATH=$work/tools/node_modules/.bin:$work/env/bin:$PATH
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }

in_project() { # name: an empty project, which is a git repository
    mkdir "$work/$1"
    cd "$work/$1"
    git init -q .
    echo text > source.txt
}
in_project wireit
cat > package.json <<'END'
{"name": "shop", "private": true, "scripts": {"build": "wireit"},
 "wireit": {"build": {"command": "cp source.txt out.txt", "files": ["source.txt"], "output": ["out.txt"], "env": {"SERVICE_TOKEN": {"external": true}}}}}
END
in_project turbo
cat > package.json <<'END'
{"name": "shop", "private": true, "packageManager": "npm@11.21.2", "scripts": {"build": "cp source.txt out.txt"}}
END
echo '{"tasks": {"build": {"env": ["SERVICE_TOKEN"], "inputs": ["source.txt"], "outputs": ["out.txt"]}}}' > turbo.json
in_project nx
echo '{"name": "shop", "private": true}' > package.json
ln -s "$work/tools/node_modules" node_modules
echo '{"analytics": false, "neverConnectToCloud": true}' > nx.json
cat > project.json <<'END'
{"name": "shop", "targets": {"build": {"command": "cp source.txt out.txt", "cache": true,
 "inputs": ["{projectRoot}/source.txt", {"env": "SERVICE_TOKEN"}], "outputs": ["{projectRoot}/out.txt"]}}}
END
in_project moon
mkdir .moon
printf 'projects: {shop: "."}\ntelemetry: false\n' > .moon/workspace.yml
cat > moon.yml <<'END'
tasks:
  build: {command: "cp source.txt out.txt", inputs: ["source.txt", "$SERVICE_TOKEN"], outputs: ["out.txt"]}
END
in_project doit
cat > dodo.py <<'END'
import os

from doit.tools import config_changed


def task_build():
    return {"actions": ["cp source.txt out.txt"], "targets": ["out.txt"], "uptodate": [config_changed(os.environ["SERVICE_TOKEN"])]}
END
in_project scons
cat > SConstruct <<'END'
import os

target = Command("out.txt", "source.txt", "cp $SOURCE $TARGET")
Depends(target, Value(os.environ["SERVICE_TOKEN"]))
END
in_project snakemake
cat > Snakefile <<'END'
rule build:
    input: "source.txt"
    output: "out.txt"
    params: token=os.environ["SERVICE_TOKEN"]
    shell: "cp {input} {output}"
END
COMMANDS='wireit npm run build
turbo turbo run build --summarize
nx nx build shop
moon moon run shop:build
doit doit
scons scons -Q
snakemake snakemake --cores 1 out.txt'
run() { # tool, value
    cd "$work/$1"
    git -c user.name=A -c user.email=a@example.org add -A
    git -c user.name=A -c user.email=a@example.org commit -q --allow-empty -m Build
    SERVICE_TOKEN=$2 $(sed -n "s/^$1 //p" <<< "$COMMANDS") > ../log 2>&1 || { cat ../log >&2; exit 1; }
    test -s out.txt
}
held() { # value
    if grep -rqaF --exclude-dir=.git --exclude-dir=node_modules -e "$1" .; then echo 'in clear'
    elif grep -rqaF --exclude-dir=.git --exclude-dir=node_modules -e "$(printf %s "$1" | sha256sum | cut -d' ' -f1)" .; then echo 'its SHA-256'
    else echo nothing; fi
}
cat > "$work/expected" <<'END'
wireit: in clear; of the old value nothing
turbo: its SHA-256; of the old value its SHA-256
nx: nothing; of the old value nothing
moon: in clear; of the old value in clear
doit: in clear; of the old value nothing
scons: in clear; of the old value nothing
snakemake: in clear; of the old value in clear
END
for tool in wireit turbo nx moon doit scons snakemake; do
    printf '.wireit\n.turbo\n.nx\n.moon/cache\n.snakemake\nout.txt\n.doit*\n.sconsign*\nnode_modules\n' > "$work/$tool/.gitignore"
    run $tool "$(value 1)"
    run $tool "$(value 2)"
    echo "$tool: $(held "$(value 2)"); of the old value $(held "$(value 1)")"
done | tee "$work/seen"
diff "$work/expected" "$work/seen" >&2 || { echo "Changed: other tools keep the values of variables now." >&2; exit 1; }
