package policy

import (
	"fmt"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checkTests refuses files of tests that hold something else: they are not asked,
// so that a rule whose name ends in test would silently not count.
func checkTests(files []file, ps *problems) {
	if len(files) == 0 {
		return
	}
	modules := parse(files, capabilities(), ps)
	for _, name := range keysOf(modules) {
		checkTest(name, modules[name], ps)
	}
}

func checkTest(name string, module *ast.Module, ps *problems) {
	at, why := module.Package.Location, ""
	pkg, _ := packageOf(module)
	for _, rule := range module.Rules {
		if headName(rule) == denyName {
			at, why = rule.Location, "it has a deny"
		}
	}
	for _, a := range module.Annotations {
		if len(a.Custom) > 0 {
			at, why = a.Location, "it has the METADATA of a rule"
		}
	}
	if why == "" && !strings.HasSuffix(pkg, "_test") {
		why = "it has the package " + pkg
	}
	if why != "" {
		ps.at(at, fmt.Sprintf("%s is named like a test file, but %s; its rules do not run", path.Base(name), why),
			"Give a rule's file a name that does not end in _test.rego, and the package of tests a name that ends in _test.")
	}
}
