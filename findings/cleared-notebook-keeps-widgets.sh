#!/usr/bin/env bash
# A notebook whose outputs were cleared still holds what its widgets showed, what was printed into them and what a password field was given.
#
# Versions: nbconvert 7.17.2, nbclient 0.11.0, ipywidgets 8.1.9, nbstripout 0.9.1, jupytext 1.19.6, papermill 2.7.0 (PyPI).
# Expected: `jupyter nbconvert --clear-output` leaves code and text; no cell of the file has an output then. A `Password` field shows dots.
# Seen (2026-11-30): whoever runs a notebook by a program (nbconvert --execute, nbclient, papermill) has the state of all widgets put
#   into its metadata: the texts of fields, of `Password` too, of HTML, of progress bars, and the whole of what was printed into an `Output`.
#   --clear-output takes the outputs of cells out and leaves that, five of six values; a page made of the cleared notebook, or
#   with --no-input, has them again. nbstripout and jupytext take out all.
# Why it matters: "outputs cleared" is what reviewers ask for and what a diff shows: cells are empty. The rest is one long line of metadata, in
#   which no one looks for the answer of a service or the key that was typed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work JUPYTER_PLATFORM_DIRS=1

python3 -m venv env
env/bin/pip install -qq nbconvert==7.17.2 nbclient==0.11.0 ipykernel==7.4.0 ipywidgets==8.1.9 nbstripout==0.9.1 jupytext==1.19.6 \
    papermill==2.7.0 tqdm==4.70.1
cat > write.py <<'END'
import nbformat

CELLS = [
    "import os\nimport ipywidgets as widgets\nfrom tqdm.auto import tqdm",
    "text = widgets.Text()\ntext.value = os.environ['TEXT']\ntext",
    "password = widgets.Password()\npassword.value = os.environ['PASSWORD']\npassword",
    "widgets.HTML(os.environ['HTML'])",
    "output = widgets.Output()\nwith output:\n    print(os.environ['OUTPUT'])\noutput",
    "for step in tqdm([1, 2], desc=os.environ['BAR']):\n    pass",
    "print(os.environ['PRINTED'])",
]
kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
nbformat.write(nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, CELLS)], metadata=kernel), "plain.ipynb")
END
env/bin/python write.py
names=(TEXT PASSWORD HTML OUTPUT BAR PRINTED)
for number in "${!names[@]}"; do
    export "${names[number]}=$(python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$number")"
done
report() { # what, file
    local name
    for name in "${names[@]}"; do
        if grep -qF -e "${!name}" "$2"; then echo "$name"; fi
    done | paste -sd' ' | sed "s/^$/nothing/; s/^/$1: /"
}
run() { env/bin/"$@" > log 2>&1 || { cat log >&2; exit 1; }; }
cat > expected <<'END'
written: nothing
nbconvert --execute: TEXT PASSWORD HTML OUTPUT BAR PRINTED
papermill: TEXT PASSWORD HTML OUTPUT BAR PRINTED
--clear-output: TEXT PASSWORD HTML OUTPUT BAR
--clear-output, as a page: TEXT PASSWORD HTML OUTPUT BAR
nbstripout: nothing
jupytext: nothing
END
{
    report written plain.ipynb
    run jupyter nbconvert --to notebook --execute plain.ipynb --output run.ipynb
    report 'nbconvert --execute' run.ipynb
    run papermill plain.ipynb papermill.ipynb
    report papermill papermill.ipynb
    cp run.ipynb cleared.ipynb
    run jupyter nbconvert --clear-output --inplace cleared.ipynb
    report --clear-output cleared.ipynb
    run jupyter nbconvert --to html cleared.ipynb
    report '--clear-output, as a page' cleared.html
    cp run.ipynb stripped.ipynb
    run nbstripout stripped.ipynb
    report nbstripout stripped.ipynb
    run jupytext --to py:percent run.ipynb -o run.py
    report jupytext run.py
} | tee seen
diff expected seen >&2 || { echo "Changed: other values are left in notebooks now." >&2; exit 1; }
