package evaluation

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// best is what a lock remembers of accuracy.
func best(value string, measured ...config.Setting) config.Best {
	return config.Best{Threshold: "t", Model: "m", Value: value, Measured: measured}
}

func TestRatchet(t *testing.T) {
	none := evidence.Model{ID: "m"}
	onTest := acc("0.85")
	onTest.Dataset.Split = "test"
	split := config.Setting{Name: "dataset.split", Value: "test"}
	for name, tt := range map[string]struct {
		threshold  config.Threshold
		head, base evidence.Model
		locked     []config.Best
		want       string
		unrecorded bool
	}{
		"within the slack of the lock":          {config.Threshold{Ratchet: "0.01"}, model(acc("0.84")), model(acc("0.84")), []config.Best{best("0.85")}, "pass", false},
		"beyond the slack, though base is":      {config.Threshold{Ratchet: "0.01"}, model(acc("0.8399")), model(acc("0.8399")), []config.Best{best("0.85")}, "fail", false},
		"beyond the slack of the baseline":      {config.Threshold{Ratchet: "0.01"}, model(acc("0.85")), model(acc("0.87")), []config.Best{best("0.85")}, "fail", true},
		"a better baseline is not recorded":     {config.Threshold{Ratchet: "0.01"}, model(acc("0.87")), model(acc("0.87")), []config.Best{best("0.85")}, "pass", true},
		"a tie is recorded":                     {config.Threshold{Ratchet: "0"}, model(acc("0.85")), model(acc("0.850")), []config.Best{best("0.85")}, "pass", false},
		"no lock":                               {config.Threshold{Ratchet: "0.01"}, model(acc("0.85")), model(acc("0.85")), nil, "pass", true},
		"no lock and no baseline":               {config.Threshold{Ratchet: "0.01"}, model(acc("0.85")), none, nil, "no_baseline", false},
		"a lock and no baseline":                {config.Threshold{Ratchet: "0.01"}, model(acc("0.80")), none, []config.Best{best("0.85")}, "fail", false},
		"a lock, and a baseline without it":     {config.Threshold{Ratchet: "0.01"}, model(acc("0.85")), model(), []config.Best{best("0.85")}, "pass", false},
		"a baseline without it, and no lock":    {config.Threshold{Ratchet: "0.01"}, model(acc("0.85")), model(), nil, "baseline_missing", false},
		"a baseline that is text":               {config.Threshold{Ratchet: "0.01"}, model(acc("0.85")), model(acc("?")), []config.Best{best("0.85")}, "baseline_not_a_number", false},
		"lower is better":                       {config.Threshold{Ratchet: "10%", Direction: "lower"}, model(acc("109")), model(acc("120")), []config.Best{best("100")}, "pass", false},
		"lower is better, beyond":               {config.Threshold{Ratchet: "10%", Direction: "lower"}, model(acc("110.01")), model(acc("120")), []config.Best{best("100")}, "fail", false},
		"a negative best is no trap":            {config.Threshold{Ratchet: "10%"}, model(acc("-2")), model(acc("-2")), []config.Best{best("-1")}, "fail", false},
		"a best of another model":               {config.Threshold{Ratchet: "0"}, model(acc("0.8")), model(acc("0.8")), []config.Best{{Threshold: "t", Model: "n", Value: "0.9"}}, "pass", true},
		"a best measured otherwise":             {config.Threshold{Ratchet: "0"}, model(onTest), model(onTest), []config.Best{best("0.8", config.Setting{Name: "dataset.split", Value: "train"})}, "not_comparable", false},
		"one of two measured alike":             {config.Threshold{Ratchet: "0"}, model(onTest), model(onTest), []config.Best{best("0.9", config.Setting{Name: "dataset.split", Value: "train"}), best("0.85", split)}, "pass", false},
		"a number in place of the baseline":     {config.Threshold{Ratchet: "0.01", Baseline: "0.9"}, model(acc("0.88")), model(acc("0.5")), []config.Best{best("0.85")}, "fail", false},
		"too few examples":                      {config.Threshold{Ratchet: "0.01", MinSamples: "10"}, model(acc("0.9")), model(acc("0.9")), []config.Best{best("0.85")}, "insufficient", false},
		"two results, and one is worse":         {config.Threshold{Ratchet: "0"}, model(acc("0.9"), acc("0.8")), none, []config.Best{best("0.85")}, "ambiguous", false},
		"the best in the lock is not a float's": {config.Threshold{Ratchet: "0"}, model(acc("0.84999999999999999999")), none, []config.Best{best("0.85")}, "fail", false},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.threshold.Direction == "" {
				tt.threshold.Direction = "higher"
			}
			in := inputs(tt.head, tt.base, tt.threshold)
			in.Locked = tt.locked
			if got := checked(t, in)[0]; answerOf(got) != tt.want || got.Unrecorded != tt.unrecorded || got.Bound != Ratchet {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
		})
	}
}

