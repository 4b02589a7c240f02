package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// sides are the commits of a run, opened.
type sides struct {
	proposal
	repo     git.Repo
	started  time.Time
	event    actions.Event // that the run is for; the zero Event if the command line names the commits
	base     source.Base
	from     source.Tree // where the proposal left the base
	proposed source.Head

	dataRepos []source.Tree // that hold data cards
	// closePromoted ends what answers for promoted models; nil if no environment
	// repository is named.
	closePromoted func()
}

func (s sides) close() {
	_ = s.base.Close()
	_ = s.from.Close()
	_ = s.proposed.Close()
	closeAll(s.dataRepos)
	if s.closePromoted != nil {
		s.closePromoted()
	}
}

// open finds and opens the commits of a run: those that the command line names,
// else those of the event that the CI system speaks of.
func (e *Env) open(ctx context.Context, f checkFlags) (sides, error) {
	s := sides{started: e.Now()}
	system, err := e.system(f.ci)
	if err != nil {
		return s, err
	}
	if s.repo, err = e.find(ctx, f.repo, system); err != nil {
		return s, err
	}
	s.event.System = system
	if system == actions.NoSystem || f.named() {
		s.proposal, err = e.takeNamed(ctx, s.repo, f.base, f.head)
		if s.tip = s.proposal.base; err == nil && f.tip != "" && f.tip != s.tip {
			err = &exit{Failed, fmt.Errorf("--tip is %s, but the base is %s; use the same --base for all jobs", f.tip, s.tip)}
		}
		s.proposal = s.passingOver(e.jobProposes(system))
	} else {
		s.event, s.proposal, err = e.readProposal(ctx, s.repo, f.tip)
	}
	if err != nil {
		return s, err
	}
	if err = s.openTrees(ctx); err == nil {
		err = s.addPolicies(ctx, e, f.repo)
	}
	if err != nil {
		s.close()
	}
	return s, err
}

// addPolicies gives the trees the policy sources that their locks name.
func (s *sides) addPolicies(ctx context.Context, e *Env, of clone) error {
	p, err := e.policySources(ctx, s.repo, of)
	if err != nil {
		return err
	}
	p.beside = s.proposed.Tree
	if s.base.Tree, err = p.add(ctx, s.base.Tree, true); err != nil {
		return err
	}
	if s.from, err = p.add(ctx, s.from, true); err != nil {
		return err
	}
	if s.head == s.proposal.base {
		s.proposed.Tree = s.base.Tree
	} else if s.proposed.Tree, err = p.add(ctx, s.proposed.Tree, false); err != nil {
		return err
	}
	return p.checkGiven()
}

// readProposal returns the event of the job, and what it proposes.
func (e *Env) readProposal(ctx context.Context, repo git.Repo, pinned string) (actions.Event, proposal, error) {
	event, err := actions.ReadEvent(e.Getenv)
	if errors.Is(err, actions.ErrEvent) {
		err = &exit{Misused, err}
	}
	if err != nil {
		return event, proposal{}, err
	}
	fetching, err := e.withToken(ctx, repo, event)
	if err != nil {
		return event, proposal{}, err
	}
	p, err := proposalOf(ctx, fetching, event, pinned)
	return event, p, err
}

// jobProposes is the name of the job's event, if that proposes something; "" if not.
func (e *Env) jobProposes(system actions.System) string {
	event, err := actions.ReadEvent(e.Getenv)
	if system == actions.NoSystem || err != nil || event.BaseBranch == "" {
		return ""
	}
	return event.Name
}

// withToken lets git show the job's token to the server that the clone is from.
// The token of a job of GitHub is for that server alone: a clone from elsewhere
// does not get to see it.
func (e *Env) withToken(ctx context.Context, repo git.Repo, event actions.Event) (git.Repo, error) {
	token := e.token()
	if token == "" {
		return repo, nil
	}
	remote, isClone := originOf(ctx, repo)
	if !isClone { // there is nothing to fetch
		return repo, nil
	}
	if event.System == actions.OnGitHub && !sameServer(remote, event.Server) {
		return repo, nil
	}
	return repo.WithToken(ctx, remote, token)
}

