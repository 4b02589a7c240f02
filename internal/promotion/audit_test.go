package promotion

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// changed audits a change of several commits; the first tree is that before it.
func changed(t *testing.T, before repo, steps ...repo) []string {
	t.Helper()
	a, err := AuditChange(before.tree(), func(yield func(source.Tree, error) bool) {
		for _, s := range steps {
			if !yield(s.tree(), nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range a.Problems {
		out = append(out, p.Path+": "+p.Message)
	}
	return out
}

// edited is a copy of a repository with a file that has other content, "" for none.
func (r repo) edited(path, content string) repo {
	out := maps.Clone(r)
	if out[path] = content; content == "" {
		delete(out, path)
	}
	return out
}

// What each commit of a change may do, all of them may do one after the other; what
// none may do, the commits after it do not hide.
func TestAuditOfSeveralCommits(t *testing.T) {
	t.Parallel()
	const plain, moved = "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {}}\n",
		"apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {}, staging: {stage: review}}\n"
	v2 := with(fraud(), at(second), version("2.4.0"))
	zero := repo{EnvPath: plain}
	one := zero.promote(t, fraud())
	two := one.promote(t, v2)
	forged := one.edited(record2, two[record2]) // without its manifest
	for name, test := range map[string]struct {
		steps []repo
		want  []string
	}{
		"a promotion, a new environment, a promotion": {[]repo{zero, one, one.edited(EnvPath, moved), two.edited(EnvPath, moved)}, nil},
		"the two in one commit": {[]repo{zero, one, two.edited(EnvPath, moved)}, []string{
			record2 + ": it changes together with", manifestPath + ": it changes together with"}},
		"hidden by a commit after it":         {[]repo{one, two.edited(EnvPath, moved), two}, []string{record2 + ": it changes together with", manifestPath + ": it changes together with"}},
		"a record that comes and goes":        {[]repo{one, two, one}, []string{record2 + ": a later commit of the change removes this record"}},
		"a record that goes":                  {[]repo{two, one}, []string{record2 + ": the change removes this record"}},
		"a record that goes in two steps":     {[]repo{two, two.edited(manifestPath, "x"), one}, []string{record2 + ": the change removes this record"}},
		"it comes, and goes in two steps":     {[]repo{one, two, two.edited(manifestPath, "x"), one}, []string{record2 + ": a later commit of the change removes this record"}},
		"a record that goes and comes again":  {[]repo{two, one, two}, nil},
		"a forged record that is reverted":    {[]repo{one, forged, one}, nil},
		"a forged record that was reverted":   {[]repo{forged, one}, nil},
		"a forged record before a true one":   {[]repo{one, forged, one, two}, nil},
		"a forged record that stays":          {[]repo{one, forged}, []string{manifestPath + ": it does not match record 000002"}},
		"a configuration that cannot be used": {[]repo{one, one.edited(EnvPath, "x"), one, two}, nil},
		"and manifests with it":               {[]repo{one, two.edited(EnvPath, "x"), two}, []string{record2 + ": it changes together with", manifestPath + ": it changes together with"}},
	} {
		got := changed(t, test.steps[0], test.steps[1:]...)
		for i := range got {
			for _, want := range test.want {
				if strings.HasPrefix(got[i], want) {
					got[i] = want
				}
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What a change loosens or tightens is told, so that who reviews it sees it, and does not
// come together with records. The order of a list and a word of a reason tell nothing.
func TestEditsOfSchedules(t *testing.T) {
	t.Parallel()
	const full = envHead + `  prod: {needs: [staging, dev], soak: 24h, windows: [{from: "09:00", to: "16:00", timezone: Europe/Oslo}], holidays: [2026-12-24], targets: [kserve, vm], fixed: {kserve: {minReplicas: 2}}}
  staging: {stage: review}
  dev: {stage: review}
unmanaged: ["environments/*/kustomization.yaml"]
`
	const frozen = "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{environment: prod, reason: audit}, {environment: \"*\", model: churn, reason: recall, until: 2026-12-31}]\n"
	before := repo{EnvPath: full, FreezePath: frozen}
	for name, test := range map[string]struct {
		path, was, is string
		want          []string
	}{
		"needs":       {EnvPath, "needs: [staging, dev]", "needs: [staging]", []string{"prod no longer needs dev"}},
		"more needs":  {EnvPath, "staging: {", "staging: {needs: [dev], ", []string{"staging now needs dev"}},
		"their order": {EnvPath, "needs: [staging, dev]", "needs: [dev, staging]", nil},
		"soak":        {EnvPath, "soak: 24h", "soak: 1h", []string{"the soak time of prod changes from 24h0m0s to 1h0m0s"}},
		"window":      {EnvPath, `to: "16:00"`, `to: "24:00"`, []string{"the windows of prod change"}},
		"holidays":    {EnvPath, "holidays: [2026-12-24]", "holidays: []", []string{"the holidays of prod change"}},
		"targets":     {EnvPath, "targets: [kserve, vm]", "targets: [kserve, vm, knative]", []string{"the targets of prod change"}},
		"fixed":       {EnvPath, "minReplicas: 2", "minReplicas: 1", []string{"the fixed parameters of prod change"}},
		"unmanaged":   {EnvPath, "environments/*/kustomization.yaml", "environments/**", []string{"the files that belong to people (unmanaged) change"}},
		"a freeze":    {FreezePath, "{environment: prod, reason: audit}, ", "", []string{"a freeze of prod is removed: audit"}},
		"its end":     {FreezePath, "2026-12-31", "2026-12-01", []string{"a freeze of churn in * until 2026-12-31 is removed: recall", "a freeze of churn in * until 2026-12-01 is added: recall"}},
		"nothing":     {EnvPath, "", "", nil},
	} {
		after := before.edited(test.path, strings.Replace(before[test.path], test.was, test.is, 1))
		audit, err := AuditChange(before.tree(), stepTo(after))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, c := range audit.Changes {
			if got = append(got, c.Message); c.Path != test.path {
				t.Errorf("%s: it is said of %s", name, c.Path)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" || len(audit.Problems) > 0 {
			t.Errorf("%s: %v (-want +got):\n%s", name, audit.Problems, diff)
		}
	}
	one := repo{EnvPath: strings.Replace(full, "needs: [staging, dev], soak: 24h, windows", "windows", 1)}.promoteAt(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), fraud())
	loosened := maps.Clone(one)
	one[EnvPath] = full
	if got := changed(t, repo{EnvPath: full}, loosened); len(got) == 0 || !strings.Contains(got[0], "it changes together with .modelgate/env.yaml (prod no longer needs dev)") {
		t.Errorf("together: %q", got)
	}
	if got := changed(t, repo{EnvPath: full}, repo{EnvPath: loosened[EnvPath]}, loosened); len(got) > 0 {
		t.Errorf("one after the other: %q", got)
	}
}

// promoteAt is promote at a moment.
func (r repo) promoteAt(t testing.TB, when time.Time, subjects ...decision.Subject) repo {
	t.Helper()
	request := r.request(t, subjects...)
	request.Now = when
	p, err := NewPlan(request)
	if err != nil || len(p.In(Promote)) != len(subjects) {
		t.Fatalf("%v %+v", err, p.Items)
	}
	return r.apply(p)
}

// Files among the records that are of no environment, and paths that are those of an
// environment where case does not count.
func TestVerifyFindsTwins(t *testing.T) {
	t.Parallel()
	good := repo{EnvPath: envHead + "  prod: {}\n"}.promote(t, fraud())
	for file, want := range map[string]string{
		"environments/Prod/models/fraud-detector/inferenceservice.yaml": "differs from environments/prod/models only in case",
		"Environments/prod/models/x/y.yaml":                             "differs from environments/prod/models only in case",
		"environments/prod/MODELS":                                      "differs from environments/prod/models only in case",
		".modelgate/records/pro..d/fraud-detector/000001.json":          "no environment has the name of its directory",
		".modelgate/records/000001.json":                                "no environment has the name of its directory",
		".modelgate/records/.gitkeep":                                   "",
		".modelgate/records/README.md":                                  "",
		"environments/production/models/x/y.yaml":                       "",
		"docs/Environments/prod/models/x.yaml":                          "",
	} {
		problems, err := audit(good.edited(file, "x"))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		found := slices.ContainsFunc(problems, func(p Problem) bool { return p.Path == file && want != "" && strings.Contains(p.Message, want) })
		if found != (want != "") || want == "" && len(problems) > 0 {
			t.Errorf("%s: %v, want %q", file, problems, want)
		}
	}
}

// A name that files for people and for git have hides no submodule and no symbolic link:
// deployers read what is in a submodule.
func TestNamesHideNoSubmodule(t *testing.T) {
	t.Parallel()
	r := repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {}}\n"}.promote(t, fraud())
	audit := func(name string, kind source.EntryKind) string {
		t.Helper()
		entries := append(slices.Clone(r.tree().Entries()), source.Entry{Path: name, Kind: kind, Object: hexOf("a")[:40]})
		slices.SortFunc(entries, func(a, b source.Entry) int { return strings.Compare(a.Path, b.Path) })
		tree, err := source.Listed(strings.Repeat("0", 40), entries, func(e source.Entry) ([]byte, error) { return []byte(r[e.Path]), nil })
		if err != nil {
			t.Fatal(err)
		}
		a, err := AuditTree(tree)
		if err != nil {
			return err.Error()
		}
		if len(a.Problems) == 0 {
			return ""
		}
		return a.Problems[0].Path
	}
	for _, name := range []string{
		"environments/prod/models/.gitkeep", "environments/prod/models/fraud-detector/.gitkeep", "environments/prod/README.md", "environments/README.md",
		RecordsDir + "/README.md", RecordsDir + "/.gitkeep", HealthDir + "/a.md", ApprovalsDir + "/a.md", AttestationsDir + "/a.md",
	} {
		if got := audit(name, source.File); got != "" {
			t.Errorf("%s: %s", name, got)
		}
		for _, kind := range []source.EntryKind{source.Submodule, source.Symlink} {
			if got := audit(name, kind); !strings.Contains(got, name) {
				t.Errorf("%s as a %s: %q", name, kind, got)
			}
		}
	}
	if got := audit(".Modelgate/freeze.yaml", source.File); got != ".Modelgate/freeze.yaml" {
		t.Errorf("a freeze that is not read: %q", got)
	}
}

// A freeze of a model whose name was mistyped stops nothing, and is shown.
func TestMisspeltFreeze(t *testing.T) {
	t.Parallel()
	r := repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {}, other: {}}\n"}.promote(t, fraud())
	for freeze, want := range map[string]string{
		"environment: prod, model: fraud-detecter":                   `a freeze of fraud-detecter in prod applies to no model; did you mean "fraud-detector"?`,
		"environment: '*', model: fraud-detecter, until: 2020-01-01": `a freeze of fraud-detecter in * until 2020-01-01 applies to no model; did you mean "fraud-detector"?`,
		"environment: prod, model: fraud-detector":                   "",
		"environment: other, model: fraud-detecter":                  "", // a model that is still to come
		"environment: prod, model: translation":                      "",
		"environment: prod":                                          "",
	} {
		frozen := r.edited(FreezePath, "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{"+freeze+", reason: audit}]\n")
		a, err := AuditTree(frozen.tree())
		if err != nil || len(a.Problems) > 0 || (want == "") != (len(a.Changes) == 0) || want != "" && a.Changes[0] != (Problem{FreezePath, want}) {
			t.Errorf("%s: %v %v %v", freeze, err, a.Problems, a.Changes)
		}
	}
}

// A promotion that a mistyped freeze was probably meant to stop warns of it, also the first
// one of its model.
func TestMisspeltFreezeOfAPromotion(t *testing.T) {
	t.Parallel()
	for freeze, want := range map[string]int{
		"environment: prod, model: fraud-detecter":                    1,
		"environment: '*', model: fraud-detecter":                     1,
		"environment: prod, model: fraud-detecter, until: 2020-01-01": 0,
		"environment: other, model: fraud-detecter":                   0,
		"environment: prod, model: translation":                       0,
	} {
		r := repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {}, other: {}}\n",
			FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes: [{" + freeze + ", reason: audit}]\n"}
		p, err := r.plan(t, fraud(), triage())
		if err != nil || p.Items[0].State != Promote || len(p.Items[0].Warnings) != want || len(p.Items[1].Warnings) != 0 {
			t.Fatalf("%s: %v %+v", freeze, err, p.Items)
		}
		if want > 0 && !strings.HasPrefix(p.Items[0].Warnings[0], ".modelgate/freeze.yaml: a freeze of fraud-detecter in ") {
			t.Errorf("%s: %q", freeze, p.Items[0].Warnings[0])
		}
	}
}

// A change shows the emergencies that its records state: those of the base are known.
func TestEmergenciesOfAChange(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = stages
	before := maps.Clone(s.repo)
	s.promotesTo("prod", now, Promote, "", fraud(), &Statement{Owner: "oncall", Reason: "incident 17"})
	after := s.repo
	for name, c := range map[string]struct {
		before repo
		want   int
	}{"new": {before, 1}, "known": {after, 0}} {
		a, err := AuditChange(c.before.tree(), func(yield func(source.Tree, error) bool) { yield(after.tree(), nil) })
		if err != nil || len(a.Problems) > 0 || len(a.Changes) != c.want {
			t.Fatalf("%s: %v %v %v", name, err, a.Problems, a.Changes)
		}
		want := Problem{recordPath("prod", "fraud-detector", 1), "it states an emergency, which bypasses freezes, windows, soak times, needs and health, by oncall: incident 17"}
		if c.want > 0 && a.Changes[0] != want {
			t.Errorf("%+v", a.Changes)
		}
	}
}
