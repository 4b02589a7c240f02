package doctor

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

const pinned = "modelgate-dev/modelgate@0123456789012345678901234567890123456789"

// TestPassedBy tells of ways to pass a gate whose own step is as it should be.
func TestPassedBy(t *testing.T) {
	before := func(step string) string {
		return strings.Replace(good, "      - uses: "+pinned, step+"      - uses: "+pinned, 1)
	}
	call := func(script string) string {
		return strings.Replace(good, "uses: "+pinned+" # v1.0.0", "run: "+script, 1)
	}
	with := func(inputs string) string {
		return strings.Replace(good, "# v1.0.0", "\n        with: {"+inputs+"}", 1)
	}
	job := func(line string) string {
		return strings.Replace(good, "    steps:\n", "    "+line+"\n    steps:\n", 1)
	}
	on := func(event string) string { return strings.Replace(good, "  merge_group:\n", "  "+event+"\n", 1) }
	for name, c := range map[string]struct{ workflow, want string }{
		// the program
		"binary of the checkout":          {with("binary-path: ./x"), "[problem workflow-exit]"},
		"binary of the workspace":         {with("binary-path: '${{ github.workspace }}/bin/modelgate'"), "[problem workflow-exit]"},
		"binary beside":                   {with("binary-path: ../bin/modelgate"), "[unknown workflow-exit]"},
		"binary of a step":                {with("binary-path: '${{ steps.x.outputs.path }}'"), "[unknown workflow-exit]"},
		"binary of the image":             {with("install: none, binary-path: /opt/modelgate/bin/modelgate"), "[]"},
		"binary in the temporary place":   {with("binary-path: '${{ runner.temp }}/modelgate'"), "[]"},
		"binary by its full path":         {with("binary-path: " + path.Join("/", "Users", "runner", "work/a/a/bin/modelgate")), "[problem workflow-exit]"},
		"binary of a runner of one's own": {with("binary-path: /opt/runner/_work/a/a/bin/modelgate"), "[problem workflow-exit]"},
		"binary of a container's folder":  {with("binary-path: /__w/a/a/bin/modelgate"), "[problem workflow-exit]"},
		"inputs of an expression":         {strings.Replace(good, "# v1.0.0", "\n        with: ${{ fromJSON(vars.X) }}", 1), "[unknown workflow-exit]"},
		"program of the checkout":         {call("./bin/modelgate check"), "[problem workflow-exit]"},
		"program of the workspace":        {call("'\"$GITHUB_WORKSPACE/modelgate\" check'"), "[problem workflow-exit]"},
		"program downloaded there":        {call("|\n          curl -sSfL https://x.example/modelgate -o modelgate\n          ./modelgate check"), "[unknown workflow-exit]"},
		"program somewhere":               {call("$TOOLS/modelgate check"), "[unknown workflow-exit]"},
		"program of the image":            {call("/usr/local/bin/modelgate check"), "[]"},
		"built from the checkout":         {call("go run ./cmd/modelgate check"), "[problem workflow-exit]"},
		"built by the checkout's go.mod":  {call("go run github.com/modelgate-dev/modelgate/cmd/modelgate check"), "[problem workflow-exit]"},
		"built from a release":            {call("go run github.com/modelgate-dev/modelgate/cmd/modelgate@v0.1.0 check"), "[]"},
		"built from a fork":               {call("go run github.com/mallory/modelgate/cmd/modelgate@v0.1.0 check"), "[unknown workflow-exit]"},
		"path set in the script":          {call("|\n          export PATH=\"$PWD/bin:$PATH\"\n          modelgate check"), "[unknown workflow-exit]"},
		"path set on a line":              {call("|\n          PATH=bin:/usr/bin\n          modelgate check"), "[unknown workflow-exit]"},
		"built in the script":             {call("|\n          make tools\n          modelgate check"), "[unknown workflow-exit]"},
		"shell started from the checkout": {job("env: {BASH_ENV: ./env.sh}"), "[problem workflow-exit]"},
		"path of the job":                 {job("env: {PATH: '${{ github.workspace }}/bin:/usr/bin'}"), "[problem workflow-exit]"},
		"libraries of the job":            {job("env: {LD_PRELOAD: /opt/x.so}"), "[unknown workflow-exit]"},
		"environment of an expression":    {job("env: ${{ fromJSON(vars.ENV) }}"), "[unknown workflow-exit]"},
		"environment of the container":    {job("container: {image: 'golang:1', env: {BASH_ENV: env.sh}}"), "[problem workflow-exit]"},
		"options of the container":        {job("container: {image: 'golang:1', options: '-v .:/usr/local/bin'}"), "[unknown workflow-exit]"},
		"container":                       {job("container: {image: 'golang:1'}"), "[]"},

		// the steps before
		"code of the head before":     {before("      - run: make test\n"), "[unknown workflow-exit]"},
		"packages of the head before": {before("      - run: pip install -r requirements.txt\n"), "[unknown workflow-exit]"},
		"script of the head before":   {before("      - run: ./setup.sh >> $GITHUB_OUTPUT\n"), "[unknown workflow-exit]"},
		"action of the head before":   {before("      - uses: ./.github/actions/setup\n"), "[unknown workflow-exit]"},
		"another action before":       {before("      - uses: pre-commit/action@v3\n"), "[unknown workflow-exit]"},
		"known actions before":        {before("      - uses: actions/setup-python@v5\n      - uses: step-security/harden-runner@v2\n"), "[]"},
		"plain commands before":       {before("      - run: |\n          git fetch origin main\n          echo \"x=1\" >> $GITHUB_OUTPUT\n"), "[]"},
		"release installed before":    {before("      - run: go install github.com/modelgate-dev/modelgate/cmd/modelgate@v0.1.0\n"), "[]"},
		"head installed before":       {before("      - run: go install ./cmd/modelgate\n"), "[unknown workflow-exit]"},
		"head copied before":          {before("      - run: cp bin/modelgate /usr/local/bin/\n"), "[unknown workflow-exit]"},
		"environment written before":  {before("      - run: echo BASH_ENV=$PWD/x >> $GITHUB_ENV\n"), "[unknown workflow-exit]"},
		"path written before":         {before("      - run: echo $PWD/bin >> $GITHUB_PATH\n"), "[unknown workflow-exit]"},
		"path of the image before":    {before("      - run: echo \"$RUNNER_TEMP/bin\" >> \"$GITHUB_PATH\"\n"), "[]"},
		"code of nothing yet":         {strings.Replace(good, "      - uses: actions/checkout@v7\n", "      - run: make\n      - uses: actions/checkout@v7\n", 1), "[]"},
		"code of the head after":      {good + "      - run: make test\n", "[]"},
		"substitution before":         {before("      - run: echo $(./x)\n"), "[unknown workflow-exit]"},
		"another shell before":        {before("      - {run: import x, shell: python}\n"), "[unknown workflow-exit]"},

		// what keeps it from running
		"needs":                       {job("needs: lint"), "[problem workflow-exit]"},
		"needs, whatever became":      {job("needs: [lint, test]\n    if: always()"), "[]"},
		"needs, not cancelled":        {job("needs: lint\n    if: ${{ !cancelled() }}"), "[]"},
		"needs, success or failure":   {job("needs: lint\n    if: success() || failure()"), "[problem workflow-exit]"},
		"needs, by its result":        {job("needs: lint\n    if: always() && needs.lint.result == 'success'"), "[unknown workflow-exit]"},
		"needs, not failed":           {job("needs: lint\n    if: ${{ !failure() }}"), "[problem workflow-exit]"},
		"false":                       {job("if: false"), "[problem workflow-exit]"},
		"not failure and false":       {job("if: ${{ !failure() && false }}"), "[problem workflow-exit]"},
		"false in parentheses":        {job("if: (true && !true) || failure()"), "[problem workflow-exit]"},
		"true":                        {job("if: true || false"), "[]"},
		"string":                      {job("if: \"'false'\""), "[]"},
		"text around an expression":   {job("if: \"${{ false }} || x\""), "[unknown workflow-exit]"},
		"expressions, two":            {job("if: \"${{ false }} && ${{ true }}\""), "[unknown workflow-exit]"},
		"of pushes":                   {job("if: github.event_name == 'push'"), "[problem workflow-exit]"},
		"of pull requests only":       {job("if: github.event_name == 'pull_request'"), "[problem workflow-exit]"},
		"of all its events":           {job("if: github.event_name == 'pull_request' || github.event_name == 'pull_request_review' || github.event_name == 'merge_group'"), "[]"},
		"not of reviews":              {job("if: github.event_name != 'pull_request_review'"), "[problem workflow-exit]"},
		"of an index":                 {job("if: github['event_name'] == 'pull_request'"), "[unknown workflow-exit]"},
		"of a label":                  {job("if: contains(github.event.pull_request.labels.*.name, 'model')"), "[unknown workflow-exit]"},
		"of an actor":                 {job("if: github.actor != 'dependabot[bot]'"), "[unknown workflow-exit]"},
		"of a variable and false":     {job("if: vars.X == 'y' && false"), "[problem workflow-exit]"},
		"of another branch":           {strings.Replace(job("if: github.base_ref == 'release'"), "  pull_request_review: {types: [submitted, dismissed]}\n  merge_group:\n", "  pull_request_review: {types: [submitted, dismissed]}\n", 1), "[problem workflow-exit problem merge-queue]"},
		"unclosed":                    {job("if: (true"), "[unknown workflow-exit]"},
		"deep":                        {job("if: '" + strings.Repeat("(", 5000) + "'"), "[unknown workflow-exit]"},
		"not drafts":                  {job("if: '!github.event.pull_request.draft'"), "[problem workflow-exit]"},
		"not drafts, until ready":     {strings.Replace(job("if: '!github.event.pull_request.draft'"), "edited]", "edited, ready_for_review]", 1), "[advice workflow-condition]"},
		"step for pushes":             {strings.Replace(good, "uses: "+pinned, "if: github.event_name == 'push'\n        uses: "+pinned, 1), "[problem workflow-exit]"},
		"empty matrix":                {job("strategy: {matrix: {x: []}}"), "[problem workflow-exit]"},
		"matrix of nothing":           {job("strategy: {matrix: {}}"), "[problem workflow-exit]"},
		"matrix of an expression":     {job("strategy: {matrix: '${{ fromJSON(vars.X) }}'}"), "[unknown workflow-exit]"},
		"list of an expression":       {job("strategy: {matrix: {x: '${{ fromJSON(vars.X) }}'}}"), "[unknown workflow-exit]"},
		"matrix that leaves out":      {job("strategy: {matrix: {x: [a], exclude: [{x: a}]}}"), "[unknown workflow-exit]"},
		"matrix":                      {job("strategy: {fail-fast: false, matrix: {x: [a, b]}}"), "[]"},
		"gates of an expression":      {strings.Replace(job("strategy: {matrix: {gate: '${{ fromJSON(vars.X) }}'}}"), "# v1.0.0", "\n        with: {gate: '${{ matrix.gate }}'}", 1), "[unknown workflow-exit]"},
		"queue of another branch":     {on("merge_group: {branches: [release]}"), "[problem workflow-branches]"},
		"paths that are left out":     {strings.Replace(good, "edited]}", "edited], paths-ignore: ['**.md']}", 1), "[problem workflow-filter]"},
		"only when it is called":      {"on: workflow_call\npermissions: {}\njobs: {gate: {steps: [{uses: " + pinned + "}]}}\n", "[problem merge-queue unknown workflow]"},
		"reusable workflow, never":    {strings.Replace(good, "    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v7\n      - uses: "+pinned, "    if: false\n    uses: "+strings.Replace(pinned, "@", "/.github/workflows/gate.yml@", 1), 1), "[problem workflow-exit]"},
		"reusable workflow, of needs": {strings.Replace(good, "    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v7\n      - uses: "+pinned, "    needs: x\n    uses: "+strings.Replace(pinned, "@", "/.github/workflows/gate.yml@", 1), 1), "[problem workflow-exit]"},

		// the name of the check
		"second job of its name":      {good + "  other:\n    name: gate\n    steps: [{run: 'true'}]\n", "[problem workflow-name]"},
		"job of an expression's name": {good + "  other:\n    name: ${{ vars.NAME }}\n    steps: [{run: 'true'}]\n", "[unknown workflow-name]"},
		"job of a matrix's name":      {good + "  other:\n    name: ${{ matrix.n }}\n    strategy: {matrix: {n: [gate, b]}}\n    steps: [{run: 'true'}]\n", "[problem workflow-name]"},
		"job of another name":         {good + "  other:\n    name: test ${{ matrix.n }}\n    strategy: {matrix: {n: [gate, b]}}\n    steps: [{run: 'true'}]\n", "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			f := safe(t)
			f.Workflows = repository(t, c.workflow, owned).Workflows
			if got := fmt.Sprint(remarks(f)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
				for _, i := range Examine(f) {
					if i.Level != OK {
						t.Log(i.ID, i.Message)
					}
				}
			}
			for _, i := range Examine(f) {
				if c.want != "[]" && !strings.Contains(c.want, "advice") && i.ID == "workflow" && i.Level == OK {
					t.Errorf("ok: %s", i.Message)
				}
			}
		})
	}
}

