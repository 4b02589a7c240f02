package cards

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// shortDay is a day as 30.11.26 behind words that no version follows.
var shortDay = pattern.New(`(?i)\b(?:as of|updated(?: on)?|last modified(?: on)?|dated|published on|released on):? ((?:[0-2][0-9]|3[01])[./](?:[0-2][0-9]|3[01])[./]((?:[0-9]{2})))(?:$|[^\w/]|[.]\W)`)

var onlyYear = pattern.New(`(?i)\b(?:in|since|during|en|im) ((?:19|20)[0-9]{2})(?:$|[^\w-])`)

// What happened, in the words of a sentence.
var hasTrained = pattern.New(`(?i)\b(?:(?:pre-?|fine-?)?(?:trained|tuned)|finetuned|training (?:was|took|ran|started|began|finished|ended|happened|run|date|period)|trainiert|entrenado|training dates?|trained on:)\b|\bentraîné`)

var hasReleased = pattern.New(`(?i)\b(?:releas(?:e|ed)|published|launched|uploaded|open-?sourced|publicado)\b|veröffentlicht|\bpublié`)

var hasWritten = pattern.New(`(?i)\b(?:as of|last (?:updated?|modified|revised|reviewed)|updated|created|written|built|collected|crawled|scraped|gathered|annotated|recorded|evaluated|measured|cut-?off|version)\b`)

// isPlanned is a sentence about what is still to happen, or may.
var isPlanned = pattern.New(`(?i)\b(?:will|would|shall|may be|might|could|plan\w*|expect\w*|until|till|upcoming|schedul\w*|deprecat\w*|retir\w*|support\w*|valid\w*|expir\w*|end of life|eol|forecast\w*|predict\w*|target\w*|roadmap|intend\w*|going to|horizon|project(?:ed|ion)s?|next|future|goal|aims?|by (?:the )?(?:end|year|early|mid|late)|due|embargo\w*|conference|licen[sc]e|until|wird|scenario\w*|simulat\w*|synthetic|fiction\w*|deadline|hypothetical|example)\b`)

// isOtherRelease is a sentence about another version, or other things than the model.
var isOtherRelease = pattern.New(`(?i)\b(?:version|v[0-9]|previous|first|original|base|paper|dataset|corpus|data|code|library|transformers|pytorch|update|base|checkpoint)\b`)

// isAboutDates is a sentence that shows a date, or says what becomes of wrong ones.
var isAboutDates = pattern.New("(?i)[`\"“”„«»]|\\b(?:such as|e\\.g|for instance|z\\. ?b|dates|invalid|wrong|impossible|malformed|not exist|pars\\w*|case|no\\.|directive|regulation)\\b")

// isReference is a section of other people's works.
var isReference = pattern.New(`(?i)\b(?:references?|bibliography|related|licen[sc]e|examples?|usage|prompt\w*|roadmap|future)\b`)

// isImpossible reports whether a whole day is in no calendar. Numbers that are no days and
// months in another order either are something else, such as the number of a case.
func isImpossible(value string) bool {
	if len(value) != len(time.DateOnly) || value[5:7] > "31" || value[8:] > "31" || value[5:7] == "00" || value[8:] == "00" {
		return false
	}
	_, err := time.Parse(time.DateOnly, value)
	return err != nil
}

// statedDays are the days that the text of a card says that something happened, and those
// in it that no calendar has.
func statedDays(d *document.Document) []evidence.StatedDay {
	out := []evidence.StatedDay{}
	for _, s := range d.Sections {
		if isReference.MatchString(s.Title) || !strings.ContainsAny(s.Own, "0123456789") {
			continue
		}
		for _, sentence := range daySentences(s.Own) {
			if len(sentence) > passage.MaxSentence {
				continue
			}
			event := eventOf(sentence)
			if isPlanned.MatchString(sentence) {
				event = ""
			}
			for _, day := range daysIn(sentence) {
				event := event
				if isEvaluation(sentence, day.Raw) && !isPlanned.MatchString(sentence) {
					event = evidence.EventEvaluated
				}
				if event == "" { // a day that no calendar has is wrong whatever the sentence says
					if !isImpossible(day.Value) || isAboutDates.MatchString(sentence) {
						continue
					}
					event = evidence.EventOther
				}
				if len(out) == passage.MaxStatements {
					return out
				}
				day.At, day.Event, day.Other = passage.Quoted(d, s.Slug, sentence), event, isOtherRelease.MatchString(sentence)
				out = append(out, day)
			}
		}
	}
	for i, l := range d.Marks.Labels {
		if event := eventOf(l.Name); event != "" && len(l.Value) <= passage.MaxSentence && !isPlanned.MatchString(l.Name+" "+l.Value) {
			for _, day := range daysIn(l.Value) {
				if len(out) == passage.MaxStatements {
					return out
				}
				if slices.ContainsFunc(out, func(o evidence.StatedDay) bool { return o.Event == event && o.Raw == day.Raw }) { // the sentence that it is in the list
					continue
				}
				day.At, day.Event, day.Other = evidence.Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), event, isOtherRelease.MatchString(l.Name)
				out = append(out, day)
			}
		}
	}
	return out
}

