package envrepo

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

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
	now     time.Time
	sources [][]decision.Approval
	people  people // who must approve; nil for nobody
	head    string
	files   map[string][]byte
	past    []map[string][]byte
	ids     map[string]bool
	within  int
	commits int

	approved int // promotions that entered where people must approve
}

// errRateLimit ends a run; a later one goes on.
var errRateLimit = errors.New("a limit of requests was reached")

func (w *world) chance(n int) bool { return w.random.IntN(n) == 0 }

func (w *world) Head(context.Context) (promotion.Snapshot, error) {
	if w.chance(12) {
		return promotion.Snapshot{}, ErrUnreachable
	}
	if w.chance(40) {
		return promotion.Snapshot{}, errRateLimit
	}
	return promotion.Snapshot{Tree: treeOf(w.head, w.files), Past: pastOf(w.past), Limit: 12_000}, nil
}

func (*world) TakeTurn(context.Context) func() { return func() {} }

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
	w.checkApproved(plan)
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
	if audit, err := promotion.AuditTree(treeOf(w.head, files)); err != nil || len(audit.Problems) > 0 {
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
	all, err := promotion.Standings(treeOf(w.head, w.files), w.now)
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
		if !i.HasRecord() {
			continue
		}
		if w.ids[i.PromotionID] {
			w.Fatalf("promotion %s happens twice", i.PromotionID)
		}
		w.ids[i.PromotionID] = true
		if i.Operation == "" && standing[i.Model].Held != "" {
			w.Fatalf("%s is promoted although it is held: %s", i.Model, standing[i.Model].Held)
		}
		if i.Operation == promotion.Rollback {
			w.goesBack(plan, i)
		}
		if _, frozen := w.files[promotion.FreezePath]; frozen && (i.Operation == "" || i.Operation == promotion.Rollback || i.Operation == promotion.Retire) {
			w.Fatalf("%s is changed in a freeze", i.Model)
		}
	}
}

// goesBack checks that a rollback restores what was deployed before that which is
// deployed now, never what was rolled back before.
func (w *world) goesBack(plan promotion.Plan, i promotion.Item) {
	w.Helper()
	written := slices.IndexFunc(plan.Files, func(f promotion.File) bool { return f.Path == i.Record })
	dir := path.Dir(i.Record)
	var records []promotion.Record
	for n := 1; w.files[fmt.Sprintf("%s/%06d.json", dir, n)] != nil; n++ {
		records = append(records, decoded(w.T, w.files[fmt.Sprintf("%s/%06d.json", dir, n)]))
	}
	before := origin(records)
	after := origin(append(records, decoded(w.T, plan.Files[written].Content)))
	if before != 0 && after >= before {
		w.Fatalf("a rollback of %s goes from record %d to record %d:\n%s", i.Model, before, after, plan.Message)
	}
}

