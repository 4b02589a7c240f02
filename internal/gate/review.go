package gate

import (
	"bytes"
	"cmp"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/codeowners"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// origin is the tree that the proposal was made from.
func (req Request) origin() source.Tree {
	if req.Origin.Commit == "" {
		return req.Base.Tree
	}
	return req.Origin
}

// noReview is a change that is no pull request.
func noReview(at evidence.Anchor) policy.Review {
	return policy.Review{At: at, Labels: []policy.PullLabel{}, Approvals: []policy.Approval{}, ChangesRequested: []policy.Objection{}, Contributors: []policy.Contributor{}, Unsigned: []policy.Unsigned{}, UnknownTeams: []policy.UnknownTeam{},
		CommitStatuses: policy.CommitStatuses{At: at, Items: []policy.CommitStatus{}}}
}

// unapprovable is the notice that nobody can approve weaker tags here, where nothing else
// says so: they are warnings, as no privacy owner is configured.
func (r *run) unapprovable(repository decision.Decision) []string {
	weaker := func(j decision.Judged) bool { return j.Rule == "data/tag_weakened" }
	if !r.Review.Unseen || r.config.PrivacyOwners != nil && len(r.config.PrivacyOwners.Items) > 0 || !slices.ContainsFunc(repository.Findings, weaker) {
		return nil
	}
	return []string{"Tags of data cards are weaker, and this run can see no approval, because it is not for a pull request on GitHub. A pull request needs one (`data/weakening_unapproved`). To block such changes here too, set `privacy_owners` in .modelgate/config.yaml; on other hosts, also require approvals for data cards in the settings of the host."}
}

// review is the pull request as rules see it: complete, sorted, and each thing
// at a place.
func (r *run) review(at evidence.Anchor) policy.Review {
	if !r.Review.Present {
		none := noReview(at)
		none.Unseen = r.Review.Unseen
		return none
	}
	out, empty := r.Review, noReview(at)
	out.At, out.Labels, out.Approvals, out.ChangesRequested, out.Contributors = at, empty.Labels, empty.Approvals, empty.ChangesRequested, empty.Contributors
	out.Unsigned, out.UnknownTeams = empty.Unsigned, empty.UnknownTeams
	for _, l := range r.Review.Labels {
		out.Labels = append(out.Labels, policy.PullLabel{At: at, Name: l.Name})
	}
	for _, a := range r.Review.Approvals {
		a.At, a.Current = at, a.Commit == out.Head && out.Head != ""
		teams := []policy.Team{}
		for _, team := range a.Teams {
			teams = append(teams, policy.Team{At: at, Name: team.Name})
		}
		a.Teams = teams
		out.Approvals = append(out.Approvals, a)
	}
	for _, o := range r.Review.ChangesRequested {
		o.At = at
		out.ChangesRequested = append(out.ChangesRequested, o)
	}
	for _, c := range r.Review.Contributors {
		c.At = at
		out.Contributors = append(out.Contributors, c)
	}
	for _, c := range r.Review.Unsigned {
		c.At = at
		out.Unsigned = append(out.Unsigned, c)
	}
	for _, team := range r.Review.UnknownTeams {
		team.At = at
		out.UnknownTeams = append(out.UnknownTeams, team)
	}
	out.CommitStatuses = policy.CommitStatuses{At: at, Known: r.Review.CommitStatuses.Known, Problem: cmp.Or(r.Review.CommitStatuses.Problem, out.Problem), Items: empty.CommitStatuses.Items}
	for _, s := range r.Review.CommitStatuses.Items { // sorted as they were read
		s.At = at
		out.CommitStatuses.Items = append(out.CommitStatuses.Items, s)
	}
	// Each type that slices.SortFunc sorts costs the program 10 kB; these lists are short.
	sort.Slice(out.Unsigned, func(i, j int) bool { return out.Unsigned[i].Commit < out.Unsigned[j].Commit })
	sort.Slice(out.UnknownTeams, func(i, j int) bool { return out.UnknownTeams[i].Name < out.UnknownTeams[j].Name })
	slices.SortFunc(out.ChangesRequested, func(a, b policy.Objection) int { return cmp.Compare(a.User, b.User) })
	slices.SortFunc(out.Contributors, func(a, b policy.Contributor) int {
		return cmp.Or(cmp.Compare(a.Commit, b.Commit), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Email, b.Email))
	})
	slices.SortFunc(out.Labels, func(a, b policy.PullLabel) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(out.Approvals, func(a, b policy.Approval) int { return cmp.Compare(a.User, b.User) })
	out.Owners = r.owners.Path
	return out
}

// listChangedPaths lists what the proposal touches, with what it is of and who
// answers for it on the base.
func (r *run) listChangedPaths(runsGate func(string) bool) ([]policy.Path, error) {
	paths := []policy.Path{}
	for _, c := range r.Changes {
		part, err := r.partOf(c.Path)
		if err != nil {
			return nil, err
		}
		p := policy.Path{At: evidence.Anchor(c.Path + "#"), Path: c.Path, Kind: c.Kind, Part: part, RunsGate: runsGate(c.Path), Owners: []policy.Owner{}}
		for _, name := range r.owners.Of(c.Path) {
			p.Owners = append(p.Owners, policy.Owner{At: p.At, Name: name})
		}
		paths = append(paths, p)
	}
	return paths, nil
}

// gateOn says of a path whether it runs the gate in one of the trees.
func gateOn(trees ...source.Tree) func(path string) bool {
	files := sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for _, t := range trees {
			maps.Copy(out, gateFiles(t))
		}
		return out
	})
	return func(path string) bool { return files()[path] }
}

