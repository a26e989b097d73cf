#!/usr/bin/env bash
# `git archive` packs a file in clear that is committed encrypted; dulwich and pygit2 pack what is committed.
#
# Versions: dulwich 1.2.21, pygit2 1.21.0 (PyPI), with the git on PATH (2.39.5 when it was seen).
# Expected: an archive is made of a commit, without a work tree, so it has what the commit has: of a file that a filter encrypts
#   (git-crypt, transcrypt and git-agecrypt work so; here it is base64) the encrypted form, as `git show` and a clone's objects do.
# Seen (2026-11-30): git runs the filter as if it wrote a work tree, also in a bare repository, and the archive of the machine that has
#   the key holds the text. The two libraries pack the blob; so does git on a machine where the filter is not set up,
#   without a word, since a filter need not be `required`.
# Why it matters: sdists, images and deployments are made with `git archive` because it cannot take along what is not committed. A scan of
#   the repository finds nothing; the archive has to be scanned, and on the machine that makes it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq dulwich==1.2.21 pygit2==1.21.0

export HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

set_up() { # repository
    git -C "$1" config filter.crypt.clean 'base64 -w0'
    git -C "$1" config filter.crypt.smudge 'base64 -d'
}
git init -q -b main repository
set_up repository
cd repository
echo 'token.txt filter=crypt' > .gitattributes
echo value-in-clear > token.txt
git add .
git commit -qm one
cd ..
git clone -q --bare repository with-key.git
set_up with-key.git
git clone -q --bare repository without-key.git

cat > pack.py <<'END'
import sys
import tarfile

import pygit2
from dulwich.archive import tar_stream
from dulwich.repo import Repo

library, path, name = sys.argv[1:]
if library == "pygit2":
    repository = pygit2.Repository(path)
    with tarfile.open(name, "w") as archive:
        repository.write_archive(repository.head.target, archive)
else:
    repository = Repo(path)
    with open(name, "wb") as archive:
        archive.writelines(tar_stream(repository, repository[repository[repository.head()].tree], mtime=0))
END
form() { # what, a tar file on standard input
    echo "$1: $(tar -xOf - token.txt | sed 's/^dmFsdWUt.*/encrypted/; s/^value-in-clear$/in clear/')"
}
cat > expected <<'END'
git archive, with the filter: in clear
git archive, bare, with the filter: in clear
git archive, bare, without the filter: encrypted
dulwich, with the filter: encrypted
pygit2, with the filter: encrypted
END
{
    git -C repository archive HEAD | form 'git archive, with the filter'
    git -C with-key.git archive HEAD | form 'git archive, bare, with the filter'
    git -C without-key.git archive HEAD | form 'git archive, bare, without the filter'
    for library in dulwich pygit2; do
        env/bin/python pack.py $library repository $library.tar
        form "$library, with the filter" < $library.tar
    done
} | tee seen
diff expected seen >&2 || { echo "Changed: an archive holds another form of a filtered file now." >&2; exit 1; }
