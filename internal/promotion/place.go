package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Place is where the records and manifests of an environment are. The zero value is
// the branch that its configuration was read from.
type Place struct {
	Repository string // as env.yaml states it, "" for the one of env.yaml
	Branch     string // "" for the default branch of the repository
}

func (p Place) String() string {
	switch {
	case p.Repository == "" && p.Branch == "":
		return "this branch"
	case p.Repository == "":
		return "branch " + p.Branch
	case p.Branch == "":
		return quoted(p.Repository)
	}
	return "branch " + p.Branch + " of " + quoted(p.Repository)
}

// Remote is the address of the repository, as one at another address states it; false
// where a relative one leads out of its server.
func (p Place) Remote(from string) (string, bool) {
	if !isRelative(p.Repository) {
		return cmp.Or(p.Repository, from), true
	}
	if u, err := url.Parse(from); err == nil && u.Host != "" {
		below, ok := p.below(u.Path)
		u.Path, u.RawPath = "/"+below, ""
		return u.String(), ok
	}
	if host, at, ok := strings.Cut(from, ":"); ok && len(host) > 1 && !strings.ContainsAny(host, `/\`) {
		below, ok := p.below(at)
		return host + ":" + below, ok
	}
	return filepath.Join(from, filepath.FromSlash(p.Repository)), true
}

// below is the path of a relative repository on the server of another one.
func (p Place) below(of string) (string, bool) {
	joined := path.Join(strings.Trim(of, "/"), p.Repository)
	return joined, !strings.HasPrefix(joined, "..")
}

func isRelative(repository string) bool { return strings.HasPrefix(repository, "../") }

// meets reports whether two places may be one branch. One repository has many addresses,
// and what is left out can be what the other one states.
func (p Place) meets(other Place) bool {
	if p.Branch != other.Branch {
		return false
	}
	if p.Repository == other.Repository || p.Repository == "" || other.Repository == "" {
		return true
	}
	up, at := p.steps()
	otherUp, otherAt := other.steps()
	switch longer := len(at) - len(otherAt); {
	case up == 0 && otherUp == 0, up > 0 && otherUp > 0 && up-otherUp != longer:
		return slices.Equal(at, otherAt)
	case longer > 0:
		return slices.Equal(at[longer:], otherAt)
	default:
		return slices.Equal(at, otherAt[-longer:])
	}
}

// steps are how far up a relative repository goes, and the names from there on. Case is
// left out: most hosts do not tell it.
func (p Place) steps() (up int, names []string) {
	name := RepositoryName(p.Repository)
	if isRelative(p.Repository) {
		name = strings.TrimSuffix(path.Clean(p.Repository), ".git")
	}
	names = strings.Split(strings.ToLower(name), "/")
	for up < len(names) && names[up] == ".." {
		up++
	}
	return up, names[up:]
}

// Places are those of all environments of a repository, by name. Those that its
// configuration does not have are on the branch itself.
func Places(tree source.Tree) (map[string]Place, error) {
	all, err := environmentsOf(tree)
	out := map[string]Place{}
	for name, env := range all.all {
		out[name] = env.Place
	}
	return out, err
}

// repositoryForm is what env.yaml may name: a URL, user@host:path, or a path from the
// repository itself. What else git takes could run a program or read any directory.
var repositoryForm = pattern.New(`^((https?|ssh)://[A-Za-z0-9][^\s:@/]*(:[0-9]+)?/[^\s:@]+|([A-Za-z0-9._][A-Za-z0-9._-]*@)[A-Za-z0-9][A-Za-z0-9.-]+:[A-Za-z0-9~][^\s:]*|(\.\./)+[A-Za-z0-9][A-Za-z0-9._/-]*)$`)

// place reads where an environment is.
func (l *loader) place(doc *document.Document, env *document.Node, at string) Place {
	p := Place{Repository: node{env.Get("repository")}.text(), Branch: node{env.Get("branch")}.text()}
	if p.Branch != "" && !isBranch(p.Branch) {
		l.refuse(doc, at+"/branch", fmt.Sprintf("%s is not the name of a branch", quoted(p.Branch)), "Use a name that git check-ref-format accepts.")
	}
	switch {
	case p.Repository == "" || repositoryForm.MatchString(p.Repository):
	case withoutUserinfo(p.Repository) != p.Repository:
		l.refuse(doc, at+"/repository", "the address of the repository has a name or a password", "Remove it, and pass the token in the environment of the job.")
	default:
		l.refuse(doc, at+"/repository", fmt.Sprintf("%s is not a repository", quoted(p.Repository)), "Use a URL, user@host:path, or a path from this repository, such as ../production.git.")
	}
	return p
}

// isBranch reports whether git takes a name that its schema has accepted for a branch.
func isBranch(name string) bool {
	return !strings.Contains(name, "..") && !slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".") || strings.HasSuffix(part, ".lock")
	})
}

