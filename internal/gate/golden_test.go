package gate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

var update = flag.Bool("update", false, "rewrite the want.txt of the golden cases, and what cards are after edits")

const cases = "../../testdata"

// goldenTime is the time that every golden case is judged at.
var goldenTime = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// TestGolden runs every testdata/<case>/{base,head} through the gate and
// compares the findings with want.txt. Three families: ok_ cases are allowed,
// err_ and change_ cases have findings. A file named options holds words:
// all, stage=STAGE, preview. A directory origin/ is the commit that the proposal
// was made from, where the base has moved on since; review.json is the pull
// request.
func TestGolden(t *testing.T) {
	dirs, err := os.ReadDir(cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		if !d.IsDir() || !hasDir(filepath.Join(cases, d.Name(), "head")) {
			continue
		}
		t.Run(d.Name(), func(t *testing.T) {
			t.Parallel()
			golden(t, filepath.Join(cases, d.Name()))
		})
	}
}

func golden(t *testing.T, dir string) {
	got, result := runCase(t, dir)
	want, err := os.ReadFile(filepath.Join(dir, "want.txt"))
	if *update {
		if err := os.WriteFile(filepath.Join(dir, "want.txt"), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if err != nil || string(want) != got {
		t.Errorf("run `go test ./internal/gate -run TestGolden -update` and read the difference (-want +got):\n%s", cmp.Diff(string(want), got))
	}
	family, _, _ := strings.Cut(filepath.Base(dir), "_")
	switch {
	case family == "ok" && result != decision.Allow:
		t.Errorf("an ok_ case must be allowed, got %q", result)
	case family == "err" && !strings.Contains(got, "["):
		t.Error("an err_ case must have findings")
	}
}

func hasDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func runCase(t *testing.T, dir string) (string, decision.Result) {
	t.Helper()
	req := Request{Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), dirFS(t, dir, "base"))},
		Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), dirFS(t, dir, "head"))}, Now: goldenTime}
	words, err := os.ReadFile(filepath.Join(dir, "options"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, w := range strings.Fields(string(words)) {
		switch stage, isStage := strings.CutPrefix(w, "stage="); {
		case isStage:
			req.Stage = finding.Stage(stage)
		case w == "all":
			req.All = true
		case w == "preview":
			req.Preview = true
		default:
			t.Fatalf("unknown option %q", w)
		}
	}
	if hasDir(filepath.Join(dir, "origin")) {
		req.Origin = sourcetest.Tree(strings.Repeat("c", 40), dirFS(t, dir, "origin"))
	}
	if review, err := os.ReadFile(filepath.Join(dir, "review.json")); err == nil {
		if err := json.Unmarshal(review, &req.Review); err != nil {
			t.Fatal(err)
		}
	}
	from := req.Base.Tree
	if req.Origin.Commit != "" {
		from = req.Origin
	}
	if req.Changes, err = source.Diff(from, req.Head.Tree); err != nil {
		t.Fatal(err)
	}
	r, err := Check(context.Background(), req)
	if err != nil {
		return "error: " + err.Error() + "\n", ""
	}
	return goldenText(r), r.Result
}

func dirFS(t *testing.T, dir, side string) fs.FS {
	t.Helper()
	path := filepath.Join(dir, side)
	if !hasDir(path) {
		path = t.TempDir()
	}
	return os.DirFS(path)
}

// goldenText is a report as want.txt has it.
func goldenText(r report.Report) string {
	var b strings.Builder
	for _, d := range r.All() {
		name := d.Subject.ID
		if name == "" {
			name = "(the change)"
		}
		fmt.Fprintf(&b, "%s: %s\n", name, d.Result)
		for _, f := range d.Findings {
			fmt.Fprintf(&b, "  %s:%d:%d: %s: %s [%s]", f.At.Path, f.At.Line, f.At.Column, f.Severity, f.Message, f.Rule)
			if f.Waiver != nil {
				fmt.Fprintf(&b, " (waived by %s until %s)", f.Waiver.ID, f.Waiver.Expires)
			}
			b.WriteString("\n")
		}
		for _, o := range d.Outcomes {
			if o.State == decision.Errored {
				fmt.Fprintf(&b, "  rule error: %s: %s\n", o.Rule, o.Error)
			}
		}
	}
	if r.Preview {
		b.WriteString("untrusted preview\n")
	}
	if r.Adopted {
		b.WriteString("first adoption\n")
	}
	for _, n := range r.Notices {
		fmt.Fprintf(&b, "notice: %s\n", n)
	}
	fmt.Fprintf(&b, "%s\n", r.Result)
	return b.String()
}

// TestPositionsLieInTheFile proves for every golden case that each finding
// points into the file that it names.
func TestPositionsLieInTheFile(t *testing.T) {
	line := regexp.MustCompile(`(?m)^  ([^\n:]+):(\d+):(\d+): `)
	dirs, _ := filepath.Glob(filepath.Join(cases, "*", "want.txt"))
	seen := 0
	for _, want := range dirs {
		text, err := os.ReadFile(want)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllStringSubmatch(string(text), -1) {
			seen++
			if problem := outside(filepath.Dir(want), m[1], m[2], m[3]); problem != "" {
				t.Errorf("%s: %s:%s:%s %s", want, m[1], m[2], m[3], problem)
			}
		}
	}
	if seen == 0 {
		t.Error("no finding was looked at")
	}
}

func outside(dir, path, line, column string) string {
	var n, c int
	fmt.Sscan(line, &n)
	fmt.Sscan(column, &c)
	for _, side := range []string{"head", "base"} {
		src, err := os.ReadFile(filepath.Join(dir, side, path))
		if err != nil {
			continue
		}
		lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(string(bytes.ToValidUTF8(src, []byte("?"))), "\r\n", "\n"), "\r", "\n"), "\n")
		if n <= len(lines) && c <= len([]rune(lines[n-1]))+1 {
			return ""
		}
	}
	if n == 1 && c == 1 {
		return "" // a file that does not exist
	}
	return "lies outside the file"
}

// TestEveryRuleFires: a rule that appears in no golden case may never fire.
func TestEveryRuleFires(t *testing.T) {
	rules, err := Catalogue(context.Background(), source.Base{Tree: sourcetest.Tree("", os.DirFS(t.TempDir()))})
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	wants, _ := filepath.Glob(filepath.Join(cases, "*", "want.txt"))
	for _, w := range wants {
		text, err := os.ReadFile(w)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	// Proved by tests of their own, because no file in a work tree can show them.
	elsewhere := []string{"evidence/not_a_file", "evidence/unreadable_path", "document/too_large", "document/too_many_nodes",
		"evaluation/copies_unsought",         // which needs 32 MiB of results: TestWhatIsNotComparedIsCounted
		"evaluation/baseline_unreadable",     // which needs an environment repository: promoted_baseline.txtar
		"baseline/expired", "baseline/fixed"} // of checks that tolerate: adopt.txtar
	for _, r := range rules {
		if !strings.Contains(all.String(), "["+r.ID+"]") && !slices.Contains(elsewhere, r.ID) {
			t.Errorf("%s fires in no golden case: add one under testdata", r.ID)
		}
	}
}
