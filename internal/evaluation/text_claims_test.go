package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestTextClaims: a sentence contradicts the only result of its metric, on the data that it names;
// where another claim has that result, or several sentences differ, they are of something else.
func TestTextClaims(t *testing.T) {
	t.Parallel()
	result := func(metric, dataset, raw string) evidence.Result {
		return evidence.Result{At: evidence.Anchor("m/metrics.json#/" + metric), Metric: metric, Raw: raw, Dataset: evidence.DatasetRef{Name: dataset}}
	}
	said := func(metric, dataset, split, raw string) evidence.Claim {
		return evidence.Claim{At: "m/README.md#/sections/a", Metric: metric, Dataset: dataset, Split: split, Raw: raw}
	}
	for name, tt := range map[string]struct {
		claims, others []evidence.Claim
		results        []evidence.Result
		want           string
	}{
		"another value":            {[]evidence.Claim{said("accuracy", "", "", "95%")}, nil, []evidence.Result{result("accuracy", "", "0.5")}, "contradicts"},
		"of the test":              {[]evidence.Claim{said("test accuracy", "", "test", "0.95")}, nil, []evidence.Result{result("test_accuracy", "", "0.5")}, "contradicts"},
		"of named data":            {[]evidence.Claim{said("F1", "CoNLL", "", "0.92")}, nil, []evidence.Result{result("f1", "conll", "0.5")}, "contradicts"},
		"the same":                 {[]evidence.Claim{said("accuracy", "", "", "95%")}, nil, []evidence.Result{result("accuracy", "", "0.9512")}, "agrees"},
		"of data not told":         {[]evidence.Claim{said("F1", "CoNLL", "", "0.92")}, nil, []evidence.Result{result("f1", "", "0.5")}, "no_evidence"},
		"of other data":            {[]evidence.Claim{said("F1", "CoNLL", "", "0.92")}, nil, []evidence.Result{result("f1", "wnut", "0.5")}, "no_evidence"},
		"of the validation":        {[]evidence.Claim{said("accuracy", "", "validation", "0.92")}, nil, []evidence.Result{result("accuracy", "", "0.5")}, "no_evidence"},
		"of the training":          {[]evidence.Claim{said("accuracy", "", "", "0.92")}, nil, []evidence.Result{result("train_accuracy", "", "0.99")}, "no_evidence"},
		"another claim has it":     {[]evidence.Claim{said("accuracy", "", "", "0.92")}, []evidence.Claim{said("Accuracy", "", "", "0.5")}, []evidence.Result{result("accuracy", "", "0.5")}, "no_evidence"},
		"another sentence has it":  {[]evidence.Claim{said("accuracy", "", "", "0.92"), said("accuracy", "", "", "0.5")}, nil, []evidence.Result{result("accuracy", "", "0.5")}, "no_evidence"},
		"several sentences differ": {[]evidence.Claim{said("accuracy", "", "", "0.92"), said("accuracy", "", "", "0.93")}, nil, []evidence.Result{result("accuracy", "", "0.5")}, "no_evidence"},
		"several results":          {[]evidence.Claim{said("accuracy", "", "", "0.92")}, nil, []evidence.Result{result("a.accuracy", "", "0.5"), result("b.accuracy", "", "0.6")}, "no_evidence"},
		"about so much":            {[]evidence.Claim{said("accuracy", "", "", "95%")}, nil, []evidence.Result{result("accuracy", "", "0.9432")}, "no_evidence"},
		"another with its digits":  {[]evidence.Claim{said("accuracy", "", "", "95.1%")}, nil, []evidence.Result{result("accuracy", "", "0.9432")}, "contradicts"},
		"another metric":           {[]evidence.Claim{said("balanced accuracy", "", "", "0.92")}, nil, []evidence.Result{result("accuracy", "", "0.5")}, "no_evidence"},
		"another average":          {[]evidence.Claim{said("macro F1", "", "", "0.92")}, nil, []evidence.Result{result("f1", "", "0.5")}, "no_evidence"},
	} {
		if got := TextClaims(tt.claims, tt.others, model(tt.results...).Evaluations); string(got[0].Verdict) != tt.want {
			t.Errorf("%s: got %s, want %s", name, got[0].Verdict, tt.want)
		}
	}
}

// TestTextClaimsOfAFile: a file that is named after a benchmark is of it, and what is validated there is tested so.
func TestTextClaimsOfAFile(t *testing.T) {
	t.Parallel()
	m := model(evidence.Result{At: "m/results-imagenet.csv#/0/top1", Metric: "top1", Raw: "88.612"})
	m.Evaluations[0].Path = "m/results-imagenet.csv"
	for dataset, want := range map[string]string{"ImageNet-1k": "contradicts", "ObjectNet": "no_evidence", "ImageNetV2": "no_evidence", "": "no_evidence"} {
		got := TextClaims([]evidence.Claim{{At: "m/README.md#/sections/a", Metric: "top-1 accuracy", Dataset: dataset, Split: "validation", Raw: "86.8%"}}, nil, m.Evaluations)
		if string(got[0].Verdict) != want || got[0].Split != "validation" {
			t.Errorf("%q: got %s of %s, want %s", dataset, got[0].Verdict, got[0].Split, want)
		}
	}
}

// TestOfModel: of a comparison, the row with the card's name counts; where there is none, all do.
func TestOfModel(t *testing.T) {
	t.Parallel()
	row := func(name, raw string) evidence.Result {
		r := evidence.Result{At: "m/results.csv#", Metric: "accuracy", Raw: raw}
		if name != "" {
			r.Variant = []evidence.Setting{{Name: "model", Value: name}}
		}
		return r
	}
	all := []evidence.Result{row("org/My_Model", "0.9"), row("other-model", "0.8"), row("my-model-large", "0.7"), row("", "0.6")}
	for names, want := range map[[2]string]int{{"models/my-model", ""}: 2, {"models/x", "Org/My Model"}: 2, {"models/x", "my model"}: 2, {"models/x", ""}: 4} {
		if got := OfModel(model(all...).Evaluations, names[0], names[1]); len(got[0].Results) != want {
			t.Errorf("%v: got %d results, want %d", names, len(got[0].Results), want)
		}
	}
}
