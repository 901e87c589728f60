# Python at set-up time alone: virtual environments for test tools and peers, and the fetching of
# wheels whose native libraries the program loads. Nothing here is needed to run the program.
# shellcheck shell=bash

require_python() {
    local found
    found=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
    case "$found" in
        3.1[0-9] | 3.[2-9][0-9]) ;;
        *) problem 69 oldPython "$1" "$found" ;;
    esac
}

# Tells why pip failed, from what it wrote to the log.
pip_problem() {
    local step=$1 requirements=$2
    if grep -q 'DO NOT MATCH THE HASHES' "$log"; then
        problem 65 pythonChecksum "$step" "$log" "$requirements"
    elif grep -q 'No space left on device' "$log"; then
        problem 73 diskFull "$step" "$log" "$requirements"
    elif grep -qE 'NewConnectionError|NameResolutionError|Temporary failure in name resolution|Name or service not known|Network is unreachable|Connection refused|timed out|ProxyError|Connection broken' "$log"; then
        problem 69 noNetwork "$step" "$log" "$requirements"
    fi
    problem 70 toolFailed "$step" "$log" "$(grep '^ERROR' "$log" | head -n 1)"
}

# environment NAME STEP REQUIREMENTS [OPTION...] — .deps/NAME holds exactly the pinned packages.
#
# Options are pip's, after ours: `--no-binary NAME` for a package that has no wheel.
environment() {
    local home="$deps/$1" step=$2 requirements=$3 stamp log="$deps/logs/$1.log"
    shift 3
    require_python "$step"
    stamp="$(sha256sum <"$requirements") $(python3 -c 'import sys; print(sys.version)')"
    [ "$(cat "$home/.stamp" 2>/dev/null)" = "$stamp" ] && return
    note installing "$step"
    mkdir -p "$deps/logs"
    rm -rf "$home"
    python3 -m venv "$home" >"$log" 2>&1 || pip_problem "$step" "$requirements"
    "$home/bin/python" -m pip install --disable-pip-version-check --no-input --retries 3 \
        --only-binary :all: "$@" --require-hashes -r "$requirements" >>"$log" 2>&1 ||
        pip_problem "$step" "$requirements"
    printf '%s\n' "$stamp" >"$home/.stamp"
}

# pip that is at hand, or one in an environment of its own.
any_pip() {
    if [ -x "$deps/test-env/bin/pip" ]; then
        "$deps/test-env/bin/python" -m pip "$@"
    elif python3 -m pip --version >/dev/null 2>&1; then
        python3 -m pip "$@"
    else
        [ -x "$deps/fetch-env/bin/pip" ] || python3 -m venv "$deps/fetch-env" || return
        "$deps/fetch-env/bin/python" -m pip "$@"
    fi
}

# fetch_wheel NAME — the native libraries that Scripts/wheels.lock names for it, into .deps/lib.
#
# The checksum is of the whole wheel and is checked before anything is unpacked; only the named
# members are taken. A library appears under its final name only when it is whole.
fetch_wheel() {
    local name=$1 step version python platform sum members member line found log work file
    step=$(term wheel "$name")
    log="$deps/logs/$name.log"
    line=$(grep "^$name " "$scripts/wheels.lock") || problem 64 usage "$name"
    read -r _ version python platform sum members <<<"$line"
    if [ "$(cat "$deps/lib/.$name.stamp" 2>/dev/null)" = "$line" ]; then
        found=yes
        for member in $members; do
            [ -f "$deps/lib/${member##*/}" ] || found=no
        done
        [ $found = yes ] && return
    fi
    require_python "$step"
    note installing "$step"
    mkdir -p "$deps/logs" "$deps/lib"
    work=$(mktemp -d "$deps/fetch.XXXXXX")
    # shellcheck disable=SC2064 # the folder's name is fixed now, on purpose
    trap "rm -rf '$work'" EXIT
    any_pip download --disable-pip-version-check --no-input --no-deps --only-binary=:all: \
        --python-version "$python" --platform "$platform" --retries 3 --dest "$work" \
        "$name==$version" >"$log" 2>&1 || pip_problem "$step" "$name $version"
    file=$(find "$work" -name '*.whl' | head -n 1)
    found=$(sha256sum <"$file" | cut -d ' ' -f 1)
    [ "$found" = "$sum" ] || problem 65 checksum "$step" "${file##*/}" "$found" "$sum"
    for member in $members; do
        python3 -c '
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    if sys.argv[2] not in wheel.namelist():
        sys.exit(3)
    with wheel.open(sys.argv[2]) as source, open(sys.argv[3], "wb") as target:
        shutil.copyfileobj(source, target)
' "$file" "$member" "$work/member" 2>>"$log"
        case $? in
            0) ;;
            3) problem 70 notInWheel "$step" "${file##*/}" "$member" ;;
            *) pip_problem "$step" "$name $version" ;;
        esac
        chmod 755 "$work/member"
        mv "$work/member" "$deps/lib/${member##*/}" 2>>"$log" ||
            pip_problem "$step" "$name $version"
    done
    printf '%s\n' "$line" >"$deps/lib/.$name.stamp"
    rm -rf "$work"
}
