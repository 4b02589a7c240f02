package doctor

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

const good = `name: modelgate
on:
  pull_request: {types: [opened, synchronize, reopened, edited]}
  pull_request_review: {types: [submitted, dismissed]}
  merge_group:
permissions: {}
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: modelgate-dev/modelgate@0123456789012345678901234567890123456789 # v1.0.0
`

const owned = "/.modelgate/ @acme/governance\n/.github/ @acme/platform\n"

// repository is what lies on a default branch.
func repository(t *testing.T, workflow, ownersFile string) Facts {
	t.Helper()
	files := fstest.MapFS{".github/workflows/modelgate.yml": {Data: []byte(workflow)}, ".github/workflows/broken.yml": {Data: []byte("on: [")},
		".github/workflows/other.yml": {Data: []byte("on: push\njobs: {a: {steps: [{run: make}]}}\n")}}
	if ownersFile != "" {
		files[".github/CODEOWNERS"] = &fstest.MapFile{Data: []byte(ownersFile)}
	}
	tree := sourcetest.Tree("a", files)
	owners, err := codeowners.Read(source.Base{Tree: tree})
	if err != nil {
		t.Fatal(err)
	}
	return Facts{Configured: true, Workflows: ReadWorkflows(tree, "main"), Owners: owners}
}

func fact[T any](v T) github.Fact[T] { return github.Fact[T]{Known: true, Value: v} }

// safe is a repository on GitHub about which there is nothing to say.
func safe(t *testing.T) Facts {
	f := repository(t, good, owned)
	f.Forge = &github.Inspection{
		Rules: fact([]github.Rule{
			{Type: "workflows", Source: "acme", Workflows: []string{".github/workflows/modelgate.yml"}},
			{Type: "pull_request", Source: "acme", Review: github.ReviewRule{Approvals: 1, CodeOwners: true, DismissStale: true}},
			{Type: "non_fast_forward"}, {Type: "deletion"}, {Type: "merge_queue"},
		}),
		Protected: fact(false), ProtectionChecks: fact([]github.RequiredCheck{}), CodeownersErrors: fact([]github.CodeownersError{}), JobPermissions: fact(github.JobPermissions{}),
	}
	return f
}

// remarks lists the items that are not OK.
func remarks(f Facts) []string {
	var out []string
	for _, i := range Examine(f) {
		if i.Level != OK {
			out = append(out, fmt.Sprintf("%s %s", i.Level, i.ID))
			if i.Level != Unknown && i.Remedy == "" {
				out = append(out, i.ID+" has no remedy")
			}
		}
	}
	return out
}

