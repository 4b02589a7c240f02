package evaluation

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// column is a column of numbers.
func column(xs ...float64) evidence.Column { return evidence.Column{At: "m/x#", Numbers: xs} }

// sequence is a column of the whole numbers from low up to high, without it.
func sequence(low, high int) evidence.Column {
	c := column()
	for i := low; i < high; i++ {
		c.Numbers = append(c.Numbers, float64(i))
	}
	return c
}

// mostly is a column with so many of one value, and others beside it.
func mostly(x float64, times int, others evidence.Column, more ...float64) evidence.Column {
	others.Numbers = append(others.Numbers, more...)
	for range times {
		others.Numbers = append(others.Numbers, x)
	}
	return others
}

func words(counts ...evidence.Count) evidence.Column {
	return evidence.Column{At: "m/x#", Counts: counts}
}

func binned(edges []int64, counts ...int64) evidence.Column {
	c := evidence.Column{At: "m/x#"}
	for _, e := range edges {
		c.Edges = append(c.Edges, big.NewRat(e, 1))
	}
	for _, k := range counts {
		c.Counts = append(c.Counts, evidence.Count{N: k})
	}
	return c
}

func empty(c evidence.Column, n int64) evidence.Column {
	c.Empty = n
	return c
}

// drifting are the inputs of a check of one column.
func drifting(was, now evidence.Column, d config.Drift, minSamples string) Inputs {
	d.Columns, d.File = []string{"age"}, "x.csv"
	if d.Reference == "" {
		d.Reference = config.SameFile
	}
	if d.Bins == 0 {
		d.Bins = 10
	}
	in := inputs(model(), model(), config.Threshold{Metric: d.Measure, Drift: &d, MinSamples: minSamples, Direction: "lower"})
	in.HeadColumns = func(string, string) (evidence.Column, error) { return now, nil }
	in.ComparedColumns = func(string, string) (evidence.Column, error) { return was, nil }
	return in
}

