#!/usr/bin/env bash
# A background task with `no_log` leaves its output in a file of the managed machine, and ansible-runner keeps the environment with each run, twice.
#
# Versions: ansible-core 2.19.14, ansible-runner 2.4.3 (PyPI), on the local machine.
# Expected: a task marked `no_log` leaves no trace of what it printed. ansible-runner keeps what was shown and what happened, from which that is
#   left out, and no variables that no play names.
# Seen (2026-12-01): what such a task prints is hidden in all that the run keeps. But with `async` the result is written into the folder for background
#   jobs on the managed machine. Where Ansible waits for it (`poll: 1`) it removes the file; after `poll: 0`, as the manual has it for tasks that take
#   long, it stays, also when `async_status` has fetched it, until a third task says `mode: cleanup`. Of a run ansible-runner keeps in
#   `artifacts` the command with the whole environment, and, if the play gathers facts, the environment of the managed machine in `fact_cache`.
# Why it matters: the folder `artifacts` is what is archived and attached to an issue, `command` is not a name that one would look behind, and
#   nobody looks for the output of a task in the home folder of each machine it ran on.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work

python3 -m venv env
env/bin/pip install -qq ansible-core==2.19.14 ansible-runner==2.4.3

mkdir -p run/project run/inventory
echo "localhost ansible_connection=local ansible_python_interpreter=$work/env/bin/python" > run/inventory/hosts
cat > run/project/play.yml <<'END'
- hosts: localhost
  gather_facts: false
  module_defaults:
    async_status: {jid: "{{ job.ansible_job_id }}"}
  tasks:
    - {command: echo output-of-task, no_log: true}
    - {command: echo output-waited-for, no_log: true, async: 20, poll: 1}
    - {command: echo output-not-asked-for, no_log: true, async: 20, poll: 0}
    - {command: echo output-asked-for, no_log: true, async: 20, poll: 0, register: job}
    - {async_status: {}, no_log: true, register: done, until: done.finished, delay: 1, retries: 20}
    - {command: echo output-cleaned-up, no_log: true, async: 20, poll: 0, register: job}
    - {async_status: {}, no_log: true, register: done, until: done.finished, delay: 1, retries: 20}
    - {async_status: {mode: cleanup}}
    - {setup: {gather_subset: [env, "!min"]}}
END
export SOMEBODYS_TOKEN=value-of-environment ANSIBLE_ASYNC_DIR=$work/jobs
PATH=$work/env/bin:$PATH env/bin/ansible-runner run run -p play.yml > log 2>&1 || { cat log >&2; exit 1; }
for _ in {1..20}; do grep -rq output-not-asked-for jobs && break; sleep 0.5; done

cat > expected <<'END'
output-of-task: nowhere
output-waited-for: nowhere
output-not-asked-for: jobs
output-asked-for: jobs
output-cleaned-up: nowhere
value-of-environment: artifacts/command artifacts/fact_cache
END
for value in output-{of-task,waited-for,not-asked-for,asked-for,cleaned-up} value-of-environment; do
    files=$({ grep -rl $value jobs run/artifacts log || true; } | sed -E 's,^jobs/.*,jobs,; s,run/artifacts/[^/]*/([^/]*).*,artifacts/\1,' | LC_ALL=C sort -u | xargs)
    echo "$value: ${files:-nowhere}"
done | tee seen
diff expected seen >&2 || { echo "Changed: Ansible keeps other output now." >&2; exit 1; }
