package evidence

// RegimeTag is a tag that one law requires, as a card has it below the name of the
// law: hipaa.status. Which tags a law requires is in its pack, policies/regimes.
type RegimeTag struct {
	At     Anchor        `json:"at"`
	Name   string        `json:"name"`   // us_28cfr202.persons.biometric
	Values []RegimeValue `json:"values"` // one of a scalar, those of a list
}

// RegimeValue is a value of such a tag.
type RegimeValue struct {
	At    Anchor `json:"at"`
	Value string `json:"value"`
	Lost  bool   `json:"lost"` // it is a path, and no file is there
}

// RegimeBlocks are the laws that have tags of their own, by the name of the block
// that a card has for them.
var RegimeBlocks = []string{"ccpa", "colorado", "eu_ai_act", "hipaa", "lgpd", "pipl", "uk_gdpr", "us_28cfr202"}
