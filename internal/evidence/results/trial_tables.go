package results

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatTrials is the table of a search over candidates: a study of Optuna, a
// list of hyperopt's results, cv_results_ of scikit-learn, the leaderboard of
// AutoGluon or H2O, in CSV or JSON.
const formatTrials = "trials"

// trialTable says how the table of one tool is known, and what its columns mean.
type trialTable struct {
	tool      string
	columns   []string           // that must be there
	id        []string           // the trial's name
	value     string             // of the KPI
	metric    string             // its name, where the table has none
	direction evidence.Direction // "" if the table does not say
	split     string
	status    string // column
	success   []string
	chosen    string // column: the trial whose value is "1" or true was selected
}

var trialTables = []trialTable{
	{"optuna", []string{"number", "value", "state"}, []string{"number"}, "value", "value", "", "", "state", []string{"COMPLETE", "TrialState.COMPLETE", "1"}, ""},
	{"scikit-learn", []string{"mean_test_score", "rank_test_score"}, []string{"params"}, "mean_test_score", "mean_test_score", "higher", "validation", "", nil, "rank_test_score"},
	{"autogluon", []string{"model", "score_val"}, []string{"model"}, "score_val", "score_val", "higher", "validation", "", nil, ""},
	{"hyperopt", []string{"loss", "status"}, []string{"tid", "trial", "id"}, "loss", "loss", "lower", "", "status", []string{"ok"}, ""},
}

// h2oMetrics are the columns that a leaderboard of H2O can be sorted by, which is
// the first after the model's, and which way is better
// (docs.h2o.ai, AutoML: sort_metric).
var h2oMetrics = map[string]evidence.Direction{"auc": "higher", "aucpr": "higher", "logloss": "lower", "mean_per_class_error": "lower",
	"rmse": "lower", "mse": "lower", "mae": "lower", "rmsle": "lower", "mean_residual_deviance": "lower", "deviance": "lower"}

// h2oTable is the table of a leaderboard of H2O: at least two of its metrics stand
// beside model_id. Whether they were measured by cross-validation or on a frame of
// their own is not in it.
func h2oTable(first *document.Node) (trialTable, bool) {
	metric, known := "", 0
	for _, c := range first.Children {
		if _, ok := h2oMetrics[c.Key]; ok {
			known++
			if metric == "" {
				metric = c.Key
			}
		}
	}
	if first.Get("model_id") == nil || known < 2 {
		return trialTable{}, false
	}
	return trialTable{tool: "h2o", id: []string{"model_id"}, value: metric, metric: metric, direction: h2oMetrics[metric]}, true
}

// trialRows are the rows of a table, and the mapping around them, which has no
// node if there is none.
func trialRows(d *document.Document) (rows, around place.Place) {
	root := place.Root(d)
	if root.Get("trials").Node != nil {
		return root.Get("trials"), root
	}
	return root, place.Place{Anchor: root.Anchor}
}

func trialTableOf(d *document.Document) (trialTable, bool) {
	rows, around := trialRows(d)
	if rows.Node == nil || rows.Node.Kind != document.Sequence || len(rows.Node.Children) == 0 {
		return trialTable{}, false
	}
	first := rows.Node.Children[0]
	has := func(key string) bool { return first.Get(key) != nil }
	for _, t := range trialTables {
		if !slices.ContainsFunc(t.columns, func(c string) bool { return !has(c) }) {
			return t, true
		}
	}
	if t, ok := h2oTable(first); ok {
		return t, true
	}
	if around.Node != nil && (around.Node.Get("direction") != nil || around.Node.Get("best_trial") != nil || around.Node.Get("metric") != nil) && has("value") {
		return trialTable{id: []string{"number", "id", "trial_id", "name"}, value: "value", metric: "value", status: "state", success: trialTables[0].success}, true
	}
	return trialTable{}, false
}

func isTrials(d *document.Document) bool { _, ok := trialTableOf(d); return ok }

// readTrials reads every trial's value as a result with the variant trial, and
// as facts of the search: which trial was selected, and which is the best. What
// a search was tuned on is in the file only where the tool's column says so.
func readTrials(r *Reading) {
	t, ok := trialTableOf(r.doc)
	rows, around := trialRows(r.doc)
	if !ok {
		return
	}
	r.Producer.Tool = t.tool
	f := &r.Trials
	f.At, f.Present = rows.Anchor, true
	f.Metric = evidence.Text{At: rows.Anchor, Present: true, Value: t.metric}
	if m := around.Get("metric").Text(); m.Present {
		f.Metric = m
	}
	f.Direction, f.Split = t.direction, t.split
	if s := around.Get("split").Value(); s != "" {
		f.Split = s
	}
	switch strings.ToLower(strings.TrimPrefix(firstOf(around.Get("direction"), around.Get("directions"), around.Get("mode")), "StudyDirection.")) {
	case "maximize", "max", "higher":
		f.Direction = "higher"
	case "minimize", "min", "lower":
		f.Direction = "lower"
	}
	selected := around.Get("selected")
	for _, key := range []string{"best_trial", "best", "selected_trial"} {
		if !selected.Present() {
			selected = around.Get(key)
		}
	}
	if inner := firstOf(selected.Get("number"), selected.Get("id"), selected.Get("trial_id")); inner != "" {
		f.Selected = evidence.Text{At: selected.Anchor, Present: true, Value: inner}
	} else {
		f.Selected = selected.Text()
	}
	r.trialRows(t, rows)
}

func (r *Reading) trialRows(t trialTable, rows place.Place) {
	f := &r.Trials
	failed := 0
	var best *big.Rat
	var values []*big.Rat
	var ids []string
	for i, row := range rows.Items() {
		id := strconv.Itoa(i)
		for _, key := range t.id {
			if v := row.Get(key).Value(); v != "" {
				id = v
				break
			}
		}
		x := newResult(row.Get(t.value), f.Metric.Value, "")
		x.Direction, x.Dataset.Split = f.Direction, f.Split
		if x.Direction != "" {
			x.DirectionFrom = "file"
			if t.direction != "" {
				x.DirectionFrom = "format"
			}
		}
		x.Set("trial", id)
		r.add(x)
		status := row.Get(t.status)
		value := decimal.Rational(x.Value)
		if value == nil || t.status != "" && status.Present() && !slices.Contains(t.success, status.Value()) {
			failed++
			value = nil
		}
		if t.chosen != "" && (row.Get(t.chosen).Count() == "1" || row.Get(t.chosen).Value() == "true") && !f.Selected.Present {
			f.Selected = evidence.Text{At: row.Get(t.chosen).Anchor, Present: true, Value: id}
		}
		values, ids = append(values, value), append(ids, id)
		if value != nil && f.Direction != "" && (best == nil || value.Cmp(best) > 0 == (f.Direction == "higher") && value.Cmp(best) != 0) {
			best = value
			f.Best = evidence.Text{At: x.At, Present: true, Value: id}
		}
	}
	f.Total, f.Failed = strconv.Itoa(len(values)), strconv.Itoa(failed)
	if best == nil || !f.Selected.Present {
		return
	}
	f.Agrees = "no"
	for i, id := range ids {
		if id == f.Selected.Value && values[i] != nil && values[i].Cmp(best) == 0 {
			f.Agrees = "yes"
		}
	}
}
