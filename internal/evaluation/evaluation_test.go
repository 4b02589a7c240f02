package evaluation

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

func model(results ...evidence.Result) evidence.Model {
	for i := range results {
		results[i].Value = results[i].Raw
		if _, err := parse(results[i].Raw); err != nil {
			results[i].Value = ""
		}
		results[i].Valid = results[i].Value != ""
	}
	return evidence.Model{At: "m/README.md#", Present: true, ID: "m", Evaluations: []evidence.Evaluation{{At: "m/metrics.json#", Path: "m/metrics.json", Results: results}}}
}

func acc(raw string) evidence.Result {
	return evidence.Result{At: "m/metrics.json#/accuracy", Metric: "accuracy", Raw: raw}
}

func TestClaims(t *testing.T) {
	for name, tt := range map[string]struct {
		metric, raw string
		results     []evidence.Result
		want        string
	}{
		"rounded":              {"accuracy", "0.86", []evidence.Result{acc("0.8581")}, "agrees"},
		"cut":                  {"accuracy", "0.85", []evidence.Result{acc("0.8581")}, "agrees"},
		"rounded up too far":   {"accuracy", "1", []evidence.Result{acc("0.81")}, "contradicts"},
		"a place too many":     {"accuracy", "0.9", []evidence.Result{acc("0.81")}, "contradicts"},
		"negative, cut":        {"accuracy", "-0.12", []evidence.Result{acc("-0.129")}, "agrees"},
		"negative, too small":  {"accuracy", "-0.14", []evidence.Result{acc("-0.129")}, "contradicts"},
		"the trainer's prefix": {"accuracy", "0.913", []evidence.Result{{Metric: "eval_accuracy", Raw: "0.913"}}, "agrees"},
		"its very name counts": {"accuracy", "0.999", []evidence.Result{acc("0.84"), {Metric: "train.accuracy", Raw: "0.999"}}, "contradicts"},
		"about":                {"accuracy", "~0.95", []evidence.Result{acc("0.9312")}, "agrees"},
		"not even about":       {"accuracy", "≈ 95%", []evidence.Result{acc("0.8")}, "contradicts"},
		"inflated":             {"accuracy", "0.91", []evidence.Result{acc("0.8581")}, "contradicts"},
		"percent":              {"accuracy", "85.8%", []evidence.Result{acc("0.8581")}, "agrees"},
		"percent without sign": {"accuracy", "85.81", []evidence.Result{acc("0.8581")}, "agrees"},
		"synonym":              {"acc", "0.8581", []evidence.Result{acc("0.8581")}, "agrees"},
		"a nested result":      {"accuracy", "0.5", []evidence.Result{{Metric: "test.accuracy", Raw: "0.5"}}, "agrees"},
		"no such metric":       {"f1", "0.5", []evidence.Result{acc("0.5")}, "no_evidence"},
		"placeholder":          {"accuracy", "xx.xx", []evidence.Result{acc("0.5")}, "not_a_number"},
		"several, none agrees": {"accuracy", "0.9", []evidence.Result{acc("0.5"), acc("0.6")}, "ambiguous"},
		"several, one agrees":  {"accuracy", "0.6", []evidence.Result{acc("0.5"), acc("0.6")}, "agrees"},
		"more digits":          {"accuracy", "14.4139", []evidence.Result{acc("14.41")}, "agrees"},
		"more, in percent":     {"accuracy", "13.241", []evidence.Result{acc("0.1324")}, "agrees"},
		"more, as a fraction":  {"accuracy", "0.144139", []evidence.Result{acc("14.41")}, "agrees"},
		"more, another":        {"accuracy", "14.4239", []evidence.Result{acc("14.41")}, "contradicts"},
		"more, other percent":  {"accuracy", "13.251", []evidence.Result{acc("0.1324")}, "contradicts"},
		"more, of one digit":   {"accuracy", "0.94", []evidence.Result{acc("0.9")}, "contradicts"},
		"more, of an integer":  {"accuracy", "84.3", []evidence.Result{acc("84")}, "contradicts"},
		"more, of zero":        {"accuracy", "0.001", []evidence.Result{acc("0.00")}, "contradicts"},
	} {
		got := Claims([]evidence.Claim{{Metric: tt.metric, Raw: tt.raw}}, model(tt.results...).Evaluations)
		if string(got[0].Verdict) != tt.want {
			t.Errorf("%s: got %+v, want %s", name, got[0], tt.want)
		}
	}
}

