package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

type verifyFlags struct {
	repo      clone
	rev, base string
	envs      []string
	merging   bool // each new record must be allowed now
}

func newVerify(env *Env) *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify [--base REV]",
		Short: "Verify that an environment repository matches its records",
		Long: `Compare every environment of an environment repository with its records: manifests that
were changed by hand, files that no promotion wrote, modes, records that do not follow
one another. With --base, also report records that a change removes or rewrites. The
configuration of the base decides what is guarded. A commit may move a path or an owner,
add an environment, or change a freeze or what an environment needs, but not together with
manifests or records. A range of commits is checked one by one, along first parents.

Before a merge (--before-merge, the default in the job of a pull request with --base),
each new record must also be allowed now: by freezes, windows, holds, and the environments
that have to deploy the version first.

No model is checked. Exit codes: 0 all is as recorded, 1 a record may not be merged now,
2 the call or the configuration must change, 3 the repository could not be read,
4 tampered.`,
		Example: `  # before a change to the environment repository is merged
  modelgate verify --base origin/main --rev HEAD

  # one environment only
  modelgate verify --env production`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := noneEmpty(cmd, "rev", "base", "repo"); err != nil {
				return err
			}
			if !cmd.Flags().Changed("before-merge") {
				f.merging = f.merging || env.isPullRequestJob() && isCommit(f.base)
			} else if f.merging && !isCommit(f.base) {
				return usage("--before-merge requires --base; for example, --base origin/main")
			}
			return env.verify(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.repo.dir, "repo", ".", "verify the environment repository in `DIR`")
	fetchFlag(flags, &f.repo)
	flags.StringVar(&f.rev, "rev", "HEAD", "`REV` to verify")
	flags.StringVar(&f.base, "base", "", "`REV` before the change; forty zeros mean none")
	flags.BoolVar(&f.merging, "before-merge", false, "require that each new record may be merged now (default in the job of a pull request: true)")
	flags.StringArrayVar(&f.envs, "env", nil, "`NAME` of an environment (default: all); repeatable")
	return cmd
}

func (e *Env) verify(ctx context.Context, f verifyFlags) error {
	repo, err := e.find(ctx, f.repo, actions.Detect(e.Getenv))
	if err != nil {
		return err
	}
	tree, err := source.Open(ctx, repo, f.rev)
	if err != nil {
		return err
	}
	defer tree.Close()
	if err := source.Ahead(source.Wanted{Tree: tree, Entries: tree.Entries()}); err != nil {
		return err
	}
	on := e.ofClone(ctx, repo, f.rev)
	defer on.Close()
	here, away, err := on.split(tree, f.envs)
	if err != nil {
		return promotionError(err)
	}
	audit, err := e.audit(ctx, repo, tree, f.base, on, here)
	var notReady []promotion.Problem
	if err == nil && f.merging {
		notReady, err = e.notReady(ctx, repo, tree, on, f)
	}
	if err == nil {
		err = tree.Lost()
	}
	if err != nil {
		return promotionError(err)
	}
	if audit, err = audit.Only(f.envs); err != nil {
		return promotionError(err)
	}
	if _, err := fmt.Fprint(e.Stdout, e.verified(audit, notReady, away)); err != nil {
		return err
	}
	if found := len(audit.Problems); found > 0 {
		return &exit{Tampered, fmt.Errorf("%d %s not what the records state: %s", found, plural(found, "file is", "files are"), promotion.Untamper)}
	}
	if n := len(notReady); n > 0 {
		return &exit{Denied, fmt.Errorf("%d %s not be merged now", n, plural(n, "record may", "records may"))}
	}
	return nil
}

// isPullRequestJob reports whether the CI job is of a change that is to be merged.
func (e *Env) isPullRequestJob() bool {
	if actions.Detect(e.Getenv) == actions.NoSystem {
		return false
	}
	event, _ := actions.ReadEvent(e.Getenv) // what could not be read is said by the event
	return event.IsChange()
}

// isCommit reports whether a base names a commit: systems write zeros where there is none.
func isCommit(base string) bool { return strings.Trim(base, "0") != "" }

