package promotion

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// past is the history of a repository in memory: its states, oldest first.
type past []repo

func (p past) Recorded() (map[string][]Version, error) {
	out, before := map[string][]Version{}, repo{}
	for i, r := range p {
		for name, content := range r {
			if (within(name, RecordsDir) || within(name, HealthDir)) && before[name] != content {
				out[name] = append(out[name], Version{Object: objectOf(content), Commit: fmt.Sprint(i), At: now.Truncate(time.Second)})
			}
		}
		before = r
	}
	return out, nil
}

func (p past) Arrivals(time.Time) (map[string]map[string]Arrival, error) {
	out := map[string]map[string]Arrival{}
	all, err := p.Recorded()
	for name, versions := range all {
		out[name] = map[string]Arrival{}
		for _, v := range versions {
			out[name][v.Object] = Arrival{At: v.At, Commit: v.Commit}
		}
	}
	return out, err
}

func (p past) Removed() (map[string][]Version, error) {
	out := map[string][]Version{}
	for i := 1; i < len(p); i++ {
		for name, content := range p[i-1] {
			if _, still := p[i][name]; !still && within(name, ApprovalsDir) {
				out[name] = append(out[name], Version{Object: objectOf(content), Commit: fmt.Sprint(i - 1)})
			}
		}
	}
	return out, nil
}

func (p past) At(commit string) (source.Tree, error) {
	i, err := strconv.Atoi(commit)
	if err != nil {
		return source.Tree{}, err
	}
	return p[i].tree(), nil
}

// story is an environment repository with its history.
type story struct {
	*testing.T
	repo
	past past
}

func begin(t *testing.T) *story { return &story{T: t, repo: repo{}} }

func (s *story) request(subjects ...decision.Subject) Request {
	s.Helper()
	request := s.repo.request(s.T, subjects...)
	request.Snapshot.Past = s.past
	return request
}

// happens applies a plan whose only item must end in a state.
func (s *story) happens(p Plan, err error, state State, reason string) Item {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
	item := p.Items[0]
	if item.State != state || !strings.Contains(item.Reason, reason) {
		s.Fatalf("%s is %s: %q, want %s: %q", item.Model, item.State, item.Reason, state, reason)
	}
	if (state == Promote) == p.Empty() {
		s.Fatalf("%s with the plan %+v", state, p)
	}
	s.past = append(s.past, maps.Clone(s.repo))
	s.repo = s.apply(p)
	s.past = append(s.past, s.repo)
	if problems, err := audit(s.repo); state == Promote && (err != nil || len(problems) > 0) {
		s.Fatalf("after %s: %v %v", item.Operation, problems, err)
	}
	return item
}

func (s *story) promotes(state State, reason string, subject decision.Subject) Item {
	s.Helper()
	p, err := NewPlan(s.request(subject))
	return s.happens(p, err, state, reason)
}

func (s *story) orders(state State, reason, operation string, changes ...func(*Order)) Item {
	s.Helper()
	o := Order{Operation: operation, Model: "fraud-detector", Statement: Statement{Owner: "oncall", Reason: "error rate"}}
	for _, c := range changes {
		c(&o)
	}
	p, err := NewOrder(s.request(), o)
	return s.happens(p, err, state, reason)
}

func record(n int) func(*Order) { return func(o *Order) { o.Record = n } }

// Messages show moments in UTC, however they were written.
func TestShownUntil(t *testing.T) {
	t.Parallel()
	for until, want := range map[string]string{"2026-12-31": "2026-12-31", "2026-12-31T18:00:00+01:00": "2026-12-31T17:00:00Z", "2026-12-31T18:00:00Z": "2026-12-31T18:00:00Z"} {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		s.orders(Promote, "", Holds, func(o *Order) { o.Until = until })
		s.promotes(Blocked, "by oncall until "+want+" (record", with(fraud(), at(second), version("2.4.0")))
		all, err := Standings(s.repo.tree(), now)
		if err != nil || len(all) != 1 || !strings.HasPrefix(all[0].Held, "until "+want+" by") {
			t.Errorf("%v %+v", err, all)
		}
		frozen := Environment{Name: "prod", Freezes: []Freeze{{Until: until, Reason: "audit", ends: now.Add(time.Hour)}}}.frozen(now, "x")
		if frozen != "prod is frozen until "+want+": audit" {
			t.Error(frozen)
		}
	}
}

