package cards

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Unite is what the pages of a model's card say together, the first of the
// cards, and the facts that one of the cards tells otherwise than those before it.
func Unite(cards []evidence.Card, pages int) (evidence.Card, []evidence.Conflict) {
	u, conflicts := cards[0], []evidence.Conflict{}
	for i, c := range cards[1:] {
		conflicts = append(conflicts, disagreements(u, c)...)
		if i+1 < pages {
			u = merged(u, c)
		}
	}
	return u, conflicts
}

// disagreements are the facts that a model's card and another of its cards tell
// differently. What one of them does not say, says less, or says in prose is no
// disagreement.
func disagreements(a, b evidence.Card) []evidence.Conflict {
	out := conflict.Of("name", a.Name, b.Name, sameName)
	out = append(out, conflict.Of("version", a.Version, b.Version, conflict.SameVersion)...)
	out = append(out, conflict.Of("license", licenseOf(a), licenseOf(b), conflict.SameLicense)...)
	out = append(out, conflict.Of("task", a.Task, b.Task, sameTask)...)
	out = append(out, conflict.Of("risk_class", a.RiskClass, b.RiskClass, strings.EqualFold)...)
	out = append(out, conflict.Of("automated_decision", a.Automated.Level, b.Automated.Level, strings.EqualFold)...)
	out = append(out, conflict.Disjoint("languages", a.Languages.Items, b.Languages.Items, isLanguageCode)...)
	out = append(out, conflict.Disjoint("datasets", conflict.Items(a.Datasets.Items, func(d evidence.UsedDataset) evidence.Item { return evidence.Item{At: d.At, Value: d.Value} }), conflict.Items(b.Datasets.Items, func(d evidence.UsedDataset) evidence.Item { return evidence.Item{At: d.At, Value: d.Value} }), conflict.IsID)...)
	out = append(out, conflict.Disjoint("base_models", conflict.Items(a.BaseModels.Items, func(m evidence.BaseModel) evidence.Item { return evidence.Item{At: m.At, Value: m.Value} }), conflict.Items(b.BaseModels.Items, func(m evidence.BaseModel) evidence.Item { return evidence.Item{At: m.At, Value: m.Value} }), conflict.IsID)...)
	return append(out, differingClaims(a.Claims, b.Claims)...)
}

// sameName: one name may be a part of the other ("bert", "org/bert-base"), and a
// title in words is no identifier that could differ.
func sameName(a, b string) bool {
	x, y := conflict.Normal(conflict.LastPart(a)), conflict.Normal(conflict.LastPart(b))
	return x == "" || y == "" || strings.Contains(x, y) || strings.Contains(y, x) || strings.Contains(strings.TrimSpace(a), " ") || strings.Contains(strings.TrimSpace(b), " ")
}

// licenseOf is the identifier of a card's licence; one that says only that it is
// another one says nothing to compare.
func licenseOf(c evidence.Card) evidence.Text {
	l := c.License
	if v := strings.ToLower(l.Value); v == "other" || v == "unknown" || strings.HasPrefix(v, "licenseref-") || !conflict.IsID(l.Value) || len(c.Licenses.Items) > 1 {
		return evidence.Text{At: l.At}
	}
	return l
}

// sameTask: names of tasks are compared, descriptions of them are not.
func sameTask(a, b string) bool {
	x, y := conflict.Normal(a), conflict.Normal(b)
	return len(strings.Fields(a)) > 4 || len(strings.Fields(b)) > 4 || strings.Contains(x, y) || strings.Contains(y, x)
}

var languageCode = pattern.New(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func isLanguageCode(s string) bool { return languageCode.MatchString(s) }

// claimKey is what a claim is about. Claims are compared only if each card makes
// one claim about it.
func claimKey(c evidence.Claim) string {
	return strings.Join([]string{conflict.Normal(c.Metric), conflict.Normal(conflict.LastPart(c.Dataset)), conflict.Normal(c.Split), conflict.Normal(c.Slice)}, "\x00")
}

func differingClaims(a, b []evidence.Claim) []evidence.Conflict {
	first := map[string][]evidence.Claim{}
	for _, c := range a {
		first[claimKey(c)] = append(first[claimKey(c)], c)
	}
	second := map[string][]evidence.Claim{}
	for _, c := range b {
		second[claimKey(c)] = append(second[claimKey(c)], c)
	}
	out := []evidence.Conflict{}
	for key, of := range second {
		if other := first[key]; len(of) == 1 && len(other) == 1 && differ(other[0].Raw, of[0].Raw) {
			out = append(out, evidence.Conflict{Field: "claim " + of[0].Metric, At: of[0].At, Value: of[0].Raw, OtherAt: other[0].At, OtherValue: other[0].Raw})
		}
	}
	slices.SortFunc(out, func(x, y evidence.Conflict) int {
		return cmp.Or(cmp.Compare(x.Field, y.Field), cmp.Compare(x.At, y.At))
	})
	return out
}

var plainDecimal = pattern.New(`^[+-]?([0-9]{1,32})(?:\.([0-9]{1,32}))?\s*%?$`)

// differ reports whether two numbers as written cannot be of one value: rounded
// to the fewer of their decimal places, as fraction or as percentage.
func differ(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	x, y := plainDecimal.FindStringSubmatch(a), plainDecimal.FindStringSubmatch(b)
	if x == nil || y == nil {
		return false
	}
	value := func(s string) *big.Rat {
		r, _ := new(big.Rat).SetString(strings.TrimSpace(strings.TrimSuffix(s, "%")))
		return r
	}
	p, q := value(a), value(b)
	hundred := big.NewRat(100, 1)
	for _, pair := range []struct {
		a, b             *big.Rat
		placesA, placesB int
	}{
		{p, q, len(x[2]), len(y[2])},
		{new(big.Rat).Mul(p, hundred), q, max(0, len(x[2])-2), len(y[2])},
		{p, new(big.Rat).Mul(q, hundred), len(x[2]), max(0, len(y[2])-2)},
	} {
		places := min(pair.placesA, pair.placesB)
		unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
		if gap := new(big.Rat).Abs(new(big.Rat).Sub(pair.a, pair.b)); gap.Cmp(unit) < 0 {
			return false
		}
	}
	return true
}
