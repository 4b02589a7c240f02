package gate

import (
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evaluation"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

// checks holds the thresholds in force against one model. What is wrong with the
// per-example results that they ask for becomes a finding of the model.
func (r *run) checks(head *evidence.Snapshot, base evidence.Snapshot) error {
	compared, err := r.compared(head.Model.ID, base)
	if err != nil {
		return err
	}
	reader := func(s evidence.Snapshot, report func([]finding.Finding)) evaluation.Reader {
		return func(e evidence.Evaluation, x evidence.Result) ([]evidence.Sample, string, error) {
			read, found, err := s.Samples(e, x)
			if len(found) > 0 {
				report(found)
				return nil, "the per-example results cannot be used: " + found[0].Message, err
			}
			return read.Values, "", err
		}
	}
	var found []finding.Finding
	head.Model.Checks, err = evaluation.Check(evaluation.Inputs{
		Thresholds: r.config.Thresholds, Policy: r.config.Baseline, Evidence: r.config.Evidence, Head: head.Model, Base: base.Model,
		Compared: evaluation.Baseline{Model: compared.Snapshot.Model, Named: compared.named}, Now: r.Now,
		HeadSamples: reader(*head, func(fs []finding.Finding) { found = append(found, fs...) }),
		BaseSamples: reader(compared.Snapshot, func([]finding.Finding) {}),
	})
	head.Findings = finding.Sort(append(head.Findings, found...))
	return err
}

// comparedWith is the model that a proposal is compared with, and what it is called.
type comparedWith struct {
	evidence.Snapshot
	named string
}

// compared finds the baseline that the policy names.
func (r *run) compared(id string, base evidence.Snapshot) (comparedWith, error) {
	return comparedWith{base, "the base"}, nil
}

// thresholdEdits says word by word what a proposal does to the thresholds. None
// of it has an effect before it is merged.
func thresholdEdits(before, after config.Config) []policy.RuleEdit {
	var out []policy.RuleEdit
	edit := func(at finding.Position, subject, kind, was, is string) {
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
			edit(file, was.ID, "threshold_removed", evaluation.Demands(was), "")
			continue
		}
		for _, e := range evaluation.Edits(was, is) {
			edit(is.At, is.ID, kindOf(e), worded(e.Word, e.Before), worded(e.Word, e.After))
		}
	}
	for _, id := range sortedKeys(now) {
		edit(now[id].At, id, "threshold_added", "", evaluation.Demands(now[id]))
	}
	for _, e := range evaluation.SettingEdits(before, after) {
		edit(file, e.Word, kindOf(e), orNone(e.Before), orNone(e.After))
	}
	return out
}

func kindOf(e evaluation.Edit) string {
	if e.Loosened {
		return "threshold_loosened"
	}
	return "threshold_tightened"
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
