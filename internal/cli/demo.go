package cli

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/templates"
)

func newDemo(env *Env) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Walk through the full workflow in sample repositories",
		Long: `Create two sample repositories: one with models and a pull request branch full of
realistic defects, and an empty environment repository. Then go from the failed check to
the promoted model with the commands that you would type. The demo writes to its own
directory only.`,
		Example: `  modelgate demo
  modelgate demo --dir /tmp/modelgate-demo`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.demo(cmd.Context(), dir)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "create the repositories in `DIR`, which must be empty or not exist (default: a new temporary directory)")
	return cmd
}

func (e *Env) demo(ctx context.Context, dir string) error {
	dir, err := e.makeDemoDir(dir)
	if err != nil {
		return err
	}
	env := *e // its clock is moved
	d := &demo{env: &env, dir: dir}
	for _, step := range []func(context.Context) error{d.makeRepositories, d.proposal, d.checkTheBranch, d.fixTheBranch, d.mergeTheBranch, d.promote, d.promoteAgain, d.promoteToStaging, d.freeze, d.promoteADayLater, d.rollBack, d.editByHand, d.showTheEnvironment} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	return nil
}

func (e *Env) makeDemoDir(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "modelgate-demo-")
	}
	dir = e.path(dir)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return "", usage("directory %s is not empty; specify an empty or new directory for --dir", dir)
	}
	return dir, os.MkdirAll(dir, 0o755)
}

// demo is one demonstration under way, in dir.
type demo struct {
	env   *Env
	dir   string
	steps int
}

func (d *demo) say(format string, args ...any) {
	fmt.Fprintf(d.env.Stdout, format+"\n", args...)
}

func (d *demo) step(title, text string) {
	d.steps++
	d.say("\n== %d. %s\n\n%s\n", d.steps, title, text)
}

// runGit runs a git command in one of the two repositories, and shows it.
func (d *demo) runGit(ctx context.Context, repo string, args ...string) error {
	d.say("$ git -C %s %s", repo, typed(args))
	out, err := d.repo(repo).Run(ctx, args...)
	if err != nil {
		return err
	}
	if len(out) > 0 {
		fmt.Fprintf(d.env.Stdout, "%s\n", strings.TrimRight(visible(string(out)), "\n"))
	}
	return nil
}

// typed is how a person types the words of a command.
func typed(args []string) string {
	shown := make([]string, len(args))
	for i, a := range args {
		shown[i] = a
		if strings.ContainsAny(a, " '\"%") {
			shown[i] = "'" + a + "'"
		}
	}
	return strings.Join(shown, " ")
}

func (d *demo) repo(name string) git.Repo {
	when := d.env.Now().UTC().Format(time.RFC3339)
	return git.Repo{Dir: filepath.Join(d.dir, name), Env: []string{
		"GIT_AUTHOR_NAME=Demo", "GIT_AUTHOR_EMAIL=demo@example.com", "GIT_COMMITTER_NAME=Demo", "GIT_COMMITTER_EMAIL=demo@example.com",
		"GIT_AUTHOR_DATE=" + when, "GIT_COMMITTER_DATE=" + when, "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
	}}
}

// modelgate runs a command of this program, shows it with its output, and fails
// unless it ends with the code that the story needs.
func (d *demo) modelgate(ctx context.Context, want int, args ...string) (string, error) {
	d.say("$ modelgate %s", typed(args))
	var stdout bytes.Buffer
	env := *d.env
	env.Args, env.Dir, env.Terminal = args, d.dir, false
	env.Stdout = &stdout
	env.Stderr = &stdout
	code := Main(ctx, env)
	fmt.Fprintf(d.env.Stdout, "%s\n(exit code %d)\n", strings.TrimRight(stdout.String(), "\n"), code)
	if code != want {
		return "", &exit{Failed, fmt.Errorf("`modelgate %s` exited with code %d; expected %d", strings.Join(args, " "), code, want)}
	}
	return stdout.String(), nil
}

// lay copies a tree of the starter files over the model repository.
func (d *demo) lay(name string) error {
	tree, err := fs.Sub(templates.FS, "starter/demo/"+name)
	if err != nil {
		return err
	}
	return fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(tree, path)
		if err != nil {
			return err
		}
		return writeFile(filepath.Join(d.dir, "models", filepath.FromSlash(path)), content)
	})
}

func (d *demo) commit(ctx context.Context, message string) error {
	if _, err := d.repo("models").Run(ctx, "add", "--all"); err != nil {
		return err
	}
	return d.runGit(ctx, "models", "commit", "-q", "-m", message)
}

func (d *demo) makeRepositories(ctx context.Context) error {
	d.say("modelgate demo: from a pull request to a promoted model, in %s", d.dir)
	d.step("Two repositories", "`models` contains the models and their rules. `environment.git`, which is empty, is where Argo CD or Flux deploys from.")
	for _, repo := range []string{"models", "environment.git"} {
		if err := os.MkdirAll(filepath.Join(d.dir, repo), 0o755); err != nil {
			return err
		}
	}
	if err := d.runGit(ctx, "environment.git", "init", "-q", "--bare", "-b", "main"); err != nil {
		return err
	}
	if err := d.runGit(ctx, "models", "init", "-q", "-b", "main"); err != nil {
		return err
	}
	if err := d.lay("main"); err != nil {
		return err
	}
	if err := d.commit(ctx, "Two models with their cards, data cards and rules"); err != nil {
		return err
	}
	return d.runGit(ctx, "models", "ls-tree", "-r", "--name-only", "HEAD")
}

