package evaluation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

var today = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// filled is a threshold with what the configuration fills in.
func filled(t config.Threshold) config.Threshold {
	fill := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	fill(&t.ID, "t")
	fill(&t.Metric, "accuracy")
	fill(&t.Mode, string(Point))
	fill(&t.Require, string(Point))
	fill(&t.Interval, config.Wilson)
	fill(&t.Confidence, "0.95")
	fill(&t.OnInsufficient, "block")
	fill(&t.Severity, "block")
	fill(&t.Correction, "holm")
	if t.NotWorse+t.Better != "" {
		fill(&t.Direction, "higher")
	}
	t.At = finding.Position{Path: ".modelgate/thresholds.yaml", Pointer: "/thresholds/0"}
	return t
}

// inputs are those of a check by some thresholds, with the base as baseline.
func inputs(head, base evidence.Model, thresholds ...config.Threshold) Inputs {
	in := Inputs{Policy: config.Baseline{Source: config.MergeBase, OnMissing: config.FirstModel}, Head: head, Base: base,
		Compared: Baseline{Model: base, Named: "the base"}, Now: today}
	for _, t := range thresholds {
		in.Thresholds = append(in.Thresholds, filled(t))
	}
	return in
}

func checked(t *testing.T, in Inputs) []evidence.Check {
	t.Helper()
	checks, err := Check(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if c.At == "" || !strings.HasPrefix(string(c.Defined), ".modelgate/thresholds.yaml#/thresholds/0/") || c.Key == "" || c.Question == "" {
			t.Errorf("a check without a place: %+v", c)
		}
		if (c.Reason != "") == (c.Verdict == Pass || c.Verdict == Fail) {
			t.Errorf("the verdict %s has the reason %q", c.Verdict, c.Reason)
		}
	}
	return checks
}

// answerOf is the verdict, or the reason where there is one.
func answerOf(c evidence.Check) string {
	if c.Reason != "" {
		return string(c.Reason)
	}
	return string(c.Verdict)
}

