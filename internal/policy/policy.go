// Package policy owns the rule engine: it loads the Rego rules, refuses what it
// cannot vouch for, lists them, and asks them about an input. It is the only
// package that knows OPA.
//
// Rego is silent where it should speak: a misspelt path, a failing builtin or
// a malformed result all look like "nothing to report". Here each of them is
// a refusal to load, or the error of the one rule that it belongs to. What a
// finding means for the decision is not known here.
package policy

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// DefaultDeadline is how long all rules together may take over one input, on
// whatever machine: far longer than the work that they may need takes on a busy
// one. It decides no verdict; where it is hit, there is none.
const DefaultDeadline = 15 * time.Minute

// Options is what a repository has set about rules, by rule id or by a glob over
// ids. An id that no loaded rule has, or a glob that matches none, is refused.
type Options struct {
	Severity    map[string]map[finding.Stage]finding.Severity // changes the severity at the stages named
	Off         map[string]string                             // why the rule does not apply in this repository
	Scoped      map[string]finding.Scoped                     // what holds for some paths only
	Collections map[string]config.Collection                  // that keys name as @name
	Floor       []finding.Floor                               // what no setting may go below
	Steps       int                                           // of one rule for one input; 0 is maxSteps
	Conftest    []config.Conftest                             // sets of policies of conftest; nil leaves these out
	At          map[string]finding.Position                   // where each rule is set; a setting that is refused is refused there
}

// Set is a loaded set of rules. It may be used by several goroutines.
type Set struct {
	rules      []finding.Rule    // sorted by id, overrides applied
	off        map[string]string // rule id → reason
	digest     string
	tables     tables
	deadline   time.Duration
	steps      int
	encode     func(Input) *ast.Term
	scopes     map[finding.Scope][]*program
	conftest   []*Conftest               // in the order of the configuration
	occasions  func() (occasions, error) // rules that find nothing in some runs
	frameworks func() []string           // that controls of rules can be of
	spent      *atomic.Int64             // steps of the organisation's rules; shared with sets made of this one
}

// Load loads the built-in rules and those of .modelgate/policies in the trusted
// base commit, with the tables of .modelgate/data laid over the built-in ones. Those of
// policy sources lie between the two.
// A *LoadError lists everything that was refused; another error means that the
// commit could not be read.
func Load(ctx context.Context, base source.Base, opt Options) (*Set, error) {
	if err := checkEntries(base); err != nil {
		return nil, err
	}
	custom, err := layeredOf(base.Tree)
	if err != nil {
		return nil, err
	}
	set, err := loadOver(custom, opt)
	if err != nil {
		return nil, fmt.Errorf("loading the policies of %s: %w", base.Commit, err)
	}
	return set, nil
}

// checkEntries refuses what a file system does not show: links, submodules and
// names that cannot be read. A policy behind one would silently not count.
func checkEntries(base source.Base) error {
	var ps problems
	check := func(e source.Entry, why string) {
		for _, dir := range []string{"policies", "data", path.Base(config.ConftestDir), packsDir} {
			own := path.Join(customDir, dir)
			if e.Path == customDir || e.Path == own || strings.HasPrefix(e.Path, own+"/") {
				ps.in(e.Path, why+", so it would have no effect", "Replace it with a regular file that has a valid name.")
				return
			}
		}
	}
	for _, e := range base.Entries() {
		if e.Kind != source.File {
			check(e, "this is a "+string(e.Kind))
		}
	}
	for _, e := range base.Unreadable() {
		check(e, "the name is not valid")
	}
	return ps.err()
}

// LoadFS loads built-in rules from builtin, which has rules, lib and data at
// its root, and an organisation's from custom, which has policies and data at
// its root. A nil custom has none.
func LoadFS(ctx context.Context, builtin, custom fs.FS, opt Options) (*Set, error) {
	if ctx.Err() != nil {
		return nil, fmt.Errorf("loading policies: %w", ctx.Err())
	}
	var ps problems
	src, err := readSources(builtin, custom, &ps, isRule)
	if err != nil {
		return nil, err
	}
	caps := capabilities()
	modules := parse(src.rules, caps, &ps)
	checkLayers(modules, &ps)
	if !checkSize(modules, &ps) {
		return nil, ps.err()
	}
	entries := catalogue(modules, &ps)
	sets, err := src.addConftest(custom, opt, &ps)
	if err != nil {
		return nil, err
	}
	entries = withConftest(entries, sets)
	opt = configured(entries, opt, &ps)
	checkFrameworks(entries, src.tables, &ps)
	if err := ps.err(); err != nil {
		return nil, err
	}
	set, err := newSet(digest(src, opt), src.tables, entries, opt)
	if err != nil {
		return nil, err
	}
	set.occasions = sync.OnceValues(func() (occasions, error) { return occasionsOf(readersIn(src.rules)), nil })
	set.addConftest(sets)
	set.scopes, err = build(split(modules, slices.DeleteFunc(entries, entry.isConftest), set.off), src.tables, set.off, caps)
	return set, err
}

func newSet(digest string, tables tables, entries []entry, opt Options) (*Set, error) {
	encode, err := inputEncoder()
	if err != nil {
		return nil, err
	}
	s := &Set{encode: encode, digest: digest, tables: tables, frameworks: sync.OnceValue(func() []string { return frameworks(entries, tables) }), deadline: DefaultDeadline, steps: cmp.Or(opt.Steps, maxSteps), off: map[string]string{}, scopes: map[finding.Scope][]*program{}, spent: new(atomic.Int64)}
	maps.Copy(s.off, opt.Off)
	for _, e := range entries {
		s.rules = append(s.rules, e.rule)
	}
	return s, nil
}

// Within is the set with another deadline for each Evaluate than DefaultDeadline.
func (s *Set) Within(deadline time.Duration) *Set {
	other := *s
	other.deadline = deadline
	return &other
}

// Spent is how many steps the organisation's rules have needed for all inputs so
// far: the same on every machine.
func (s *Set) Spent() int64 { return s.spent.Load() }

// Only is the set of which Evaluate asks no other rules than these. It lists all of them.
func (s *Set) Only(asked func(rule string) bool) *Set {
	other := *s
	other.scopes = map[finding.Scope][]*program{}
	for scope, programs := range s.scopes {
		for _, p := range programs {
			some := p.asking(slices.DeleteFunc(slices.Clone(p.rules), func(r *compiledRule) bool { return !asked(r.rule.ID) }))
			if len(some.rules) > 0 {
				other.scopes[scope] = append(other.scopes[scope], some)
			}
		}
	}
	other.conftest = slices.DeleteFunc(slices.Clone(s.conftest), func(c *Conftest) bool { return !asked(c.rule.ID) })
	return &other
}

// Rules lists the rules, sorted by id, with the severities that are in force.
// A rule that is turned off is listed too. The caller may change the slice.
func (s *Set) Rules() []finding.Rule { return cloneRules(s.rules) }

// Digest identifies everything that can change a verdict beside the input: the
// sources of the rules, the tables and the options, as "sha256:…".
func (s *Set) Digest() string { return s.digest }

// entry is one rule with the package that holds it.
type entry struct {
	rule finding.Rule
	id   identity
	pkg  ast.Ref // data.modelgate.…
	loc  *ast.Location

	hasApplies bool // without applies, a rule always applies
}