// A hold is not left by another name: a model of the same directory that the environment
// does not have is held with the one that it has. What was retired holds nothing else.
func TestHoldOfARenamedModel(t *testing.T) {
	t.Parallel()
	renamed := with(fraud(), at(second), version("2.4.0"), func(s *decision.Subject) { s.Name = "fraud-two" })
	elsewhere := with(renamed, func(s *decision.Subject) { s.ID = "models/other" })
	held := func() *story {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		s.promotes(Promote, "", triage())
		s.orders(Promote, "", Holds)
		return s
	}
	s := held()
	s.promotes(Blocked, "models/fraud is fraud-detector in prod, and fraud-detector is held in prod by oncall", renamed)
	request := s.request(renamed)
	request.Emergency = &Statement{Owner: "a", Reason: "b"}
	p, err := NewPlan(request)
	s.happens(p, err, Blocked, "is held in prod")
	s.promotes(Promote, "", elsewhere)
	s = held()
	request = s.request(renamed)
	request.Source.Repository = "https://git.example.com/other/models"
	p, err = NewPlan(request)
	s.happens(p, err, Promote, "")
	s = held()
	s.orders(Promote, "", Unhold)
	s.promotes(Promote, "", renamed)
	// So it is with a freeze of one model, which an emergency bypasses.
	s = begin(t)
	s.promotes(Promote, "", fraud())
	s.repo[FreezePath] = "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, model: fraud-detector, reason: recall}]\n"
	s.promotes(Blocked, "models/fraud is fraud-detector in prod, and fraud-detector in prod is frozen: recall", renamed)
	s.promotes(Promote, "", elsewhere)
	s.repo[FreezePath] = strings.Replace(s.repo[FreezePath], "fraud-detector", "support-triage", 1)
	s.promotes(Promote, "", with(renamed, func(s *decision.Subject) { s.Name = "fraud-three" }))
	s = begin(t)
	s.promotes(Promote, "", fraud())
	s.orders(Promote, "", Retire)
	s.promotes(Blocked, "is held in prod", with(fraud(), at(second), version("2.4.0")))
	s.promotes(Promote, "", renamed)
	s.promotes(AlreadyPromoted, "", renamed)
	// Nor is it left by an earlier name, which is deployed still. That one does not hold the
	// later one.
	third := with(fraud(), at(third), version("2.5.0"))
	names := func() *story {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		later := s.request(renamed)
		later.Now = now.Add(time.Hour)
		p, err := NewPlan(later)
		s.happens(p, err, Promote, "")
		return s
	}
	s = names()
	s.orders(Promote, "", Holds, func(o *Order) { o.Model = "fraud-two" })
	s.promotes(Blocked, "models/fraud is fraud-two in prod, and fraud-two is held in prod by oncall", third)
	s.orders(Promote, "", Retire, func(o *Order) { o.Model = "fraud-two" })
	s.promotes(Promote, "", third)
	s = names()
	s.orders(Promote, "", Holds)
	s.promotes(Promote, "", with(third, func(s *decision.Subject) { s.Name = "fraud-two" }))
}

