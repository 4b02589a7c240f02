package finding

import "testing"

func TestGateOf(t *testing.T) {
	for rule, want := range map[string]Gate{
		"card/license_missing":       GateModelCard,
		"data/card_missing":          GateDataCompliance,
		"gdpr/legal_basis":           GateDataCompliance,
		"evaluation/metric_missing":  GateEvaluation,
		"governance/owner_missing":   GatePolicy,
		"custom_card/own":            GatePolicy,
		"main/conftest":              GatePolicy,
		"nobody/knows":               GatePolicy,
		"schema/invalid_value":       "",
		"document/too_large":         "",
		"evidence/outside_models":    "",
		"waiver/expired":             "",
		"cardinal/is_not_about_card": GatePolicy,
	} {
		if got := GateOf(rule); got != want {
			t.Errorf("GateOf(%q) = %q, want %q", rule, got, want)
		}
	}
	for _, g := range Gates {
		if !g.Valid() {
			t.Errorf("%q is not valid", g)
		}
	}
	if Gate("").Valid() {
		t.Error("no gate is a gate")
	}
}
