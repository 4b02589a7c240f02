package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// MaxBaseline is how many findings a baseline may hold.
const MaxBaseline = 50_000

// WholeRepository stands for the change as a whole where a baseline names models: no
// path of a repository begins with a slash.
const WholeRepository = "/"

// Adoption is a dated, owned set of the findings that there were when modelgate was
// adopted: a part of .modelgate/baseline.yaml.
type Adoption struct {
	Owner    string
	Ticket   string
	Created  string // YYYY-MM-DD, the first day
	Expires  string // YYYY-MM-DD, the last day
	At       finding.Position
	Findings map[string]map[string]map[string]string // model (its id, or "" for the repository), rule, fingerprint: value
}

// Find returns the recorded value of a finding, and whether the adoption has it.
func (a Adoption) Find(model, rule, fingerprint string) (value string, there bool) {
	value, there = a.Findings[model][rule][fingerprint]
	return value, there
}

// Count is the number of its findings.
func (a Adoption) Count() int {
	n := 0
	for _, rules := range a.Findings {
		for _, entries := range rules {
			n += len(entries)
		}
	}
	return n
}

// InForce reports whether the adoption has an effect on a day.
func (a Adoption) InForce(now time.Time) bool { return inForce(a.Created, a.Expires, now) }

// Expired reports whether its last day has passed.
func (a Adoption) Expired(now time.Time) bool { return expired(a.Expires, now) }

func decodeAdoptions(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	total := 0
	for i, n := range children(d.Root.Get("baseline")) {
		at := document.Pointer("baseline", fmt.Sprint(i))
		a := Adoption{Owner: text(n, "owner"), Ticket: text(n, "ticket"), Created: text(n, "created"), Expires: text(n, "expires"), At: d.At(at + "/owner"), Findings: map[string]map[string]map[string]string{}}
		a.At.Pointer = at
		found = append(found, checkTerm(c, d, at, "baseline", a.Created, a.Expires)...)
		if slices.Contains(c.WaiverNeeds, "ticket") && a.Ticket == "" {
			found = append(found, problem(d, at+"/owner", "the baseline has no ticket, which waivers.require in config.yaml requires", "Add it, or pass --ticket to `modelgate adopt`."))
		}
		for _, model := range children(n.Get("findings")) {
			id := strings.TrimPrefix(model.Key, WholeRepository)
			a.Findings[id] = map[string]map[string]string{}
			for _, rule := range model.Children {
				entries := make(map[string]string, len(rule.Children))
				for _, e := range rule.Children {
					fingerprint, value, _ := strings.Cut(e.Value, " ")
					entries[fingerprint] = value
				}
				total += len(entries)
				a.Findings[id][rule.Key] = entries
			}
		}
		c.Adoptions = append(c.Adoptions, a)
	}
	if total > MaxBaseline {
		found = append(found, problem(d, "/baseline", fmt.Sprintf("the baseline has too many findings: %d (limit: %d)", total, MaxBaseline), "Fix some of them first, or leave out rules with `enforce` in config.yaml."))
	}
	return found
}

// EnforcementMode says what a finding that would deny does.
type EnforcementMode string

const (
	BlockingMode EnforcementMode = "blocking" // it denies
	AdvisoryMode EnforcementMode = "advisory" // it is shown, and blocks nothing
)

// Enforcement says for some findings whether they block. Of the entries that apply
// to a finding and have begun, the first decides; without one, the finding blocks.
type Enforcement struct {
	Mode  EnforcementMode
	From  string   // YYYY-MM-DD, the first day; "" for always
	Gates []string // names of gates; "files" is what belongs to every gate
	Rules []string // globs over ids
	Paths []string // globs over files and directories of models
	// Except are globs over ids of rules that the entry does not apply to, Controls globs
	// over the clauses that a rule serves, and Stage that of the model; "" for all. What
	// blocks at a stage blocks at the stricter ones too.
	Except, Controls []string
	Stage            finding.Stage
	At               finding.Position
	rules, except    []Collection // that Rules and Except name
}

