package cards

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	wholeNumber  = `[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+`
	exampleNames = `examples|samples|images|documents|texts|sentences|records|rows|utterances|recordings|letters|pairs|questions|items|instances|reviews|tweets|articles|cases|patients|scans`
)

var (
	// timeUnits are in seconds, and sizeUnits in bytes.
	timeUnits = map[string]float64{
		"µs": 1e-6, "us": 1e-6, "ms": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60,
		"h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "day": 86400, "days": 86400, "week": 604800, "weeks": 604800, "month": 2629800, "months": 2629800, "year": 31557600, "years": 31557600,
	}
	sizeUnits = map[string]float64{"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40}

	// twoUnits is an amount, and the same in another unit in parentheses behind it.
	twoUnits = pattern.New(`(?i)(?:^|[\s(])([0-9]+(?:\.[0-9]+)?|` + wholeNumber + `) ?(` + unitName + `) \((?:i\.e\.,? |or |= ?)?([0-9]+(?:\.[0-9]+)?|` + wholeNumber + `) ?(` + unitName + `)\)`)
	// countsOf are two counts and the percentage that one is of the other.
	countsOf     = pattern.New(`(?i)(?:^|[\s(])(` + wholeNumber + `) ?(?:of|out of|/) ?(?:the |all |our |these )?(` + wholeNumber + `)(?: [\pL-]+){0,4} \(([0-9]{1,3}(?:\.[0-9]+)?) ?%\)`)
	percentCount = pattern.New(`(?i)(?:^|[\s(])([0-9]{1,3}(?:\.[0-9]+)?) ?% ?\((` + wholeNumber + `) ?(?:of|out of|/) ?(?:the |all |our |these )?(` + wholeNumber + `)(?: [\pL-]+){0,3}?\)`)
	// onNone is a measurement on no examples, or on fewer.
	onNone   = pattern.New(`(?i)\b(?:evaluated|tested|measured|trained|fine-?tuned|validated|assessed)\b[^.;0-9]{0,40}?\bon (?:exactly |only |just )?(?:an? (?:held-out )?(?:test )?set of )?(0|zero|[-−][0-9][0-9,]*) (?:[\pL-]+ )?(?:` + exampleNames + `)\b`)
	prompted = pattern.New(`(?i)\bshots?\b|\bprompts?\b|in-context|demonstrations?`)
	// notNumber is a value that is no number, of a metric or a loss.
	notNumber = pattern.New(`(?i)\b((?:[\pL-]+ )?loss|accuracy|f1(?:[ -]score)?|wer|bleu|perplexity|precision|recall|rmse|mae)\**\s*(?:is|was|of|:|=)\s*\**(nan|[+-]?inf(?:inity)?)\b`)
	// troubles is a sentence about what may happen.
	troubles = pattern.New("(?i)\\b(?:if|when|may|might|can|could|should|avoid\\w*|prevent\\w*|because|due|issues?|bugs?|fix\\w*|errors?|warning|overflow|unstable|instabilit\\w*|until|otherwise)\\b|[`?]")

	parametersIn = pattern.New(`(?i)\b([0-9]+(?:\.[0-9]+)?) ?(b|m|billion|million)[ -](?:trainable |total )?param(?:eter)?s?\b`)
	precisionIn  = pattern.New(`(?i)\b(?:(fp32|float32|single precision|32-bit)|(fp16|float16|bf16|bfloat16|half precision|16-bit)|(int8|8-bit|fp8)|(int4|4-bit|nf4))\b`)
	sizeIn       = pattern.New(`(?i)\b([0-9]+(?:\.[0-9]+)?) ?([mg]i?b)\b`)
	// inFiles is what a sentence says that a size is of, and inMemory what weights alone are not.
	inFiles  = pattern.New(`(?i)\b(?:on disk|disk|files?|weights|checkpoints?|download|model size)\b`)
	inMemory = pattern.New(`(?i)\b(?:v?ram|memory|gpus?|requires?|corpus|dataset|data|tokenizer|adapter|lora|text|shards?|each|per|active|from|compressed|quanti[sz]\w+ (?:to|from|version))\b`)

	stepsIn    = pattern.New(`(?i)\b(` + wholeNumber + `) (?:training |optimi[sz]er |gradient |update )?steps\b`)
	epochsIn   = pattern.New(`(?i)\b(` + wholeNumber + `) epochs?\b`)
	batchIn    = pattern.New(`(?i)\bbatch(?:es)?(?: size)?(?: of| is| was|:|=)? ?(` + wholeNumber + `)\b`)
	examplesIn = pattern.New(`(?i)\b(` + wholeNumber + `) (?:training )?(?:` + exampleNames + `)\b`)
	manyAtOnce = pattern.New(`(?i)\b(?:gpus?|tpus?|devices?|nodes?|accumulat\w*|per|effective|pack\w*|augment\w*|warm-?up|early|evaluat\w*|every|mask\w*|sequences?)\b`)
)

// arithmetic are the amounts of a sentence that are not what the others of it make them.
func (s sentence) arithmetic() []*evidence.Impossible {
	return []*evidence.Impossible{s.change(), s.factor(), s.percentage(), s.twoUnits(), s.onNone(), s.notFinite(), s.fileSize(), s.steps()}
}

// alone is a value of a sentence that no other is needed for to be wrong.
func (s sentence) alone(law evidence.MetricLaw, name, raw string) *evidence.Impossible {
	return &evidence.Impossible{At: s.at, Law: law, Claimed: true, Value: evidence.Stated{At: s.at, Metric: name, Raw: raw}, Others: []evidence.Stated{}}
}

// wholeOf is a whole number with commas for thousands, 0 if it is none.
func wholeOf(raw string) float64 {
	if a := amountOf(strings.ReplaceAll(raw, ",", ""), 0, 0); a != nil {
		return a.value
	}
	return 0
}

// percentage is a share in percent that is not the one of its two counts.
func (s sentence) percentage() *evidence.Impossible {
	m := countsOf.FindStringSubmatch(s.text)
	if m == nil {
		if m = percentCount.FindStringSubmatch(s.text); m != nil {
			m = []string{m[0], m[2], m[3], m[1]}
		}
	}
	if m == nil || inexact.MatchString(m[0]) {
		return nil
	}
	k, n, share := wholeOf(m[1]), wholeOf(m[2]), amountOf(m[3], 0, 0)
	if share == nil || n == 0 || k > n || n < 3 {
		return nil
	}
	is := 100 * k / n
	if math.Abs(is-share.value) <= share.unit*1.01 {
		return nil
	}
	return s.fault(evidence.LawPercent, "percentage", share.raw+"%", m[1]+" of "+m[2], plainFloat(math.Round(10*is)/10)+"%")
}

// twoUnits is an amount that is another one in the unit behind it. A multiple of it may be that of
// several devices.
func (s sentence) twoUnits() *evidence.Impossible {
	m := twoUnits.FindStringSubmatch(s.text)
	if m == nil || strings.EqualFold(m[2], m[4]) {
		return nil
	}
	first, second := amountOf(strings.ReplaceAll(m[1], ",", ""), 0, 0), amountOf(strings.ReplaceAll(m[3], ",", ""), 0, 0)
	scale, ok := scaleOf(strings.ToLower(m[2]), strings.ToLower(m[4]))
	if first == nil || second == nil || !ok || first.value == 0 || second.value == 0 {
		return nil
	}
	is := first.value * scale
	room := 0.1*is + (first.unit*scale+second.unit)/2
	times := second.value / is
	if math.Abs(is-second.value) <= room || times > 1.5 && math.Abs(times-math.Round(times)) < 0.05*times {
		return nil
	}
	return s.fault(evidence.LawUnits, "amount", m[3]+" "+m[4], m[1]+" "+m[2], plainFloat(is)+" "+m[4])
}

// onNone is a sentence that says that something was measured on no examples.
func (s sentence) onNone() *evidence.Impossible {
	m := onNone.FindStringSubmatch(s.text)
	switch {
	case m == nil, prompted.MatchString(s.text):
		return nil
	case strings.ContainsAny(m[1], "-−"):
		return s.alone(evidence.LawCount, "number of examples", m[1])
	}
	return s.alone(evidence.LawNoExamples, "number of examples", m[1])
}

// notFinite is a metric of which a sentence says that it is no number.
func (s sentence) notFinite() *evidence.Impossible {
	m := notNumber.FindStringSubmatch(s.text)
	if m == nil || troubles.MatchString(s.text) {
		return nil
	}
	return s.alone(evidence.LawFinite, m[1], m[2])
}

// stored is what a card says of its weights: how many parameters, in which precision, in how many bytes.
type stored struct{ parameters, precision, size string }

// bytesOf are the bytes that a parameter has in a precision, 0 if several are named.
func bytesOf(text string) float64 {
	found := precisionIn.FindAllStringSubmatch(text, 3)
	if len(found) != 1 {
		return 0
	}
	for i, bytes := range []float64{4, 2, 1, 0.5} {
		if found[0][i+1] != "" {
			return bytes
		}
	}
	return 0
}

// contradiction is how many bytes the parameters need, if the stated size is far from that. Quantized
// weights have scales, and parts that are not quantized.
func (w stored) contradiction() (needed string, ok bool) {
	parameters, sizes := parametersIn.FindAllStringSubmatch(w.parameters, 2), sizeIn.FindAllStringSubmatch(w.size, 2)
	bytes := bytesOf(w.precision)
	if len(parameters) != 1 || len(sizes) != 1 || bytes == 0 {
		return "", false
	}
	count, size := amountOf(parameters[0][1], 0, 0), amountOf(sizes[0][1], 0, 0)
	if count == nil || size == nil {
		return "", false
	}
	unit := 1e6
	if strings.HasPrefix(strings.ToLower(parameters[0][2]), "b") {
		unit = 1e9
	}
	of := map[bool]float64{true: 1e9, false: 1e6}[strings.HasPrefix(strings.ToLower(sizes[0][2]), "g")]
	least, most := (count.value-count.unit)*unit*bytes, (count.value+count.unit)*unit*bytes
	roomy := 1.5
	if bytes <= 1 {
		roomy = 2.5
	}
	is := size.value * of
	if is >= 0.8*least && is <= roomy*most {
		return "", false
	}
	return plainFloat(math.Round(10*count.value*unit*bytes/of)/10) + " " + sizes[0][2], true
}

// fileSize is a size of weights that their parameters and their precision do not come to.
func (s sentence) fileSize() *evidence.Impossible {
	if !inFiles.MatchString(s.text) || inMemory.MatchString(s.text) || inexact.MatchString(parametersIn.ReplaceAllString(s.text, "")) {
		return nil
	}
	needed, ok := stored{s.text, s.text, s.text}.contradiction()
	if !ok {
		return nil
	}
	parameters := parametersIn.FindString(s.text)
	return s.fault(evidence.LawFileSize, "size", sizeIn.FindString(s.text), parameters+" in "+precisionIn.FindString(s.text), needed)
}

// steps is a number of steps that the epochs do not come to, with one batch in each.
func (s sentence) steps() *evidence.Impossible {
	var values [4]float64
	var raw [4]string
	for i, of := range []*pattern.Pattern{stepsIn, batchIn, examplesIn, epochsIn} {
		found := of.FindAllStringSubmatch(s.text, 2)
		if len(found) != 1 {
			return nil
		}
		values[i], raw[i] = wholeOf(found[0][1]), found[0][1]
	}
	steps, batch, examples, epochs := values[0], values[1], values[2], values[3]
	if batch == 0 || epochs == 0 || examples < batch || inexact.MatchString(s.text) || manyAtOnce.MatchString(s.text) {
		return nil
	}
	most, least := math.Ceil(examples/batch)*epochs, math.Floor(examples/batch)*epochs
	devices := most / max(steps, 1)
	if steps >= 0.98*least && steps <= 1.02*most || devices > 1.5 && math.Abs(devices-math.Round(devices)) < 0.05*devices {
		return nil
	}
	return s.fault(evidence.LawSteps, "steps", raw[0], raw[3]+" epochs of "+raw[2]+" examples in batches of "+raw[1], plainFloat(most))
}

var (
	rowParameters = pattern.New(`^(?:(?:total |model |number of |trainable )*param(?:eter)?s?(?: count)?)$`)
	rowPrecision  = pattern.New(`^(?:(?:weight |model |tensor |data )*(?:precision|dtype|d type|type|format))$`)
	rowSize       = pattern.New(`^(?:(?:model |file |disk |weights? |checkpoint |download )*(?:size)(?: on disk)?|weights|disk)$`)
)

// fileSizes finds a table of properties of which the size is not that of the weights.
func (c *computed) fileSizes() {
	if len(c.heads) != 2 {
		return
	}
	var w stored
	var size, parameters *amount
	for i := 1; i < len(c.texts); i++ {
		if len(c.texts[i]) < 2 {
			continue
		}
		name, value := headOf(document.Cell{Text: c.texts[i][0].Text}), strings.TrimSpace(c.texts[i][1].Text)
		cell := &amount{raw: value, row: i, column: 1}
		switch {
		case rowParameters.MatchString(name):
			w.parameters, parameters = value+" parameters", cell
		case rowPrecision.MatchString(name) && bytesOf(value) > 0:
			w.precision = value
		case rowSize.MatchString(name):
			w.size, size = value, cell
		}
	}
	if needed, ok := w.contradiction(); ok && size != nil && parameters != nil {
		parameters.raw += " in " + w.precision + ", " + needed
		c.tell(evidence.LawFileSize, strings.TrimSpace(c.texts[size.row][0].Text), size, []*amount{parameters}, func(a *amount) string { return c.texts[a.row][0].Text })
	}
}
