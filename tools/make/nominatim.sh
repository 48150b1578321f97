#!/usr/bin/env bash
# make test-nominatim: a real Nominatim with a tiny map of its own, asked by our provider. Everything runs in a folder
# that is removed at the end, on a socket and a loopback port of its own; only packages of the system stay installed.
#
#   tools/make/nominatim.sh <python of our environment> [arguments for pytest]
set -euo pipefail

python="$1"
shift
release=5.3.3
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$(mktemp -d "${TMPDIR:-/tmp}/kam-nominatim-XXXXXX")"
venv="${NOMINATIM_VENV:-$work/venv}" # a folder to keep it in makes the next run two minutes shorter
server=""
database=""
made_cluster=""

say() { printf '  %s\n' "$*"; }

as_owner() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" = 0 ]; then (cd "$work" && runuser -u postgres -- "$@"); else "$@"; fi
}

end() {
    local code=$?
    if [ "$code" != 0 ] && [ -s "$work/log" ]; then
        echo "--- the end of the log" >&2
        tail -n 40 "$work/log" >&2
    fi
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    if [ -n "$database" ]; then as_owner "$bin/pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null 2>&1 || true; fi
    if [ -n "$made_cluster" ]; then pg_dropcluster --stop "$made_cluster" main || true; fi
    rm -rf "$work"
    exit "$code"
}
trap end EXIT
trap 'exit 130' INT TERM

programs() { # the newest PostgreSQL that has PostGIS
    for control in $(ls -d /usr/share/postgresql/*/extension/postgis.control 2>/dev/null | sort -rV); do
        local version
        version="$(basename "$(dirname "$(dirname "$control")")")"
        [ -x "/usr/lib/postgresql/$version/bin/initdb" ] && echo "/usr/lib/postgresql/$version/bin" && return
    done
}

install_programs() {
    [ -n "$(programs)" ] && command -v osm2pgsql >/dev/null && return
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "This needs PostgreSQL with PostGIS and osm2pgsql. On Debian: apt install postgresql postgis osm2pgsql" >&2
        exit 1
    fi
    local before
    before="$(pg_lsclusters -h 2>/dev/null | awk '{print $1 "/" $2}' || true)"
    say "installing PostgreSQL, PostGIS and osm2pgsql"
    apt-get update -qq >>"$work/log" 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        postgresql postgresql-postgis osm2pgsql >>"$work/log" 2>&1
    # Debian makes a cluster "main" for whoever installs a server; nobody asked for one here.
    local after
    after="$(pg_lsclusters -h | awk '$2 == "main" {print $1 "/" $2}' | tail -n 1)"
    if [ -n "$after" ] && ! grep -qxF "$after" <<<"$before"; then made_cluster="${after%/main}"; fi
}

free_port() {
    "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_database() {
    bin="$(programs)"
    mkdir "$work/data"
    if [ "$(id -u)" = 0 ]; then
        chmod 711 "$work"
        chown postgres "$work/data"
    fi
    say "starting a database"
    as_owner "$bin/initdb" -D "$work/data" -U nominatim --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >>"$work/log"
    database=yes
    as_owner "$bin/pg_ctl" -D "$work/data" -l "$work/data/log" -w start -o \
        "-k $work/data -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >>"$work/log"
    "$bin/createuser" -h "$work/data" -U nominatim www-data
}

import_map() {
    if [ ! -x "$venv/bin/nominatim" ]; then
        say "installing Nominatim $release into $venv"
        "$python" -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check \
            "nominatim-db==$release" "nominatim-api==$release" falcon uvicorn >>"$work/log" 2>&1
    fi
    mkdir "$work/project"
    (cd "$root" && "$python" -m tests.nominatim.tiny_map) >"$work/tiny.osm"
    printf '%s\n' "NOMINATIM_DATABASE_DSN=pgsql:host=$work/data;user=nominatim;dbname=nominatim" \
        NOMINATIM_IMPORT_STYLE=address NOMINATIM_TOKENIZER=icu >"$work/project/.env"
    say "importing $(grep -c '<node' "$work/tiny.osm") nodes"
    "$venv/bin/nominatim" import --project-dir "$work/project" --osm-file "$work/tiny.osm" \
        --osm2pgsql-cache 100 --threads 2 >>"$work/log" 2>&1
}

serve() {
    port="$(free_port)"
    "$venv/bin/nominatim" serve --project-dir "$work/project" --engine falcon --server "127.0.0.1:$port" \
        >>"$work/log" 2>&1 &
    server=$!
    for _ in $(seq 120); do
        kill -0 "$server"
        if "$python" - "http://127.0.0.1:$port/status" 2>/dev/null <<'PYTHON'; then
import sys
import urllib.request

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
sys.exit(opener.open(sys.argv[1], timeout=5).status != 200)
PYTHON
            say "Nominatim $release answers at port $port"
            return
        fi
        sleep 0.5
    done
    echo "Nominatim did not start" >&2
    exit 1
}

install_programs
start_database
import_map
serve
cd "$root"
NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 KOMMANMAP_TEST_NOMINATIM_URL="http://127.0.0.1:$port" \
    "$python" -m pytest -p no:cacheprovider tests/nominatim/real_server.py "$@"
