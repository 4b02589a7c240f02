package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// IsTest reports whether a file holds tests or cases of rules.
func IsTest(path string) bool { return isTest(path) || isCases(path) }

// IsAside reports whether a file stands beside policies without being one.
func IsAside(path string) bool { return isAside(path) && !isRule(path) && !IsTest(path) }

// SameConditions reports whether two states of a policy say the same in all but
// their comments, METADATA included. What does not parse is the same as nothing.
func SameConditions(path string, before, after []byte) bool {
	a, err1 := parseOne(file{path, before}, capabilities(), false)
	b, err2 := parseOne(file{path, after}, capabilities(), false)
	return err1 == nil && err2 == nil && a != nil && b != nil && a.Equal(b)
}

// TestNames lists the tests that a file holds, by package and name, sorted; of
// cases, by rule and name. Those that are marked as not yet written are none.
func TestNames(path string, src []byte) []string {
	if isCases(path) {
		return caseNames(file{path, src})
	}
	module, err := parseOne(file{path, src}, capabilities(), false)
	if err != nil || module == nil {
		return nil
	}
	name, _ := packageOf(module)
	var out []string
	for _, r := range module.Rules {
		if test := headName(r); strings.HasPrefix(test, "test_") {
			out = append(out, name+"."+test)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// caseNames lists the cases of a file, as far as it can be read.
func caseNames(f file) []string {
	var ps problems
	rule, _, cases := readCases(f, &ps)
	var out []string
	for _, c := range cases {
		out = append(out, rule+": "+c.name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// MetadataAt is where the METADATA of a policy has a key; the first line where it
// has none.
func MetadataAt(path string, src []byte, key string) finding.Position {
	at := finding.Start(path)
	module, err := parseOne(file{path, src}, capabilities(), false)
	if err != nil || module == nil {
		return at
	}
	i := slices.IndexFunc(module.Comments, func(c *ast.Comment) bool {
		return strings.HasPrefix(strings.TrimSpace(string(c.Text)), key+":")
	})
	if i >= 0 {
		at.Line, at.Column = module.Comments[i].Location.Row, module.Comments[i].Location.Col
	}
	return at
}
