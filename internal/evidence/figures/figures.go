// Package figures reads the metrics that the text of a card states, in sentences and in
// tables: of which model, on which data, and whether a table has the same values.
package figures

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Figure is a number that a sentence states of the card's model, and the words of the sentence
// that tell what it is of.
type Figure struct {
	evidence.StatedMetric
	metric  Metric               // without a name if the sentence names none
	labels  []string             // letters of the names in the tables that it is for
	names   []string             // letters of other names in the clause, such as of a dataset
	bound   evidence.FigureBound // how the value is meant
	near    bool                 // the metric stands by the number, as its name
	average bool                 // over what a table lists
	places  []string             // words for what else it was measured on
	part    bool                 // of a part of the examples that the sentence does not name as a table does
}

// inAside is what stands in parentheses, valueAside a value alone.
var inAside = pattern.New(`\(([^()]*)\)`)

var valueAside = pattern.New(`^\s*(?:about |approx |roughly |ca |~|=)?` + numberWritten + `\s*%?(?:\s*(?:±|\+/-)\s*[0-9.,]+\s*%?)?\s*$`)

// clauseEnd is what divides a sentence into what may be of different models or data. What it
// keeps begins the next part.
var clauseEnd = pattern.New(`(?i);|,\s|，|、|\s[–—]\s|\s(?:while|whereas|but|although|however|compared|comparable|versus|vs|than|against|up from|down from|instead of|outperform\w*|surpass\w*|beat\w*|exceeding|während|aber|gegenüber|verglichen|als|contre|alors que|mais|tandis|mientras|pero|frente|comparad\w*|enquanto|mentre|rispetto|terwijl|maar|mens)\s`)

// comparing begins a part that is about others and has no subject for the next one.
var comparing = pattern.New(`(?i)^\W*(?:compared|comparable|versus|vs|than|against|up from|down from|instead of|outperform\w*|surpass\w*|beat\w*|exceeding|relative to|unlike|gegenüber|verglichen|als|contre|par rapport|frente|comparad\w*|rispetto)\b`)

// NotOfModel are words by which numbers are not results of the card's model as it is: those of
// other systems, of what is required, of settings, and changes.
var NotOfModel = pattern.New(`(?i)\b(?:larger|smaller|bigger|heavier|lighter|v(?:ersion )?[0-9][\w.]*|baselines?|human|humans|annotators?|inter-?annotator|chance|random(?:ly)?|majority|dummy|naive|required?s?|requirements?|must|should|shall|minimum|targets?|thresholds?|goals?|criteri(?:a|on)|acceptance|literature|reported (?:by|in)|published|sota|state[- ]of[- ]the[- ]art|previous(?:ly)?|prior|earlier|older|last (?:version|release|year)|former|formerly|original(?:ly)?|base model|pre-?trained model|teacher|untuned|zero-?shot|few-?shot|before|without|competitors?|other (?:models?|systems?|approaches)|another|alternatives?|v0|ablations?|` +
	`improve[sd]?|improvements?|improving|increas\w+|decreas\w+|reduc\w+|gains?|drops?|dropped|dropping|falls?|fell|loses|lost|loss|degrad\w+|rises?|rose|difference|delta|gap|margin|better|worse|standard deviation|std|variance|interval|ci|significan\w+|p-value|bootstrap|` +
	`folds?|seeds?|runs|adversarial|noisy|noise|out-of-(?:domain|distribution)|ood|training (?:set|data|accuracy|loss|split)|train(?:ing)? (?:accuracy|f1|wer|loss)|learning rate|dropout|weight decay|temperature|epochs?|early stopping|warm-?up|metadata|leaderboard|` + supposed + `|quanti[sz]ed|pruned|distill\w+|int8|int4|fp16|4-bit|8-bit|` +
	`schwelle\w*|ziel\w*|mindestens|anforderung\w*|soll|muss|basislinie|vorherige\w*|frühere\w*|vorgänger\w*|menschlich\w*|steig\w+|verbesser\w+|ohne|seuil|objectif|doit|précédent\w*|ancien\w*|humain\w*|améliore\w*|baisse|sans|hasard|référence|umbral|objetivo|limiar|soglia|obiettivo|anterior\w*|human[oa]\w*|mejora\w*|melhora\w*|migliora\w*|sin|sem|senza|referencia|drempel|vorige|eerdere|zonder|tidigare|utan|tröskel)\b` +
	`|порог|базов|предыдущ|без |基线|基線|阈值|閾値|相比|提升|提高|比較|人类|目标|目標|ベースライン|向上|기준|임계|향상`)