// TestALockedSliceMustNotVanish, though neither the proposal nor the base has it.
func TestALockedSliceMustNotVanish(t *testing.T) {
	m := model(sliced("ok", "0.9", "100"))
	in := inputs(m, m, config.Threshold{Metric: "recall", Ratchet: "0", Direction: "higher", Slices: &config.Slices{By: "class", Others: "all"}})
	in.Locked = []config.Best{{Threshold: "t", Model: "m", Slice: "class=fraud", Value: "0.8"}, {Threshold: "t", Model: "m", Slice: "class=ok", Value: "0.9"}}
	got := map[string]string{}
	for _, c := range checked(t, in) {
		got[c.Slice] = answerOf(c)
	}
	if want := map[string]string{"class=fraud": "slice_missing", "class=ok": "pass"}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v", got)
	}
}

// TestTighteningARatchetNeverHelps: less slack, or a better or further best, turns
// nothing that failed into a pass.
func TestTighteningARatchetNeverHelps(t *testing.T) {
	random := rand.New(rand.NewPCG(23, 24))
	number := func(low, high float64) string {
		return strconv.FormatFloat(low+(high-low)*random.Float64(), 'f', 3, 64)
	}
	tried := 0
	for range 3000 {
		loose := config.Threshold{Direction: []string{"higher", "lower"}[random.IntN(2)], Ratchet: number(0, 0.3)}
		tight := loose
		share := random.IntN(2) == 0
		if share {
			loose.Ratchet = number(0, 100) + "%"
			tight.Ratchet = loose.Ratchet
		}
		before := inputs(model(acc(number(-1, 1))), model(acc(number(-1, 1))), loose)
		before.Locked = []config.Best{best(number(-1, 1))}
		after := before
		after.Locked = []config.Best{before.Locked[0]}
		switch random.IntN(3) {
		case 0: // less slack
			slack, _ := strconv.ParseFloat(strings.TrimSuffix(loose.Ratchet, "%"), 64)
			tight.Ratchet = number(0, slack)
			if share {
				tight.Ratchet += "%"
			}
		case 1: // a better best
			was, _ := strconv.ParseFloat(before.Locked[0].Value, 64)
			after.Locked[0].Value = number(was, was+1)
			if loose.Direction == "lower" {
				after.Locked[0].Value = number(was-1, was)
			}
		case 2: // one more
			after.Locked = append(after.Locked, best(number(-1, 1), config.Setting{Name: "task", Value: "x"}))
		}
		after.Thresholds = []config.Threshold{filled(tight)}
		b, a := checked(t, before)[0], checked(t, after)[0]
		if b.Verdict == Fail {
			tried++
		}
		if b.Verdict != Pass && a.Verdict == Pass {
			t.Fatalf("tightened, and it passes:\n%+v\n%+v\n%v %v", b, a, before.Locked, after.Locked)
		}
	}
	if tried < 500 {
		t.Errorf("only %d failed before", tried)
	}
}