// A rollback restores the files byte for byte, is done once, and holds until it is
// lifted; then the newer version comes back as a promotion of its own.
func TestRollback(t *testing.T) {
	t.Parallel()
	s := begin(t)
	v1, v2 := fraud(), with(fraud(), at(second), version("2.4.0"))
	s.promotes(Promote, "", v1)
	before := s.repo[manifestPath]
	bad := s.promotes(Promote, "", v2)
	if item := s.orders(Promote, "", Rollback); item.Version != "2.3.0" || item.Replaces != "2.4.0" {
		t.Errorf("got %+v", item)
	}
	if s.repo[manifestPath] != before {
		t.Errorf("the manifest is not the earlier one:\n%s", s.repo[manifestPath])
	}
	s.orders(AlreadyPromoted, "", Rollback)
	s.orders(AlreadyPromoted, "", Rollback, record(1))
	s.promotes(Blocked, "is held in prod by oncall (record 000003): error rate; lift the hold with `modelgate env unhold`", v2)
	s.promotes(AlreadyPromoted, "", v1)
	s.orders(Promote, "", Unhold)
	s.orders(AlreadyPromoted, "", Unhold)
	s.promotes(AlreadyPromoted, "", v1)
	if again := s.promotes(Promote, "", v2); again.PromotionID == bad.PromotionID {
		t.Error("the promotion that was rolled back and the new one have one id")
	}
	s.orders(Blocked, "has records up to 000005", Rollback, record(9))
}

// Where something came in between, a rollback still goes back from what is deployed,
// never to what was rolled back before.
func TestRollbackAgain(t *testing.T) {
	t.Parallel()
	v0, v1, v2 := with(fraud(), version("2.2.0")), with(fraud(), at(second)), with(fraud(), at(third), version("2.4.0"))
	back := func(t *testing.T) *story {
		s := begin(t)
		for _, v := range []decision.Subject{v0, v1, v2} {
			s.promotes(Promote, "", v)
		}
		s.orders(Promote, "", Rollback, until("2026-03-01"))
		return s
	}
	s := back(t)
	s.orders(Promote, "", Holds) // keeps what was rolled back to
	if item := s.orders(AlreadyPromoted, "", Rollback); item.Version != "2.3.0" {
		t.Errorf("a hold makes another rollback: %+v", item)
	}
	s.orders(AlreadyPromoted, "", Rollback, record(2))
	s.orders(Promote, "", Rollback, record(1))

	s = back(t)
	s.orders(Promote, "", Unhold)
	if item := s.orders(Promote, "", Rollback); item.Version != "2.2.0" {
		t.Errorf("without the hold it goes to %s, want 2.2.0", item.Version)
	}
	s.orders(Promote, "", Unhold)
	s.orders(Blocked, "no earlier record", Rollback)

	s = back(t)
	request := s.request()
	request.Now = now.AddDate(0, 0, 2) // the hold has ended
	p, err := NewOrder(request, Order{Operation: Rollback, Model: "fraud-detector", Statement: Statement{Owner: "oncall", Reason: "error rate"}})
	if item := s.happens(p, err, Promote, ""); item.Version != "2.2.0" {
		t.Errorf("after the hold it goes to %s, want 2.2.0", item.Version)
	}

	s = back(t)
	s.orders(Promote, "", Retire)
	if item := s.orders(Promote, "", Rollback); item.Version != "2.3.0" {
		t.Errorf("what was retired comes back as %s, want 2.3.0", item.Version)
	}
}

func until(day string) func(*Order) { return func(o *Order) { o.Until = day } }

