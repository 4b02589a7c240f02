package internal

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	quotedPath  = regexp.MustCompile("`([\\w.*<>{},-]+/[\\w.*<>{},/-]*)`")
	placeholder = regexp.MustCompile(`<\w+>`)
	alternative = regexp.MustCompile(`\{([^}]*)\}`)
)

// TestAdditionsNamePlacesThatExist: where the pages tell what an addition touches, each
// path from the root is one of the tree, whatever stands for <name>.
func TestAdditionsNamePlacesThatExist(t *testing.T) {
	for page, part := range map[string][2]string{
		"docs/ARCHITECTURE.md": {"## 10. ", "## 11. "},
		"CONTRIBUTING.md":      {"## Add a rule", "## Tests"},
	} {
		src, err := os.ReadFile(filepath.Join("..", page))
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(src), "\n"+part[0])
		text, _, found := strings.Cut(text, "\n"+part[1])
		named := quotedPath.FindAllStringSubmatch(text, -1)
		if !found || len(named) < 10 {
			t.Errorf("%s names only %d paths between %q and %q", page, len(named), part[0], part[1])
		}
		for _, m := range named {
			top, _, _ := strings.Cut(m[1], "/")
			if _, err := os.Stat(filepath.Join("..", top)); err != nil {
				continue
			}
			for _, path := range alternatives(placeholder.ReplaceAllString(m[1], "*")) {
				if files, err := filepath.Glob(filepath.Join("..", path)); len(files) == 0 {
					t.Errorf("%s names %s, and there is no such file (%v)", page, m[1], err)
				}
			}
		}
	}
}

// alternatives are the paths that one with a part in braces stands for.
func alternatives(path string) []string {
	m := alternative.FindStringSubmatchIndex(path)
	if m == nil {
		return []string{path}
	}
	var out []string
	for _, word := range strings.Split(path[m[2]:m[3]], ",") {
		out = append(out, path[:m[0]]+word+path[m[1]:])
	}
	return out
}

var (
	namedTest    = regexp.MustCompile(`\bTest[A-Z]\w*`)
	declaredTest = regexp.MustCompile(`(?m)^func (Test[A-Z]\w*)\(`)
)

// TestIndexedTestsExist: a test that an index of the decisions names is there.
func TestIndexedTestsExist(t *testing.T) {
	declared := map[string]bool{}
	for _, top := range []string{"../cmd", "../internal", "../policies", "../schemas", "../templates"} {
		err := filepath.WalkDir(top, func(path string, _ os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			src, err := os.ReadFile(path)
			for _, m := range declaredTest.FindAllSubmatch(src, -1) {
				declared[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, page := range []string{"0008-ways-past-the-gate.md", "0013-failures-of-promotion.md"} {
		src, err := os.ReadFile(filepath.Join("../docs/adr", page))
		if err != nil {
			t.Fatal(err)
		}
		names := namedTest.FindAllString(string(src), -1)
		if len(names) < 30 {
			t.Errorf("%s names only %d tests", page, len(names))
		}
		for _, name := range names {
			if !declared[name] {
				t.Errorf("%s names %s, and there is no such test", page, name)
			}
		}
	}
}
