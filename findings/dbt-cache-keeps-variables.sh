#!/usr/bin/env bash
# dbt keeps a digest of the variables that its settings name, and the values of those that models, their notes and hooks name.
#
# Versions: dbt-core 1.11.16 with dbt-duckdb 1.10.1 (PyPI).
# Expected: to parse only what has changed, dbt has to notice that `env_var('NAME')` has another value than last time. It
#   notices by a digest, as `profiles.yml` and `dbt_project.yml` show.
# Seen (2026-11-30): `target/partial_parse.msgpack` has digests for the profile and the project, and a table of names and values in clear for what
#   a model, its YAML file or a hook names, though it is written nowhere: a condition on the variable or its length is enough. The
#   compiled SQL, which one would look through, has none of them. (A name that begins with DBT_ENV_SECRET_ is an error in models.)
# Why it matters: `target` is kept by CI from run to run, uploaded as an artifact for comparing states, and copied into images. The file is
#   binary, and nothing that is printed or compiled shows that a token is in it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq dbt-core==1.11.16 dbt-duckdb==1.10.1

mkdir -p shop/models
cat > shop/profiles.yml <<'END'
shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: shop.duckdb, config_options: {custom_user_agent: "{{ env_var('OF_PROFILE') }}"}}
END
cat > shop/dbt_project.yml <<'END'
name: shop
version: "1.0"
profile: shop
query-comment: "{{ env_var('OF_PROJECT') }}"
on-run-end: "select {{ env_var('OF_HOOK') | length }}"
END
echo "select {% if env_var('OF_MODEL') %}1{% else %}2{% endif %} as number" > shop/models/numbers.sql
cat > shop/models/numbers.yml <<'END'
models:
  - name: numbers
    config: {enabled: "{{ env_var('OF_NOTES') != '' }}"}
END
names='OF_PROFILE OF_PROJECT OF_HOOK OF_MODEL OF_NOTES OF_NOBODY'
for name in $names; do export $name=value-$name; done
export DBT_SEND_ANONYMOUS_USAGE_STATS=0 DO_NOT_TRACK=1 HOME=$work
(cd shop && ../env/bin/dbt compile --profiles-dir . > ../log 2>&1) || { cat log >&2; exit 1; }

cat > expected <<'END'
OF_PROFILE: nowhere
OF_PROJECT: nowhere
OF_HOOK: partial_parse.msgpack
OF_MODEL: partial_parse.msgpack
OF_NOTES: partial_parse.msgpack
OF_NOBODY: nowhere
END
for name in $names; do
    files=$(cd shop/target && { grep -rl value-$name . || true; } | sed 's,^\./,,' | LC_ALL=C sort | xargs)
    echo "$name: ${files:-nowhere}"
done | tee seen
diff expected seen >&2 || { echo "Changed: dbt keeps other variables now." >&2; exit 1; }
