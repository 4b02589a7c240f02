package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// frameworks are the laws and frameworks that controls of rules can be of: those of the
// built-in rules, and the laws and frameworks that the tables know.
func frameworks(entries []entry, t tables) []string {
	var out []string
	for _, e := range entries {
		if e.rule.Origin == finding.BuiltIn {
			for _, control := range e.rule.Controls {
				out = append(out, frameworkOf(control))
			}
		}
	}
	laws, _ := t.of("regimes")["items"].(map[string]any)
	for _, name := range slices.Concat(keysOf(laws), keysOf(t.of(packsTable))) {
		out = append(out, strings.ReplaceAll(name, "_", "-"))
	}
	own, _ := t.of("regimes")["frameworks"].([]any)
	for _, name := range own {
		if name, isText := name.(string); isText {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// frameworkOf is the framework of a control such as gdpr/Art. 6(1).
func frameworkOf(control string) string {
	name, _, _ := strings.Cut(control, "/")
	return name
}

// checkFrameworks refuses a framework that is written another way than it is known: what
// is configured for its controls would pass over the rule.
func checkFrameworks(entries []entry, t tables, ps *problems) {
	known := sync.OnceValue(func() []string { return frameworks(entries, t) })
	for _, e := range entries {
		if e.rule.Origin == finding.BuiltIn {
			continue
		}
		for _, control := range e.rule.Controls {
			name := frameworkOf(control)
			same := slices.IndexFunc(known(), func(k string) bool { return letters(k) == letters(name) })
			if same >= 0 && known()[same] != name {
				ps.at(e.loc, fmt.Sprintf("METADATA: unknown framework %q in custom.controls; did you mean %q?", name, known()[same]), fmt.Sprintf("Write %q.", known()[same]+strings.TrimPrefix(control, name)))
			}
		}
	}
}

// letters is a name however its words are joined.
func letters(name string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(strings.ToLower(name))
}

// lintFrameworks tells of controls whose framework is not known, and of clauses that are
// written otherwise than those of the same framework.
func lintFrameworks(set *Set, own []file, ps *problems) {
	for _, rule := range set.rules {
		i := slices.IndexFunc(own, func(f file) bool { return f.path == rule.Origin })
		if i < 0 {
			continue
		}
		at := MetadataAt(rule.Origin, own[i].src, "controls")
		for _, control := range rule.Controls {
			message, remedy := set.misspelled(control)
			if message == "" {
				continue
			}
			*ps = append(*ps, Problem{Path: at.Path, Line: at.Line, Column: at.Column, Message: message, Remedy: remedy})
		}
	}
}

// misspelled says what is wrong with a control of a rule, and what to do; "" if it can be
// one. No list of clauses is complete, so only their form is held against the known ones.
func (s *Set) misspelled(control string) (message, remedy string) {
	name, clause, _ := strings.Cut(control, "/")
	if known := s.frameworks(); !slices.Contains(known, name) {
		return fmt.Sprintf("unknown framework %q in custom.controls%s", name, finding.DidYouMean(name, known)),
			fmt.Sprintf("Use one of these frameworks: %s. For another one, write `frameworks: [%s]` into .modelgate/data/regimes.yaml.", strings.Join(known, ", "), name)
	}
	known := s.clauses(name)
	example := ""
	for _, k := range known {
		if example == "" || strings.HasPrefix(k, "Art.") && !strings.HasPrefix(example, "Art.") {
			example = k
		}
	}
	switch {
	case clause == "":
		return fmt.Sprintf("the control %q names no clause", control), fmt.Sprintf("Add a slash and the clause, for example %q.", name+"/"+cmp.Or(example, "4.1"))
	case len(known) > 0 && unlike(clause, known):
		return fmt.Sprintf("the clause of the control %q is not written like those of the built-in rules", control),
			fmt.Sprintf("Write it like %q, or globs over controls and collections miss it.", name+"/"+example)
	}
	return "", ""
}

// clauses are the clauses of a framework that the built-in rules name.
func (s *Set) clauses(framework string) []string {
	var out []string
	for _, rule := range s.rules {
		for _, control := range rule.Controls {
			if name, clause, _ := strings.Cut(control, "/"); name == framework && clause != "" && rule.Origin == finding.BuiltIn {
				out = append(out, clause)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// unlike reports whether a clause is a bare number where none is known, or begins with
// another spelling of a word that known ones begin with: "Article" for "Art.".
func unlike(clause string, known []string) bool {
	word := wordOf(clause)
	longer := false
	for _, k := range known {
		switch other := wordOf(k); {
		case other == word:
			return false
		case len(other) > 2 && strings.HasPrefix(letters(word), letters(other)):
			longer = true
		}
	}
	return longer || word == ""
}

// wordOf is what a clause begins with, up to a space or its first number.
func wordOf(clause string) string {
	if i := strings.IndexAny(clause, " 0123456789"); i >= 0 {
		return clause[:i]
	}
	return clause
}
