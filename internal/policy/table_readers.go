package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// changedTables are the built-in tables that are not as they were. A table of a new
// name is read by no built-in rule.
func changedTables(was, now tables) []string {
	return slices.DeleteFunc(keysOf(was), func(name string) bool { return was.same(name, now) })
}

var (
	packageClause = pattern.New(`(?m)^package (\S+)`)
	dataReference = pattern.New(`\bdata\.modelgate\.([a-z0-9_]+(?:\.[a-z0-9_]+)?)`)
)

// reader is what the text of a file of rules tells of what it reads.
type reader struct {
	file
	pkg   string
	names []string                   // tables, and packages of helpers
	when  func() (is readerOccasion) // it is not asked of most
}

// readerOccasion is which of the occasions a file names itself.
type readerOccasion struct{ change, review, target bool }

// readersIn reads files of rules. It takes longer than most checks of one model: of the
// built-in ones it is done once.
func readersIn(files []file) []reader {
	var out []reader
	for _, f := range files {
		clause := packageClause.FindStringSubmatch(string(f.src))
		if clause == nil {
			continue
		}
		r := reader{file: f, pkg: "data." + clause[1], when: sync.OnceValue(func() readerOccasion {
			return readerOccasion{change.Match(f.src), review.Match(f.src), target.Match(f.src)}
		})}
		for _, m := range dataReference.FindAllStringSubmatch(string(f.src), -1) {
			name, _, _ := strings.Cut(m[1], ".")
			if reserved[name] && name != packsTable { // a package
				name = "data.modelgate." + m[1]
			}
			r.names = append(r.names, name)
		}
		out = append(out, r)
	}
	return out
}

// readersOf are the files of built-in rules that read one of some tables, themselves or
// by their helpers, by package. It is told by the text: a built-in rule names a table
// and a package in full, in an import or where it uses it.
func readersOf(files []reader, tables []string) map[string]file {
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

func occasionsOf(files []reader) occasions {
	of := func(is func(reader) bool) map[string]file { return readersBy(files, map[string]bool{}, is) }
	return occasions{
		changes: of(func(r reader) bool { return r.when().change }),
		reviews: of(func(r reader) bool { return r.when().review }),
		targets: of(func(r reader) bool { return r.when().target }),
	}
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
// helpers, or that are such, by package. More packages are added to reads.
func readersBy(files []reader, reads map[string]bool, is func(reader) bool) map[string]file {
	for _, r := range files {
		if is != nil && is(r) {
			reads[r.pkg] = true
		}
	}
	for more := true; more; {
		more = false
		for _, r := range files {
			if !reads[r.pkg] && slices.ContainsFunc(r.names, func(name string) bool { return reads[name] }) {
				reads[r.pkg], more = true, true
			}
			if words := strings.Split(r.pkg, "."); reads[r.pkg] && len(words) > 4 { // as references name those of an organization
				reads[strings.Join(words[:4], ".")] = true
			}
		}
	}
	out := map[string]file{}
	for _, r := range files {
		if reads[r.pkg] {
			out[r.pkg] = r.file
		}
	}
	return out
}
