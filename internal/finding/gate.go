package finding

import (
	"slices"
	"strings"
)

// Gate is one of the four parts of the judgement that a repository can require
// on its own. Every rule belongs to one gate, or to all of them.
type Gate string

const (
	GateModelCard      Gate = "model-card"
	GateDataCompliance Gate = "data-compliance"
	GateEvaluation     Gate = "evaluation"
	GatePolicy         Gate = "policy"
)

// Gates lists the gates in the order in which reports show them.
var Gates = []Gate{GateModelCard, GateDataCompliance, GateEvaluation, GatePolicy}

// Valid reports whether g is one of the four gates.
func (g Gate) Valid() bool { return slices.Contains(Gates, g) }

// GateOf is the gate of a rule, by its category. Rules about reading documents
// and about waivers belong to every gate: "". An organisation's own rules are
// policy, whatever they are about, and so is every category that has no gate
// of its own.
func GateOf(rule string) Gate {
	category, _, _ := strings.Cut(rule, "/")
	switch category {
	case "document", "schema", "evidence", "waiver", "baseline":
		return ""
	case "card":
		return GateModelCard
	case "data", "gdpr", "ccpa", "colorado", "eu_ai_act", "hipaa", "lgpd", "pipl", "uk_gdpr", "us_28cfr202":
		return GateDataCompliance
	case "evaluation":
		return GateEvaluation
	}
	return GatePolicy
}
