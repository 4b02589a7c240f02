package results

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatGarak is the report.jsonl of NVIDIA's garak (garak/evaluators/base.py): the
// entries eval, one for each probe and detector.
const formatGarak = "garak"

func isGarak(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Sequence {
		return false
	}
	return slices.ContainsFunc(d.Root.Children, func(row *document.Node) bool {
		kind := row.Get("entry_type")
		return kind != nil && kind.Value == "eval" && row.Get("probe") != nil && row.Get("detector") != nil
	})
}

// readGarak reads the share of outputs that resisted each probe, and a verdict on it.
// Outputs that no detector could score are errors, and a run without its end has failed.
func readGarak(r *Reading) {
	defer r.twice()
	r.Producer.Tool = "garak"
	finished := false
	unscored := new(big.Rat)
	for _, row := range r.root.Items() {
		switch row.Get("entry_type").Value() {
		case "completion":
			finished = true
		case "init", "start_run setup":
			if v := firstOf(row.Get("garak_version"), row.Get("_config.version")); v != "" {
				r.Producer.At, r.Producer.Version = row.Anchor, v
			}
			if t := row.Get("start_time").Moment(); t.Present {
				r.Created = t
			}
			if m := firstOf(row.Get("plugins.target_name"), row.Get("plugins.model_name")); m != "" {
				r.Subject.Model = m
			}
		case "eval":
			r.garakEval(row)
			if n := decimal.Rational(row.Get("nones").Count()); n != nil {
				unscored.Add(unscored, n)
			}
		}
	}
	switch {
	case !finished:
		r.incomplete(r.root, evidence.Failed, "the report does not have the entry completion, which ends a run")
	case unscored.Sign() > 0:
		r.Completeness.Errors = unscored.Num().String()
		r.incomplete(r.root, evidence.Partial, unscored.Num().String()+" outputs were not scored")
	default:
		r.incomplete(r.root, evidence.Complete, "")
	}
}

func (r *Reading) garakEval(row place.Place) {
	passed, total := row.Get("passed"), row.Get("total_evaluated")
	if total.Node == nil {
		total = row.Get("total")
	}
	slice := joinSlices(slicePart("probe", row.Get("probe").Value()), slicePart("detector", row.Get("detector").Value()))
	x := newResult(passed, "pass_rate", slice)
	x.Value = ""
	k, n := decimal.Rational(r.examples(passed)), decimal.Rational(r.examples(total))
	if k == nil || n == nil {
		r.malformed(row, "the entry does not state passed or the total", "Run garak again.")
	}
	x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
	x.Raw = passed.Value() + " of " + total.Value()
	x.Counted(total.Count(), "file")
	if k != nil && n != nil && n.Sign() > 0 && k.Cmp(n) <= 0 {
		x.Value, x.K = ratText(new(big.Rat).Quo(k, n)), k.Num().String()
	}
	r.atMost(passed, total, "outputs passed")
	x.Valid = x.Value != ""
	r.add(x)
	status := evidence.NotPass
	switch {
	case k == nil || n == nil:
		status = evidence.Errored
	case n.Sign() == 0:
		status = evidence.Skipped
	case k.Cmp(n) == 0:
		status = evidence.Passed
	}
	r.Judgements = append(r.Judgements, evidence.Judgement{At: row.Anchor, Name: row.Get("probe").Value(), Slice: slice, Status: status, Raw: x.Raw})
}

// formatGiskard is a scan of Giskard (giskard/scanner/report.py: to_json): the issues of
// each detector, by level.
const formatGiskard = "giskard"

var giskardLevels = []string{"major", "medium", "minor"}

func isGiskard(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping || len(d.Root.Children) == 0 {
		return false
	}
	for _, detector := range d.Root.Children {
		if !strings.HasSuffix(detector.Key, "Detector") || detector.Kind != document.Mapping {
			return false
		}
		for _, level := range detector.Children {
			if !slices.Contains(giskardLevels, level.Key) || level.Kind != document.Sequence {
				return false
			}
		}
	}
	return true
}

