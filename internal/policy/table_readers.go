package policy

import (
	"fmt"
	"maps"
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
	if len(tables) == 0 {
		return map[string]file{}
	}
	reads := map[string]bool{} // tables, and packages that read one
	for _, t := range tables {
		reads[t] = true
	}
	out := readersBy(files, reads, nil)
	maps.DeleteFunc(out, func(pkg string, _ file) bool { return !strings.HasPrefix(pkg, string(builtIn)+".") })
	return out
}

// What a rule reads that not every run has: the base and the change, or results that were
// compared with the base; the review of a pull request; the environment of a promotion.
var (
	change = pattern.New(`\binput\.(base|change|ended)\b|"(not_worse_by|better_by)"`)
	review = pattern.New(`\binput\.change(\.review\b|[^.\w])`)
	target = pattern.New(`\binput\.target\b`)
)

// occasions are the packages of rules that read what not every run has, themselves or by a
// helper. Without it they find nothing.
type occasions struct{ changes, reviews, targets map[string]file }

func occasionsOf(files []file) occasions {
	of := func(text *pattern.Pattern) map[string]file { return readersBy(files, map[string]bool{}, text) }
	return occasions{of(change), of(review), of(target)}
}

// Compares reports whether a rule can find something about a change only, or may do so. A
// commit that is merged has none.
func (s *Set) Compares(id string) bool {
	return s.reads(id, func(o occasions) map[string]file { return o.changes })
}

// Reviews reports whether a rule reads the review of a pull request, or may do so.
func (s *Set) Reviews(id string) bool {
	return s.reads(id, func(o occasions) map[string]file { return o.reviews })
}

// Promotes reports whether a rule reads the environment of a promotion, or may do so.
func (s *Set) Promotes(id string) bool {
	return s.reads(id, func(o occasions) map[string]file { return o.targets })
}

func (s *Set) reads(id string, what func(occasions) map[string]file) bool {
	pkg := builtIn
	category, name, _ := strings.Cut(id, "/")
	if own, is := strings.CutPrefix(category, "custom_"); is {
		pkg, category = organisation, own
	}
	known, err := s.occasions()
	_, is := what(known)[fmt.Sprintf("%s.%s.%s", pkg, category, name)]
	return is || err != nil
}

// readersBy are the files that use one of some tables or packages, themselves or by their
// helpers, or whose text matches, by package. More packages are added to reads.
func readersBy(files []file, reads map[string]bool, text *pattern.Pattern) map[string]file {
	out := map[string]file{}
	type source struct {
		file
		pkg   string
		names []string // tables, and packages of helpers
	}
	var sources []source
	for _, f := range files {
		clause := packageClause.FindStringSubmatch(string(f.src))
		if clause == nil {
			continue
		}
		s := source{file: f, pkg: "data." + clause[1]}
		if text != nil && text.Match(f.src) {
			reads[s.pkg] = true
		}
		for _, m := range dataReference.FindAllStringSubmatch(string(f.src), -1) {
			name, _, _ := strings.Cut(m[1], ".")
			if reserved[name] && name != packsTable { // a package
				name = "data.modelgate." + m[1]
			}
			s.names = append(s.names, name)
		}
		sources = append(sources, s)
	}
	for more := true; more; {
		more = false
		for _, s := range sources {
			if !reads[s.pkg] && slices.ContainsFunc(s.names, func(name string) bool { return reads[name] }) {
				reads[s.pkg], more = true, true
			}
			if words := strings.Split(s.pkg, "."); reads[s.pkg] && len(words) > 4 { // as references name those of an organization
				reads[strings.Join(words[:4], ".")] = true
			}
		}
	}
	for _, s := range sources {
		if reads[s.pkg] {
			out[s.pkg] = s.file
		}
	}
	return out
}