// ofSome are words for a part of the examples, of which a table may have the name.
var ofSome = pattern.New(`(?i)\b(?:per[- ]class|class|label|categor(?:y|ies)|subsets?|subgroups?|slices?|groups?|only|women|men|female|male|speakers|minority|each|worst|lowest|highest|hardest|rare|short|long|some|certain|several|ranges?|spread|(?:internal|in-house|real-world|production|live) (?:data|traffic|tests?|sets?|documents|texts))\b`)

// inState is a state of the model, or a setting of the evaluation, that a number is only for.
var inState = pattern.New(`(?i)\b(?:with|using|after|when|under|given|at|mit|nach|avec|après|con|com|dopo|met)\s+(?:an? |the |its |einem |einer |un |une )?([^,;()]{1,50})`)

// hyperBetween are words between a metric and a number that is no value of it.
var hyperBetween = pattern.New(`(?i)\b(?:threshold|confidence|temperature|rate of|alpha|beta|gamma|lambda|epoch|fold|version|python|table|figure|section|appendix|top|rank|size|length|layers?|parameters|samples|examples|percentile|quantile|years?|hours|seconds|points?|weight(?:s|ed by)?|of the (?:data|examples|samples|time|cases)|p|n|k)\s*(?:of|is|=|:|<|>|at)?\s*$`)

var atLeast = pattern.New(`(?i)(?:[>≥]=?|\b(?:over|above|more than|at least|greater than|higher than|upwards of|exceed(?:s|ed|ing)?|mehr als|über|plus de|más de|mais de|oltre|meer dan)(?: an?)?)\s*\**$`)

var atMost = pattern.New(`(?i)(?:[<≤]=?|\b(?:below|under|less than|at most|fewer than|lower than|unter|weniger als|höchstens|moins de|menos de|meno di|minder dan))\s*\**$`)

var about = pattern.New(`(?i)(?:[~≈]|\b(?:about|approximately|approx|around|roughly|nearly|almost|circa|ca|close to|just under|some|etwa|rund|ungefähr|knapp|environ|près de|presque|alrededor de|aproximadamente|cerca de|casi|quase|circa|ongeveer|bijna|omkring|cirka|около|примерно)(?: an?| de)?|约|約|약)\s*\**$`)

var inRange = pattern.New(`(?i)(?:[0-9]\s*%?\s*(?:to|–|—|-|bis|à)|\b(?:between|zwischen|entre)\b[^,;]{0,40}|\b(?:from|by|up to|um|per|×|x)|±|\+/-|[/*^])\s*$`)

var unitAfter = pattern.New(`(?i)^\s*(?:%|percent\b|per cent\b|prozent\b|por ?ciento\b|pour ?cent\b)?[ -]*(?:of (?:the |all |our )?(?:data|examples|samples|train\w*|test|time|cases|users|customers|tokens|parameters|images|texts|documents|utterances|speakers)\b|(?:ci|confidence|credible|better|worse|higher|lower|more|less|fewer|below|above|over|points?|relative|absolute|improvement|reduction|increase|decrease|gain|drop|faster|slower|smaller|larger|accuracy points?|f1 points?|quantile|percentile|hours?|min(?:utes)?|sec(?:onds)?|mb|gb|kg|g|°c|m|km|usd|eur|million|billion|punkte?|prozentpunkte)\b)|^\s*%?\s*(?:bis|à|a|hasta|até)\s+[0-9]|^\s*[€$£]|^\s?[x×](?:\s|$)`)