// readGiskard counts the issues, and gives a verdict for each detector: a major one fails
// it, any other is a warning.
func readGiskard(r *Reading) {
	r.Producer.Tool = "giskard"
	for _, detector := range r.root.InOrder() {
		slice, status, reason := slicePart("detector", detector.Node.Key), evidence.Passed, ""
		for _, level := range giskardLevels {
			issues := detector.Get(level)
			n := len(issues.Items())
			if n > 0 {
				if reason == "" {
					reason = issues.Items()[0].Value()
				}
				if level == "major" {
					status = evidence.NotPass
				} else if status == evidence.Passed {
					status = evidence.Warned
				}
			}
			x := newResult(detector, "issues."+level, slice)
			if issues.Node != nil {
				x.At = issues.Anchor
			}
			x.Value, x.Raw, x.Valid = fmt.Sprint(n), fmt.Sprintf("%d issues", n), true
			x.Unit, x.Direction, x.DirectionFrom = "count", "lower", "format"
			r.add(x)
		}
		r.Judgements = append(r.Judgements, evidence.Judgement{At: detector.Anchor, Name: detector.Node.Key, Slice: slice, Status: status, Raw: string(status), Reason: short(reason)})
	}
}

// formatDeepchecks is the result of a suite or of a check of deepchecks as JSON
// (deepchecks/core/serialization).
const formatDeepchecks = "deepchecks"

func isDeepchecksResult(p place.Place) bool {
	return p.Get("check").Node != nil && p.Get("header").Node != nil && (p.Get("conditions_results").Node != nil || p.Get("exception").Node != nil)
}

func isDeepchecks(d *document.Document) bool {
	root := place.Root(d)
	results := root.Get("results").Items()
	return isDeepchecksResult(root) || len(results) > 0 && isDeepchecksResult(results[0])
}

// readDeepchecks reads each condition as a verdict, and the numbers of each check by its
// header. A check that could not run is an error.
func readDeepchecks(r *Reading) {
	r.Producer.Tool = "deepchecks"
	checks := r.root.Get("results").Items()
	if isDeepchecksResult(r.root) {
		checks = []place.Place{r.root}
	}
	failed := 0
	for _, check := range checks {
		header := check.Get("header").Value()
		if e := check.Get("exception"); e.Present() {
			failed++
			r.incomplete(e, evidence.Failed, fmt.Sprintf("the check %q ended in an error", header))
			r.Judgements = append(r.Judgements, evidence.Judgement{At: e.Anchor, Name: header, Status: evidence.Errored, Raw: short(e.Value()), Reason: short(e.Value())})
			continue
		}
		for _, c := range check.Get("conditions_results").Items() {
			status := evidence.NotPass
			switch raw := c.Get("Status").Value(); raw {
			case "PASS":
				status = evidence.Passed
			case "WARN":
				status = evidence.Warned
			case "ERROR":
				status = evidence.Errored
			}
			r.Judgements = append(r.Judgements, evidence.Judgement{At: c.Get("Status").Anchor, Name: header + ": " + c.Get("Condition").Value(), Status: status, Raw: c.Get("Status").Value(), Reason: short(c.Get("More Info").Value())})
		}
		r.deepchecksValue(check.Get("value"), header)
	}
	r.Completeness.Errors = fmt.Sprint(failed)
	r.incomplete(r.root, evidence.Complete, "")
}

// deepchecksValue reads the numbers of a check's value, nested ones by dots.
func (r *Reading) deepchecksValue(p place.Place, name string) {
	switch {
	case p.Node == nil || p.Node.Kind == document.Sequence:
	case p.Node.Kind == document.Mapping:
		for _, c := range p.InOrder() {
			r.deepchecksValue(c, name+"."+c.Node.Key)
		}
	case p.Node.Kind == document.Number || p.Node.Kind == document.String && !isFiniteWord(p.Node):
		r.add(newResult(p, name, ""))
	}
}

// formatAequitas is the table of groups of Aequitas (aequitas/group.py: get_crosstabs).
const formatAequitas = "aequitas"

// aequitasShares are the metrics that are shares, with the columns of their k and n.
var aequitasShares = map[string][2]string{"tpr": {"tp", "group_label_pos"}, "fnr": {"fn", "group_label_pos"}, "tnr": {"tn", "group_label_neg"}, "fpr": {"fp", "group_label_neg"},
	"precision": {"tp", "pp"}, "fdr": {"fp", "pp"}, "npv": {"tn", "pn"}, "for": {"fn", "pn"}, "pprev": {"pp", "group_size"}, "prev": {"group_label_pos", "group_size"}, "ppr": {"pp", "k"}}

