#!/bin/sh
# Finds a Chromium for the browser tests, or installs one where that is allowed. Prints its path.
set -eu

find_browser() {
    if [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ]; then
        echo "$CHROMIUM"
        return 0
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}

find_browser && exit 0

# Another installation may be under way, and a network can fail for a moment.
apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

install_browser() {
    apt_get update && apt_get install -y --no-install-recommends chromium
}

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    { install_browser || { sleep 10 && install_browser; } || true; } >&2
    find_browser && exit 0
fi

cat >&2 <<'TEXT'
The browser tests need Chromium, and there is none here. Install it with one of
    sudo apt-get install chromium        (Debian, Ubuntu)
    sudo dnf install chromium            (Fedora)
    brew install --cask chromium         (macOS)
or name the browser that you have: CHROMIUM=/path/to/browser make test
TEXT
exit 1