// Enforced is what a finding is of, where it is, and whom it is about.
type Enforced struct {
	Gate, Rule, File, Model string
	Stage                   finding.Stage
	Controls                []string
}

// EveryGate is the word of `gates` for rules about files, which belong to every gate.
const EveryGate = "files"

// begun reports whether the entry has an effect on a day.
func (e Enforcement) begun(now time.Time) bool {
	if e.From == "" {
		return true
	}
	from, err := time.Parse(time.DateOnly, e.From)
	// A date that cannot be read never delays what blocks.
	return err != nil && e.Mode == BlockingMode || err == nil && !now.Before(from)
}

// whole reports whether the entry applies to every finding.
func (e Enforcement) whole() bool {
	return len(e.Gates)+len(e.Rules)+len(e.Paths)+len(e.Except)+len(e.Controls) == 0 && e.Stage == ""
}

func (e Enforcement) applies(f Enforced) bool {
	matches := func(globs []string, words ...string) bool {
		return len(globs) == 0 || slices.ContainsFunc(globs, func(g string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return w != "" && source.Match(g, w) })
		})
	}
	return (len(e.Gates) == 0 || slices.Contains(e.Gates, cmp.Or(f.Gate, EveryGate))) && (len(e.Rules) == 0 || ruleIn(e.Rules, e.rules, f.Rule, f.Controls)) && matches(e.Paths, f.File, f.Model) &&
		!ruleIn(e.Except, e.except, f.Rule, f.Controls) && matches(e.Controls, f.Controls...) && e.at(f.Stage)
}

// at reports whether the entry applies at a stage of a model.
func (e Enforcement) at(stage finding.Stage) bool {
	stricter := slices.Index(finding.Stages, stage) > slices.Index(finding.Stages, e.Stage)
	return e.Stage == "" || e.Stage == stage || e.Mode == BlockingMode && stricter
}

// EnforcedAt is what a finding does on a day,
// and the last day on which that is so, if a later entry is to take its place.
func EnforcedAt(entries []Enforcement, f Enforced, now time.Time) (EnforcementMode, string) {
	until := ""
	for _, e := range entries {
		if !e.applies(f) {
			continue
		}
		if e.begun(now) {
			return e.Mode, until
		}
		if from, err := time.Parse(time.DateOnly, e.From); err == nil && e.Mode == BlockingMode {
			if last := from.AddDate(0, 0, -1).Format(time.DateOnly); until == "" || last < until {
				until = last
			}
		}
	}
	return BlockingMode, ""
}

// AdvisoryOnly reports whether the configuration lets no finding about a model block
// on a day, and the last day of that.
func (c Config) AdvisoryOnly(now time.Time) (only bool, until string) {
	for _, e := range c.Enforce {
		switch {
		case !e.begun(now):
			continue
		case e.Mode == BlockingMode:
			return false, ""
		case e.whole():
			mode, until := EnforcedAt(slices.DeleteFunc(slices.Clone(c.Enforce), func(e Enforcement) bool { return !e.whole() }), Enforced{}, now)
			return mode == AdvisoryMode, until
		}
	}
	return false, ""
}

func decodeEnforce(c *Config, d *document.Document) []finding.Finding {
	n := d.Root.Get("enforce")
	if n == nil {
		return nil
	}
	if n.Kind == document.String {
		c.Enforce = []Enforcement{{Mode: EnforcementMode(n.Value), At: d.At("/enforce")}}
		return nil
	}
	var found []finding.Finding
	for i, item := range n.Children {
		at := document.Pointer("enforce", fmt.Sprint(i))
		e := Enforcement{Mode: EnforcementMode(text(item, "mode")), From: text(item, "from"), Gates: words(item, "gates"), Rules: words(item, "rules"), Paths: words(item, "paths"), Except: words(item, "except"), Controls: words(item, "controls"), Stage: finding.Stage(text(item, "stage")), At: d.At(at)}
		if _, err := time.Parse(time.DateOnly, e.From); e.From != "" && err != nil {
			found = append(found, problem(d, at+"/from", fmt.Sprintf("%q is not a date", e.From), "Write the day as YYYY-MM-DD."))
		}
		e.rules, e.except = c.named(e.Rules), c.named(e.Except)
		for _, list := range []struct {
			key   string
			globs []string
		}{{"rules", e.Rules}, {"paths", e.Paths}, {"except", e.Except}, {"controls", e.Controls}} {
			for j, glob := range list.globs {
				found = append(append(found, checkGlob(d, at+document.Pointer(list.key, fmt.Sprint(j)), glob)...), c.checkCollection(d, at+document.Pointer(list.key, fmt.Sprint(j)), glob)...)
			}
		}
		c.Enforce = append(c.Enforce, e)
	}
	return found
}

