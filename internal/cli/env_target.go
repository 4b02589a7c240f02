package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

func newEnvTarget(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "target",
		Short: "Develop the deployment targets of an environment repository",
		Long: `Commands for authors of the targets in .modelgate/targets of an environment repository.
Promotions use the targets of the commit that they are based on.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newEnvTargetTest(env))
	return cmd
}

type targetFlags struct {
	repo       clone
	rev, write string
}

func newEnvTargetTest(env *Env) *cobra.Command {
	var f targetFlags
	cmd := &cobra.Command{
		Use:   "test [NAME...]",
		Short: "Render the examples of deployment targets",
		Long: `Read the targets in .modelgate/targets, or those that are named, and render each of their
examples, also with hostile values: no value may change the structure of a file. With
--write, the rendered files can be checked by other tools, such as kubeconform.

Exit codes: 0 all examples are rendered, 1 an example fails, 2 a target cannot be used.`,
		Example: `  # the targets of this environment repository
  modelgate env target test

  # one target; check the files with another tool
  modelgate env target test batch-job --write rendered`,
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := noneEmpty(cmd, "repo", "rev", "write"); err != nil {
				return err
			}
			return env.tryTargets(cmd.Context(), f, names)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.repo.dir, "repo", ".", "read the environment repository in `DIR`")
	fetchFlag(flags, &f.repo)
	flags.StringVar(&f.rev, "rev", worktree, "`REV` to read (default: the working tree)")
	flags.StringVar(&f.write, "write", "", "write the rendered files below `DIR`, as TARGET/EXAMPLE/FILE")
	return cmd
}

func (e *Env) tryTargets(ctx context.Context, f targetFlags, names []string) error {
	repo, err := e.find(ctx, f.repo, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	tree, err := openAt(ctx, repo, f.rev)
	if err != nil {
		return err
	}
	defer tree.Close()
	all, err := promotion.Targets(tree)
	if err != nil {
		return promotionError(err)
	}
	chosen, err := chooseTargets(all, names)
	if err != nil {
		return err
	}
	failed := 0
	for _, t := range chosen {
		for _, tried := range t.Try() {
			line := fmt.Sprintf("ok: %s, example %s: %d %s\n", t.Name, tried.Example, len(tried.Files), plural(len(tried.Files), "file", "files"))
			if tried.Problem != "" {
				failed++
				line = fmt.Sprintf("error: %s, example %s: %s\n", t.Name, tried.Example, tried.Problem)
			}
			if _, err := fmt.Fprint(e.Stdout, visible(line)); err != nil {
				return err
			}
			if f.write == "" {
				continue
			}
			if err := e.writeTried(filepath.Join(f.write, t.Name, tried.Example), tried.Files); err != nil {
				return err
			}
		}
	}
	if failed > 0 {
		return &exit{Denied, fmt.Errorf("%d %s: fix the target, or its example", failed, plural(failed, "example fails", "examples fail"))}
	}
	return nil
}

// chooseTargets are the named targets, or all of the repository's own.
func chooseTargets(all []promotion.Target, names []string) ([]promotion.Target, error) {
	var out []promotion.Target
	var known []string
	for _, t := range all {
		known = append(known, t.Name)
		if slices.Contains(names, t.Name) || len(names) == 0 && t.Own {
			out = append(out, t)
		}
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, usage("unknown target %q%s", name, finding.DidYouMeanThen(name, known, "valid targets: "+strings.Join(known, ", ")))
		}
	}
	if len(out) == 0 {
		return nil, usage("the repository has no targets in %s; specify the name of a target: %s", promotion.OwnTargetsDir, strings.Join(known, ", "))
	}
	return out, nil
}

// writeTried writes what an example renders. The files are named by their last part:
// they are in one directory.
func (e *Env) writeTried(dir string, files []promotion.File) error {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(e.Dir, dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("writing the rendered files: %w", err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(f.Path)), f.Content, 0o644); err != nil {
			return fmt.Errorf("writing the rendered files: %w", err)
		}
	}
	return nil
}
