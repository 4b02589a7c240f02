package policy

import (
	"maps"
	"testing"
)

// TestScopesOfSharedHelpers: rules of both scopes may share a helper, and what one of
// its callers gives it is not held against the other. What the helper itself reads is.
func TestScopesOfSharedHelpers(t *testing.T) {
	rules := func(ofModel, ofRepository string) map[string]string {
		return map[string]string{
			"policies/m.rego": header() + "package modelgate.custom.g.m\n\nimport data.modelgate.custom.lib.x\n\ndeny contains {\"at\": input.head.at, \"message\": \"m\"} if " + ofModel + "\n",
			"policies/r.rego": header("scope: repository") + "package modelgate.custom.g.r\n\nimport data.modelgate.custom.lib.x\n\ndeny contains {\"at\": input.change.at, \"message\": \"m\"} if " + ofRepository + "\n",
		}
	}
	for name, c := range map[string]struct{ lib, ofModel, ofRepository, want string }{
		"each gives its own":             {"many(list) if count(list) > 1", `x.many(input.head.artifacts)`, `x.many(input.change.rules)`, ""},
		"what both have":                 {"many(list) if count(list) > 1", `x.many(input.change.paths)`, `x.many(input.change.paths)`, ""},
		"the helper reads the other's":   {"many(n) if count(input.change.rules) > n", `x.many(1)`, `x.many(2)`, "input.change.rules is available only to rules of scope repository, but this rule has scope model (read in .modelgate/policies/x.rego)"},
		"the helper reads the model":     {"many(n) if count(input.head.artifacts) > n", `x.many(1)`, `x.many(2)`, "input.head is available only to rules of scope model, but this rule has scope repository (read in .modelgate/policies/x.rego)"},
		"a value of the helper's":        {"many := count(input.change.rules)", `x.many > 1`, `x.many > 2`, "but this rule has scope model (read in .modelgate/policies/x.rego)"},
		"a rule gives what it lacks":     {"many(list) if count(list) > 1", `x.many(input.change.rules)`, `x.many(input.change.rules)`, "input.change.rules is available only to rules of scope repository, but this rule has scope model"},
		"the other gives what it lacks":  {"many(list) if count(list) > 1", `x.many(input.head.artifacts)`, `x.many(input.head.artifacts)`, "input.head is available only to rules of scope model, but this rule has scope repository"},
		"a helper looks up what it gets": {"many(o) if count(object.get(o, \"rules\", [])) > 1", `x.many(input.change)`, `x.many(input.change)`, "is available only to rules of scope repository"},
	} {
		t.Run(name, func(t *testing.T) {
			all := rules(c.ofModel, c.ofRepository)
			maps.Copy(all, map[string]string{"policies/x.rego": "package modelgate.custom.lib.x\n\n" + c.lib + "\n"})
			if c.want == "" {
				load(t, builtin(map[string]string{"a/quiet": quiet}), files(all), Options{})
				return
			}
			refused(t, builtin(map[string]string{"a/quiet": quiet}), files(all), Options{}, c.want)
		})
	}
}
