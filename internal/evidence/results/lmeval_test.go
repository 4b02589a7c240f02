package results

import "testing"

func TestRecoverCount(t *testing.T) {
	for name, tt := range map[string]struct{ value, stderr, n, k string }{
		"gsm8k of Llama-3-8B-Instruct": {"0.7558756633813495", "0.011832404674077592", "1319", "997"},
		"lambada has no whole n":       {"0.5162041529206287", "0.0069623", "", ""},
		"a pooled standard error":      {"0.650406", "0.003784", "", ""},
		"a score of one":               {"1", "0", "", ""},
		"a standard error of zero":     {"0.5", "0", "", ""},
		"not a proportion":             {"36.6", "0.3", "", ""},
		"not a number":                 {"NaN", "0.1", "", ""},
	} {
		n, k, ok := recoverCount(tt.value, tt.stderr)
		if n != tt.n || k != tt.k || ok != (tt.n != "") {
			t.Errorf("%s: got %s of %s, %v", name, k, n, ok)
		}
	}
}
