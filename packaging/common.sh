# shellcheck shell=bash
# SPDX-FileCopyrightText: The Refrain authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What packaging/run and packaging/test share. They source it; it sets `root`, the project's folder.

# Links are resolved, so that the build always sees the project under the same name.
root=$(readlink -f -- "${BASH_SOURCE[0]}")
root=${root%/packaging/common.sh}

# Without this a Ctrl-C during the build would be reported as a build that failed.
trap 'printf "\nInterrupted.\n" >&2; exit 130' INT

say() {
    printf '==> %s\n' "$*"
}

fail() {
    printf '\n%s: %s\n' "packaging/${0##*/}" "$*" >&2
    exit 1
}

usageError() {
    printf '%s: %s Try --help.\n' "packaging/${0##*/}" "$*" >&2
    exit 2
}

# osRelease NAME: prints a field of the description of this system, nothing if it isn't there.
osRelease() (
    if [ -r /etc/os-release ]; then
        # shellcheck source=/dev/null
        . /etc/os-release
    fi
    printf '%s' "${!1-}"
)

isDebian12() {
    [ "$(osRelease ID) $(osRelease VERSION_ID)" = "debian 12" ]
}

# Prints the packages of the given groups that are not installed, one a line.
missingPackages() {
    local group package wanted=() installed
    while read -r group package _; do
        if [[ " $* " == *" $group "* ]]; then
            wanted+=("$package")
        fi
    done <"$root/packaging/packages.txt"
    # dpkg-query fails when it has never heard of one of them, but prints the others all the same.
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null ||
        true)
    for package in "${wanted[@]}"; do
        grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

# installMissing GROUP...: makes sure that all packages of the groups are there. Root is asked for
# only if one is missing.
installMissing() {
    local missing asRoot=() reached=yes system
    system=$(osRelease PRETTY_NAME)
    system=${system:-an unknown system}
    if ! command -v dpkg-query >/dev/null; then
        fail "This is $system without Debian's package manager, and this script is for Debian 12;" \
            "install what packaging/packages.txt lists under the names it has here, then build" \
            "with 'cmake --preset release && cmake --build build/release'."
    fi
    mapfile -t missing < <(missingPackages "$@")
    if [ ${#missing[@]} -eq 0 ]; then
        return
    fi

    if ! command -v apt-get >/dev/null; then
        fail "These packages are missing, and $system has no apt-get to install them with:" \
            "${missing[*]}. Install them and start this again."
    fi
    local install=(apt-get install --yes --no-install-recommends "${missing[@]}")
    local byHand="as root, run 'apt-get update && ${install[*]}' and start this again."
    say "Packages to install: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            fail "Installing packages needs root, and there is no sudo here: $byHand"
        fi
        say "Installing them needs root; sudo may ask for your password."
        sudo -v || fail "sudo does not let you install packages: $byHand"
        asRoot=(sudo)
    fi

    # An unreachable server is no reason to stop yet: the lists may be there already, or it may be a
    # server that isn't needed.
    "${asRoot[@]}" apt-get -o APT::Update::Error-Mode=any update || reached=no
    if ! apt-get install --simulate --no-install-recommends "${missing[@]}" >/dev/null; then
        if [ "$reached" = no ]; then
            fail "The list of packages could not be fetched;" \
                "check the network connection and start this again."
        elif isDebian12; then
            fail "apt-get cannot install what it names above; check that /etc/apt lists" \
                "Debian 12's 'main' and start this again."
        else
            fail "Refrain is built for Debian 12; this is $system, which lacks what apt-get" \
                "names above."
        fi
    fi
    if ! isDebian12; then
        say "This is $system, not Debian 12; its packages of the same names are tried."
    fi
    "${asRoot[@]}" "${install[@]}" --download-only ||
        fail "The packages could not be fetched; check the network connection and start this again."
    # The lock's time limit is for fresh machines, which like to update themselves just then.
    "${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive \
        "${install[@]}" -qq -o DPkg::Lock::Timeout=300 ||
        fail "apt-get could not install the packages; its message above says why."
}

# isConfigured PRESET: whether the build of this preset can be used as it is. Ninja itself notices a
# change of the CMakeLists files, but not of the presets, nor that the project was moved.
isConfigured() {
    local dir="$root/build/$1"
    [ -e "$dir/build.ninja" ] && ! wasMoved "$dir" &&
        ! [ "$root/CMakePresets.json" -nt "$dir/build.ninja" ]
}

# wasMoved DIR: whether DIR was configured for a project folder of another name.
wasMoved() {
    local cache="$1/CMakeCache.txt"
    [ -e "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"
}

# configure PRESET [-DNAME=VALUE...]
configure() {
    local preset=$1 dir="$root/build/$1" fresh=()
    shift
    if wasMoved "$dir"; then
        fresh=(--fresh)
    fi
    cmake -S "$root" --preset "$preset" "${fresh[@]}" "$@"
}

# checkWritable PRESET: stops with a sentence if the preset can't be built for want of rights.
checkWritable() {
    local dir="$root/build/$1"
    if ! mkdir -p -- "$dir" 2>/dev/null || ! [ -w "$dir" ]; then
        fail "Refrain is built inside its own folder, and you may not write to '$dir';" \
            "copy the project to a folder of yours or change the rights of this one."
    fi
}

# A full disk hides behind many messages of the compiler, so it is looked for when something failed.
diskHint() {
    local free
    free=$(df --output=avail --block-size=1M -- "$root/build" | tail -n 1)
    if [ "$free" -lt 100 ]; then
        printf ' The disk is nearly full (%d MB left).' "$free"
    fi
}
