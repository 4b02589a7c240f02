package gate

import (
	"errors"
	"fmt"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Promoted finds the commit of the model repository whose version of a model runs
// in an environment, and the id that the model has there; false if none does. A
// model is known by its id, else by the name in its manifest. It is asked by several
// goroutines.
//
// A BaselineFault is of that model alone; any other error ends the run.
type Promoted func(environment, model, name string) (tree source.Tree, id string, found bool, err error)

// BaselineFault says why what is promoted of a model cannot be compared with, in one
// line: its record was tampered with, another version of modelgate wrote it, or it may
// be of two models.
type BaselineFault struct{ Err error }

func (f *BaselineFault) Error() string { return f.Err.Error() }

func (f *BaselineFault) Unwrap() error { return f.Err }

// baselineRules is the catalogue of what keeps a model from being compared with
// what is promoted.
func baselineRules() []finding.Rule {
	return []finding.Rule{{ID: "evaluation/baseline_unreadable", Title: "Unusable baseline",
		Description: "If the policy compares with what is promoted, the environment's record of the model must be readable, as it was recorded. Otherwise, a result that got worse would go unnoticed.",
		Remediation: "Find out what changed the record: run `modelgate env history` and `modelgate verify` on the environment repository, and revert the commit that did it.",
		Scope:       finding.ScopeModel, Severity: finding.Always(finding.Error), Fixed: true, Origin: finding.BuiltIn,
		Sources: []string{"`baseline` of .modelgate/thresholds.yaml", "docs/adr/0004-environment-records.md"}}}
}

// ErrNoEnvironment says that the policy compares with what is promoted, and that
// nobody said where.
var ErrNoEnvironment = errors.New("the policy compares with the promoted model; specify the environment repository with --env-repo")

// comparedWith is the model that a proposal is compared with, and what it is called.
type comparedWith struct {
	finder.Snapshot
	named string
	fault string // why it cannot be compared with
}

func (c comparedWith) baseline(rivals []string) evaluation.Baseline {
	return evaluation.Baseline{Model: c.Model, Named: c.named, Unread: unread(c.Findings), Rivals: rivals, Fault: c.fault}
}

// finding is the fault as a finding of the model, at the policy that asks for the
// comparison.
func (c comparedWith) finding(at finding.Position) finding.Finding {
	rule := baselineRules()[0]
	return finding.Finding{Rule: rule.ID, Severity: finding.Error, At: at, Key: c.named, Help: rule.Remediation,
		Message: "the model cannot be compared with its baseline: " + c.fault}
}

// findBaseline finds the baseline that the policy names. What is promoted is read
// from the commit that its record names, by the readers of every other evidence:
// the record need not repeat it, and per-example values are there too.
func (r *run) findBaseline(head evidence.Model, base finder.Snapshot) (comparedWith, error) {
	policy := r.config.Baseline
	if policy.Source != "promoted" || len(r.config.Thresholds) == 0 {
		return comparedWith{Snapshot: base, named: r.baseName(head.ID)}, nil
	}
	if r.Promoted == nil {
		return comparedWith{}, fmt.Errorf("%s: baseline: %w", config.ThresholdsPath, ErrNoEnvironment)
	}
	tree, id, found, err := r.Promoted(policy.Environment, head.ID, head.Manifest.Name.Value)
	for _, was := range r.formerly(head.ID) {
		if !found && err == nil {
			tree, id, found, err = r.Promoted(policy.Environment, was, "")
		}
	}
	none := comparedWith{Snapshot: finder.Snapshot{Model: finder.Absent(head.ID)}, named: policy.Environment}
	var fault *BaselineFault
	if errors.As(err, &fault) {
		none.fault = fmt.Sprintf("what is promoted in %s cannot be used: %v", policy.Environment, err)
		return none, nil
	}
	if err != nil {
		return comparedWith{}, fmt.Errorf("finding the promoted version of %s in %s: %w", head.ID, policy.Environment, err)
	}
	if !found {
		return none, nil
	}
	snapshot, err := r.promoted.finder(tree, r.layout).Read(id)
	if err == nil && !snapshot.Model.Present {
		none.fault = fmt.Sprintf("%s is promoted in %s from %s, which does not contain it", id, policy.Environment, tree.Commit)
		return none, nil
	}
	return comparedWith{Snapshot: snapshot, named: fmt.Sprintf("%s (%.12s)", policy.Environment, tree.Commit)}, err
}

// finders keeps one Finder for each promoted commit, and the commits.
type finders struct {
	mu    sync.Mutex
	by    map[string]*finder.Finder
	trees []source.Tree
}

func (f *finders) finder(tree source.Tree, layout finder.Layout) *finder.Finder {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.by[tree.Commit] == nil {
		f.by[tree.Commit] = finder.New(tree, layout)
		f.trees = append(f.trees, tree)
	}
	return f.by[tree.Commit]
}
