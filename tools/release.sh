#!/usr/bin/env bash
# usage: tools/release.sh version
#        tools/release.sh build DIR [OS/ARCH...]
#
# build makes the files of a release in DIR, which must be empty or absent: for each
# platform a compressed program and its bill of materials, for Linux packages too; then
# SHA256SUMS, release.lock and, if all its platforms were built, the formula of Homebrew.
# The same commit gives the same bytes, in whatever folder and on whatever machine,
# with the same Go: nothing of the environment, of git or of the clock goes in.
# DIST_ALLOW_DEV=1 builds a tree whose version is not one of a release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The platforms of scripts/bootstrap.sh.
all=(linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64)
platforms=("${all[@]}")
version=$(<internal/version/VERSION)

fail() {
	printf 'release: %s\n' "$*" >&2
	exit 1
}

build() {
	local out=$1 platform os arch name exe slim flags files
	shift
	(($# == 0)) || platforms=("$@")
	[[ $version != *-dev || ${DIST_ALLOW_DEV:-} == 1 ]] || fail "internal/version/VERSION is $version: a release needs one without -dev"
	mkdir -p "$out"
	[[ -z $(ls -A "$out") ]] || fail "$out is not empty"
	out=$(cd "$out" && pwd)
	go build -C tools -o "$out/sbom.tool" ./sbom
	go build -C tools -o "$out/packages.tool" ./packages
	slim=$(tools/slim.sh)
	mapfile -t flags <<<"$slim"
	printf 'version %s\n' "$version" >"$out/release.lock"
	for platform in "${platforms[@]}"; do
		os=${platform%/*} arch=${platform#*/} exe=''
		if [[ $os == windows ]]; then exe=.exe; fi
		name=modelgate_${version}_${os}_$arch
		env -u GOEXPERIMENT -u GOAMD64 -u GOARM64 GOENV=off GOFLAGS=-mod=readonly GOWORK=off CGO_ENABLED=0 GOOS="$os" GOARCH="$arch" \
			go build "${flags[@]}" -trimpath -buildvcs=false -ldflags '-s -w -buildid=' -o "$out/$name$exe" ./cmd/modelgate
		"$out/sbom.tool" "$version" "$out/$name$exe" >"$out/$name.cdx.json"
		gzip -9 -n <"$out/$name$exe" >"$out/$name.gz"
		files=("$name.gz" "$name$exe")
		if [[ $os == linux ]]; then
			"$out/packages.tool" linux "$version" "$arch" "$out/$name" "$out"
			files+=("$name".{deb,rpm,apk})
		fi
		(cd "$out" && sha256sum "${files[@]}") >>"$out/release.lock"
		rm "$out/$name$exe"
		printf '%s: %d bytes\n' "$name.gz" "$(wc -c <"$out/$name.gz")" >&2
	done
	if [[ ${platforms[*]} == "${all[*]}" ]]; then "$out/packages.tool" formula "$version" "$out/release.lock" >"$out/modelgate.rb"; fi
	rm "$out/sbom.tool" "$out/packages.tool"
	(cd "$out" && sha256sum modelgate[._]*) >"$out/SHA256SUMS"
}

case ${1:-} in
version) printf '%s\n' "$version" ;;
build)
	(($# >= 2)) || fail 'build needs a folder'
	shift
	build "$@"
	;;
*) fail 'usage: tools/release.sh version | build DIR [OS/ARCH...]' ;;
esac