// Approvers lists the owners whose approval the change may need: those of the
// rules, of who owns them, of what runs the gate and of data cards, and the teams that
// changes of models require.
func (req Request) Approvers() ([]string, error) {
	owners, err := codeowners.Read(req.Base)
	if err != nil {
		return nil, err
	}
	cfg, _, err := config.Read(req.Base.Tree)
	if err != nil {
		return nil, err
	}
	layout := LayoutOf(cfg)
	cards, err := listTouchedCards(req.Changes, finder.New(req.origin(), layout), finder.New(req.Head.Tree, layout))
	if err != nil {
		return nil, err
	}
	runsGate := gateOn(req.origin(), req.Head.Tree)
	var out []string
	for _, c := range req.Changes {
		if config.IsRule(c.Path) || codeowners.IsFile(c.Path) || cards[c.Path] || runsGate(c.Path) {
			out = append(out, owners.Of(c.Path)...)
		}
	}
	if len(cards) > 0 && cfg.PrivacyOwners != nil {
		for _, w := range cfg.PrivacyOwners.Items {
			out = append(out, w.Value)
		}
	}
	for _, a := range cfg.Approvals {
		for _, team := range a.Teams {
			out = append(out, team.Value)
		}
	}
	return out, nil
}

// statusesFact is the key of the input that has the check runs and statuses of the commit.
var statusesFact = []byte("commit_statuses")

// ReadsStatuses reports whether an own rule, of the base or as the change proposes it,
// names the check runs and statuses of the proposed commit. Reading them costs calls and
// permissions that no other rule needs.
func (req Request) ReadsStatuses() bool {
	trees := []source.Tree{req.Base.Tree, req.Head.Tree}
	for _, layer := range req.Base.Layers() {
		trees = append(trees, layer.Tree)
	}
	for _, tree := range trees {
		for _, e := range tree.Under(config.PoliciesDir) {
			if path.Ext(e.Path) != ".rego" {
				continue
			}
			src, err := tree.Read(e.Path, policy.MaxFileBytes) // what cannot be read is refused with the rules
			if err == nil && bytes.Contains(src, statusesFact) {
				return true
			}
		}
	}
	return false
}

func (r *run) partOf(path string) (policy.Part, error) {
	switch {
	case config.IsRule(path):
		return policy.PartRules, nil
	case codeowners.IsFile(path):
		return policy.PartOwners, nil
	case isWorkflow(path):
		return policy.PartWorkflow, nil
	}
	for _, finder := range []*finder.Finder{r.head, r.base} {
		owner, err := finder.Owner(path)
		if err != nil {
			return "", err
		}
		if owner != "" {
			return policy.PartModel, nil
		}
		if finder.IsSharedDataCard(path) {
			return policy.PartData, nil
		}
	}
	return policy.PartOther, nil
}

// isWorkflow reports whether a CI system runs what the file says, as far as its
// name tells: a pipeline may have any name in Azure and Jenkins.
func isWorkflow(path string) bool {
	for _, dir := range []string{".github/workflows/", ".github/actions/", ".gitlab/", ".azure-pipelines/"} {
		if strings.HasPrefix(path, dir) {
			return true
		}
	}
	return slices.Contains([]string{"azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines.yml", ".gitlab-ci.yml", "Jenkinsfile"}, path)
}