func TestRollbackWithoutTheHistory(t *testing.T) {
	t.Parallel()
	s := begin(t)
	_, err := NewOrder(s.request(), Order{Operation: Rollback, Model: "fraud-detector", Statement: Statement{Owner: "oncall", Reason: "x"}})
	if !errors.Is(err, ErrUnknownModel) || err.Error() != "unknown model: prod has no model fraud-detector; it has no models" {
		t.Error(err)
	}
	s.promotes(Promote, "", fraud())
	for _, operation := range []string{Rollback, Holds, Unhold, Retire} {
		_, err := NewOrder(s.request(), Order{Operation: operation, Model: "fraud-detecter", Statement: Statement{Owner: "oncall", Reason: "x"}})
		if !IsUsage(err) || err.Error() != `unknown model: prod has no model fraud-detecter; did you mean "fraud-detector"? It has fraud-detector` {
			t.Error(operation, err)
		}
	}
	s.orders(Blocked, "no earlier record", Rollback)
	s.promotes(Promote, "", with(fraud(), at(second), version("2.4.0")))
	s.past = s.past[len(s.past)-1:]
	s.orders(Blocked, "is not in the history", Rollback)
	s.past = nil
	request := s.request()
	request.Snapshot.Past = nil
	p, err := NewOrder(request, Order{Operation: Rollback, Model: "fraud-detector", Statement: Statement{Owner: "a", Reason: "b"}})
	s.happens(p, err, Blocked, "which is unknown")
}

func TestHoldEnds(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.promotes(Promote, "", fraud())
	s.orders(Promote, "", Holds, until("2026-03-01"))
	s.orders(AlreadyPromoted, "", Holds, until("2026-03-01"))
	next := with(fraud(), at(second), version("2.4.0"))
	s.promotes(Blocked, "until 2026-03-01", next)
	request := s.request(next)
	request.Now = now.AddDate(0, 0, 1)
	p, err := NewPlan(request)
	s.happens(p, err, Promote, "")
}

// A hold that was in force is not in force again by itself.
func TestHoldThatEndedIsNotDone(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.promotes(Promote, "", fraud())
	end := now.Add(time.Hour).Format(time.RFC3339)
	s.orders(Promote, "", Holds, until(end))
	s.orders(AlreadyPromoted, "", Holds, until(end))
	request := s.request()
	request.Now = now.Add(2 * time.Hour)
	o := Order{Operation: Holds, Model: "fraud-detector", Until: end, Statement: Statement{Owner: "oncall", Reason: "error rate"}}
	if p, err := NewOrder(request, o); err == nil || !strings.Contains(err.Error(), "is in the past") {
		t.Errorf("%v %+v", err, p.Items)
	}
}

// A rollback does not go back to where the environment was before it moved, and
// nothing goes to where a file of somebody else is.
func TestMovedEnvironment(t *testing.T) {
	t.Parallel()
	v2, v3 := with(fraud(), at(second), version("2.4.0")), with(fraud(), at(third), version("2.5.0"))
	environments := func(settings string) string {
		return "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {" + settings + "}}\n"
	}
	for name, settings := range map[string]string{"path": "path: elsewhere", "namespace": "namespace: other"} {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		s.promotes(Promote, "", v2)
		s.repo[EnvPath] = environments(settings)
		s.orders(Promote, "", Rollback) // nothing has moved yet
		s.orders(Promote, "", Unhold)
		s.promotes(Promote, "", v3)
		s.orders(Blocked, "record 000004 has its files in environments/prod/models/fraud-detector for the namespace models-prod, and prod has since moved to", Rollback)
		s.orders(Blocked, "record 000002 has its files in", Rollback, record(2))
		s.promotes(Promote, "", with(v3, version("2.6.0")))
		s.orders(Promote, "", Rollback) // nothing has moved in between
		if t.Failed() {
			t.Fatal(name)
		}
	}
	s := begin(t)
	s.promotes(Promote, "", fraud())
	s.repo["elsewhere/fraud-detector/inferenceservice.yaml"] = "kind: InferenceService # of somebody else\n"
	s.repo["elsewhere/fraud-detector/.gitkeep"] = ""
	s.repo[EnvPath] = environments("path: elsewhere")
	s.promotes(Blocked, "elsewhere/fraud-detector/inferenceservice.yaml exists, but no record lists it: move it away", v2)
	delete(s.repo, "elsewhere/fraud-detector/inferenceservice.yaml")
	s.promotes(Promote, "", v2)
}

