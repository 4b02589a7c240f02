package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
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
	twoUnits = pattern.New(`(?i)(?:^|[\s(])([0-9]+(?:\.[0-9]+)?|` + wholeNumber + `) ?(` + unitName + `)(?: \((?:i\.e\.?,? |or |= ?)?|, (?:i\.e\.?,?|that is,?) )([0-9]+(?:\.[0-9]+)?|` + wholeNumber + `) ?(` + unitName + `)(?:\)|[,;]|\.?$)`)
	// countsOf are two counts and the percentage that one is of the other.
	countsOf     = pattern.New(`(?i)(?:^|[\s(])(` + wholeNumber + `) ?(?:of|out of|/) ?(?:the |all |our |these )?(` + wholeNumber + `)(?: [\pL-]+){0,4} \(([0-9]{1,3}(?:\.[0-9]+)?) ?%\)`)
	countsAmong  = pattern.New(`(?i)\bof (?:the |all |our |these )?(` + wholeNumber + `) [\pL-]+, (?:[\pL-]+ ){0,3}?(` + wholeNumber + `) (?:[\pL-]+ ){0,2}?\(([0-9]{1,3}(?:\.[0-9]+)?) ?%\)`)
	percentCount = pattern.New(`(?i)(?:^|[\s(])([0-9]{1,3}(?:\.[0-9]+)?) ?% ?\((` + wholeNumber + `) ?(?:of|out of|/) ?(?:the |all |our |these )?(` + wholeNumber + `)(?: [\pL-]+){0,3}?\)`)
	// onNone is a measurement on no examples, or on fewer.
	onNone   = pattern.New(`(?i)\b(?:evaluated|tested|measured|trained|fine-?tuned|validated|assessed)\b[^.;0-9]{0,40}?\bon (?:exactly |only |just )?(?:an? (?:held-out )?(?:test )?set of )?(0|zero|[-−][0-9][0-9,]*) (?:[\pL-]+ )?(?:` + exampleNames + `)\b`)
	prompted = pattern.New(`(?i)\bshots?\b|\bprompts?\b|in-context|demonstrations?`)
	// notNumber is a value that is no number, of a metric or a loss.
	notNumber = pattern.New(`(?i)\b((?:[\pL-]+ )?loss|accuracy|f1(?:[ -]score)?|wer|bleu|perplexity|precision|recall|rmse|mae)\**\s*(?:is|was|of|:|=)\s*\**(nan|[+-]?inf(?:inity)?)\b`)
	// troubles is a sentence about what may happen.
	troubles = pattern.New("(?i)\\b(?:if|when|may|might|can|could|should|avoid\\w*|prevent\\w*|because|due|issues?|bugs?|fix\\w*|errors?|warning|overflow|unstable|instabilit\\w*|until|otherwise)\\b|[`?]")

	stepsIn    = pattern.New(`(?i)\b(` + wholeNumber + `) (?:training |optimi[sz]er |gradient |update )?steps\b`)
	epochsIn   = pattern.New(`(?i)\b(` + wholeNumber + `) epochs?\b`)
	batchIn    = pattern.New(`(?i)\bbatch(?:es)?(?: size)?(?: of| is| was|:|=)? ?(` + wholeNumber + `)\b`)
	examplesIn = pattern.New(`(?i)\b(` + wholeNumber + `) (?:training )?(?:` + exampleNames + `)\b`)
	manyAtOnce = pattern.New(`(?i)\b(?:gpus?|tpus?|devices?|nodes?|accumulat\w*|per|effective|pack\w*|augment\w*|warm-?up|early|evaluat\w*|every|mask\w*|sequences?)\b`)
)

// arithmetic are the amounts of a sentence that are not what the others of it make them.
func (s sentence) arithmetic() []*evidence.Impossible {
	return []*evidence.Impossible{s.change(), s.factor(), s.percentage(), s.twoUnits(), s.onNone(), s.notFinite(), s.fileSize(), s.steps(), s.ofOutcomes(), s.complement(), s.product()}
}

// alone is a value of a sentence that no other is needed for to be wrong.
func (s sentence) alone(law evidence.MetricLaw, name, raw string) *evidence.Impossible {
	return &evidence.Impossible{At: s.At, Law: law, Claimed: true, Value: evidence.Stated{At: s.At, Metric: name, Raw: raw}, Others: []evidence.Stated{}}
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
	m := countsOf.FindStringSubmatch(s.Text)
	if m == nil {
		if m = countsAmong.FindStringSubmatch(s.Text); m != nil {
			m = []string{m[0], m[2], m[1], m[3]}
		}
	}
	if m == nil {
		if m = percentCount.FindStringSubmatch(s.Text); m != nil {
			m = []string{m[0], m[2], m[3], m[1]}
		}
	}
	if m == nil || passage.Inexact.MatchString(m[0]) {
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
	m := twoUnits.FindStringSubmatch(s.Text)
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
	m := onNone.FindStringSubmatch(s.Text)
	switch {
	case m == nil, prompted.MatchString(s.Text):
		return nil
	case strings.ContainsAny(m[1], "-−"):
		return s.alone(evidence.LawCount, "number of examples", m[1])
	}
	return s.alone(evidence.LawNoExamples, "number of examples", m[1])
}

// notFinite is a metric of which a sentence says that it is no number.
func (s sentence) notFinite() *evidence.Impossible {
	m := notNumber.FindStringSubmatch(s.Text)
	if m == nil || troubles.MatchString(s.Text) {
		return nil
	}
	return s.alone(evidence.LawFinite, m[1], m[2])
}

// steps is a number of steps that the epochs do not come to, with one batch in each.
func (s sentence) steps() *evidence.Impossible {
	var values [4]float64
	var raw [4]string
	for i, of := range []*pattern.Pattern{stepsIn, batchIn, examplesIn, epochsIn} {
		found := of.FindAllStringSubmatch(s.Text, 2)
		if len(found) != 1 {
			return nil
		}
		values[i], raw[i] = wholeOf(found[0][1]), found[0][1]
	}
	steps, batch, examples, epochs := values[0], values[1], values[2], values[3]
	if batch == 0 || epochs == 0 || examples < batch || passage.Inexact.MatchString(s.Text) || manyAtOnce.MatchString(s.Text) {
		return nil
	}
	most, least := math.Ceil(examples/batch)*epochs, math.Floor(examples/batch)*epochs
	devices := most / max(steps, 1)
	if steps >= 0.98*least && steps <= 1.02*most || devices > 1.5 && math.Abs(devices-math.Round(devices)) < 0.05*devices {
		return nil
	}
	return s.fault(evidence.LawSteps, "steps", raw[0], raw[3]+" epochs of "+raw[2]+" examples in batches of "+raw[1], plainFloat(most))
}