// TestClaimsAreOfWhatTheyName: a result of another dataset, split, slice or
// average is another number.
func TestClaimsAreOfWhatTheyName(t *testing.T) {
	f1 := func(slice, raw string) evidence.Result {
		return evidence.Result{Metric: "f1-score", Slice: slice, Raw: raw}
	}
	of := func(dataset, split, raw string) evidence.Result {
		return evidence.Result{Metric: "accuracy", Raw: raw, Dataset: evidence.DatasetRef{Name: dataset, Split: split}}
	}
	claim := func(raw string, change func(*evidence.Claim)) evidence.Claim {
		c := evidence.Claim{Metric: "accuracy", Raw: raw}
		if change != nil {
			change(&c)
		}
		return c
	}
	average := func(how string) func(*evidence.Claim) {
		return func(c *evidence.Claim) {
			c.Metric, c.Args = "f1", []evidence.Argument{{Name: "average", Value: how}}
		}
	}
	named := func(metric, name string) func(*evidence.Claim) {
		return func(c *evidence.Claim) { c.Metric, c.MetricName = metric, name }
	}
	report := []evidence.Result{f1("average=macro", "0.71"), f1("average=weighted", "0.83"), f1("class=fraud", "0.55")}
	for name, tt := range map[string]struct {
		claim   evidence.Claim
		results []evidence.Result
		want    string
	}{
		"another dataset":                {claim("0.9", func(c *evidence.Claim) { c.Dataset = "MNLI" }), []evidence.Result{of("sst2", "", "0.5")}, "no_evidence"},
		"the same dataset":               {claim("0.9", func(c *evidence.Claim) { c.Dataset = "GLUE SST-2" }), []evidence.Result{of("sst2", "", "0.5")}, "contradicts"},
		"the same by its type":           {claim("0.5", func(c *evidence.Claim) { c.Dataset, c.DatasetType = "Stanford sentiments", "sst2" }), []evidence.Result{of("sst2", "", "0.5")}, "agrees"},
		"another split":                  {claim("0.9", func(c *evidence.Claim) { c.Split = "test" }), []evidence.Result{of("", "validation", "0.5")}, "no_evidence"},
		"a harness's task":               {claim("0.9", func(c *evidence.Claim) { c.Dataset = "ARC challenge" }), []evidence.Result{{Metric: "accuracy", Task: "mmlu", Raw: "0.5"}}, "no_evidence"},
		"macro by its args":              {claim("0.71", average("macro")), report, "agrees"},
		"not weighted":                   {claim("0.83", average("macro")), report, "contradicts"},
		"micro, which nobody wrote":      {claim("0.83", average("micro")), report, "no_evidence"},
		"weighted by its type":           {claim("0.83", named("f1_weighted", "")), report, "agrees"},
		"macro by its name":              {claim("0.83", named("f1", "F1 (macro)")), report, "contradicts"},
		"an average left open":           {claim("0.83", named("f1", "")), report, "agrees"},
		"none of the averages":           {claim("0.55", named("f1", "")), report, "ambiguous"},
		"a slice":                        {claim("0.55", func(c *evidence.Claim) { c.Metric, c.Slice = "f1", "fraud" }), report, "agrees"},
		"a whole that is called a slice": {claim("0.55", func(c *evidence.Claim) { c.Metric, c.Slice = "accuracy", "Overall" }), []evidence.Result{{Metric: "accuracy", Raw: "0.55"}, {Metric: "accuracy", Slice: "class=fraud", Raw: "0.1"}}, "agrees"},
		"a slice that is called all":     {claim("0.55", func(c *evidence.Claim) { c.Metric, c.Slice = "accuracy", "all" }), []evidence.Result{{Metric: "accuracy", Raw: "0.1"}, {Metric: "accuracy", Slice: "region=all", Raw: "0.55"}}, "agrees"},
		"a slice that was not looked":    {claim("0.55", func(c *evidence.Claim) { c.Metric, c.Slice = "f1", "other" }), report, "no_evidence"},
		"a claim is no evidence":         {claim("0.5", nil), []evidence.Result{{Metric: "accuracy", Raw: "0.5", Claimed: true}}, "no_evidence"},
		"percentage as a fraction":       {claim("0.843", nil), []evidence.Result{acc("84.3")}, "agrees"},
		"a fraction is not halved":       {claim("0.005", nil), []evidence.Result{acc("0.5")}, "contradicts"},
		"a proportion, by its unit":      {claim("1", nil), []evidence.Result{{Metric: "accuracy", Raw: "0.01", Unit: "proportion"}}, "agrees"},
		"a percentage, by its unit":      {claim("50", nil), []evidence.Result{{Metric: "accuracy", Raw: "0.5", Unit: "percent"}}, "contradicts"},
		"per cent of a proportion":       {claim("0.5%", nil), []evidence.Result{{Metric: "accuracy", Raw: "0.5", Unit: "proportion"}}, "contradicts"},
		"with a spread":                  {claim("84.3 ± 1.2", nil), []evidence.Result{acc("0.843")}, "agrees"},
		"with a spread in per cent":      {claim("84.3 +/- 1.2 %", nil), []evidence.Result{acc("0.9")}, "contradicts"},
		"with a remark":                  {claim("0.84", named("Recall (fraud)", "")), []evidence.Result{{Metric: "recall", Raw: "0.8404"}}, "agrees"},
		"with a remark, another":         {claim("0.94", named("Recall (fraud)", "")), []evidence.Result{{Metric: "recall", Raw: "0.8404"}}, "no_evidence"},
		"half to even":                   {claim("0.84", nil), []evidence.Result{acc("0.845")}, "agrees"},
		"half up":                        {claim("0.85", nil), []evidence.Result{acc("0.845")}, "agrees"},
	} {
		if got := Claims([]evidence.Claim{tt.claim}, model(tt.results...).Evaluations); string(got[0].Verdict) != tt.want {
			t.Errorf("%s: got %s, want %s", name, got[0].Verdict, tt.want)
		}
	}
}