// numberedDay is a day before a month in languages that write a dot behind it: "3. Februar".
var numberedDay = pattern.New(`(?i)(^|[^\w.])([0-9]{1,2})\. (` + passage.MonthNames + `)\b`)

// daySentences are the sentences of a text, which do not end at the number of a day.
func daySentences(text string) []string {
	return prose.Sentences(numberedDay.ReplaceAllString(text[:min(len(text), passage.MaxSectionRead)], "$1$2 $3"), passage.MaxSectionRead, passage.MaxSentences)
}

// evaluatedOn is what stands before the day of an evaluation, and not before that of its data.
var evaluatedOn = pattern.New(`(?i)\b(?:evaluated|tested|evaluation (?:was run|was done|took place|ran))(?: last)? (?:on|in) (?:the )?$`)

// isEvaluation reports whether a sentence says that the model was evaluated on a day.
func isEvaluation(sentence, day string) bool {
	before, _, found := strings.Cut(sentence, day)
	return found && evaluatedOn.MatchString(before)
}

// eventOf is what a sentence says has happened, "" if nothing.
func eventOf(sentence string) evidence.Event {
	switch {
	case hasTrained.MatchString(sentence) && !hasReleased.MatchString(sentence):
		return evidence.EventTrained
	case hasReleased.MatchString(sentence):
		return evidence.EventReleased
	case hasWritten.MatchString(sentence):
		return evidence.EventOther
	}
	return ""
}

// daysIn are the days, months and years of a sentence, as YYYY-MM-DD as far as they are
// written, in order. A day need not be one of the calendar.
func daysIn(sentence string) []evidence.StatedDay {
	var out []evidence.StatedDay
	add := func(year, month, day, raw string) {
		value := year
		if month != "" {
			value += "-" + passage.Padded(month)
		}
		if month != "" && day != "" {
			value += "-" + passage.Padded(day)
		}
		if !slices.ContainsFunc(out, func(d evidence.StatedDay) bool {
			return strings.HasPrefix(d.Value, value) || strings.Contains(d.Raw, raw)
		}) {
			out = append(out, evidence.StatedDay{Value: value, Raw: raw})
		}
	}
	for _, m := range passage.IsoDay.FindAllStringSubmatch(sentence, 10) {
		add(m[1], m[3], m[4], m[1]+m[2]+m[3]+m[2]+m[4])
	}
	for _, m := range passage.DayFirst.FindAllStringSubmatch(sentence, 10) {
		add(m[3], passage.MonthOf(m[2]), m[1], strings.TrimSpace(m[1]+" "+m[2]+" "+m[3]))
	}
	for _, m := range passage.MonthFirst.FindAllStringSubmatch(sentence, 10) {
		add(m[3], passage.MonthOf(m[1]), m[2], strings.Join(strings.Fields(m[1]+" "+m[2]+" "+m[3]), " "))
	}
	for _, m := range passage.IsoMonth.FindAllStringSubmatch(sentence, 10) {
		add(m[1], m[2], "", m[1]+"-"+m[2])
	}
	for _, m := range shortDay.FindAllStringSubmatch(sentence, 10) { // which of the first two is the month is not known
		add("20"+m[2], "", "", m[1])
	}
	for _, m := range onlyYear.FindAllStringSubmatch(sentence, 10) {
		add(m[1], "", "", m[1])
	}
	return out
}