func TestDrift(t *testing.T) {
	ten := sequence(0, 1000)
	for name, tt := range map[string]struct {
		was, now      evidence.Column
		measure, max  string
		want, value   string
		minimum, says string
	}{
		"nothing moved":                        {ten, ten, "psi", "0", "pass", "0", "", ""},
		"the order of the rows is nothing":     {column(1, 2, 3, 4, 5, 6), column(6, 5, 4, 3, 2, 1), "psi", "0", "pass", "0", "", ""},
		"the vector of the four bins, psi":     {binned([]int64{0, 1, 2, 3, 4}, 25, 25, 25, 25), binned([]int64{0, 1, 2, 3, 4}, 10, 20, 30, 40), "psi", "0.2282", "fail", "0.2282174095", "", ""},
		"the same, js":                         {binned([]int64{0, 1, 2, 3, 4}, 25, 25, 25, 25), binned([]int64{0, 1, 2, 3, 4}, 10, 20, 30, 40), "js", "0.167", "pass", "0.1669", "", ""},
		"the same, ks":                         {binned([]int64{0, 1, 2, 3, 4}, 25, 25, 25, 25), binned([]int64{0, 1, 2, 3, 4}, 10, 20, 30, 40), "ks", "0.21", "pass", "0.2", "", ""},
		"raw values, ks":                       {column(1, 2, 3, 4), column(2, 3, 4, 5), "ks", "0.25", "pass", "0.25", "", ""},
		"raw values, ks, beyond":               {column(1, 2, 3, 4), column(2, 3, 4, 5), "ks", "0.2499", "fail", "0.25", "", ""},
		"a shift of a tenth":                   {ten, sequence(100, 1100), "psi", "0.2", "fail", "infinite", "", "bin 1 of 10 has 100 examples in the reference and 0 now"},
		"a shift of a tenth, js":               {ten, sequence(100, 1100), "js", "0.3", "pass", "0.2", "", ""},
		"a category that is new":               {words(evidence.Count{Name: "a", N: 50}), words(evidence.Count{Name: "a", N: 50}, evidence.Count{Name: "b", N: 1}), "psi", "9", "fail", "infinite", "", `the category "b" has 0 examples in the reference and 1 now`},
		"a category that is new, js":           {words(evidence.Count{Name: "a", N: 50}), words(evidence.Count{Name: "a", N: 50}, evidence.Count{Name: "b", N: 1}), "js", "0.1", "pass", "0.08", "", ""},
		"a category that neither has":          {words(evidence.Count{Name: "a", N: 50}, evidence.Count{Name: "b"}), words(evidence.Count{Name: "a", N: 70}), "psi", "0", "pass", "0", "", ""},
		"categories have no order":             {words(evidence.Count{Name: "a", N: 50}), words(evidence.Count{Name: "a", N: 50}), "ks", "1", "not_comparable", "", "", "ks has no comparison"},
		"other bins":                           {binned([]int64{0, 1, 2}, 5, 5), binned([]int64{0, 1, 3}, 5, 5), "js", "1", "not_comparable", "", "", "the bins are not those of the reference"},
		"fewer bins":                           {binned([]int64{0, 1, 2}, 5, 5), binned([]int64{0, 2}, 10), "js", "1", "not_comparable", "", "", "the bins are not"},
		"numbers that have become words":       {ten, words(evidence.Count{Name: "a", N: 50}), "js", "1", "not_comparable", "", "", "holds numbers in the reference and categories now"},
		"numbers counted in bins":              {binned([]int64{0, 5, 10}, 5, 6), sequence(0, 11), "psi", "0", "pass", "0", "", ""}, // 10 is in the last bin
		"numbers outside of the bins":          {binned([]int64{0, 5, 10}, 5, 6), column(1, 7, 11), "psi", "9", "fail", "infinite", "", "values above the bins"},
		"bins that the proposal chose":         {sequence(0, 11), binned([]int64{-1000, 1000}, 11), "psi", "9", "not_comparable", "", "", "use the same bins for the reference"},
		"a constant that has risen":            {column(7, 7, 7), column(9, 9, 9), "psi", "9", "fail", "infinite", "", ""},
		"most are zero, and then none":         {mostly(0, 950, sequence(1, 51)), sequence(1, 1001), "psi", "9", "fail", "infinite", "", ""},
		"most are at the cap, and one is over": {mostly(90, 950, sequence(1, 51)), mostly(90, 949, sequence(1, 51), 91), "psi", "9", "fail", "infinite", "", ""},
		"most are zero, and remain so":         {mostly(0, 950, sequence(1, 51)), mostly(0, 940, sequence(1, 61)), "psi", "0.01", "pass", "0.00", "", ""},
		"what has no value is a bin":           {empty(ten, 10), empty(ten, 500), "js", "0.1", "fail", "0.3", "", ""},
		"what has no value has no order":       {empty(ten, 1), ten, "ks", "1", "not_comparable", "", "", "have no place in an order"},
		"nothing has a value any more":         {ten, empty(column(), 100), "psi", "9", "fail", "infinite", "", ""},
		"no examples":                          {ten, column(), "js", "1", "not_comparable", "", "", "bins that hold 0"},
		"no examples of the reference":         {column(), ten, "js", "1", "not_comparable", "", "", ""},
		"too few now":                          {ten, sequence(0, 99), "psi", "9", "insufficient", "", "100", "the result is based on 99 examples; 100 are required"},
		"too few in the reference":             {sequence(0, 99), ten, "psi", "9", "insufficient", "", "100", "99 examples"},
		"a column that never moved":            {column(7, 7, 7), column(7, 7, 7, 7), "psi", "0", "pass", "0", "", ""},
		"a constant that has fallen":           {column(7, 7, 7), column(6, 6, 6), "js", "0.8", "fail", "0.83", "", ""},
		"a number as large as numbers are":     {column(-1e308, 1e308, 0), column(-1e308, 1e308, 0), "psi", "0", "pass", "0", "", ""},
		"a limit that only more digits exceed": {binned([]int64{0, 1, 2}, 1, 1), binned([]int64{0, 1, 2}, 500001, 499999), "ks", "0.000001", "fail", "1.000000000", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := checked(t, drifting(tt.was, tt.now, config.Drift{Measure: tt.measure, Max: tt.max}, tt.minimum))[0]
			if answerOf(got) != tt.want || !strings.HasPrefix(got.Value, tt.value) || !strings.Contains(got.Detail, tt.says) || got.Slice != "column=age" || got.Bound != Drifted {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
		})
	}
}

