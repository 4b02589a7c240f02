#!/usr/bin/env bash
# Holds what modelgate says of conftest policies against conftest itself.
#   tools/conftest.sh record        writes what conftest says of the cases in
#                                   internal/policy/testdata/conftest, for the tests there
#   tools/conftest.sh compare       says where that differs from what is recorded
#   tools/conftest.sh published     clones the sets of tools/conftest.json, asks both
#                                   programs about each, and compares what they find
# Needs jq and conftest (CONFTEST names another one):
#   go install github.com/open-policy-agent/conftest@v0.71.0
# CLONES is a directory with clones of the sets, by owner and name; a set that is not
# there is cloned.
set -euo pipefail
cd "$(dirname "$0")/.."
conftest=${CONFTEST:-$(command -v conftest)}
cases=internal/policy/testdata/conftest
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What both programs come to, as sorted lines: a file, a level, a rule and a message.
# shellcheck disable=SC2016 # the variables are those of jq
shape='[.[] | .filename as $file
	| ((.failures // [])[] | [$file, "error", (.metadata.query | ltrimstr("data.")), .msg]),
	  ((.warnings // [])[] | [$file, "warning", (.metadata.query | ltrimstr("data.")), .msg])] | unique'

ask() { # directory, policies, options as a case.json, files or directories
	local dir=$1 policies=$2 options=$3 args=(--no-fail -o json) of d
	shift 3
	args+=(--policy "$policies" --rego-version "$(jq -r '.rego // "v1"' <<<"$options")")
	mapfile -t of < <(jq -r '.data // [] | .[]' <<<"$options")
	for d in "${of[@]}"; do args+=(--data "$d"); done
	mapfile -t of < <(jq -r '.namespaces // ["main"] | .[]' <<<"$options")
	for d in "${of[@]}"; do args+=(--namespace "$d"); done
	(cd "$dir" && "$conftest" test "${args[@]}" "$@") | jq "$shape"
}

options() { if [ -e "$1/case.json" ]; then cat "$1/case.json"; else echo '{}'; fi; }

clone() { # owner/name: prints where its clone is
	local where=${CLONES:-$work/clones}/$1
	[ -e "$where" ] || git clone --quiet --bare "https://github.com/$1" "$where" >&2
	echo "$where"
}

# published asks both programs about the inputs of all sets by the policies of each.
published() {
	local gate=$work/modelgate sets set name repo where options files dirs failed=0
	CGO_ENABLED=0 go build -o "$gate" ./cmd/modelgate
	mapfile -t sets < <(jq -c '.[]' tools/conftest.json)
	for set in "${sets[@]}"; do
		where=$(clone "$(jq -r .repository <<<"$set")")
		mkdir -p "$work/inputs/$(jq -r .name <<<"$set")"
		mapfile -t dirs < <(jq -r '.inputs[]' <<<"$set")
		git -C "$where" archive "$(jq -r .commit <<<"$set")" -- "${dirs[@]}" | tar -x -C "$work/inputs/$(jq -r .name <<<"$set")"
	done
	find "$work/inputs" -type f -not -name '*.yml' -not -name '*.yaml' -not -name '*.json' -delete
	for set in "${sets[@]}"; do
		name=$(jq -r .name <<<"$set") options=$(jq -c .options <<<"$set") repo=$work/$name
		where=$(clone "$(jq -r .repository <<<"$set")")
		mkdir -p "$repo/.modelgate/conftest"
		cp -r "$work/inputs" "$repo/inputs"
		mapfile -t dirs < <(jq -r '.policies[]' <<<"$set")
		git -C "$where" archive "$(jq -r .commit <<<"$set")" -- "${dirs[@]}" | tar -x -C "$repo/.modelgate/conftest"
		find "$repo/.modelgate/conftest" -type f \( -not -name '*.rego' -o -name '*_test.rego' \) -delete
		jq -n --argjson options "$options" '{apiVersion: "modelgate.dev/v1", kind: "Config",
			conftest: [{name: "published", files: ["inputs/**"], policies: [".modelgate/conftest"]} + $options]}' >"$repo/.modelgate/config.yaml"
		git -C "$repo" init --quiet --initial-branch=main
		for d in .modelgate .; do # the files are proposed on top of the policies
			git -C "$repo" add --all "$d"
			git -C "$repo" -c user.name=t -c user.email=t@example.com commit --quiet --message "$d"
		done
		mapfile -t files < <(git -C "$repo" ls-files -- inputs)
		ask "$repo" .modelgate/conftest "$options" "${files[@]}" >"$repo.theirs"
		"$gate" check --repo "$repo" --base HEAD~1 --head HEAD --ci none -o "json=$repo.json" >/dev/null 2>"$repo.err" || [ $? -le 1 ] || { cat "$repo.err"; exit 1; }
		jq '[.. | objects | select(.rule? == "conftest/published" and has("severity") and has("location")) | [.location.path, .severity, (.key | split(": ")[0]), .message]] | unique' "$repo.json" >"$repo.ours"
		jq '[.. | objects | select(.rule? == "conftest/published" and .error?) | .error]' "$repo.json" >"$repo.errors"
		if [ "$(cat "$repo.errors")" = '[]' ] && diff "$repo.theirs" "$repo.ours"; then
			echo "$name: ${#files[@]} files, $(jq length "$repo.ours") results, the same as conftest's"
		else
			cat "$repo.errors"
			failed=1
		fi
	done
	return $failed
}

case ${1-} in
record | compare)
	for dir in "$cases"/*/; do
		ask "$dir" policy "$(options "$dir")" input >"$work/want.json"
		if [ "$1" = record ]; then
			cp "$work/want.json" "$dir/want.json"
		else
			diff "$dir/want.json" "$work/want.json"
		fi
	done
	;;
published) published ;;
*)
	sed -n '2,12p' "$0" >&2
	exit 2
	;;
esac
