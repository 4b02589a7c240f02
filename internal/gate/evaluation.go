package gate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// checks holds the thresholds in force against one model. What is wrong with the
// per-example results that they ask for becomes a finding of the model.
func (r *run) checks(head *finder.Snapshot, base finder.Snapshot) error {
	compared, err := r.findBaseline(head.Model, base)
	if err != nil {
		return err
	}
	reader := func(s finder.Snapshot, report func([]finding.Finding)) evaluation.Reader {
		samples := s.SampleReader()
		return func(e evidence.Evaluation, x evidence.Result) ([]evidence.Sample, string, error) {
			read, found, err := samples.Read(e, x)
			if len(found) > 0 {
				report(samples.News(found))
				return nil, "the per-example results cannot be used: " + found[0].Message, err
			}
			return read.Values, "", err
		}
	}
	var found []finding.Finding
	if compared.fault != "" && r.asked(baselineRules()[0].ID) {
		at, _ := r.config.Locate(config.ThresholdsPath + "#/baseline") // the policy asks for it there
		found = append(found, compared.finding(at))
	}
	var lost error // of asking for a commit
	contains := func(commit string) (is, known bool) {
		is, known, err := r.history.contains(commit)
		lost = cmp.Or(lost, err)
		return is, known
	}
	in := evaluation.Inputs{
		Thresholds: r.config.Thresholds, Policy: r.config.Baseline, Evidence: r.config.Evidence, Locked: r.config.Locked, Exceptions: r.config.Exceptions, Head: head.Model, Base: base.Model,
		Formerly: r.formerly(head.Model.ID),
		Compared: compared.baseline(r.formerly(head.Model.ID)), Now: r.Now, Scales: r.scales, Contains: contains,
		HeadSamples: reader(*head, func(fs []finding.Finding) { found = append(found, fs...) }),
		BaseSamples: reader(compared.Snapshot, func([]finding.Finding) {}),
		HeadColumns: head.ColumnReader().Read, BaseColumns: base.ColumnReader().Read, ComparedColumns: compared.ColumnReader().Read,
	}
	head.Model.Checks, err = evaluation.Check(in)
	head.Model.Incomplete = evaluation.Incomplete(in, head.Model.Checks)
	head.Findings = finding.Sort(append(head.Findings, found...))
	return cmp.Or(err, lost)
}

// unread are the files that findings say cannot be read as what they are.
func unread(found []finding.Finding) []string {
	var out []string
	for _, f := range found {
		if f.Severity == finding.Error && (strings.HasPrefix(f.Rule, "document/") || strings.HasPrefix(f.Rule, "evidence/")) {
			out = append(out, f.At.Path)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), 3)]
}

// Scales are what the table in force under a trusted tree knows of metrics.
func Scales(ctx context.Context, base source.Base) (evaluation.Scales, error) {
	_, rules, err := loadInForce(ctx, base)
	if err != nil {
		return evaluation.Scales{}, err
	}
	return scales(rules), nil
}

// scales are the kinds of values that metrics have, by the table in force.
func scales(rules *policy.Set) evaluation.Scales {
	table := rules.Table("metrics")
	s := evaluation.Scales{Kinds: map[string]string{}, Directions: map[string]evidence.Direction{}, Qualifiers: map[string]bool{}}
	directions, _ := table["directions"].(map[string]any)
	for direction, names := range directions {
		names, _ := names.([]any)
		for _, name := range names {
			s.Directions[fmt.Sprint(name)] = evidence.Direction(direction)
		}
	}
	items, _ := table["items"].(map[string]any)
	for name, kind := range items {
		s.Kinds[name] = fmt.Sprint(kind)
	}
	words, _ := table["qualifiers"].([]any)
	for _, w := range words {
		s.Qualifiers[fmt.Sprint(w)] = true
	}
	return s
}

// history is what is known of the commits that evidence names: each is asked
// for once.
type history struct {
	ask   func(commit string) (is, known bool, err error)
	mu    sync.Mutex
	known map[string]placed
}

// placed says whether a commit is in the history of the head, as far as known.
type placed struct{ is, known bool }

