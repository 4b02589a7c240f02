package finding

// Suggestion is what a rule proposes in place of what it found, in words of the
// document: which bytes that comes to is for package correction to say. The
// zero Suggestion proposes nothing.
type Suggestion struct {
	Action Action
	Text   string // the key, value, title or paragraph; "" for Quote and for an item to Remove
}

// Action is a way of mending what a finding is about.
type Action string

const (
	RenameKey    Action = "rename_key"    // give the member at the finding's pointer this key
	ReplaceValue Action = "replace_value" // put this text at the finding's pointer
	AddSection   Action = "add_section"   // append a section with this title to the finding's document
	Quote        Action = "quote"         // quote the plain text at the finding's place
	Remove       Action = "remove"        // take the item at the finding's pointer out of its list, or this paragraph out of the body
)

// Fix is one way to mend a finding by editing its file. Applying it needs no
// judgement: it changes what the Description says, and nothing else.
type Fix struct {
	Description string `json:"description"`
	Edits       []Edit `json:"edits"`  // of one file, in its order, without overlap
	Before      string `json:"before"` // the whole lines that the edits touch, without the last line break
	After       string `json:"after"`  // what the edits make of them
}

// Edit replaces a range of a file. The place of an insertion is empty.
type Edit struct {
	At          Position `json:"location"`
	Start       int      `json:"start"` // byte offset of the first byte that goes
	End         int      `json:"end"`   // byte offset after the last byte that goes
	Replacement string   `json:"replacement"`
}

// Valid reports whether the edits are those of one file, in order and apart.
func (f Fix) Valid() bool {
	for i, e := range f.Edits {
		if e.At.Path == "" || e.At.Path != f.Edits[0].At.Path || e.Start < 0 || e.End < e.Start || i > 0 && e.Start < f.Edits[i-1].End {
			return false
		}
	}
	return len(f.Edits) > 0
}
