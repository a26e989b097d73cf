#!/usr/bin/env bash
# A client that is logged says its key with nine of eleven libraries for Node.js, and with none of the same services' libraries for Python.
#
# Versions: openai 6.49.0, @anthropic-ai/sdk 1.15.0, stripe 23.1.0, @slack/web-api 8.2.0, @elastic/elasticsearch 9.4.3, @opensearch-project/opensearch 3.9.0,
#   meilisearch 0.62.0, typesense 3.1.0, minio 8.0.7, mongodb 7.9.1, redis 6.3.1, pg 8.23.1 (npm); openai 3.57.0, anthropic 2.15.0, stripe 16.1.0,
#   slack-sdk 3.48.0, elasticsearch 9.5.1, opensearch-py 3.2.0, meilisearch 0.43.0, typesense 2.1.1, minio 7.2.20, pymongo 4.20.1, redis 8.1.0 (PyPI).
# Expected: a library for one service has the same care in each language. An object that holds a key does not show it when the object is
#   printed, as is known from Python.
# Seen (2026-12-01): `console.log(client)` shows the key with all but MongoDB's and Redis's, `JSON.stringify` too with four of the nine. Elasticsearch's, which
#   has a setting for what is left out of its errors, shows it. `pg` hides a password that is given as `password`, and shows it in the
#   form that hosts hand out, `connectionString`, in a Pool. No `repr` in Python has it.
# Why it matters: one line to see why a call fails, or a logger that is given the object which holds the client, writes the key into the
#   log. A test of the log in the other language, or with `pg` and a password, says that it does not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_CACHE_DIR=$work/uv
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export HOME=$work

npm install --loglevel=error openai@6.49.0 @anthropic-ai/sdk@1.15.0 stripe@23.1.0 @slack/web-api@8.2.0 @elastic/elasticsearch@9.4.3 \
    @opensearch-project/opensearch@3.9.0 meilisearch@0.62.0 typesense@3.1.0 minio@8.0.7 mongodb@7.9.1 redis@6.3.1 pg@8.23.1 > npm.log &
python3 -m venv env
env/bin/pip install -qq uv==0.13.8
env/bin/uv pip install -q --python env/bin/python openai==3.57.0 anthropic==2.15.0 stripe==16.1.0 slack-sdk==3.48.0 elasticsearch==9.5.1 \
    opensearch-py==3.2.0 meilisearch==0.43.0 typesense==2.1.1 minio==7.2.20 pymongo==4.20.1 redis==8.1.0
wait $!

cat > clients.mjs <<'END'
import { inspect } from "node:util";
import Anthropic from "@anthropic-ai/sdk";
import { Client as Elasticsearch } from "@elastic/elasticsearch";
import { Client as OpenSearch } from "@opensearch-project/opensearch";
import { WebClient } from "@slack/web-api";
import { Meilisearch } from "meilisearch";
import { Client as Minio } from "minio";
import { MongoClient } from "mongodb";
import OpenAI from "openai";
import pg from "pg";
import { createClient } from "redis";
import Stripe from "stripe";
import Typesense from "typesense";

const key = process.argv[2];
const node = "http://127.0.0.1:9";
const clients = {
  openai: new OpenAI({ apiKey: key }),
  anthropic: new Anthropic({ apiKey: key }),
  stripe: new Stripe(key),
  slack: new WebClient(key),
  elasticsearch: new Elasticsearch({ node, auth: { apiKey: key } }),
  opensearch: new OpenSearch({ node, auth: { username: "shop", password: key } }),
  meilisearch: new Meilisearch({ host: node, apiKey: key }),
  typesense: new Typesense.Client({ nodes: [{ host: "127.0.0.1", port: 9, protocol: "http" }], apiKey: key }),
  minio: new Minio({ endPoint: "127.0.0.1", accessKey: "shop", secretKey: key }),
  mongodb: new MongoClient(`mongodb://shop:${key}@127.0.0.1:9/`),
  redis: createClient({ url: `redis://:${key}@127.0.0.1:9` }),
  "pg, password": new pg.Pool({ host: "127.0.0.1", user: "shop", password: key }),
  "pg, connectionString": new pg.Pool({ connectionString: `postgres://shop:${key}@127.0.0.1:9/shop` }),
};

function json(client) {
  try {
    return JSON.stringify(client);
  } catch {
    return "an error";
  }
}
for (const [name, client] of Object.entries(clients)) {
  const said = [inspect(client).includes(key) && "console.log", json(client).includes(key) && "JSON"].filter(Boolean);
  console.log(`${name}: ${said.join(" and ") || "neither"}`);
}
process.exit();
END
cat > clients.py <<'END'
import sys

import anthropic
import elasticsearch
import meilisearch
import minio
import openai
import opensearchpy
import pymongo
import redis
import slack_sdk
import stripe
import typesense

key = sys.argv[1]
node = "http://127.0.0.1:9"
clients = {
    "openai": openai.OpenAI(api_key=key),
    "anthropic": anthropic.Anthropic(api_key=key),
    "stripe": stripe.StripeClient(key),
    "slack": slack_sdk.WebClient(token=key),
    "elasticsearch": elasticsearch.Elasticsearch(node, api_key=key),
    "opensearch": opensearchpy.OpenSearch(node, http_auth=("shop", key)),
    "meilisearch": meilisearch.Client(node, key),
    "typesense": typesense.Client({"nodes": [{"host": "127.0.0.1", "port": "9", "protocol": "http"}], "api_key": key}),
    "minio": minio.Minio(endpoint="127.0.0.1", access_key="shop", secret_key=key),
    "mongodb": pymongo.MongoClient(f"mongodb://shop:{key}@127.0.0.1:9/", connect=False),
    "redis": redis.from_url(f"redis://:{key}@127.0.0.1:9"),
}
print("Python:", ", ".join(name for name, client in clients.items() if key in repr(client) + str(client)) or "none")
END
cat > expected <<'END'
openai: console.log
anthropic: console.log
stripe: console.log
slack: console.log and JSON
elasticsearch: console.log and JSON
opensearch: console.log and JSON
meilisearch: console.log and JSON
typesense: console.log
minio: console.log
mongodb: neither
redis: neither
pg, password: neither
pg, connectionString: console.log and JSON
Python: none
END
key=$(python3 -c 'import random, string; print("".join(random.Random(37).choices(string.ascii_letters, k=32)))')
{
    node clients.mjs "$key"
    env/bin/python clients.py "$key"
} 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: other clients say their key now." >&2; exit 1; }
