package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/correction"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// fixRounds bounds how often the mended documents are judged again: an edit can
// lay bare another thing to mend, such as a licence under a key that was misspelt,
// or what is beyond the findings that are listed of a document.
const fixRounds = 20

// leftShown is how many of the findings that need a person are listed.
const leftShown = 20

type fixFlags struct {
	checkFlags
	rules  []string
	dryRun bool
}

func newFix(env *Env) *cobra.Command {
	f := fixFlags{checkFlags: checkFlags{head: worktree, ci: "none", all: true}}
	cmd := &cobra.Command{
		Use:   "fix [PATH|MODEL ...]",
		Short: "Apply safe automatic fixes for check findings",
		Long: `Check the working tree with the same rules as check, apply the fixes that need no decision,
and print them as a diff: spelling of keys, licenses and tasks; empty items; quotes around
text that other parsers read as another type; headings and links that are shown as text;
leftover template text. Findings that need a manual fix are listed.

Pass --rule card/section_missing to add the headings of missing sections. An added heading
fails the check until you write the section.

fix edits files in the working tree only, never through a symbolic link, and changes nothing
but what it fixes. A second run changes nothing.

PATH is a file or directory, and MODEL is the directory of a model; both can be globs. Without
arguments, fix checks every model.

Exit codes: 0 done, or nothing to fix; 1 with --dry-run if there are fixes to apply; 2 usage or
configuration error; 3 incomplete (safe to run again).`,
		Example: `  # show what would change
  modelgate fix --dry-run

  modelgate fix models/churn
  modelgate fix --rule card/key_misspelt --rule card/license_unknown

  # add the headings of the sections that are missing
  modelgate fix --rule card/section_missing`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := noneEmpty(cmd, "repo", "stage"); err != nil {
				return err
			}
			return env.fix(cmd.Context(), f, args)
		},
	}
	flags := cmd.Flags()
	f.set = flags
	dataRepoFlag(flags, &f.dataRepos)
	cloneFlags(flags, &f.repo)
	flags.StringArrayVar(&f.rules, "rule", nil, "fix only findings of rule `ID`; repeatable")
	flags.StringVar(&f.stage, "stage", "", "check at `STAGE`: draft, review or production (default: configured stage, or production)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print the fixes without applying them; exit with 1 if there are any")
	complete(cmd, "stage", "draft", "review", "production")
	return cmd
}

// mending is one run of fix.
type mending struct {
	fixFlags
	selected map[string]bool   // paths that may be edited
	original map[string][]byte // what was edited, as it was
	edited   map[string][]byte // and as it is now
	made     []finding.Finding // what was mended, with the fix that was made
	refused  []string          // files whose edits do not go together
}

func (e *Env) fix(ctx context.Context, f fixFlags, args []string) error {
	req, sides, err := e.request(ctx, f.checkFlags)
	if err != nil {
		return err
	}
	defer sides.close()
	m := mending{fixFlags: f, original: map[string][]byte{}, edited: map[string][]byte{}}
	tree := req.Head.Tree
	if m.selected, err = e.selectPaths(tree, sides.repo.Dir, args); err != nil {
		return err
	}
	if len(args) > 0 { // judge the models that the paths belong to, and no others
		req.All, req.Changes = false, nil
		for _, entry := range tree.Entries() {
			if m.selected[entry.Path] {
				req.Changes = append(req.Changes, source.Change{Path: entry.Path, Kind: source.Modified})
			}
		}
	}
	var r report.Report
	more := true
	for round := 0; more && round < fixRounds; round++ {
		req.Head.Tree = tree.With(m.edited)
		if r, err = gate.Check(ctx, req); err != nil {
			return err
		}
		if err := m.checkRules(r.Rules); err != nil {
			return err
		}
		if more, err = m.makeEdits(req.Head.Tree, r); err != nil {
			return err
		}
	}
	if !f.dryRun {
		err = m.write(sides.repo)
	}
	m.printMade(e)
	if err != nil {
		return err
	}
	if more {
		fmt.Fprintln(e.Stdout, "more fixes are available; run the command again")
	}
	m.printLeft(e, r)
	if f.dryRun && len(m.edited) > 0 {
		return &exit{code: Denied}
	}
	return nil
}

// selectPaths are the files that the arguments name. They are relative to the
// working directory or, as in reports, to the root of the repository.
func (e *Env) selectPaths(tree source.Tree, root string, args []string) (map[string]bool, error) {
	selected := map[string]bool{}
	for _, arg := range args {
		if arg == "" { // a variable that is not set: all files are not meant
			return nil, usage("empty argument; specify a file or model, or omit it to fix every model")
		}
		var names []string
		if rel, err := filepath.Rel(root, e.path(arg)); err == nil && filepath.IsLocal(rel) {
			names = append(names, filepath.ToSlash(rel))
		}
		names = append(names, strings.TrimSuffix(filepath.ToSlash(arg), "/"))
		found := false
		for _, name := range names {
			for _, entry := range tree.Entries() {
				if name == "." || entry.Path == name || strings.HasPrefix(entry.Path, name+"/") || source.ValidGlob(name) && (source.Match(name, entry.Path) || source.Match(name+"/**", entry.Path)) {
					selected[entry.Path], found = true, true
				}
			}
			if found {
				break
			}
		}
		if !found {
			return nil, usage("%s is not a file or model in the working tree", arg)
		}
	}
	for _, entry := range tree.Entries() {
		if len(args) == 0 {
			selected[entry.Path] = true
		}
	}
	return selected, nil
}

