package promotion

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const fanOut = envHead + `  prod:
    namespace: models
    parameters: {kserve: {maxReplicas: 4}}
    delivery: {deployer: argocd, repository: "https://git.example.com/acme/env.git"}
    matrix:
      eu: {parameters: {kserve: {minReplicas: 2}}, delivery: {cluster: "https://eu.example.com"}}
      us: {namespace: models-us, parameters: {kserve: {minReplicas: 3}}, delivery: {cluster: "https://us.example.com"}}
`

const euManifest, usManifest = "environments/prod/models/fraud-detector/eu/inferenceservice.yaml", "environments/prod/models/fraud-detector/us/inferenceservice.yaml"

// One promotion renders the model for each cluster, with parameters, a namespace and a
// folder of its own, and the record names all of them.
func TestMatrix(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = fanOut
	item := s.promotes(Promote, "", fraud())
	for file, want := range map[string][]string{
		euManifest: {"minReplicas: 2", "namespace: models\n", digest9},
		usManifest: {"minReplicas: 3", "namespace: models-us\n", digest9},
		"environments/prod/models/fraud-detector/eu/application.yaml": {"name: prod-eu-fraud-detector\n", "https://eu.example.com", "path: environments/prod/models/fraud-detector/eu\n"},
		"environments/prod/models/fraud-detector/us/application.yaml": {"name: prod-us-fraud-detector\n", "https://us.example.com"},
	} {
		for _, text := range want {
			if !strings.Contains(strings.ReplaceAll(s.repo[file], `"`, ""), text) {
				t.Errorf("%s lacks %q:\n%s", file, text, s.repo[file])
			}
		}
	}
	r := decodedRecord(t, s.repo[item.Record])
	if r.APIVersion != apiVersion2 || len(r.Render.Matrix) != 2 || r.Render.Matrix[0].Name != "eu" || r.Render.Matrix[1].Namespace != "models-us" || r.Render.Matrix[1].Parameters["minReplicas"] != "3" {
		t.Errorf("%+v", r.Render)
	}
	all, err := Standings(s.tree(), now, "prod")
	if err != nil || !slices.Equal(all[0].Matrix, []string{"eu", "us"}) {
		t.Errorf("%v %+v", err, all)
	}
	s.promotes(AlreadyPromoted, "", fraud())
	// A parameter of one cluster is another promotion, and so is one cluster less.
	s.repo[EnvPath] = strings.Replace(fanOut, "minReplicas: 3", "minReplicas: 4", 1)
	before := s.repo[euManifest]
	s.promotes(Promote, "", fraud())
	s.orders(Promote, "", Rollback, record(1))
	if s.repo[euManifest] != before || !strings.Contains(s.repo[usManifest], "minReplicas: 3") {
		t.Errorf("not every cluster is rolled back: %s", s.repo[usManifest])
	}
	s.orders(Promote, "", Rollback, record(2))
	s.orders(Promote, "", Unhold)
	if !strings.Contains(s.repo[usManifest], "minReplicas: 4") || !strings.Contains(s.repo[euManifest], "minReplicas: 2") || before == s.repo[euManifest] {
		t.Errorf("%s", s.repo[usManifest])
	}
	one, _, _ := strings.Cut(fanOut, "      us:")
	s.repo[EnvPath] = one
	s.promotes(Promote, "", fraud())
	if _, there := s.repo[usManifest]; there || s.repo[euManifest] == "" {
		t.Error("the files of a cluster that is gone are left")
	}
	// What another set of clusters had is not restored into this one.
	s.orders(Blocked, "has the matrix eu, us, and prod has eu", Rollback, record(1))
}

// Everything below the directory of the model is guarded: each cluster, and what belongs
// to none.
func TestMatrixIsVerified(t *testing.T) {
	t.Parallel()
	s := begin(t)
	s.repo[EnvPath] = fanOut
	item := s.promotes(Promote, "", fraud())
	for name, forge := range map[string]func(repo){
		"one cluster edited":  func(r repo) { r[usManifest] += "#" },
		"one cluster removed": func(r repo) { delete(r, usManifest) },
		"another cluster":     func(r repo) { r["environments/prod/models/fraud-detector/ap/x.yaml"] = r[usManifest] },
		"above the clusters":  func(r repo) { r["environments/prod/models/fraud-detector/x.yaml"] = r[usManifest] },
	} {
		r := maps.Clone(s.repo)
		forge(r)
		if problems, err := audit(r); err != nil || len(problems) != 1 {
			t.Errorf("%s: %v %v", name, problems, err)
		}
	}
	for name, change := range map[string]func(*Record){
		"a file of no cluster":        func(r *Record) { r.Render.Files[0].Path = strings.Replace(r.Render.Files[0].Path, "/eu/", "/", 1) },
		"a file of another cluster":   func(r *Record) { r.Render.Files[0].Path = strings.Replace(r.Render.Files[0].Path, "/eu/", "/ap/", 1) },
		"a cluster without any":       func(r *Record) { r.Render.Matrix[0].Name = "ap" },
		"another parameter in record": func(r *Record) { r.Render.Matrix[0].Parameters["minReplicas"] = "9" },
	} {
		r := maps.Clone(s.repo)
		edit(t, r, item.Record, true, change)
		if problems, err := audit(r); err != nil || len(problems) == 0 || problems[0].Path != item.Record {
			t.Errorf("%s: %v %v", name, problems, err)
		}
	}
}

func TestMatrixIsRefused(t *testing.T) {
	t.Parallel()
	for matrix, want := range map[string]string{
		"{}":                    "/matrix",
		"{eu: {stage: review}}": `key "stage" is not allowed here`,
		"{EU: {}}":              "/matrix",
		"{eu: {parameters: {kserve: {nope: 1}}}}": "nope",
		"{eu: {delivery: {deployer: argocd}}}":    "repository",
	} {
		if _, err := LoadEnvironment(repo{EnvPath: envHead + "  prod: {matrix: " + matrix + "}\n"}.tree(), "prod"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", matrix, err, want)
		}
	}
	s := begin(t)
	s.repo[EnvPath] = envHead + "  prod: {matrix: {eu: {}, us: {parameters: {kserve: {minReplicas: 9}}}}}\n" // the model has at most 5
	s.promotes(Blocked, "us: parameter minReplicas is 9, which is above maxReplicas, 5", fraud())
}

func decodedRecord(t *testing.T, stored string) Record {
	t.Helper()
	r, why, err := parseRecord("record", []byte(stored))
	if err != nil || why != "" {
		t.Fatal(why, err)
	}
	return r
}
