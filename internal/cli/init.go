package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/templates"
)

func newInit(env *Env) *cobra.Command {
	var repo string
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Create a starter configuration, workflow and card templates",
		Long: `Create .modelgate/ (settings, waivers), a GitHub workflow, and templates for thresholds, a
model card, a model manifest and a data card. Existing files are never overwritten.

The configuration fits what the repository holds: where its models and their results are.
Each choice is explained in a comment.`,
		Example: `  cd my-models && modelgate init && git add .modelgate .github docs && git commit`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir := env.path(repo)
			if r, err := git.Find(cmd.Context(), dir); err == nil {
				dir = r.Dir
			} else if !errors.Is(err, git.ErrNotRepository) {
				return err
			} else {
				return usage("%s is not in a git repository; run `git init` first, or pass --repo DIR", repo)
			}
			return env.init(cmd.Context(), dir)
		},
	}
	repoFlag(cmd.Flags(), &repo)
	return cmd
}

func (e *Env) init(ctx context.Context, dir string) error {
	fits, next, err := e.fit(ctx, dir)
	if err != nil {
		return err
	}
	starter, err := fs.Sub(templates.FS, "starter/init")
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening %s: %w", dir, err)
	}
	defer root.Close()
	err = fs.WalkDir(starter, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(starter, path)
		if err != nil {
			return err
		}
		if path == config.ConfigPath {
			content = append(content, fits...)
		}
		wrote, err := writeNew(root, path, content)
		switch {
		case err != nil:
			return fmt.Errorf("writing %s: %w", path, err)
		case wrote:
			fmt.Fprintf(e.Stdout, "wrote %s\n", path)
		default:
			fmt.Fprintf(e.Stdout, "kept  %s (already exists)\n", path)
		}
		return nil
	})
	if err == nil {
		fmt.Fprint(e.Stdout, next)
		fmt.Fprint(e.Stdout, unreleased(e.Version))
		fmt.Fprint(e.Stdout, ignored(ctx, dir))
	}
	return err
}

// ignored says that git leaves out the configuration, "" if it does not: a rule such as
// *.model* in .gitignore matches .modelgate, and `git add` of a directory is silent about it.
func ignored(ctx context.Context, dir string) string {
	repo := git.Repo{Dir: dir, Env: []string{"GIT_LITERAL_PATHSPECS=0"}} // check-ignore refuses it
	out, err := repo.Run(ctx, "check-ignore", "--verbose", "--", config.ConfigPath)
	if err != nil { // 1: it is not ignored
		return ""
	}
	rule, _, _ := strings.Cut(string(out), "\t")
	return "warning: git ignores " + config.ConfigPath + " (" + actions.Clean(rule) + "); add it with `git add -f .modelgate`, or add the line !/.modelgate to .gitignore\n"
}

// unreleased is what the workflow needs where the program is no release: its tag may not
// be there.
func unreleased(version string) string {
	if !strings.HasSuffix(version, "-dev") {
		return ""
	}
	return "note: this modelgate is " + version + ", not a release; in .github/workflows/modelgate.yml, use a release tag or the full SHA of a commit\n"
}

// writeNew writes a file that is not there yet, below root and nowhere else.
func writeNew(root *os.Root, path string, content []byte) (bool, error) {
	name := filepath.FromSlash(path)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return false, err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if _, err := f.Write(content); err != nil {
		f.Close()
		return false, err
	}
	return true, f.Close()
}
