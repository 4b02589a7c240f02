package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestEachPartAnswers: a new task or slice demands no baseline, and is judged by what
// needs none; what fails is named.
func TestEachPartAnswers(t *testing.T) {
	task := func(name, raw string) evidence.Result {
		r := of(name, "", "")
		r.Raw = raw
		return r
	}
	notWorse := config.Threshold{NotWorse: "0.01"}
	all := config.Threshold{Metric: "recall", NotWorse: "0.01", Slices: &config.Slices{By: "class", Others: "all"}}
	filtered := func(name, filter, value string) evidence.Result {
		r := task(name, value)
		r.Variant = []evidence.Setting{{Name: "filter", Value: filter}}
		return r
	}
	for name, tt := range map[string]struct {
		base, head []evidence.Result
		threshold  config.Threshold
		want, part string
	}{
		"a new task":                    {[]evidence.Result{task("a", "0.9")}, []evidence.Result{task("a", "0.9"), task("b", "0.2")}, notWorse, "pass", ""},
		"a new task that is bad":        {[]evidence.Result{task("a", "0.9")}, []evidence.Result{task("a", "0.9"), task("b", "0.2")}, config.Threshold{Min: "0.5"}, "fail", "task b"},
		"one of two regresses":          {[]evidence.Result{task("a", "0.9"), task("b", "0.9")}, []evidence.Result{task("a", "0.9"), task("b", "0.7")}, notWorse, "fail", "task b"},
		"one of two filters":            {[]evidence.Result{filtered("a", "strict", "0.9"), filtered("a", "loose", "0.9")}, []evidence.Result{filtered("a", "strict", "0.9"), filtered("a", "loose", "0.7")}, notWorse, "fail", "filter loose"},
		"one of two filtered tasks":     {[]evidence.Result{filtered("a", "none", "0.9"), filtered("b", "none", "0.9")}, []evidence.Result{filtered("a", "none", "0.9"), filtered("b", "none", "0.7")}, notWorse, "fail", "task b"},
		"the other regresses":           {[]evidence.Result{task("a", "0.9"), task("b", "0.9")}, []evidence.Result{task("a", "0.7"), task("b", "0.9")}, notWorse, "fail", "task a"},
		"an old one beside a new":       {[]evidence.Result{task("a", "0.9")}, []evidence.Result{task("a", "0.7"), task("b", "0.9")}, notWorse, "fail", ""},
		"two of one part":               {[]evidence.Result{task("a", "0.9")}, []evidence.Result{task("a", "0.9"), task("a", "0.7")}, notWorse, "ambiguous", ""},
		"a new class":                   {[]evidence.Result{sliced("x", "0.9", "")}, []evidence.Result{sliced("x", "0.9", ""), sliced("y", "0.2", "")}, all, "new_slice", ""},
		"classes where there were none": {[]evidence.Result{acc("0.9")}, []evidence.Result{sliced("x", "0.9", "")}, all, "baseline_missing", ""},
	} {
		got := checked(t, inputs(model(tt.head...), model(tt.base...), tt.threshold))
		if last := got[len(got)-1]; answerOf(last) != tt.want || last.Part != tt.part {
			t.Errorf("%s: got %+v", name, last)
		}
	}
}

// TestOtherTestSets: what was measured on other examples, or held against other
// answers, is not compared.
func TestOtherTestSets(t *testing.T) {
	mix := func(a, b string) evidence.Model {
		whole := acc("0.9")
		whole.N = "1000"
		return model(whole, sliced("a", "0.9", a), sliced("b", "0.9", b))
	}
	notWorse := config.Threshold{NotWorse: "0.01"}
	for name, tt := range map[string]struct {
		base, head evidence.Model
		want       string
	}{
		"the same mix":          {mix("500", "500"), mix("500", "500"), "pass"},
		"by chance":             {mix("500", "500"), mix("520", "480"), "pass"},
		"easy ones only":        {mix("500", "500"), mix("10", "990"), "not_comparable"},
		"a few of a rare class": {mix("20", "980"), mix("12", "988"), "pass"},
	} {
		if got := checked(t, inputs(tt.head, tt.base, notWorse))[0]; answerOf(got) != tt.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	marked := func(target string) []evidence.Sample {
		out := outcomes(8, 10)
		for i := range out {
			out[i].Target = target
		}
		return out
	}
	for name, tt := range map[string]struct{ base, head, want string }{
		"the same answers": {"x", "x", "pass"}, "other answers": {"x", "y", "not_comparable"}, "answers that are not known": {"", "y", "pass"},
	} {
		in := inputs(model(acc("0.8")), model(acc("0.8")), notWorse)
		in.HeadSamples, in.BaseSamples = reading(marked(tt.head)), reading(marked(tt.base))
		if got := checked(t, in)[0]; answerOf(got) != tt.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// TestTrainingData: results of training data are not taken for those of held-out data.
func TestTrainingData(t *testing.T) {
	in := func(file, split, metric string) evidence.Model {
		r := of("", split, "")
		r.Metric = metric
		m := model(r)
		m.Evaluations[0].Path = "m/" + file
		return m
	}
	for name, tt := range map[string]struct {
		base, head evidence.Model
		threshold  config.Threshold
		want       string
	}{
		"test":                      {in("evaluation/test.json", "", "accuracy"), in("evaluation/test.json", "", "accuracy"), config.Threshold{}, "pass"},
		"train for test":            {in("evaluation/test.json", "", "accuracy"), in("evaluation/train.json", "", "accuracy"), config.Threshold{}, "vanished"},
		"another file for test":     {in("evaluation/test.json", "", "accuracy"), in("evaluation/easy.json", "", "accuracy"), config.Threshold{}, "vanished"},
		"test of another run":       {in("evaluation/test_1.json", "", "accuracy"), in("evaluation/test_2.json", "", "accuracy"), config.Threshold{}, "pass"},
		"train at first":            {evidence.Model{}, in("evaluation/train.json", "", "accuracy"), config.Threshold{}, "on_training"},
		"a split of training":       {evidence.Model{}, in("metrics.json", "training", "accuracy"), config.Threshold{}, "on_training"},
		"a split that is meant":     {evidence.Model{}, in("metrics.json", "train", "accuracy"), config.Threshold{Split: "train"}, "pass"},
		"a metric that is meant":    {evidence.Model{}, in("metrics.json", "train", "train.loss"), config.Threshold{Metric: "train.loss"}, "pass"},
		"train as ever":             {in("train.json", "", "accuracy"), in("train.json", "", "accuracy"), config.Threshold{}, "pass"},
		"train and test in one":     {evidence.Model{}, in("train_test.json", "", "accuracy"), config.Threshold{}, "pass"},
		"a word that only looks so": {evidence.Model{}, in("trained_model.json", "", "accuracy"), config.Threshold{}, "pass"},
	} {
		tt.threshold.Min = "0.5"
		if got := checked(t, inputs(tt.head, tt.base, tt.threshold))[0]; answerOf(got) != tt.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}
