package promotion

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

const (
	record1      = RecordsDir + "/prod/fraud-detector/000001.json"
	record2      = RecordsDir + "/prod/fraud-detector/000002.json"
	record3      = RecordsDir + "/prod/fraud-detector/000003.json"
	manifestPath = "environments/prod/models/fraud-detector/inferenceservice.yaml"
)

func audit(r repo) ([]Problem, error) {
	a, err := AuditTree(r.tree())
	return a.Problems, err
}

// edit changes members of a record; reseal also makes its recordDigest right,
// as a careful forger would.
func edit(t *testing.T, r repo, name string, reseal bool, change func(*Record)) {
	t.Helper()
	var record Record
	if err := json.Unmarshal([]byte(r[name]), &record); err != nil {
		t.Fatal(err)
	}
	change(&record)
	if reseal {
		if err := record.seal(); err != nil {
			t.Fatal(err)
		}
	}
	b, err := canonical(record)
	if err != nil {
		t.Fatal(err)
	}
	r[name] = string(b) + "\n"
}

func TestTampered(t *testing.T) {
	t.Parallel()
	three := func(t *testing.T) repo {
		r := repo{}.promote(t, fraud())
		r = r.promote(t, with(fraud(), at(second), version("2.4.0")))
		return r.promote(t, with(fraud(), at(third), version("2.5.0")))
	}
	tests := map[string]struct {
		tamper func(t *testing.T, r repo)
		path   string
		want   string // part of the message
	}{
		"manifest changed":     {func(t *testing.T, r repo) { r[manifestPath] += "# scaled by hand\n" }, manifestPath, "does not match record"},
		"manifest removed":     {func(t *testing.T, r repo) { delete(r, manifestPath) }, manifestPath, "it is missing"},
		"manifest too large":   {func(t *testing.T, r repo) { r[manifestPath] = strings.Repeat("#", maxManifest+1) }, manifestPath, "too large"},
		"manifest added":       {func(t *testing.T, r repo) { r["environments/prod/models/fraud-detector/zz.yaml"] = "" }, "environments/prod/models/fraud-detector/zz.yaml", "does not list it"},
		"newest record edited": {func(t *testing.T, r repo) { edit(t, r, record3, false, func(c *Record) { c.Source.Commit = first }) }, record3, "its recordDigest does not match"},
		"newest record edited, digest mended": {func(t *testing.T, r repo) {
			edit(t, r, record3, true, func(c *Record) { c.Artifacts[0].Digest = "sha256:" + hexOf("0") })
		}, record3, "its promotionId does not match"},
		"older record edited": {func(t *testing.T, r repo) {
			edit(t, r, record1, false, func(c *Record) { c.CreatedAt = "2020-01-01T00:00:00Z" })
		}, record1, "its recordDigest does not match"},
		"older record edited, digest mended": {func(t *testing.T, r repo) {
			edit(t, r, record1, true, func(c *Record) { c.Decision.Waivers = []RecordWaiver{} })
		}, record2, "its previous does not match"},
		"newest record removed": {func(t *testing.T, r repo) { delete(r, record3) }, manifestPath, "does not match record 000002"},
		"older record removed":  {func(t *testing.T, r repo) { delete(r, record2) }, record3, "record 000002 before it is missing"},
		"first record removed":  {func(t *testing.T, r repo) { delete(r, record1) }, record2, "record 000001 before it is missing"},
		"records swapped":       {func(t *testing.T, r repo) { r[record1], r[record2] = r[record2], r[record1] }, record1, "its sequence is 2"},
		"other model's record": {func(t *testing.T, r repo) {
			for name, content := range (repo{}).promote(t, triage()) {
				if strings.HasPrefix(name, RecordsDir) {
					r[record1] = content
				}
			}
		}, record1, "it is a record of support-triage in prod"},
		"record not canonical": {func(t *testing.T, r repo) {
			r[record3] = strings.Replace(r[record3], `{"apiVersion"`, `{ "apiVersion"`, 1)
		}, record3, "not in canonical form"},
		"record with two keys": {func(t *testing.T, r repo) {
			r[record3] = strings.Replace(r[record3], "{", `{"kind":"PromotionRecord",`, 1)
		}, record3, "not a JSON document"},
		"record is no JSON":   {func(t *testing.T, r repo) { r[record3] = "<<<<<<< HEAD" }, record3, "not a JSON document"},
		"record is empty":     {func(t *testing.T, r repo) { r[record3] = "" }, record3, "it is"},
		"record is no object": {func(t *testing.T, r repo) { r[record3] = "[]\n" }, record3, "not a valid record"},
		"unknown member":      {func(t *testing.T, r repo) { r[record3] = strings.Replace(r[record3], "{", `{"approved":true,`, 1) }, record3, "approved"},
		"stray file":          {func(t *testing.T, r repo) { r[RecordsDir+"/prod/fraud-detector/notes.txt"] = "x" }, RecordsDir + "/prod/fraud-detector/notes.txt", "it is not a record"},
		"file instead of directory": {func(t *testing.T, r repo) {
			for name := range r {
				if strings.HasPrefix(name, RecordsDir) {
					delete(r, name)
				}
			}
			r[RecordsDir+"/prod"] = "x"
		}, RecordsDir + "/prod", "it is a file, but must be a directory"},
		"paths of another model": {func(t *testing.T, r repo) {
			edit(t, r, record3, true, func(c *Record) {
				c.Render.Files[0].Path = "environments/prod/models/support-triage/service.yaml"
				c.PromotionID, _ = promotionID(*c, c.replaces())
			})
		}, record3, "is not in its directory"},
		"directory of the records": {func(t *testing.T, r repo) {
			edit(t, r, record3, true, func(c *Record) {
				c.Render.Directory = ".modelgate/records/prod/fraud-detector"
				c.PromotionID, _ = promotionID(*c, c.replaces())
			})
		}, record3, "is not valid for fraud-detector"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := three(t)
			test.tamper(t, r)
			plan, err := r.plan(t, fraud(), triage())
			if err != nil || !errors.Is(plan.Err(), ErrTampered) || plan.Items[0].State != Tampered {
				t.Fatalf("%v, %v, want ErrTampered", err, plan.Err())
			}
			if _, shared := strings.CutSuffix(test.path, "/prod"); !shared && len(plan.In(Promote)) != 1 {
				t.Errorf("the other model is %+v", plan.Items[1])
			}
			p := plan.Problems[0]
			if p.Path != test.path || !strings.Contains(p.Message, test.want) {
				t.Errorf("%s: %s\nwant %s: …%s…", p.Path, p.Message, test.path, test.want)
			}
			problems, err := audit(r)
			if err != nil || len(problems) == 0 {
				t.Errorf("Verify finds nothing (%v)", err)
			}
		})
	}
}