func TestRetire(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.promotes(Promote, "", fraud())
	s.orders(Promote, "", Retire)
	if _, there := s.repo[manifestPath]; there {
		t.Error("the manifest is still there")
	}
	if records, err := Promoted(s.tree(), "prod"); err != nil || len(records) > 0 {
		t.Errorf("%v %v", records, err)
	}
	s.orders(AlreadyPromoted, "", Retire)
	s.promotes(Blocked, "is held", fraud())
	s.orders(Promote, "", Unhold)
	s.promotes(Promote, "", fraud())
	s.orders(Promote, "", Retire)
	s.orders(Promote, "", Rollback) // comes back
	knative := with(fraud(), at(second), version("2.4.0"), parameter("deploymentMode", "Knative"))
	s.orders(Promote, "", Unhold)
	s.promotes(Blocked, "parameter deploymentMode is Standard in prod and cannot become Knative", knative)
	s.orders(Promote, "", Retire)
	s.orders(Promote, "", Unhold)
	s.promotes(Promote, "", knative) // no service runs any more
}

// What was there before is recorded byte for byte, and replaced by a promotion.
func TestAdopt(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[manifestPath] = "kind: InferenceService # made by hand\n"
	s.promotes(Blocked, "exists, but no record lists it", fraud())
	adopt := func(o *Order) { o.ID, o.Version = "models/fraud", "1.0.0" }
	p, err := NewOrder(s.request(), Order{Operation: Adopt, Model: "fraud-detector", Statement: Statement{Owner: "a", Reason: "b"}})
	if err == nil {
		t.Errorf("adopted without a version: %+v", p)
	}
	s.orders(Promote, "", Adopt, adopt)
	s.orders(AlreadyPromoted, "", Adopt, adopt)
	s.orders(Blocked, "prod already has fraud-detector 1.0.0 (record 000001); only files that no record lists can be adopted", Adopt, adopt, func(o *Order) { o.Version = "2.0.0" })
	s.promotes(Promote, "", fraud())
	s.orders(Promote, "", Rollback)
	if got := s.repo[manifestPath]; got != "kind: InferenceService # made by hand\n" {
		t.Errorf("the adopted file is now\n%s", got)
	}
}

func TestAdoptWhatCannotBe(t *testing.T) {
	t.Parallel()
	adopt := func(o *Order) { o.ID, o.Version = "models/fraud", "1.0.0" }
	dir := path.Dir(manifestPath)
	for want, files := range map[string][]string{
		"is in a subdirectory; move it to " + dir:                              {"base/a.yaml"},
		"the name of " + dir + "/_a.yaml is not valid in a record: start with": {"_a.yaml"},
		"there are no files in " + dir:                                         {".gitkeep"},
		"there are too many files in " + dir + " (limit: 100)":                 strings.Fields(strings.Repeat("x ", 101)),
	} {
		s := begin(t)
		for i, name := range files {
			if len(files) > 1 {
				name = fmt.Sprintf("%d.yaml", i)
			}
			s.repo[dir+"/"+name] = "x"
		}
		s.orders(Blocked, want, Adopt, adopt)
	}
	s := begin(t)
	s.repo[manifestPath], s.repo[dir+"/.gitkeep"] = "x", ""
	s.orders(Promote, "", Adopt, adopt)
	if strings.Contains(s.repo[record1], "gitkeep") {
		t.Error("the record lists a file that only keeps the directory")
	}
}

// A record that the history has and the branch has not, or has in another form, is
// tampering, whatever comes next.
func TestLostRecords(t *testing.T) {
	t.Parallel()
	two := func(t *testing.T) *story {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		s.promotes(Promote, "", with(fraud(), at(second), version("2.4.0")))
		return s
	}
	third := with(fraud(), at(third), version("2.5.0"))
	s := two(t)
	s.repo = maps.Clone(s.past[1]) // git revert of the second promotion
	s.promotes(Tampered, record2+": the history of the branch has this record", third)
	s.orders(Tampered, record2, Retire)
	if p, err := NewPlan(s.request(triage())); err != nil || p.Items[0].State != Promote {
		t.Errorf("the other model: %+v %v", p.Items, err)
	}
}

