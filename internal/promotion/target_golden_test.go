package promotion

import (
	"path/filepath"
	"strings"
	"testing"
)

// Every example of every target renders, whatever values it has, and to what is
// recorded. tools/manifests holds the recorded files against the definitions of
// their platforms.
func TestGoldenTargets(t *testing.T) {
	t.Parallel()
	all, err := allTargets()
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range all {
		if len(target.Examples) < 2 {
			t.Errorf("target %s has %d examples, want a small and a large one", target.Name, len(target.Examples))
		}
		set := map[string]bool{}
		for _, tried := range target.Try() {
			if tried.Problem != "" {
				t.Errorf("%s, example %s: %s", target.Name, tried.Example, tried.Problem)
			}
			for _, f := range tried.Files {
				golden(t, filepath.Join("targets", target.Name, tried.Example, strings.TrimPrefix(f.Path, tryModel+"/")), f.Content)
			}
		}
		for _, e := range target.Examples {
			for name := range e.Parameters {
				set[name] = true
			}
		}
		for _, p := range target.Parameters {
			if p.Default == "" && p.DefaultFrom == "" && len(p.DefaultBy) == 0 && p.Type != TypeArtifact && !set[p.Name] {
				t.Errorf("target %s: no example sets %s, which has no default", target.Name, p.Name)
			}
		}
	}
}