// TestNamesOfOtherWorkflows tells of checks of the gate's name that other
// workflows make, of the same commits.
func TestNamesOfOtherWorkflows(t *testing.T) {
	for other, want := range map[string]string{
		"on: pull_request\njobs: {gate: {steps: [{run: 'true'}]}}":                                    "[problem workflow-name]",
		"on: push\njobs: {x: {name: gate, steps: [{run: 'true'}]}}":                                   "[problem workflow-name]",
		"on: {push: {branches: [main]}}\njobs: {gate: {steps: [{run: 'true'}]}}":                      "[]",
		"on: schedule\njobs: {gate: {steps: [{run: 'true'}]}}":                                        "[]",
		"on: merge_group\njobs: {gate: {steps: [{run: 'true'}]}}":                                     "[problem workflow-name]",
		"on: pull_request\njobs: {gate: {uses: ./.github/workflows/x.yml}}":                           "[]",
		"on: pull_request\njobs: {build: {name: '${{ matrix.x }} build', steps: [{run: 'true'}]}}":    "[]",
		"on: pull_request\njobs: {build: {strategy: {matrix: {x: [1, 2]}}, steps: [{run: 'true'}]}}}": "[]",
	} {
		f := safe(t)
		f.Workflows = ReadWorkflows(sourcetest.Tree("a", fstest.MapFS{".github/workflows/modelgate.yml": {Data: []byte(good)}, ".github/workflows/z.yml": {Data: []byte(other)}}), "main")
		if got := fmt.Sprint(remarks(f)); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", other, got, want)
		}
	}
}

func TestUnknownDefaultBranch(t *testing.T) {
	f := safe(t)
	f.Workflows = ReadWorkflows(sourcetest.Tree("a", fstest.MapFS{".github/workflows/modelgate.yml": {Data: []byte(strings.Replace(good, "edited]}", "edited], branches: [main]}", 1))}}), "")
	if got := fmt.Sprint(remarks(f)); got != "[unknown workflow-branches]" {
		t.Errorf("got %s", got)
	}
}
