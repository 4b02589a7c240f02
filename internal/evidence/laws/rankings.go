package laws

import (
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// leads is how a sentence says that the model is the best of those that a table compares.
	leads = pattern.New(`(?i)\b(?:outperform(?:s|ed|ing)?|beats?|beating|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|(?:is |performs? |does )?(?:better|more accurate) than|(?:is )?superior to|ahead of|tops) (?:all|every|each|any)(?: one)?(?: of)?(?: the| our| these| those)? ?(?:other |compared |tested |evaluated |listed |remaining |four |three |two |five |six )*(?:baselines?|models?|systems?|methods?|approaches|classifiers?|competitors?|alternatives?|of them)\b` +
		`|\b(?:best|strongest|most accurate|top[- ]performing|leading|highest[- ]scoring)(?: performing)?(?: (?:model|system|classifier|approach|method|result|results|performance|scores?|accuracy|f1|f1 score|value|values))*,? (?:of|among|amongst|across|out of) (?:all|the|these|every|our)(?: of)?(?: the| these)? ?(?:other |compared |tested |evaluated |listed |four |three |two |five |six )*(?:baselines?|models?|systems?|methods?|approaches|classifiers?|candidates?)(?: compared| tested| evaluated| listed| in the table| below| above)?` +
		`|\b(?:reach|achiev|obtain|attain|ha|get|score|yield|deliver)\w* (?:the )?(?:best|highest|lowest)(?: overall)? (?:[\w-]+ ){1,3}?(?:of|among|amongst|across|out of) (?:all|the|these)(?: of)?(?: the| these)? ?(?:other |compared |tested |evaluated |listed )*(?:baselines?|models?|systems?|methods?|approaches|classifiers?)\b` +
		`|\b(?:scores?|performs?|does) (?:the )?best,? (?:compared (?:to|with)|among|of|out of) (?:all |the |these |those )+(?:other |listed |compared |tested )*(?:models|systems|baselines|methods)\b` +
		`|\b(?:no other|none of the other) (?:model|models|system|baseline|baselines)\b.{0,30}\b(?:better|higher|lower|reach\w*)` +
		`|übertrifft alle(?: anderen)? (?:modelle|baselines?|vergleichsmodelle|systeme)|\b(?:das|unser) beste[sn]? (?:der|aller) (?:verglichenen )?modelle|\b(?:surpasse|dépasse) tou(?:s|tes) les (?:autres )?(?:modèles|baselines?|références)|\b(?:supera|super[oó]) (?:a )?tod[oa]s (?:l[oa]s|os|as) (?:otros |outros )?(?:model[oa]s|baselines?|sistemas)|优于所有|優於所有|すべての(?:モデル|ベースライン)を上回`)
	// leadsInPart is a sentence that says so of some models, or of some of the data, only.
	leadsInPart = pattern.New(`(?i)\b(?:size|sized|comparable|similar|open(?:-source|-weights?)?|commercial|public|smaller|larger|parameters?|except|apart from|but|although|though|however|most|many|several|some|almost|nearly|sometimes|often|speed|faster|latency|memory|cost|efficien\w*|not|never|n.t|human|zero-?shot|few-?shot|previous(?:ly)?|prior|existing|published|other languages|in its|of its|should|could|may|might|will|aims?|goal|expected|if|when|where)\b|[0-9]+ ?[BM]\b`)
	// unranked are names in a table that are no models to be compared with.
	unranked = pattern.New(`(?i)\b(?:human|humans|annotators?|oracle|upper[- ]bound|topline|ceiling|ensemble|teacher|gold|reference)\b`)
	// lowerBetter are the metrics of which the lower value is the better one, as the table of metrics
	// has them (policies/data/metrics.yaml, directions).
	lowerBetter = passage.WordSet(`wer cer ter der eer perplexity mae rmse mse mape smape brier logloss crossentropy ece fid`)
)

// entrant is a model of a table, with its values by metric.
type entrant struct {
	name   string
	own    bool
	values map[string]*amount
}

// rankings are the sentences that say that the card's model is the best of some models, of which
// the table beside it has a better one.
func rankings(d *document.Document, said []sentence, called string) []evidence.Impossible {
	out := []evidence.Impossible{}
	if len(d.Marks.Tables) == 0 {
		return out
	}
	names := figures.CardNames(d, called)
	for _, s := range said {
		if !leads.MatchString(s.Text) || leadsInPart.MatchString(s.Text) || !isOwnLead(s.Text, names) {
			continue
		}
		if i := comparisonFor(d, s.Section, names); i >= 0 && len(out) < maxFaults {
			if found := s.outranked(d, i, names); found != nil {
				out = append(out, *found)
			}
		}
	}
	return out
}

// isOwnLead reports whether a sentence says that it is the card's model that leads.
func isOwnLead(text string, names []string) bool {
	at := leads.FindStringIndex(text)
	subject := strings.TrimSpace(text[:at[0]])
	if figures.IsOtherModel(subject, names) {
		return false
	}
	words := strings.Fields(subject)
	return len(words) == 0 || meansThis(subject) || strings.EqualFold(words[0], "it") || strings.EqualFold(words[0], "model") || figures.IsOwnHeader(words[0], names) || figures.IsOwnHeader(subject, names)
}