func (d *demo) proposal(ctx context.Context) error {
	d.step("A pull request", "The churn model was trained again. The branch has new weights and results, a few\nmistakes, a looser threshold, and a waiver for itself.")
	if err := d.runGit(ctx, "models", "switch", "-q", "-c", "retrain"); err != nil {
		return err
	}
	if err := d.lay("proposal"); err != nil {
		return err
	}
	if err := d.commit(ctx, "Retrain churn on the third quarter"); err != nil {
		return err
	}
	return d.runGit(ctx, "models", "diff", "--stat", "main", "retrain")
}

func (d *demo) checkTheBranch(ctx context.Context) error {
	d.step("The check fails", "The rules come from main: edits to the rules on the branch are reported, but have no effect yet.")
	out, err := d.modelgate(ctx, Denied, "check", "--repo", "models", "--base", "main", "--head", "retrain",
		"-o", "text", "-o", "json=reports/denied.json", "-o", "sarif=reports/denied.sarif", "-o", "markdown=reports/denied.md")
	if err != nil {
		return err
	}
	for _, rule := range []string{"card/license_missing", "card/claim_contradicts_evidence", "gdpr/legal_basis", "evaluation/threshold_not_met", "governance/threshold_loosened", "governance/waiver_added"} {
		if !strings.Contains(out, rule) {
			return &exit{Failed, fmt.Errorf("the gate did not report %s on the branch", rule)}
		}
	}
	return nil
}

func (d *demo) fixTheBranch(ctx context.Context) error {
	d.step("Fix the branch", "Each finding shows its line and how to fix it. The author applies the fixes and reverts the rule edits.")
	if err := d.runGit(ctx, "models", "checkout", "-q", "main", "--", ".modelgate"); err != nil {
		return err
	}
	if err := d.runGit(ctx, "models", "rm", "-q", "--force", ".modelgate/waivers.yaml"); err != nil {
		return err
	}
	if err := d.lay("mended"); err != nil {
		return err
	}
	if err := d.commit(ctx, "Fix what the gate found"); err != nil {
		return err
	}
	_, err := d.modelgate(ctx, Done, "check", "--repo", "models", "--base", "main", "--head", "retrain", "-o", "text", "-o", "json=reports/allowed.json")
	return err
}

func (d *demo) mergeTheBranch(ctx context.Context) error {
	d.step("Merge", "A person merges the branch. In a real repository, that is the merge button.")
	if err := d.runGit(ctx, "models", "switch", "-q", "main"); err != nil {
		return err
	}
	return d.runGit(ctx, "models", "merge", "-q", "--no-ff", "-m", "Merge the retrained churn model", "retrain")
}

func (d *demo) promote(ctx context.Context) error {
	d.step("Promotion", "The merged commit is checked again, with its own rules. The approved models go to the\nenvironment repository in one commit.")
	_, err := d.modelgate(ctx, Done, "promote", "--repo", "models", "--env", "production", "--to", "environment.git")
	return err
}

func (d *demo) promoteAgain(ctx context.Context) error {
	d.step("Promoting again changes nothing", "The same promotion has the same id, so a second run changes nothing.")
	before, err := d.repo("environment.git").ReadLine(ctx, "rev-parse", "main")
	if err != nil {
		return err
	}
	if _, err := d.modelgate(ctx, Done, "promote", "--repo", "models", "--env", "production", "--to", "environment.git"); err != nil {
		return err
	}
	after, err := d.repo("environment.git").ReadLine(ctx, "rev-parse", "main")
	if err != nil {
		return err
	}
	if before != after {
		return &exit{Failed, fmt.Errorf("the second promotion moved the environment from %s to %s", before, after)}
	}
	return nil
}

func (d *demo) showTheEnvironment(ctx context.Context) error {
	d.step("What the deployer sees", "Argo CD or Flux applies the manifests in environments/. The records next to them show why each model was promoted.")
	for _, args := range [][]string{
		{"log", "--stat", "--format=%h %s%n%n%b", "main"},
		{"ls-tree", "-r", "--name-only", "main"},
		{"show", "main:environments/production/models/churn/inferenceservice.yaml"},
	} {
		if err := d.runGit(ctx, "environment.git", args...); err != nil {
			return err
		}
	}
	reports, err := os.ReadDir(filepath.Join(d.dir, "reports"))
	if err != nil {
		return err
	}
	var names []string
	for _, r := range reports {
		names = append(names, r.Name())
	}
	slices.Sort(names)
	if want := []string{"allowed.json", "denied.json", "denied.md", "denied.sarif"}; !slices.Equal(names, want) {
		return &exit{Failed, fmt.Errorf("found reports %v; expected %v", names, want)}
	}
	d.say("\nAll steps completed as expected. Reports are in %s: %s", filepath.Join(d.dir, "reports"), strings.Join(names, ", "))
	d.say("Next: `modelgate init` in a repository of yours, then `modelgate check`.")
	return nil
}
