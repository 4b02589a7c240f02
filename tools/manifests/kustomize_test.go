package manifests

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// TestKustomize: what a model gets with a delivery builds, without the object for the
// deployer, and an overlay of people can change it.
func TestKustomize(t *testing.T) {
	bases, err := filepath.Glob(filepath.Join(rendered, "delivery", "*", "kustomization.yaml"))
	if err != nil || len(bases) < 3 {
		t.Fatal(bases, err)
	}
	for _, base := range bases {
		dir := filepath.Dir(base)
		fsys := filesys.MakeFsInMemory()
		files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			write(t, fsys, "environments/prod/models/support-triage/"+filepath.Base(file), string(src))
		}
		write(t, fsys, "environments/prod/overlays/support-triage/kustomization.yaml", `resources: [../../models/support-triage]
patches:
  - target: {kind: Deployment}
    patch: |
      - {op: replace, path: /spec/replicas, value: 7}
labels:
  - {pairs: {team: support}}
`)
		want := []string{"Deployment support-triage", "PodDisruptionBudget support-triage", "Service support-triage"}
		if got := build(t, fsys, "environments/prod/models/support-triage"); !slices.Equal(got, want) {
			t.Errorf("%s builds %q, want %q", dir, got, want)
		}
		if got := build(t, fsys, "environments/prod/overlays/support-triage"); !slices.Equal(got, want) {
			t.Errorf("an overlay of %s builds %q, want %q", dir, got, want)
		}
		result, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fsys, "environments/prod/overlays/support-triage")
		if err != nil {
			t.Fatal(err)
		}
		text, err := result.AsYaml()
		if err != nil || !strings.Contains(string(text), "replicas: 7") || strings.Count(string(text), "team: support") != 3 {
			t.Errorf("an overlay of %s has no effect (%v):\n%s", dir, err, text)
		}
	}
}

// TestKustomizeTargets: what every example renders builds, with one object for each file.
func TestKustomizeTargets(t *testing.T) {
	examples, err := filepath.Glob(filepath.Join(rendered, "*", "*"))
	if err != nil || len(examples) < 20 {
		t.Fatal(examples, err)
	}
	for _, dir := range examples {
		files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		fsys := filesys.MakeFsInMemory()
		list := "resources:\n"
		count := 0
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if text := string(src); strings.Contains(text, "apiVersion: modelgate.dev/") || strings.Contains(text, "apiVersion: kustomize.config.k8s.io/") {
				continue
			}
			count++
			write(t, fsys, "model/"+filepath.Base(file), string(src))
			list += "  - " + filepath.Base(file) + "\n"
		}
		if count == 0 {
			continue
		}
		write(t, fsys, "model/kustomization.yaml", list)
		if got := build(t, fsys, "model"); len(got) != count {
			t.Errorf("%s builds %q, want %d objects", dir, got, count)
		}
	}
}

func write(t *testing.T, fsys filesys.FileSystem, name, content string) {
	t.Helper()
	if err := fsys.WriteFile(name, []byte(content)); err != nil {
		t.Fatal(err)
	}
}

// build lists the kinds and names of the objects of a directory.
func build(t *testing.T, fsys filesys.FileSystem, dir string) []string {
	t.Helper()
	result, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fsys, dir)
	if err != nil {
		t.Fatal(dir, err)
	}
	var out []string
	for _, r := range result.Resources() {
		out = append(out, r.GetKind()+" "+r.GetName())
	}
	slices.Sort(out)
	return out
}