// Who runs nothing new is told too, and in an environment that another needs.
func TestLostRecordsAreAlwaysSeen(t *testing.T) {
	t.Parallel()
	v1, v2 := fraud(), with(fraud(), at(second), version("2.4.0"), func(s *decision.Subject) { s.Artifacts[0].Digest = "sha256:" + hexOf("8") })
	s := begin(t)
	s.promotes(Promote, "", v1)
	s.promotes(Promote, "", v2)
	s.orders(Promote, "", Rollback)
	s.repo = maps.Clone(s.past[len(s.past)-2]) // git revert of the rollback
	s.promotes(Tampered, record3, v2)

	s = begin(t)
	s.repo[EnvPath] = strings.Replace(stages, "    soak: 24h\n", "", 1)
	s.promotesTo("staging", now, Promote, "", v1, nil)
	s.promotesTo("staging", now, Promote, "", v2, nil)
	request := s.request()
	request.Environment = s.load(t, "staging")
	p, err := NewOrder(request, Order{Operation: Rollback, Model: "fraud-detector", Statement: Statement{Owner: "oncall", Reason: "error rate"}})
	s.happens(p, err, Promote, "")
	rolled := maps.Clone(s.repo)
	s.repo = maps.Clone(s.past[len(s.past)-2])
	if item := s.promotesTo("prod", now, Blocked, "its records in staging are not those of the history of the branch: .modelgate/records/staging/fraud-detector/000003.json", v2, nil); item.Later {
		t.Error("a later run would not promote it, and the item says so")
	}
	s.repo = rolled
	s.promotesTo("prod", now, Blocked, "needs the same artifacts in staging first", v2, nil)
}

