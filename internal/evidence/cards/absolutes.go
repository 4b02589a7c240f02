package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// absolute is what no model can be said to be: without fault, harm or limit. certified is a claim
	// of compliance as a whole.
	absolute = pattern.New(`(?i)\b(?:(?:is|are) )?never (?:(?:been )?wrong|incorrect|mistaken|fails?|errs?|hallucinat\w+)\b|\b(?:never|does not|doesn't|cannot|can not) (?:ever )?(?:makes?|produces?|gives?|commits?) (?:any )?(?:mistakes?|errors?|wrong (?:predictions?|answers?|results?))\b` +
		`|\b(?:is|are) always (?:right|correct|accurate|true|reliable)\b|\b(?:is|are) 100 ?% (?:accurate|correct|reliable|safe|secure|unbiased|trustworthy|error-free)\b|\b(?:is|are) (?:completely |totally |fully |entirely |absolutely )?(?:infallible|error-free|bias-free|hallucination-free)\b|\b(?:is|are) (?:completely|totally|fully|entirely|absolutely|perfectly) (?:unbiased|accurate|reliable|safe|fair|secure|free (?:of|from) (?:any )?(?:bias\w*|errors?|risks?|hallucinations?))\b` +
		`|\b(?:cannot|can not|can never|will never|never) (?:ever )?(?:produces?|generates?|outputs?|includes?|contains?|returns?|gives?) (?:any )?(?:harmful|toxic|offensive|unsafe|biased|false|illegal|discriminatory)(?:,? (?:and |or )?(?:harmful|toxic|offensive|unsafe|biased|false|illegal))* (?:text|texts|contents?|outputs?|language|predictions?|responses?|answers?|results?|images?)\b|\bnever (?:includes?|contains?|produces?|generates?|outputs?)\b[^;]{0,90}\bhallucinat` +
		`|\b(?:this|the) model (?:does not|doesn't) (?:have|make|give|produce|show) (?:any )?(?:biased|harmful|toxic|offensive|unsafe) (?:predictions?|outputs?|content|texts?|results?|responses?|answers?)` +
		`|\b(?:has|have|involves?|poses?|carries|carry|there (?:is|are)|with|without) (?:absolutely )?(?:no|any) (?:risks?|bias(?:es)?|limitations?)(?:,? (?:and |or )?(?:risks?|bias(?:es)?|limitations?|harms?))*,? (?:of any kind|whatsoever|at all)\b`)
	certified = pattern.New(`(?i)\b(?:certified|guaranteed|100 ?%|fully|completely) (?:as |to be |in compliance with )?(?:the )?(?:EU )?(?:GDPR|HIPAA|CCPA|AI Act|SOC ?2|ISO ?[0-9/IEC -]{4,12}|PCI[- ]DSS|FDA|FERPA|COPPA)\b(?:(?:,| and| or|,? and) (?:the )?(?:EU )?(?:GDPR|HIPAA|CCPA|AI Act|SOC ?2|ISO ?[0-9]{4,5}))*(?:[- ](?:compliant|compliance|certified|approved))?|\bcompl(?:ies|y) fully with (?:the )?(?:EU )?(?:GDPR|HIPAA|CCPA|AI Act)\b|\b(?:GDPR|HIPAA|CCPA|AI Act)[- ]certified\b`)
	// notAsserted are words before an absolute claim by which a sentence does not make it.
	notAsserted = pattern.New(`(?i)\b(?:not|n't|no|nor|neither|never|nobody|may|might|could|should|would|must|if|whether|when|unless|until|ensur\w*|make sure|guarantee\w*|believ\w*|assum\w*|think|claim\w*|expect\w*|aim\w*|goals?|tr(?:y|ies|ied|ying)|want|designed|intended|hop\w+|prompt\w*|instruct\w*|assistant|you|users?|humans?|every|any|all|some|most|many|cases?|where|only|than|example)\b|["“”?‘]`)
	// illustrates is the title of a section with texts of the model, or for it.
	illustrates = pattern.New(`(?i)\b(?:examples?|outputs?|samples?|prompts?|demo)\b`)
	// evidenced is a sentence that refers to a proof of what it claims.
	evidenced = pattern.New(`(?i)\bsee\b|\breports?\b|\bcertificate|\bno\. ?[0-9]|\baudit\w*|\bhttps?:`)
)

// absolutes are sentences that say what is true of no model, and claims of compliance of which the
// sentence gives no evidence.
func absolutes(d *document.Document, said []passage.Sentence) []evidence.Text {
	var out []evidence.Text
	for _, s := range slices.Concat(said, cellSentences(d)) {
		if s.Section >= 0 && illustrates.MatchString(d.Sections[s.Section].Title) {
			continue
		}
		at := absolute.FindStringIndex(s.Text)
		if at == nil {
			if at = certified.FindStringIndex(s.Text); at == nil || evidenced.MatchString(s.Text) {
				continue
			}
		}
		before, after := s.Text[:at[0]], s.Text[at[1]:]
		if notAsserted.MatchString(before[strings.LastIndexAny(before, ",;:")+1:]) || strings.ContainsAny(after, "?\"”") || len(out) == passage.MaxStatements {
			continue
		}
		out = append(out, evidence.NewText(s.At, strings.Join(strings.Fields(s.Text), " ")))
	}
	return out
}

// minSaid is how many words a cell of a table has at least that is a sentence.
const minSaid = 5

// cellSentences are the sentences in the tables of a card.
func cellSentences(d *document.Document) []passage.Sentence {
	var out []passage.Sentence
	for i, t := range d.Marks.Tables {
		for r, row := range t.Rows {
			for c, cell := range row {
				if len(cell.Text) <= passage.MaxSentence && strings.Count(cell.Text, " ") >= minSaid-1 && len(out) < passage.MaxSentences {
					for _, text := range passage.SentencesOf(cell.Text) {
						out = append(out, passage.Sentence{Text: text, At: figures.CellAt(d, i, r, c), Section: passage.SectionAt(d, t.Span.Start)})
					}
				}
			}
		}
	}
	return out
}
