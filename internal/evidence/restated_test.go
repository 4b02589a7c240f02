package evidence

import (
	"fmt"
	"testing"
)

// TestValuesThatTell: what is the same by chance, or tells nothing, is no copy.
func TestValuesThatTell(t *testing.T) {
	of := func(n string, values ...string) (e Evaluation) {
		for i, v := range values {
			e.Results = append(e.Results, Result{Metric: fmt.Sprint("m", i), Value: v, Valid: true, N: n})
		}
		return e
	}
	many := func(first int) (e Evaluation) {
		for i := range 400 {
			e.Results = append(e.Results, Result{Metric: "accuracy", Task: fmt.Sprint("t", first+i), Value: fmt.Sprintf("0.%d1", 500+i), Valid: true})
		}
		return e
	}
	churn := of("", "0.9314", "0.9127", "0.9688", "0.8841")
	for name, tt := range map[string]struct {
		a, b Evaluation
		want int
	}{
		"the same":               {churn, of("", "0.9314", "0.9127", "0.9688", "0.8841"), 4},
		"in another order":       {churn, of("", "0.8841", "0.9688", "0.9127", "0.9314"), 4},
		"as percentages":         {churn, of("", "93.14", "91.27", "96.88", "88.41"), 4},
		"rounded":                {of("", "0.931412", "0.912688", "0.968799"), churn, 3},
		"one edited":             {churn, of("", "0.9514", "0.9127", "0.9688", "0.8841"), 3},
		"two edited":             {churn, of("", "0.9514", "0.9227", "0.9688", "0.8841"), 0},
		"among many others":      {churn, of("", "0.9314", "0.9127", "0.9688", "0.1111", "0.1112", "0.1113", "0.1114", "0.1115", "0.1116"), 3},
		"of few examples":        {of("30", "0.9314", "0.9127", "0.9688"), of("30", "0.9314", "0.9127", "0.9688"), 0},
		"coarse":                 {of("", "0.93", "0.91", "0.96"), of("", "0.93", "0.91", "0.96"), 0},
		"whole":                  {of("", "93141", "91272", "96881"), of("", "93141", "91272", "96881"), 0},
		"many, of the same task": {many(0), many(0), 400},
		"many, of other tasks":   {many(0), many(1000), 0},
	} {
		if got := MostlyShared(TellingValues(tt.a), TellingValues(tt.b)); got != tt.want {
			t.Errorf("%s: %d shared, want %d", name, got, tt.want)
		}
	}
}
