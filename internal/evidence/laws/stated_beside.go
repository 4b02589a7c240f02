package laws

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// partsBehind is a number of examples with those of its parts in parentheses.
	partsBehind = pattern.New(`(?:^|[\s(])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{3,})((?: [\pL-]+){1,4}) \(([^()]*\d[^()]*)\)`)
	// unitOfPart is the word behind the number of a part, and noUnit one that is none.
	unitOfPart = pattern.New(`[0-9] ([\pL-]+)`)
	noUnit     = pattern.New(`(?i)^(?:for|in|as|to|used|held|are|were|of|and)$`)
	// lossBeside is a loss with its perplexity behind it.
	lossBeside = pattern.New(`(?i)\bloss(?: (?:is|was|of))?(?::| =)? ?\**([0-9]+\.[0-9]{2,})\**,? ?\(?(?:i\.e\.,? |and |or )?(?:a )?(?:perplexity|ppl)(?: is| was| of)?(?::| =)? ?\**([0-9]+(?:\.[0-9]+)?)\b`)
	// hoursTuned are the hours of speech that a sentence says the model was fine-tuned on, and
	// hoursNamed those that its name states.
	hoursTuned = pattern.New(`(?i)\bfine-?tuned (?:on|with|using) (?:the )?([0-9][0-9,]*) ?(?:hours|hrs?|h) of\b`)
	hoursNamed = pattern.New(`(?i)[a-z_-]([0-9]{2,5})h(?:r|rs|ours)?(?:[-_.]|$)`)
	hoursIn    = pattern.New(`(?i)\b([0-9][0-9,]*) ?(?:hours|hrs?|h)\b`)
)

// besideFaults are numbers of sentences that stand next to what they are made of.
func besideFaults(said []sentence, called string) []evidence.Impossible {
	var out []evidence.Impossible
	for _, s := range said {
		if !strings.ContainsAny(s.Text, "0123456789") {
			continue
		}
		for _, found := range []*evidence.Impossible{s.parts(), s.perplexity(), s.hours(called)} {
			if found != nil && len(out) < maxFaults {
				out = append(out, *found)
			}
		}
	}
	return out
}

// parts is a number of examples that its parts in parentheses exceed, or that all three of them do not make.
func (s sentence) parts() *evidence.Impossible {
	m := partsBehind.FindStringSubmatch(s.Text)
	if m == nil || passage.Inexact.MatchString(s.Text) || percents.MatchString(m[3]) {
		return nil
	}
	for _, unit := range unitOfPart.FindAllStringSubmatch(m[3], passage.MaxMentions) {
		if !noUnit.MatchString(unit[1]) && !splitName.MatchString(unit[1]) && !strings.Contains(m[2]+" ", " "+unit[1]+" ") {
			return nil // of something else
		}
	}
	kinds := kindsOf(splitName.FindAllString(m[3], passage.MaxMentions))
	total, sum, shown := int(wholeOf(m[1])), 0, []string{}
	for _, c := range countsIn(m[3]) {
		sum, shown = sum+c.value, append(shown, c.raw)
	}
	if len(shown) < 2 || len(kinds) != len(shown) || !slices.Contains(kinds, "training") || sum == total || sum < total && len(kinds) < 3 || sum > 2*total || total > 2*sum || math.Abs(float64(sum-total)) < 0.01*float64(total) {
		return nil
	}
	return s.fault(evidence.LawSum, "total", m[1], "sum of the parts", strings.Join(shown, " + ")+" = "+strconv.Itoa(sum))
}

// perplexity is one that is no exponential of the loss beside it, by whatever base.
func (s sentence) perplexity() *evidence.Impossible {
	m := lossBeside.FindStringSubmatch(s.Text)
	if m == nil || passage.Inexact.MatchString(s.Text) {
		return nil
	}
	loss, stated := amountOf(m[1], 0, 0), amountOf(m[2], 0, 0)
	if loss == nil || stated == nil || loss.value > 20 {
		return nil
	}
	for _, base := range []float64{math.E, 2, 10} {
		if made := math.Pow(base, loss.value); math.Abs(made-stated.value) <= stated.unit+made*(loss.unit*math.Log(base)+0.02) {
			return nil
		}
	}
	return s.fault(evidence.LawPerplexity, "perplexity", m[2], "exp("+m[1]+")", plainFloat(math.Exp(loss.value)))
}