// figureClauses are the parts of a sentence. What stands in parentheses is a part of its own,
// behind that which it stands in, unless it is only the value of what stands in front of it.
func figureClauses(sentence string) []string {
	asides := map[int]string{}
	for n, m := range inAside.FindAllStringSubmatch(sentence, maxAsides) {
		switch text := m[1]; {
		case valueAside.MatchString(text):
			sentence = strings.Replace(sentence, m[0], " = "+text+" ", 1)
		case strings.ContainsAny(text, "0123456789") && strings.ContainsAny(text, ".,%"):
			asides[n] = text
			sentence = strings.Replace(sentence, m[0], " "+asideMark(n)+" ", 1)
		}
	}
	var out []string
	start := 0
	for _, at := range clauseEnd.FindAllStringIndex(sentence, passage.MaxMentions) {
		if at[0] > start {
			out = append(out, sentence[start:at[0]])
		}
		start = at[1]
		if sign := sentence[at[0]:at[1]]; strings.ContainsFunc(sign, unicode.IsLetter) {
			start = at[0] + 1 // the word belongs to what follows
		}
	}
	out = append(out, sentence[start:])
	for n := range maxAsides {
		text := asides[n]
		i := slices.IndexFunc(out, func(part string) bool { return strings.Contains(part, asideMark(n)) })
		if text == "" || i < 0 {
			continue
		}
		outside := strings.ReplaceAll(out[i], asideMark(n), " ")
		if out[i] = outside; !strings.ContainsAny(outside, "0123456789") { // "weakest for places (F1 0.83)"
			text = outside + " " + text
		}
		out = slices.Insert(out, i+1, text)
	}
	return out
}

const maxAsides = 8 // of a sentence, that are read

// asideMark stands for what is in parentheses.
func asideMark(n int) string { return string(rune(0xE000 + n)) }

// FigureReader reads the figures of a card's sentences.
type FigureReader struct {
	labels map[string]string // names in the tables by their letters
	names  []string          // of the card's model
	models map[string]bool   // letters of other models that the tables name
}

// account is what the clauses of a sentence have said so far.
type account struct {
	FigureReader
	now       Told
	lead      []string // names in the tables that the sentence begins with: "On SST-2, the model …"
	carried   Metric
	elsewhere []string // what the sentence says that it was measured on
	varied    bool     // the sentence is about a state of the model, or a setting
}

// figuresIn are the numbers that a sentence states of the card's model, and what the next
// sentence is about.
func (r FigureReader) figuresIn(sentence string, last Told) ([]Figure, Told) {
	if !strings.ContainsAny(sentence, "0123456789") {
		return nil, Told{}
	}
	p := account{FigureReader: r}
	sentence, p.now = last.next(sentence)
	listed, sentence := r.Lists(sentence)
	var out []Figure
	if !p.now.other && !NotOfModel.MatchString(sentence) && !r.namesOther(sentence) {
		out = p.placed(listed, sentence)
	}
	for _, part := range figureClauses(sentence) {
		out = append(out, p.read(part)...)
	}
	if !strings.HasSuffix(sentence, ":") && !p.now.other {
		p.now = Told{}
	}
	return out, p.now
}

// read are the figures of the next clause.
func (p *account) read(part string) []Figure {
	if p.isOfOther(part) || isGeneral(part) {
		return nil
	}
	spots, named := p.spotsIn(part), Mentions(part)
	if len(named) == 0 {
		p.elsewhere = append(p.elsewhere, p.placesIn(part)...)
	}
	if len(spots) > 0 && len(spots) <= 2 && !strings.ContainsAny(part[spots[len(spots)-1].end:], "0123456789") {
		p.lead = labelsOf(spots)
	}
	inState := p.inOtherState(part)
	p.varied = p.varied || inState && len(named) == 0 // "With beam search, …"
	if inState || p.varied || ofExtreme.MatchString(part) {
		return nil
	}
	found := p.placed(p.figuresOf(part, spots, p.lead, p.carried), part)
	if len(named) > 0 {
		p.carried = named[len(named)-1].Metric
	}
	return found
}

// isOfOther reports whether a clause is not about the card's model as it is.
func (p *account) isOfOther(part string) bool {
	if comparing.MatchString(part) {
		return true
	}
	names, not := p.namesOther(part), NotOfModel.MatchString(part)
	switch {
	case names, not && !OfThis.MatchString(part):
		p.now.other = true
	case not, OfThis.MatchString(part), passage.ThisModel.MatchString(part):
		p.now.other = false
	}
	return names || not || p.now.other
}

