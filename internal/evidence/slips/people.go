package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// personRecord is the name of a person with a date of birth, or the number of a record, behind it.
	personRecord = pattern.New(`\b(\p{Lu}[\p{L}'’-]+ (?:\p{Lu}\. )?\p{Lu}[\p{L}'’-]+)[,;:(]? {0,2}(?:[^.\n]{0,40}?[,;( ])?(?i:(?:born|dob|d\.o\.b\.|date of birth|birth ?date|geb(?:oren|\.)?)(?: on| am)?[ :=]{1,3}(?:[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|\pL{3,9}\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2}\.? \pL{3,9}\.? [0-9]{4})|(?:mrn|ssn|medical record (?:number|no\.?)|social security (?:number|no\.?)|(?:insurance|passport|patient) (?:number|no\.?|id))[ :=#]{1,3}[0-9][0-9-]{4,})`)
	// aboutRecords are words of cards whose examples have such records, which nobody is.
	aboutRecords = pattern.New(`(?i)\bde-?identif|\banonymi|\bpseudonymi|\bpii\b|\bphi\b|\bredact|\bsynthetic|\bfictional|\bfictitious|\bimaginary|\binvented\b|named[- ]entit|\bner\b|\bentity|\bmade[- ]up|\bfake\b|\bpersonal(?:ly)? (?:data|information|identifiable)|\bprivacy filter`)
	// roleOf is what a person is to whoever has a record, and recordNumber the name of its number.
	roleOf       = pattern.New(`(?i)\b(?:patient|customer|client|employee|applicant|member|student|pupil|user|claimant|borrower|subject|tenant|participant|case)\b`)
	recordNumber = pattern.New(`(?i)\b(?:mrn|ssn|medical record|social security|insurance|passport|patient)\b`)
	// nobody are names that are of no person, or of one of whom everybody knows.
	nobody = pattern.New(`(?i)\b(?:(?:john|jane|james|joe|jack|jill) (?:doe|smith|public)|max mustermann|erika mustermann|mario rossi|juan p[eé]rez|jean dupont|foo bar)\b|^(?:the|this|our|president|king|queen|prince|professor|actor|dr\.?) `)
)

const besideName = 25 // bytes before a name in which a role is read

// people finds records of people by name. Where a card is about such records, its examples have them.
func (s *slipReader) people() {
	if aboutRecords.Match(s.d.Source[:min(len(s.d.Source), passage.MaxBodyRead)]) {
		return
	}
	for _, b := range s.blocks {
		for _, m := range personRecord.FindAllSubmatchIndex([]byte(b.Text), 3) {
			name := b.Text[m[2]:m[3]]
			before := b.Text[max(0, m[0]-besideName):m[2]]
			isRecord := roleOf.MatchString(before+" "+name) || recordNumber.MatchString(b.Text[m[3]:m[1]]) // else it may be of whoever is in books
			if isRecord && !nobody.MatchString(b.Text[m[0]:m[1]]) && !strings.Contains(b.Text, "wikipedia") {
				s.add(evidence.SlipPerson, b.Start+m[2], initials(name), "")
			}
		}
	}
}

// initials are a name as a report may have it.
func initials(name string) string {
	var out []string
	for _, word := range strings.Fields(name) {
		for _, r := range word {
			out = append(out, string(r)+".")
			break
		}
	}
	return strings.Join(out, " ")
}