// hours are those of the data that the name of the model states otherwise.
func (s sentence) hours(called string) *evidence.Impossible {
	m, named := hoursTuned.FindStringSubmatch(s.Text), hoursNamed.FindAllStringSubmatch(called, 2)
	if m == nil || len(named) != 1 || len(hoursIn.FindAllString(s.Text, 2)) != 1 || wholeOf(m[1]) == wholeOf(named[0][1]) {
		return nil
	}
	return s.fault(evidence.LawNamed, "hours", m[1], called, named[0][1])
}

// allMeans compares the means of a table, by whatever it tells them, with what they are of.
func (c *computed) allMeans() {
	c.means(false)
	c.means(true)
	c.pooledMeans()
}

// pooledMeans compares the mean average precision of all classes with those of the classes, where
// the numbers of examples show that the table has all of them.
func (c *computed) pooledMeans() {
	last := len(c.cells) - 1
	for i, name := range c.names {
		first, _, _ := strings.Cut(name, " ")
		if i == 0 || first != "all" && !allName.MatchString(name) || i != 1 && i != last {
			continue
		}
		members := slices.Concat(c.cells[1:i], c.cells[i+1:])
		if !slices.ContainsFunc(c.heads, func(head string) bool {
			return amounts.MatchString(head) && sumOf(members, slices.Index(c.heads, head), c.cells[i])
		}) {
			continue
		}
		for j, mean := range c.cells[i] {
			if mean == nil || !strings.HasPrefix(figures.HeadMetric(c.shown[j]).Name, "map") {
				continue
			}
			sum, of, unit := 0.0, []*amount{}, 0.0
			for _, row := range members {
				if a := row[j]; a != nil && isNear(a, mean) {
					sum, of, unit = sum+a.value, append(of, a), max(unit, a.unit)
				}
			}
			if n := float64(len(of)); len(of) == len(members) && n > 1 && math.Abs(mean.value-sum/n) > mean.unit+unit/2+tolerated*mean.value {
				c.tell(evidence.LawBenchmarks, strings.TrimSpace(c.rows[i]+" "+c.shown[j]), mean, of, c.byRow)
			}
		}
	}
}

// sumOf reports whether the counts of some rows add up to that of another.
func sumOf(rows [][]*amount, column int, total []*amount) bool {
	sum := 0.0
	for _, row := range rows {
		if row[column] == nil || row[column].value <= 0 {
			return false
		}
		sum += row[column].value
	}
	return len(rows) > 1 && total[column] != nil && total[column].value == sum
}

// indexScales are the only value of a metric in model-index that is a fraction, with the digits of a
// percentage, while all others are percentages.
func indexScales(claims []evidence.Claim) []evidence.Impossible {
	of := map[string][]evidence.Claim{}
	var order []string
	for _, c := range claims {
		if name := claimMetric(c); strings.Contains(string(c.At), "#/model-index/") && (boundedMetrics[name] || strings.HasPrefix(name, "ndcg") || strings.HasPrefix(name, "recall") || strings.HasPrefix(name, "map")) {
			if of[name] == nil {
				order = append(order, name)
			}
			of[name] = append(of[name], c)
		}
	}
	var out []evidence.Impossible
	for _, name := range order {
		if found := fractionOf(of[name]); found != nil && len(out) < maxFaults {
			out = append(out, *found)
		}
	}
	return out
}

func fractionOf(of []evidence.Claim) *evidence.Impossible {
	var odd, other *entry
	unit := 1.0 // the least of the others
	for _, c := range of {
		a := amountOf(c.Raw, 0, 0)
		switch {
		case a == nil || a.value <= 0 || odd != nil && a.value <= 1 || a.value > 1 && a.value < 2:
			return nil
		case a.value <= 1:
			odd = &entry{c.At, a, c.Metric + " (" + c.Dataset + ")"}
		default:
			unit, other = min(unit, a.unit), &entry{c.At, a, c.Metric + " (" + c.Dataset + ")"}
		}
	}
	if odd == nil || other == nil || unit >= 1 || math.Abs(100*odd.unit/unit-1) > 0.5 {
		return nil
	}
	return &evidence.Impossible{At: odd.at, Law: evidence.LawScale, Claimed: true, Value: odd.stated(), Others: []evidence.Stated{other.stated()}}
}