// meansThis reports whether the subject of a sentence is the model of the card, without its name.
func meansThis(subject string) bool {
	return figures.OfThis.MatchString(subject) || passage.ThisModel.MatchString(subject) || passage.ThisModelAbroad.MatchString(subject) || passage.SaysThisIs.MatchString(subject+" the ")
}

// comparisonFor is the table with the card's model and others that a sentence may be about: one of
// its own section, else the only one.
func comparisonFor(d *document.Document, section int, names []string) int {
	found, all := -1, 0
	for i, t := range d.Marks.Tables {
		if !isComputable(t) || figures.IsTrainingLog(t) || len(entrants(t, names)) < 2 {
			continue
		}
		if at := passage.SectionAt(d, t.Span.Start); at == section && section >= 0 {
			return i
		}
		found, all = i, all+1
	}
	if all == 1 {
		return found
	}
	return -1
}

// entrants are the models of a table, of which one is the card's; none if that is not known.
func entrants(t document.Table, names []string) []entrant {
	c := newComputed(t)
	keys := metricKeys(c.shown)
	var out []entrant
	if len(keys) > 0 && !figures.IsNumeric(t, 0) { // a row for each model
		for i := 1; i < len(c.cells); i++ {
			out = append(out, c.entrant(t.Rows[i][0].Text, names, keys, func(k int) *amount { return c.cells[i][k] }))
		}
	} else if keys = metricKeys(c.rows); len(keys) > 0 { // a column for each model
		for j := 1; j < len(c.heads); j++ {
			if !figures.SaysNothing(c.heads[j]) && !differences.MatchString(c.heads[j]) && !spreads.MatchString(c.heads[j]) {
				out = append(out, c.entrant(c.shown[j], names, keys, func(k int) *amount { return c.cells[k][j] }))
			}
		}
	}
	out = slices.DeleteFunc(out, func(e entrant) bool { return len(e.values) == 0 || !e.own && unranked.MatchString(e.name) })
	own := 0
	for _, e := range out {
		if e.own {
			own++
		}
	}
	if own != 1 {
		return nil
	}
	return out
}

// entrant is a model by its name, and its values.
func (c *computed) entrant(name string, names []string, keys map[string]int, value func(int) *amount) entrant {
	e := entrant{name: strings.Trim(strings.TrimSpace(name), "*_` "), values: map[string]*amount{}}
	e.own = isOwnEntrant(name, names)
	for key, k := range keys {
		if k > 0 {
			if a := value(k); a != nil {
				e.values[key] = a
			}
		}
	}
	return e
}

// isOwnEntrant reports whether a name of a table is that of the card's model, or says that it is.
func isOwnEntrant(name string, names []string) bool {
	words := prose.PlainWords(name)
	return figures.IsOwnHeader(name, names) || figures.OwnColumn.MatchString(strings.Join(words, " ")) || strings.HasSuffix(strings.Join(words, ""), "thismodel") ||
		len(words) > 0 && slices.Contains([]string{"ours", "our"}, words[len(words)-1])
}

// isBetter reports whether a value of a metric is better than another, and not by rounding only.
func (a *amount) isBetter(than *amount, of string) bool {
	if lowerBetter[of] {
		return a.value < than.value-a.unit/2
	}
	return a.value > than.value+a.unit/2
}

// outranked is the value of a table by which the model is not the best: of the metric that the
// sentence names, else of each metric.
func (s sentence) outranked(d *document.Document, table int, names []string) *evidence.Impossible {
	t := d.Marks.Tables[table]
	models := entrants(t, names)
	own := models[slices.IndexFunc(models, func(e entrant) bool { return e.own })]
	named := figures.Mentions(s.Text)
	var worse *evidence.Impossible
	for _, key := range slices.Sorted(maps.Keys(own.values)) {
		_, name, _ := strings.Cut(key, "\x00")
		bare, _, _ := strings.Cut(name, " ")
		of := figures.Metric{Name: bare}
		if len(named) > 0 && !slices.ContainsFunc(named, func(m figures.Mention) bool { return m.Metric.IsOneOf(of) }) {
			continue
		}
		best := own
		for _, e := range models {
			a, b := e.values[key], best.values[key]
			if a != nil && isNear(a, b) && a.isBetter(b, bare) {
				best = e
			}
		}
		if best.own {
			return nil // it leads by this one
		}
		if worse == nil {
			mine, other := own.values[key], best.values[key]
			worse = s.fault(evidence.LawBest, t.Rows[0][mine.column].Text, mine.raw, best.name, other.raw)
			if len(metricKeys([]string{t.Rows[0][mine.column].Text})) == 0 { // a column for each model
				worse.Value.Metric = t.Rows[mine.row][0].Text
			}
			worse.Others[0].At = figures.CellAt(d, table, other.row, other.column)
		}
	}
	return worse
}
