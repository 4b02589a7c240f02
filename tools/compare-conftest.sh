#!/usr/bin/env bash
# Compares modelgate with conftest in one run and prints ratios: CPU of 50 rules
# over 1,000 cards, wall time of one card, one changed model among 10,000, and
# the peak memory of judging all of them, each with results of its own. Then
# repositories of data, under all laws. Needs conftest and GNU time:
#   go install github.com/open-policy-agent/conftest@v0.71.1
#   tools/compare-conftest.sh
# With KEEP=DIR, what it makes stays in that empty directory.
set -euo pipefail
cd "$(dirname "$0")/.."
conftest=${CONFTEST:-$(command -v conftest)}
runs=${RUNS:-5}
if [[ ${KEEP:-} ]]; then
  mkdir -p "$KEEP"
  work=$(cd "$KEEP" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
slim=$(tools/slim.sh)
mapfile -t flags <<<"$slim"
CGO_ENABLED=0 go build "${flags[@]}" -trimpath -ldflags '-s -w' -o "$work/modelgate" ./cmd/modelgate
gate=$work/modelgate
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com

# measure COMMAND...: the least of several runs, as "wall cpu peak-kB". A policy
# that says no (exit code 1) is a result, not a failure.
measure() {
  local i
  for ((i = 0; i < runs; i++)); do
    /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >/dev/null 2>"$work/err" || [ $? -eq 1 ] || { cat "$work/err" >&2; return 1; }
    tail -n 1 "$work/time"
  done | awk 'NR==1 || $1<w {w=$1} {c=$2+$3} NR==1 || c<m {m=c} $4>p {p=$4} END {print w, m, p}'
}

# pair A -- B: the median wall time and the median CPU of A and of B in milliseconds, run
# in turns, so that both see the same machine.
pair() {
  local a=() b=() i TIMEFORMAT='%R %U %S'
  while [[ $1 != -- ]]; do a+=("$1"); shift; done
  shift
  b=("$@")
  for ((i = 0; i < 4 * runs; i++)); do
    { time "${a[@]}" >/dev/null 2>&1 || true; } 2>> "$work/pair.a"
    { time "${b[@]}" >/dev/null 2>&1 || true; } 2>> "$work/pair.b"
  done
  # shellcheck disable=SC2016 # awk expands them
  for figure in '$1' '$2+$3'; do
    for i in a b; do
      awk "{print $figure}" "$work/pair.$i" | sort -n | awk '{v[NR]=$1} END {printf "%.1f ", v[int((NR+1)/2)]*1000}'
    done
  done
  rm "$work"/pair.[ab]
  echo
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.1f", a / b}'; }

card() { # directory, name
  mkdir -p "$1"
  cat > "$1/README.md" <<EOF
---
license: mit
library_name: transformers
pipeline_tag: text-classification
datasets: [tickets]
---
# $2

## Intended use

Sorts incoming tickets into five queues; agents can move them.

## Training data

Tickets of a year whose final queue is known.

## Evaluation

Tickets of the quarter after it.

## Limitations

Tickets of fewer than five words are sorted no better than by chance.
EOF
}

results() { # number: four values that no other number has
  printf 'accuracy: 0.90%06d\nmacro_precision: 0.89%06d\nmacro_recall: 0.88%06d\nmacro_f1: 0.87%06d\n' "$1" $((999999 - $1)) $(($1 * 3 % 1000000)) $(($1 * 7 % 1000000))
}

model() { # directory, name: a card with all that belongs to it
  mkdir -p "$1/evaluation"
  card "$1" "$2"
  cat > "$1/modelgate.yaml" <<EOF
apiVersion: modelgate.dev/v1
kind: Model
name: $2
version: "1.0.0"
owner: support-ml
artifacts:
  - {uri: "s3://models/$2/1", digest: "sha256:e3f0c1a2b4d5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff"}
EOF
  results $((${2#m} * 7919 % 1000000)) > "$1/evaluation/metrics.yaml"
}

repository() { # directory, what to make (card or model), how many, policies
  mkdir -p "$1/datacards"
  git -C "$1" init -q -b main
  git -C "$1" config gc.auto 0 # not behind our back while we measure
  local i
  for ((i = 1; i <= $3; i++)); do "$2" "$1/models/m$i" "m$i"; done
  printf 'apiVersion: modelgate.dev/v1\nkind: DataCard\nname: tickets\nlicense: other\nsource: {kind: survey, origin: observed, name: t}\nstorage: [{uri: "s3://a/b", country: DE}]\npersonal_data: {status: "none"}\n' > "$1/datacards/tickets.yaml"
  for ((i = 1; i <= $4; i++)); do
    mkdir -p "$1/.modelgate/policies"
    cat > "$1/.modelgate/policies/r$i.rego" <<EOF
# METADATA
# title: Rule $i
# description: One of fifty rules of the comparison.
# custom:
#   severity: warning
#   remediation: Nothing is wrong.
#   sources: [the comparison]
package modelgate.custom.bench.r$i

deny contains {"at": input.head.card.license.at, "message": sprintf("license %q is not one of ours ($i)", [input.head.card.license.value])} if {
	not input.head.card.license.value in {"mit", "apache-2.0", "license-$i"}
}

deny contains {"at": input.head.at, "message": "no section is filled ($i)"} if {
	count([s | some s in input.head.card.sections; s.state == "filled"]) == 0
}
EOF
  done
  git -C "$1" add -A
  git -C "$1" commit -q -m models
  git -C "$1" gc -q
}

only_own_rules() { # directory: turns the built-in rules off, as far as that is allowed
  {
    printf 'apiVersion: modelgate.dev/v1\nkind: Config\nrules:\n'
    "$gate" rules --json --repo "$work" | awk -F'"' '$2 == "id" {id = $4} $2 == "fixed" {id = ""} /^  }/ && id ~ "/" && id !~ "^(custom_|document/|schema/|evidence/|waiver/|baseline/)" {print "  " id ": {off: not part of the comparison}"}'
  } > "$1/.modelgate/config.yaml"
  git -C "$1" add -A
  git -C "$1" commit -q -m 'only our own rules'
}

cards() { # directory, how many: the same cards as single YAML files, for conftest
  mkdir -p "$1"
  local i
  for ((i = 1; i <= $2; i++)); do
    cat > "$1/m$i.yaml" <<EOF
license: mit
library_name: transformers
pipeline_tag: text-classification
datasets: [tickets]
name: m$i
version: "1.0.0"
owner: support-ml
sections:
  intended_use: Sorts incoming tickets into five queues; agents can move them.
  training_data: Tickets of a year whose final queue is known.
  evaluation: Tickets of the quarter after it.
  limitations: Tickets of fewer than five words are sorted no better than by chance.
evaluations:
  - {metric: accuracy, value: 0.88}
  - {metric: macro_f1, value: 0.86}
EOF
  done
}

policies() { # directory, how many
  mkdir -p "$1"
  local i
  for ((i = 1; i <= $2; i++)); do
    cat > "$1/r$i.rego" <<EOF
package bench.r$i

deny contains msg if {
	not input.license in {"mit", "apache-2.0", "license-$i"}
	msg := sprintf("license %q is not one of ours ($i)", [input.license])
}

deny contains msg if {
	count([s | some s in input.sections; s != ""]) == 0
	msg := "no section is filled ($i)"
}
EOF
  done
}

datasets() { # directory, how many, what: cards of each law in turn, or one card for which the configuration declares every law
  mkdir -p "$1/datacards" "$1/.modelgate"
  git -C "$1" init -q -b main
  printf 'apiVersion: modelgate.dev/v1\nkind: Config\n' > "$1/.modelgate/config.yaml"
  local examples=(docs/examples/data/regimes/*.yaml) i law
  if [[ $3 == every ]]; then
    echo 'regimes:' >> "$1/.modelgate/config.yaml"
    for law in "${examples[@]}"; do
      printf '  - {name: %s, paths: ["datacards/**"]}\n' "$(basename "$law" .yaml)" >> "$1/.modelgate/config.yaml"
    done
    examples=(docs/examples/data/regimes/gdpr.yaml)
  fi
  for ((i = 0; i < $2; i++)); do
    sed "s/^name: .*/name: d$i/; $([[ $3 == every ]] && echo '/^regimes:/d')" "${examples[i % ${#examples[@]}]}" > "$1/datacards/d$i.yaml"
  done
  git -C "$1" add -A
  git -C "$1" commit -q -m datasets
}

echo "$("$gate" version); $("$conftest" --version | head -1); the least of $runs runs"
stat -c 'binary: %s bytes, stripped' "$gate"

repository "$work/thousand" card 1000 50
cards "$work/cards" 1000
policies "$work/policies" 50
read -r _ all _ < <(measure "$gate" check --repo "$work/thousand" --all --head HEAD)
only_own_rules "$work/thousand"
read -r _ ours _ < <(measure "$gate" check --repo "$work/thousand" --all --head HEAD)
read -r _ theirs _ < <(RUNS=1 runs=1 measure "$conftest" test --all-namespaces --policy "$work/policies" "$work/cards")
echo "50 rules over 1,000 cards, CPU: modelgate ${ours}s, conftest --all-namespaces ${theirs}s: $(ratio "$theirs" "$ours") times less"
echo "the same and every built-in rule: modelgate ${all}s: $(ratio "$theirs" "$all") times less"

repository "$work/one" model 1 0
cards "$work/card" 1
policies "$work/policy" 1
read -r ours theirs our_cpu their_cpu < <(pair "$gate" check --repo "$work/one" --all --head HEAD -- "$conftest" test --all-namespaces --policy "$work/policy" "$work/card/m1.yaml")
echo "one model, cold, wall: modelgate with every built-in rule ${ours} ms, conftest with one rule ${theirs} ms: ratio $(ratio "$ours" "$theirs") (at most 1.5)"
echo "the same, CPU: ${our_cpu} ms, ${their_cpu} ms: ratio $(ratio "$our_cpu" "$their_cpu")"

repository "$work/many" model 10000 0
for repo in one many; do
  results 123456 > "$work/$repo/models/m1/evaluation/metrics.yaml"
  git -C "$work/$repo" commit -q -a -m 'one changed'
done
read -r among single among_cpu single_cpu < <(pair "$gate" check --repo "$work/many" --base HEAD^ --head HEAD -- "$gate" check --repo "$work/one" --base HEAD^ --head HEAD)
echo "one changed model of 10,000, wall: ${among} ms, of one ${single} ms: ratio $(ratio "$among" "$single") (at most 5)"
echo "the same, CPU: ${among_cpu} ms, ${single_cpu} ms: ratio $(ratio "$among_cpu" "$single_cpu")"
read -r wall cpu peak < <(runs=1 measure "$gate" check --repo "$work/many" --all --head HEAD -o json=/dev/null)
echo "check --all over 10,000 models: ${wall}s wall, ${cpu}s CPU, peak $((peak / 1024)) MB (at most 300)"

for kind in turn every; do
  for n in 100 1000 2000; do
    datasets "$work/data-$kind-$n" "$n" "$kind"
    read -r wall cpu peak < <(measure "$gate" check --repo "$work/data-$kind-$n" --all --head HEAD -o json=/dev/null)
    read -r _ parsing _ < <(measure "$gate" data lineage --repo "$work/data-$kind-$n" -o json)
    echo "$n datasets, laws in $kind: ${wall}s wall, ${cpu}s CPU, of which reading ${parsing}s, peak $((peak / 1024)) MB"
  done
done
