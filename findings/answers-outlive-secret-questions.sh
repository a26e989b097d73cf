#!/usr/bin/env bash
# Copier keeps a secret answer out of its file and writes the header made of it, which it then puts into the project in place of a new one.
#
# Versions: copier 9.19.1, cookiecutter 2.7.1, cruft 2.16.0 (PyPI), with the git on PATH.
# Expected: the answers to a template's questions are kept in the project, to be committed, so that it can be made anew from a newer template.
#   Copier has `secret: true` for a token: it is not kept, and asked again. What is computed of a token is computed again.
# Seen (2026-12-01): a question whose default is `Bearer {{ token }}` counts as one of its own, and its answer is kept in clear, also if nobody was
#   asked (`--defaults`). It is the answer from then on: made anew with another token the project has the new one, and the header with the
#   old one. With `when: false`, which is for what is computed, it is not kept and follows the token. cookiecutter, without a word for secrets,
#   keeps all answers in the home folder, one file for each template, and cruft in `.cruft.json` in the project.
# Why it matters: the answers are committed with the first version of every service that is made from the template. Who replaces the token by
#   the tool's own means finds the new one in the settings, and the old one in what is sent.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work/home PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
mkdir "$HOME"

python3 -m venv env
env/bin/pip install -qq copier==9.19.1 cookiecutter==2.7.1 cruft==2.16.0
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }
committed() { # folder of a template
    git -C "$1" init -q
    git -C "$1" add -A
    git -C "$1" -c user.name=A -c user.email=a@example.org commit -qm Template
}
mkdir -p copier/project cookies/'{{ cookiecutter.slug }}'
cat > copier/copier.yml <<'END'
_subdirectory: project
token: {type: str, secret: true, default: ""}
header: {type: str, default: "Bearer {{ token }}"}
computed: {type: str, default: "Bearer {{ token }}", when: false}
END
echo '{{ _copier_answers | to_nice_yaml }}' > 'copier/project/{{ _copier_conf.answers_file }}.jinja'
printf 'token={{ token }}\nheader={{ header }}\ncomputed={{ computed }}\n' > copier/project/settings.ini.jinja
echo '{"slug": "shop", "token": ""}' > cookies/cookiecutter.json
echo 'orders' > 'cookies/{{ cookiecutter.slug }}/README.md'
committed copier
committed cookies
git -C copier tag v1.0.0

held() { # what, file, number of the value
    echo "$1: $(grep -F -e "$(value "$3")" "$2" | sed "s/$(value "$3").*//" | tr -d ' "' | sed -E 's/[:=].*//' | paste -sd, | sed 's/^$/nothing/; s/,/, /g')"
}
quietly() { "$@" > log 2>&1 || { cat log >&2; exit 1; }; }
cat > expected <<'END'
copier, answers: header
copier, settings: token, header, computed
copier, made anew, old token: header
copier, made anew, new token: token, computed
cookiecutter, home folder: token
cookiecutter, project: nothing
cruft, project: token
END
{
    quietly env/bin/copier copy --defaults -d token="$(value 1)" "$work/copier" made
    held 'copier, answers' made/.copier-answers.yml 1
    held 'copier, settings' made/settings.ini 1
    quietly env/bin/copier recopy --overwrite --defaults -d token="$(value 2)" made
    held 'copier, made anew, old token' made/settings.ini 1
    held 'copier, made anew, new token' made/settings.ini 2
    quietly env/bin/cookiecutter --no-input "$work/cookies" token="$(value 3)" --output-dir baked
    held 'cookiecutter, home folder' <(python3 -m json.tool "$HOME/.cookiecutter_replay/cookies.json" | sed -n '/"cookiecutter"/,/}/p') 3
    held 'cookiecutter, project' <(cat baked/shop/* baked/shop/.??* 2> /dev/null) 3
    quietly env/bin/cruft create --no-input --extra-context "{\"token\": \"$(value 4)\"}" --output-dir crafted "$work/cookies"
    held 'cruft, project' <(python3 -m json.tool crafted/shop/.cruft.json) 4
} | tee seen
diff expected seen >&2 || { echo "Changed: other answers are kept now." >&2; exit 1; }