// What is wrong with one model does not keep another one back.
func TestTamperedElsewhere(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud())
	r[manifestPath] += "# changed\n"
	if p, err := r.plan(t, triage()); err != nil || p.Items[0].State != Promote {
		t.Errorf("%v %v", p.Items, err)
	}
}

func TestRecordOfAnotherVersion(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud())
	r[record1] = strings.Replace(r[record1], "modelgate.dev/v1", "modelgate.dev/v9", 1)
	p, err := r.plan(t, fraud(), triage())
	if err != nil || p.Items[0].State != Blocked || !strings.Contains(p.Items[0].Reason, "another version of modelgate") || p.Items[1].State != Promote {
		t.Errorf("%v %+v", err, p.Items)
	}
}

func TestVerifyFindsWhatNoRecordLists(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud())
	r["environments/prod/models/by-hand/deployment.yaml"] = "x"
	r["environments/prod/models/README"] = "x"
	r["environments/evil.yaml"] = "x"
	r["environments/prod/README.md"] = "x"
	r["environments/prod/overlays/fraud-detector/patch.yaml"] = "human-owned"
	r[RecordsDir+"/prod/notes.txt"] = "x"
	problems, err := audit(r)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{RecordsDir + "/prod/notes.txt", "environments/evil.yaml", "environments/prod/models/README", "environments/prod/models/by-hand/deployment.yaml"}
	if len(problems) != len(want) {
		t.Fatalf("problems %v, want %q", problems, want)
	}
	for i, p := range problems {
		if p.Path != want[i] {
			t.Errorf("problem %d is %s, want %s", i, p.Path, want[i])
		}
	}
}

