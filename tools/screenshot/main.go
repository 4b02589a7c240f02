// Command screenshot draws the check of the demonstration's failing branch, as
// `modelgate check` prints it, as an SVG for the README:
//
//	go run -C tools ./screenshot > docs/assets/check.svg
//
// It keeps the findings of a few rules and marks what it leaves out. The same
// output gives the same bytes.
package main

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// The findings that are shown; lines of others become one line with an ellipsis.
var shown = []string{
	"gdpr/legal_basis", "card/license_missing", "card/claim_contradicts_evidence",
	"evaluation/threshold_not_met", "governance/version_not_raised",
}

const columns = 116

func main() {
	svg, err := screenshot("..")
	if err != nil {
		fmt.Fprintln(os.Stderr, "screenshot:", err)
		os.Exit(1)
	}
	fmt.Print(svg)
}

// screenshot builds the program of the repository at root and draws its output.
func screenshot(root string) (string, error) {
	output, err := failingCheck(root)
	if err != nil {
		return "", err
	}
	return draw("modelgate check", excerpt(output)), nil
}

// failingCheck runs the demonstration, goes back to the commit that fails, and
// checks it there.
func failingCheck(root string) (string, error) {
	dir, err := os.MkdirTemp("", "screenshot-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	program, models := filepath.Join(dir, "modelgate"), filepath.Join(dir, "demo", "models")
	for _, c := range []struct {
		dir  string
		argv []string
	}{
		{root, []string{"go", "build", "-o", program, "./cmd/modelgate"}},
		{dir, []string{program, "demo", "--dir", filepath.Join(dir, "demo")}},
		{models, []string{"git", "switch", "-q", "retrain"}},
		{models, []string{"git", "reset", "-q", "--hard", "HEAD~1"}},
		{models, []string{"git", "branch", "-q", "-f", "main", "main~1"}},
	} {
		if output, err := run(c.dir, c.argv...); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(c.argv, " "), err, output)
		}
	}
	output, err := run(models, program, "check")
	if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 1 {
		return "", fmt.Errorf("modelgate check: %v, expected exit code 1\n%s", err, output)
	}
	return output, nil
}

// run runs a command outside of any CI job, whose variables would change the output.
func run(dir string, argv ...string) (string, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GITHUB_") || strings.HasPrefix(name, "MODELGATE_") ||
			slices.Contains([]string{"CI", "GITLAB_CI", "TF_BUILD"}, name)
	})
	output, err := cmd.CombinedOutput()
	return string(output), err
}

// excerpt keeps the headline of the failed model, the findings of the shown
// rules, and the last two lines.
func excerpt(output string) []string {
	lines := strings.Split(strings.TrimSpace(output), "\n")
	var out []string
	keep := false
	for i, line := range lines {
		if !strings.HasPrefix(line, "    ") {
			keep = i >= len(lines)-2 || strings.HasPrefix(line, "model ") || slices.ContainsFunc(shown, func(rule string) bool {
				return strings.HasSuffix(line, " ["+rule+"]")
			})
		}
		switch {
		case keep:
			out = append(out, line)
		case len(out) > 0 && out[len(out)-1] != "…":
			out = append(out, "…")
		}
	}
	return out
}

// wrap breaks a line at spaces; the rest is indented further.
func wrap(line string) []string {
	indent := strings.Repeat(" ", len(line)-len(strings.TrimLeft(line, " "))+4)
	var out []string
	for utf8.RuneCountInString(line) > columns {
		at := strings.LastIndex(string([]rune(line)[:columns+1]), " ")
		if at <= len(indent) {
			break
		}
		out = append(out, line[:at])
		line = indent + line[at+1:]
	}
	return append(out, line)
}

const (
	charWidth  = 72 // in tenths
	lineHeight = 17
	margin     = 18
)

func draw(command string, lines []string) string {
	var rows []string
	row := func(class, text string) {
		y := margin + 14 + lineHeight*len(rows)
		rows = append(rows, fmt.Sprintf(`<text x="%d" y="%d"%s>%s</text>`, margin, y, class, html.EscapeString(text)))
	}
	row(` class="command"`, "$ "+command)
	for _, line := range lines {
		for _, part := range wrap(line) {
			row(class(line), part)
		}
	}
	width, height := columns*charWidth/10+2*margin, lineHeight*len(rows)+2*margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-labelledby="title">
<title id="title">Output of modelgate check on a branch that fails</title>
<style>
text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #c9d1d9; white-space: pre }
.command { fill: #fff; font-weight: 600 }
.error { fill: #ff7b72 }
.warning { fill: #e3b341 }
.help { fill: #8b949e }
.result { fill: #fff; font-weight: 600 }
</style>
<rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
%s
</svg>
`, width, height, width, height, strings.Join(rows, "\n"))
}

func class(line string) string {
	switch {
	case strings.HasPrefix(line, "    "), line == "…":
		return ` class="help"`
	case strings.Contains(line, ": error: "):
		return ` class="error"`
	case strings.Contains(line, ": warning: "):
		return ` class="warning"`
	}
	return ` class="result"`
}
