// Package finding owns the one diagnostic type of modelgate and the words that
// go with it: where something is wrong (Position), how much that matters
// (Severity, by Stage), and which Rule said so. It imports nothing but the
// standard library, so that parsers, schemas, rules and renderers can share it.
package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Severity says what a finding means for the decision. The words are the
// levels of SARIF 2.1.0, section 3.27.10.
type Severity string

const (
	Error   Severity = "error"   // denies
	Warning Severity = "warning" // reported, does not deny
	Note    Severity = "note"    // worth knowing
)

// Valid reports whether s is one of the three severities.
func (s Severity) Valid() bool { return s == Error || s == Warning || s == Note }

// Below reports whether s is a milder severity than another.
func (s Severity) Below(other Severity) bool { return s.rank() > other.rank() }

// rank orders severities, the gravest first.
func (s Severity) rank() int { return slices.Index([]Severity{Error, Warning, Note}, s) }

// Stage says how much a model owes: little while it is a draft, everything
// when it is to be used in production.
type Stage string

const (
	Draft      Stage = "draft"
	Review     Stage = "review"
	Production Stage = "production"
)

// Stages lists the stages in the order in which a model passes through them.
var Stages = []Stage{Draft, Review, Production}

// Words are the stages as words of the rule input.
func (Stage) Words() []string { return []string{string(Draft), string(Review), string(Production)} }

// Valid reports whether s is one of the three stages.
func (s Stage) Valid() bool { return slices.Contains(Stages, s) }

// Position is a place in a file of the judged commit. Lines and columns are
// 1-based; columns count Unicode code points; the end is exclusive, so that an
// empty range has EndColumn == Column. Pointer is the RFC 6901 JSON Pointer of
// the place inside its document, "" for the whole document.
type Position struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Pointer   string `json:"pointer"`

	// Repository is the name of the data repository that the file lies in, which
	// Path begins with; "" for a file of the repository that is judged.
	Repository string `json:"repository,omitempty"`
}

// Start is the first place of a file: where a finding about the file as a
// whole, or about a file that does not exist, is reported.
func Start(path string) Position {
	return Position{Path: path, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
}

// Related is a second place that explains a finding, such as the evidence
// that contradicts a claim.
type Related struct {
	Message string   `json:"message"`
	At      Position `json:"location"`
}

// Finding is one violation of one rule at one place.
type Finding struct {
	Rule     string    `json:"rule"` // id, category/name
	Severity Severity  `json:"severity"`
	Message  string    `json:"message"`
	At       Position  `json:"location"`
	Key      string    `json:"key,omitempty"` // tells apart several findings of one rule at one pointer
	Related  []Related `json:"related,omitempty"`
	Help     string    `json:"help,omitempty"` // how to mend it
	Fixes    []Fix     `json:"fixes,omitempty"`
	// Value is what tells whether the finding got worse: the value that a check
	// measured, or DigestPrefix and the digest of a file that cannot be read; ""
	// where nothing does. Better says which way of a measured value is better.
	Value  string `json:"value,omitempty"`
	Better string `json:"better,omitempty"`

	Suggestion Suggestion `json:"-"` // of the rule; what it comes to is in Fixes
}

// String is the finding as an error message quotes it: place, message and, on a
// line of its own, the remedy. Reports have renderers of their own.
func (f Finding) String() string {
	s := fmt.Sprintf("%s:%d:%d: %s", f.At.Path, f.At.Line, f.At.Column, f.Message)
	if f.Help != "" {
		s += "\n    help: " + f.Help
	}
	return s
}

// Fingerprint identifies the finding across edits of the file: it hashes the
// rule, the model and the anchor (path and pointer) with the key, but neither
// line nor message. Waivers, SARIF alerts and baselines refer to it.
func (f Finding) Fingerprint(model string) string {
	h := sha256.New()
	for _, part := range []string{f.Rule, model, f.At.Path, f.At.Pointer, f.Key} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// DigestPrefix begins a Value that is the digest of a file.
const DigestPrefix = "sha256:"

// Sort orders findings by place, then by severity, rule and message, and
// drops exact repetitions. It returns the shortened slice.
func Sort(fs []Finding) []Finding {
	slices.SortStableFunc(fs, Compare)
	return slices.CompactFunc(fs, func(a, b Finding) bool { return Compare(a, b) == 0 })
}

// Compare is the order of findings in every report.
func Compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.At.Path, b.At.Path),
		cmp.Compare(a.At.Line, b.At.Line),
		cmp.Compare(a.At.Column, b.At.Column),
		cmp.Compare(a.Severity.rank(), b.Severity.rank()),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.At.Pointer, b.At.Pointer),
		cmp.Compare(a.Key, b.Key),
		cmp.Compare(a.Message, b.Message),
	)
}

