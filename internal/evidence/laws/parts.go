package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// announcedSum is an amount at whose end a list begins, and amountItem the amount of one item in
	// parentheses or behind a colon.
	announcedSum = pattern.New(`(?i)\b(?:compris\w+|consist\w+|composed|total\w*|made up|contain\w*|ha[sd]|trained|sum)\b[^.;\n]{0,80}?\b([0-9][0-9,]*(?:\.[0-9]+)?) ?(hours?|hrs?|h|examples|samples|images|sentences|documents|pairs|utterances|recordings|records|tokens|minutes)\b[^.;\n0-9]{0,80}:\s*$`)
	amountItem   = pattern.New(`(?i)(?:\(|[:–—-]\s)\s*([0-9][0-9,]*(?:\.[0-9]+)?) ?(hours?|hrs?|h|examples|samples|images|sentences|documents|pairs|utterances|recordings|records|tokens|minutes)\b[^()0-9]{0,20}\)?\s*$`)
	// roughSum are words of a sum that is no exact one, or of parts that are not all.
	roughSum = pattern.New(`(?i)\b(?:about|approximately|approx|around|roughly|nearly|almost|over|more than|less than|at least|up to|circa|includ\w*|such as|among|e\.?g|some|subsets?|overlap\w*|each|per)\b|[~≈<>]|[0-9]\+`)
	// shareOfCases is a share of one noun: "in 80% of the cases", "the 10% remaining cases".
	shareOfCases = pattern.New(`(?i)([0-9]{1,3}(?:\.[0-9]+)?) ?% (of (?:the |all )?|remaining )([\pL]{4,})`)
	// devicesFor is how long some devices ran, and deviceHours what that came to.
	devicesFor  = pattern.New(`(?i)(?:^|[\s(])([0-9]{1,4}|single|one|two|four|eight)[ -]?(?:x |× ?)?(?:(?:nvidia|amd|tesla|google|cloud) )?(?:[A-Z][\w-]{1,9} )?(?:[0-9]{1,3} ?GB )?-?(GPUs?|TPUs?|A100s?|V100s?|H100s?|T4s?)\b([^.;]{0,40}?)\bfor ([0-9]+(?:\.[0-9]+)?) ?(hours?|hrs?|h|days?|weeks?)\b`)
	deviceHours = pattern.New(`(?i)(?:^|[\s(~])([0-9][0-9,]*(?:\.[0-9]+)?) (?:GPU|TPU|A100|V100|H100|T4|device)[- ]?hours\b`)
	nodesIn     = pattern.New(`(?i)\b([0-9]{1,4}|two|three|four|eight) (?:[\w-]+ )?(?:nodes|machines|servers)\b`)
)

// partFaults are amounts that the items of a list, or the other numbers of their sentence, make
// others.
func partFaults(d *document.Document, blocks []passage.Block, said []sentence) []evidence.Impossible {
	var out []evidence.Impossible
	add := func(found *evidence.Impossible) {
		if found != nil && len(out) < maxFaults {
			out = append(out, *found)
		}
	}
	for i, b := range blocks {
		if b.Kind == passage.ProseBlock && i+1 < len(blocks) && blocks[i+1].Kind == passage.ListBlock {
			add(listedSum(d, b, blocks[i+1]))
		}
		if b.Kind == passage.ListBlock {
			add(listedShares(d, b))
		}
	}
	for _, s := range said {
		add(s.deviceHours())
	}
	return out
}

// inBlock is a fault at an offset of the source.
func inBlock(d *document.Document, offset int, law evidence.MetricLaw, name, raw, other, otherRaw string) *evidence.Impossible {
	return sentence{passage.Sentence{At: passage.LineAnchor(d, offset)}}.fault(law, name, raw, other, otherRaw)
}

// listedSum is an amount that is not the sum of the list behind it, of which each item has one.
func listedSum(d *document.Document, b, list passage.Block) *evidence.Impossible {
	m := announcedSum.FindSubmatchIndex([]byte(b.Text))
	if m == nil || roughSum.MatchString(b.Text[m[0]:m[1]]) {
		return nil
	}
	total, unit := amountOf(strings.ReplaceAll(b.Text[m[2]:m[3]], ",", ""), 0, 0), b.Text[m[4]:m[5]]
	sum, shown, rounded := 0.0, []string{}, 0.5
	for line := range strings.Lines(list.Text) {
		line = strings.TrimSpace(line)
		item := amountItem.FindStringSubmatch(line)
		if !passage.IsListItem(line) || item == nil || unitStem(item[2]) != unitStem(unit) || roughSum.MatchString(line) {
			return nil
		}
		a := amountOf(strings.ReplaceAll(item[1], ",", ""), 0, 0)
		if a == nil {
			return nil
		}
		sum, shown, rounded = sum+a.value, append(shown, a.raw), rounded+a.unit/2
	}
	if total == nil || len(shown) < 2 || math.Abs(sum-total.value) <= max(rounded, 0.02*total.value, total.unit) {
		return nil
	}
	return inBlock(d, b.Start+m[2], evidence.LawSum, "total", b.Text[m[2]:m[5]], "sum of the list", strings.Join(shown[:min(len(shown), 6)], " + ")+" = "+plainFloat(sum))
}

// unitStem is a unit without its plural and in one spelling.
func unitStem(unit string) string {
	unit = strings.TrimSuffix(strings.ToLower(unit), "s")
	if unit == "hr" || unit == "hour" {
		return "h"
	}
	return unit
}

