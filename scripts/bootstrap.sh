#!/usr/bin/env bash
# usage: scripts/bootstrap.sh [--setup] COMMAND [ARGUMENT...]
#
# Runs the modelgate that belongs to this tree. With --setup, the later steps of the job
# find it on PATH too, in a directory that has nothing else. The actions call it; its inputs are
# environment variables, since text in a command line can be taken for shell.
#
#   MODELGATE_INSTALL            auto (default), binary, source or none
#   MODELGATE_BINARY_PATH        a modelgate that is there already
#   MODELGATE_DOWNLOAD_BASE_URL  where vX.Y.Z/modelgate_X.Y.Z_OS_ARCH.gz lies
#
# What is downloaded must have the digest that release.lock of this tree names for
# this platform. If it has another, the run ends: no other way is tried then.
# Exit codes are those of modelgate: 2 usage, 3 could not be had, 4 tampered.
# It runs in bash 3.2 (macOS) and in the bash of Git for Windows.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
install=${MODELGATE_INSTALL:-auto}
given=${MODELGATE_BINARY_PATH:-}
base=${MODELGATE_DOWNLOAD_BASE_URL:-https://github.com/modelgate-dev/modelgate/releases/download}
unset MODELGATE_INSTALL MODELGATE_BINARY_PATH MODELGATE_DOWNLOAD_BASE_URL

# fail CODE TEXT: ends the run. A runner shows the text as an annotation.
fail() {
	local text=$2
	if [[ ${GITHUB_ACTIONS:-} == true ]]; then
		text=${text//"%"/%25}
		text=${text//$'\r'/%0D}
		printf '::error title=modelgate::%s\n' "${text//$'\n'/%0A}"
	else
		printf 'modelgate: %s\n' "$text" >&2
	fi
	exit "$1"
}

has() { command -v "$1" >/dev/null 2>&1; }

digest() {
	local sum=''
	if has sha256sum; then read -r sum _ < <(sha256sum <"$1") || true; else read -r sum _ < <(shasum -a 256 <"$1") || true; fi
	printf '%s' "$sum"
}

os=$(uname -s) arch=$(uname -m) exe=''
case $os in
Linux) os=linux ;;
Darwin) os=darwin ;;
MINGW* | MSYS* | CYGWIN*) os=windows exe=.exe ;;
esac
case $arch in
x86_64 | amd64) arch=amd64 ;;
aarch64 | arm64) arch=arm64 ;;
esac

# The lock: a line "version X.Y.Z", then lines "DIGEST  FILE" as sha256sum writes them.
version='' archive_digest='' program_digest=''
while read -r first second || [[ -n $first ]]; do
	second=${second%$'\r'}
	name=modelgate_${version}_${os}_$arch
	case $first in
	'' | '#'*) ;;
	version) version=$second ;;
	*)
		[[ $first =~ ^[0-9a-f]{64}$ && -n $version ]] || fail 2 "$root/release.lock has a line that is no digest: $first"
		if [[ $second == "$name.gz" ]]; then archive_digest=$first; fi
		if [[ $second == "$name$exe" ]]; then program_digest=$first; fi
		;;
	esac
done <"$root/release.lock"
name=modelgate_${version}_${os}_$arch
locked=''
if [[ -n $archive_digest && -n $program_digest ]]; then locked=yes; fi

use_given() {
	local answer=''
	program=$given
	if [[ -z $program ]]; then program=$(command -v modelgate || true); fi
	[[ -n $program ]] || fail 2 'install: none, but there is no modelgate on PATH: install it in an earlier step, or name it with binary-path'
	[[ -f $program && -x $program ]] || fail 2 "binary-path $program is not an executable file"
	answer=$("$program" version --json </dev/null 2>/dev/null | sed -n 's/.*"version":"\([^"]*\)".*/\1/p') || true
	[[ -n $answer ]] || fail 2 "$program does not answer \`modelgate version --json\`: is it modelgate, and for $os/$arch?"
	if [[ -z $version ]]; then
		printf 'modelgate %s at %s; this tree is no release, so its version was not compared\n' "$answer" "$program" >&2
	elif [[ $answer != "$version" ]]; then
		fail 2 "$program is modelgate $answer, but this is the action of $version: install $version, or use the action at v$answer"
	fi
}

