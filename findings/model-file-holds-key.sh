#!/usr/bin/env bash
# A pickled model holds the API key that its code names, if it was saved by the script, and does not, if by the same lines in a module.
#
# Versions: cloudpickle 3.1.3, dill 0.4.1, joblib 1.6.0 (PyPI), pickle of Python.
# Expected: a pickle has the state of an object, and of its class the name. The model here has a number; the key is a constant beside the class, read
#   from the environment, as where it runs later.
# Seen (2026-11-30): cloudpickle writes what is defined in the script that runs, or in a notebook, as code, and with it the value of each global that
#   the code reads, also of a function that a method calls: the key is in the file, in clear. dill does so with `recurse=True` only.
#   With the class in a module all five write its name. pickle and joblib write names always.
# Why it matters: cloudpickle is what tools that store a model or run a function elsewhere are built on. The same commit makes a file
#   with the key or without, depending on how it is started; the file goes to a registry, where it is kept for good.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq cloudpickle==3.1.3 dill==0.4.1 joblib==1.6.0

cat > model.py <<'END'
import os

SERVICE_KEY = os.environ["SERVICE_KEY"]
OTHER_KEY = os.environ["OTHER_KEY"]


class Model:
    """Asks a service for what it does not know itself."""

    threshold = 3

    def predict(self, rows):
        return [row if row > self.threshold else ask(row) for row in rows]


def ask(row):
    return f"asked with {SERVICE_KEY}"
END
cat > save.py <<'END'
import io
import pickle

import cloudpickle
import dill
import joblib


def of_joblib(model):
    file = io.BytesIO()
    joblib.dump(model, file)
    return file.getvalue()


SAVERS = {
    "pickle": pickle.dumps,
    "joblib": of_joblib,
    "cloudpickle": cloudpickle.dumps,
    "dill": dill.dumps,
    "dill, recurse": lambda model: dill.dumps(model, recurse=True),
}


def show(where, model):
    for name, save in SAVERS.items():
        data = save(model)
        held = [value for value in ("value-of-service", "value-of-other") if value.encode() in data]
        print(f"{where}, {name}: {' '.join(held) or 'neither'}")
END
{ cat model.py; echo 'import save'; echo 'save.show("script", Model())'; } > script.py
printf 'import model\nimport save\nsave.show("module", model.Model())\n' > other.py
cat > expected <<'END'
script, pickle: neither
script, joblib: neither
script, cloudpickle: value-of-service
script, dill: neither
script, dill, recurse: value-of-service
module, pickle: neither
module, joblib: neither
module, cloudpickle: neither
module, dill: neither
module, dill, recurse: neither
END
{
    SERVICE_KEY=value-of-service OTHER_KEY=value-of-other env/bin/python script.py
    SERVICE_KEY=value-of-service OTHER_KEY=value-of-other env/bin/python other.py
} | tee seen
diff expected seen >&2 || { echo "Changed: other saved models hold the key now." >&2; exit 1; }
