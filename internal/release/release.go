// Package release chooses which models of a merged commit an environment gets: it
// has the commit checked by its own rules, at the stage that the environment
// requires, and plans what was approved. It also knows what the environment has of
// the commit's repository that the commit no longer deploys.
//
// Where a plan lands, and how the choice is shown, are not its business.
package release

import (
	"context"
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Request is what models are chosen by.
type Request struct {
	// Check says what is checked, by which rules and as of when. Its stage and
	// target are those of the environment, whatever they are here.
	Check gate.Request
	// Baselines answers where a threshold compares with what is promoted.
	Baselines *Baselines
	Source    promotion.Source
	Tool      promotion.Tool
	Emergency *promotion.Statement
	Signer    *promotion.Signer // of files that targets want signed, or nil
	Mode      promotion.Mode    // by which plans get into the environment; "" is a commit
	Shown     bool              // plans are only shown: any mode will do
}

// Release is one merged commit on its way into environments. It is not safe for
// concurrent use.
type Release struct {
	Request
	now     time.Time
	reports map[asked]report.Report
	newest  promotion.Newest

	manifests map[string]gate.Manifests // by environment, loaded when they are first needed
}

// asked is what a check depends on beside the commit. A branch that moves may
// change it.
type asked struct {
	environment string
	stage       finding.Stage
	policies    string
}

// New chooses nothing yet. Now dates the records, whatever day the check is as of.
func New(r Request, now time.Time) *Release {
	return &Release{Request: r, now: now, reports: map[asked]report.Report{}, manifests: map[string]gate.Manifests{}}
}

// Choice is what of a commit an environment gets.
type Choice struct {
	Environment promotion.Environment
	Plan        promotion.Plan
	Report      report.Report // of the check; the zero Report if the error is of before it
	// Refused are the models that would be deployed but for the result of their check.
	Refused []decision.Decision
	Idle    int        // models that have no deployment
	Left    []Leftover // models that the environment has and the commit does not deploy
}

// Undecided is the number of refused models about which nothing could be decided.
func (c Choice) Undecided() int {
	n := 0
	for _, d := range c.Refused {
		if d.Result == decision.Undecided {
			n++
		}
	}
	return n
}

// Choose checks the commit and plans what the environment gets of it, as the
// environment repository stands at a commit. The check runs once for each
// environment, however often its branch moves. The Report of the choice is there
// even where an error ended the rest.
func (r *Release) Choose(ctx context.Context, at promotion.Snapshot, environment string) (Choice, error) {
	env, err := promotion.LoadEnvironment(at.Tree, environment)
	if err != nil {
		return Choice{}, err
	}
	c := Choice{Environment: env}
	if c.Report, err = r.check(ctx, at, env); err != nil {
		return c, err
	}
	var approvals []decision.Approval
	for _, d := range c.Report.Models {
		approval, approved := d.Approval()
		switch {
		case d.Result != decision.Allow && r.deploys(d, env):
			c.Refused = append(c.Refused, d)
		case approved && hasTarget(d, env):
			approvals = append(approvals, approval)
		default:
			c.Idle++
		}
	}
	if c.Left, err = r.leftovers(at.Tree, env, c.Report.Models); err != nil {
		return c, err
	}
	check, err := r.manifestCheck(ctx, env)
	if err != nil {
		return c, err
	}
	mode := r.Mode
	if r.Shown {
		mode = env.Mode
	}
	c.Plan, err = promotion.NewPlan(promotion.Request{Mode: mode, Policies: env.Policies, Approvals: approvals, Environment: env, Snapshot: at, Source: r.Source, Tool: r.Tool, Now: r.now, Emergency: r.Emergency, Signer: r.Signer, Manifests: check})
	return c, err
}

// manifestCheck is what rendered manifests are held against, by the rules that check
// the commit; nil if there is nothing.
func (r *Release) manifestCheck(ctx context.Context, env promotion.Environment) (func(string, map[string][]byte) ([]string, []string, error), error) {
	m, loaded := r.manifests[env.Name]
	if !loaded {
		var err error
		if m, err = gate.LoadManifests(ctx, r.Check.Base, r.Check.Deadline, env.Policies...); err != nil {
			return nil, err
		}
		r.manifests[env.Name] = m
	}
	if m.Empty() {
		return nil, nil
	}
	return func(model string, manifests map[string][]byte) (denied, warned []string, err error) {
		return m.Check(ctx, model, env.Stage, manifests)
	}, nil
}

// check has every requested model checked at the stage of an environment.
func (r *Release) check(ctx context.Context, at promotion.Snapshot, env promotion.Environment) (report.Report, error) {
	key := asked{env.Name, env.Stage, fmt.Sprint(env.Policies)}
	if made, ok := r.reports[key]; ok {
		return made, nil
	}
	req := r.Check
	req.Floor = env.Policies
	req.Stage, req.Target = env.Stage, policy.Target{Present: true, Environment: env.Name}
	req.Promoted = r.Baselines.In(at.Tree)
	made, err := gate.Check(ctx, req)
	if err == nil {
		r.reports[key] = made
	}
	return made, err
}

func hasTarget(d decision.Decision, env promotion.Environment) bool {
	return d.Subject.Target != "" || env.Target != ""
}

// deploys reports whether a model that was not approved is one that would be
// deployed: it or the environment names a target, it was asked for by name, or its
// manifest cannot be read well enough to tell.
func (r *Release) deploys(d decision.Decision, env promotion.Environment) bool {
	manifest := path.Join(d.Subject.ID, manifest.FileName)
	return hasTarget(d, env) || len(r.Check.Models) > 0 || slices.ContainsFunc(d.Findings, func(f decision.Judged) bool {
		return f.At.Path == manifest && f.Denies() && gate.IsReadingRule(f.Rule)
	})
}

// Leftover is a model that an environment has from this repository, and that the
// commit no longer deploys. It stays until somebody retires it.
type Leftover struct {
	promotion.Record
	Why Reason
	Now string // the name that the model has in the commit, if Why is Renamed
}

// Reason is why a commit no longer deploys what an environment has of it.
type Reason string

const (
	Removed    Reason = "removed"    // no model has its name, or its directory
	Untargeted Reason = "untargeted" // the model names no target any more
	Renamed    Reason = "renamed"    // its directory has a model of another name
)

// leftovers are found only where every model was looked at.
func (r *Release) leftovers(tree source.Tree, env promotion.Environment, models []decision.Decision) ([]Leftover, error) {
	if len(r.Check.Models) > 0 || !r.Check.All {
		return nil, nil
	}
	byName, byID := map[string]decision.Decision{}, map[string]decision.Decision{}
	for _, d := range models {
		byName[d.Subject.Name], byID[d.Subject.ID] = d, d
	}
	deployed, err := r.newest.Deployed(tree, env.Name, func(model string) bool {
		d, there := byName[model]
		return !there || !r.deploys(d, env)
	})
	var out []Leftover
	for _, record := range deployed {
		if !r.Source.Is(record.Source.Repository) {
			continue
		}
		l := Leftover{Record: record, Why: Removed}
		if _, there := byName[record.Model.Name]; there {
			l.Why = Untargeted
		} else if d, there := byID[record.Model.ID]; there {
			l.Why, l.Now = Renamed, d.Subject.Name
		}
		out = append(out, l)
	}
	return out, err
}
