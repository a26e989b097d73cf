#!/usr/bin/env bash
# Two of four job queues write the arguments of a call in clear beside the message that their serializer encrypts.
#
# Versions: celery and kombu 5.7.0 with kombu-fernet-serializers 0.2.0, rq 3.0.0 with fakeredis 2.41.0, huey 3.5.4, dramatiq 2.2.1,
#   cryptography 50.0.2 (PyPI). The broker is a folder, a Redis in memory, an SQLite file, or none.
# Expected: each of them lets one choose how a call is written, and a serializer that encrypts is a package (Celery) or two lines. What
#   lies in the broker then is a function's name and a cipher text.
# Seen (2026-11-30): Celery and RQ write the call a second time, for people: Celery as `argsrepr` and `kwargsrepr` in the headers of the
#   message, RQ as `description` of the job. No serializer sees that. With huey and dramatiq nothing but the cipher text is there. RQ
#   keeps the text with the job when it is done; both have an argument by which to say what to write instead.
# Why it matters: brokers are shared, dumped and shown by dashboards, and encryption is what was added for that. The serializer is tested
#   against what it returns, so nothing shows that the tokens in arguments are stored as they are.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq celery==5.7.0 kombu==5.7.0 kombu-fernet-serializers==0.2.0 rq==3.0.0 fakeredis==2.41.0 huey==3.5.4 \
    dramatiq==2.2.1 cryptography==50.0.2

cat > jobs.py <<'END'
def send(token, to):
    return "sent"
END
cat > queues.py <<'END'
"""Queues one call with each library and says where in what lies in the broker its arguments are in clear."""

import json
import os
import pathlib
import pickle

from cryptography.fernet import Fernet

import jobs

KEY = Fernet.generate_key()
os.environ["KOMBU_FERNET_KEY"] = KEY.decode()
fernet = Fernet(KEY)
CALL = {"args": ["token-of-call"], "kwargs": {"to": "name-of-receiver"}}


def encrypt(message):
    return fernet.encrypt(pickle.dumps(message))


def decrypt(data):
    return pickle.loads(fernet.decrypt(data))


def celery():
    import celery

    folder = pathlib.Path("celery-broker")
    folder.mkdir()
    places = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control")}
    app = celery.Celery(broker="filesystem://", broker_transport_options=places)
    app.conf.update(task_serializer="fernet_json", accept_content=["fernet_json"])
    app.task(jobs.send, name="send").apply_async(**CALL)
    (file,) = (each for each in folder.iterdir() if each.is_file())
    message = json.loads(file.read_text())
    assert message["content-type"] == "application/x-fernet-json"
    return message["headers"] | {"body": message["body"]}


def rq():
    import fakeredis
    import rq

    class Serializer:
        dumps = staticmethod(encrypt)
        loads = staticmethod(decrypt)

    connection = fakeredis.FakeRedis()
    job = rq.Queue(connection=connection, serializer=Serializer).enqueue_call(jobs.send, **CALL)
    assert list(job.args) == CALL["args"]
    return connection.hgetall(job.key)


def huey():
    import sqlite3

    import huey
    import huey.serializer

    class Serializer(huey.serializer.Serializer):
        def _serialize(self, data):
            return encrypt(data)

        def _deserialize(self, data):
            return decrypt(data)

    queue = huey.SqliteHuey(filename="huey.db", serializer=Serializer())
    queue.task()(jobs.send)(*CALL["args"], **CALL["kwargs"])
    rows = sqlite3.connect("huey.db")
    rows.row_factory = sqlite3.Row
    (row,) = rows.execute("select * from task")
    return dict(row)


def dramatiq():
    import dramatiq
    from dramatiq.brokers.stub import StubBroker

    class Encoder(dramatiq.Encoder):
        def encode(self, data):
            return encrypt(data)

        def decode(self, data):
            return decrypt(data)

    dramatiq.set_encoder(Encoder())
    broker = StubBroker()
    dramatiq.set_broker(broker)
    dramatiq.actor(jobs.send).send(*CALL["args"], **CALL["kwargs"])
    (message,) = broker.queues["default"].queue
    return {"message": message}


def text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


for queue in (celery, rq, huey, dramatiq):
    stored = {text(name): text(value) for name, value in queue().items()}
    clear = [name for name, value in stored.items() if "token-of-call" in value or "name-of-receiver" in value]
    print(f"{queue.__name__}: {', '.join(clear) or 'nothing'} in clear")
END
cat > expected <<'END'
celery: argsrepr, kwargsrepr in clear
rq: description in clear
huey: nothing in clear
dramatiq: nothing in clear
END
env/bin/python queues.py 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: queues write arguments in other places now." >&2; exit 1; }
