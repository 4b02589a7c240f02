package policy

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/policies"
)

// What to do about errors of OPA's parser and compiler, which say what they saw, and not what
// its author may have meant.

// remedyFor is what to do about an error; "" if nothing is known of it.
func remedyFor(e *ast.Error) string {
	switch {
	case e.Code == ast.ParseErr && strings.Contains(e.Message, "`if` keyword is required"),
		e.Code == ast.ParseErr && strings.Contains(e.Message, "`contains` keyword is required"):
		return "Use Rego v1. `opa fmt --write --v0-v1` converts the old syntax."
	case e.Code == ast.ParseErr && strings.HasPrefix(e.Message, "yaml: ") && strings.Contains(e.Message, "mapping values are not allowed"):
		return "METADATA is YAML: quote a text that contains `: `, as in `title: \"Health data: third country\"`."
	case e.Code == ast.TypeErr && strings.HasPrefix(e.Message, "undefined function "):
		name := strings.TrimPrefix(e.Message, "undefined function ")
		if reason, ok := forbidden(name); ok {
			return reason
		}
	case e.Code == ast.TypeErr && e.Message == "match error":
		return remedyOfMatch(e)
	case e.Code == ast.UnsafeVarErr:
		return remedyOfUnsafe(e)
	case strings.HasPrefix(e.Message, "import ") && strings.HasSuffix(e.Message, " unused"):
		return "Remove the import, or use the last part of its name."
	}
	return ""
}

// remedyOfMatch is about a fact that is compared as a whole: its value is meant.
func remedyOfMatch(e *ast.Error) string {
	d, ok := e.Details.(*ast.UnificationErrDetail)
	if !ok {
		return ""
	}
	for _, t := range []types.Type{d.Left, d.Right} {
		object, isObject := t.(*types.Object)
		switch {
		case isObject && object.Select("value") != nil:
			return "Compare its value: add `.value`."
		case isObject && object.Select("items") != nil:
			return "Compare the values of its items: `some item in ….items` and `item.value`."
		}
	}
	return ""
}

// remedyOfUnsafe is about a name that nothing defines.
func remedyOfUnsafe(e *ast.Error) string {
	name := strings.TrimSuffix(strings.TrimPrefix(e.Message, "var "), " is unsafe")
	if strings.HasPrefix(name, "__") || !tableName.MatchString(name) {
		return "Give each variable a value in this body, with `:=` or `some … in`."
	}
	if slices.Contains(builtinNames("data", ".yaml"), name) {
		return fmt.Sprintf("Nothing defines %s here. To read the table, import data.modelgate.%s.", name, name)
	}
	if slices.Contains(helperPackages(), name) {
		return fmt.Sprintf("Nothing defines %s here. To use the helpers, import data.modelgate.lib.%s.", name, name)
	}
	return fmt.Sprintf("Nothing defines %s here. Define or import it, or give it a value with `:=` or `some … in`.", name)
}

// helperPackages are the names of the built-in helper packages, sorted.
func helperPackages() []string { return builtinNames("lib", ".rego") }

// builtinNames are the built-in files of a directory, without what their names end in.
func builtinNames(dir, ending string) []string {
	entries, _ := fs.ReadDir(policies.FS, dir) // it is part of the program
	var out []string
	for _, e := range entries {
		if name, is := strings.CutSuffix(e.Name(), ending); is && !strings.HasSuffix(name, "_test") {
			out = append(out, name)
		}
	}
	return out
}

// maxNames is how many names a remedy lists.
const maxNames = 30

// unknownName words a reference to a table, a package or a rule that does not exist.
func unknownName(ref ast.Ref, i int, key string, node *ast.TreeNode, rows []string) (message, remedy string) {
	names := slices.Clone(rows)
	in := ref[:i+1].String()
	switch {
	case in == "data.modelgate.lib":
		names = append(names, helperPackages()...)
	case node != nil:
		for _, child := range node.Children {
			if s, isText := child.Key.(ast.String); isText && !strings.HasPrefix(string(s), "_") && !child.Hide {
				names = append(names, string(s))
			}
		}
	}
	names = slices.DeleteFunc(names, func(n string) bool { return strings.HasSuffix(n, "_test") })
	slices.Sort(names)
	names = slices.Compact(names)
	message = fmt.Sprintf("%s: unknown name %q in %s%s", shownRef(ref), key, in, finding.DidYouMean(key, names))
	if in == "data.modelgate" || len(names) == 0 {
		return message, "Use data.modelgate.<name> for the tables policies/data/<name>.yaml and .modelgate/data/<name>.yaml."
	}
	more := ""
	if len(names) > maxNames {
		names, more = names[:maxNames], fmt.Sprintf(" and %d more", len(names)-maxNames)
	}
	return message, fmt.Sprintf("Use one of these names of %s: %s%s.", in, strings.Join(names, ", "), more)
}
