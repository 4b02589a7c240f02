// Package compliance writes the compliance matrix: each dataset and model card against each
// control of the laws that apply to it, and what of it is missing, contradicted or
// waived. It adds up what the packs and the rules found, and finds nothing itself. It
// leaves out the addresses of people. Pure.
package compliance

import (
	"cmp"
	"maps"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/regime"
)

// Kind is the kind of the JSON form; its shape is schemas/compliance-matrix.schema.json.
const (
	apiVersion = "modelgate.dev/v1"
	Kind       = "ComplianceMatrix"
	// Claim is what a cell without a gap means, and no more.
	Claim = "no contradiction found in the declared evidence"
)

// State is what a control came to for a card.
type State string

const (
	Contradicted  State = "contradicted"
	Missing       State = "missing"
	Questioned    State = "questioned"  // something speaks against a tag, and only a person can tell
	Unconfirmed   State = "unconfirmed" // a gap, but the pack does not confirm the article or its dates
	Upcoming      State = "upcoming"    // a gap, but the control takes effect on a later day
	Unchecked     State = "unchecked"   // nothing can be told, for the reason of the cell
	Waived        State = "waived"      // a gap, all of it accepted by waivers in force
	Met           State = "met"         // Claim
	NotApplicable State = "not_applicable"
)

// States are all states, the gravest first; the first six are gaps.
var States = []State{Contradicted, Missing, Questioned, Unconfirmed, Upcoming, Unchecked, Waived, Met, NotApplicable}

// IsGap reports whether something is left to do, or to find out.
func (s State) IsGap() bool { return slices.Index(States, s) <= slices.Index(States, Unchecked) }

// Matrix is the matrix of a repository.
type Matrix struct {
	APIVersion string    `json:"apiVersion"`
	Kind       string    `json:"kind"`
	Commit     string    `json:"commit"` // that the cards are from; "worktree"
	Base       string    `json:"base"`   // commit that the rules, packs and waivers are from
	AsOf       string    `json:"as_of"`  // YYYY-MM-DD
	Claim      string    `json:"claim"`  // what met means
	Packs      []Pack    `json:"packs"`  // those in force, by name
	Subjects   []Subject `json:"subjects"`
	Unread     []string  `json:"unread"` // files among the data cards that cannot be read as one
}

// Pack is what one law requires.
type Pack struct {
	Regime   string `json:"regime"`
	Title    string `json:"title"`
	Source   string `json:"source"`
	Read     string `json:"read"` // day on which the source was read
	Controls int    `json:"controls"`
}

// Subject is a dataset or a model card.
type Subject struct {
	Kind   SubjectKind `json:"kind"`
	Name   string      `json:"name"`
	Card   string      `json:"card"` // path, "" if there is none
	Status string      `json:"status,omitempty"`
	Models []string    `json:"models"` // that use the dataset, by directory
	Laws   []Law       `json:"laws"`   // that apply, by name
	Others []Other     `json:"others"` // laws of packs that do not apply, by name
}

// SubjectKind tells datasets from models.
type SubjectKind string

const (
	Dataset SubjectKind = "dataset"
	Model   SubjectKind = "model"
)

// Law is a law that applies to a card.
type Law struct {
	Regime string        `json:"regime"`
	Title  string        `json:"title"`
	Why    string        `json:"why"`
	Counts map[State]int `json:"counts"` // of all states
	Cells  []Cell        `json:"cells"`  // gaps first, then by control
}

// Other is a law that does not apply to a card.
type Other struct {
	Regime string `json:"regime"`
	Why    string `json:"why"`
}

// Cell is a control held against a card.
type Cell struct {
	Control   string                `json:"control"`
	Article   string                `json:"article"`
	Title     string                `json:"title"`
	State     State                 `json:"state"`
	Phase     evidence.ControlState `json:"phase"`
	From      string                `json:"from"`
	To        string                `json:"to,omitempty"`
	Source    string                `json:"source"`
	Read      string                `json:"read"` // day on which the source was read
	Confirmed bool                  `json:"confirmed"`
	Tags      []string              `json:"tags"`
	Where     Place                 `json:"where"`
	Problems  []Problem             `json:"problems"`
	Reasons   []string              `json:"reasons"` // why nothing can be told, or why the control does not apply
	Notes     []Note                `json:"notes"`   // for a reviewer to read; they decide nothing
}

// Note is what a reviewer should know of a control, and no gap: the limits of an adequacy
// decision.
type Note struct {
	Text  string `json:"text"`
	Rule  string `json:"rule"` // that reports it
	Where Place  `json:"where"`
}

