package promotion

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// Files among the records that are of no environment, and paths that are those of an
// environment where case does not count.
func TestVerifyFindsTwins(t *testing.T) {
	t.Parallel()
	good := repo{EnvPath: envHead + "  prod: {}\n"}.promote(t, fraud())
	for file, want := range map[string]string{
		"environments/Prod/models/fraud-detector/inferenceservice.yaml": "differs from environments/prod/models in case only",
		"Environments/prod/models/x/y.yaml":                             "differs from environments/prod/models in case only",
		"environments/prod/MODELS":                                      "differs from environments/prod/models in case only",
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
