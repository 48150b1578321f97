#!/usr/bin/env bash
# Sees to it that there is a Chromium for the browser tests: one of the system, else Debian's, else Playwright's own.
# Used by the Makefile; PYTHON is the Python of the environment.
set -euo pipefail

if "$PYTHON" -m tests.browser_tools >/dev/null 2>&1; then
    exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests …"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; then
        "$PYTHON" -m tests.browser_tools
        exit 0
    fi
    echo "Chromium could not be installed with apt; trying Playwright's own." >&2
fi

if "$PYTHON" -m playwright install chromium; then
    "$PYTHON" -m tests.browser_tools
    exit 0
fi

cat >&2 <<'END'
No browser for the browser tests. Do one of these, then run make again:
    install Chromium or Google Chrome with your system's package manager (Debian: sudo apt install chromium)
    or set KOMMANMAP_TEST_BROWSER to the program's path
`make test-fast` runs all tests that need no browser.
END
exit 1
