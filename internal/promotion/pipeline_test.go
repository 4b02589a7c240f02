package promotion

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

const stages = `apiVersion: modelgate.dev/v1
kind: Environments
environments:
  prod:
    needs: [staging]
    soak: 24h
  staging: {stage: review}
`

// promotesTo is promotes, into any environment and at any time.
func (s *story) promotesTo(env string, when time.Time, state State, reason string, subject decision.Subject, emergency *Statement) Item {
	s.Helper()
	request := s.request(subject)
	request.Environment, request.Now, request.Emergency = s.load(s.T, env), when, emergency
	p, err := NewPlan(request)
	return s.happens(p, err, state, reason)
}

// What soaks for a day in staging goes to production, by digest and by the time of
// the commit.
func TestSoak(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = stages
	v1, v2 := fraud(), with(fraud(), at(second), version("2.4.0"), func(s *decision.Subject) { s.Artifacts[0].Digest = "sha256:" + hexOf("8") })
	s.promotesTo("prod", now, Blocked, "prod needs it in staging first, which does not have it", v1, nil)
	s.promotesTo("staging", now, Promote, "", v1, nil)
	if item := s.promotesTo("prod", now.Add(23*time.Hour), Blocked, "it soaks in staging until 2026-03-02T12:30:00Z", v1, nil); !item.Later {
		t.Error("a later run may promote it, and the item does not say so")
	}
	day := now.Add(24 * time.Hour)
	s.promotesTo("prod", day, Blocked, "needs the same artifacts in staging first, which has version 2.3.0", v2, nil)
	s.promotesTo("prod", day, Promote, "", v1, nil)
	s.promotesTo("prod", day, AlreadyPromoted, "", v1, nil)
	item := s.promotesTo("prod", day, Promote, "", v2, &Statement{Owner: "oncall", Reason: "incident 17"})
	if r := s.repo[item.Record]; !strings.Contains(r, `"statement":{"emergency":true,"owner":"oncall","reason":"incident 17"}`) || !strings.Contains(r, apiVersion2) {
		t.Errorf("the record does not state the emergency: %s", r)
	}
}

// A soak time does not begin before the record was made: the commit that brought it can
// state any time, such as one that somebody made again and that was merged by a
// fast-forward.
func TestSoakIsNotOlderThanItsRecord(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = stages
	made := now.Add(72 * time.Hour)
	s.promotesTo("staging", made, Promote, "", fraud(), nil) // its commit states now
	s.promotesTo("prod", made.Add(24*time.Hour-time.Second), Blocked, "it soaks in staging until 2026-03-05T12:30:00Z", fraud(), nil)
	request := s.request(fraud())
	request.Now, request.Snapshot.Past = now.Add(24*time.Hour), byHost{s.past}
	p, err := NewPlan(request) // what the host states is by its own clock
	s.happens(p, err, Promote, "")
}

// A commit that somebody made again has no time. Where nobody uses pull requests, nothing
// is said of them, and the next record starts the soak time.
func TestSoakOfACommitMadeAgain(t *testing.T) {
	t.Parallel()
	for mode, want := range map[Mode]string{
		Direct:      "but record 000001 reached the branch at an unknown time: commit 1 of modelgate was made again by another committer, such as by a rebase. The soak time starts with the next commit of modelgate",
		PullRequest: "but the time at which its pull request was merged there is unknown (not permitted.): use a token",
	} {
		s := begin(t)
		s.repo[EnvPath] = stages
		s.promotesTo("staging", now, Promote, "", fraud(), nil)
		s.repo[EnvPath] = strings.Replace(stages, "stage: review", "stage: review, mode: "+string(mode), 1)
		request := s.request(fraud())
		request.Snapshot.Past = undated{s.past}
		p, err := NewPlan(request)
		s.happens(p, err, Blocked, want)
	}
}

// undated is a history without times.
type undated struct{ past }

func (u undated) Arrivals(now time.Time) (map[string]map[string]Arrival, error) {
	out, err := u.past.Arrivals(now)
	for _, objects := range out {
		for object, a := range objects {
			objects[object] = Arrival{Commit: a.Commit, Unknown: "not permitted."}
		}
	}
	return out, err
}

// byHost is a history whose times the host of the branch states.
type byHost struct{ past }

func (b byHost) Arrivals(now time.Time) (map[string]map[string]Arrival, error) {
	out, err := b.past.Arrivals(now)
	for _, objects := range out {
		for object, a := range objects {
			a.ByHost = true
			objects[object] = a
		}
	}
	return out, err
}

