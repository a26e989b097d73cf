#!/usr/bin/env bash
# Beside the pages that Sphinx writes lies a hidden file with the password of the link checker, and what the pages leave out.
#
# Versions: Sphinx 9.0.4 (PyPI), with its own builder for HTML.
# Expected: `sphinx-build docs site` writes a site: pages, an index for the search, styles. `linkcheck_auth` and `linkcheck_request_headers`
#   are for another builder, which is not run; a comment, and what stands below `.. only:: internal`, is not published.
# Seen (2026-11-30): unless told of another place (`-d`, or `-M` and the makefile, which do so) Sphinx keeps its cache in the output, as
#   `.doctrees`, and the settings are in it, pickled in clear: the user's password, the `Authorization` header, `html_context`. Other
#   variables of conf.py are not. The pages lack the comment and the block; the cache has them, and so does `_sources`, the text of the
#   pages as it was written. `html_copy_source = False` mends the latter only.
# Why it matters: `site` is copied to a server, into an image or a branch as it is. The password comes from the environment of the
#   build, stands in no source and on no page, and is in a folder that file lists and many globs pass over.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq Sphinx==9.0.4

mkdir docs
cat > docs/conf.py <<'END'
import os

project = "shop"
linkcheck_auth = [("https://example.org/.*", ("user", os.environ["AUTH"]))]
linkcheck_request_headers = {"https://example.org/": {"Authorization": "Bearer " + os.environ["HEADER"]}}
html_context = {"token": os.environ["CONTEXT"]}
elsewhere = os.environ["OTHER"]
END
cat > docs/index.rst <<'END'
Shop
====

.. text-of-comment

.. only:: internal

   text-of-block

Welcome.
END
mkdir plain
cp docs/* plain
echo 'html_copy_source = False' >> plain/conf.py

cat > expected <<'END'
site, value-of-auth: .doctrees/environment.pickle
site, value-of-header: .doctrees/environment.pickle
site, value-of-context: .doctrees/environment.pickle
site, value-of-other: nowhere
site, text-of-comment: .doctrees/index.doctree _sources/index.rst.txt
site, text-of-block: .doctrees/index.doctree _sources/index.rst.txt
without sources, value-of-auth: .doctrees/environment.pickle
without sources, value-of-header: .doctrees/environment.pickle
without sources, value-of-context: .doctrees/environment.pickle
without sources, value-of-other: nowhere
without sources, text-of-comment: .doctrees/index.doctree
without sources, text-of-block: .doctrees/index.doctree
makefile, value-of-auth: nowhere
makefile, value-of-header: nowhere
makefile, value-of-context: nowhere
makefile, value-of-other: nowhere
makefile, text-of-comment: _sources/index.rst.txt
makefile, text-of-block: _sources/index.rst.txt
END
export AUTH=value-of-auth HEADER=value-of-header CONTEXT=value-of-context OTHER=value-of-other
look() { # what, folder
    for value in $AUTH $HEADER $CONTEXT $OTHER text-of-comment text-of-block; do
        files=$(cd "$2" && { grep -rl $value . || true; } | sed 's,^\./,,' | LC_ALL=C sort | xargs)
        echo "$1, $value: ${files:-nowhere}"
    done
}
{
    env/bin/sphinx-build -q docs site
    look site site
    env/bin/sphinx-build -q plain unsourced
    look 'without sources' unsourced
    env/bin/sphinx-build -M html docs made -q > log
    look makefile made/html
} | tee seen
diff expected seen >&2 || { echo "Changed: Sphinx leaves other things beside its pages now." >&2; exit 1; }