func TestNothingToSayOfASafeRepository(t *testing.T) {
	if got := remarks(safe(t)); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func TestExamineFinds(t *testing.T) {
	without := func(kind string) func(*Facts) {
		return func(f *Facts) {
			f.Forge.Rules.Value = slices.DeleteFunc(f.Forge.Rules.Value, func(r github.Rule) bool { return r.Type == kind })
		}
	}
	named := func(name string, app int64) func(*Facts) {
		return func(f *Facts) {
			without("workflows")(f)
			f.Forge.Rules.Value = append(f.Forge.Rules.Value, github.Rule{Type: "required_status_checks", Checks: []github.RequiredCheck{{Context: name, App: app}}})
		}
	}
	check := func(app int64) func(*Facts) { return named("gate", app) }
	workflow := func(from, to string) func(*Facts) {
		return func(f *Facts) { f.Workflows = repository(t, strings.Replace(good, from, to, 1), owned).Workflows }
	}
	for name, c := range map[string]struct {
		change func(*Facts)
		want   string
	}{
		"broken configuration":        {func(f *Facts) { f.Config = errors.New("no") }, "[problem config]"},
		"policy source out of reach":  {func(f *Facts) { f.Config, f.NoSource = errors.New("no"), true }, "[unknown config]"},
		"no configuration":            {func(f *Facts) { f.Configured = false }, "[advice config]"},
		"no workflow":                 {func(f *Facts) { f.Workflows = nil }, "[problem workflow problem merge-queue unknown required]"},
		"path filter":                 {workflow("reopened, edited]", "reopened, edited], paths: [models/**]"), "[problem workflow-filter]"},
		"step fails green":            {workflow("uses: modelgate-dev/modelgate@", "continue-on-error: true\n        uses: modelgate-dev/modelgate@"), "[problem workflow-ignored]"},
		"step fails maybe":            {workflow("uses: modelgate-dev/modelgate@", "continue-on-error: ${{ github.actor == 'x' }}\n        uses: modelgate-dev/modelgate@"), "[problem workflow-ignored]"},
		"job fails green":             {workflow("    steps:\n", "    continue-on-error: true\n    steps:\n"), "[problem workflow-ignored]"},
		"job is skipped":              {workflow("    steps:\n", "    if: github.event.pull_request.draft == false\n    steps:\n"), "[problem workflow-exit]"},
		"job always runs":             {workflow("    steps:\n", "    if: ${{ !cancelled() }}\n    continue-on-error: false\n    steps:\n"), "[]"},
		"no pull requests":            {workflow("  pull_request: {types: [opened, synchronize, reopened, edited]}\n", ""), "[problem workflow]"},
		"no reviews":                  {workflow("  pull_request_review: {types: [submitted, dismissed]}\n", ""), "[advice workflow-review]"},
		"not for the queue":           {workflow("  merge_group:\n", ""), "[problem merge-queue]"},
		"no permissions":              {workflow("permissions: {}\n", ""), "[advice workflow-permissions]"},
		"not pinned":                  {workflow("@0123456789012345678901234567890123456789", "@v1"), "[advice workflow-pin]"},
		"a command":                   {workflow("uses: modelgate-dev/modelgate@0123456789012345678901234567890123456789 # v1.0.0", "run: modelgate check"), "[]"},
		"not seen edited":             {workflow(", edited]", "]"), "[advice workflow-edited]"},
		"types by default":            {workflow(" {types: [opened, synchronize, reopened, edited]}", ""), "[advice workflow-edited]"},
		"labels only":                 {workflow("[opened, synchronize, reopened, edited]", "[labeled]"), "[problem workflow-types]"},
		"other branches":              {workflow("edited]}", "edited], branches: [release/*]}"), "[problem workflow-branches]"},
		"this branch":                 {workflow("edited]}", "edited], branches: [main, release/*]}"), "[]"},
		"not this branch":             {workflow("edited]}", "edited], branches-ignore: [ma*]}"), "[problem workflow-branches]"},
		"step never runs":             {workflow("uses: modelgate-dev/modelgate@", "if: failure()\n        uses: modelgate-dev/modelgate@"), "[problem workflow-exit]"},
		"step runs sometimes":         {workflow("uses: modelgate-dev/modelgate@", "if: github.actor != 'x'\n        uses: modelgate-dev/modelgate@"), "[unknown workflow-exit]"},
		"of somebody":                 {workflow("modelgate-dev/modelgate@", "mallory/modelgate@"), "[unknown workflow-exit]"},
		"of the repository":           {workflow("modelgate-dev/modelgate@0123456789012345678901234567890123456789", "./.github/actions/modelgate"), "[unknown workflow-exit]"},
		"preview":                     {workflow("# v1.0.0", "\n        with: {preview: true}"), "[problem workflow-exit]"},
		"no preview":                  {workflow("# v1.0.0", "\n        with: {preview: false, stage: production, gate: ''}"), "[]"},
		"lower stage":                 {workflow("# v1.0.0", "\n        with: {stage: draft}"), "[problem workflow-exit]"},
		"stage of an input":           {workflow("# v1.0.0", "\n        with: {stage: '${{ vars.STAGE }}'}"), "[unknown workflow-exit]"},
		"another day":                 {workflow("# v1.0.0", "\n        with: {as-of: 2020-01-01}"), "[problem workflow-exit]"},
		"one gate":                    {workflow("# v1.0.0", "\n        with: {gate: model-card}"), "[problem workflow-gates]"},
		"shards alone":                {workflow("# v1.0.0", "\n        with: {shard: '${{ matrix.shard }}', as-of: '${{ matrix.as_of }}'}"), "[problem workflow-exit]"},
		"some models":                 {workflow("# v1.0.0", "\n        with: {model: 'models/a*'}"), "[problem workflow-exit]"},
		"variable of the job":         {workflow("    steps:\n", "    env: {MODELGATE_STAGE: draft}\n    steps:\n"), "[]"}, // an action's inputs take its place
		"head in pull_request_target": {workflow("  pull_request: ", "  pull_request_target: "), "[]"},
		"promotes only":               {workflow("modelgate-dev/modelgate@", "modelgate-dev/modelgate/actions/promote@"), "[problem workflow problem merge-queue unknown required]"},
		"no owners":                   {func(f *Facts) { f.Owners = codeowners.Owners{} }, "[problem codeowners]"},
		"rules have no owner":         {func(f *Facts) { f.Owners = repository(t, good, "/.github/ @a\n").Owners }, "[problem codeowners]"},
		"workflow has no owner":       {func(f *Facts) { f.Owners = repository(t, good, "/.modelgate/ @a\n/.github/CODEOWNERS @a\n").Owners }, "[problem codeowners]"},
		"not up to date":              {without("merge_queue"), "[advice merge-queue]"},
		"up to date": {func(f *Facts) {
			without("merge_queue")(f)
			f.Forge.Rules.Value = append(f.Forge.Rules.Value, github.Rule{Type: "required_status_checks", Strict: true})
		}, "[]"},
		"perhaps up to date":                   {func(f *Facts) { without("merge_queue")(f); f.Forge.Protected = fact(true) }, "[unknown merge-queue]"},
		"run by something else":                {func(f *Facts) { f.Workflows, f.Elsewhere = nil, []string{"Makefile"} }, "[problem merge-queue unknown workflow unknown required]"},
		"nothing required":                     {without("workflows"), "[problem required]"},
		"required check":                       {check(15368), "[advice required-workflow]"},
		"check of anybody":                     {check(0), "[advice required]"},
		"another check":                        {func(f *Facts) { check(15368)(f); f.Check = "gate / result" }, "[problem required]"},
		"a check of no job that runs the gate": {named("modelgate-notify", 15368), "[problem required]"},
		"the same, where others may run it": {func(f *Facts) {
			named("modelgate-notify", 15368)(f)
			f.Elsewhere = []string{"Makefile"}
		}, "[unknown required]"},
		"the check run of the gate": {func(f *Facts) {
			workflow("# v1.0.0", "\n        with: {check-run: true}")(f)
			named("modelgate", 15368)(f)
		}, "[advice required-workflow]"},
		"the check run of one gate, and a status of that name": {func(f *Facts) {
			workflow("# v1.0.0", "\n        with: {status: true, name: models}")(f)
			named("models", 15368)(f)
		}, "[advice required-workflow]"},
		"a name that is computed": {func(f *Facts) {
			workflow("  gate:\n", "  gate:\n    name: gate ${{ inputs.x }}\n")(f)
			named("gate 1", 15368)(f)
		}, "[unknown required]"},
		"a workflow that does not run the gate": {func(f *Facts) {
			f.Forge.Rules.Value[0].Workflows = []string{".github/workflows/modelgate-notify.yml"}
		}, "[unknown required]"},
		"checks of the protection": {func(f *Facts) {
			without("workflows")(f)
			f.Forge.ProtectionChecks = fact([]github.RequiredCheck{{Context: "GATE", App: 1}})
		}, "[advice required-workflow]"},
		"no pull request needed": {without("pull_request"), "[problem reviews]"},
		"owners need not look":   {func(f *Facts) { f.Forge.Rules.Value[1].Review.CodeOwners = false }, "[problem reviews]"},
		"approvals stay":         {func(f *Facts) { f.Forge.Rules.Value[1].Review.DismissStale = false }, "[advice reviews]"},
		"history is not kept":    {without("non_fast_forward"), "[advice branch]"},
		"codeowners with errors": {func(f *Facts) {
			f.Forge.CodeownersErrors = fact([]github.CodeownersError{{Path: ".github/CODEOWNERS", Line: 2, Message: "unknown owner"}})
		}, "[problem codeowners]"},
		"jobs write":    {func(f *Facts) { f.Forge.JobPermissions.Value.Write = true }, "[advice job-permissions]"},
		"jobs approve":  {func(f *Facts) { f.Forge.JobPermissions.Value.CanApprove = true }, "[problem job-approvals]"},
		"rules unknown": {func(f *Facts) { f.Forge.Rules = github.Fact[[]github.Rule]{Reason: "404"} }, "[unknown required unknown reviews unknown merge-queue unknown branch unknown branch]"},
		"forge unknown": {func(f *Facts) { f.Forge, f.ForgeWhy = nil, "there is no token" }, "[unknown forge]"},
	} {
		t.Run(name, func(t *testing.T) {
			f := safe(t)
			c.change(&f)
			if got := fmt.Sprint(remarks(f)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestPlacesAreInTheWorkflow(t *testing.T) {
	f := repository(t, strings.Replace(good, "@0123456789012345678901234567890123456789", "@main", 1), owned)
	i := slices.IndexFunc(Examine(f), func(i Item) bool { return i.ID == "workflow-pin" })
	if i < 0 || Examine(f)[i].At.Path != ".github/workflows/modelgate.yml" || Examine(f)[i].At.Line != 12 {
		t.Errorf("got %+v", Examine(f))
	}
}

// TestOurWorkflowsAreBelieved reads those that a repository starts from. What
// is not pinned is a tag of ours, and of a part of the gates there is a matrix.
func TestOurWorkflowsAreBelieved(t *testing.T) {
	files, err := filepath.Glob("../../docs/examples/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	starters, err := filepath.Glob("../../templates/starter/*/.github/workflows/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, starters...) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f := safe(t)
		f.Workflows = repository(t, string(src), owned).Workflows
		if gates := slices.ContainsFunc(f.Workflows, func(w Workflow) bool { return w.Gates && w.onPulls() }); !gates {
			continue
		}
		for _, i := range Examine(f) {
			if i.Level == Problem && i.ID != "merge-queue" || i.Level == Unknown || filepath.Base(file) == "quick-start.yml" && i.Level == Advice && i.ID != "workflow-pin" {
				t.Errorf("%s: %s %s: %s", file, i.Level, i.ID, i.Message)
			}
		}
	}
}
