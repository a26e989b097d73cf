#!/usr/bin/env bash
# Rust writes the value of a variable beside the program, in clear, where the program only has its length.
#
# Versions: the cargo on PATH (1.95.0 when it was seen); a crate without dependencies.
# Expected: `env!("SERVICE_KEY")` puts the value into the program, as everyone knows. What is computed from it while it is
#   compiled, a length or whether it is set, does not, and a build script that prints `cargo::rustc-env` hands a value on.
# Seen (2026-11-30): the list of the sources of a crate, `target/release/deps/NAME.d`, ends with each variable that the code names and its value,
#   so that cargo knows when to compile anew; cargo keeps a copy in `.fingerprint`. That is so where the code only asks whether it is set.
#   What a build script hands to the compiler is in three files. `cargo check`, which makes no program, leaves the same, and a
#   third copy in the compiler's cache. A variable that nothing names is nowhere, and neither is any in the program.
# Why it matters: `target` is what CI saves from run to run and what `COPY . .` brings into an image. A search of the program
#   says that it is clean, and these files look like lists of sources.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }

mkdir -p demo/src
cd demo
printf '[package]\nname = "demo"\nversion = "1.0.0"\nedition = "2021"\n' > Cargo.toml
cat > build.rs <<'END'
fn main() {
    println!("cargo::rerun-if-env-changed=OF_SCRIPT");
    println!("cargo::rustc-env=HANDED_ON={}", std::env::var("OF_SCRIPT").unwrap());
}
END
cat > src/main.rs <<'END'
const LENGTH: usize = env!("OF_CODE").len();
const IS_SET: bool = option_env!("ASKED_FOR").is_some();
const HANDED_ON: usize = env!("HANDED_ON").len();

fn main() {
    println!("{LENGTH} {IS_SET} {HANDED_ON}");
}
END
build() { # command of cargo
    env -i PATH="$PATH" HOME="$HOME" CARGO_HOME="$work/cargo" OF_CODE="$(value 1)" ASKED_FOR="$(value 2)" OF_SCRIPT="$(value 3)" \
        NOT_NAMED="$(value 4)" cargo "$@" --quiet --offline > ../log 2>&1 || { cat ../log >&2; exit 1; }
}
places() { # number of the value
    grep -rlaF -e "$(value "$1")" target |
        sed -E 's/-[0-9a-f]{16}/-*/g; s/^target\/[a-z]+\///; s/^(incremental)\/.*\//\1\/*\//' |
        sort -u | paste -sd' ' | sed 's/^$/nowhere/'
}
report() {
    local number=0
    for name in OF_CODE ASKED_FOR OF_SCRIPT NOT_NAMED; do
        number=$((number + 1))
        echo "$1, $name: $(places $number)"
    done
}
cat > ../expected <<'END'
build, OF_CODE: .fingerprint/demo-*/dep-bin-demo deps/demo-*.d
build, ASKED_FOR: .fingerprint/demo-*/dep-bin-demo deps/demo-*.d
build, OF_SCRIPT: .fingerprint/demo-*/run-build-script-build-script-build.json build/demo-*/output deps/demo-*.d
build, NOT_NAMED: nowhere
check, OF_CODE: .fingerprint/demo-*/dep-bin-demo deps/demo-*.d incremental/*/query-cache.bin
check, ASKED_FOR: .fingerprint/demo-*/dep-bin-demo deps/demo-*.d incremental/*/query-cache.bin
check, OF_SCRIPT: .fingerprint/demo-*/run-build-script-build-script-build.json build/demo-*/output deps/demo-*.d incremental/*/query-cache.bin
check, NOT_NAMED: nowhere
END
{
    build build --release
    report build
    rm -r target
    build check
    report check
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: the values of variables are written elsewhere now." >&2; exit 1; }
