package document

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// The ids of the rules of this package.
const (
	notUTF8              = "document/not_utf8"
	utf16Encoded         = "document/utf16"
	empty                = "document/empty"
	tooLarge             = "document/too_large"
	tooDeep              = "document/too_deep"
	tooManyNodes         = "document/too_many_nodes"
	syntaxError          = "document/syntax"
	duplicateKey         = "document/duplicate_key"
	keyNotString         = "document/key_not_string"
	tabIndentation       = "document/tab_indentation"
	tabSeparation        = "document/tab_separation"
	controlCharacter     = "document/control_character"
	severalDocuments     = "document/several_documents"
	numberTooLarge       = "document/number_too_large"
	notFinite            = "document/not_finite"
	yaml11Boolean        = "document/yaml11_boolean"
	nullItem             = "document/null_item"
	versionNumber        = "document/version_number"
	frontMatterNotClosed = "document/front_matter_not_closed"
	frontMatterNotFirst  = "document/front_matter_not_first"
	frontMatterNotMap    = "document/front_matter_not_mapping"
	frontMatterOpening   = "document/front_matter_opening"
	unclosedFence        = "document/unclosed_fence"
)

const (
	yamlSpec       = "https://yaml.org/spec/1.2.2/"
	jsonSpec       = "https://www.rfc-editor.org/rfc/rfc8259"
	xmlSpec        = "https://www.w3.org/TR/xml/"
	commonMarkSpec = "https://spec.commonmark.org/0.31.2/"
	modelCardSpec  = "https://huggingface.co/docs/hub/model-cards"
)

// rule is one line of the catalogue.
type rule struct {
	id          string
	severity    finding.Severity
	title       string
	description string
	remediation string
	sources     []string
}

