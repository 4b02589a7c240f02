package evidence

// Gap is a place of a card whose text announces or uses what is not there.
type Gap struct {
	At   Anchor  `json:"at"`
	Kind GapKind `json:"kind"`
	Text string  `json:"text"` // what is announced or used, as written
}

// GapKind is what is missing at a place of a card.
type GapKind string

const (
	GapSection GapKind = "section" // that a sentence refers to by its title
	GapList    GapKind = "list"    // that the last sentence of a section announces
	GapImport  GapKind = "import"  // of a module that code uses
	GapQuotes  GapKind = "quotes"  // code has typographic quotes where a text begins or ends
	GapEntry   GapKind = "entry"   // of a list of references, for a number in the text
	GapName    GapKind = "name"    // that code uses and nothing in the card defines
	GapReturn  GapKind = "return"  // of code that is in no function
	GapSyntax  GapKind = "syntax"  // a bracket or a quote of Python that has no other
	GapFence   GapKind = "fence"   // a block of Python that is marked as another language
	GapStep    GapKind = "step"    // of a numbered list, which goes on behind it
	GapBrace   GapKind = "brace"   // that closes an entry of BibTeX
)

func (GapKind) Words() []string {
	return listed(GapSection, GapList, GapImport, GapQuotes, GapEntry, GapName, GapReturn, GapSyntax, GapFence, GapStep, GapBrace)
}
