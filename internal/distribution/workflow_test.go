package distribution

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// workflow is what the rules below look at.
type workflow struct {
	On          yaml.Node
	Permissions yaml.Node
	Concurrency yaml.Node
	Jobs        map[string]struct {
		Permissions yaml.Node
		Timeout     string `yaml:"timeout-minutes"`
		Uses        string
		Secrets     yaml.Node
		Steps       []step
	}
	Runs struct{ Steps []step } // of an action
}

type step struct {
	ID, Uses, Run string
	With          map[string]string
}

var (
	pinned    = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	ownAction = regexp.MustCompile(`^` + repository + `(/[\w./-]+)?@v\d+\.\d+\.\d+$`)
	usesLine  = regexp.MustCompile(`(?m)^\s*(?:- )?uses: (\S+)(.*)$`)
	versioned = regexp.MustCompile(`^ # v\d+(\.\d+)*$`)
	fileWrite = regexp.MustCompile(`GITHUB_(ENV|PATH)\b`)
)

// insecure are the rules of zizmor's audits of the same subject that a workflow
// or action breaks: https://docs.zizmor.sh/audits/
func insecure(text string, short bool) (problems []string) {
	say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var w workflow
	if err := yaml.Unmarshal([]byte(text), &w); err != nil {
		return []string{err.Error()}
	}
	for _, m := range usesLine.FindAllStringSubmatch(text, -1) {
		local := strings.HasPrefix(m[1], "./") || ownAction.MatchString(m[1])
		if !local && (!pinned.MatchString(m[1]) || !versioned.MatchString(m[2])) {
			say("%s: pin it by its commit, with the version behind it as `# vX.Y.Z`", m[1])
		}
	}
	if strings.Contains(text, "allow-unsafe-pr-checkout") {
		say("allow-unsafe-pr-checkout runs what a stranger proposes")
	}
	trigger := strings.Join(words(&w.On), " ")
	privileged := strings.Contains(trigger, "pull_request_target") || strings.Contains(trigger, "workflow_run")
	steps := w.Runs.Steps
	for name, job := range w.Jobs {
		steps = append(steps, job.Steps...)
		if strings.Contains(strings.Join(words(&job.Secrets), " "), "inherit") {
			say("job %s: secrets: inherit hands on every secret; name those that are needed", name)
		}
		if job.Timeout == "" && job.Uses == "" && !short {
			say("job %s has no timeout-minutes", name)
		}
		if !job.Permissions.IsZero() {
			for i, value := range job.Permissions.Content {
				if value.Value == "write" && value.LineComment == "" && job.Permissions.Content[i-1].LineComment == "" {
					say("job %s may write %s: say why in a comment behind it", name, job.Permissions.Content[i-1].Value)
				}
			}
			if job.Permissions.Kind == yaml.ScalarNode {
				say("job %s: permissions: %s is too much", name, job.Permissions.Value)
			}
		}
	}
	if len(w.Jobs) > 0 {
		switch granted := words(&w.Permissions); {
		case w.Permissions.IsZero():
			say("no permissions at the top: write `permissions: {}`, and what each job needs in the job")
		case strings.Contains(strings.Join(granted, " "), "write") && (!short || len(w.Jobs) > 1):
			say("permissions at the top hold for every job: grant writing in the job that writes")
		}
		if w.Concurrency.IsZero() && !short && !strings.HasPrefix(trigger, "workflow_call") {
			say("no concurrency: say what becomes of a run that another overtakes")
		}
	}
	for _, s := range steps {
		if strings.Contains(s.Run, "${{") {
			say("an expression stands in the text of a run: give it a variable by env: %q", s.Run)
		}
		if fileWrite.MatchString(s.Run) {
			say("GITHUB_ENV and GITHUB_PATH change later steps: use outputs")
		}
		if strings.HasPrefix(s.Uses, "actions/checkout@") {
			if s.With["persist-credentials"] != "false" {
				say("checkout leaves the token in .git/config: write persist-credentials: false")
			}
			if privileged && (s.With["ref"] != "" || s.With["repository"] != "") {
				say("checkout of a proposal, with the rights of the base")
			}
		}
		if privileged && strings.Contains(s.Run, "git fetch") {
			say("fetches a proposal, with the rights of the base")
		}
	}
	return problems
}

// words are the scalars of a node, keys and values.
func words(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	var all []string
	for _, c := range n.Content {
		all = append(all, words(c)...)
	}
	return all
}

func TestWorkflowsAreSecure(t *testing.T) {
	files := workflowFiles(t)
	for _, a := range Actions {
		files = append(files, a.Path())
	}
	seen := 0
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, "/azure/") || !regexp.MustCompile(`(?m)^(jobs|runs):`).Match(content) {
			continue // of another system, or none
		}
		seen++
		for _, p := range insecure(string(content), strings.HasPrefix(name, "docs/examples/")) {
			t.Errorf("%s: %s", name, p)
		}
	}
	if seen < len(Actions)+5 {
		t.Errorf("only %d workflows and actions were found", seen)
	}
}

