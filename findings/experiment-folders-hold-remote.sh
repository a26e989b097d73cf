#!/usr/bin/env bash
# Four libraries that record experiments write the token of the git remote into the folder of a run, two of them only where it is the user.
#
# Versions: wandb 0.31.0, swanlab 0.10.3 (both offline), mlflow-skinny 3.17.2, sacred 0.8.7 (PyPI), with git from the machine.
# Expected: a run is recorded with its numbers, its settings and the commit. The address of the repository, if it is noted at all, is noted
#   without what logs in, and the command without the value behind `--token`.
# Seen (2026-12-01): all four note the address of `origin`. Sacred and SwanLab have it whole in both forms that are in use, `https://user:TOKEN@...`,
#   as CI and scripts clone, and `https://TOKEN@...`, as GitHub takes it. wandb and MLflow leave the password out of the first, and have the
#   second whole. wandb and SwanLab have the command line, too. Nobody asked for it: starting a run does it, and `--token` is not even an option
#   of the program.
# Why it matters: the folders of runs are what is copied to a server, synced later by somebody else, and attached as an artifact, and the token
#   opens the repository. It stands in a JSON file, in one that is called `mlflow.source.git.repoURL`, or within a binary log.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work/home MLFLOW_ALLOW_FILE_STORE=true

python3 -m venv env
env/bin/pip install -qq wandb==0.31.0 swanlab==0.10.3 mlflow-skinny==3.17.2 sacred==0.8.7 "setuptools<81"

cat > train.py <<'END'
"""Records a run of one number with the library that is named first."""

import sys


def of_wandb():
    import wandb

    run = wandb.init(mode="offline", project="shop")
    run.log({"loss": 1})
    run.finish()


def of_swanlab():
    import swanlab

    swanlab.init(mode="offline", project="shop")
    swanlab.log({"loss": 1})
    swanlab.finish()


def of_mlflow():
    import mlflow

    mlflow.set_tracking_uri("file:mlruns")
    with mlflow.start_run():
        mlflow.log_metric("loss", 1)


def of_sacred():
    from sacred import Experiment
    from sacred.observers import FileStorageObserver

    experiment = Experiment("shop")
    experiment.observers.append(FileStorageObserver("runs"))
    experiment.main(lambda: 1)
    experiment.run()


globals()["of_" + sys.argv[1]]()
END
for library in wandb swanlab mlflow sacred; do
    for form in "bot:token-of-remote@" "token-of-remote@"; do
        folder=$work/$library-${form%%:*}
        git init -q "$folder"
        cp train.py "$folder"
        cd "$folder"
        git add train.py
        git -c user.name=Somebody -c user.email=somebody@shop.example commit -qm "Train"
        git remote add origin "https://${form}git.example/shop.git"
        "$work/env/bin/python" train.py $library --token token-of-command > "$work/log" 2>&1 < /dev/null || { cat "$work/log" >&2; exit 1; }
        [ -n "$(git status --porcelain --ignored)" ] || { echo "$library has recorded nothing" >&2; exit 1; }
        has() { grep -rqa --exclude-dir=.git "$1" . && echo yes || echo no; }
        echo "$library, https://$form: address $(has git.example), token $(has token-of-remote), command $(has token-of-command)"
        cd "$work"
    done
done | tee seen
cat > expected <<'END'
wandb, https://bot:token-of-remote@: address yes, token no, command yes
wandb, https://token-of-remote@: address yes, token yes, command yes
swanlab, https://bot:token-of-remote@: address yes, token yes, command yes
swanlab, https://token-of-remote@: address yes, token yes, command yes
mlflow, https://bot:token-of-remote@: address yes, token no, command no
mlflow, https://token-of-remote@: address yes, token yes, command no
sacred, https://bot:token-of-remote@: address yes, token yes, command no
sacred, https://token-of-remote@: address yes, token yes, command no
END
diff expected seen >&2 || { echo "Changed: libraries record other things with a run now." >&2; exit 1; }