// A needed environment that was tampered with, or that has retired the model,
// vouches for nothing; a hold is not lifted by an emergency.
func TestNeeds(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = strings.Replace(stages, "    soak: 24h\n", "", 1)
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	manifest := "environments/staging/models/fraud-detector/inferenceservice.yaml"
	good := s.repo[manifest]
	s.repo[manifest] += "#"
	s.promotesTo("prod", now, Blocked, "its files in staging are not what the records state", fraud(), nil)
	s.repo[manifest] = good
	s.promotesTo("prod", now, Promote, "", fraud(), nil)
	s.orders(Promote, "", Holds)
	next := with(fraud(), at(second), version("2.4.0"))
	s.promotesTo("prod", now, Blocked, "is held", next, &Statement{Owner: "a", Reason: "b"})
	s.repo[EnvPath] = strings.Replace(s.repo[EnvPath], "    needs", "    targets: [deployment]\n    needs", 1)
	s.promotesTo("prod", now, Blocked, "prod takes the targets deployment, and its target is kserve", next, nil)
}

// An environment that is needed vouches for one version, and for none while it
// holds the model.
func TestNeedsTheVersion(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = strings.Replace(stages, "    soak: 24h\n", "", 1)
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	renamed := with(fraud(), version("2.4.0")) // the same artifacts
	s.promotesTo("prod", now, Blocked, "prod needs version 2.4.0 in staging first, which has version 2.3.0", renamed, nil)
	request := s.request()
	request.Environment = s.load(t, "staging")
	p, err := NewOrder(request, Order{Operation: Holds, Model: "fraud-detector", Until: "2026-03-01", Statement: Statement{Owner: "qa", Reason: "error rate"}})
	s.happens(p, err, Promote, "")
	if item := s.promotesTo("prod", now, Blocked, "prod needs it in staging without a hold: fraud-detector is held in staging by qa until 2026-03-01", fraud(), nil); !item.Later {
		t.Error("a later run may promote it, and the item does not say so")
	}
	s.promotesTo("prod", now.AddDate(0, 0, 1), Promote, "", fraud(), nil)
}

// A landing that reads no history cannot tell how long a model soaks: that does not
// pass by waiting.
func TestSoakWithoutTheHistory(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = stages
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	request := s.request(fraud())
	request.Snapshot.Past = nil
	p, err := NewPlan(request)
	if item := s.happens(p, err, Blocked, "was not read: use --landing git"); item.Later {
		t.Error("it waits forever")
	}
}

// A record of a newer version blocks its model, in whichever environment it is.
func TestNewerRecordUpstream(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = strings.Replace(stages, "    soak: 24h\n", "", 1)
	s.promotesTo("staging", now, Promote, "", fraud(), nil)
	s.promotesTo("staging", now, Promote, "", triage(), nil)
	newer := RecordsDir + "/staging/fraud-detector/000001.json"
	s.repo[newer] = strings.Replace(s.repo[newer], apiVersion, "modelgate.dev/v9", 1)
	request := s.request(fraud(), triage())
	request.Snapshot.Past = nil
	p, err := NewPlan(request)
	if err != nil || !strings.Contains(p.Items[0].Reason, "another version of modelgate (apiVersion modelgate.dev/v9)") || p.Items[0].Later || p.Items[1].State != Promote {
		t.Errorf("%v %+v", err, p.Items)
	}
}

func TestWindows(t *testing.T) {
	t.Parallel()
	r := repo{EnvPath: `apiVersion: modelgate.dev/v1
kind: Environments
environments:
  prod:
    windows:
      - {days: [mon, tue, wed, thu], from: "09:00", to: "16:00", timezone: Europe/Oslo}
      - {days: [sat], from: "00:00", to: "24:00", timezone: UTC}
    holidays: [2026-03-31]
  free: {holidays: [2026-03-31]}
`}
	env, free := r.load(t, "prod"), r.load(t, "free")
	for moment, want := range map[string]string{
		"2026-03-23T07:59:59Z": "prod takes promotions only mon, tue, wed, thu from 09:00 to 16:00 Europe/Oslo, or sat from 00:00 to 24:00 UTC; it is Mon 08:59 CET",
		"2026-03-23T08:00:00Z": "",
		"2026-03-23T14:59:59Z": "",
		"2026-03-23T15:00:00Z": "it is Mon 16:00 CET",
		"2026-03-30T07:00:00Z": "", // summer time began the day before
		"2026-03-30T14:00:00Z": "it is Mon 16:00 CEST",
		"2026-03-31T08:00:00Z": "2026-03-31, which is a holiday",
		"2026-03-27T10:00:00Z": "it is Fri",
		"2026-03-28T23:59:59Z": "",
		"2026-03-29T00:00:00Z": "it is Sun",
	} {
		when, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := env.closed(when); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", moment, got, want)
		}
		if got := free.closed(when); (got != "") != (when.Day() == 31) {
			t.Errorf("%s: %q without windows", moment, got)
		}
	}
}

