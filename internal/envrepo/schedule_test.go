package envrepo

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

var schedules = flag.Int("schedules", 60, "number of random schedules")

// world is an environment repository on which several actors work at random, and
// whose connection fails at random. Everything follows from the seed: another actor
// acts in between by being called from within a commit.
type world struct {
	*testing.T
	random  *rand.Rand
	plans   map[string]Planner
	head    string
	files   map[string][]byte
	past    []map[string][]byte
	ids     map[string]bool
	within  int
	commits int
}

func (w *world) chance(n int) bool { return w.random.IntN(n) == 0 }

func (w *world) Head(context.Context) (promotion.Snapshot, error) {
	if w.chance(12) {
		return promotion.Snapshot{}, ErrUnreachable
	}
	return promotion.Snapshot{Tree: source.NewTree(w.head, mapFS(w.files)), Past: pastOf(w.past), Limit: 12_000}, nil
}

func (w *world) Commit(_ context.Context, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	if w.within < 2 && w.chance(3) {
		w.within++
		w.act()
		w.within--
	}
	sum := sha1.Sum([]byte(base.Commit + plan.Message))
	commit := hex.EncodeToString(sum[:])
	fate := w.random.IntN(8)
	switch {
	case fate == 0:
		return commit, ErrAmbiguous
	case base.Commit != w.head:
		return commit, ErrStale
	case fate == 1:
		return commit, ErrRejected
	}
	w.check(plan)
	files := maps.Clone(w.files)
	for _, name := range plan.Deletes {
		if files[name] == nil {
			w.Fatalf("%s is deleted and does not exist", name)
		}
		delete(files, name)
	}
	for _, f := range plan.Files {
		files[f.Path] = f.Content
	}
	w.past = append(w.past, files)
	w.head, w.files = commit, files
	w.commits++
	if audit, err := promotion.AuditTree(source.NewTree(w.head, mapFS(files))); err != nil || len(audit.Problems) > 0 {
		w.Fatalf("after %q: %v %v", plan.Message, err, audit.Problems)
	}
	switch fate {
	case 2:
		return commit, ErrAmbiguous
	case 3:
		return commit, ErrStale // of git's own second request
	}
	return commit, nil
}

// check looks at what a commit does to the tree that it is on: no freeze and no hold
// is passed over, no id comes twice, and something changes.
func (w *world) check(plan promotion.Plan) {
	standing := map[string]promotion.Standing{}
	all, err := promotion.Standings(source.NewTree(w.head, mapFS(w.files)), now)
	if err != nil {
		w.Fatal(err)
	}
	for _, s := range all {
		standing[s.Model] = s
	}
	changed := len(plan.Deletes) > 0
	for _, f := range plan.Files {
		changed = changed || string(w.files[f.Path]) != string(f.Content)
		if strings.HasPrefix(f.Path, promotion.RecordsDir) && w.files[f.Path] != nil {
			w.Fatalf("%s is written twice", f.Path)
		}
	}
	if !changed {
		w.Fatalf("a commit changes nothing: %s", plan.Message)
	}
	for _, i := range plan.In(promotion.Promote) {
		if w.ids[i.PromotionID] {
			w.Fatalf("promotion %s happens twice", i.PromotionID)
		}
		w.ids[i.PromotionID] = true
		if i.Operation == "" && standing[i.Model].Held != "" {
			w.Fatalf("%s is promoted although it is held: %s", i.Model, standing[i.Model].Held)
		}
		if _, frozen := w.files[promotion.FreezePath]; frozen && (i.Operation == "" || i.Operation == promotion.Rollback || i.Operation == promotion.Retire) {
			w.Fatalf("%s is changed in a freeze", i.Model)
		}
	}
}

var scheduleModels = []string{"churn", "fraud", "triage"}

// act lets one actor do one thing, to its end.
func (w *world) act() {
	w.Helper()
	model := scheduleModels[w.random.IntN(len(scheduleModels))]
	var plan Planner
	switch kind := w.random.IntN(10); kind {
	case 0, 1, 2, 3, 4:
		plan = w.plans[fmt.Sprint(w.random.IntN(4))]
	case 5:
		plan = orders(promotion.Order{Operation: promotion.Rollback, Model: model}, now)
	case 6:
		plan = orders(promotion.Order{Operation: promotion.Holds, Model: model}, now)
	case 7:
		plan = orders(promotion.Order{Operation: promotion.Unhold, Model: model}, now)
	case 8:
		plan = orders(promotion.Order{Operation: promotion.Retire, Model: model}, now)
	default:
		plan = w.toggleFreeze
	}
	retry := still
	retry.Attempts = 40
	result, err := Promote(w.Context(), w, plan, retry)
	if err != nil && !errors.Is(err, ErrRejected) && !errors.Is(err, ErrStale) && !errors.Is(err, ErrUnreachable) && !errors.Is(err, ErrAmbiguous) {
		w.Fatal(err)
	}
	if tampered := result.Plan.Err(); tampered != nil {
		w.Fatal(tampered)
	}
}

func (w *world) toggleFreeze(at promotion.Snapshot) (promotion.Plan, error) {
	p := promotion.Plan{Message: fmt.Sprintf("freeze %d\n", w.commits)}
	if _, frozen := at.Lookup(promotion.FreezePath); frozen {
		p.Deletes = []string{promotion.FreezePath}
		return p, nil
	}
	p.Files = []promotion.File{{Path: promotion.FreezePath, Mode: "100644", Content: []byte("apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, reason: audit}]\n")}}
	return p, nil
}

// pastOf is the history of a world: its states, oldest first.
type pastOf []map[string][]byte

func (p pastOf) Recorded(dir string) (map[string]promotion.Recorded, error) {
	out := map[string]promotion.Recorded{}
	for _, files := range p {
		for name := range files {
			if strings.HasPrefix(name, dir+"/") {
				out[name] = promotion.Recorded{At: now}
			}
		}
	}
	return out, nil
}

func (p pastOf) Find(name, sum string) ([]byte, error) {
	for _, files := range p {
		if got := sha256.Sum256(files[name]); hex.EncodeToString(got[:]) == sum {
			return files[name], nil
		}
	}
	return nil, &fs.PathError{Op: "find", Path: path.Clean(name), Err: fs.ErrNotExist}
}

// Whatever several actors do at once, and whatever is lost on the way, the branch is
// what its commits make of it one after the other: each was planned on the one
// before it, and none goes past a hold or a freeze.
func TestSchedules(t *testing.T) {
	t.Parallel()
	plans := map[string]Planner{}
	for i := range 4 { // a version each, of models of its own choice
		var subjects []decision.Subject
		for j, name := range scheduleModels {
			if j != i {
				subjects = append(subjects, subject(name, fmt.Sprintf("%d.0.0", i+1), rune('a'+i)))
			}
		}
		plans[fmt.Sprint(i)] = planner(t, subjects...)
	}
	commits := 0
	for seed := range *schedules {
		w := &world{T: t, random: rand.New(rand.NewPCG(uint64(seed), 7)), plans: plans, files: map[string][]byte{}, ids: map[string]bool{}}
		for range 8 {
			w.act()
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		commits += w.commits
	}
	if commits < 2**schedules {
		t.Errorf("%d schedules made %d commits only", *schedules, commits)
	}
}
