#!/usr/bin/env bash
# With a setting that saves time, `git log -p` of an encrypted file writes the decrypted text into the repository, in a ref that `push --mirror` sends.
#
# Versions: ansible-core 2.19.14 (PyPI), with the git on PATH (2.39.5 when it was seen).
# Expected: a `textconv` command, here `ansible-vault view`, makes text for the screen. With `cachetextconv`, which saves starting it
#   again, git remembers the text as it remembers the index or the commit-graph: in a file of this clone that no command sends.
# Seen (2026-11-30): git stores it as blobs below `refs/notes/textconv/NAME`, one for each version of the file that a diff or a log has
#   shown, in a commit whose message is the command. `git gc --prune=now` keeps it, since a ref leads to it,
#   and it stays when the setting is taken out again. A clone does not have it; `clone --mirror`, `push --mirror`, `bundle --all` and a copy
#   of `.git` do.
# Why it matters: everything that was ever encrypted is in clear once somebody has looked at the log; no branch, no stash and no work tree
#   shows it. Whoever reads a history has to read the notes, all of them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

python3 -m venv env
env/bin/pip install -qq ansible-core==2.19.14
PATH=$work/env/bin:$PATH
python3 -c 'import random; print(random.Random(71).getrandbits(96))' > password
export ANSIBLE_VAULT_PASSWORD_FILE=$work/password ANSIBLE_HOME=$work/ansible
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }

git init -q -b main project
cd project
echo '*.vault diff=vault' > .gitattributes
for version in 1 2; do
    echo "token: $(value $version)" > keys.vault
    ansible-vault encrypt keys.vault 2> ../log || { cat ../log >&2; exit 1; }
    git add .
    git commit -qm "version $version"
done
git config diff.vault.textconv 'ansible-vault view'

held() { # a repository: which of its refs lead to the text, and of how many versions
    local ref version
    git -C "$1" for-each-ref --format='%(refname)' | while read -r ref; do
        for version in 1 2; do
            git -C "$1" grep -qF -e "$(value $version)" "$ref" && echo "$ref"
        done || true
    done | sort | uniq -c | awk '{print $2 " (" $1 ")"}' | xargs
}
report() { echo "$1: $(held "$2" | sed 's/^$/nothing/')"; }
cat > ../expected <<'END'
git log -p: nothing
git log -p, cachetextconv: refs/notes/textconv/vault (2)
git gc, setting taken out: refs/notes/textconv/vault (2)
git clone: nothing
git clone --mirror: refs/notes/textconv/vault (2)
git push --mirror: refs/notes/textconv/vault (2)
git bundle --all: refs/notes/textconv/vault (2)
message of the commit: ansible-vault view
END
{
    git log -p > ../shown
    grep -qF "$(value 1)" ../shown
    report 'git log -p' .
    git config diff.vault.cachetextconv true
    git log -p > ../shown
    report 'git log -p, cachetextconv' .
    git config --unset diff.vault.cachetextconv
    git config --unset diff.vault.textconv
    git gc -q --prune=now
    report 'git gc, setting taken out' .
    git clone -q --no-local . ../clone
    report 'git clone' ../clone
    git clone -q --no-local --mirror . ../mirror
    report 'git clone --mirror' ../mirror
    git init -q --bare ../pushed
    git push -q --mirror ../pushed
    report 'git push --mirror' ../pushed
    git bundle create -q ../bundle --all
    git clone -q --mirror ../bundle ../unbundled
    report 'git bundle --all' ../unbundled
    echo "message of the commit: $(git log -1 --format=%s refs/notes/textconv/vault)"
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: decrypted text is kept elsewhere now." >&2; exit 1; }
