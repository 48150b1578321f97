#!/usr/bin/env bash
# Makes the environment in the folder $1 with the newest suitable Python, or says what is missing. Used by the Makefile.
set -euo pipefail

folder=$1

suitable() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

python=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if suitable "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "KommAnMap needs Python 3.11 or newer; none was found. Install one, or name it: make PYTHON=/path/to/python3.12" >&2
    exit 1
fi

# Debian and Ubuntu ship Python without its venv module.
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing python$version-venv …"
        if ! { apt-get update -qq && apt-get install -y -qq "python$version-venv"; } >/dev/null; then
            echo "python$version-venv could not be installed. Is there a network? Then run: make again." >&2
            exit 1
        fi
    else
        echo "Python's venv module is missing. Install it, then run make again:" >&2
        echo "    sudo apt install python$version-venv" >&2
        exit 1
    fi
fi

echo "Making the environment in $folder with $("$python" --version) …"
"$python" -m venv "$folder"
