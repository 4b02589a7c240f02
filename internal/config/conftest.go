package config

import (
	"fmt"
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ConftestDir is where policies of conftest lie, and their data: an edit there is an
// edit of the rules.
const ConftestDir = Dir + "/conftest"

// Conftest is one set of policies of conftest with what they are about.
type Conftest struct {
	Name       string
	Files      []string // globs over files of the repository
	Manifests  []string // globs over rendered manifests
	Policies   []string // files and directories below ConftestDir
	Data       []string // the same
	Namespaces []string // packages, or globs over them
	RegoV0     bool
	At         finding.Position
}

// In is the set with its policies and data in the directory of a policy source, as that
// is shown, in place of Dir.
func (c Conftest) In(dir string) Conftest {
	moved := func(paths []string) (out []string) {
		for _, p := range paths {
			out = append(out, dir+strings.TrimPrefix(p, Dir))
		}
		return out
	}
	c.Policies, c.Data = moved(c.Policies), moved(c.Data)
	return c
}

// For reports whether the set is about a file of the repository. Rules are not
// evidence, whatever the globs match.
func (c Conftest) For(file string) bool { return !IsRule(file) && matchesAny(c.Files, file) }

// ForManifest reports whether the set is about a rendered manifest.
func (c Conftest) ForManifest(file string) bool { return matchesAny(c.Manifests, file) }

func matchesAny(globs []string, file string) bool {
	for _, g := range globs {
		if source.Match(g, file) {
			return true
		}
	}
	return false
}

func decodeConftest(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	first := map[string]finding.Position{}
	for _, above := range c.Conftest { // those of the policy sources
		first[above.Name] = above.At
	}
	for i, n := range children(d.Root.Get("conftest")) {
		at := document.Pointer("conftest", fmt.Sprint(i))
		set := Conftest{Name: text(n, "name"), Files: words(n, "files"), Manifests: words(n, "manifests"), Policies: words(n, "policies"), Data: words(n, "data"),
			Namespaces: words(n, "namespaces"), RegoV0: text(n, "rego") == "v0", At: d.At(at + "/name")}
		for key, globs := range map[string][]string{"files": set.Files, "manifests": set.Manifests} {
			for j, glob := range globs {
				found = append(found, checkGlob(d, at+document.Pointer(key, fmt.Sprint(j)), glob)...)
			}
		}
		for key, paths := range map[string][]string{"policies": set.Policies, "data": set.Data} {
			for j, p := range paths {
				found = append(found, checkConftestPath(d, at+document.Pointer(key, fmt.Sprint(j)), p)...)
			}
		}
		if len(set.Namespaces) == 0 {
			set.Namespaces = []string{"main"}
		}
		if other, taken := first[set.Name]; taken {
			f := problem(d, at+"/name", fmt.Sprintf("duplicate name %q of conftest policies", set.Name), "Give each entry a unique name.")
			f.Related = []finding.Related{{Message: "the first one", At: other}}
			found = append(found, f)
		}
		first[set.Name] = set.At
		c.Conftest = append(c.Conftest, set)
	}
	return found
}

// checkConftestPath refuses what would have to be fetched, and what could be edited
// without an edit of the rules.
func checkConftestPath(d *document.Document, pointer, p string) []finding.Finding {
	switch {
	case strings.Contains(p, "://") || strings.Contains(p, "::"):
		return []finding.Finding{problem(d, pointer, fmt.Sprintf("%q is not in this repository, and conftest policies are not pulled", p), "Commit the policies below "+ConftestDir+", for example with `conftest pull --policy "+ConftestDir+"/NAME`.")}
	case path.Clean(p) != p && path.Clean(p)+"/" != p, p != ConftestDir && !source.Within(ConftestDir, p):
		return []finding.Finding{problem(d, pointer, fmt.Sprintf("%q is not below %s", p, ConftestDir), "Move the policies there, where a change to them is a change to the rules.")}
	}
	return nil
}

// conftest are the sets in words, for the comparison of two configurations.
func conftest(c Config) []string {
	var out []string
	for _, s := range c.Conftest {
		words := s.Name
		for _, part := range []struct {
			key  string
			list []string
		}{{"files", s.Files}, {"manifests", s.Manifests}, {"policies", s.Policies}, {"data", s.Data}, {"namespaces", s.Namespaces}} {
			if len(part.list) > 0 {
				words += " " + part.key + " " + strings.Join(part.list, " ")
			}
		}
		if s.RegoV0 {
			words += " rego v0"
		}
		out = append(out, words)
	}
	return out
}