func TestCheckComparesExactly(t *testing.T) {
	for name, tt := range map[string]struct {
		threshold config.Threshold
		head      evidence.Model
		base      evidence.Model
		want      string
	}{
		"equal meets min":               {config.Threshold{Min: "0.85"}, model(acc("0.85")), model(), "pass"},
		"the last digit of many counts": {config.Threshold{Min: "0.85"}, model(acc("0.84999999999999999999")), model(), "fail"},
		"trailing zeros do not count":   {config.Threshold{Max: "0.1"}, model(acc("0.1000000000000000000000")), model(), "pass"},
		"exponents":                     {config.Threshold{Min: "8.5e-1"}, model(acc("850E-3")), model(), "pass"},
		"above max":                     {config.Threshold{Max: "0.1"}, model(acc("0.10000000000000000001")), model(), "fail"},
		"equal is not above":            {config.Threshold{Above: "0.85"}, model(acc("0.85")), model(), "fail"},
		"a little more is above":        {config.Threshold{Above: "0.85"}, model(acc("0.8500000000000000001")), model(), "pass"},
		"equal is not below":            {config.Threshold{Below: "0.85"}, model(acc("0.850")), model(), "fail"},
		"absent":                        {config.Threshold{Min: "0"}, model(), model(), "missing"},
		"no evaluation at all":          {config.Threshold{Min: "0"}, evidence.Model{ID: "m", At: "m/README.md#", Present: true}, model(), "missing"},
		"text":                          {config.Threshold{Min: "0"}, model(acc("N/A")), model(), "not_a_number"},
		"hexadecimal is no decimal":     {config.Threshold{Min: "0"}, model(acc("0x1p4")), model(), "not_a_number"},
		"a fraction is no decimal":      {config.Threshold{Min: "0"}, model(acc("1/3")), model(), "not_a_number"},
		"a bomb is no number":           {config.Threshold{Min: "0"}, model(acc("1e999999999")), model(), "not_a_number"},
		"two that disagree":             {config.Threshold{Min: "0.5"}, model(acc("0.9"), acc("0.4")), model(), "ambiguous"},
		"two that both hold":            {config.Threshold{Min: "0.5"}, model(acc("0.9"), acc("0.8")), model(), "pass"},
		"two that fail alike":           {config.Threshold{Min: "0.5"}, model(acc("0.4"), acc("0.4")), model(), "fail"},
		"one of two is text":            {config.Threshold{Min: "0.5"}, model(acc("0.9"), acc("nan")), model(), "ambiguous"},
		"exact sum against the base":    {config.Threshold{NotWorse: "0.05"}, model(acc("0.80")), model(acc("0.85")), "pass"},
		"worse than allowed":            {config.Threshold{NotWorse: "0.05"}, model(acc("0.79999")), model(acc("0.85")), "fail"},
		"lower is better":               {config.Threshold{NotWorse: "0.1", Direction: "lower"}, model(acc("0.3")), model(acc("0.2")), "pass"},
		"lower is better, not met":      {config.Threshold{NotWorse: "0.1", Direction: "lower"}, model(acc("0.31")), model(acc("0.2")), "fail"},
		"a share of the baseline":       {config.Threshold{NotWorse: "10%"}, model(acc("0.72")), model(acc("0.8")), "pass"},
		"a little more than the share":  {config.Threshold{NotWorse: "10%"}, model(acc("0.7199999999")), model(acc("0.8")), "fail"},
		"within one of two allowances":  {config.Threshold{NotWorse: "10%", And: "5", Direction: "lower"}, model(acc("14")), model(acc("10")), "pass"},
		"beyond both allowances":        {config.Threshold{NotWorse: "10%", And: "5", Direction: "lower"}, model(acc("15.1")), model(acc("10")), "fail"},
		"nothing on the base":           {config.Threshold{NotWorse: "0.1", Direction: "lower"}, model(acc("0.31")), model(), "baseline_missing"},
		"text on the base":              {config.Threshold{NotWorse: "0.1", Direction: "lower"}, model(acc("0.31")), model(acc("?")), "baseline_not_a_number"},
		"a baseline of the policy":      {config.Threshold{NotWorse: "0.1", Baseline: "0.9"}, model(acc("0.8")), model(acc("?")), "pass"},
		"better by enough":              {config.Threshold{Better: "0.05"}, model(acc("0.90")), model(acc("0.85")), "pass"},
		"not better by enough":          {config.Threshold{Better: "0.05"}, model(acc("0.8999")), model(acc("0.85")), "fail"},
		"a tie is no improvement":       {config.Threshold{Better: "0"}, model(acc("0.85")), model(acc("0.85")), "fail"},
		"better by a share":             {config.Threshold{Better: "5%"}, model(acc("0.84")), model(acc("0.8")), "pass"},
		"too good to be true":           {config.Threshold{Suspicious: "0.995"}, model(acc("0.999")), model(), "fail"},
		"good":                          {config.Threshold{Suspicious: "0.995"}, model(acc("0.995")), model(), "pass"},
		"73.4 is no proportion":         {config.Threshold{Min: "0.5", Unit: "proportion"}, model(acc("73.4")), model(), "out_of_range"},
		"no latency is negative":        {config.Threshold{Max: "120", Unit: "ms"}, model(acc("-1")), model(), "out_of_range"},
		"a score may be":                {config.Threshold{Min: "-1", Unit: "score"}, model(acc("-0.5")), model(), "pass"},
	} {
		t.Run(name, func(t *testing.T) {
			got := checked(t, inputs(tt.head, tt.base, tt.threshold))
			if len(got) != 1 || answerOf(got[0]) != tt.want {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
		})
	}
}

func TestCheckSelects(t *testing.T) {
	class := evidence.Result{At: "m/metrics.json#/x", Metric: "recall", Slice: "class=fraud", Raw: "0.4"}
	strict := evidence.Result{At: "m/metrics.json#/y", Metric: "em", Task: "gsm8k", Raw: "0.7", Variant: []evidence.Setting{{Name: "filter", Value: "strict"}}, Dataset: evidence.DatasetRef{Name: "gsm8k", Split: "test"}}
	flexible := strict
	flexible.Raw, flexible.Variant = "0.4", []evidence.Setting{{Name: "filter", Value: "flexible"}}
	claimed := evidence.Result{At: "m/metrics.json#/z", Metric: "f1", Raw: "0.99", Claimed: true}
	m := model(class, acc("0.9"), strict, flexible, claimed)
	for name, tt := range map[string]struct {
		threshold config.Threshold
		want      []string
	}{
		"a slice":            {config.Threshold{Metric: "recall", Slice: "class=fraud", Min: "0.5"}, []string{"fail"}},
		"the whole only":     {config.Threshold{Metric: "recall", Min: "0.5"}, []string{"missing"}},
		"another model":      {config.Threshold{Metric: "recall", Min: "0.5", Models: []string{"other/*"}}, nil},
		"another file":       {config.Threshold{Metric: "accuracy", Min: "0.5", Evaluation: "other.json"}, []string{"elsewhere"}},
		"this file":          {config.Threshold{Metric: "accuracy", Min: "0.5", Evaluation: "*.json"}, []string{"pass"}},
		"each bound once":    {config.Threshold{Metric: "accuracy", Min: "0.5", Max: "0.8"}, []string{"pass", "fail"}},
		"both variants":      {config.Threshold{Metric: "em", Min: "0.5"}, []string{"fail"}},
		"one variant":        {config.Threshold{Metric: "em", Min: "0.5", Variant: []config.Setting{{Name: "filter", Value: "strict"}}}, []string{"pass"}},
		"a variant unknown":  {config.Threshold{Metric: "em", Min: "0.5", Variant: []config.Setting{{Name: "filter", Value: "none"}}}, []string{"elsewhere"}},
		"another task":       {config.Threshold{Metric: "em", Min: "0.3", Task: "mmlu"}, []string{"elsewhere"}},
		"the task and split": {config.Threshold{Metric: "em", Min: "0.3", Task: "gsm8k", Dataset: "gsm8k", Split: "test"}, []string{"pass"}},
		"a claim is nothing": {config.Threshold{Metric: "f1", Min: "0.5"}, []string{"only_claimed"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, c := range checked(t, inputs(m, model(), tt.threshold)) {
				got = append(got, answerOf(c))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func sliced(group, raw, n string) evidence.Result {
	return evidence.Result{At: evidence.Anchor("m/metrics.json#/" + group), Metric: "recall", Slice: "class=" + group, Raw: raw, N: n}
}

func TestSlices(t *testing.T) {
	head := model(sliced("fraud", "0.8", "300"), sliced("ok", "0.6", "5000"), sliced("rare", "0.9", "7"))
	base := model(sliced("fraud", "0.8", "300"), sliced("gone", "0.9", "200"))
	for name, tt := range map[string]struct {
		slices config.Slices
		want   map[string]string
	}{
		"all": {config.Slices{By: "class", Required: []string{"fraud"}, Others: "all"},
			map[string]string{"class=fraud": "pass", "class=ok": "fail", "class=rare": "insufficient", "class=gone": "slice_missing"}},
		"the others are listed": {config.Slices{By: "class", Required: []string{"fraud"}, Others: "ignore"},
			map[string]string{"class=fraud": "pass", "class=ok": "ignored", "class=rare": "ignored"}},
		"one that is required is missing": {config.Slices{By: "class", Required: []string{"theft"}, Others: "ignore"},
			map[string]string{"class=theft": "slice_missing", "class=fraud": "ignored", "class=ok": "ignored", "class=rare": "ignored"}},
		"there is no such slice": {config.Slices{By: "age", Others: "all"}, map[string]string{"age=": "slice_missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[string]string{}
			keys := map[string]bool{}
			for _, c := range checked(t, inputs(head, base, config.Threshold{Metric: "recall", Min: "0.7", MinSamples: "50", Slices: &tt.slices})) {
				got[c.Slice] = answerOf(c)
				keys[c.Key] = true
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) || len(keys) != len(got) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestTheNameOfAGroupMayHaveAComma: a group by age is "(50, 60]", and a slice by
// two properties is no group of either.
func TestTheNameOfAGroupMayHaveAComma(t *testing.T) {
	head := model(sliced("(50, 60]", "0.6", "300"), sliced("a,b", "0.9", "300"), sliced("a,sex=f", "0.1", "300"), sliced(">=5,<=6", "0.9", "300"))
	got := map[string]string{}
	for _, c := range checked(t, inputs(head, model(), config.Threshold{Metric: "recall", Min: "0.7", Slices: &config.Slices{By: "class", Others: "all"}})) {
		got[c.Slice] = answerOf(c)
	}
	if want := map[string]string{"class=(50, 60]": "fail", "class=a,b": "pass", "class=>=5,<=6": "pass"}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAMissingResultNamesItsLike(t *testing.T) {
	m := model(evidence.Result{Metric: "eval_accuracy", Raw: "0.9"}, evidence.Result{Metric: "recall", Slice: "class=fraud", Raw: "0.4"})
	for _, tt := range []struct{ metric, slice, want string }{
		{"accuracy", "", "eval_accuracy"}, {"recall", "class=fruad", "recall of slice class=fraud"}, {"bleu", "", ""},
	} {
		got := checked(t, inputs(m, model(), config.Threshold{Metric: tt.metric, Slice: tt.slice, Min: "0.5"}))
		if got[0].Reason != evidence.ReasonMissing || got[0].Near != tt.want {
			t.Errorf("%s %s: got %+v, want near %q", tt.metric, tt.slice, got[0], tt.want)
		}
	}
}

func TestAsManyChecksAsThereMayBe(t *testing.T) {
	var results []evidence.Result
	for i := range MaxChecks + 1 {
		results = append(results, sliced(fmt.Sprint(i), "0.8", "100"))
	}
	of := config.Threshold{Metric: "recall", Min: "0.7", Severity: "info", Slices: &config.Slices{By: "class", Others: "all"}}
	if got := checked(t, inputs(model(results[1:]...), model(), of)); len(got) != MaxChecks || got[0].Verdict != Pass {
		t.Errorf("%d checks, the first %+v", len(got), got[0])
	}
	got := checked(t, inputs(model(results...), model(), of))
	if len(got) != 1 || got[0].Reason != evidence.ReasonTooMany || got[0].Severity != config.Block || !strings.Contains(got[0].Detail, `the 5001 checks of threshold "t"`) {
		t.Errorf("one more: %+v", got[0])
	}
	of.Slices.Others, of.Slices.Required = "ignore", []string{"7"}
	if got := checked(t, inputs(model(results...), model(), of)); len(got) != 1+maxListed || !strings.Contains(got[0].Detail, "nor about 4900 that are not listed") {
		t.Errorf("%d checks, the first %+v", len(got), got[0])
	}
}

func TestARemovedModelOwesNothing(t *testing.T) {
	if got := checked(t, inputs(evidence.Model{ID: "m"}, model(acc("0.5")), config.Threshold{Min: "1"})); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestANewModel(t *testing.T) {
	in := inputs(model(acc("0.9")), evidence.Model{ID: "m"}, config.Threshold{Min: "0.8", NotWorse: "0"})
	got := checked(t, in)
	if got[0].Verdict != Pass || got[1].Verdict != FirstModel {
		t.Errorf("got %+v", got)
	}
	in.Policy.OnMissing = "fail"
	if got := checked(t, in); got[1].Reason != evidence.ReasonBaselineMissing {
		t.Errorf("a baseline is owed: %+v", got[1])
	}
}

func TestComparability(t *testing.T) {
	with := func(set func(*evidence.Result)) evidence.Model {
		r := acc("0.9")
		set(&r)
		return model(r)
	}
	few := func(n string) func(*evidence.Result) {
		return func(r *evidence.Result) { r.Variant = []evidence.Setting{{Name: "fewshot", Value: n}} }
	}
	digest := func(d string) func(*evidence.Result) {
		return func(r *evidence.Result) { r.Dataset.Digest = d }
	}
	for name, tt := range map[string]struct {
		head, base evidence.Model
		keys       []string
		want       string
	}{
		"0-shot and 5-shot":             {with(few("5")), with(few("0")), nil, "not_comparable"},
		"the same":                      {with(few("5")), with(few("5")), []string{"variant.fewshot"}, "pass"},
		"one side is silent":            {with(few("5")), model(acc("0.9")), nil, "pass"},
		"one side is silent, and asked": {with(few("5")), model(acc("0.9")), []string{"variant.fewshot"}, "not_comparable"},
		"both are silent, and asked":    {model(acc("0.9")), model(acc("0.9")), []string{"dataset.digest"}, "not_comparable"},
		"another test set":              {with(digest("sha256:aa")), with(digest("sha256:bb")), nil, "not_comparable"},
	} {
		in := inputs(tt.head, tt.base, config.Threshold{NotWorse: "0"})
		in.Policy.Comparable = tt.keys
		if got := checked(t, in); answerOf(got[0]) != tt.want {
			t.Errorf("%s: got %+v, want %s", name, got[0], tt.want)
		}
	}
}

func TestUnfitEvidence(t *testing.T) {
	good := func() evidence.Model {
		r := acc("0.9")
		r.Dataset = evidence.DatasetRef{Name: "holdout", Split: "test", Digest: "sha256:dd"}
		m := model(r)
		m.Artifacts = []evidence.Artifact{{Path: "m/model.bin", Digest: "sha256:11"}}
		e := &m.Evaluations[0]
		e.Format, e.Content, e.Created.Value = "metrics", "ff", "2026-10-20T00:00:00Z"
		e.Subject = evidence.Subject{Digest: "sha256:11", Commit: strings.Repeat("a", 40)}
		return m
	}
	before := good()
	before.Artifacts[0].Digest = "sha256:00"
	before.Evaluations[0].Content, before.Evaluations[0].Subject.Digest = "00", "sha256:00"
	strict := config.Evidence{ID: "e", Path: "*.json", Format: "metrics", DatasetName: "holdout", DatasetSplit: "test", DatasetDigest: "sha256:dd", ModelDigest: true, Commit: true, MaxAge: "30d"}
	for name, tt := range map[string]struct {
		spoil func(*evidence.Model, *config.Evidence, *config.Threshold)
		want  string
	}{
		"all is well":               {func(*evidence.Model, *config.Evidence, *config.Threshold) {}, "pass"},
		"another format":            {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) { e.Format = "lm-eval" }, "wrong_format"},
		"a file that is not listed": {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) { e.Path = "results/*.json" }, "unlisted"},
		"another dataset":           {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) { e.DatasetName = "train" }, "wrong_dataset"},
		"no dataset digest": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Results[0].Dataset.Digest = ""
		}, "wrong_dataset"},
		"no model digest": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) { m.Evaluations[0].Subject.Digest = "" }, "unbound"},
		"another model's digest": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Subject.Digest = "sha256:00"
		}, "unbound"},
		"no commit": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Subject.Commit = "main"
		}, "no_commit"},
		"a commit of elsewhere": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Subject.Commit = strings.Repeat("e", 40)
		}, "no_commit"},
		"a commit that nobody can place": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Subject.Commit = strings.Repeat("f", 40)
		}, "pass"},
		"a commit of elsewhere, not checked": {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Subject.Commit, e.Commit = strings.Repeat("e", 40), false
		}, "pass"},
		"too old": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Created.Value = "2026-10-01"
		}, "stale"},
		"of the future": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Created.Value = "2026-12-01"
		}, "stale"},
		"of no known age": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) { m.Evaluations[0].Created.Value = "" }, "stale"},
		"partial": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Completeness.State = evidence.Partial
		}, "partial"},
		"partial, allowed": {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Completeness.State, e.AllowPartial = evidence.Partial, true
		}, "pass"},
		"failed": {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Completeness.State, e.AllowPartial = evidence.Failed, true
		}, "failed"},
		"a cached accuracy": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) { m.Evaluations[0].Cached.Value = true }, "pass"},
		"a cached latency": {func(m *evidence.Model, _ *config.Evidence, t *config.Threshold) {
			m.Evaluations[0].Cached.Value, t.Unit = true, "ms"
		}, "cached"},
		"tuned on the gate": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Trials = evidence.Trials{Present: true, Split: "test"}
		}, "tuned"},
		"tuned elsewhere": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Trials = evidence.Trials{Present: true, Split: "validation"}
		}, "pass"},
		"the file of the model before": {func(m *evidence.Model, _ *config.Evidence, _ *config.Threshold) { m.Evaluations[0].Content = "00" }, "reused"},
		"the file of the model before, with a key more": {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Content, m.Evaluations[0].Subject, e.ModelDigest = "01", before.Evaluations[0].Subject, false
			more := m.Evaluations[0].Results[0]
			more.Metric, more.Value = "f1", "0.7"
			m.Evaluations[0].Results = append(m.Evaluations[0].Results, more)
		}, "reused"},
		"the values of before, measured at another time": {func(m *evidence.Model, e *config.Evidence, _ *config.Threshold) {
			m.Evaluations[0].Subject, e.ModelDigest, m.Evaluations[0].Created.Value = before.Evaluations[0].Subject, false, "2026-10-21T00:00:00Z"
		}, "pass"},
		"the directions differ": {func(m *evidence.Model, _ *config.Evidence, t *config.Threshold) {
			m.Evaluations[0].Results[0].Direction, t.Direction = "lower", "higher"
		}, "direction_conflict"},
		"the units differ": {func(m *evidence.Model, _ *config.Evidence, t *config.Threshold) {
			m.Evaluations[0].Results[0].Unit, t.Unit = "percent", "proportion"
		}, "unit_mismatch"},
	} {
		t.Run(name, func(t *testing.T) {
			m, e, threshold := good(), strict, config.Threshold{Min: "0.5"}
			tt.spoil(&m, &e, &threshold)
			in := inputs(m, before, threshold)
			in.Evidence = []config.Evidence{e}
			in.Contains = func(commit string) (is, known bool) { return commit[0] != 'e', commit[0] != 'f' }
			got := checked(t, in)
			if answerOf(got[0]) != tt.want {
				t.Errorf("got %+v, want %s", got[0], tt.want)
			}
		})
	}
}