// listedShares are the shares of one noun, one in each item of a list, of which the last has what
// remains.
func listedShares(d *document.Document, b passage.Block) *evidence.Impossible {
	sums, shown, last, at := map[string]float64{}, map[string][]string{}, "", 0
	offset := 0
	for line := range strings.Lines(b.Text) {
		found := shareOfCases.FindAllSubmatchIndex([]byte(line), 2)
		if len(found) == 1 {
			m := passage.Groups(line, found[0])
			noun := strings.ToLower(m[3])
			a := amountOf(m[1], 0, 0)
			sums[noun], shown[noun] = sums[noun]+a.value, append(shown[noun], m[1]+"%")
			if strings.HasPrefix(strings.ToLower(m[2]), "remaining") || strings.Contains(line, "remaining") {
				last, at = noun, b.Start+offset
			}
		}
		offset += len(line)
	}
	if last == "" || len(shown[last]) < 3 || math.Abs(sums[last]-100) <= 1 {
		return nil
	}
	return inBlock(d, at, evidence.LawShares, "shares of "+last, strings.Join(shown[last], " + "), "sum", plainFloat(sums[last])+"%")
}

// deviceHours are hours of devices that are not those of the devices and the time in the sentence.
func (s sentence) deviceHours() *evidence.Impossible {
	run, stated := devicesFor.FindAllStringSubmatch(s.Text, 2), deviceHours.FindAllStringSubmatch(s.Text, 2)
	if len(run) != 1 || len(stated) != 1 || roughSum.MatchString(s.Text) {
		return nil
	}
	m := run[0]
	each, seconds := amountOf(m[4], 0, 0), timeUnits[strings.ToLower(m[5])]
	hours := amountOf(strings.ReplaceAll(stated[0][1], ",", ""), 0, 0)
	if each == nil || hours == nil || seconds == 0 || hours.value == 0 {
		return nil
	}
	devices := float64(passage.NumberOf(m[1]))
	if nodes := nodesIn.FindStringSubmatch(s.Text); nodes != nil {
		devices *= float64(passage.NumberOf(nodes[1]))
	}
	is := devices * each.value * seconds / 3600
	room := 0.1 + each.unit/each.value
	if ratio := hours.value / is; ratio > 1-room && ratio < 1+room {
		return nil
	}
	return s.fault(evidence.LawUnits, "device hours", stated[0][1], m[1]+" devices for "+m[4]+" "+m[5], plainFloat(is))
}

var (
	// carbonLine and hoursLine are the emissions of a training, and the hours of devices that it took,
	// as the hub's template has them.
	carbonLine = pattern.New(`(?im)^[ \t*+-]{0,8}(?:total )?(?:carbon|co2|co₂)[ -]?(?:eq\w* )?(?:emitted|emissions?)\b[^:\n]{0,140}:[ \t*]*([0-9][0-9,]*(?:\.[0-9]+)?) ?(kg|g|grams?|kilograms?|t|tons?|tonnes?|tco2\w*|kgco2\w*)\b`)
	hoursLine  = pattern.New(`(?im)^[ \t*+-]{0,8}(?:total )?(?:(?:gpu|training) )?hours used\b[^:\n]{0,40}:[ \t*]*([0-9][0-9,]*(?:\.[0-9]+)?)(?: (?:gpu |tpu |a100 )?(?:hours?|hrs?|h))?[ \t*.]*\r?$`)
)

const (
	leastCarbon = 0.3     // grams of CO2 that an accelerator causes in an hour, with nearly all power from water
	mostCarbon  = 20_000. // of a server with the most accelerators and power from coal
)

// gramsOf is a mass in grams.
func gramsOf(raw, unit string) float64 {
	value := wholeOrPart(raw)
	unit = strings.ToLower(unit)
	switch {
	case strings.HasPrefix(unit, "k"):
		return value * 1e3
	case strings.HasPrefix(unit, "t"):
		return value * 1e6
	}
	return value
}

// wholeOrPart is a number with signs for thousands, 0 if it is none.
func wholeOrPart(raw string) float64 {
	if a := amountOf(strings.ReplaceAll(raw, ",", ""), 0, 0); a != nil {
		return a.value
	}
	return 0
}

// carbonFaults are emissions that the hours of their card cannot have caused, by a wrong unit, or
// that the metadata, which are in grams, state as a number of another unit.
func carbonFaults(d *document.Document, stated evidence.Emissions) []evidence.Impossible {
	body := d.Source[d.Front.End:min(len(d.Source), d.Front.End+passage.MaxBodyRead)]
	carbon, hours := carbonLine.FindAllSubmatchIndex(body, 2), hoursLine.FindAllSubmatchIndex(body, 2)
	if len(carbon) != 1 {
		return nil
	}
	m := passage.Groups(string(body), carbon[0])
	grams, offset := gramsOf(m[1], m[2]), d.Front.End+carbon[0][2]
	var out []evidence.Impossible
	if len(hours) == 1 {
		shown := string(body[hours[0][2]:hours[0][3]])
		if time := wholeOrPart(shown); grams > 0 && time > 0 && (grams/time < leastCarbon || grams/time > mostCarbon) {
			out = append(out, *inBlock(d, offset, evidence.LawUnit, "Carbon Emitted", m[1]+" "+m[2], "Hours used", shown))
		}
	}
	if value := wholeOrPart(stated.Emissions.Value); value > 0 && value != grams && value == wholeOrPart(m[1]) {
		found := inBlock(d, offset, evidence.LawUnits, "co2_eq_emissions", stated.Emissions.Value+" g", "Carbon Emitted", m[1]+" "+m[2])
		found.Value.At, found.Others[0].At = stated.Emissions.At, found.At
		found.At = stated.Emissions.At
		out = append(out, *found)
	}
	return out
}
