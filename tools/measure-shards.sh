#!/usr/bin/env bash
# Measures a run over several jobs beside a single one: plan, every shard, merge,
# each with wall time, CPU and peak memory, and proves that the joined report is
# that of the single check. Needs GNU time.
#   tools/measure-shards.sh            10,000 models over 8 shards
#   MODELS=1000 SHARDS=4 tools/measure-shards.sh
set -euo pipefail
cd "$(dirname "$0")/.."
models=${MODELS:-10000}
shards=${SHARDS:-8}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -trimpath -ldflags '-s -w' -o "$work/modelgate" ./cmd/modelgate
export GIT_CONFIG_GLOBAL=/dev/null MODELGATE_REPO=$work/repo MODELGATE_HEAD=HEAD MODELGATE_ALL=true
as_of=$(date -u +%Y-%m-%dT%H:%M:%SZ)
export MODELGATE_AS_OF=$as_of

# A card, a manifest and results for each model; every fifth card is ten times as long.
git init -q -b main "$work/repo"
awk -v n="$models" '
function file(path, text) { printf "M 100644 inline %s\ndata %d\n%s\n", path, length(text), text }
BEGIN {
	print "commit refs/heads/main\ncommitter a <a@example.com> 1790000000 +0000\ndata 6\nmodels"
	section = "\n\n## Notes\n\n"
	for (i = 0; i < 90; i++) section = section "Tickets of one quarter were looked at again.\n"
	for (i = 1; i <= n; i++) {
		name = "m" i
		card = "---\nlicense: mit\nlibrary_name: transformers\npipeline_tag: text-classification\ndatasets: [tickets]\n---\n# " name \
			"\n\n## Intended use\n\nSorts incoming tickets into five queues; agents can move them.\n\n## Training data\n\nTickets of a year whose final queue is known." \
			"\n\n## Evaluation\n\nTickets of the quarter after it.\n\n## Limitations\n\nTickets of fewer than five words are sorted no better than by chance.\n"
		file("models/" name "/README.md", card (i % 5 ? "" : section))
		file("models/" name "/modelgate.yaml", "apiVersion: modelgate.dev/v1\nkind: Model\nname: " name "\nversion: \"1.0.0\"\nowner: support-ml\nartifacts:\n  - {uri: \"s3://models/" name "/1\", digest: \"sha256:e3f0c1a2b4d5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff\"}\n")
		file("models/" name "/evaluation/metrics.yaml", "accuracy: 0.88\nmacro_f1: 0.86\n")
	}
	file("datacards/tickets.yaml", "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: tickets\nlicense: other\nsource: {kind: survey, origin: observed, name: t}\nstorage: [{uri: \"s3://a/b\", country: DE}]\npersonal_data: {status: \"none\"}\n")
}' | git -C "$work/repo" fast-import --quiet

# measure WHAT COMMAND...: one run. A policy that says no (exit code 1) is a result.
measure() {
	local what=$1
	shift
	/usr/bin/time -f '%e %U %S %M' -o "$work/time" "$work/modelgate" "$@" 2>"$work/err" >"$work/out" || [ $? -eq 1 ] || { cat "$work/err" >&2; exit 1; }
	tail -n 1 "$work/time" | tee -a "$work/$what" | awk -v what="$*" '{printf "%-60s %6.2f s wall %6.2f s CPU %5d MB\n", what, $1, $2 + $3, $4 / 1024}'
}

cd "$work"
measure whole check -o json=whole.json
measure plan plan --shards "$shards"
cat out
for ((i = 1; i <= shards; i++)); do measure shard check --shard "$i/$shards" -o "json=reports/$i.json"; done
measure merge merge -o json=joined.json reports
cmp whole.json joined.json
echo "the joined report is that of the single check: $(wc -c <joined.json) bytes"
awk 'FILENAME == "whole" {w = $1; c = $2 + $3; m = $4}
	FILENAME == "plan" {p = $1}
	FILENAME == "shard" {if ($1 > s) s = $1; if ($4 > t) t = $4; sum += $2 + $3}
	FILENAME == "merge" {j = $1; k = $2 + $3; o = $4}
	END {
		printf "wall, single = 1: plan %.2f, slowest shard %.2f, merge %.2f, together %.2f\n", p / w, s / w, j / w, (p + s + j) / w
		printf "CPU, single = 1: all shards %.2f, merge %.2f\n", sum / c, k / c
		printf "peak memory: single %d MB, largest shard %d MB, merge %d MB\n", m / 1024, t / 1024, o / 1024
	}' whole plan shard merge
