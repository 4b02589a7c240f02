package policy

import (
	"fmt"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// The id of a rule is its package, so that there is nothing to forget:
//
//	modelgate.rules.<category>.<name>     <category>/<name>           built-in
//	modelgate.custom.<category>.<name>    custom_<category>/<name>    the organisation's own
//	main                                  main/<file name>            a plain conftest policy
//
// An id has two segments in snake_case. No built-in category is called main or
// begins with custom_, so that no organisation's rule can take the place of a
// built-in one. Packages modelgate.lib… (built-in) and modelgate.custom.lib…
// (the organisation's) hold helpers and no rules.

// word is a segment of an id.
var word = pattern.New(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

const customPrefix = "custom_"

// identity says what a module is.
type identity struct {
	id       string // of the rule; "" for helpers
	conftest bool   // a plain conftest policy, package main
}

// identify tells what the module is by its package and its path, or why it is
// not one of ours.
func identify(module *ast.Module, file string) (id identity, message, remedy string) {
	name, words := packageOf(module)
	if isBuiltin(file) {
		return identifyBuiltin(name, words, file)
	}
	return identifyCustom(name, words, file)
}

// packageOf returns the package's name and its segments.
func packageOf(module *ast.Module) (string, []string) {
	words := wordsOf(module.Package.Path)
	return strings.Join(words, "."), words
}

// wordsOf is the segments of a path below data.
func wordsOf(path ast.Ref) (words []string) {
	for _, t := range path[1:] {
		if s, ok := t.Value.(ast.String); ok {
			words = append(words, string(s))
		}
	}
	return words
}

func identifyBuiltin(name string, words []string, file string) (id identity, message, remedy string) {
	switch {
	case isBelow(words, "modelgate", "lib"):
		return identity{}, "", ""
	case name == "modelgate.testing":
		return identity{}, "", ""
	case isBelow(words, "modelgate", "rules") && len(words) == 4 && word.MatchString(words[2]) && word.MatchString(words[3]):
		category, rule := words[2], words[3]
		want := path.Join(builtinDir, "rules", category, rule, rule+".rego")
		switch {
		case category == "main" || category == conftestCategory || strings.HasPrefix(category, customPrefix):
			return identity{}, fmt.Sprintf("the category %q is reserved for rules of organizations", category), "Choose another category."
		case file != want:
			return identity{}, fmt.Sprintf("the package %s belongs in %s", name, want), "Move the file, or fix the package name."
		}
		return identity{id: category + "/" + rule}, "", ""
	}
	return identity{}, fmt.Sprintf("the package %s is neither a rule nor a helper", name),
		"Use modelgate.rules.<category>.<name> in snake_case for rules, and modelgate.lib for helpers."
}

func identifyCustom(name string, words []string, file string) (id identity, message, remedy string) {
	switch {
	case name == "main":
		rule := strings.ReplaceAll(strings.ToLower(strings.TrimSuffix(path.Base(file), ".rego")), "-", "_")
		if !word.MatchString(rule) {
			return identity{}, fmt.Sprintf("the file name %q is not a valid rule id", path.Base(file)),
				"Start the name with a letter, and use only letters, digits and underscores."
		}
		return identity{id: "main/" + rule, conftest: true}, "", ""
	case isBelow(words, "modelgate", "custom", "lib"):
		return identity{}, "", ""
	case isBelow(words, "modelgate", "custom") && len(words) == 4 && word.MatchString(words[2]) && word.MatchString(words[3]):
		return identity{id: customPrefix + words[2] + "/" + words[3]}, "", ""
	case isBelow(words, "modelgate") && !isBelow(words, "modelgate", "custom"):
		return identity{}, fmt.Sprintf("the package %s is reserved for the built-in rules, which cannot be changed or shadowed", name),
			"Use the package modelgate.custom.<category>.<name>. To change severities or turn off rules, use rules in .modelgate/config.yaml."
	}
	return identity{}, fmt.Sprintf("the package %s would not be evaluated", name),
		"Use the package modelgate.custom.<category>.<name> in snake_case (helpers: modelgate.custom.lib). For a plain conftest policy, use package main."
}

func isBelow(words []string, prefix ...string) bool {
	if len(words) < len(prefix) {
		return false
	}
	for i, p := range prefix {
		if words[i] != p {
			return false
		}
	}
	return true
}

// isolate gives a conftest policy a package of its own, so that its findings
// can be told from those of other files of package main.
func isolate(module *ast.Module, id string) {
	_, name, _ := strings.Cut(id, "/")
	module.Package.Path = ast.Ref{module.Package.Path[0], ast.StringTerm("modelgate"), ast.StringTerm("main"), ast.StringTerm(name)}
}