// ownRows are single values of the model's own row of a table, by which it differs from model-index,
// where another value of the row is the same there.
func ownRows(d *document.Document, claims []evidence.Claim, called string) []evidence.Impossible {
	var out []evidence.Impossible
	var indexedClaims []indexed
	for _, c := range claims {
		if strings.Contains(string(c.At), "#/model-index/") && amountOf(c.Raw, 0, 0) != nil {
			_, metric := keyOf(cmp.Or(c.MetricName, c.Metric))
			indexedClaims = append(indexedClaims, indexed{c, metric, claimNames(c)})
		}
	}
	if len(indexedClaims) < 2 || len(indexedClaims) > maxEntryClaims || len(d.Marks.Tables) == 0 {
		return out
	}
	names := figures.CardNames(d, called)
	for i, t := range d.Marks.Tables {
		if isComputable(t) && !figures.IsTrainingLog(t) {
			c := newComputed(t)
			c.at = func(row, column int) evidence.Anchor { return figures.CellAt(d, i, row, column) }
			if row := c.ownRow(names); row > 0 {
				if found := c.rowOff(row, indexedClaims); found != nil && len(out) < maxFaults {
					out = append(out, *found)
				}
			}
		}
	}
	return out
}

// keyOf is what a name measures, and on what: "ImageNet top-1 accuracy".
func keyOf(name string) (label, metric string) {
	if what, k := cutOffOf(name); k > 0 {
		label, metric, _ = strings.Cut(what, " ")
		return label, metric + "@" + strconv.Itoa(k)
	}
	m := figures.LabelledMetric{Metric: figures.HeadMetric(name)}
	if m.Metric.Name == "" {
		m = figures.WithMetric(figures.BareLabel(name))
	}
	return passage.LettersOf(m.Label), strings.TrimSpace(m.Metric.Name + " " + m.Metric.Averaged)
}

// ownRow is the only row that has the name of the model, or its beginning; 0 if there is none.
func (c *computed) ownRow(names []string) int {
	found := 0
	for i := 1; i < len(c.rows); i++ {
		plain := passage.LettersOf(figures.BareLabel(c.rows[i]))
		if len(plain) < 6 || !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, plain) }) {
			continue
		}
		if found > 0 {
			return 0
		}
		found = i
	}
	return found
}

// rowOff is the only value of a row that is not that of model-index, of the data that its header names.
func (c *computed) rowOff(row int, claims []indexed) *evidence.Impossible {
	var differ []pairing
	agree := 0
	for j, head := range c.shown {
		label, metric := keyOf(head)
		if metric == "" || c.cells[row][j] == nil || len(label) < 4 {
			continue
		}
		of := slices.DeleteFunc(slices.Clone(claims), func(x indexed) bool { return x.metric != metric })
		if len(of) != 1 || isNamedAs(label, of[0].names) == 0 {
			continue
		}
		stated := amountOf(of[0].Raw, 0, 0)
		switch a := c.cells[row][j]; {
		case !a.isSame(stated):
			differ = append(differ, pairing{of[0].Claim, a, stated, c.shown[j]})
		case a.isTelling(stated):
			agree++
		}
	}
	if agree == 0 || len(differ) != 1 || !isNear(differ[0].cell, differ[0].value) {
		return nil
	}
	wrong := differ[0]
	at := c.at(wrong.cell.row, wrong.cell.column)
	return &evidence.Impossible{At: at, Law: evidence.LawRecord, Claimed: true, Value: evidence.Stated{At: at, Metric: wrong.label, Raw: wrong.cell.raw},
		Others: []evidence.Stated{{At: wrong.claim.At, Metric: wrong.claim.Metric, Raw: wrong.claim.Raw}}}
}