// placed are figures with what their clause says that they were measured on.
func (p *account) placed(figures []Figure, part string) []Figure {
	split := p.now.split
	switch onValidation, onTest := OnValidation.MatchString(part), OnTest.MatchString(part); {
	case onValidation && onTest:
		split = ""
	case onValidation:
		split = "validation"
	case onTest:
		split = "test"
	}
	for i := range figures {
		f := &figures[i]
		f.Split, f.Dataset = split, cmp.Or(f.Dataset, dataOf(part))
		f.names, f.places = properNames(part, p.names), append(slices.Clone(p.elsewhere), p.placesIn(part)...)
		f.average = ofAverage.MatchString(meanInName.ReplaceAllString(averagedAs.ReplaceAllString(part, " "), " "))
		f.part = ofSome.MatchString(part)
	}
	return figures
}

var (
	// ofExtreme is a value that is one of several.
	ofExtreme = pattern.New(`(?i)\b(?:median|best|max(?:imum)?|peak|up to|ensemble|beste[nrs]?|meilleure?s?|mejor(?:es)?|melhor(?:es)?|miglior[ei]?)\b`)
	// meanInName is a mean that belongs to the name of a metric.
	meanInName = pattern.New(`(?i)\bmean[- ](?:average[- ]precision|absolute|squared?|reciprocal|iou|opinion)|average[- ]precision`)
)

// labelsOf are the names at some places.
func labelsOf(spots []spot) []string {
	out := []string{}
	for _, s := range spots {
		out = append(out, s.label)
	}
	return out
}

// inOtherState reports whether a clause is only about a state of the model, or a setting, that
// neither a metric nor a name in the tables is of.
func (r FigureReader) inOtherState(part string) bool {
	for _, m := range inState.FindAllStringSubmatch(part, passage.MaxMentions) {
		said := strings.TrimSpace(m[1])
		if named := Mentions(said); len(named) > 0 && addition.MatchString(m[0]) { // "with a 4-gram LM the WER is"
			if before := nextSubject.FindStringSubmatch(said[:named[0].Start]); before != nil {
				said = before[1]
			}
		}
		if said != "" && len(Mentions(said)) == 0 && len(r.spotsIn(said)) == 0 && !harmlessState.MatchString(said) {
			return true
		}
	}
	return false
}

var (
	// addition begins a state that something was added for, and nextSubject ends it.
	addition    = pattern.New(`(?i)^(?:with|using|mit|avec|con|com)\s`)
	nextSubject = pattern.New(`(?i)^(.+)\s(?:the|our|its|an?|die|der|la|le|el)\s*$`)
	// measuredAt is what a clause says that something was measured on, up to its verb.
	measuredAt = pattern.New(`(?i)\b(?:on|for|in|over|from|auf|bei|für|sur|pour|dans|en|para|em|su|op|voor)\s+([^,;:()]{1,60})`)
	// purposeBefore is what stands before a purpose, which is no data.
	purposeBefore = pattern.New(`(?i)\b(?:fit|suitable|suited|ready|good|enough|used?|useful|designed|intended|allows?|reported?|results?|scores?|needed|responsible|known|reasonable|acceptable|solid|competitive|strong)\s*$`)
	// verbIn ends the words for what was measured on.
	verbIn = pattern.New(`(?i)\s(?:is|are|was|were|has|had|have|reach\w*|achiev\w*|obtain\w*|attain\w*|scor\w*|gets?|got|comes?|stands?|makes?|which|that|and|with|at|of|to|we|it|the model|ist|hat|erreicht|est|atteint|es|alcanza|é|è|of|by|as|using|when|where)\s.*$`)
	// sayLittle are words that do not tell one set of data from another.
	sayLittle = passage.WordSet(`the a an our its this that these all both each its own same entire full whole test testing tests held out hold set sets split splits data dataset datasets portion part section evaluation eval validation dev development benchmark benchmarks corpus examples samples average total terms general practice particular metric metrics task tasks experiments default standard official original single it them us table below above
		den dem der die das einem unseren testdaten testdatensatz testset daten datensatz le la les l notre jeu de test données el los nuestro conjunto prueba datos o os as conjunto teste dados il lo i gli test dati het testset english`)
)

