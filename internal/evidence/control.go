package evidence

// Law is a law that applies to a card, as the card or the configuration declares, and
// that has a pack.
type Law struct {
	At     Anchor `json:"at"`
	Regime string `json:"regime"`
	Card   string `json:"card"` // path
}

// Control is a control of a law's pack that applies to a card, with what the card lacks
// or says against it.
type Control struct {
	At        Anchor           `json:"at"`      // of the card
	Subject   string           `json:"subject"` // the card in words: dataset "contracts", or model
	Card      string           `json:"card"`    // its path
	Regime    string           `json:"regime"`
	ID        string           `json:"id"`
	Article   string           `json:"article"`
	From      string           `json:"from"` // YYYY-MM-DD
	Confirmed bool             `json:"confirmed"`
	State     ControlState     `json:"state"`
	Problems  []ControlProblem `json:"problems"`
}

// ControlProblem is what a card lacks or says against a control.
type ControlProblem struct {
	At    Anchor      `json:"at"`
	Kind  ProblemKind `json:"kind"`
	Tag   string      `json:"tag"`
	Words string      `json:"words"` // hipaa.role is missing
	Ask   string      `json:"ask"`   // what to do, as the pack has it
}

// EndedControl is a control that applied to a card of the base and does not apply to what
// takes its place, with a tag that changed and that its conditions read.
type EndedControl struct {
	At      Anchor `json:"at"` // of the tag as proposed
	Regime  string `json:"regime"`
	ID      string `json:"id"` // "" where the whole law no longer applies
	Article string `json:"article"`
	Title   string `json:"title"`
	Tag     string `json:"tag"`
	Words   string `json:"words"` // hipaa.method changes from "safe-harbor" to "expert-determination"
}

// ControlState is whether a control is in force on the day of the run.
type ControlState string

const (
	ControlInForce     ControlState = "in_force"
	ControlUpcoming    ControlState = "upcoming"
	ControlUnconfirmed ControlState = "unconfirmed" // its article or dates could not be confirmed
	ControlEnded       ControlState = "ended"
)

func (ControlState) Words() []string {
	return listed(ControlInForce, ControlUpcoming, ControlUnconfirmed, ControlEnded)
}

// ProblemKind tells what is absent from what is wrong.
type ProblemKind string

const (
	TagMissing      ProblemKind = "missing"
	TagContradicted ProblemKind = "contradicted"
)

func (ProblemKind) Words() []string { return listed(TagMissing, TagContradicted) }
