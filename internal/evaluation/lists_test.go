package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestBelied: a list of results of which a file has all values but one.
func TestBelied(t *testing.T) {
	t.Parallel()
	results := func(values ...string) []evidence.Evaluation {
		e := evidence.Evaluation{}
		for i := 0; i < len(values); i += 2 {
			e.Results = append(e.Results, evidence.Result{At: evidence.Anchor("eval.json#/" + values[i]), Metric: values[i], Raw: values[i+1], Value: values[i+1], Valid: true})
		}
		return []evidence.Evaluation{e}
	}
	list := func(at string, values ...string) evidence.StatedList {
		l := evidence.StatedList{}
		for i := 0; i < len(values); i += 2 {
			l.Results = append(l.Results, evidence.Stated{At: evidence.Anchor(at + values[i]), Metric: values[i], Raw: values[i+1]})
		}
		return l
	}
	file := results("eval_loss", "0.0937", "eval_accuracy", "0.9654", "eval_auc", "0.9948", "test_loss", "0.12", "test_accuracy", "0.95", "train_loss", "0.05")
	for name, test := range map[string]struct {
		lists []evidence.StatedList
		want  string
	}{
		"all agree":             {[]evidence.StatedList{list("a/", "Validation Loss", "0.0937", "Accuracy", "96.54%", "AUC", "0.9948")}, ""},
		"one differs":           {[]evidence.StatedList{list("a/", "Validation Loss", "0.0937", "Accuracy", "0.9654", "AUC", "0.9984")}, "a/AUC"},
		"two differ":            {[]evidence.StatedList{list("a/", "Loss", "0.2", "Accuracy", "0.81", "AUC", "0.9948")}, ""},
		"another run":           {[]evidence.StatedList{list("a/", "Loss", "0.3682", "Accuracy", "0.8600", "AUC", "0.9376")}, ""},
		"the file is the other": {[]evidence.StatedList{list("a/", "Loss", "0.05", "Accuracy", "0.9654", "AUC", "0.9948"), list("b/", "loss", "0.05", "accuracy", "0.9654", "auc", "0.9948")}, "eval.json#/eval_loss"},
	} {
		got := ""
		for _, f := range Belied(file, test.lists) {
			got += string(f.At)
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
