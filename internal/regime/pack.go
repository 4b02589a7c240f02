// Package regime holds cards against the packs of laws: which controls apply to a card,
// and what it lacks or says against them. What a control asks for is data of its pack
// (policies/regimes); what follows from a problem is for rules to say. Pure.
package regime

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Packs are the packs of laws, by name.
type Packs map[string]Pack

// Pack is what one law asks for. Its shape is schemas/regime-pack.schema.json.
type Pack struct {
	Title    string             `json:"title"`
	Source   string             `json:"source"`
	Date     string             `json:"date"`
	Statuses []string           `json:"statuses"` // of personal data to which the law applies by configuration
	Home     []string           `json:"home"`
	Adequate []string           `json:"adequate"`
	Concern  []string           `json:"concern"`
	Controls map[string]Control `json:"controls"`
}

// Control is a clause of the law, and the tags that it needs.
type Control struct {
	Article   string      `json:"article"`
	Title     string      `json:"title"`
	Of        string      `json:"of"` // data, model
	From      string      `json:"from"`
	To        string      `json:"to"`
	Source    string      `json:"source"`
	Read      string      `json:"read"`
	Confirmed bool        `json:"confirmed"`
	When      []condition `json:"when"`
	Needs     []need      `json:"needs"`
	Asks      []string    `json:"asks"`
	Rules     Rules       `json:"rules"`
	Unchecked string      `json:"unchecked"` // what of the control nothing shows, and why
}

// Rules are those that are about a control beside what it needs.
type Rules struct {
	Missing      []string `json:"missing"`
	Contradicted []string `json:"contradicted"`
	Questioned   []string `json:"questioned"` // what they find is a question that only a person can answer
	Noted        []string `json:"noted"`      // what they find is for a reviewer to read, and no gap
}

// All are the rules of every kind.
func (r Rules) All() []string { return slices.Concat(r.Missing, r.Contradicted, r.Questioned, r.Noted) }

// RuleOf is the rule that an entry of Rules names, and the key of the findings that are
// meant; "" means all.
func RuleOf(entry string) (rule, key string) {
	rule, key, _ = strings.Cut(entry, " ")
	return rule, key
}

type condition struct {
	Tag       string       `json:"tag"`
	Tags      []string     `json:"tags"`
	Absent    string       `json:"absent"`
	In        []string     `json:"in"`
	Not       []string     `json:"not"`
	OtherThan []string     `json:"other_than"`
	Above     *json.Number `json:"above"`
	Below     *json.Number `json:"below"`
	Since     string       `json:"since"`
	Before    string       `json:"before"`
	Outside   string       `json:"outside"`
	Inside    string       `json:"inside"`
}

type need struct {
	Tag       string   `json:"tag"`
	Tags      []string `json:"tags"`
	Ask       string   `json:"ask"`
	Optional  bool     `json:"optional"`
	Declared  bool     `json:"declared"`
	Each      bool     `json:"each"`
	Forbidden bool     `json:"forbidden"`
	In        []string `json:"in"`
	Not       []string `json:"not"`
	All       []string `json:"all"`
	Covers    []string `json:"covers"`
	Listed    string   `json:"listed"`
	Past      bool     `json:"past"`
	Future    bool     `json:"future"`
	NewerThan int      `json:"newer_than_days"`
	Within    int      `json:"within_days"`
}

// Read reads the table of packs, which its loader has held against the schema.
func Read(table map[string]any) (Packs, error) {
	text, err := json.Marshal(table)
	if err != nil {
		return nil, fmt.Errorf("reading the packs: %w", err)
	}
	var out Packs
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("reading the packs: %w", err)
	}
	return out, nil
}

// Names are the laws that have a pack, sorted.
func (p Packs) Names() []string { return slices.Sorted(maps.Keys(p)) }

// IDs are the controls, sorted.
func (p Pack) IDs() []string { return slices.Sorted(maps.Keys(p.Controls)) }

// Tags are the tags that a control asks for, in the order of the pack.
func (c Control) Tags() []string {
	out := append([]string{}, c.Asks...)
	for _, n := range c.Needs {
		for _, tag := range n.tags() {
			if !slices.Contains(out, tag) {
				out = append(out, tag)
			}
		}
	}
	return out
}

// list is a list of countries of a pack.
func (p Pack) list(name string) []string {
	return map[string][]string{"home": p.Home, "adequate": p.Adequate, "concern": p.Concern}[name]
}

func (c condition) tags() []string { return one(c.Tag, c.Tags) }
func (n need) tags() []string      { return one(n.Tag, n.Tags) }

func one(tag string, tags []string) []string {
	if tag != "" {
		return []string{tag}
	}
	return tags
}

// Use is a tag that a control reads, and the words that it is compared with.
type Use struct {
	Tag   string
	Words []string
}

// Uses are the tags that a control reads. Of several that one condition reads, each may
// have words of its own: those have none here.
func (c Control) Uses() []Use {
	var out []Use
	add := func(tags []string, words ...[]string) {
		for _, tag := range tags {
			u := Use{Tag: tag}
			if len(tags) == 1 {
				u.Words = slices.Concat(words...)
			}
			out = append(out, u)
		}
	}
	for _, w := range c.When {
		add(w.tags(), w.In, w.Not, w.OtherThan)
		if w.Absent != "" {
			add([]string{w.Absent})
		}
	}
	for _, n := range c.Needs {
		add(n.tags(), n.In, n.Not, n.All)
		add(n.Covers)
	}
	add(c.Asks)
	return out
}

// Phase is when the controls that a rule is about are in force: the first of in force,
// not confirmed and to come that one of them is, else ended. From is the first day of
// those to come. A rule that is about no control is in force.
func (p Packs) Phase(rule string, today time.Time) (phase evidence.ControlState, from string) {
	found := map[evidence.ControlState]bool{}
	for _, name := range p.Names() {
		pack := p[name]
		for _, id := range pack.IDs() {
			c := pack.Controls[id]
			if !slices.Contains(c.Rules.All(), rule) {
				continue
			}
			state := c.state(today.Format(time.DateOnly))
			found[state] = true
			if state == evidence.ControlUpcoming && (from == "" || c.From < from) {
				from = c.From
			}
		}
	}
	for _, state := range []evidence.ControlState{evidence.ControlInForce, evidence.ControlUnconfirmed, evidence.ControlUpcoming, evidence.ControlEnded} {
		if found[state] {
			return state, from
		}
	}
	return evidence.ControlInForce, ""
}