// notReady are the new records that may not be merged now, in the environments that
// were named.
func (e *Env) notReady(ctx context.Context, repo git.Repo, tree source.Tree, on *placed, f verifyFlags) ([]promotion.Problem, error) {
	base := f.base
	// What the system merged the change into is newer than what its event states.
	event, err := actions.ReadEvent(e.Getenv)
	if err == nil && event.Merge == tree.Commit {
		base = tree.Commit + "^1"
	}
	before, err := source.Open(ctx, repo, base)
	if err != nil {
		return nil, err
	}
	defer before.Close()
	at := on.prepared(ctx, promotion.Snapshot{Tree: before, Past: envrepo.PastOf(ctx, repo, before.Commit)})
	all, err := promotion.NotReady(at, tree, e.Now())
	all = slices.DeleteFunc(all, func(p promotion.Problem) bool {
		return len(f.envs) > 0 && !slices.ContainsFunc(f.envs, func(env string) bool { return strings.HasPrefix(p.Path, promotion.RecordsDir+"/"+env+"/") })
	})
	return all, errors.Join(err, before.Lost())
}

// audit compares the tree with its records, and with those of the base where
// there is one. A push that makes a branch has forty zeros before it. here are the
// environments that are on its branch, none where that is not known.
func (e *Env) audit(ctx context.Context, repo git.Repo, tree source.Tree, base string, on *placed, here []string) (promotion.Audit, error) {
	if !isCommit(base) {
		return promotion.AuditTree(tree)
	}
	before, err := source.Open(ctx, repo, base)
	if err != nil {
		return promotion.Audit{}, err
	}
	defer before.Close()
	_, away, err := on.split(before, nil)
	if err != nil {
		return promotion.Audit{}, err
	}
	here = slices.DeleteFunc(slices.Clone(here), func(name string) bool { _, was := away[name]; return was })
	between, err := envrepo.Between(ctx, repo, before.Commit, tree.Commit)
	if err != nil {
		return promotion.Audit{}, err
	}
	audit, err := promotion.AuditChange(before, steps(ctx, repo, between, tree), here...)
	if err == nil {
		var restored []promotion.Problem
		restored, err = promotion.Restored(before, promotion.Snapshot{Tree: tree, Past: envrepo.PastOf(ctx, repo, tree.Commit)})
		audit.Problems = append(audit.Problems, restored...)
	}
	return audit, errors.Join(err, before.Lost())
}

// steps opens commits one after the other, and ends with a tree that is open. A
// tree is closed once the one after it was used.
func steps(ctx context.Context, repo git.Repo, commits []string, last source.Tree) iter.Seq2[source.Tree, error] {
	return func(yield func(source.Tree, error) bool) {
		previous := source.Tree{}
		defer func() { previous.Close() }() // it has been read; a failure to close changes nothing
		for _, commit := range commits {
			step, err := source.OpenCommit(ctx, repo, commit)
			more := yield(step, err)
			if lost := errors.Join(previous.Lost(), step.Lost()); more && lost != nil {
				more = yield(source.Tree{}, lost)
			}
			previous.Close()
			if previous = step; !more {
				return
			}
		}
		more := yield(last, nil)
		if lost := previous.Lost(); more && lost != nil {
			yield(source.Tree{}, lost)
		}
	}
}

// verified says what was found; in a job of GitHub, as annotations of the files.
// away are the environments that are on other branches.
func (e *Env) verified(a promotion.Audit, notReady []promotion.Problem, away map[string]promotion.Place) string {
	var b strings.Builder
	annotate := func(level string, p promotion.Problem) {
		if actions.Detect(e.Getenv) == actions.OnGitHub {
			b.WriteString(actions.Command(level, []actions.Prop{{Name: "file", Value: p.Path}, {Name: "title", Value: "modelgate verify"}}, p.Message) + "\n")
			return
		}
		b.WriteString(actions.Clean(fmt.Sprintf("%s: %s: %s", level, p.Path, p.Message)) + "\n")
	}
	for _, p := range a.Problems {
		annotate("error", p)
	}
	for _, p := range notReady {
		p.Message = "it may not be merged now: " + p.Message
		annotate("error", p)
	}
	for _, p := range a.Changes {
		annotate("warning", p)
	}
	if len(a.Problems) == 0 {
		b.WriteString(asRecorded(a.Environments, away))
	}
	return b.String()
}

// asRecorded says which environments were verified, and which were not.
func asRecorded(names []string, away map[string]promotion.Place) string {
	var here, others []string
	for _, name := range names {
		if place, elsewhere := away[name]; elsewhere {
			others = append(others, fmt.Sprintf("%s (%s)", name, place))
		} else {
			here = append(here, name)
		}
	}
	text := "nothing to verify: this branch has no environment and no records\n"
	if n := len(here); n > 0 {
		text = fmt.Sprintf("%d %s as recorded: %s\n", n, plural(n, "environment is", "environments are"), visible(strings.Join(here, ", ")))
	}
	if len(others) > 0 {
		text += fmt.Sprintf("on other branches, not verified here: %s\n", visible(strings.Join(others, ", ")))
	}
	return text
}
