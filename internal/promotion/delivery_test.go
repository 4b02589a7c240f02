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
