package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/envrepo"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// placed is the branch that an environment is on. It begins with the branch of --to,
// and goes to the one where the configuration there places the environment.
type placed struct {
	env         *Env
	at          environmentRepository // where the branch is
	branch      environmentBranch     // nil for a clone, which is read by others
	environment string                // "" for the branch of --to itself
	moved       bool
	needs       map[string]*placed // other branches, by their environments
	read        []promotion.Snapshot
}

var _ envrepo.Repo = (*placed)(nil)

// openFor opens the branch of an environment, "" for the one that the flags name.
// Nothing is asked of it yet.
func (r *environmentRepository) openFor(ctx context.Context, e *Env, environment string) (*placed, error) {
	target, err := r.open(ctx, e)
	return &placed{env: e, at: *r, branch: target, environment: environment}, err
}

func (p *placed) Branch() string {
	if p.branch == nil {
		return p.at.branch
	}
	return p.branch.Branch()
}

// String is the branch as messages show it.
func (p *placed) String() string { return p.Branch() + " of " + envrepo.Masked(p.at.remote) }

// Close closes the branch, and those of what the environment needs.
func (p *placed) Close() error {
	errs := []error{p.closeRead()}
	if p.branch != nil {
		errs = append(errs, p.branch.Close())
	}
	for _, q := range p.needs {
		errs = append(errs, q.Close())
	}
	return errors.Join(errs...)
}

func (p *placed) closeRead() error {
	var errs []error
	for _, at := range p.read {
		errs = append(errs, at.Close())
	}
	p.read = nil
	return errors.Join(errs...)
}

// TakeTurn implements envrepo.Repo: the turn is one at the branch as it was read last.
func (p *placed) TakeTurn(ctx context.Context) (done func()) { return p.branch.TakeTurn(ctx) }

// Head is the branch of the environment as it is now.
func (p *placed) Head(ctx context.Context) (promotion.Snapshot, error) {
	at, err := p.follow(ctx, func() (promotion.Snapshot, error) { return p.branch.Head(ctx) })
	if err != nil {
		return at, err
	}
	return p.prepared(ctx, at), p.closeRead() // what an earlier plan was made from
}

// prepared is the branch as plans read it: with its history, and other branches.
func (p *placed) prepared(ctx context.Context, at promotion.Snapshot) promotion.Snapshot {
	host := p.at.lazyHost(p.env, at.Tree)
	at.Past, at.Statuses = dated(ctx, host, at.Past, p.Branch()), statuses(ctx, host)
	at.Elsewhere = func(environment string, place promotion.Place) (promotion.Snapshot, error) {
		return p.elsewhere(ctx, environment, place)
	}
	return at
}

// At is the branch of the environment as it was at a moment.
func (p *placed) At(ctx context.Context, moment time.Time) (promotion.Snapshot, error) {
	return p.follow(ctx, func() (promotion.Snapshot, error) { return p.branch.At(ctx, moment) })
}

func (p *placed) Commit(ctx context.Context, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	return p.branch.Commit(ctx, base, plan)
}

// follow reads the branch, and the one where it places the environment. That one must
// not place it elsewhere again.
func (p *placed) follow(ctx context.Context, read func() (promotion.Snapshot, error)) (promotion.Snapshot, error) {
	at, err := read()
	if err != nil || p.environment == "" {
		return at, err
	}
	place, here, err := p.placeIn(at.Tree)
	if err == nil && here {
		return at, nil
	}
	at.Close() //nolint:errcheck // it has been read
	if err == nil && p.moved {
		err = usage("environment %s is on %s by the configuration of its own branch, %s: correct branch and repository in %s there", p.environment, place, p, promotion.EnvPath)
	}
	if p.moved && err != nil && promotion.IsUsage(err) { // not that of --to
		err = fmt.Errorf("on %s: %w", p, err)
	}
	if err == nil {
		err = p.move(ctx, place)
	}
	if err != nil {
		return promotion.Snapshot{}, err
	}
	return p.follow(ctx, read)
}

// placeIn is where a tree places the environment, and whether that is the branch.
func (p *placed) placeIn(tree source.Tree) (promotion.Place, bool, error) {
	places, err := promotion.Places(tree)
	if err != nil {
		return promotion.Place{}, false, err
	}
	here, err := p.isAt(places[p.environment])
	return places[p.environment], here, err
}

// isAt reports whether a place that the branch states is the branch itself.
func (p *placed) isAt(place promotion.Place) (bool, error) {
	next, err := p.at.to(place)
	if err != nil {
		return false, err
	}
	same := promotion.RepositoryName(next.remote) == promotion.RepositoryName(p.at.remote)
	return same && (place.Branch == "" || place.Branch == p.Branch()), nil
}

// move leaves the branch for that of a place.
func (p *placed) move(ctx context.Context, place promotion.Place) error {
	next, err := p.at.to(place)
	if err != nil {
		return err
	}
	target, err := next.open(ctx, p.env)
	if err != nil {
		return err
	}
	err = p.branch.Close()
	p.at, p.branch, p.moved = next, target, true
	return err
}