func TestRemember(t *testing.T) {
	twice := model(acc("0.9"), acc("0.8"))
	onTest := acc("0.85")
	onTest.Dataset.Split, onTest.Variant = "test", []evidence.Setting{{Name: "fewshot", Value: "5"}}
	for name, tt := range map[string]struct {
		head      evidence.Model
		threshold config.Threshold
		locked    []config.Best
		want      string // value and conditions
		left      string
	}{
		"the first":               {model(acc("0.85")), config.Threshold{}, nil, "0.85", ""},
		"a better one":            {model(acc("0.86")), config.Threshold{}, []config.Best{best("0.85")}, "0.86", ""},
		"a worse one":             {model(acc("0.84")), config.Threshold{}, []config.Best{best("0.85")}, "0.85", ""},
		"lower is better":         {model(acc("0.84")), config.Threshold{Direction: "lower"}, []config.Best{best("0.85")}, "0.84", ""},
		"of two the worse":        {twice, config.Threshold{}, nil, "0.8", ""},
		"with its conditions":     {model(onTest), config.Threshold{}, nil, "0.85 dataset.split=test variant.fewshot=5", ""},
		"beside other conditions": {model(onTest), config.Threshold{}, []config.Best{best("0.9")}, "0.9; 0.85 dataset.split=test variant.fewshot=5", ""},
		"text is left out":        {model(acc("n/a")), config.Threshold{}, []config.Best{best("0.85")}, "0.85", "not a finite number"},
		"too few are left out":    {model(acc("0.9")), config.Threshold{MinSamples: "10"}, nil, "", "10 are required"},
		"none at all":             {model(), config.Threshold{}, nil, "", "no result with this name"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.threshold.Ratchet = "0"
			if tt.threshold.Direction == "" {
				tt.threshold.Direction = "higher"
			}
			in := inputs(tt.head, evidence.Model{}, tt.threshold)
			in.Locked = tt.locked
			all, left := Remember(in, "c")
			var got []string
			for _, b := range all {
				s := b.Value
				for _, m := range b.Measured {
					s += " " + m.Name + "=" + m.Value
				}
				got = append(got, s)
			}
			if strings.Join(got, "; ") != tt.want || !strings.Contains(strings.Join(left, "\n"), tt.left) || (tt.left == "") != (len(left) == 0) {
				t.Errorf("got %v, left out %v", got, left)
			}
			in.Locked = all // what a commit shows meets what is recorded of it
			for _, c := range checked(t, in) {
				if c.Verdict == Fail && tt.want == tt.head.Evaluations[0].Results[0].Raw {
					t.Errorf("recorded, and not met: %+v", c)
				}
			}
		})
	}
}

func TestLockEdits(t *testing.T) {
	split := config.Setting{Name: "dataset.split", Value: "test"}
	for name, tt := range map[string]struct {
		before, after []config.Best
		want          string
	}{
		"nothing":           {[]config.Best{best("0.85")}, []config.Best{best("0.850")}, ""},
		"better":            {[]config.Best{best("0.85")}, []config.Best{best("0.86")}, "tightened"},
		"worse":             {[]config.Best{best("0.85")}, []config.Best{best("0.84")}, "loosened"},
		"gone":              {[]config.Best{best("0.85")}, nil, "loosened"},
		"new":               {nil, []config.Best{best("0.85")}, "tightened"},
		"measured anew":     {[]config.Best{best("0.85")}, []config.Best{best("0.85"), best("0.5", split)}, "loosened"},
		"another in place":  {[]config.Best{best("0.85")}, []config.Best{best("0.9", split)}, "loosened loosened"},
		"another commit":    {[]config.Best{best("0.85")}, []config.Best{{Threshold: "t", Model: "m", Value: "0.85", Commit: "c"}}, ""},
		"of another model":  {[]config.Best{best("0.85")}, []config.Best{best("0.85"), {Threshold: "t", Model: "n", Value: "0.1"}}, "tightened"},
		"of another metric": {[]config.Best{best("0.85")}, []config.Best{best("0.85"), {Threshold: "u", Model: "m", Value: "0.1"}}, "tightened"},
	} {
		thresholds := []config.Threshold{{ID: "t", Direction: "higher"}, {ID: "u", Direction: "higher"}}
		var got []string
		for _, e := range LockEdits(config.Config{Thresholds: thresholds, Locked: tt.before}, config.Config{Thresholds: thresholds, Locked: tt.after}) {
			got = append(got, map[bool]string{true: "loosened", false: "tightened"}[e.Loosened])
			if e.Word != "t" && e.Word != "u" || e.Before == e.After {
				t.Errorf("%s: %+v", name, e)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: got %v, want %s", name, got, tt.want)
		}
	}
}
