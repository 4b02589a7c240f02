package promotion

import (
	"errors"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

// delivering is an environment repository whose environment has a delivery.
func delivering(parameters string) repo {
	return repo{EnvPath: "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n  prod:\n    delivery: {" + parameters + "}\n"}
}

// What deployers get, as it is recorded; tools/manifests holds it against their
// definitions and builds it.
func TestGoldenDelivery(t *testing.T) {
	t.Parallel()
	for name, parameters := range map[string]string{
		"kustomize": "deployer: kustomize",
		"argocd":    "deployer: argocd, repository: 'https://github.com/acme/environments.git', revision: verified",
		"flux":      "deployer: flux, source: environments, serviceAccountName: models, manifests: overlays",
	} {
		p, err := delivering(parameters).plan(t, triage())
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Files) < 4 {
			t.Fatalf("%s: %+v", name, p.Items)
		}
		for _, f := range p.Files {
			if !strings.HasPrefix(f.Path, RecordsDir) {
				golden(t, filepath.Join("targets", "delivery", name, path.Base(f.Path)), f.Content)
			}
		}
	}
}

// The delivery is that of the environment: a change of it is promoted, models
// cannot set it, and what is not of Kubernetes has none.
func TestDelivery(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, triage(), fraud())
	r[EnvPath] = delivering("deployer: kustomize")[EnvPath]
	r["environments/prod/overlays/support-triage/kustomization.yaml"] = "resources: [../../models/support-triage]\n"
	p, err := r.plan(t, triage(), fraud())
	if err != nil || len(p.In(Promote)) != 2 {
		t.Fatal(p.Items, err)
	}
	after := r.apply(p)
	if problems, err := audit(after); err != nil || len(problems) > 0 {
		t.Errorf("the result does not verify: %v %v", problems, err)
	}
	if got, want := after["environments/prod/models/support-triage/kustomization.yaml"], "  - \"deployment.yaml\"\n  - \"poddisruptionbudget.yaml\"\n  - \"service.yaml\"\n"; !strings.HasSuffix(got, want) {
		t.Errorf("kustomization.yaml is\n%s", got)
	}
	if after["environments/prod/overlays/support-triage/kustomization.yaml"] != r["environments/prod/overlays/support-triage/kustomization.yaml"] {
		t.Error("an overlay of people has changed")
	}
	if again, err := after.plan(t, triage(), fraud()); err != nil || !again.Empty() {
		t.Errorf("a second promotion is not empty: %v %v", again.Items, err)
	}
	p, err = after.plan(t, with(triage(), at(second), version("2.0.0"), parameter("delivery.deployer", "argocd")))
	if err != nil || p.Items[0].State != Blocked || !strings.Contains(p.Items[0].Reason, "has no parameter delivery.deployer") {
		t.Errorf("a model sets the delivery: %+v %v", p.Items, err)
	}
	machine := with(triage(), func(s *decision.Subject) {
		s.Target, s.Parameters = "vm", map[string]string{"image": s.Parameters["image"]}
	})
	if p, err = delivering("deployer: kustomize").plan(t, machine); err != nil || p.Items[0].State != Promote || strings.Contains(string(show(p)), "kustomization.yaml") {
		t.Errorf("a machine gets a delivery: %+v %v", p.Items, err)
	}
}

func TestDeliveryIsChecked(t *testing.T) {
	t.Parallel()
	for parameters, want := range map[string]string{
		"deployer: argo":           ".modelgate/env.yaml:5:26: parameter deployer is argo: it must be one of kustomize, argocd, flux\n",
		"deployer: argocd":         ".modelgate/env.yaml:5:5: target delivery requires the parameter repository",
		"deployer: flux, sorce: x": `target delivery has no parameter sorce; did you mean "source"?`,
		`repository: "x\ny: z"`:    `parameter repository is "x\ny: z"`,
		"deployer: argocd, repository: 'https://token@host/x', namespace: 'a b'": "parameter namespace is",
	} {
		_, err := LoadEnvironment(delivering(parameters).tree(), "prod")
		var invalid *Invalid
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", parameters, err, want)
		}
	}
}

