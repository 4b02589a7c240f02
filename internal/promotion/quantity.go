package promotion

import (
	"errors"
	"math/big"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var quantityForm = pattern.New(`^([0-9]{1,15}(?:\.[0-9]{1,9})?)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$`)

var (
	decimalUnits = []string{"", "k", "M", "G", "T", "P", "E"}
	binaryUnits  = []string{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}
)

// canonicalQuantity writes a Kubernetes quantity in the form in which the API
// server gives it back (resource.Quantity: no fraction, the largest unit), so
// that a deployer sees no difference that is none: 1.5 is 1500m, 2048Mi is
// 2Gi. It also returns the value. Zero, and what is finer than a thousandth,
// are errors.
func canonicalQuantity(s string) (string, *big.Rat, error) {
	parts := quantityForm.FindStringSubmatch(s)
	if parts == nil {
		return "", nil, errors.New("it is not a quantity: use digits and a unit, as in 500m, 2 or 1Gi")
	}
	value, ok := new(big.Rat).SetString(parts[1])
	if !ok || value.Sign() <= 0 {
		return "", nil, errors.New("it must be greater than 0")
	}
	unit := parts[2]
	if len(unit) == 2 {
		value.Mul(value, unitValue(unit, binaryUnits, 1024))
		if !value.IsInt() {
			return "", nil, errors.New("it is not a whole number of bytes")
		}
		if value.Cmp(big.NewRat(1024, 1)) >= 0 {
			return largestUnit(value, binaryUnits, 1024), value, nil
		}
	} else if unit == "m" {
		value.Quo(value, big.NewRat(1000, 1))
	} else {
		value.Mul(value, unitValue(unit, decimalUnits, 1000))
	}
	if value.IsInt() {
		return largestUnit(value, decimalUnits, 1000), value, nil
	}
	thousandths := new(big.Rat).Mul(value, big.NewRat(1000, 1))
	if !thousandths.IsInt() {
		return "", nil, errors.New("it has more than 3 decimal places")
	}
	return thousandths.Num().String() + "m", value, nil
}

func unitValue(unit string, units []string, step int64) *big.Rat {
	value := big.NewRat(1, 1)
	for _, u := range units {
		if u == unit {
			break
		}
		value.Mul(value, big.NewRat(step, 1))
	}
	return value
}

// largestUnit writes a whole number with the largest unit that divides it.
func largestUnit(value *big.Rat, units []string, step int64) string {
	n, at := new(big.Int).Set(value.Num()), 0
	for at+1 < len(units) {
		quotient, rest := new(big.Int).QuoRem(n, big.NewInt(step), new(big.Int))
		if rest.Sign() != 0 {
			break
		}
		n, at = quotient, at+1
	}
	return n.String() + units[at]
}
