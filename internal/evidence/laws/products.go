package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const decimalNumber = `(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)`

var (
	// multiplied are numbers with signs of multiplication between them, and what they are said to make.
	multiplied = pattern.New(`(?:^|[\s(:])(` + decimalNumber + `(?:\s*[\pL()-]+){0,5}?(?:\s*[x×*·]\s*` + decimalNumber + `(?:\s*[\pL()-]+){0,5}?){1,3})\s*=\s*\**\s*(` + decimalNumber + `)(?:[\s,;)*]|\.?$)`)
	roughly    = pattern.New(`(?i)\b(?:about|approx\w*|around|roughly|nearly|almost|over|more than|up to)\b|[~≈]`)
	factorIn   = pattern.New(`(?:^|[x×*·]\s*)(` + decimalNumber + `)`)
)

// product is a number that a sentence calls the product of others, and that is not.
func (s sentence) product() *evidence.Impossible {
	m := multiplied.FindStringSubmatch(s.Text)
	if m == nil || roughly.MatchString(m[0]) {
		return nil
	}
	made, shown := 1.0, []string{}
	for _, f := range factorIn.FindAllStringSubmatch(m[1], passage.MaxMentions) {
		made, shown = made*wholeOf(f[1]), append(shown, f[1])
	}
	stated := wholeOf(m[2])
	if len(shown) < 2 || made == 0 || stated == 0 || math.Abs(made-stated) <= 0.01*made {
		return nil
	}
	return s.fault(evidence.LawProduct, "product", m[2], strings.Join(shown, " × "), plainFloat(made))
}