// The objects that deployers make have names that are of one model, and no two of them
// deploy the same name to the same place.
func TestDeliveriesThatOverwriteEachOther(t *testing.T) {
	t.Parallel()
	const argo = "delivery: {deployer: argocd, repository: 'https://git.example.com/acme/env.git'}"
	for environments, want := range map[string]string{
		"  prod-eu: {" + argo + "}\n  prod:\n    " + argo + "\n    matrix: {eu: {}, us: {}}\n":                                                                               "env.yaml:7:14: the objects of eu in prod have the same names as those of prod-eu: prod-eu-MODEL",
		"  prod-eu:\n    " + argo + "\n    matrix: {x: {}}\n  prod:\n    " + argo + "\n    matrix: {eu-x: {}}\n":                                                             "the objects of eu-x in prod have the same names as those of x in prod-eu: prod-eu-x-MODEL",
		"  prod-eu: {delivery: {deployer: flux, source: a}}\n  prod:\n    delivery: {deployer: flux, source: a}\n    matrix: {eu: {}}\n":                                     "the objects of eu in prod have the same names",
		"  prod:\n    " + argo + "\n    matrix: {eu: {delivery: {cluster: 'https://a.example.com'}}, us: {delivery: {cluster: 'https://A.example.com:443'}}}\n":              "us deploys to the namespace models-prod of https://A.example.com:443, as eu does",
		"  prod:\n    " + argo + "\n    matrix: {eu: {namespace: eu, delivery: {cluster: 'https://a.example.com'}}, us: {delivery: {cluster: 'https://a.example.com'}}}\n":   "",
		"  prod:\n    " + argo + "\n    matrix: {eu: {}, us: {}}\n":                                                                                                          "", // an Argo CD in each cluster
		"  prod-eu: {delivery: {deployer: kustomize}}\n  prod:\n    " + argo + "\n    matrix: {eu: {}}\n":                                                                    "",
		"  prod-eu: {}\n  prod:\n    " + argo + "\n    matrix: {eu: {}}\n":                                                                                                   "",
		"  prod-eu: {delivery: {deployer: argocd, namespace: other, repository: 'https://git.example.com/acme/env.git'}}\n  prod:\n    " + argo + "\n    matrix: {eu: {}}\n": "",
		"  prod-eu: {" + argo + "}\n  prod:\n    " + argo + "\n    matrix: {us: {}}\n":                                                                                       "",
		"  prod:\n    delivery: {deployer: flux, source: a}\n    matrix: {eu: {}, us: {}}\n":                                                                                 "",
	} {
		_, err := LoadEnvironment(repo{EnvPath: envHead + environments}.tree(), "prod")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", environments, err, want)
		}
	}

	// Names of models make such names too: a plan looks at what is deployed.
	const cluster = "delivery: {deployer: argocd, repository: 'https://git.example.com/acme/env.git', cluster: 'https://a.example.com'}"
	named := func(name string) func(*decision.Subject) { return func(s *decision.Subject) { s.Name = name } }
	for _, test := range []struct {
		environments, other, name, want string
	}{
		{"  prod: {" + argo + "}\n  prod-eu: {stage: review, " + argo + "}\n", "churn", "eu-churn", "it would overwrite churn in prod-eu: both have the Application prod-eu-churn in argocd"},
		{"  prod: {" + argo + "}\n  prod-eu: {stage: review, " + argo + "}\n", "churn", "churn", ""},
		{"  prod: {" + argo + "}\n  prod-eu: {stage: review}\n", "churn", "eu-churn", ""},
		{"  prod: {delivery: {deployer: flux, source: a}}\n  prod-eu: {stage: review, delivery: {deployer: flux, source: a}}\n", "churn", "eu-churn", "both have the Kustomization prod-eu-churn in flux-system"},
		{"  prod: {namespace: m, " + cluster + "}\n  prod-eu: {namespace: m, stage: review, " + cluster + "}\n", "churn", "churn", "it would overwrite churn in prod-eu: both deploy churn to the namespace m of https://a.example.com"},
		{"  prod: {namespace: m, " + cluster + "}\n  prod-eu: {stage: review, " + cluster + "}\n", "churn", "churn", ""},
		{"  prod: {namespace: m, " + argo + "}\n  prod-eu: {namespace: m, stage: review, " + argo + "}\n", "churn", "churn", ""},
	} {
		s := begin(t)
		s.repo[EnvPath] = envHead + test.environments
		s.promotesTo("prod-eu", now, Promote, "", with(triage(), named(test.other)), nil)
		state := Promote
		if test.want != "" {
			state = Blocked
		}
		s.promotesTo("prod", now, state, test.want, with(fraud(), named(test.name)), nil)
		if test.want != "" { // what is retired is not overwritten
			request := s.request()
			request.Environment = s.load(t, "prod-eu")
			p, err := NewOrder(request, Order{Operation: Retire, Model: test.other, Statement: Statement{Owner: "oncall", Reason: "replaced"}})
			s.happens(p, err, Promote, "")
			s.promotesTo("prod", now, Promote, "", with(fraud(), named(test.name)), nil)
		}
	}

	// So do two models of one promotion.
	r := repo{EnvPath: envHead + "  prod:\n    " + argo + "\n    matrix: {eu: {}, eu-x: {}}\n"}
	p, err := r.plan(t, with(triage(), named("x-churn")), with(fraud(), named("churn")))
	if err != nil || p.Items[0].State != Promote || p.Items[1].State != Blocked || !strings.Contains(p.Items[1].Reason, "both have the Application prod-eu-x-churn in argocd") {
		t.Errorf("%+v %v", p.Items, err)
	}
}
