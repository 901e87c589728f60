# Debian packages: which are missing, and installing them in one call.
# shellcheck shell=bash

# The packages of the given groups, as Scripts/debian-packages lists them.
packages_of() {
    local group
    for group in "$@"; do
        awk -v group="$group" '$1 == group { for (i = 2; i <= NF; i++) print $i }' \
            "$scripts/debian-packages"
    done
}

missing_packages() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] ||
            echo "$name"
    done
}

# Names the package lists do not offer. One wrong name makes apt-get refuse the whole line.
unknown_packages() {
    local offered
    offered=$(LC_ALL=C apt-cache policy "$@" 2>/dev/null |
        awk '/^[^ ]/ { name = $1; sub(/:$/, "", name) }
             /^  Candidate:/ && $2 != "(none)" { print name }')
    printf '%s\n' "$@" | grep -vxF -e "${offered:-?}"
}

# Runs its arguments as the administrator, or tells the exact line to type and ends.
as_administrator() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

may_administer() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || return 1
    # Without a terminal sudo can't ask for a password: better the line to type than a hang.
    sudo -n true 2>/dev/null || { [ -t 0 ] && [ -t 2 ]; }
}

apt_get() {
    as_administrator env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" \
        >>"$log" 2>&1
}

# Tells why apt-get failed, from what it wrote to the log.
apt_problem() {
    local step
    step=$(term debian)
    if grep -qE "No space left on device|don't have enough free space" "$log"; then
        problem 73 diskFull "$step" "$log" "$*"
    elif grep -qE 'Could not resolve|Temporary failure resolving|Could not connect|Failed to fetch|Unable to connect|Network is unreachable|Connection (timed out|refused)' "$log"; then
        problem 69 noNetwork "$step" "$log" "$*"
    fi
    problem 70 toolFailed "$step" "$log" "$(grep -E '^(E|W): |^dpkg: error' "$log" | head -n 1)"
}

# Without dpkg the libraries themselves are looked for: another system may well have them.
require_libraries() {
    local missing=() name
    for name in openblas lapacke libcrypto libcurl libzip sqlite3 zlib; do
        pkg-config --exists "$name" 2>/dev/null || missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] || problem 69 notDebian "${missing[*]}"
}

require_packages() {
    local needed missing unknown log="$deps/logs/apt.log"
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        require_libraries
        return
    fi
    mapfile -t needed < <(packages_of "$@")
    mapfile -t missing < <(missing_packages "${needed[@]}")
    [ ${#missing[@]} = 0 ] && return

    may_administer || problem 77 noSudo "${missing[*]}" \
        "sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"
    note installing "$(term debian): ${missing[*]}"
    mkdir -p "$deps/logs"
    : >"$log"

    mapfile -t unknown < <(unknown_packages "${missing[@]}")
    if [ ${#unknown[@]} != 0 ]; then
        # Lists that were never fetched know no name at all.
        apt_get update || apt_problem "${missing[*]}"
        mapfile -t unknown < <(unknown_packages "${missing[@]}")
        if [ ${#unknown[@]} != 0 ]; then
            # apt-get update ends with 0 even where every source was out of reach.
            grep -qE '^(W|E): Failed to fetch' "$log" && apt_problem "${missing[*]}"
            problem 69 unknownPackages "${unknown[*]}"
        fi
    fi
    apt_get install -y --no-install-recommends "${missing[@]}" && return
    # Lists older than the mirror name versions that are gone: fetch them and try once more.
    grep -q '404 ' "$log" || apt_problem "${missing[*]}"
    apt_get update && apt_get install -y --no-install-recommends "${missing[@]}" ||
        apt_problem "${missing[*]}"
}