// catalogue lists the rules by id. It is never written to.
var catalogue = []rule{
	{controlCharacter, finding.Error, "Control character",
		"A document holds no control characters except tab, carriage return and line feed: they are invisible to whoever reviews it, and YAML and JSON forbid them.",
		"Remove the character, or write it as an escape such as \\u0000 in a quoted text.",
		[]string{yamlSpec + "#51-character-set", jsonSpec + "#section-7"}},
	{duplicateKey, finding.Error, "Key given twice",
		"A mapping gives each key once. Readers disagree about which of two values counts, so the value that is checked may not be the one that is used.",
		"Remove one of the two keys, or rename it.",
		[]string{yamlSpec + "#3213-node-comparison", jsonSpec + "#section-4"}},
	{empty, finding.Error, "Empty document",
		"A document that is present says something. An empty file, white space or comments alone hold no value to check.",
		"Write the document, or remove the file.",
		[]string{yamlSpec + "#91-documents", jsonSpec + "#section-2"}},
	{frontMatterNotClosed, finding.Error, "Front matter not closed",
		"Front matter that starts with --- ends with a line that is exactly ---. Without it every reader ignores the whole block.",
		"Put a line with three dashes after the last line of the metadata.",
		[]string{modelCardSpec}},
	{frontMatterNotFirst, finding.Error, "Front matter after other text",
		"Front matter is the first thing in a Markdown file: only white space may stand before it. Anywhere else it is text, and the metadata is lost.",
		"Move the block between the --- lines to the top of the file.",
		[]string{modelCardSpec}},
	{frontMatterNotMap, finding.Error, "Front matter is not a mapping",
		"Front matter is a mapping from keys to values. A list or a single text gives no metadata.",
		"Write it as lines of the form `key: value`.",
		[]string{modelCardSpec}},
	{frontMatterOpening, finding.Error, "Front matter not opened by three dashes",
		"The line that opens front matter is exactly three dashes. Without it, with blanks after them, or with more dashes, the metadata is lost.",
		"Add a line of exactly --- before the metadata, as the first line of the file, in place of the line that was meant for it.",
		[]string{modelCardSpec}},
	{keyNotString, finding.Error, "Key is not a text",
		"Keys are texts. A mapping, a list, an alias or nothing at all as a key has no place in JSON, so rules cannot see it.",
		"Use a text as the key; an unfilled template such as {name} must be quoted or filled in.",
		[]string{yamlSpec + "#1022-sequence", jsonSpec + "#section-4"}},
	{notFinite, finding.Error, "Number is not finite",
		"NaN and infinity are not numbers that a threshold can be compared with, and JSON has no notation for them.",
		"Give the measured value, or leave the key out and say why it is missing.",
		[]string{jsonSpec + "#section-6", yamlSpec + "#1032-tag-resolution"}},
	{notUTF8, finding.Error, "Not UTF-8",
		"Documents are encoded in UTF-8. Other bytes are read differently by each tool.",
		"Save the file as UTF-8.",
		[]string{yamlSpec + "#52-character-encodings", jsonSpec + "#section-8.1"}},
	{nullItem, finding.Warning, "List item without a value",
		"An item of a list in front matter has a value. A tool that writes `- null` lost one, and readers disagree whether such an item counts.",
		"Remove the item, or write what it should say.",
		[]string{modelCardSpec, yamlSpec + "#1032-tag-resolution"}},
	{numberTooLarge, finding.Error, "Number too large",
		"A number has at most 64 characters and an exponent of at most 400: enough for every measurement, and it can be computed with exactly.",
		"Shorten the number. If it is an identifier and not a quantity, quote it.",
		[]string{jsonSpec + "#section-6"}},
	{severalDocuments, finding.Error, "Several documents in one file",
		"A file holds one document. Only the first would be checked, and other tools may read the last.",
		"Move the other documents to files of their own, or remove the --- line between them.",
		[]string{yamlSpec + "#92-streams", jsonSpec + "#section-2"}},
	{syntaxError, finding.Error, "Syntax error",
		"A document follows the syntax of its language: YAML 1.2 without merge keys and application tags, JSON, or XML without document types and entities of its own.",
		"Correct the place that the message names.",
		[]string{yamlSpec, jsonSpec, xmlSpec}},
	{tabIndentation, finding.Error, "Tab used for indentation",
		"YAML is indented with spaces. A tab has no fixed width, so it says nothing about nesting.",
		"Replace the tab by spaces.",
		[]string{yamlSpec + "#61-indentation-spaces"}},
	{tabSeparation, finding.Warning, "Tab before a value",
		"A space stands between a key and its value, and between the dash and the item of a list. YAML allows a tab there, but PyYAML, and with it the hub's own client, refuses the whole document.",
		"Replace the tab by a space.",
		[]string{yamlSpec + "#62-separation-spaces", "https://github.com/yaml/pyyaml, lib/yaml/scanner.py, scan_to_next_token: it skips spaces alone"}},
	{tooDeep, finding.Error, "Nested too deeply",
		"Values are nested at most 64 levels deep: deeper ones are not written by people and can exhaust the tools that read them.",
		"Flatten the document.",
		[]string{jsonSpec + "#section-9"}},
	{tooLarge, finding.Error, "Document too large",
		"A document has at most 4 MiB, a JSON file of results 64 MiB: of a long one of Inspect, promptfoo or deepeval no transcripts are read.",
		"Keep bulk data in a file of its own and refer to it by its digest.",
		[]string{jsonSpec + "#section-9"}},
	{tooManyNodes, finding.Error, "Too many values",
		"A document holds a bounded number of values, bytes of text and headings, aliases included, so that a small file cannot expand into a huge one.",
		"Split the document, or write out fewer aliases.",
		[]string{jsonSpec + "#section-9", yamlSpec + "#71-alias-nodes"}},
	{unclosedFence, finding.Warning, "Code fence not closed",
		"A fenced code block ends with a fence of its own. Without it the rest of the document is code, and its sections do not count.",
		"Close the block with a line of the same fence characters.",
		[]string{commonMarkSpec + "#fenced-code-blocks"}},
	{utf16Encoded, finding.Error, "Encoded in UTF-16 or UTF-32",
		"Documents are encoded in UTF-8. Most tools read UTF-16 and UTF-32 as noise, and find no metadata.",
		"Save the file as UTF-8.",
		[]string{yamlSpec + "#52-character-encodings", jsonSpec + "#section-8.1"}},
	{versionNumber, finding.Note, "Version that reads as a number",
		"A version or revision that looks like a number is one for readers of YAML: 1.10 becomes 1.1, and 0123456 may be read in base eight.",
		"Quote the version.",
		[]string{yamlSpec + "#1032-tag-resolution", "https://yaml.org/type/float.html", "https://yaml.org/type/int.html"}},
	{yaml11Boolean, finding.Note, "Text that YAML 1.1 reads as a boolean",
		"yes, no, on and off without quotes are texts in YAML 1.2 and here, but booleans for readers of YAML 1.1: the country NO becomes false.",
		"Quote the text if it is one; write true or false if it is a boolean.",
		[]string{"https://yaml.org/type/bool.html", yamlSpec + "#1032-tag-resolution"}},
}

// Rules lists the rules that reading a document applies, ordered by id.
func Rules() []finding.Rule {
	rules := make([]finding.Rule, len(catalogue))
	for i, r := range catalogue {
		rules[i] = finding.Rule{
			ID:          r.id,
			Title:       r.title,
			Description: r.description,
			Severity:    finding.Always(r.severity),
			Remediation: r.remediation,
			Sources:     slices.Clone(r.sources),
			Scope:       finding.ScopeModel,
			Waivable:    r.severity != finding.Error,
			Origin:      "built-in",
		}
	}
	return rules
}

// suggestionOf is what a rule proposes in place of what it finds.
func suggestionOf(id string) finding.Suggestion {
	switch id {
	case yaml11Boolean, versionNumber:
		return finding.Suggestion{Action: finding.Quote}
	case nullItem:
		return finding.Suggestion{Action: finding.Remove}
	}
	return finding.Suggestion{}
}

func ruleOf(id string) rule {
	return catalogue[slices.IndexFunc(catalogue, func(r rule) bool { return r.id == id })]
}

func severityOf(id string) finding.Severity { return ruleOf(id).severity }

func helpOf(id string) string { return ruleOf(id).remediation }