// sameServer reports whether two web addresses are of one server.
func sameServer(a, b string) bool {
	first, err := url.Parse(a)
	second, otherErr := url.Parse(b)
	return err == nil && otherErr == nil && first.Scheme == second.Scheme && first.Host != "" && strings.EqualFold(first.Host, second.Host)
}

// openTrees opens each commit once, the others beside the trusted one.
func (s *sides) openTrees(ctx context.Context) error {
	if err := source.Complete(ctx, s.repo, s.proposal.base, s.origin, s.head); err != nil {
		return err
	}
	var wg sync.WaitGroup
	var headErr, fromErr error
	if s.head == worktree {
		wg.Go(func() { s.proposed.Tree, headErr = source.OpenWorktree(ctx, s.repo) })
	}
	var err error
	if s.base.Tree, err = source.OpenCommit(ctx, s.repo, s.proposal.base); err == nil {
		if s.head == s.proposal.base {
			s.proposed.Tree = s.base.Tree
		} else if s.head != worktree {
			s.proposed.Tree, headErr = source.OpenBeside(ctx, s.repo, s.base.Tree, s.head)
		}
		if s.origin != s.proposal.base {
			s.from, fromErr = source.OpenBeside(ctx, s.repo, s.base.Tree, s.origin)
		}
	}
	wg.Wait()
	return errors.Join(err, headErr, fromErr)
}

// proposes reports whether a change is not merged yet. What waits for its merge on GitHub
// has been approved; what the default branch has already needs no approval any more.
func (s sides) proposes(ctx context.Context) bool {
	switch {
	case s.event.System == actions.OnGitHub && s.event.Name != "":
		return false
	case s.event.Name != "":
		return s.event.BaseBranch != ""
	}
	head := s.proposed.Commit
	if head == source.WorktreeCommit {
		head = "HEAD"
	}
	_, tip, err := source.DefaultBranch(ctx, s.repo)
	if err == nil {
		head, err = source.Resolve(ctx, s.repo, head)
	}
	if err != nil {
		return true
	}
	merged, known, err := source.Contains(ctx, s.repo, tip, head)
	if err != nil || !known || !merged || s.proposed.Commit == head {
		return err != nil || !known || !merged
	}
	return head == s.from.Commit || s.editsSince(ctx, head)
}

// editsSince reports whether the working tree has edits that no commit has.
func (s sides) editsSince(ctx context.Context, commit string) bool {
	tree, err := source.OpenCommit(ctx, s.repo, commit)
	if err != nil {
		return true
	}
	defer func() { _ = tree.Close() }()
	edits, err := source.ListChanges(ctx, s.repo, tree, s.proposed.Tree)
	return err != nil || len(edits) > 0
}

// hasCommit says whether a commit is the proposed one or in its history. A working
// tree stands on the commit that is checked out.
func (s sides) hasCommit(ctx context.Context) func(string) (bool, bool, error) {
	return func(commit string) (bool, bool, error) {
		head := s.proposed.Commit
		if head == source.WorktreeCommit {
			var err error
			if head, err = source.Resolve(ctx, s.repo, "HEAD"); err != nil {
				return false, false, err
			}
		}
		return source.Contains(ctx, s.repo, head, commit)
	}
}

// shown is the history of the base, if an output shows it: the page does.
func (s sides) shown(ctx context.Context, outputs []output) *gate.Past {
	if !slices.ContainsFunc(outputs, func(o output) bool { return o.format == "html" }) {
		return nil
	}
	return &gate.Past{
		List: func(paths []string, most int) ([]source.Past, bool, error) {
			return source.ListPast(ctx, s.repo, s.base.Commit, paths, most)
		},
		Open: func(commit string) (source.Tree, error) { return source.OpenCommit(ctx, s.repo, commit) },
	}
}

// fill gives a request its commits and what differs between them.
func (s sides) fill(ctx context.Context, req *gate.Request) error {
	req.Base, req.Head, req.Origin = s.base, s.proposed, s.from
	req.Provenance.BaseRevision, req.Provenance.HeadRevision = s.baseName, s.headName
	req.All = req.All || s.everything
	from := s.base.Tree
	if s.from.Commit != "" {
		from = s.from
	}
	var err error
	req.Changes, err = source.ListChanges(ctx, s.repo, from, s.proposed.Tree)
	return err
}
