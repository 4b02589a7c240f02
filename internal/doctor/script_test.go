package doctor

import (
	"fmt"
	"strings"
	"testing"
)

// TestFollow tells of scripts whether a denial ends them with its exit code, in
// the shell that GitHub takes when none is named.
func TestFollow(t *testing.T) {
	const none = Level("no call")
	for script, want := range map[string]Level{
		"modelgate check": OK, "modelgate check\n": OK, "  modelgate check --all -o sarif=x.sarif\n": OK, "modelgate check > out.txt 2>&1": OK, "modelgate check &> out.txt": OK,
		"modelgate check # || true": OK, "# start\nmodelgate \\\n  check\necho done": OK, "modelgate check; echo done": OK, "./bin/modelgate check": OK, `"$RUNNER_TEMP/modelgate" check`: OK,
		"go run github.com/modelgate-dev/modelgate/cmd/modelgate@v0.1.0 check": OK, "cd models\nmodelgate check": OK, "set -euo pipefail\nmodelgate check | tee out.txt": OK, "set -o pipefail; modelgate check |& tee out": OK,
		"modelgate check || exit 1": OK, "modelgate check || exit $?": OK, "modelgate check || false": OK, "modelgate check && echo good": OK, "modelgate check || exit 3; echo x": OK, "cat x | modelgate check": OK,
		"modelgate --version\nmodelgate check": OK, "FOO=1 modelgate check": OK, "echo 'a && b'; modelgate check": OK, "echo \"it's\"\nmodelgate check": OK, "set +e\nset -e\nmodelgate check\ntrue": OK, "export FOO=1\nmodelgate check": OK,
		"modelgate merge reports": OK, "git fetch origin\nmodelgate check --gate policy": OK,

		"modelgate check || true": Problem, "modelgate check||true": Problem, "modelgate check || :": Problem, "modelgate check ||\n  true": Problem, "modelgate check \\\n  || true": Problem, "modelgate check || echo failed": Problem,
		"modelgate check || exit 0": Problem, "modelgate check || exit 256": Problem, "modelgate check || exit": Problem, "modelgate check || false || true": Problem, "modelgate check || ! false": Problem, "modelgate check && echo good || echo bad": Problem,
		"modelgate check | tee out.txt": Problem, "modelgate check |& cat": Problem, "modelgate check |\n tee x": Problem, "set -o pipefail\nset +o pipefail\nmodelgate check | tee x": Problem, "! modelgate check": Problem, "modelgate check &": Problem, "modelgate check & wait": Problem, "modelgate check &\nwait": Problem,
		"set +e\nmodelgate check\necho done": Problem, "set +e; modelgate check; echo done": Problem, "set +o errexit\nmodelgate check\necho": Problem, "set +ex; modelgate check; true": Problem, "modelgate check && echo good\necho done": Problem,
		"modelgate check 2>&1 || true": Problem, "modelgate check >out||true": Problem, "modelgate 'check' || true": Problem, `modelgate check "--all" || true`: Problem, "'modelgate' check || true": Problem, "cat x | modelgate check | tee y": Problem, "modelgate check || tr\\ue": Problem,

		"# x\\\nset +e\nmodelgate check\necho done": Problem, "# x\\\nmodelgate check || true": Problem, "modelgate ch\\\neck || true": Problem, "read MODELGATE_STAGE < x; modelgate check": Unknown,
		"modelgate check; exit 0": Unknown, "modelgate check\nexit 0": Unknown, "exit 0\nmodelgate check": Unknown, "modelgate check; exit": Unknown, "if modelgate check; then echo good; else echo bad; fi": Unknown, "if ! modelgate check; then exit 1; fi": Unknown,
		"while ! modelgate check; do sleep 1; done": Unknown, "set +e\nmodelgate check": Unknown, "set +e; modelgate check; rc=$?; exit $rc": Unknown, "false && modelgate check": Unknown, "true || modelgate check": Unknown, "test -n \"$X\" && modelgate check": Unknown,
		"(modelgate check)": Unknown, "{ modelgate check; } || true": Unknown, "out=$(modelgate check)": Unknown, "echo `modelgate check`": Unknown, "echo \"$(modelgate check)\"": Unknown, "modelgate check > >(tee x)": Unknown, "trap 'exit 0' EXIT\nmodelgate check": Unknown, "modelgate() { true; }\nmodelgate check": Unknown,
		"alias modelgate=true\nmodelgate check": Unknown, "bash -c 'modelgate check || true'": Unknown, "timeout 9 modelgate check": Unknown, "env MODELGATE_STAGE=draft modelgate check": Unknown, "MODELGATE_STAGE=draft modelgate check": Unknown, "export MODELGATE_PREVIEW=true\nmodelgate check": Unknown, "eval 'modelgate check || true'": Unknown,
		"modelgate check ${{ inputs.args }}": Unknown, "cat <<X | sh\nmodelgate check || true\nX": Unknown, "echo 'modelgate check || true' | sh": Unknown, "xargs modelgate check < x": Unknown, "sudo modelgate check": Unknown, "docker run x modelgate check": Unknown, "exec modelgate check": Unknown, "source x; modelgate check": Unknown, "shopt -s x; modelgate check": Unknown, "set -n; modelgate check": Unknown,
		"modelgate check 'x": Unknown, "case x in x) modelgate check;; esac": Unknown, "[[ -n x ]] && modelgate check": Unknown, "for i in 1; do modelgate check; done": Unknown, "time modelgate check || true": Unknown, "command modelgate check || true": Unknown, "PATH=x modelgate check": Unknown, "modelgate check | tee x; exit ${PIPESTATUS[0]}": Unknown,

		"echo modelgate check": none, "# modelgate check\nmake": none, "make test": none, "modelgate promote": none, "modelgate rules": none,
	} {
		got := none
		for _, c := range follow(script, shellOf("", false)) {
			if got == none || c.level != OK {
				got = c.level
			}
			if c.level != OK && c.why == "" {
				t.Errorf("%q is %s without a reason", script, c.level)
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", script, got, want)
		}
	}
}

func TestShells(t *testing.T) {
	for _, c := range []struct {
		shell   string
		windows bool
		script  string
		want    Level
	}{
		{"bash", false, "modelgate check | tee x", OK},
		{"sh", false, "modelgate check | tee x", Problem},
		{"bash {0}", false, "modelgate check", Unknown},
		{"bash -c '{0} || true'", false, "modelgate check", Unknown},
		{"python", false, "modelgate check", Unknown},
		{"pwsh", false, "modelgate check", OK},
		{"pwsh", false, "modelgate check\nexit 0", Unknown},
		{"pwsh", false, "modelgate check; exit 0", Unknown},
		{"pwsh", false, "modelgate check | Out-File x", Unknown},
		{"", true, "modelgate check", OK},
		{"", true, "modelgate check\necho x", Unknown},
		{"cmd", true, "modelgate check & exit 0", Unknown},
		{"bash", true, "modelgate check\necho x", OK},
	} {
		calls := follow(c.script, shellOf(c.shell, c.windows))
		if len(calls) != 1 || calls[0].level != c.want {
			t.Errorf("%q in %q (Windows: %t) is %+v, want %s", c.script, c.shell, c.windows, calls, c.want)
		}
	}
}

// TestArguments tells of command lines and variables what they make of a run.
func TestArguments(t *testing.T) {
	for with, want := range map[string]string{
		"run: modelgate check": "[]", "run: modelgate check --stage=production -o text": "[]", "run: modelgate check --preview --stage draft": "[problem workflow-exit]", "run: modelgate check --stage review": "[problem workflow-exit]",
		"run: modelgate check --stage \"$STAGE\"": "[unknown workflow-exit]", "run: modelgate check $ARGS": "[unknown workflow-exit]", "run: modelgate check --as-of 2020-01-01": "[problem workflow-exit]", "run: modelgate check --gate policy": "[problem workflow-gates]",
		"run: modelgate check --gate model-card --gate data-compliance --gate evaluation --gate policy": "[]", "run: modelgate check --model=models/a": "[problem workflow-exit]", "run: modelgate check --base HEAD": "[unknown workflow-exit]", "run: modelgate check --shard 1/2": "[problem workflow-exit]",
		"env: {MODELGATE_STAGE: draft}\n        run: modelgate check": "[problem workflow-exit]", "env: {MODELGATE_PREVIEW: true}\n        run: modelgate check": "[problem workflow-exit]", "env: {MODELGATE_PREVIEW: '${{ vars.x }}'}\n        run: modelgate check": "[problem workflow-exit]", "env: {MODELGATE_STAGE: ''}\n        run: modelgate check": "[]",
		"shell: bash\n        run: modelgate check | tee x": "[]", "shell: zsh {0}\n        run: modelgate check": "[unknown workflow-exit]", "continue-on-error: true\n        run: modelgate check": "[problem workflow-ignored]", "run: modelgate check || true": "[problem workflow-exit]",
		"run: echo MODELGATE_STAGE=draft >> $GITHUB_ENV\n      - run: modelgate check": "[unknown workflow-exit]", "if: always()\n        run: modelgate check": "[]", "run: modelgate check --preview=false": "[]", "run: modelgate check -h": "[problem workflow-exit]", "run: modelgate check --help": "[problem workflow-exit]",
	} {
		f := safe(t)
		f.Workflows = repository(t, strings.Replace(good, "uses: modelgate-dev/modelgate@0123456789012345678901234567890123456789 # v1.0.0", with, 1), owned).Workflows
		if got := fmt.Sprint(remarks(f)); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", with, got, want)
		}
		for _, i := range Examine(f) {
			if want != "[]" && i.ID == "workflow" && i.Level == OK {
				t.Errorf("%s: ok: %s", with, i.Message)
			}
		}
	}
}

// TestHeadUnderTheRightsOfTheBase tells of checkouts of a proposal.
func TestHeadUnderTheRightsOfTheBase(t *testing.T) {
	target := strings.Replace(good, "pull_request:", "pull_request_target:", 1)
	for with, want := range map[string]string{
		"": "[]",
		"\n        with: {ref: '${{ github.event.pull_request.head.sha }}'}":                     "[unknown workflow-head]",
		"\n        with: {ref: 'refs/pull/${{ github.event.number }}/merge'}\n      - run: make": "[problem workflow-head unknown workflow-exit]",
		"\n      - run: gh pr checkout 1\n      - uses: ./.github/actions/build":                 "[problem workflow-head unknown workflow-exit]",
		"\n        with: {repository: '${{ github.event.pull_request.head.repo.full_name }}'}":   "[unknown workflow-head]",
		"\n      - run: make": "[unknown workflow-exit]", // on a review, the checkout is the proposal's
	} {
		f := safe(t)
		f.Workflows = repository(t, strings.Replace(target, "actions/checkout@v7", "actions/checkout@v7"+with, 1), owned).Workflows
		if got := fmt.Sprint(remarks(f)); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", with, got, want)
		}
	}
}
