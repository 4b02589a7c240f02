package cards

// What the text of a card says that its metadata say as well is read sentence by
// sentence, within these limits.
const (
	maxSectionRead = 8 << 10 // bytes of a section
	maxSentences   = 100     // of a section
	maxSentence    = 400     // bytes
	maxStatements  = 50      // of a card
)