func TestAStaleBaseline(t *testing.T) {
	base := model(acc("0.9"))
	base.Evaluations[0].Created.Value = "2026-01-01"
	in := inputs(model(acc("0.9")), base, config.Threshold{NotWorse: "0"})
	in.Policy.MaxAge = "180d"
	if got := checked(t, in); got[0].Reason != evidence.ReasonBaselineStale {
		t.Errorf("got %+v", got[0])
	}
}

func TestAnErrorOfReadingIsNoVerdict(t *testing.T) {
	in := inputs(model(acc("0.9")), model(acc("0.8")), config.Threshold{NotWorse: "0"})
	broken := errors.New("the disk is gone")
	in.HeadSamples = func(evidence.Evaluation, evidence.Result) ([]evidence.Sample, string, error) { return nil, "", broken }
	if _, err := Check(in); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestEdits(t *testing.T) {
	base := config.Threshold{Min: "0.85", NotWorse: "0.01", MinSamples: "100", Mode: "prove", Severity: "block",
		Drift: &config.Drift{Measure: "ks", Max: "0.2"}, Slices: &config.Slices{By: "class", Required: []string{"a", "b"}, Others: "all"}}
	for name, tt := range map[string]struct {
		edit func(*config.Threshold)
		want string
	}{
		"a lower min":           {func(t *config.Threshold) { t.Min = "0.80" }, "min loosened"},
		"the same min":          {func(t *config.Threshold) { t.Min = "0.850" }, ""},
		"a higher min":          {func(t *config.Threshold) { t.Min = "0.9" }, "min tightened"},
		"no min":                {func(t *config.Threshold) { t.Min = "" }, "min loosened"},
		"nonsense":              {func(t *config.Threshold) { t.Min = "?" }, "min loosened"},
		"another max":           {func(t *config.Threshold) { t.Max = "0.9" }, "max tightened"},
		"a larger allowance":    {func(t *config.Threshold) { t.NotWorse = "0.02" }, "not_worse_by loosened"},
		"an allowance in share": {func(t *config.Threshold) { t.NotWorse = "0.005%" }, "not_worse_by loosened"},
		"a second allowance":    {func(t *config.Threshold) { t.And = "5" }, "and loosened"},
		"fewer samples":         {func(t *config.Threshold) { t.MinSamples = "10" }, "min_samples loosened"},
		"more samples":          {func(t *config.Threshold) { t.MinSamples = "1000" }, "min_samples tightened"},
		"caught only":           {func(t *config.Threshold) { t.Mode = "catch" }, "mode loosened"},
		"warned only":           {func(t *config.Threshold) { t.Severity = "warn" }, "severity loosened"},
		"insufficient warns":    {func(t *config.Threshold) { t.OnInsufficient = "warn" }, "on_insufficient loosened"},
		"more confidence":       {func(t *config.Threshold) { t.Confidence = "0.99" }, "confidence loosened"}, // catch catches less
		"a bound":               {func(t *config.Threshold) { t.Require = "bound" }, "require tightened"},
		"a larger drift":        {func(t *config.Threshold) { t.Drift = &config.Drift{Measure: "ks", Max: "0.3"} }, "drift.max loosened"},
		"a smaller drift":       {func(t *config.Threshold) { t.Drift = &config.Drift{Measure: "ks", Max: "0.1"} }, "drift.max tightened"},
		"another drift":         {func(t *config.Threshold) { t.Drift = &config.Drift{Measure: "psi", Max: "0.2"} }, "drift loosened"},
		"a slice less": {func(t *config.Threshold) {
			t.Slices = &config.Slices{By: "class", Required: []string{"a"}, Others: "all"}
		}, "slices.required loosened"},
		"a slice more": {func(t *config.Threshold) {
			t.Slices = &config.Slices{By: "class", Required: []string{"a", "b", "c"}, Others: "all"}
		}, "slices.required tightened"},
		"others ignored": {func(t *config.Threshold) {
			t.Slices = &config.Slices{By: "class", Required: []string{"a", "b"}, Others: "ignore"}
		}, "slices.others loosened"},
		"another metric": {func(t *config.Threshold) { t.Metric = "f1" }, "aim loosened"},
		"fewer models":   {func(t *config.Threshold) { t.Models = []string{"x"} }, "aim loosened"},
		"suspicion":      {func(t *config.Threshold) { t.Suspicious = "0.99" }, "suspicious_above tightened"},
	} {
		after := base
		tt.edit(&after)
		got := ""
		for _, e := range Edits(filled(base), filled(after)) {
			got += e.Word + map[bool]string{true: " loosened", false: " tightened"}[e.Loosened]
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}
