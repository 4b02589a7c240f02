// Package evaluation holds thresholds against evaluation results, and a card's
// claims against both, in exact decimals. It yields facts and a verdict for
// each check; what a verdict means for the decision is a rule's to say.
package evaluation

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// parse reads a decimal literal exactly. Literals beyond the limits of
// document (digits, exponent) are refused before they are expanded.
func parse(literal string) (*big.Rat, error) {
	if literal == "" || len(literal) > document.MaxNumber {
		return nil, fmt.Errorf("%q is not a number of at most %d characters", clip(literal), document.MaxNumber)
	}
	for _, r := range literal { // big.Rat also reads fractions, hexadecimal and underscores
		if !strings.ContainsRune("0123456789+-.eE", r) {
			return nil, fmt.Errorf("%q is not a decimal number", literal)
		}
	}
	if _, exponent, ok := strings.Cut(strings.ToLower(literal), "e"); ok {
		if e, err := strconv.Atoi(exponent); err != nil || e > document.MaxExp || e < -document.MaxExp {
			return nil, fmt.Errorf("%q has an exponent beyond ±%d", literal, document.MaxExp)
		}
	}
	r, ok := new(big.Rat).SetString(literal)
	if !ok {
		return nil, fmt.Errorf("%q is not a number", literal)
	}
	return r, nil
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// places is the number of decimal places of a literal: the precision that
// whoever wrote it chose. 0.85 has two, 8.5e-1 too.
func places(literal string) int {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
	_, fraction, _ := strings.Cut(mantissa, ".")
	e, _ := strconv.Atoi(exponent)
	return max(len(fraction)-e, 0)
}
