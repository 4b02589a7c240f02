package evidence

// Flaw is a place of a card at which its page shows other than what was meant, or nothing.
type Flaw struct {
	At      Anchor   `json:"at"`
	Kind    FlawKind `json:"kind"`
	Text    string   `json:"text"`    // as written, on one line; the beginning of a long one
	Meant   string   `json:"meant"`   // what was probably meant; "" if that is unknown
	Cells   int      `json:"cells"`   // of the row of a table
	Columns int      `json:"columns"` // of the table, or of its row of dashes
}

// FlawKind is what is wrong at a place of a card.
type FlawKind string

const (
	FlawHeading     FlawKind = "heading_as_text"       // ##Title
	FlawLinkSpace   FlawKind = "link_with_space"       // [text] (address)
	FlawLinkTurned  FlawKind = "link_reversed"         // (text)[address]
	FlawLinkTorn    FlawKind = "link_malformed"        // [text](address without an end
	FlawLinkText    FlawKind = "link_text_differs"     // [https://a.org](https://b.org)
	FlawReference   FlawKind = "reference_undefined"   // [text][name]
	FlawFootnote    FlawKind = "footnote_undefined"    // [^1]
	FlawLooseNote   FlawKind = "footnote_unused"       // [^1]: text
	FlawTable       FlawKind = "table_not_shown"       // lines with pipes that are no table
	FlawCells       FlawKind = "table_cells_lost"      // beyond the last column
	FlawSwallowed   FlawKind = "text_in_table"         // a line below a table, without an empty one between
	FlawUnclosed    FlawKind = "html_unclosed"         // <details>
	FlawComment     FlawKind = "comment_unclosed"      // <!--
	FlawTag         FlawKind = "tag_unknown"           // <name>, which is left out
	FlawInHTML      FlawKind = "markdown_in_html"      // shown as it is written
	FlawFence       FlawKind = "fence_mixed"           // ``` and ~~~
	FlawHidden      FlawKind = "section_in_comment"    // a section that is written, and not shown
	FlawRow         FlawKind = "row_outside_table"     // behind an empty line
	FlawShort       FlawKind = "row_too_short"         // a value is missing
	FlawRawTag      FlawKind = "html_as_text"          // < br>
	FlawCodeHeading FlawKind = "heading_in_code"       // indented by four blanks
	FlawBold        FlawKind = "bold_as_text"          // ** text **
	FlawBigText     FlawKind = "text_as_heading"       // with dashes right below it
	FlawMojibake    FlawKind = "mojibake"              // Ã©
	FlawReplacement FlawKind = "replacement_character" // U+FFFD
	FlawInvisible   FlawKind = "hidden_character"      // within a word
	FlawEntity      FlawKind = "entity_escaped"        // &amp;lt;
	FlawCodeEntity  FlawKind = "code_escaped"          // &lt; in code
	FlawNewline     FlawKind = "newline_escaped"       // \n
	FlawOpenCode    FlawKind = "code_unclosed"         // a block of code that goes on through text
)

func (FlawKind) Words() []string {
	return listed(FlawHeading, FlawLinkSpace, FlawLinkTurned, FlawLinkTorn, FlawLinkText, FlawReference, FlawFootnote, FlawLooseNote, FlawTable, FlawCells, FlawSwallowed,
		FlawUnclosed, FlawComment, FlawTag, FlawInHTML, FlawFence, FlawHidden, FlawRow, FlawShort, FlawRawTag, FlawCodeHeading, FlawBold, FlawBigText, FlawMojibake, FlawReplacement, FlawInvisible, FlawEntity, FlawCodeEntity, FlawNewline, FlawOpenCode)
}