// Place is a line of a file; the zero Place is none.
type Place struct {
	Path string `json:"path"`
	Line int    `json:"line"`
}

// Problem is what a card lacks or says against a control, or a question that it raises.
type Problem struct {
	Kind   ProblemKind `json:"kind"`
	Text   string      `json:"text"`
	Fix    string      `json:"fix"`
	Rule   string      `json:"rule"` // that reports it; a waiver names it
	Where  Place       `json:"where"`
	Waiver *Waiver     `json:"waiver,omitempty"`
}

// ProblemKind is one that packs know, or a question.
type ProblemKind string

const (
	IsMissing      = ProblemKind(evidence.TagMissing)
	IsContradicted = ProblemKind(evidence.TagContradicted)
	IsQuestioned   = ProblemKind("questioned")
)

// Waiver is what accepts a problem, from the base.
type Waiver struct {
	ID      string `json:"id"`
	Owner   string `json:"owner"`
	Reason  string `json:"reason"`
	Expires string `json:"expires"`
}

// Asked is a control held against a card for one model, or by itself.
type Asked struct {
	Control  regime.Control
	Cell     regime.Cell
	Where    finding.Position
	Problems []Problem
	Silent   bool     // rules check the control, and none of those that are asked applies
	Reasons  []string // why a rule of the control gave no answer
	Notes    []Note
}

// PlaceOf is the line of a position.
func PlaceOf(p finding.Position) Place { return Place{Path: p.Path, Line: p.Line} }

// CellOf is what a control came to. A problem decides before everything else; where only
// rules check a control, it is met if one of them applies and the card states its tags.
func CellOf(a Asked) Cell {
	c := a.Control
	out := Cell{Control: a.Cell.ID, Article: c.Article, Title: c.Title, Phase: a.Cell.State, From: c.From, To: c.To, Source: c.Source, Read: c.Read, Confirmed: c.Confirmed,
		Tags: c.Tags(), Where: PlaceOf(a.Where), Problems: []Problem{}, Reasons: []string{}, Notes: []Note{}}
	for _, n := range a.Notes {
		n.Text = prose.WithoutAddresses(n.Text)
		out.Notes = append(out.Notes, n)
	}
	for _, p := range a.Problems {
		out.Problems = append(out.Problems, clean(p))
	}
	for _, r := range a.Reasons {
		out.Reasons = append(out.Reasons, prose.WithoutAddresses(r))
	}
	if c.Unchecked != "" {
		out.Reasons = append(out.Reasons, c.Unchecked)
	}
	open := slices.DeleteFunc(slices.Clone(out.Problems), func(p Problem) bool { return p.Waiver != nil })
	if len(out.Problems) > 0 {
		out.Where = append(open, out.Problems...)[0].Where
	}
	switch {
	case a.Cell.State == evidence.ControlEnded:
		out.State, out.Reasons = NotApplicable, []string{"the control ended on " + c.To}
	case len(open) > 0:
		out.State = stateOf(open, a.Cell.State)
	case len(out.Reasons) > 0 && a.Cell.Applies && (!a.Silent || c.Unchecked != ""):
		out.State = Unchecked
	case len(out.Problems) > 0:
		out.State = Waived
	case !a.Cell.Applies:
		out.State, out.Reasons = NotApplicable, []string{"the conditions of the control are not met"}
	case a.Silent:
		out.State, out.Reasons = NotApplicable, []string{"no rule of the control applies to the card"}
	case len(c.Needs) == 0 && !a.Cell.Stated && (len(c.Asks) > 0 || len(c.Rules.All()) == 0): // of a framework, rules alone tell
		out.State, out.Reasons = NotApplicable, []string{"the card does not state the tags, and no rule requires them"}
	default:
		out.State = Met
	}
	return out
}

func stateOf(open []Problem, phase evidence.ControlState) State {
	switch {
	case phase == evidence.ControlUpcoming:
		return Upcoming
	case phase == evidence.ControlUnconfirmed:
		return Unconfirmed
	case slices.ContainsFunc(open, func(p Problem) bool { return p.Kind == IsContradicted }):
		return Contradicted
	case slices.ContainsFunc(open, func(p Problem) bool { return p.Kind == IsMissing }):
		return Missing
	}
	return Questioned
}

