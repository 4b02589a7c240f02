package promotion

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

const envHead = "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n"

func TestLoadEnvironment(t *testing.T) {
	t.Parallel()
	full := envHead + `  prod:
    stage: review
    mode: pull_request
    namespace: ml
    path: clusters/eu/models
    target: kserve
    parameters: {kserve: {maxReplicas: 4, runtime: kserve-sklearnserver}, deployment: {replicas: 3}}
    fixed: {kserve: {serviceAccountName: reader}}
    owners: {fraud: {id: models/fraud, repository: "https://x:y@git.example.com/models"}}
  dev: {}
`
	tests := map[string]struct {
		repo repo
		name string
		want Environment
	}{
		"empty repository": {repo{}, "prod", Environment{Name: "prod", Stage: finding.Production, Namespace: "models-prod", Path: "environments/prod/models", Mode: Direct}},
		"defaults":         {repo{EnvPath: full}, "dev", Environment{Name: "dev", Stage: finding.Production, Namespace: "models-dev", Path: "environments/dev/models", Mode: Direct}},
		"everything": {repo{EnvPath: full}, "prod", Environment{
			Name: "prod", Stage: finding.Review, Namespace: "ml", Path: "clusters/eu/models", Target: "kserve", Mode: PullRequest,
			Parameters: map[string]map[string]string{"kserve": {"maxReplicas": "4", "runtime": "kserve-sklearnserver"}, "deployment": {"replicas": "3"}},
			Fixed:      map[string]map[string]string{"kserve": {"serviceAccountName": "reader"}},
			Owners:     map[string]Owner{"fraud": {Repository: "https://git.example.com/models", ID: "models/fraud"}},
		}},
		"beside a model repository": {repo{".modelgate/config.yaml": "x", ".modelgate/policies/a.rego": "x", ".modelgate/README.md": "x"}, "prod",
			Environment{Name: "prod", Stage: finding.Production, Namespace: "models-prod", Path: "environments/prod/models", Mode: Direct}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.repo.load(t, test.name), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(Environment{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadEnvironmentRefuses(t *testing.T) {
	t.Parallel()
	freezes := func(body string) repo {
		return repo{EnvPath: envHead + "  prod: {}\n", FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n" + body}
	}
	tests := map[string]struct {
		repo repo
		want string
	}{
		"unknown environment":  {repo{EnvPath: envHead + "  prd: {}\n"}, `did you mean "prd"?`},
		"unknown key":          {repo{EnvPath: envHead + "  prod: {namespce: x}\n"}, `env.yaml:4:10: unknown key "namespce"; did you mean "namespace"?`},
		"unknown mode":         {repo{EnvPath: envHead + "  prod: {mode: pull-request}\n"}, "env.yaml:4:16"},
		"unknown stage":        {repo{EnvPath: envHead + "  prod: {stage: prod}\n"}, "env.yaml:4:17"},
		"wrong kind":           {repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environment\nenvironments: {prod: {}}\n"}, "/kind"},
		"empty file":           {repo{EnvPath: ""}, "env.yaml"},
		"no YAML":              {repo{EnvPath: "a: [\n"}, "env.yaml"},
		"path that climbs":     {repo{EnvPath: envHead + "  prod: {path: ../x}\n"}, "/path"},
		"path of records":      {repo{EnvPath: envHead + "  prod: {path: .modelgate/records}\n"}, "/path"},
		"paths that overlap":   {repo{EnvPath: envHead + "  prod: {path: m}\n  dev: {path: m/dev}\n"}, "overlaps"},
		"name of environment":  {repo{EnvPath: envHead + "  Prod: {}\n  prod: {}\n"}, "env.yaml"},
		"unknown target":       {repo{EnvPath: envHead + "  prod: {target: kserv}\n"}, `did you mean "kserve"?`},
		"target of parameters": {repo{EnvPath: envHead + "  prod: {fixed: {helm: {a: b}}}\n"}, "unknown target: helm"},
		"unknown parameter":    {repo{EnvPath: envHead + "  prod: {parameters: {kserve: {maxReplica: 3}}}\n"}, `did you mean "maxReplicas"?`},
		"value of a parameter": {repo{EnvPath: envHead + "  prod: {parameters: {kserve: {maxReplicas: many}}}\n"}, "it must be a whole number"},
		"parameter of models":  {repo{EnvPath: envHead + "  prod: {fixed: {kserve: {storageUri: \"s3://x/y\"}}}\n"}, "is derived from the model's artifacts and cannot be set in an environment"},
		"misspelt freeze file": {repo{".modelgate/freezes.yaml": "x"}, `did you mean "freeze.yaml"?`},
		"freeze without why":   {freezes("  - {environment: prod}\n"), `is missing the required key "reason"`},
		"freeze of no day":     {freezes("  - {environment: prod, reason: closing, until: 2026-02-30}\n"), "2026-02-30 is not a date"},
		"freeze of nothing":    {freezes("  - {environment: prdo, reason: closing}\n"), "unknown environment prdo"},
		"freeze of nonsense":   {freezes("  nonsense\n"), "freeze.yaml"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, err := LoadEnvironment(test.repo.tree(), "prod")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("%+v\nerror %v\nwant %q", env, err, test.want)
			}
			if !IsUsage(err) {
				t.Errorf("%v is no usage error", err)
			}
		})
	}
	for _, name := range []string{"", "Prod", "../prod", "-x", "prod\n", strings.Repeat("a", 41)} {
		if _, err := LoadEnvironment(repo{}.tree(), name); !errors.Is(err, ErrUnknownEnvironment) {
			t.Errorf("environment %q: %v", name, err)
		}
	}
}

func TestFreezeActive(t *testing.T) {
	t.Parallel()
	r := repo{FreezePath: "apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n  - {environment: \"*\", reason: closing, until: %}\n"}
	for _, test := range []struct {
		until, now string
		want       bool
	}{
		{"2026-03-01", "2026-03-01T23:59:59Z", true},
		{"2026-03-01", "2026-03-02T00:00:00Z", false},
		{"2026-03-01T12:00:00+02:00", "2026-03-01T09:59:59Z", true},
		{"2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00Z", false},
	} {
		moment, err := time.Parse(time.RFC3339, test.now)
		if err != nil {
			t.Fatal(err)
		}
		env := repo{FreezePath: strings.Replace(r[FreezePath], "%", test.until, 1)}.load(t, "prod")
		if got := env.frozen(moment, "fraud-detector") != ""; got != test.want {
			t.Errorf("until %s at %s: %v, want %v", test.until, test.now, got, test.want)
		}
	}
}

// A boolean counts however YAML lets people write it.
func TestBooleansOfAnEnvironment(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{"true": true, "True": true, "TRUE": true, "false": false, "False": false} {
		r := repo{EnvPath: envHead + "  prod: {signed: " + word + ", policies: [{rules: ['*'], waivers: " + word + "}]}\n"}
		if env := r.load(t, "prod"); env.Signed != want || env.Policies[0].NoWaivers != !want {
			t.Errorf("%s: signed %v, waivers %v", word, env.Signed, !env.Policies[0].NoWaivers)
		}
	}
}
