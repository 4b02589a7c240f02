package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// frameworks are the laws and frameworks that controls of rules can be of: those of the
// built-in rules, and the laws that the tables know.
func frameworks(entries []entry, t tables) []string {
	var out []string
	for _, e := range entries {
		if e.rule.Origin == finding.BuiltIn {
			for _, control := range e.rule.Controls {
				out = append(out, frameworkOf(control))
			}
		}
	}
	laws, _ := t["regimes"]["items"].(map[string]any)
	for _, name := range slices.Concat(keysOf(laws), keysOf(t[packsTable])) {
		out = append(out, strings.ReplaceAll(name, "_", "-"))
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
	known := frameworks(entries, t)
	for _, e := range entries {
		if e.rule.Origin == finding.BuiltIn {
			continue
		}
		for _, control := range e.rule.Controls {
			name := frameworkOf(control)
			same := slices.IndexFunc(known, func(k string) bool { return letters(k) == letters(name) })
			if same >= 0 && known[same] != name {
				ps.at(e.loc, fmt.Sprintf("METADATA: unknown framework %q in custom.controls; did you mean %q?", name, known[same]), fmt.Sprintf("Write %q.", known[same]+strings.TrimPrefix(control, name)))
			}
		}
	}
}

// letters is a name however its words are joined.
func letters(name string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(strings.ToLower(name))
}

// lintFrameworks tells of controls whose framework is not known.
func lintFrameworks(set *Set, own []file, ps *problems) {
	known := set.frameworks
	for _, rule := range set.rules {
		i := slices.IndexFunc(own, func(f file) bool { return f.path == rule.Origin })
		if i < 0 {
			continue
		}
		for _, control := range rule.Controls {
			name := frameworkOf(control)
			if slices.Contains(known, name) {
				continue
			}
			at := MetadataAt(rule.Origin, own[i].src, "controls")
			*ps = append(*ps, Problem{Path: at.Path, Line: at.Line, Column: at.Column, Message: fmt.Sprintf("unknown framework %q in custom.controls%s", name, finding.DidYouMean(name, known)),
				Remedy: fmt.Sprintf("Use one of these frameworks: %s. For another one, add its name to `items` of .modelgate/data/regimes.yaml.", strings.Join(known, ", "))})
		}
	}
}