func decoded(t *testing.T, b []byte) promotion.Record {
	t.Helper()
	var r promotion.Record
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// origin is the number of the promotion whose files the newest record deploys, 0
// where the model is retired.
func origin(records []promotion.Record) int {
	r := records[len(records)-1]
	switch r.Operation {
	case promotion.Promotes:
		return r.Sequence
	case promotion.Retire:
		return 0
	case promotion.Rollback:
		return origin(records[:r.Restores])
	}
	return origin(records[:r.Sequence-1])
}

var scheduleModels = []string{"churn", "fraud", "triage"}

// act lets one actor do one thing, to its end. Those on call go back, keep what they
// went back to, and go back again.
func (w *world) act() {
	w.Helper()
	model := scheduleModels[w.random.IntN(len(scheduleModels))]
	if w.chance(3) {
		w.now = w.now.Add(time.Hour)
	}
	if w.people != nil && w.chance(2) {
		w.approves(model)
		return
	}
	switch kind := w.random.IntN(12); kind {
	case 0, 1, 2, 3, 4:
		w.lands(promotes(w.sources[w.random.IntN(len(w.sources))], w.now))
	case 5, 6:
		w.orders(promotion.Rollback, model)
		if w.chance(2) {
			w.orders([]string{promotion.Holds, promotion.Unhold}[w.random.IntN(2)], model)
			w.now = w.now.Add(time.Hour)
			w.orders(promotion.Rollback, model)
		}
	case 7, 8:
		w.orders(promotion.Holds, model)
	case 9:
		w.orders(promotion.Unhold, model)
	case 10:
		w.orders(promotion.Retire, model)
	default:
		w.lands(w.toggleFreeze)
	}
}

// orders carries out an order, whose hold ends soon by chance.
func (w *world) orders(operation, model string) {
	w.Helper()
	o := promotion.Order{Operation: operation, Model: model}
	if operation != promotion.Unhold && w.chance(2) {
		o.Until = w.now.Add(time.Hour).Format(time.RFC3339)
	}
	w.lands(orders(o, w.now))
}

func (w *world) lands(plan Planner) {
	w.Helper()
	retry := still
	retry.Attempts = 40
	result, err := Promote(w.Context(), w, plan, retry)
	if err != nil && !errors.Is(err, ErrRejected) && !errors.Is(err, ErrStale) && !errors.Is(err, ErrUnreachable) && !errors.Is(err, ErrAmbiguous) && !errors.Is(err, errRateLimit) && !errors.Is(err, promotion.ErrUnknownModel) {
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

func (p pastOf) Recorded() (map[string][]promotion.Version, error) {
	out := map[string][]promotion.Version{}
	var before map[string][]byte
	for i, files := range p {
		for name, content := range files {
			if strings.HasPrefix(name, promotion.RecordsDir+"/") && !bytes.Equal(before[name], content) {
				out[name] = append(out[name], promotion.Version{Object: objectOf(content), Commit: fmt.Sprint(i), At: now})
			}
		}
		before = files
	}
	return out, nil
}

func (p pastOf) Arrivals(time.Time) (map[string]map[string]promotion.Arrival, error) {
	out := map[string]map[string]promotion.Arrival{}
	all, err := p.Recorded()
	for name, versions := range all {
		out[name] = map[string]promotion.Arrival{}
		for _, v := range versions {
			out[name][v.Object] = promotion.Arrival{At: v.At}
		}
	}
	return out, err
}

func (p pastOf) Removed() (map[string][]promotion.Version, error) { return nil, nil }

func (p pastOf) At(commit string) (source.Tree, error) {
	i, err := strconv.Atoi(commit)
	if err != nil {
		return source.Tree{}, err
	}
	return treeOf(commit, p[i]), nil
}

// Whatever several actors do at once, and whatever is lost on the way, the branch is
// what its commits make of it one after the other: each was planned on the one
// before it, and none goes past a hold, a freeze or the approvals that are required.
func TestSchedules(t *testing.T) {
	t.Parallel()
	var sources [][]decision.Approval
	for i := range 4 { // a version each, of models of its own choice
		var subjects []decision.Subject
		for j, name := range scheduleModels {
			if j != i {
				subjects = append(subjects, withDigest(subject(name, fmt.Sprintf("%d.0.0", i+1), rune('a'+i)), i))
			}
		}
		sources = append(sources, approvals(t, subjects...))
	}
	all, config := approvers(t)
	commits, approved := 0, 0
	for seed := range *schedules {
		w := &world{T: t, random: rand.New(rand.NewPCG(uint64(seed), 7)), now: now, sources: sources, files: map[string][]byte{}, ids: map[string]bool{}}
		acts := 12
		if seed%3 == 2 {
			w.people, w.files[promotion.EnvPath] = all, config
			acts = 40
		}
		for range acts {
			w.act()
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		commits, approved = commits+w.commits, approved+w.approved
	}
	if approved < *schedules/5 {
		t.Errorf("%d schedules had %d records that people approved", *schedules, approved)
	}
	if commits < 2**schedules {
		t.Errorf("%d schedules made %d commits only", *schedules, commits)
	}
}