// to is the repository and the branch of a place that the configuration of this one
// states. The host of a command line is that of its own server.
func (r environmentRepository) to(place promotion.Place) (environmentRepository, error) {
	remote, ok := place.Remote(r.remote)
	if !ok {
		return r, usage("the repository %q leads out of the server of %s: correct it in %s", place.Repository, envrepo.Masked(r.remote), promotion.EnvPath)
	}
	next := r
	next.remote, next.branch = remote, place.Branch
	if place.Repository != "" {
		next.host, _, _ = strings.Cut(r.host, "=")
	}
	if serverOf(remote) != serverOf(r.remote) {
		next.host, next.foreign = "", true
	}
	return next, nil
}

// elsewhere reads the branch of another environment, as it is now.
func (p *placed) elsewhere(ctx context.Context, environment string, place promotion.Place) (promotion.Snapshot, error) {
	q, ok := p.needs[environment]
	if !ok {
		next, err := p.at.to(place)
		if err != nil {
			return promotion.Snapshot{}, err
		}
		if q, err = next.openFor(ctx, p.env, environment); err != nil {
			return promotion.Snapshot{}, err
		}
		q.moved = true
		if p.needs == nil {
			p.needs = map[string]*placed{}
		}
		p.needs[environment] = q
	}
	at, err := envrepo.Read(ctx, q, p.at.retry(p.env))
	if err == nil {
		p.read = append(p.read, at)
	}
	return at, err
}

// ofClone is the branch that a clone of an environment repository has checked out, or
// that its job is for; without a name where neither is known.
func (e *Env) ofClone(ctx context.Context, repo git.Repo, rev string) *placed {
	event, _ := actions.ReadEvent(e.Getenv) // what could not be read is said by the event
	branch := cmp.Or(event.BaseBranch, event.On)
	if branch == "" && rev == "HEAD" {
		branch, _ = repo.ReadLine(ctx, "symbolic-ref", "--quiet", "--short", "HEAD") // of a detached HEAD there is none
	} else if _, err := repo.ReadLine(ctx, "rev-parse", "--quiet", "--verify", "refs/heads/"+rev); branch == "" && err == nil {
		branch = rev
	}
	origin, _ := originOf(ctx, repo)
	return &placed{env: e, at: environmentRepository{remote: origin, branch: strings.TrimSpace(branch), landing: landingGit, timeout: envrepo.DefaultTimeout}}
}

// split returns the environments of a tree that are on its branch, and the others with
// their places; nothing where no environment is on a branch of that name. One that was
// chosen must be on the branch.
func (p *placed) split(tree source.Tree, chosen []string) (here []string, away map[string]promotion.Place, err error) {
	away = map[string]promotion.Place{}
	places, err := promotion.Places(tree)
	for _, name := range slices.Sorted(maps.Keys(places)) {
		is, wrong := p.isAt(places[name])
		if err = cmp.Or(err, wrong); is {
			here = append(here, name)
		} else {
			away[name] = places[name]
		}
	}
	if err != nil || len(here) == 0 {
		return nil, nil, err
	}
	for _, name := range chosen {
		if place, known := places[name]; known && !slices.Contains(here, name) {
			return nil, nil, usage("environment %s is on %s, not on branch %s: verify it there", name, place, p.Branch())
		}
	}
	return here, away, nil
}

// eachPlace reads the branch of --to, and every other one that the chosen environments
// are on: as they are now, or at a moment. names are the environments to look at there,
// none for all.
func (e *Env) eachPlace(ctx context.Context, to environmentRepository, at string, chosen []string, show func(at promotion.Snapshot, names []string) error) error {
	return e.readEnvironments(ctx, to, at, "", func(start *placed, tree promotion.Snapshot) error {
		places, err := promotion.Places(tree.Tree)
		if err == nil && tree.Commit != "" {
			err = promotion.CheckNames(chosen, slices.Sorted(maps.Keys(places)))
		}
		if err != nil {
			return promotionError(err)
		}
		var here []string
		away := map[string]promotion.Place{}
		for name, place := range places {
			is, err := start.isAt(place)
			switch {
			case err != nil:
				return promotionError(err)
			case is:
				here = append(here, name)
			default:
				away[name] = place
			}
		}
		wanted := func(name string) bool { return len(chosen) == 0 || slices.Contains(chosen, name) }
		if here = slices.DeleteFunc(here, func(name string) bool { return !wanted(name) }); len(away) == 0 {
			here = chosen
		}
		if len(here) > 0 || len(away) == 0 {
			if err := show(tree, here); err != nil {
				return err
			}
		}
		for _, name := range slices.Sorted(maps.Keys(away)) {
			if !wanted(name) {
				continue
			}
			err := e.readEnvironments(ctx, to, at, name, func(_ *placed, tree promotion.Snapshot) error { return show(tree, []string{name}) })
			if err != nil {
				return fmt.Errorf("environment %s: %w", name, err)
			}
		}
		return nil
	})
}