const secure = `on: pull_request
permissions: {}
concurrency: gate
jobs:
  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      checks: write # the check run
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: modelgate-dev/modelgate@v1.2.3
      - uses: ./here
      - env:
          TITLE: ${{ github.event.pull_request.title }}
        run: echo "$TITLE"
`

// Each rule is seen to fire on a workflow that is secure but for one thing.
func TestInsecureWorkflowsAreFound(t *testing.T) {
	if p := insecure(secure, false); len(p) > 0 {
		t.Fatalf("the secure one: %v", p)
	}
	for want, edit := range map[string][2]string{
		"actions/checkout@v7: pin it": {"@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7"},
		"pin it by its commit":        {" # v7.0.1", ""},
		"modelgate@main: pin it":      {"modelgate@v1.2.3", "modelgate@main"},
		"persist-credentials: false":  {"persist-credentials: false", "fetch-depth: 0"},
		"allow-unsafe-pr-checkout":    {"persist-credentials: false", "{persist-credentials: false, allow-unsafe-pr-checkout: true}"},
		"no permissions at the top":   {"permissions: {}\n", ""},
		"grant writing in the job":    {"permissions: {}\n", "permissions: write-all\n"},
		"say why in a comment":        {" # the check run", ""},
		"write-all is too much":       {"permissions:\n      checks: write # the check run", "permissions: write-all"},
		"no timeout-minutes":          {"    timeout-minutes: 5\n", ""},
		"no concurrency":              {"concurrency: gate\n", ""},
		"stands in the text of a run": {`echo "$TITLE"`, `echo "${{ github.event.pull_request.title }}"`},
		"GITHUB_ENV and GITHUB_PATH":  {`echo "$TITLE"`, `echo "T=$TITLE" >> "$GITHUB_ENV"`},
		"secrets: inherit":            {"    runs-on: ubuntu-latest\n", "    runs-on: ubuntu-latest\n    secrets: inherit\n"},
		"checkout of a proposal":      {"on: pull_request\n", "on: pull_request_target\n"},
		"fetches a proposal":          {`echo "$TITLE"`, "git fetch origin pull/1/head"},
		"did not find expected":       {"jobs:", "jobs: ]"},
	} {
		text := strings.Replace(secure, edit[0], edit[1], 1)
		if strings.HasPrefix(want, "checkout of") || strings.HasPrefix(want, "fetches") {
			text = strings.Replace(text, "on: pull_request\n", "on: pull_request_target\n", 1)
			text = strings.Replace(text, "with:\n", "with:\n          ref: ${{ github.event.pull_request.head.sha }}\n", 1)
		}
		if text == secure {
			t.Errorf("%q: nothing was edited", want)
		}
		if p := strings.Join(insecure(text, false), "\n"); !strings.Contains(p, want) {
			t.Errorf("%q was not found, but: %s", want, p)
		}
	}
}

// A workflow gives the actions of this repository inputs that they have, and
// takes outputs that they have.
func TestWorkflowsUseWhatActionsHave(t *testing.T) {
	flags, uses := commandFlags(), 0
	output := regexp.MustCompile(`steps\.([\w-]+)\.outputs\.([\w-]+)`)
	for _, name := range workflowFiles(t) {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, "/azure/") || strings.Contains(name, "/gitlab/") {
			continue
		}
		var w workflow
		if err := yaml.Unmarshal(content, &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, job := range w.Jobs {
			outputs := map[string][]Output{}
			for _, s := range job.Steps {
				path, _, _ := strings.Cut(s.Uses, "@")
				i := slices.IndexFunc(Actions, func(a Action) bool { return a.Uses() == path })
				if i < 0 {
					if strings.HasPrefix(path, repository) {
						t.Errorf("%s: there is no action %s", name, path)
					}
					continue
				}
				uses++
				outputs[s.ID] = Actions[i].Outputs
				inputs := slices.Concat(Actions[i].Inputs(flags[Actions[i].Command]), installation)
				for given := range s.With {
					if !slices.ContainsFunc(inputs, func(in Input) bool { return in.Name == given }) {
						t.Errorf("%s: %s has no input %s", name, path, given)
					}
				}
			}
			for _, m := range output.FindAllStringSubmatch(string(content), -1) {
				if has, ours := outputs[m[1]]; ours && !slices.ContainsFunc(has, func(o Output) bool { return o.Name == m[2] }) {
					t.Errorf("%s: step %s has no output %s", name, m[1], m[2])
				}
			}
		}
	}
	if uses < 5 {
		t.Errorf("only %d uses of the actions were found", uses)
	}
}
