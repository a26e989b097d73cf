#!/usr/bin/env bash
# `makemigrations` writes the values of environment variables into files that are committed.
#
# Versions: Django 5.2.19, on a model with five fields.
# Expected: a migration repeats what the model says; for `default=SENDER_TOKEN`, set from os.environ, that is the name or an error.
# Seen (2026-11-30): it holds the value that the variable had on the machine, five times for five mentions: as a default, as the
#   argument of a partial, in a storage's address, in the help text and in a constraint. A function as the default is the one form
#   that is written as its name. With another value in the environment the same models are "changed": `makemigrations
#   --check` fails, and the next migration adds the second value to the repository, where the first one stays.
# Why it matters: the models, which are reviewed, have no secret in them; the generated file, which is not, has. To rotate the key is to commit
#   the new one too.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq Django==5.2.19

mkdir shop
touch shop/__init__.py
cat > shop/models.py <<'END'
import os
from functools import partial

from django.core.files.storage import FileSystemStorage
from django.db import models

TOKEN = os.environ["SENDER_TOKEN"]


def signed(token):
    return token[::-1]


def from_environment():
    return os.environ["SENDER_TOKEN"]


class Message(models.Model):
    sender = models.CharField(max_length=99, default=TOKEN)
    signature = models.CharField(max_length=99, default=partial(signed, TOKEN))
    picture = models.FileField(storage=FileSystemStorage(base_url=f"https://files.example.org/{TOKEN}/"))
    receiver = models.CharField(max_length=99, help_text=f"Not {TOKEN}")
    later = models.CharField(max_length=99, default=from_environment)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(receiver=TOKEN), name="other")]
END
cat > manage.py <<'END'
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

settings.configure(
    INSTALLED_APPS=["shop"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
execute_from_command_line(sys.argv)
END
read -r first second < <(python3 -c 'import random; r = random.Random(29); print("%x %x" % (r.getrandbits(128), r.getrandbits(128)))')
manage() { # value, arguments
    SENDER_TOKEN=$1 env/bin/python manage.py "${@:2}" > log 2>&1
}
values() { # where, what
    local file
    for file in shop/migrations/0*.py; do
        echo "$1, $(basename "$file" | cut -d_ -f1): first value $(grep -o "$first" "$file" | wc -l | xargs) times," \
            "second $(grep -o "$second" "$file" | wc -l | xargs) times"
    done
}
cat > expected <<'END'
at first, 0001: first value 5 times, second 0 times
the same environment: no changes
another environment: changes
with another environment, 0001: first value 5 times, second 0 times
with another environment, 0002: first value 0 times, second 5 times
END
{
    manage "$first" makemigrations shop || { cat log >&2; exit 1; }
    values 'at first'
    manage "$first" makemigrations --check && echo 'the same environment: no changes'
    manage "$second" makemigrations --check || echo 'another environment: changes'
    manage "$second" makemigrations shop || { cat log >&2; exit 1; }
    values 'with another environment'
} | tee seen
diff expected seen >&2 || { echo "Changed: other values of the environment get into migrations now." >&2; exit 1; }