func TestDriftIsMeasuredFromWhatIsNamed(t *testing.T) {
	base, compared := sequence(0, 100), sequence(0, 200)
	read := func(c evidence.Column) columns {
		return func(file, column string) (evidence.Column, error) {
			if file != "m/x.csv" && file != "m/train.csv" || column != "age" {
				return evidence.Column{}, &evidence.NoColumn{Missing: true, Reason: "there is no " + file + " with " + column, Near: "aged"}
			}
			return c, nil
		}
	}
	for name, tt := range map[string]struct {
		edit func(*Inputs)
		want string
	}{
		"the same file of the baseline":    {func(in *Inputs) { in.HeadColumns = read(compared) }, "pass"},
		"another file of the base":         {func(in *Inputs) { in.HeadColumns = read(base); in.Thresholds[0].Drift.Reference = "train.csv" }, "pass"},
		"another file that the base lacks": {func(in *Inputs) { in.HeadColumns = read(base); in.Thresholds[0].Drift.Reference = "test.csv" }, "baseline_missing"},
		"a file that the proposal lacks":   {func(in *Inputs) { in.Thresholds[0].Drift.File = "y.csv" }, "slice_missing"},
		"a column that the proposal lacks": {func(in *Inputs) { in.Thresholds[0].Drift.Columns = []string{"agee"} }, "slice_missing"},
		"nobody reads files":               {func(in *Inputs) { in.HeadColumns = nil }, "slice_missing"},
		"a baseline without the file":      {func(in *Inputs) { in.HeadColumns, in.ComparedColumns = read(base), nil }, "baseline_missing"},
		"a new model":                      {func(in *Inputs) { in.HeadColumns, in.Compared.Model = read(base), evidence.Model{ID: "m"} }, "no_baseline"},
		"a new model that owes a baseline": {func(in *Inputs) {
			in.HeadColumns, in.Compared, in.ComparedColumns, in.Policy.OnMissing = read(base), Baseline{}, nil, "fail"
		}, "baseline_missing"},
		"a new model, and a file of the base": {func(in *Inputs) {
			in.HeadColumns, in.Base, in.Thresholds[0].Drift.Reference = read(base), evidence.Model{ID: "m"}, "train.csv"
		}, "no_baseline"},
		"a file that is none of what is asked": {func(in *Inputs) {
			in.HeadColumns = func(string, string) (evidence.Column, error) {
				return evidence.Column{}, &evidence.NoColumn{Reason: "no"}
			}
		}, "unreadable"},
	} {
		in := drifting(evidence.Column{}, evidence.Column{}, config.Drift{Measure: "ks", Max: "0"}, "")
		in.HeadColumns, in.BaseColumns, in.ComparedColumns = read(evidence.Column{}), read(base), read(compared)
		tt.edit(&in)
		got := checked(t, in)[0]
		if answerOf(got) != tt.want || got.Near == "aged" != (tt.want == "slice_missing" && in.HeadColumns != nil) {
			t.Errorf("%s: got %+v, want %s", name, got, tt.want)
		}
	}
	in := drifting(base, base, config.Drift{Measure: "ks", Max: "0"}, "")
	lost := errors.New("lost")
	in.ComparedColumns = func(string, string) (evidence.Column, error) { return evidence.Column{}, lost }
	if _, err := Check(in); !errors.Is(err, lost) {
		t.Errorf("an error of reading is no verdict: %v", err)
	}
}

// TestTighteningADriftNeverHelps: a smaller maximum or more samples turn nothing
// that failed into a pass, and the order of rows changes nothing.
func TestTighteningADriftNeverHelps(t *testing.T) {
	random := rand.New(rand.NewPCG(25, 26))
	someColumn := func() evidence.Column {
		c := column()
		for range 20 + random.IntN(200) {
			c.Numbers = append(c.Numbers, float64(random.IntN(30)))
		}
		c.Empty = int64(random.IntN(3))
		return c
	}
	failed := 0
	for range 500 {
		was, now := someColumn(), someColumn()
		limit := random.Float64() / 2
		d := config.Drift{Measure: []string{"psi", "js", "ks"}[random.IntN(3)], Max: strconv.FormatFloat(limit, 'f', 4, 64)}
		before := checked(t, drifting(was, now, d, ""))[0]
		d.Max = strconv.FormatFloat(limit*random.Float64(), 'f', 4, 64)
		minimum := strconv.Itoa(random.IntN(100))
		random.Shuffle(len(now.Numbers), func(i, j int) { now.Numbers[i], now.Numbers[j] = now.Numbers[j], now.Numbers[i] })
		after := checked(t, drifting(was, now, d, minimum))[0]
		if before.Verdict == Fail {
			failed++
		}
		if before.Verdict != Pass && after.Verdict == Pass || before.Reason == "" && after.Reason == "" && before.Value != after.Value && before.Limit == after.Limit {
			t.Fatalf("tightened, and it passes:\n%+v\n%+v", before, after)
		}
	}
	if failed < 50 {
		t.Errorf("only %d failed", failed)
	}
}
