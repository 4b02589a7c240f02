package distribution

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")
	expires    = regexp.MustCompile(`--expires \S+`)
)

// Every command of a tutorial that runs modelgate or git is in the script that
// tests the tutorials.
func TestTutorialsAreTested(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(root, "cmd/modelgate/testdata/script/tutorials.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	// The commands of the scripts that stand for a program, as a reader types it.
	typed := map[string]string{"exec": "", "mg": "modelgate ", "demo": "modelgate demo --dir "}
	for _, line := range strings.Split(string(src), "\n") {
		word, rest, _ := strings.Cut(strings.TrimPrefix(line, "! "), " ")
		if program, ok := typed[word]; ok {
			tested[expires.ReplaceAllString(program+rest, "--expires DATE")] = true
		}
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs/tutorial-*.md"))
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range shellBlock.FindAllStringSubmatch(string(content), -1) {
			for _, line := range strings.Split(block[1], "\n") {
				if !strings.HasPrefix(line, "modelgate ") && !strings.HasPrefix(line, "git ") {
					continue
				}
				commands++
				if !tested[expires.ReplaceAllString(line, "--expires DATE")] {
					t.Errorf("%s: tutorials.txtar does not run: %s", filepath.Base(page), line)
				}
			}
		}
	}
	if commands < 40 {
		t.Errorf("only %d commands were found in the tutorials", commands)
	}
}