// What was no record when it was added can be reverted, as the message asks, and
// its number is used by the next record.
func TestRevertOfAForgedRecord(t *testing.T) {
	t.Parallel()
	next := with(fraud(), at(second), version("2.4.0"))
	for name, forge := range map[string]func(s *story){
		"not a record": func(s *story) { s.repo[record2] = "{}\n" },
		"replayed":     func(s *story) { s.repo[record2] = s.repo[record1] },
		"without its files": func(s *story) {
			with := s.repo.promote(t, next)
			s.repo[record2] = with[record2]
		},
		"a note": func(s *story) { s.repo[recordDir("prod", "fraud-detector")+"/notes.txt"] = "x" },
	} {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		good := maps.Clone(s.repo)
		forge(s)
		s.promotes(Tampered, "", next)
		s.repo = good
		s.promotes(Promote, "", next)
		s.promotes(AlreadyPromoted, "", next)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestFreezeAndOrders(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.promotes(Promote, "", fraud())
	s.promotes(Promote, "", with(fraud(), at(second), version("2.4.0")))
	s.repo[FreezePath] = "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, reason: audit}]\n"
	s.orders(Blocked, "prod is frozen: audit; in an emergency", Rollback)
	s.orders(Promote, "", Holds)
	emergency := func(o *Order) { o.Statement.Emergency = true }
	if item := s.orders(Promote, "", Rollback, emergency); !strings.Contains(s.repo[item.Record], `"emergency":true`) {
		t.Error("the record does not state the emergency")
	}
	delete(s.repo, FreezePath)
	if item := s.orders(Promote, "", Retire, emergency); strings.Contains(s.repo[item.Record], `"emergency":true`) {
		t.Error("the record states an emergency, and there was none")
	}
}

// Only what went past a freeze states so, in its record and in the message.
func TestEmergencyOfOneModel(t *testing.T) {
	t.Parallel()
	r := repo{FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, model: support-triage, reason: audit}]\n"}
	request := r.request(t, fraud(), triage())
	request.Emergency = &Statement{Owner: "oncall", Reason: "incident 17"}
	p, err := NewPlan(request)
	if err != nil || !strings.Contains(p.Message, "\nModelgate-Owner: oncall\nModelgate-Reason: incident 17\n") {
		t.Errorf("%v %s", err, p.Message)
	}
	for _, f := range p.Files {
		if strings.HasPrefix(f.Path, RecordsDir) && strings.Contains(string(f.Content), "emergency") != strings.Contains(f.Path, "support-triage") {
			t.Errorf("%s: %s", f.Path, f.Content)
		}
	}
	request.Approvals = request.Approvals[:1]
	if p, err := NewPlan(request); err != nil || strings.Contains(p.Message, "Modelgate-Owner") {
		t.Errorf("%v %s", err, p.Message)
	}
}

// A forged operation is not one: it must restate the record that it says.
func TestForgedOperations(t *testing.T) {
	t.Parallel()
	for name, forge := range map[string]func(*Record){
		"another digest":  func(r *Record) { r.Artifacts[0].Digest = "sha256:" + hexOf("0") },
		"another record":  func(r *Record) { r.Restores = 2 },
		"another file":    func(r *Record) { r.Render.Files[0].SHA256 = hexOf("0") },
		"a later record":  func(r *Record) { r.Restores = 7 },
		"another version": func(r *Record) { r.Model.Version = "9.9.9" },
		"as an adoption":  func(r *Record) { r.Operation, r.Restores, r.Hold = Adopt, 0, nil },
	} {
		s := begin(t)
		s.promotes(Promote, "", fraud())
		s.promotes(Promote, "", with(fraud(), at(second), version("2.4.0")))
		s.orders(Promote, "", Rollback)
		edit(t, s.repo, record3, true, func(r *Record) {
			forge(r)
			r.PromotionID, _ = promotionID(*r, r.replaces())
		})
		if problems, err := audit(s.repo); err != nil || len(problems) == 0 || problems[0].Path != record3 {
			t.Errorf("%s: %v %v", name, problems, err)
		}
	}
}

func TestOrdersAreChecked(t *testing.T) {
	t.Parallel()
	good := Order{Operation: Holds, Model: "a", Statement: Statement{Owner: "a", Reason: "b"}}
	if err := good.Check(now); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*Order){
		"model": func(o *Order) { o.Model = "../x" }, "owner": func(o *Order) { o.Statement.Owner = "" }, "end": func(o *Order) { o.Until = "soon" },
		"reason": func(o *Order) { o.Statement.Reason = strings.Repeat("x", 1001) }, "record": func(o *Order) { o.Operation, o.Record = Rollback, -1 }, "bytes": func(o *Order) { o.Statement.Reason = "\xff" },
	} {
		o := good
		change(&o)
		if _, err := NewOrder(repo{}.request(t), o); err == nil || errors.Is(err, ErrTampered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A record that does not exist is told after a rollback, too.
func TestRollbackToNoRecord(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.promotes(Promote, "", fraud())
	s.promotes(Promote, "", with(fraud(), at(second), version("2.4.0")))
	s.orders(Promote, "", Rollback)
	s.orders(AlreadyPromoted, "", Rollback)
	s.orders(Blocked, "record 000099 does not exist", Rollback, record(99))
}

// Nobody states an emergency or a hold without words.
func TestStatementsHaveWords(t *testing.T) {
	t.Parallel()
	for _, s := range []Statement{{Owner: "ann"}, {Owner: "ann", Reason: " "}, {Owner: "ann", Reason: "\u200b"}, {Owner: "ann", Reason: "…"}, {Owner: " ", Reason: "an outage"}, {Reason: "an outage"}} {
		if s.Check() == nil {
			t.Errorf("%+v was taken", s)
		}
	}
	for _, s := range []Statement{{Owner: "ann", Reason: "an outage"}, {Owner: "安", Reason: "障害 12"}} {
		if err := s.Check(); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