use_release() {
	local url=$base/v$version/$name.gz cached='' got shown
	shown=$(printf '%s' "$url" | sed 's#^\([a-z]*://\)[^/]*@#\1#')
	has sha256sum || has shasum || fail 3 'neither sha256sum nor shasum is on PATH, so a download cannot be checked: install one of them, or set install: source'
	program=$work/modelgate$exe
	if [[ -n ${RUNNER_TOOL_CACHE:-} ]]; then cached=$RUNNER_TOOL_CACHE/modelgate/$version/$arch/$name$exe; fi
	if [[ -n $cached && -f $cached ]]; then
		# The copy is checked, and not the file that others can still write to.
		cp -- "$cached" "$program"
		if [[ $(digest "$program") == "$program_digest" ]]; then
			chmod 755 "$program"
			return
		fi
		printf 'modelgate: %s is not what release.lock names; it is downloaded again\n' "$cached" >&2
	fi
	case $base in
	https://* | http://* | file://*) ;;
	*) fail 2 "download-base-url must begin with https://, http:// or file://" ;;
	esac
	has curl || fail 3 "curl is not on PATH, so modelgate $version cannot be downloaded: install curl, name a present binary with binary-path, or set install: source"
	curl -fsSL --retry 3 --connect-timeout 20 --max-time 600 --max-filesize 200000000 -o "$work/archive" --url "$url" ||
		fail 3 "$shown could not be downloaded: allow it in the proxy or firewall, name a mirror with download-base-url, name a present binary with binary-path, or set install: source"
	got=$(digest "$work/archive")
	[[ $got == "$archive_digest" ]] ||
		fail 4 "$shown is not what was released: its SHA-256 is $got, and release.lock names $archive_digest. It was changed or cut short: nothing of it was run. Look at the mirror or proxy between, and report it if the file comes from the release page"
	gzip -dc <"$work/archive" >"$program" || fail 4 "$shown is no gzip file"
	[[ $(digest "$program") == "$program_digest" ]] || fail 4 "the program in $shown is not the one that release.lock names"
	chmod 755 "$program"
	rm -f -- "$work/archive"
	if [[ -n $cached ]] && mkdir -p -- "${cached%/*}" 2>/dev/null && cp -- "$program" "$cached.$$" 2>/dev/null; then
		mv -f -- "$cached.$$" "$cached" || true
	fi
}

use_source() {
	has go || fail 3 "install: source, but go is not on PATH: run actions/setup-go first, or set install: auto"
	program=$work/modelgate$exe
	GOWORK=off GOFLAGS=-mod=readonly CGO_ENABLED=0 go -C "$root" build -trimpath -buildvcs=false -ldflags '-s -w' -o "$program" ./cmd/modelgate >&2 ||
		fail 3 "modelgate could not be built from $root: see the lines above; it needs the Go of its go.mod, and the modules by GOPROXY"
}

# put_on_path leaves the program where later steps find it as modelgate.
put_on_path() {
	local dir=$work
	if [[ $program != "$work/modelgate$exe" ]]; then
		cp -- "$program" "$work/modelgate$exe"
		program=$work/modelgate$exe
	fi
	if has cygpath; then dir=$(cygpath -w "$dir"); fi
	printf '%s\n' "$dir" >>"$GITHUB_PATH"
	if [[ -n ${GITHUB_OUTPUT:-} ]]; then printf 'path=%s\n' "$dir" >>"$GITHUB_OUTPUT"; fi
	trap - EXIT
}

setup=''
if [[ ${1:-} == --setup ]]; then
	setup=yes
	shift
	[[ -n ${GITHUB_PATH:-} && -n ${RUNNER_TEMP:-} ]] || fail 2 'bootstrap.sh --setup needs GITHUB_PATH and RUNNER_TEMP, which a job of GitHub Actions has'
fi
(($# > 0)) || fail 2 'bootstrap.sh needs a command of modelgate, such as check'
work=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/modelgate.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
if [[ $install == auto ]]; then
	if [[ -n $given ]]; then install=none; elif [[ -n $locked ]]; then install=binary; elif has go; then install=source; fi
fi
case $install in
none) use_given ;;
binary)
	[[ -n $locked ]] || fail 2 "install: binary, but release.lock names no file for $os/$arch${version:+ in version $version}: use the action at a release tag, or set install: source"
	use_release
	;;
source) use_source ;;
auto) fail 3 "release.lock names no modelgate ${version:+$version }for $os/$arch, and go is not on PATH: use the action at a release tag, run actions/setup-go first, or name a present binary with binary-path" ;;
*) fail 2 "install: $install is unknown; write auto, binary, source or none" ;;
esac
if [[ -n $setup ]]; then put_on_path; fi
# A runner empties RUNNER_TEMP itself, so that signals can go straight to modelgate.
if [[ -n ${RUNNER_TEMP:-} ]]; then exec "$program" "$@"; fi
"$program" "$@"
