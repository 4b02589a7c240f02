package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxPeriodKeys  = 500 // of metadata that are searched for periods
	maxPeriodDepth = 4
)

var (
	// periodOpens is what stands before the first day of a period, periodGoesOn what stands between
	// its days. A dash alone joins days of a training only.
	periodOpens  = pattern.New(`(?i)\b(?:from|since|beginning (?:in|on)?|start(?:ed|ing|s)?(?: (?:on|in|at))?|began(?: (?:on|in))?|von|vom|du|depuis|desde|dal|del|van|с|от)\s*(?:the |early |mid-?|late )?$`)
	periodIs     = pattern.New(`(?i)\bbetween\s*$`)
	periodGoesOn = pattern.New(`(?i)^[\s,]*(?:\([^()]{0,40}\)\s*)?(?:to|until|till|up to|through|thru|bis(?: zum)?|jusqu'en|hasta|au?|al|até|fino al?|tot(?: en met)?|по|до)\s*(?:the |early |mid-?|late )?$|^[^.;]{0,60}\b(?:ended|ends|ending|finished|finishes|completed|concluded|stopped|terminated)(?: (?:on|in|at|by))?\s*$`)
	periodAnd    = pattern.New(`(?i)^\s*and\s*$`)
	periodDash   = pattern.New(`^\s*(?:[-–—~→]|->|\.\.+|/)\s*$`)
	// startsTraining and endsTraining are sentences and names about one end of a training.
	startsTraining = pattern.New(`(?i)\btraining (?:runs? )?(?:was )?(?:start(?:ed|s)?|began|begins?|commenced|launched)\b|\bstart(?:ed)? (?:of )?(?:the )?training\b|\btrain(?:ing)? (?:start|begin)(?:ed)?\b`)
	endsTraining   = pattern.New(`(?i)\btraining (?:runs? )?(?:was )?(?:end(?:ed|s)?|finish(?:ed|es)?|complet(?:ed|ion)|concluded|stopped)\b|\b(?:end|completion) (?:of )?(?:the )?training\b|\bfinished training\b`)
	// startKey is the name of metadata for the start of a period. That of its end has another word.
	startKey   = pattern.New(`(?i)^(.*?[_-]?)(?:start(?:ed)?|begin|began|from)([_-]?(?:date|day|on|at|time)?)$`)
	periodEnds = []string{"end", "ended", "finish", "finished", "stop", "completed", "until", "to"}
	aboutDay   = pattern.New(`(?i)train|date|period|collect|durat|when|time`)
	// isOfTraining is a text about when something was made.
	isOfTraining = pattern.New(`(?i)\b(?:train|tun|collect|gather|crawl|record|annotat|scrap|sampl|evaluat|measur|fetch|run|ran)`)
)

// statedPeriods are the periods that a card states: in sentences and labels of its text, and
// in its metadata. Of the beginning and the end of the training told apart, there is one each.
func statedPeriods(d *document.Document, root place.Place) []evidence.StatedPeriod {
	out := []evidence.StatedPeriod{}
	add := func(from, to passage.DayAt, pointer ...string) {
		if len(out) < passage.MaxStatements {
			out = append(out, evidence.StatedPeriod{At: evidence.Anchor(d.Path + "#" + document.Pointer(pointer...)), From: from.Value, FromRaw: from.Raw, To: to.Value, ToRaw: to.Raw})
		}
	}
	var starts, ends []passage.DayAt
	var endsAt []string
	read := func(name, text string, pointer ...string) {
		days := passage.DaysAt(text)
		for i := range max(0, len(days)-1) {
			if isPeriod(name, text, days[i], days[i+1]) {
				add(days[i], days[i+1], pointer...)
			}
		}
		if about := name + " " + text; len(days) == 1 && !isPlanned.MatchString(about) {
			switch {
			case startsTraining.MatchString(about) && !endsTraining.MatchString(about):
				starts = append(starts, days[0])
			case endsTraining.MatchString(about) && !startsTraining.MatchString(about):
				ends, endsAt = append(ends, days[0]), pointer
			}
		}
	}
	for _, s := range d.Sections {
		if isReference.MatchString(s.Title) || !strings.ContainsAny(s.Own, "0123456789") {
			continue
		}
		for _, sentence := range daySentences(s.Own) {
			if len(sentence) <= passage.MaxSentence && !strings.ContainsAny(sentence, "\"“”") {
				read("", sentence, "sections", s.Slug, sentence)
			}
		}
	}
	for i, l := range d.Marks.Labels {
		if len(l.Name)+len(l.Value) <= passage.MaxSentence {
			read(l.Name, l.Value, "body", "labels", strconv.Itoa(i))
		}
	}
	for i, t := range d.Marks.Tables {
		for r, row := range t.Rows {
			if len(row) == 2 && len(row[0].Text)+len(row[1].Text) <= passage.MaxSentence && r < passage.MaxSentences {
				read(row[0].Text, row[1].Text, "body", "tables", strconv.Itoa(i), strconv.Itoa(r), "1")
			}
		}
	}
	if only(starts) && only(ends) {
		add(starts[0], ends[0], endsAt...)
	}
	seen := 0
	return distinct(append(out, metadataPeriods(root, "", maxPeriodDepth, &seen)...))
}

