package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/templates"
)

type policyNewFlags struct {
	repo, scope string
	stdout      bool
}

func newPolicyNew(env *Env) *cobra.Command {
	var f policyNewFlags
	cmd := &cobra.Command{
		Use:   "new [CATEGORY/]NAME",
		Short: "Create a rule with its tests and cases",
		Long: `Create a rule in .modelgate/policies/CATEGORY, with a test in Rego, and cases in YAML. They
pass as they are: change the conditions and the cases step by step, and run
` + "`modelgate policy test`" + ` after each step. Existing files are never overwritten.

Scope model is for a rule about each model; scope repository is for a rule about a change as
a whole, such as what it edits and who approves it.`,
		Example: `  modelgate policy new governance/owner_is_a_team
  modelgate policy new release/frozen --scope repository`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return env.newRule(cmd.Context(), f, args[0]) },
	}
	repoFlag(cmd.Flags(), &f.repo)
	cmd.Flags().StringVar(&f.scope, "scope", "model", "create a rule of `SCOPE`: model or repository")
	cmd.Flags().BoolVar(&f.stdout, "stdout", false, "print the files and write nothing")
	complete(cmd, "scope", finding.Scope("").Words()...)
	return cmd
}

var ruleName = pattern.New(`^([a-z][a-z0-9]*(?:_[a-z0-9]+)*/)?[a-z][a-z0-9]*(?:_[a-z0-9]+)*$`)

// newRule writes the beginnings of a rule.
func (e *Env) newRule(ctx context.Context, f policyNewFlags, id string) error {
	if !ruleName.MatchString(id) || strings.HasSuffix(id, "_test") {
		return usage("invalid name %q: use CATEGORY/NAME in lowercase letters, digits and underscores, such as governance/owner_is_a_team; _test is reserved for tests", id)
	}
	if f.scope != string(finding.ScopeModel) && f.scope != string(finding.ScopeRepository) {
		return usage("invalid value %q for --scope%s", f.scope, finding.DidYouMeanThen(f.scope, finding.Scope("").Words(), "use model or repository"))
	}
	category, name, found := strings.Cut(strings.TrimPrefix(id, "custom_"), "/")
	if !found {
		category, name = "governance", category
	}
	if category == "lib" {
		return usage("the category lib is for helpers; choose another category")
	}
	documents, err := ruleDrafts(f.scope, category, name)
	if err != nil {
		return err
	}
	if f.stdout {
		return e.printBegun(documents)
	}
	repo, tree, _, err := e.beginIn(ctx, newFlags{repo: f.repo})
	if err != nil {
		return err
	}
	defer tree.Close()
	if err := noneThere(tree, documents); err != nil {
		return err
	}
	contents := map[string][]byte{}
	for _, d := range documents {
		contents[d.path] = []byte(d.text)
	}
	if err := e.storeBegun(repo.Dir, documents, nil, contents); err != nil {
		return err
	}
	if err := e.addEditorSettings(repo.Dir); err != nil {
		return err
	}
	fmt.Fprintf(e.Stderr, "modelgate: rule custom_%s/%s; run `modelgate policy test`\n", category, name)
	return nil
}

// ruleDrafts are the files of a new rule.
func ruleDrafts(scope, category, name string) ([]begun, error) {
	dir := path.Join(config.PoliciesDir, category)
	var out []begun
	for _, file := range []struct{ from, to string }{
		{"rule.rego", path.Join(dir, name+".rego")},
		{"rule_test.rego", path.Join(dir, name+"_test.rego")},
		{"cases.yaml", path.Join(dir, "cases", name+".yaml")},
	} {
		src, err := fs.ReadFile(templates.FS, path.Join("starter/policy", scope, file.from))
		if err != nil {
			return nil, fmt.Errorf("reading the draft of a rule: %w", err)
		}
		text := strings.NewReplacer("custom.example.rule_name", "custom."+category+"."+name, "custom_example/rule_name", "custom_"+category+"/"+name).Replace(string(src))
		out = append(out, begun{path: file.to, text: text})
	}
	return out, nil
}

func noneThere(tree source.Tree, documents []begun) error {
	for _, d := range documents {
		if _, there := tree.Lookup(d.path); there {
			return usage("%s already exists and is never overwritten; choose another name, or use --stdout to print the draft", d.path)
		}
	}
	return nil
}

// addEditorSettings adds the settings of the linter that editors run, once.
func (e *Env) addEditorSettings(dir string) error {
	src, err := fs.ReadFile(templates.FS, "starter/policy/regal.yaml")
	if err != nil {
		return fmt.Errorf("reading the settings of Regal: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening %s: %w", dir, err)
	}
	const name = config.PoliciesDir + "/.regal/config.yaml"
	wrote, err := writeNew(root, name, src)
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", name, err), root.Close())
	}
	if wrote {
		fmt.Fprintf(e.Stdout, "wrote %s\n", name)
	}
	return root.Close()
}
