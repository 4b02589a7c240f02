package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// supported is what announces a list of all languages of a model, at the end of what is before it.
	supported = pattern.New(`(?i)(?:\bsupported languages?|\blanguages? supported|\bsupports?(?: the)?(?: following)? (?:[0-9]{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: following)? languages?)[*_]{0,2}:[*_]{0,2}|(?m:^#{1,4} (?:supported languages?|languages? (?:covered|supported))[ \t]*\r?$)`)
	// oneLanguage is an item of such a list: a name of one word, or any name with a code.
	oneLanguage = pattern.New(`^(?:([a-z]{3,20})|[a-z ]{3,30} \(([a-z]{2,3})(?:[_-][a-z]{2})?\))$`)
)

const (
	minListed = 3
	maxListed = 120 // languages of a list
	maxList   = 3_000
)

// languageLists finds lists of all languages of a model, with nothing else in them.
func (s *slipReader) languageLists() {
	body := s.d.Source[s.d.Front.End:min(len(s.d.Source), s.d.Front.End+passage.MaxBodyRead)]
	for _, m := range supported.FindAllIndex(body, passage.MaxMentions) {
		rest := string(body[m[1]:min(len(body), m[1]+maxList)])
		text := strings.TrimLeft(rest, " \t\r\n`*_")
		offset := m[1] + len(rest) - len(text)
		text, _, _ = strings.Cut(text, "\n")
		if codes := languagesIn(text); len(codes) >= minListed && len(s.out) < Max {
			s.out = append(s.out, evidence.Slip{At: passage.LineAnchor(s.d, s.d.Front.End+offset), Kind: evidence.SlipLanguage, Value: strings.Join(codes, " "), Other: "all"})
		}
	}
}

// languagesIn are the codes, or the names, of a list in one line; none if anything else is in it.
func languagesIn(line string) []string {
	line = strings.ToLower(strings.Trim(line, " \t\r.`*_"))
	line = strings.NewReplacer(", and ", ",", ", or ", ",", " and ", ",", " & ", ",").Replace(line)
	var out []string
	for item := range strings.SplitSeq(line, ",") {
		m := oneLanguage.FindStringSubmatch(strings.Trim(item, " `*_"))
		if m == nil || len(out) == maxListed {
			return nil
		}
		out = append(out, m[1]+m[2])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
