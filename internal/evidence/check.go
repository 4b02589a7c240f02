package evidence

// Check is one question that a threshold of the trusted configuration has for
// the evidence, and the answer: in exact decimals where values are compared,
// in statistics where the threshold requires them. It is a fact: what it means
// is for a rule to say. Numbers are text, "" where there is none.
type Check struct {
	At        Anchor      `json:"at"`        // the result, else the evaluation, else the model card
	Defined   Anchor      `json:"defined"`   // the bound, in .modelgate of the base commit
	Key       string      `json:"key"`       // tells the checks of a model apart: threshold, bound, and the slice where a threshold has several
	Threshold string      `json:"threshold"` // its id
	Metric    string      `json:"metric"`
	Slice     string      `json:"slice"`
	Part      string      `json:"part"` // task, split or variant of the result that decided, in words; "" where all are of one
	Bound     Bound       `json:"bound"`
	Limit     string      `json:"limit"` // as written
	Direction Direction   `json:"direction"`
	Unit      string      `json:"unit"`
	Mode      Mode        `json:"mode"`
	Severity  Consequence `json:"severity"` // what the threshold wants of an answer that is not pass
	Question  string      `json:"question"` // in words

	Verdict Verdict `json:"verdict"`
	Reason  Reason  `json:"reason"`
	Detail  string  `json:"detail"` // the same in words, with the figures

	Value        string `json:"value"`      // as written
	BaseValue    string `json:"base_value"` // of the baseline, as written
	BaselineFrom string `json:"baseline_from"`
	N            string `json:"n"` // examples
	BaseN        string `json:"base_n"`

	Rung       Rung   `json:"rung"`   // the evidence that decided
	Method     string `json:"method"` // in words, with the seed where there is one
	Change     string `json:"change"` // how much better than the baseline, by direction; below zero is worse
	Low        string `json:"low"`    // of the interval of the change, or of the value where there is no baseline
	High       string `json:"high"`
	P          string `json:"p"`          // of the test, before correction
	Adjusted   string `json:"adjusted"`   // after correction for the family
	Family     int    `json:"family"`     // tests that were corrected for together; 0 where none is
	Needed     string `json:"needed"`     // examples that would probably be enough, "" if that is not known
	Unrecorded bool   `json:"unrecorded"` // ratchet: the baseline is better than all that the lock remembers: the next one may forget it
	Near       string `json:"near"`       // missing: the result that was probably meant, "" if none is like it
}
