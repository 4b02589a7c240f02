#!/usr/bin/env bash
# Many promoters of as many models to one branch, each a process of its own: all must
# land, each once. It prints how long they take, against the serial time (goal: 300%):
# first those of one machine, which take turns, then those of as many machines, which
# race. Only their directories for caches tell machines apart here, so that racers share
# the processors with those that they lose to, which real machines do not.
#   tools/promoters.sh [BINARY]        50 promoters
#   PROMOTERS=10 tools/promoters.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
promoters=${PROMOTERS:-50}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
modelgate=${1:-$work/modelgate}
[[ -n ${1:-} ]] || go build -trimpath -ldflags '-s -w' -o "$modelgate" ./cmd/modelgate
modelgate=$(realpath "$modelgate")
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com TMPDIR=$work

git init -q -b main "$work/models"
awk -v n="$promoters" '
function file(path, text) { printf "M 100644 inline %s\ndata %d\n%s\n", path, length(text), text }
BEGIN {
	print "commit refs/heads/main\ncommitter a <a@example.com> 1790000000 +0000\ndata 6\nmodels"
	file(".modelgate/config.yaml", "apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\n")
	for (i = 1; i <= n; i++) {
		name = sprintf("m%03d", i)
		digest = sprintf("%064d", i)
		file("models/" name "/README.md", "---\nlicense: apache-2.0\npipeline_tag: tabular-classification\n---\n# " name \
			"\n\nA model.\n\n## Intended use\n\nThe retention team orders its call list by the score. A person decides.\n")
		file("models/" name "/modelgate.yaml", "apiVersion: modelgate.dev/v1\nkind: Model\nname: " name "\nversion: \"1.0.0\"\nowner: team-ml\nartifacts:\n  - {uri: \"s3://models/" name "/" digest "\", digest: \"sha256:" digest "\"}\ndeploy:\n  target: kserve\n  parameters: {modelFormat: sklearn}\n")
	}
}' | git -C "$work/models" fast-import --quiet
mkdir -p "$work/platform/.modelgate"
printf 'apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {production: {stage: draft}}\n' >"$work/platform/.modelgate/env.yaml"
git -C "$work/platform" init -q -b main
git -C "$work/platform" add -A
git -C "$work/platform" commit -q -m environments
git clone -q --bare "$work/platform" "$work/one.git"

now() { date +%s%N; }
promote() { # REMOTE MODEL CACHE
	XDG_CACHE_HOME=$work/$3 "$modelgate" promote --repo "$work/models" --env production --to "$work/$1.git" --model "models/$2" --timeout 10m >"$work/$2.$1" 2>&1
}

runs=$((promoters < 3 ? promoters : 3))
from=$(now)
for ((i = 1; i <= runs; i++)); do
	promote one "$(printf 'm%03d' "$i")" cache || { cat "$work"/*.one; exit 1; }
done
one=$((($(now) - from) / runs / 1000000))

race() { # REMOTE TEXT: whether all landed
	local from all i name failed=0 records ids attempts
	git clone -q --bare "$work/platform" "$work/$1.git"
	from=$(now)
	for ((i = 1; i <= promoters; i++)); do
		name=$(printf 'm%03d' "$i")
		if [[ $1 == machine ]]; then promote "$1" "$name" cache & else promote "$1" "$name" "$name" & fi
	done
	for ((i = 1; i <= promoters; i++)); do
		wait -n || failed=$((failed + 1))
	done
	all=$((($(now) - from) / 1000000))

	((failed == 0)) || {
		grep -L '^promoted: ' "$work"/*."$1" | head -n 3 | xargs cat
		printf '%d of %d promoters failed\n' "$failed" "$promoters" >&2
		return 1
	}
	"$modelgate" verify --repo "$work/$1.git" --rev main --base main~"$promoters"
	records=$(git -C "$work/$1.git" ls-tree -r --name-only main .modelgate/records | wc -l)
	ids=$(git -C "$work/$1.git" log --format='%(trailers:key=Modelgate-Promotion-Id,valueonly)' main | grep -c .)
	((records == promoters && ids == promoters)) || {
		printf '%d records and %d promotions for %d models\n' "$records" "$ids" "$promoters" >&2
		return 1
	}
	attempts=$(sed -nE 's/^committed .* at attempt ([0-9]+)$/\1/p' "$work"/*."$1" | sort -n | awk '{ sum += $1; last = $1 } END { printf "%d more at a later attempt, at the latest number %d, %d in all", NR, last, sum }')
	printf '%d promoters on %s landed in %d ms, one takes %d ms: %d%% of the serial time (goal: at most 300%%); %s\n' \
		"$promoters" "$2" "$all" "$one" $((all * 100 / (one * promoters))) "$attempts"
}
race machine 'one machine'
race machines 'as many machines'
