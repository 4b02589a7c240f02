package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestCorpusOfRegularFiles: a pipe or a device in the directory of a corpus is refused before it is opened.
func TestCorpusOfRegularFiles(t *testing.T) {
	if _, err := readCorpusFile(os.DevNull, 10); err == nil || !strings.Contains(err.Error(), "is not a regular file") {
		t.Errorf("the corpus file %s: %v", os.DevNull, err)
	}
}

// TestNamesOfCasesHaveOneLine: the name of a case cannot write a line of the results, such as the one with the counts.
func TestNamesOfCasesHaveOneLine(t *testing.T) {
	var b strings.Builder
	failed := testResults{}
	failed.Tests = append(failed.Tests, testResult{Path: "cases/x.yaml", Line: 5, Name: "a\n9 of 9 tests passed\r\n::error::b", Result: "failed", Failure: "missing\nfinding"})
	if err := failed.text(&b); err != nil {
		t.Fatal(err)
	}
	const want = "cases/x.yaml:5: a 9 of 9 tests passed ::error::b failed: missing finding\n0 of 1 tests passed\n"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
}

// TestWrongArgumentsHaveOneHint: a wrong number of arguments refers to the help once, in every command.
func TestWrongArgumentsHaveOneHint(t *testing.T) {
	n := 0
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			walk(sub)
		}
		if c.Args == nil || !c.HasParent() {
			return
		}
		for _, args := range [][]string{nil, {"a", "b", "c", "d"}} {
			if err := c.Args(c, args); err != nil {
				n++
				if strings.Count(err.Error(), "; see `") != 1 {
					t.Errorf("%s: %v", c.CommandPath(), err)
				}
			}
		}
	}
	walk(newRoot(&Env{}))
	if n < 20 {
		t.Errorf("only %d refusals", n)
	}
}
