package main

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/assets/check.svg")

const picture = "../../docs/assets/check.svg"

// TestFresh: the picture in the README is what the program prints now.
func TestFresh(t *testing.T) {
	got, err := screenshot("../..")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(picture, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is out of date; run go test -C tools ./screenshot -update", picture)
	}
	for _, rule := range shown {
		if !strings.Contains(got, "["+rule+"]") {
			t.Errorf("the picture has no finding of %s", rule)
		}
	}
}

func TestExcerpt(t *testing.T) {
	got := excerpt("repository: passed\n\nmodel m (production): failed\na.md:1:1: error: other [card/other]\n    help: Other.\n" +
		"a.md:2:1: error: no license [card/license_missing]\n    help: Add it.\nevaluation: passed\n\n1 model.\nfailed: 1 of 1.\n")
	want := []string{"model m (production): failed", "…", "a.md:2:1: error: no license [card/license_missing]", "    help: Add it.", "…", "1 model.", "failed: 1 of 1."}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDrawEscapesAndWraps(t *testing.T) {
	long := "a.md:1:1: error: " + strings.Repeat("word ", 40)
	got := draw("modelgate check", []string{`<script>&"`, long})
	if strings.Contains(got, "<script>") || !strings.Contains(got, "&lt;script&gt;&amp;") {
		t.Errorf("not escaped: %s", got)
	}
	if n := strings.Count(got, "<text "); n != 4 {
		t.Errorf("%d rows, want 4", n)
	}
}
