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

// readsRules reports whether modules may refer to the built-in rules, which helpers
// never do. All of data cannot be meant: whoever refers to it refers to himself.
func readsRules(modules map[string]*ast.Module) bool {
	found := false
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(x any) bool {
		if term, is := x.(*ast.Term); is {
			x = term.Value
		}
		switch x := x.(type) {
		case *ast.Package:
			found = found || builtIn.isPrefixOf(x.Path)
			return true
		case ast.Ref:
			if !x[0].Equal(ast.DefaultRootDocument) {
				return found
			}
			found = found || mayBeBelow(x[1:], dataRoot, "rules")
			for _, step := range x[1:] {
				visitor.Walk(step)
			}
			return true
		}
		return found
	})
	for _, m := range modules {
		visitor.Walk(m)
	}
	return found
}

// mayBeBelow reports whether a path is below the names, or has what is.
func mayBeBelow(path []*ast.Term, names ...string) bool {
	for i := range min(len(path), len(names)) {
		if name, isText := path[i].Value.(ast.String); isText && string(name) != names[i] {
			return false
		}
	}
	return true
}
