package decision

import "github.com/modelgate-dev/modelgate/internal/finding"

// Check is one question that a threshold asks of a model's results, and its
// answer, as reports show it. Numbers are text, "" where there is none; those of
// the evidence are as written.
type Check struct {
	Threshold    string           `json:"threshold"`
	Metric       string           `json:"metric"`
	Slice        string           `json:"slice"`
	Question     string           `json:"question"`        // in words
	Bound        string           `json:"bound,omitempty"` // which bound of the threshold: min, max, above, below, not_worse_by …
	Limit        string           `json:"limit,omitempty"` // of the bound, as written
	Mode         string           `json:"mode"`            // point, bound, catch, prove
	Severity     string           `json:"severity"`        // block, warn, info
	Verdict      string           `json:"verdict"`         // pass, fail, inconclusive, error, waived, first_model, not_applicable
	Reason       string           `json:"reason"`
	Detail       string           `json:"detail"`
	Direction    string           `json:"direction"` // which way is better, "" if nobody says
	Unit         string           `json:"unit"`
	Value        string           `json:"value"`
	N            string           `json:"n"`
	Baseline     string           `json:"baseline"`
	BaselineN    string           `json:"baseline_n"`
	BaselineFrom string           `json:"baseline_from"`
	Change       string           `json:"change"` // how much better than the baseline; below zero is worse
	Low          string           `json:"low"`    // of the interval of the change, or of the value where there is no baseline
	High         string           `json:"high"`
	Rung         string           `json:"rung"` // per_example, counts, stderr, runs, point
	Method       string           `json:"method"`
	P            string           `json:"p"`
	Adjusted     string           `json:"adjusted"`
	Family       int              `json:"family"` // tests that were corrected for together
	Needed       string           `json:"needed"` // examples that would probably decide
	At           finding.Position `json:"location"`
	Policy       finding.Position `json:"policy_location"`
}
