#!/usr/bin/env bash
# usage: tools/accessibility.sh MODELGATE
#
# Has a built program write its HTML pages, and looks at them and at the recorded ones in a
# browser: see tools/accessibility/check.mjs. It needs npm, and Chromium or Chrome.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
program=$1
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
browser=$(command -v chromium || command -v google-chrome || command -v chrome) || {
	echo 'neither chromium nor google-chrome is on PATH' >&2
	exit 1
}

# page CASE: the report of a golden case, as a pull request has it.
page() {
	local repository=$work/$1 status=0
	mkdir -p "$repository"
	git -C "$repository" init -q -b main
	for side in base head; do
		[[ $side == head ]] && git -C "$repository" rm -rfq --ignore-unmatch . 
		if [[ -d $root/testdata/$1/$side ]]; then cp -R "$root/testdata/$1/$side/." "$repository"; fi
		git -C "$repository" add -A
		git -C "$repository" -c user.name=m -c user.email=m@example.org commit -q --allow-empty -m "$side"
	done
	"$program" check --repo "$repository" --base HEAD~1 --head HEAD --ci none -o "html=$work/$1.html" >/dev/null 2>&1 || status=$?
	((status <= 1)) || {
		printf 'the check of %s ended with %d\n' "$1" "$status" >&2
		return 1
	}
}

mkdir -p "$work/npm"
cp tools/accessibility/package.json tools/accessibility/check.mjs "$work/npm/"
npm install --prefix "$work/npm" --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
for name in err_evaluation_policy err_drift_columns change_regression ok_waived err_regime_packs; do page "$name"; done
"$program" demo --dir "$work/demo" >/dev/null
for page in status history; do "$program" env "$page" --to "$work/demo/environment.git" -o html >"$work/env-$page.html"; done
"$program" data matrix --repo "$work/err_regime_packs" --base HEAD~1 --head HEAD -o html >"$work/matrix.html"
node "$work/npm/check.mjs" "$browser" "$work"/*.html internal/report/testdata/*.html internal/gate/testdata/matrix/*.html