// aequitasCounts are the columns that are counts.
var aequitasCounts = []string{"pp", "pn", "fp", "fn", "tn", "tp", "group_label_pos", "group_label_neg", "group_size", "total_entities", "k"}

func isAequitas(d *document.Document) bool {
	row := firstRow(d)
	return d.Syntax == document.CSV && row.Get("attribute_name") != nil && row.Get("attribute_value") != nil && row.Get("group_size") != nil
}

func readAequitas(r *Reading) {
	defer r.twice()
	r.Producer.Tool = "aequitas"
	for _, row := range r.root.Items() {
		slice := slicePart(row.Get("attribute_name").Value(), row.Get("attribute_value").Value())
		for _, c := range row.InOrder() {
			if key := c.Node.Key; key == "" || key == "model_id" || key == "score_threshold" || key == "attribute_name" || key == "attribute_value" || strings.HasSuffix(key, "_ref_group_value") || c.Node.Kind == document.Bool {
				continue
			}
			x := newResult(c, c.Node.Key, slice)
			x.Set("score_threshold", row.Get("score_threshold").Value())
			if of, ok := aequitasShares[c.Node.Key]; ok {
				x.Unit = "proportion"
				x.Counted(r.examples(row.Get(of[1])), "file")
				if x.N != "" && x.N != "0" {
					r.statedCount(&x, row.Get(of[0]))
				}
			} else if slices.Contains(aequitasCounts, c.Node.Key) {
				x.Unit = "count"
			}
			r.add(x)
		}
	}
}

// formatNannyML is a result of NannyML as its RawFilesWriter writes it (nannyml/base.py:
// to_df(multilevel=False)): a row for each chunk.
const formatNannyML = "nannyml"

func isNannyML(d *document.Document) bool {
	row := firstRow(d)
	if d.Syntax != document.CSV || row.Get("chunk_key") == nil || row.Get("chunk_index") == nil {
		return false
	}
	return slices.ContainsFunc(row.Children, func(c *document.Node) bool { return strings.HasSuffix(c.Key, "_value") })
}

// readNannyML reads the values of the last chunk of the analysis, and each alert of any
// chunk of it as a verdict: what was measured on the reference is no news.
func readNannyML(r *Reading) {
	r.Producer.Tool = "nannyml"
	var last place.Place
	for _, row := range r.root.Items() {
		if row.Get("chunk_period").Value() == "reference" {
			continue
		}
		last = row
		for _, c := range row.InOrder() {
			name, ok := strings.CutSuffix(c.Node.Key, "_alert")
			if !ok || !c.Present() {
				continue
			}
			r.decided(c, name, slicePart("chunk", row.Get("chunk_key").Value()), c.Value() == "false", "")
		}
	}
	if last.Node == nil {
		r.malformed(r.root, "there is no chunk of an analysis", "Run the calculator on data to analyze, not on the reference alone.")
		return
	}
	n := ""
	from, to := decimal.Rational(last.Get("chunk_start_index").Count()), decimal.Rational(last.Get("chunk_end_index").Count())
	if from != nil && to != nil && to.Cmp(from) >= 0 {
		n = new(big.Rat).Add(new(big.Rat).Sub(to, from), big.NewRat(1, 1)).Num().String()
	}
	for _, c := range last.InOrder() {
		name, ok := strings.CutSuffix(c.Node.Key, "_value")
		if realized, is := strings.CutSuffix(c.Node.Key, "_realized"); is {
			name, ok = realized+".realized", true
		}
		if !ok {
			continue
		}
		x := newResult(c, name, "")
		x.Set("row", "last")
		x.Counted(n, "file")
		if se := last.Get(name + "_sampling_error"); se.Decimal() != "" {
			x.Uncertainty = evidence.Uncertainty{At: se.Anchor, Kind: evidence.StdErr, Value: se.Decimal(), Raw: se.Value(), Method: "sampling error"}
		}
		r.add(x)
	}
}