// only reports whether some days are one, told once or several times.
func only(days []passage.DayAt) bool {
	return len(days) > 0 && !slices.ContainsFunc(days, func(d passage.DayAt) bool { return d.Value != days[0].Value })
}

// distinct are the first of the periods with the same days: a label is a sentence of a list as well.
func distinct(periods []evidence.StatedPeriod) []evidence.StatedPeriod {
	out := periods[:0]
	for _, p := range periods {
		if !slices.ContainsFunc(out, func(o evidence.StatedPeriod) bool { return o.FromRaw == p.FromRaw && o.ToRaw == p.ToRaw }) {
			out = append(out, p)
		}
	}
	return out
}

// isPeriod reports whether two days of a text, one behind the other, are those of a period.
func isPeriod(name, text string, from, to passage.DayAt) bool {
	before, between := text[:from.Start], text[from.End:to.Start]
	switch {
	case periodOpens.MatchString(before):
		return periodGoesOn.MatchString(between) || periodDash.MatchString(between)
	case periodIs.MatchString(before):
		return periodAnd.MatchString(between) && isOfTraining.MatchString(name+" "+before)
	case name != "" && aboutDay.MatchString(name) && strings.TrimSpace(before) == "":
		return periodGoesOn.MatchString(between) || periodDash.MatchString(between)
	case strings.HasSuffix(strings.TrimSpace(before), "("), strings.TrimSpace(before) == "", isOfTraining.MatchString(before):
		return isOfTraining.MatchString(before) && (periodDash.MatchString(between) || periodGoesOn.MatchString(between))
	}
	return false
}

// metadataPeriods are the periods of metadata: two keys of one mapping for its ends, or one text.
func metadataPeriods(p place.Place, name string, depth int, seen *int) []evidence.StatedPeriod {
	var out []evidence.StatedPeriod
	members := p.InOrder()
	for _, m := range members {
		if *seen++; *seen > maxPeriodKeys {
			return out
		}
		key := m.Node.Key
		if depth > 0 && key != "model-index" {
			out = append(out, metadataPeriods(m, key, depth-1, seen)...)
		}
		value := m.Text().Value
		days := passage.DaysAt(value)
		if len(days) == 2 && len(value) <= passage.MaxSentence && aboutDay.MatchString(name+" "+key) && isPeriod(key+" date", value, days[0], days[1]) {
			out = append(out, evidence.StatedPeriod{At: m.Anchor, From: days[0].Value, FromRaw: days[0].Raw, To: days[1].Value, ToRaw: days[1].Raw})
		}
		if len(days) != 1 {
			continue
		}
		parts := startKey.FindStringSubmatch(key)
		if parts == nil {
			continue
		}
		for _, end := range periodEnds {
			for _, other := range members {
				if to := passage.DaysAt(other.Text().Value); len(to) == 1 && strings.EqualFold(other.Node.Key, parts[1]+end+parts[2]) {
					out = append(out, evidence.StatedPeriod{At: other.Anchor, From: days[0].Value, FromRaw: days[0].Raw, To: to[0].Value, ToRaw: to[0].Raw})
				}
			}
		}
	}
	return out
}
