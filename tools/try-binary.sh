#!/usr/bin/env bash
# usage: tools/try-binary.sh BINARY
#
# Runs the built program as its user would, in temporary folders, and checks
# exit codes and the gist of what it prints. Exit codes: 0 allowed or done,
# 1 denied, 2 usage or configuration, 3 could not decide.
set -euo pipefail

(($# == 1)) || { echo "usage: $0 BINARY" >&2; exit 2; }
modelgate=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tried=0

# No settings of whoever runs this: a user's first day, without a git identity.
mkdir "$work/home" "$work/empty"
export HOME=$work/home GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$work
unset XDG_CONFIG_HOME GIT_CONFIG_GLOBAL

# try CODE TEXT ARGUMENTS...: the program ends with CODE and prints TEXT somewhere.
try() {
	local want=$1 text=$2 code=0
	shift 2
	"$modelgate" "$@" >"$work/output" 2>&1 </dev/null || code=$?
	if ((code != want)) || ! grep -qF -e "$text" "$work/output"; then
		printf 'modelgate %s\nended with exit code %d; wanted %d, and "%s" in its output, which was:\n' "$*" "$code" "$want" "$text" >&2
		cat "$work/output" >&2
		exit 1
	fi
	tried=$((tried + 1))
	printf 'ok  modelgate %s  (%d)\n' "$*" "$code"
}

commit() {
	git add --all
	git -c user.name=Try -c user.email=try@example.com commit -q -m "$1"
}

cd "$work/empty"
try 0 'modelgate ' version
try 0 'Exit codes' --help
try 0 'Usage:' check --help
try 0 'modelgate' completion bash
try 0 'card/' rules
try 0 '# Rules' rules --markdown
try 2 'unknown rule' rules no/such_rule
try 2 'unknown command' chekc
try 2 'unknown flag' check --no-such-flag
try 2 'unknown format' check -o pdf
try 2 'git init' init
try 2 'nothing.md' inspect nothing.md

# The whole line: denied, mended, merged, promoted, and promoted again.
try 0 'All steps completed as expected' demo --dir "$work/demo"
try 2 'not empty' demo --dir "$work/demo"
try 0 '"version": "2.1.0"' report --from "$work/demo/reports/denied.json" -o sarif
try 1 'models/churn' check --repo "$work/demo/models" --base main~1 --head main^2~1
try 0 'models/churn' check --repo "$work/demo/models" --base main --head main --model models/churn --all

# A first day: an empty repository, the starter files, a card that is not good enough.
mkdir "$work/fresh"
cd "$work/fresh"
git init -q -b main
try 0 'wrote .modelgate/' init
try 0 'kept  .modelgate/' init
commit 'Begin with modelgate'
try 2 'no model' check --all
mkdir -p models/toy
printf -- '---\npipeline_tag: text-classification\n---\n# Toy\n' >models/toy/README.md
try 1 'models/toy/README.md:' check
commit 'Add a model'
try 1 '"decision": "deny"' check --all --head HEAD -o json
try 2 'no-such-revision' check --base no-such-revision

printf '%d passed, 0 failed\n' "$tried"
