#!/usr/bin/env bash
# The API pages that Sphinx writes contain environment variables of the machine that built them.
#
# Versions: Sphinx 9.0.4 with its own sphinx.ext.autodoc, on a module of ten lines.
# Expected: documentation of `token=os.environ['SERVICE_TOKEN']` shows that expression, or nothing.
# Seen (2026-11-29): autodoc imports the module and writes the *value*: for the default of a parameter, for a documented
#   constant, for an attribute of a class, for a dataclass's field and for its generated __init__: five times for four
#   mentions. `autodoc_preserve_defaults = True` mends the default of the function, and nothing else.
# Why it matters: no source file holds the key. The pages are built where the keys are (CI) and served to the public, so
#   generated HTML has to be scanned like a bundle, and `os.environ` in a default is worth a word in the source.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq Sphinx==9.0.4

cat > service.py <<'END'
"""A client."""
import os
from dataclasses import dataclass

#: Token of the service.
TOKEN = os.environ["SERVICE_TOKEN"]

def send(text: str, token: str = os.environ["SERVICE_TOKEN"]) -> None:
    """Send a text."""

@dataclass
class Client:
    """A client."""
    token: str = os.environ["SERVICE_TOKEN"]

class Names:
    """Names."""
    #: The header.
    header = os.environ["SERVICE_TOKEN"]
END
mkdir source
cat > source/index.rst <<'END'
Service
=======

.. automodule:: service
   :members:
   :undoc-members:
END

cat > expected <<'END'
preserve_defaults=False: 5
preserve_defaults=True: 4
END
for preserve in False True; do
    cat > source/conf.py <<END
import sys
sys.path.insert(0, "$work")
extensions = ["sphinx.ext.autodoc"]
autodoc_preserve_defaults = $preserve
END
    SERVICE_TOKEN=of-the-build-machine env/bin/python -m sphinx -q -b html source "html-$preserve"
    echo "preserve_defaults=$preserve: $(grep -o of-the-build-machine "html-$preserve/index.html" | wc -l | xargs)"
done | tee seen
diff expected seen >&2 || { echo "Changed: Sphinx writes environment values into its pages in other places now." >&2; exit 1; }