// placesIn are the words of a clause for what it was measured on, other than names in the tables,
// metrics, and words that do not tell.
func (r FigureReader) placesIn(part string) []string {
	var out []string
	for _, at := range measuredAt.FindAllSubmatchIndex([]byte(part), passage.MaxMentions) {
		if purposeBefore.MatchString(part[:at[0]]) {
			continue
		}
		said := verbIn.ReplaceAllString(" "+part[at[2]:at[3]]+" ", "")
		if named := Mentions(said); len(named) > 0 {
			said = said[:named[0].Start]
		}
		if len(r.spotsIn(said)) > 0 {
			continue
		}
		for _, w := range word.FindAllString(said, passage.MaxMentions) {
			if w = passage.LettersOf(w); len(w) > 2 && !sayLittle[w] && strings.Trim(w, "0123456789") != "" && !slices.Contains(r.names, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// harmlessState is a state that the card's model is always in.
var harmlessState = pattern.New(`(?i)^(?:[~≈<>]?[0-9][0-9.,]*(?:[^0-9.,-]|$)|(?:the |its |our |a )?(?:fine-?tuning|training|evaluation|test\w*|held-?out|final|score|value|result|inference|model|time|end|same|whole|full|entire|standard|official|independent|good|high|low|strong|very|only|just|exactly)\b|$)`)

// namesOther reports whether a clause has the name of another model, in the tables or of a known family.
func (r FigureReader) namesOther(part string) bool {
	if namesAnother(part, r.names) {
		return true
	}
	for _, s := range spotsOf(part, func(letters string) bool { return r.models[letters] }) {
		if s.label != "" {
			return true
		}
	}
	return false
}

// figuresOf are the numbers of a clause by a metric, or by a name that the tables have.
func (r FigureReader) figuresOf(part string, spots []spot, lead []string, carried Metric) []Figure {
	metrics := Mentions(part)
	numbers := numbersOf(part, metrics, spots)
	var out []Figure
	for i, v := range numbers {
		f, ok := stateFigure(part, v)
		if !ok {
			continue
		}
		if m, near := metricFor(part, metrics, numbers, i); m != nil {
			f.metric, f.Metric, f.near = m.Metric, strings.TrimSpace(m.Words), near
		}
		f.labels = labelsFor(spots, numbers, i)
		if label := labelOf(part, v, spots); label != "" && !slices.Contains(f.labels, label) {
			f.labels = []string{label}
		}
		if len(f.labels) == 0 {
			f.labels = lead
		}
		if f.metric.Name == "" {
			if label := labelOf(part, v, spots); label == "" || len(f.labels) == 0 || !strings.ContainsAny(f.Raw, ".,%") && len(f.Value) != 2 {
				continue
			}
			f.metric = carried
			f.Metric = r.labels[f.labels[len(f.labels)-1]]
		} else if !f.near && !strings.ContainsAny(f.Raw, ".,%") {
			continue
		}
		if len(f.labels) > 0 {
			f.Dataset = r.labels[f.labels[len(f.labels)-1]]
		}
		out = append(out, f)
	}
	return out
}

// numbersOf are the numbers of a clause that are no part of a word, a metric's name or a name in
// the tables.
func numbersOf(part string, metrics []Mention, spots []spot) [][]int {
	var out [][]int
	for _, v := range number.FindAllStringIndex(part, passage.MaxMentions) {
		if isInWordBefore(part, v) ||
			slices.ContainsFunc(metrics, func(m Mention) bool { return v[0] < m.End && m.Start < v[1] }) ||
			slices.ContainsFunc(spots, func(s spot) bool { return v[0] < s.end && s.start < v[1] }) {
			continue
		}
		out = append(out, v)
	}
	return out
}

// isInWordBefore reports whether a number is a part of another word or number.
func isInWordBefore(part string, v []int) bool {
	if !standsAlone(part, v) {
		return true
	}
	if v[0] > 0 && strings.ContainsRune("._@/-", rune(part[v[0]-1])) && part[v[0]] != '-' {
		return true
	}
	rest := part[v[1]:]
	goesOn := rest != "" && rest[0] != ' ' && digitFollows(rest)
	isJoined := len(rest) > 1 && strings.ContainsRune("-/:", rune(rest[0])) && isInWord(rune(rest[1]))
	return goesOn || isJoined
}

// stateFigure is a number as a value, with how it is meant; ok is false for a range, a setting
// or an amount of something else.
func stateFigure(part string, at []int) (Figure, bool) {
	raw, head, rest := part[at[0]:at[1]], part[:at[0]], part[at[1]:]
	if inRange.MatchString(head) || unitAfter.MatchString(rest) || noValue.MatchString(rest) {
		return Figure{}, false
	}
	value, places, ok := DecimalOf(raw)
	if !ok {
		return Figure{}, false
	}
	f := Figure{bound: evidence.BoundExact}
	switch {
	case about.MatchString(head):
		f.bound = evidence.BoundAbout
	case atLeast.MatchString(head):
		f.bound = evidence.BoundAtLeast
	case atMost.MatchString(head):
		f.bound = evidence.BoundAtMost
	case strings.HasSuffix(strings.TrimRight(head, " "), "=") && hyperBetween.MatchString(head):
		return Figure{}, false
	}
	sign := percentWord.FindString(rest)
	f.StatedMetric = evidence.StatedMetric{Raw: raw, Value: value, Percent: sign != "", Places: places}
	if f.Percent {
		f.Raw += "%"
	}
	return f, true
}

// percentWord is how a number is one of a hundred.
var percentWord = pattern.New(`(?i)^\s*(?:%|percent\b|per cent\b|pct\b|prozent\b|por ?ciento\b|por ?cento\b|pour ?cent\b|per ?cento\b|procent\b|процент)`)

// MaxBetween is how many bytes stand between a metric and its value.
const MaxBetween = 60

// metricFor is the metric that a number of a clause is of, nil if it is of none; near: nothing
// else can be meant.
func metricFor(part string, metrics []Mention, numbers [][]int, i int) (*Mention, bool) {
	v := numbers[i]
	end := v[1]
	if sign := percentWord.FindStringIndex(part[end:]); sign != nil {
		end += sign[1]
	}
	var previous, next *Mention
	for j := range metrics {
		switch {
		case metrics[j].End <= v[0]:
			previous = &metrics[j]
		case next == nil && metrics[j].Start >= end:
			next = &metrics[j]
		}
	}
	if previous != nil && i > 0 && numbers[i-1][0] >= previous.End {
		previous = nil // the number before has it
	}
	if v[0] > 0 && part[v[0]-1] == '%' { // "%8,62": the metric is behind
		previous = nil
	}
	linked := previous != nil && link.MatchString(part[previous.End:v[0]])
	if next != nil && !linked && before.MatchString(part[end:next.Start]) {
		return next, true
	}
	if previous == nil || v[0]-previous.End > MaxBetween || hyperBetween.MatchString(part[previous.End:v[0]]) {
		return nil, false
	}
	return previous, linked || len(strings.Fields(part[previous.End:v[0]])) <= 3
}

// labelsFor are the names in the tables that a number of a clause is for: those beside it, or
// those of the whole clause.
func labelsFor(spots []spot, numbers [][]int, i int) []string {
	if len(spots) == 0 {
		return nil
	}
	first, last := numbers[0], numbers[len(numbers)-1]
	from, to := 0, 1<<30
	switch {
	case len(numbers) == 1, spots[0].start >= last[1], spots[len(spots)-1].end <= first[0]:
	case spots[0].start < first[0]: // "SST-2 91.2 and IMDB 94.0"
		if i > 0 {
			from = numbers[i-1][1]
		}
		to = numbers[i][0]
	default: // "91.2 on SST-2 and 94.0 on IMDB"
		from = numbers[i][1]
		if i+1 < len(numbers) {
			to = numbers[i+1][0]
		}
	}
	var out []string
	for _, s := range spots {
		if s.start >= from && s.start < to && !slices.Contains(out, s.label) {
			out = append(out, s.label)
		}
	}
	return out
}

// spotsIn are the names of the tables in a clause.
func (r FigureReader) spotsIn(part string) []spot {
	return spotsOf(part, func(letters string) bool { return r.labels[letters] != "" })
}