func clean(p Problem) Problem {
	p.Text, p.Fix = prose.WithoutAddresses(p.Text), prose.WithoutAddresses(p.Fix)
	if p.Waiver != nil {
		w := *p.Waiver
		w.Owner, w.Reason = prose.WithoutAddresses(w.Owner), prose.WithoutAddresses(w.Reason)
		p.Waiver = &w
	}
	return p
}

// together puts the cells of one control, of a dataset that several models use, into the
// gravest, with the problems of all.
func together(a, b Cell) Cell {
	if slices.Index(States, b.State) < slices.Index(States, a.State) {
		a, b = b, a
	}
	for _, p := range b.Problems {
		if !slices.ContainsFunc(a.Problems, func(q Problem) bool { return q.Text == p.Text && q.Where == p.Where }) {
			a.Problems = append(slices.Clip(a.Problems), p)
		}
	}
	for _, n := range b.Notes {
		if !slices.Contains(a.Notes, n) {
			a.Notes = append(slices.Clip(a.Notes), n)
		}
	}
	if b.State == a.State {
		for _, r := range b.Reasons {
			if !slices.Contains(a.Reasons, r) {
				a.Reasons = append(slices.Clip(a.Reasons), r)
			}
		}
	}
	return a
}

// Join adds what another model makes of the same laws.
func Join(laws, more []Law) []Law {
	out := slices.Clone(laws)
	for _, l := range more {
		i := slices.IndexFunc(out, func(x Law) bool { return x.Regime == l.Regime })
		if i < 0 {
			out = append(out, l)
			continue
		}
		cells := slices.Clone(out[i].Cells)
		for _, c := range l.Cells {
			if j := slices.IndexFunc(cells, func(x Cell) bool { return x.Control == c.Control }); j >= 0 {
				cells[j] = together(cells[j], c)
			} else {
				cells = append(cells, c)
			}
		}
		out[i].Cells = cells
	}
	return out
}

// New puts a matrix in order: subjects with the most gaps first, then by name, and the
// cells of each law by state and control. Commit and base are those of the cards and of
// the rules, asOf is YYYY-MM-DD.
func New(commit, base, asOf string, packs regime.Packs, subjects []Subject, unread []string) Matrix {
	m := Matrix{APIVersion: apiVersion, Kind: Kind, Commit: commit, Base: base, AsOf: asOf, Claim: Claim, Packs: []Pack{}, Subjects: []Subject{}, Unread: []string{}}
	for _, name := range packs.Names() {
		p := packs[name]
		m.Packs = append(m.Packs, Pack{Regime: name, Title: p.Title, Source: p.Source, Read: p.Date, Controls: len(p.Controls)})
	}
	for _, s := range subjects {
		m.Subjects = append(m.Subjects, inOrder(s))
	}
	slices.SortStableFunc(m.Subjects, func(a, b Subject) int {
		return cmp.Or(-cmp.Compare(gapsOf(a), gapsOf(b)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Card, b.Card), cmp.Compare(a.Kind, b.Kind))
	})
	m.Unread = append(m.Unread, unread...)
	slices.Sort(m.Unread)
	return m
}

func inOrder(s Subject) Subject {
	s.Name = prose.WithoutAddresses(s.Name)
	s.Models = append([]string{}, s.Models...)
	slices.Sort(s.Models)
	laws := []Law{}
	for _, l := range s.Laws {
		l.Cells = append([]Cell{}, l.Cells...)
		slices.SortStableFunc(l.Cells, func(a, b Cell) int {
			return cmp.Or(cmp.Compare(slices.Index(States, a.State), slices.Index(States, b.State)), cmp.Compare(a.Control, b.Control))
		})
		l.Counts = map[State]int{}
		for _, state := range States {
			l.Counts[state] = 0
		}
		for _, c := range l.Cells {
			l.Counts[c.State]++
		}
		laws = append(laws, l)
	}
	s.Laws = laws
	slices.SortStableFunc(s.Laws, func(a, b Law) int { return cmp.Compare(a.Regime, b.Regime) })
	s.Others = append([]Other{}, s.Others...)
	slices.SortStableFunc(s.Others, func(a, b Other) int { return cmp.Compare(a.Regime, b.Regime) })
	return s
}

// gapsOf counts the gaps of a subject. One without a data card is nothing but a gap.
func gapsOf(s Subject) int {
	n := 0
	if s.Card == "" {
		n++
	}
	for _, l := range s.Laws {
		n += l.gaps()
	}
	return n
}

func (l Law) gaps() int {
	n := 0
	for _, state := range slices.Sorted(maps.Keys(l.Counts)) {
		if state.IsGap() {
			n += l.Counts[state]
		}
	}
	return n
}