// TestOneResultIsOfOneDataset: what bears one claim contradicts no claim about
// other data, unless it says what data it is of.
func TestOneResultIsOfOneDataset(t *testing.T) {
	verdicts := func(data string, claims ...evidence.Claim) (out []string) {
		for _, c := range Claims(claims, model(evidence.Result{At: "m/metrics.json#/f1", Metric: "f1", Raw: "0.81", Dataset: evidence.DatasetRef{Name: data}}).Evaluations) {
			out = append(out, string(c.Verdict))
		}
		return out
	}
	a, b := evidence.Claim{Metric: "f1", Dataset: "xnli-de", Raw: "0.81"}, evidence.Claim{Metric: "f1", Dataset: "xnli-fr", Raw: "0.76"}
	if got := verdicts("", a, b); !slices.Equal(got, []string{"agrees", "no_evidence"}) {
		t.Errorf("of no data: %q", got)
	}
	if got := verdicts("xnli", a, b); !slices.Equal(got, []string{"agrees", "contradicts"}) {
		t.Errorf("of data that both name: %q", got)
	}
	if got := verdicts("", a, evidence.Claim{Metric: "f1", Dataset: "xnli-de", Raw: "0.76"}); !slices.Equal(got, []string{"agrees", "contradicts"}) {
		t.Errorf("two claims of the same data: %q", got)
	}
}

func TestClaimsHaveAPlainValue(t *testing.T) {
	for raw, want := range map[string]string{
		"0.84": "0.84", ".5": "0.5", "+1.": "1", "-007.50": "-7.50", "8E-3": "8e-3", "25.59 %": "25.59", "20.0 ± 1.2": "20.0", "-0": "-0",
		"20.0 ± x": "", "NA": "", "": "", "1/3": "", "±": "",
	} {
		got := Claims([]evidence.Claim{{Metric: "wer", Raw: raw}}, nil)[0]
		if got.Value != want || got.Valid != (want != "") {
			t.Errorf("%q: got %q, valid %v", raw, got.Value, got.Valid)
		}
		if want != "" && !json.Valid([]byte(got.Value)) {
			t.Errorf("%q: %q is no number of JSON", raw, got.Value)
		}
	}
}