func (h *history) contains(commit string) (is, known bool, err error) {
	if h.ask == nil {
		return false, false, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	p, asked := h.known[commit]
	if !asked {
		if p.is, p.known, err = h.ask(commit); err != nil {
			return false, false, err
		}
		h.known[commit] = p
	}
	return p.is, p.known, nil
}

// notice says of which commit nobody can tell whether it belongs to the proposal;
// "" if there is none.
func (h *history) notice() string {
	for _, name := range sortedKeys(h.known) {
		if !h.known[name].known {
			return fmt.Sprintf("The results measured commit %.12s, but this clone is too shallow to check that it is in the history of the head. Set fetch-depth: 0 to fetch the full history.", name)
		}
	}
	return ""
}

// shownChecks are the checks as reports have them. One whose finding is waived is
// shown as waived, not hidden.
func shownChecks(checks []evidence.Check, findings []decision.Judged, locate func(evidence.Anchor) (finding.Position, bool)) []decision.Check {
	waived := map[string]*decision.Waiver{}
	for _, f := range findings {
		if f.Waiver != nil && strings.HasPrefix(f.Rule, "evaluation/") {
			waived[f.Key] = f.Waiver
		}
	}
	out := make([]decision.Check, 0, len(checks))
	for _, c := range checks {
		d := decision.Check{
			Threshold: c.Threshold, Metric: c.Metric, Slice: c.Slice, Question: c.Question, Bound: string(c.Bound), Limit: c.Limit, Mode: string(c.Mode), Severity: string(c.Severity), Verdict: string(c.Verdict),
			Reason: string(c.Reason), Detail: c.Detail, Direction: string(c.Direction), Unit: c.Unit, Value: c.Value, N: c.N, Baseline: c.BaseValue, BaselineN: c.BaseN,
			BaselineFrom: c.BaselineFrom, Change: c.Change, Low: c.Low, High: c.High, Rung: string(c.Rung), Method: c.Method, P: c.P, Adjusted: c.Adjusted,
			Family: c.Family, Needed: c.Needed,
		}
		d.At, _ = locate(c.At)
		d.Policy, _ = locate(c.Defined)
		if w := waived[c.Key]; w != nil && c.Verdict != evaluation.Pass {
			d.Detail = strings.TrimPrefix(d.Detail+"; waived by "+w.ID+" until "+w.Expires, "; ")
			d.Verdict = "waived"
		}
		out = append(out, d)
	}
	return out
}

// thresholdEdits says word by word what a proposal does to the thresholds. None
// of it has an effect before it is merged.
func thresholdEdits(before, after config.Config) []policy.RuleEdit {
	var out []policy.RuleEdit
	edit := func(at finding.Position, subject string, kind policy.EditKind, was, is string) {
		out = append(out, policy.RuleEdit{At: evidence.Anchor(at.Path + "#" + at.Pointer), Path: config.ThresholdsPath, Kind: kind, Subject: subject, Before: was, After: is})
	}
	now := map[string]config.Threshold{}
	for _, t := range after.Thresholds {
		now[t.ID] = t
	}
	file := finding.Start(config.ThresholdsPath)
	for _, was := range before.Thresholds {
		is, there := now[was.ID]
		delete(now, was.ID)
		if !there {
			edit(file, was.ID, policy.ThresholdRemoved, evaluation.Demands(was), "")
			continue
		}
		for _, e := range evaluation.Edits(was, is) {
			edit(is.At, is.ID, kindOf(e), worded(e.Word, e.Before), worded(e.Word, e.After))
		}
	}
	for _, id := range sortedKeys(now) {
		edit(now[id].At, id, policy.ThresholdAdded, "", evaluation.Demands(now[id]))
	}
	for _, e := range evaluation.SettingEdits(before, after) {
		edit(file, e.Word, kindOf(e), orNone(e.Before), orNone(e.After))
	}
	return out
}

// lockEdits says what a proposal does to the best results that ratchets remember.
func lockEdits(before, after config.Config) []policy.RuleEdit {
	var out []policy.RuleEdit
	for _, e := range evaluation.LockEdits(before, after) {
		out = append(out, policy.RuleEdit{At: config.LockPath + "#", Path: config.LockPath, Kind: kindOf(e), Subject: e.Word, Before: orNone(e.Before), After: orNone(e.After)})
	}
	return out
}

func kindOf(e evaluation.Edit) policy.EditKind {
	if e.Loosened {
		return policy.ThresholdLoosened
	}
	return policy.ThresholdTightened
}

// worded is a word of a threshold with its value.
func worded(word, value string) string {
	if word == "aim" {
		return orNone(value)
	}
	return word + " " + orNone(value)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