// A window is by the clock of its zone: in the hour that summer time takes, it does not
// open, and in the hour that it gives back, it opens twice.
func TestWindowsWhereTheClockChanges(t *testing.T) {
	t.Parallel()
	env := repo{EnvPath: envHead + `  prod: {windows: [{from: "02:15", to: "02:45", timezone: Europe/Oslo}]}` + "\n"}.load(t, "prod")
	open := func(day time.Time) int {
		n := 0
		for minute := range 24 * 60 {
			if env.closed(day.Add(time.Duration(minute)*time.Minute)) == "" {
				n++
			}
		}
		return n
	}
	for day, want := range map[string]int{"2026-03-28": 30, "2026-03-29": 0, "2026-03-30": 30, "2026-10-24": 30, "2026-10-25": 60, "2026-10-26": 30} {
		when, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := open(when); got != want {
			t.Errorf("%s: open for %d minutes, want %d", day, got, want)
		}
	}
}

// A holiday in the zone of one window closes the others, in either order.
func TestHolidayInOneZone(t *testing.T) {
	t.Parallel()
	const west, east = `{from: "00:00", to: "24:00", timezone: America/New_York}`, `{from: "00:00", to: "24:00", timezone: Pacific/Auckland}`
	when := time.Date(2026, 12, 24, 20, 0, 0, 0, time.UTC) // the 25th in Auckland, the 24th in New York
	for _, windows := range []string{west + ", " + east, east + ", " + west} {
		r := repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {windows: [" + windows + "], holidays: [2026-12-25]}}\n"}
		env := r.load(t, "prod")
		if got := env.closed(when); !strings.Contains(got, "2026-12-25, which is a holiday") {
			t.Errorf("%s: %q", windows, got)
		}
		if got := env.closed(when.AddDate(0, 0, 2)); got != "" {
			t.Errorf("%s: %q two days later", windows, got)
		}
	}
}

// Two models of one name wait for nothing: one of them must be renamed.
func TestTwinsDoNotWait(t *testing.T) {
	t.Parallel()
	r := repo{FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, reason: audit}]\n"}
	p, err := r.plan(t, fraud(), with(fraud(), func(s *decision.Subject) { s.ID = "models/copy" }))
	if err != nil || len(p.Items) != 2 || p.Items[0].Later || p.Items[1].Later {
		t.Errorf("%v %+v", err, p.Items)
	}
}

func TestFreezeOfOneModel(t *testing.T) {
	t.Parallel()
	r := repo{FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, model: fraud-detector, reason: audit}]\n"}
	p, err := r.plan(t, fraud(), triage())
	if err != nil || p.Items[0].Reason != "fraud-detector in prod is frozen: audit" || p.Items[1].State != Promote {
		t.Errorf("%v %+v", err, p.Items)
	}
}

func TestPipeline(t *testing.T) {
	t.Parallel()
	of := func(environments string) repo {
		return repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {" + environments + "}\n"}
	}
	got, err := Pipeline(of("a: {needs: [c]}, b: {}, c: {needs: [d]}, d: {}").tree())
	if diff := cmp.Diff([]string{"b", "d", "c", "a"}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	for environments, want := range map[string]string{
		"a: {needs: [b]}, b: {needs: [a]}":                                  "in a circle: a, b",
		"a: {needs: [a]}":                                                   "in a circle: a",
		"a: {needs: [stagin]}, staging: {}":                                 `environment stagin does not exist; did you mean "staging"`,
		"a: {soak: 1h}":                                                     "needs no environment to soak in",
		"a: {targets: [kserv]}":                                             "kserv",
		"a: {target: kserve, targets: [deployment]}":                        "kserve is not one of the targets that a takes: deployment",
		"a: {holidays: [2026-02-30]}":                                       "2026-02-30 is not a date",
		"a: {soak: 1w}":                                                     "soak",
		`a: {windows: [{from: "09:00", to: "08:00", timezone: UTC}]}`:       "ends at 08:00, before",
		`a: {windows: [{from: "09:00", to: "09:00", timezone: UTC}]}`:       "ends at 09:00, when it begins",
		`a: {windows: [{from: "09:00", to: "10:00", timezone: Mars/Gale}]}`: "Mars/Gale is not a time zone",
	} {
		if _, err := LoadEnvironment(of(environments).tree(), "a"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", environments, err, want)
		}
	}
	if _, err := Pipeline(repo{}.tree()); err == nil {
		t.Error("a pipeline without env.yaml")
	}
}