// apart refuses environments without a place next to those that have one: on another
// branch, the same file would say something else about them. So would a repository
// without a branch: on each of its branches, the environment would be there.
func (l *loader) apart(doc *document.Document, all map[string]Environment) {
	nodes := doc.Root.Get("environments").Children
	has := func(n *document.Node) bool { return all[n.Key].Place.Branch != "" }
	if !slices.ContainsFunc(nodes, has) {
		has = func(n *document.Node) bool { return all[n.Key].Place != (Place{}) }
	}
	first := slices.IndexFunc(nodes, has)
	for _, n := range nodes {
		if first >= 0 && !has(n) {
			l.refuse(doc, document.Pointer("environments", n.Key), fmt.Sprintf("environment %s has no branch, and %s has one", n.Key, nodes[first].Key), "Give each environment its branch. The file can then be the same on all branches.")
		}
	}
}

// elsewhere are the places of the environments that one needs and that are on another
// branch, by name.
func (e environments) elsewhere(env Environment) map[string]Place {
	out := map[string]Place{}
	for _, need := range env.Needs {
		if other := e.all[need].Place; other != env.Place {
			out[need] = other
		}
	}
	return out
}

// errElsewhere says that nobody read the branch of a needed environment.
var errElsewhere = errors.New("the branch was not read")

// of plans by what the branch of a needed environment has: that of the environment
// itself, or another one, which is read once for a plan.
func (p *planner) of(need string) (*planner, error) {
	place, other := p.env.elsewhere[need]
	if !other {
		return p, nil
	}
	if q, read := p.upstream[need]; read {
		return q, nil
	}
	if p.Snapshot.Elsewhere == nil {
		return nil, errElsewhere
	}
	at, err := p.Snapshot.Elsewhere(need, place)
	if err != nil {
		return nil, fmt.Errorf("reading environment %s at %s: %w", need, place, err)
	}
	q := &planner{Request: Request{Environment: p.env, Snapshot: at, Now: p.Now}, env: p.env, tree: at.Tree}
	own, err := loadEnvironments(at.Tree)
	if err != nil {
		return nil, fmt.Errorf("reading environment %s at %s: %w", need, place, err)
	}
	q.env.signing = own.signing()
	if p.upstream == nil {
		p.upstream = map[string]*planner{}
	}
	p.upstream[need] = q
	return q, nil
}

// as plans for another environment of the same branch.
func (p *planner) as(name string) (*planner, error) {
	all, err := loadEnvironments(p.tree)
	if err != nil {
		return nil, err
	}
	env, known := all.all[name]
	if !known {
		return nil, ErrUnknownEnvironment
	}
	return &planner{Request: Request{Environment: env, Snapshot: p.Snapshot, Now: p.Now}, env: env, tree: p.tree}, nil
}

// unsignedFor is what is wrong with the signatures of a needed environment: by the
// configuration of its branch, and by that of the environment that needs it, if that one
// requires them.
func (p *planner) unsignedFor(asking *planner, h history, need, model string) ([]Problem, error) {
	problems, err := p.env.signing.check(p.tree, h, need, model)
	if err == nil && len(problems) == 0 && p != asking && asking.env.signing.required[need] {
		problems, err = asking.env.signing.check(p.tree, h, need, model)
	}
	return problems, err
}

// strangers refuses records that a change adds on a branch that their environment is
// not on. here are the environments of the branch, nil where it is not known; the first
// configuration that has another one says where it is.
func (a *auditor) strangers(before source.Tree, here []string, sides ...environments) {
	if here == nil {
		return
	}
	for _, e := range a.tree.Under(RecordsDir) {
		name, _, _ := strings.Cut(strings.TrimPrefix(e.Path, RecordsDir+"/"), "/")
		i := slices.IndexFunc(sides, func(s environments) bool { _, known := s.all[name]; return known })
		if _, was := before.Lookup(e.Path); was || i < 0 || slices.Contains(here, name) {
			continue
		}
		a.problem(e.Path, "%s is on %s, not on this branch; revert the commit that added the record", name, sides[i].all[name].Place)
	}
}
