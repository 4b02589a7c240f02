package policy

import (
	"reflect"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// changedTables are the built-in tables that are not as they were. A table of a new
// name is read by no built-in rule.
func changedTables(was, now tables) []string {
	return slices.DeleteFunc(keysOf(was), func(name string) bool { return reflect.DeepEqual(was[name], now[name]) })
}

var (
	packageClause = pattern.New(`(?m)^package (\S+)`)
	dataReference = pattern.New(`\bdata\.modelgate\.([a-z0-9_]+(?:\.[a-z0-9_]+)?)`)
)

// readersOf are the files of built-in rules that read one of some tables, themselves or
// by their helpers, by package. It is told by the text: a built-in rule names a table
// and a package in full, in an import or where it uses it.
func readersOf(files []file, tables []string) map[string]file {
	out := map[string]file{}
	if len(tables) == 0 {
		return out
	}
	type source struct {
		file
		pkg   string
		names []string // tables, and packages of helpers
	}
	var sources []source
	for _, f := range files {
		text := string(f.src)
		s := source{file: f, pkg: "data." + packageClause.FindStringSubmatch(text)[1]}
		for _, m := range dataReference.FindAllStringSubmatch(text, -1) {
			name, _, _ := strings.Cut(m[1], ".")
			if reserved[name] && name != packsTable { // a package
				name = "data.modelgate." + m[1]
			}
			s.names = append(s.names, name)
		}
		sources = append(sources, s)
	}
	reads := map[string]bool{} // tables, and packages that read one
	for _, t := range tables {
		reads[t] = true
	}
	for more := true; more; {
		more = false
		for _, s := range sources {
			if !reads[s.pkg] && slices.ContainsFunc(s.names, func(name string) bool { return reads[name] }) {
				reads[s.pkg], more = true, true
			}
		}
	}
	for _, s := range sources {
		if reads[s.pkg] && strings.HasPrefix(s.pkg, string(builtIn)+".") {
			out[s.pkg] = s.file
		}
	}
	return out
}