// Scope says what a rule is asked about: each model, or the change to the
// repository as a whole.
type Scope string

const (
	ScopeModel      Scope = "model"
	ScopeRepository Scope = "repository"
)

// Words are the scopes as words of the rule input.
func (Scope) Words() []string { return []string{string(ScopeModel), string(ScopeRepository)} }

// Rule is one entry of the catalogue: everything that is known of a rule
// before it runs. Rego rules declare it in their METADATA; the checks that
// reading a document makes are listed by the packages that make them.
type Rule struct {
	ID          string             `json:"id"` // category/name
	Title       string             `json:"title"`
	Description string             `json:"description"`
	Severity    map[Stage]Severity `json:"severity"` // one for each stage
	Remediation string             `json:"remediation"`
	Sources     []string           `json:"sources"`            // articles, specifications or papers that the rule rests on
	Controls    []string           `json:"controls,omitempty"` // regime/control ids, such as "gdpr/Art. 6(1)"
	Example     string             `json:"example,omitempty"`  // what a mended document looks like
	Scope       Scope              `json:"scope"`
	EffectiveOn string             `json:"effective_on,omitempty"` // RFC 3339 date before which the rule is pending
	Waivable    bool               `json:"waivable"`
	Fixed       bool               `json:"fixed,omitempty"`  // no configuration turns it off or makes it milder
	Origin      string             `json:"origin"`           // BuiltIn, or the path of the file in .modelgate/policies
	Off         string             `json:"off,omitempty"`    // why the repository turned it off
	Scoped      []Scoped           `json:"scoped,omitempty"` // settings of the repository for some paths
}

// Floor is what somebody other than the repository requires of rules: their findings
// have at least a severity, no setting turns them off, and waivers may have no effect. It
// only tightens.
type Floor struct {
	Rules     []string `json:"rules"` // globs over ids
	Severity  Severity `json:"severity"`
	NoWaivers bool     `json:"noWaivers,omitempty"`
	At        Position `json:"-"` // where it says that waivers have no effect
}

// BuiltIn is the origin of modelgate's own rules.
const BuiltIn = "built-in"

// Scoped is what a repository has set about a rule for findings at some paths: the
// files that they are in, and the directories of models.
type Scoped struct {
	Paths    []string           `json:"paths"` // globs
	Severity map[Stage]Severity `json:"severity,omitempty"`
	Off      string             `json:"off,omitempty"` // why the rule does not apply there
}

// Category is the part of the id before the slash.
func (r Rule) Category() string {
	category, _, _ := strings.Cut(r.ID, "/")
	return category
}

// At returns the severity at a stage; a rule that does not name the stage is
// an error there, so that an omission blocks rather than passes.
func (r Rule) At(stage Stage) Severity {
	if s, ok := r.Severity[stage]; ok && s.Valid() {
		return s
	}
	return Error
}

// Always is the severity table of a rule that does not depend on the stage.
func Always(s Severity) map[Stage]Severity {
	return map[Stage]Severity{Draft: s, Review: s, Production: s}
}

// Verdict is what one rule said about one subject before waivers were applied.
// A verdict with an Error says nothing about the subject: the rule could not
// be evaluated, which denies unless it is Unfinished.
type Verdict struct {
	Rule          string
	NotApplicable bool
	Error         string
	Unfinished    bool // the error is that the evaluation ran out of time: nothing is known
	Findings      []Finding
}

// Merge puts lists of verdicts that are sorted by rule into one.
func Merge(lists ...[]Verdict) []Verdict {
	total := 0
	for _, list := range lists {
		total += len(list)
	}
	out := make([]Verdict, 0, total)
	for len(out) < total {
		next := -1
		for i, list := range lists {
			if len(list) > 0 && (next < 0 || list[0].Rule < lists[next][0].Rule) {
				next = i
			}
		}
		out, lists[next] = append(out, lists[next][0]), lists[next][1:]
	}
	return out
}