// enforcement is the entries in words, for a comparison.
func enforcement(entries []Enforcement) string {
	out := make([]string, 0, len(entries))
	for i, e := range entries {
		words := string(e.Mode)
		for _, p := range []struct {
			key  string
			list []string
		}{{"gates", e.Gates}, {"rules", e.Rules}, {"except", e.Except}, {"controls", e.Controls}, {"paths", e.Paths}} {
			if len(p.list) > 0 {
				words += " " + p.key + " " + strings.Join(p.list, " ")
			}
		}
		if e.Stage != "" {
			words += " stage " + string(e.Stage)
		}
		if e.From != "" {
			words += " from " + e.From
		}
		if e.waitsInVain(entries[i+1:], nil) {
			words += " (it blocks already: no later entry is advisory)"
		}
		out = append(out, words)
	}
	return cmp.Or(strings.Join(out, "; "), string(BlockingMode))
}

// waitsInVain reports whether an entry is to block from a day, and its findings block before
// it: no later entry makes them advisory. It is held against findings, whatever their paths;
// without any, every entry may apply to them.
func (e Enforcement) waitsInVain(later []Enforcement, findings []Enforced) bool {
	if e.Mode != BlockingMode || e.From == "" {
		return false
	}
	anywhere := func(e Enforcement) Enforcement {
		e.Paths = nil
		return e
	}
	return !slices.ContainsFunc(later, func(other Enforcement) bool {
		return other.Mode == AdvisoryMode && (findings == nil || slices.ContainsFunc(findings, func(f Enforced) bool {
			return anywhere(e).applies(f) && anywhere(other).applies(f)
		}))
	})
}

// EnforcedInVain are the entries that are to block from a day, and whose findings block
// before it, given what there is to find.
func (c Config) EnforcedInVain(findings []Enforced) []Enforcement {
	var out []Enforcement
	for i, e := range c.Enforce {
		if e.waitsInVain(c.Enforce[i+1:], findings) {
			out = append(out, e)
		}
	}
	return out
}

// enforceEffect says which way an edit of the entries goes. It is tightened only
// where that is certain: nothing is advisory any more, or the same entries block no
// later and are advisory no earlier.
func enforceEffect(was, is []Enforcement) Effect {
	if !slices.ContainsFunc(is, func(e Enforcement) bool { return e.Mode == AdvisoryMode }) {
		blocked := !slices.ContainsFunc(was, func(e Enforcement) bool { return e.Mode == AdvisoryMode })
		if blocked && slices.ContainsFunc(is, func(e Enforcement) bool { return e.waitsInVain(nil, nil) }) {
			return Changed
		}
		return Tightened
	}
	if len(was) != len(is) {
		return Loosened
	}
	for i, e := range is {
		before := was[i]
		same := slices.Equal(e.Gates, before.Gates) && slices.Equal(e.Rules, before.Rules) && slices.Equal(e.Paths, before.Paths) &&
			slices.Equal(e.Except, before.Except) && slices.Equal(e.Controls, before.Controls) && e.Stage == before.Stage
		earlier := e.Mode == BlockingMode && e.From <= before.From
		later := e.Mode == AdvisoryMode && before.Mode == AdvisoryMode && e.From >= before.From
		if !same || !earlier && !later {
			return Loosened
		}
	}
	return Tightened
}
