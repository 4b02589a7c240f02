package promotion

import (
	"os"
	"strings"
	"testing"
)

// Every env.yaml of the page about promotion can be used as it is.
func TestExamplesOfThePage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/promotion.md")
	if err != nil {
		t.Fatal(err)
	}
	const first = "```yaml\n# .modelgate/env.yaml\n"
	n := 0
	for _, block := range strings.Split(string(page), first)[1:] {
		config, _, _ := strings.Cut(block, "```")
		if _, err := Pipeline(repo{EnvPath: config}.tree()); err != nil {
			t.Errorf("%v\n%s", err, config)
		}
		n++
	}
	if n < 4 {
		t.Errorf("the page has %d examples", n)
	}
}