func (m *mending) checkRules(rules []finding.Rule) error {
	var ids []string
	for _, rule := range rules {
		ids = append(ids, rule.ID)
	}
	for _, id := range m.rules {
		if !slices.Contains(ids, id) {
			return usage("unknown rule %q%s", id, finding.DidYouMean(id, ids))
		}
	}
	return nil
}

// makeEdits makes the edits that a report proposes. It reports whether there were any.
func (m *mending) makeEdits(tree source.Tree, r report.Report) (more bool, err error) {
	byPath := map[string][]finding.Finding{}
	for _, f := range found(r) {
		if len(f.Fixes) > 0 && m.selected[f.At.Path] && (len(m.rules) == 0 && f.Suggestion.Action != finding.AddSection || slices.Contains(m.rules, f.Rule)) && !slices.Contains(m.refused, f.At.Path) {
			byPath[f.At.Path] = append(byPath[f.At.Path], f)
		}
	}
	for _, path := range sortedPaths(byPath) {
		src, err := tree.Read(path, document.MaxBytes)
		if err != nil {
			return false, fmt.Errorf("reading %s: %w", path, err)
		}
		fixes := make([]finding.Fix, len(byPath[path]))
		for i, f := range byPath[path] {
			fixes[i] = f.Fixes[0]
		}
		out, applied, ok := correction.Mend(path, src, fixes)
		if !ok {
			m.refused = append(m.refused, path)
			continue
		}
		if _, again := m.original[path]; !again {
			m.original[path] = src
		}
		m.edited[path] = out
		for i, f := range byPath[path] {
			if applied[i] {
				m.made = append(m.made, f)
				more = true
			}
		}
	}
	return more, nil
}

// found lists what a report found, each thing once: a document that two models
// share is reported for both.
func found(r report.Report) []finding.Finding {
	var all []finding.Finding
	for _, d := range r.All() {
		for _, j := range d.Findings {
			all = append(all, j.Finding)
		}
	}
	return finding.Sort(all)
}

func sortedPaths[T any](m map[string]T) []string {
	paths := make([]string, 0, len(m))
	for p := range m {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}

// printMade shows the edits as a diff, and what each mends.
func (m *mending) printMade(e *Env) {
	for _, path := range sortedPaths(m.edited) {
		text := string(diff.Diff("a/"+path, m.original[path], "b/"+path, m.edited[path]))
		_, text, _ = strings.Cut(text, "\n") // the first line is that of diff -r
		for line := range strings.Lines(text) {
			fmt.Fprintln(e.Stdout, shownLine(line))
		}
	}
	verb := "fixed"
	if m.dryRun {
		verb = "would fix"
	}
	var lines []string
	times := map[string]int{}
	for _, f := range m.made {
		line := fmt.Sprintf("%s %s: %s [%s]", verb, actions.Clean(f.At.Path), actions.Clean(f.Fixes[0].Description), actions.Clean(f.Rule))
		if times[line]++; times[line] == 1 {
			lines = append(lines, line)
		}
	}
	for _, line := range lines {
		if n := times[line]; n > 1 {
			line += fmt.Sprintf(", %d times", n)
		}
		fmt.Fprintln(e.Stdout, line)
	}
	for _, path := range m.refused {
		fmt.Fprintf(e.Stdout, "not fixed: %s: the combined edits would produce an invalid file\n", actions.Clean(path))
	}
	if len(m.made) == 0 {
		fmt.Fprintln(e.Stdout, "nothing to fix")
	}
}

// printLeft lists what only a person can mend, errors first.
func (m *mending) printLeft(e *Env, r report.Report) {
	var left []finding.Finding
	for _, severity := range []finding.Severity{finding.Error, finding.Warning} {
		var of []finding.Finding
		for _, d := range r.All() {
			for _, j := range d.Findings {
				if m.selected[j.At.Path] && j.Waiver == nil && j.Severity == severity && (len(m.rules) == 0 || slices.Contains(m.rules, j.Rule)) {
					of = append(of, j.Finding)
				}
			}
		}
		left = append(left, finding.Sort(of)...)
	}
	for i, f := range left {
		if i == leftShown {
			fmt.Fprintf(e.Stdout, "… and %d more; `modelgate check` lists them\n", len(left)-i)
			break
		}
		fmt.Fprintf(e.Stdout, "needs manual fix: %s:%d:%d: %s: %s [%s]\n", actions.Clean(f.At.Path), f.At.Line, f.At.Column, f.Severity, actions.Clean(f.Message), actions.Clean(f.Rule))
	}
	if r.Result == decision.Allow && len(left) == 0 && len(m.made) > 0 {
		fmt.Fprintln(e.Stdout, "no blocking findings remain")
	}
}

// shownLine is a line of a diff that acts on no terminal. Tabs stay.
func shownLine(line string) string {
	parts := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
	for i, p := range parts {
		trimmed := strings.TrimLeft(p, " ")
		parts[i] = p[:len(p)-len(trimmed)] + actions.Clean(trimmed)
	}
	return strings.Join(parts, "\t")
}