// Files by which git or a deployer reads manifests otherwise than the records state them are
// found in a change, above the environments and in their directories. Those that people own,
// that the change leaves as they are or removes, and that are elsewhere are not.
func TestFilesThatChangeWhatDeployersSee(t *testing.T) {
	t.Parallel()
	const encoding, other = "environments/** working-tree-encoding=UTF-16LE\n", "*.md text\n"
	plain := repo{EnvPath: envHead + "  prod: {}\n"}.promote(t, fraud())
	owned := repo{EnvPath: envHead + "  prod: {}\nunmanaged: [.gitattributes, environments/.sourceignore]\n"}.promote(t, fraud())
	for name, test := range map[string]struct {
		before  repo
		path    string
		content string
		want    string
	}{
		"attributes":                   {plain, ".gitattributes", encoding, "change the encoding, line ends and content of files"},
		"attributes in another case":   {plain, ".GitAttributes", encoding, "add it to unmanaged in " + EnvPath + " in a change of its own first"},
		"edited":                       {plain.edited(".gitattributes", other), ".gitattributes", encoding, "change the encoding"},
		"ignored paths":                {plain, ".sourceignore", "environments/\n", "hide files from Flux"},
		"attributes above":             {plain, "environments/.gitattributes", encoding, "it is next to the models"},
		"ignored paths of an env":      {plain, "environments/prod/.sourceignore", "*", "it is next to the models"},
		"ignored paths among models":   {plain, "environments/prod/models/.sourceignore", "*", "no record lists it"},
		"ignored paths of a model":     {plain, path.Dir(manifestPath) + "/.sourceignore", "*", "record 000001 does not list it"},
		"attributes of a model":        {plain, path.Dir(manifestPath) + "/.gitattributes", encoding, "record 000001 does not list it"},
		"overrides of a model":         {plain, path.Dir(manifestPath) + "/.argocd-source.yaml", "kustomize: {}\n", "record 000001 does not list it"},
		"overrides of an application":  {plain, path.Dir(manifestPath) + "/.argocd-source-fraud.yaml", "kustomize: {}\n", "record 000001 does not list it"},
		"concurrency of Argo CD":       {plain, path.Dir(manifestPath) + "/.argocd-allow-concurrency", "", "record 000001 does not list it"},
		"ignored by Helm":              {plain, path.Dir(manifestPath) + "/.helmignore", "*", "record 000001 does not list it"},
		"people's own":                 {owned, ".gitattributes", encoding, ""},
		"people's own above":           {owned, "environments/.sourceignore", "*", ""},
		"not people's own":             {owned, ".sourceignore", "*", "hide files from Flux"},
		"removed":                      {plain.edited(".gitattributes", encoding), ".gitattributes", "", ""},
		"elsewhere":                    {plain, "docs/.gitattributes", encoding, ""},
		"a file of another name":       {plain, ".gitignore", "*.bak\n", ""},
		"before there are any":         {repo{}, ".gitattributes", other, ""},
		"as it was, another file":      {plain.edited(".gitattributes", encoding), "README.md", "x", ""},
		"as it was, and another there": {plain.edited(".gitattributes", encoding), ".sourceignore", "x", "hide files"},
	} {
		after := maps.Clone(test.before)
		if after[test.path] = test.content; test.content == "" && test.want == "" {
			delete(after, test.path)
		}
		got := changed(t, test.before, after)
		if test.want == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || !strings.HasPrefix(got[0], test.path+": ") || !strings.Contains(got[0], test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	// What lists the file comes first: not in the same change.
	both := maps.Clone(owned)
	both[".gitattributes"] = encoding
	if got := changed(t, plain, both); len(got) != 1 || !strings.HasPrefix(got[0], ".gitattributes: ") {
		t.Errorf("with its own permission: %q", got)
	}
	// A tree alone does not tell what has changed.
	if problems, err := audit(plain.edited(".gitattributes", encoding)); err != nil || len(problems) > 0 {
		t.Errorf("a tree: %v %v", err, problems)
	}
}

// A symbolic link where a directory must be would send the files elsewhere.
func TestLinkInThePath(t *testing.T) {
	t.Parallel()
	for _, link := range []string{"environments", "environments/prod/models/fraud-detector", RecordsDir} {
		m := fstest.MapFS{link: &fstest.MapFile{Data: []byte("elsewhere"), Mode: fs.ModeSymlink}}
		tree := sourcetest.Tree(strings.Repeat("0", 40), m)
		env, err := LoadEnvironment(tree, "prod")
		if err == nil {
			request := repo{}.request(t, fraud())
			request.Environment, request.Snapshot.Tree = env, tree
			var p Plan
			if p, err = NewPlan(request); err == nil {
				err = p.Err()
			}
		}
		var invalid *Invalid
		if !errors.Is(err, ErrTampered) && !errors.As(err, &invalid) {
			t.Errorf("%s: the error is %v", link, err)
		}
	}
}

func TestLanded(t *testing.T) {
	t.Parallel()
	before := repo{}
	p, err := before.plan(t, fraud(), triage())
	if err != nil {
		t.Fatal(err)
	}
	after := before.apply(p)
	later := after.promote(t, with(fraud(), at(second), version("2.4.0")))
	other := before.promote(t, with(fraud(), version("9.9.9")), triage())
	half := before.promote(t, fraud())
	for name, test := range map[string]struct {
		repo repo
		want bool
	}{"before": {before, false}, "after": {after, true}, "later": {later, true}, "another promotion": {other, false}, "half": {half, false}} {
		if got, err := p.Landed(test.repo.tree()); err != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, test.want)
		}
	}
	if got, err := (Plan{}).Landed(after.tree()); err != nil || got {
		t.Errorf("an empty plan: %v, %v", got, err)
	}
	after[record1] = "{}\n"
	if got, err := p.Landed(after.tree()); err != nil || got {
		t.Errorf("another record: %v, %v", got, err)
	}
}

func FuzzParseRecord(f *testing.F) {
	r := repo{}.promote(f, fraud())
	f.Add([]byte(r[record1]))
	f.Add([]byte(`{"apiVersion":"modelgate.dev/v1","sequence":1e0}`))
	f.Add([]byte("\xff\xfe{\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		record, why, err := parseRecord(record1, b)
		if err != nil || why != "" {
			return
		}
		again, err := record.encode(record1)
		if err != nil || string(again) != string(b) {
			t.Errorf("a record that was read is written in another way (%v):\n%s\n%s", err, b, again)
		}
	})
}
