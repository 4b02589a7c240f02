package report

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// recorded is the names of the recorded reports in testdata.
var recorded = []string{"adoption", "allow", "hostile", "report"}

func read(t testing.TB, name string) Report {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func render(t testing.TB, format string, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, format, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden is the file that a recorded report is expected to become: its extension is
// the name of the format, or what an editor knows it by.
func golden(name, format string) string {
	extensions := map[string]string{"text": "txt", "markdown": "md", "comment": "comment.md", "gitlab": "gitlab.json", "junit": "junit.xml"}
	return filepath.Join("testdata", name+"."+cmp.Or(extensions[format], format))
}

func TestRenderGolden(t *testing.T) {
	for _, name := range recorded {
		r := read(t, name)
		for _, format := range FormatNames() {
			t.Run(name+"/"+format, func(t *testing.T) {
				got, path := render(t, format, r), golden(name, format)
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				compareLines(t, path, got, string(want))
			})
		}
	}
}

// compareLines reports the first line in which got differs from the file.
func compareLines(t *testing.T, path, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		g, w := "(end)", "(end)"
		if i < len(gotLines) {
			g = gotLines[i]
		}
		if i < len(wantLines) {
			w = wantLines[i]
		}
		if g != w {
			t.Errorf("%s:%d (run with -update to accept)\n got %q\nwant %q", path, i+1, g, w)
			return
		}
	}
}

// TestRenderIsPure holds that no renderer changes the report, nor depends on
// anything but the report.
func TestRenderIsPure(t *testing.T) {
	r := read(t, "report")
	before := render(t, "json", r)
	for _, format := range FormatNames() {
		first := render(t, format, r)
		if second := render(t, format, r); first != second {
			t.Errorf("%s: the same report gave other bytes", format)
		}
		if after := render(t, "json", r); after != before {
			t.Fatalf("%s changed the report", format)
		}
	}
}

func TestRenderOfAnEmptyReport(t *testing.T) {
	for _, format := range FormatNames() {
		if out := render(t, format, Report{}); out == "" || !strings.HasSuffix(out, "\n") {
			t.Errorf("%s: %q", format, out)
		}
	}
}

func TestRenderUnknownFormat(t *testing.T) {
	err := Render(&bytes.Buffer{}, "", Report{})
	if err == nil || err.Error() != `unknown format ""; valid formats: `+strings.Join(FormatNames(), ", ") {
		t.Errorf("got %v", err)
	}
	if !slices.IsSorted(FormatNames()) {
		t.Errorf("%v is not sorted", FormatNames())
	}
}

// TestFormatsAreDescribed: pages show each line of the table whole, and the limits
// there are those that the renderers keep to.
func TestFormatsAreDescribed(t *testing.T) {
	limits := map[string][]int{
		"markdown": {MarkdownLimit}, "comment": {CommentLimit}, "html": {htmlModels, htmlFindings}, "github": {annotations}, "azure": {azureIssues},
		"sarif": {sarifUpload.results, sarifUpload.rules, sarifUpload.locations, sarifUpload.tags},
	}
	for _, f := range Formats {
		if f.Name == "" || f.For == "" || f.Content == "" || f.Render == nil {
			t.Errorf("format %q lacks a part", f.Name)
		}
		if (f.Limits != "") != (limits[f.Name] != nil) {
			t.Errorf("format %q has the limits %q, and %v are known here", f.Name, f.Limits, limits[f.Name])
		}
		for _, n := range limits[f.Name] {
			if want := regexp.MustCompile(`\B(\d{3})$`).ReplaceAllString(strconv.Itoa(n), ",$1"); !strings.Contains(f.Limits, want+" ") {
				t.Errorf("the limits of format %q, %q, lack %s", f.Name, f.Limits, want)
			}
		}
	}
}

type brokenWriter struct{}

var errBroken = errors.New("the pipe is broken")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestRenderReportsWriteErrors(t *testing.T) {
	for _, format := range FormatNames() {
		if err := Render(brokenWriter{}, format, read(t, "report")); !errors.Is(err, errBroken) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}
