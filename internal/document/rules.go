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
	mergeConflict        = "document/merge_conflict"
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
		"A document must not contain control characters except tab, carriage return and line feed, nor overrides of the direction of text or invisible tag characters. Reviewers cannot see them, and YAML and JSON forbid most of them.",
		"Remove the character, or write it as an escape such as \\u0000 in a quoted string.",
		[]string{yamlSpec + "#51-character-set", jsonSpec + "#section-7", "https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing"}},
	{duplicateKey, finding.Error, "Duplicate key",
		"A mapping must contain each key only once. Parsers disagree on which value to use, so the checked value may not be the one in use.",
		"Remove one of the two keys, or rename it.",
		[]string{yamlSpec + "#3213-node-comparison", jsonSpec + "#section-4"}},
	{empty, finding.Error, "Empty document",
		"A document must not be empty. A file with only white space or comments contains no values to check.",
		"Write the document, or remove the file.",
		[]string{yamlSpec + "#91-documents", jsonSpec + "#section-2"}},
	{frontMatterNotClosed, finding.Error, "Front matter not closed",
		"Front matter that starts with --- must end with a line that is exactly ---. Without it, parsers ignore the whole block.",
		"Put a line with three dashes after the last line of the metadata.",
		[]string{modelCardSpec}},
	{frontMatterNotFirst, finding.Error, "Front matter after other text",
		"Front matter must come first in a Markdown file; only white space may precede it. Anywhere else it is read as text, and the metadata is lost.",
		"Move the block between the --- lines to the top of the file.",
		[]string{modelCardSpec}},
	{frontMatterNotMap, finding.Error, "Front matter is not a mapping",
		"Front matter must be a mapping from keys to values. A list or a string contains no metadata.",
		"Write it as lines of the form `key: value`.",
		[]string{modelCardSpec}},
	{frontMatterOpening, finding.Error, "Wrong opening line of front matter",
		"The line that opens front matter must be exactly three dashes. With trailing spaces or more dashes, the metadata is lost.",
		"Replace the opening line with exactly ---, as the first line of the file.",
		[]string{modelCardSpec}},
	{keyNotString, finding.Error, "Key is not a string",
		"Keys must be strings. A mapping, list, alias or empty key cannot be represented in JSON, so rules cannot read it.",
		"Use a string as the key. Quote or fill in a template such as {name}.",
		[]string{yamlSpec + "#1022-sequence", jsonSpec + "#section-4"}},
	{mergeConflict, finding.Error, "Unresolved merge conflict",
		"A page must not contain the markers of a merge conflict. Both versions are on the page, and readers cannot tell which one is valid.",
		"Keep one of the two versions, and remove the lines with the markers.",
		[]string{"https://git-scm.com/docs/git-merge#_how_conflicts_are_presented", commonMarkSpec + "#paragraphs"}},
	{notFinite, finding.Error, "Number is not finite",
		"Numbers must be finite. NaN and infinity cannot be compared with a threshold, and JSON cannot represent them.",
		"Use the measured value, or omit the key and state why it is missing.",
		[]string{jsonSpec + "#section-6", yamlSpec + "#1032-tag-resolution"}},
	{notUTF8, finding.Error, "Not UTF-8",
		"Documents must be encoded in UTF-8. Tools read other bytes differently.",
		"Save the file as UTF-8.",
		[]string{yamlSpec + "#52-character-encodings", jsonSpec + "#section-8.1"}},
	{nullItem, finding.Warning, "List item without a value",
		"Every list item in front matter must have a value. A tool that writes `- null` lost one, and parsers disagree on what it means.",
		"Remove the item, or add its value.",
		[]string{modelCardSpec, yamlSpec + "#1032-tag-resolution"}},
	{numberTooLarge, finding.Error, "Number too large",
		"A number must have at most 64 characters and an exponent of at most 400. These limits keep computations exact.",
		"Shorten the number. If it is an identifier, quote it.",
		[]string{jsonSpec + "#section-6"}},
	{severalDocuments, finding.Error, "Several documents in one file",
		"A file must contain one document. Only the first would be checked, and other tools may read the last.",
		"Move the other documents to separate files, or remove the --- line between them.",
		[]string{yamlSpec + "#92-streams", jsonSpec + "#section-2"}},
	{syntaxError, finding.Error, "Syntax error",
		"A document must be valid YAML 1.2 without application tags, JSON, or XML without document types and custom entities.",
		"Fix the syntax error at the reported position.",
		[]string{yamlSpec, jsonSpec, xmlSpec}},
	{tabIndentation, finding.Error, "Tab used for indentation",
		"YAML must be indented with spaces. A tab has no fixed width, so the nesting is ambiguous.",
		"Replace the tab with spaces.",
		[]string{yamlSpec + "#61-indentation-spaces"}},
	{tabSeparation, finding.Warning, "Tab before a value",
		"Use a space between a key and its value, and between the dash and the item of a list; you should not use a tab. PyYAML, and with it the Hugging Face Hub client, rejects the whole document.",
		"Replace the tab with a space.",
		[]string{yamlSpec + "#62-separation-spaces", "https://github.com/yaml/pyyaml, lib/yaml/scanner.py, scan_to_next_token: it skips spaces alone"}},
	{tooDeep, finding.Error, "Nested too deeply",
		"Values must be nested at most 64 levels deep. Deeper nesting can exhaust the tools that read the document.",
		"Flatten the document.",
		[]string{jsonSpec + "#section-9"}},
	{tooLarge, finding.Error, "Document too large",
		"A document must have at most 4 MiB, and a JSON results file or a log at most 64 MiB. Of a long log, the last value of each name and the best row are read. Transcripts in long Inspect, promptfoo and deepeval files are not read.",
		"Move bulk data to a separate file and refer to it by its digest.",
		[]string{jsonSpec + "#section-9"}},
	{tooManyNodes, finding.Error, "Too many values",
		"The number of values, text bytes and headings of a document, including aliases, must stay within limits. They prevent a small file from expanding into a huge one.",
		"Split the document, or use fewer aliases.",
		[]string{jsonSpec + "#section-9", yamlSpec + "#71-alias-nodes"}},
	{unclosedFence, finding.Warning, "Code fence not closed",
		"A fenced code block must end with a closing fence. Without it, the rest of the document is code, and its sections are not read.",
		"Close the block with a line of the same fence characters.",
		[]string{commonMarkSpec + "#fenced-code-blocks"}},
	{utf16Encoded, finding.Error, "Encoded in UTF-16 or UTF-32",
		"Documents must be encoded in UTF-8. Most tools cannot read UTF-16 and UTF-32, and find no metadata.",
		"Save the file as UTF-8.",
		[]string{yamlSpec + "#52-character-encodings", jsonSpec + "#section-8.1"}},
	{versionNumber, finding.Note, "Unquoted version number",
		"A version or revision that looks like a number should be quoted. YAML parsers read 1.10 as 1.1, and may read 0123456 as octal.",
		"Quote the version.",
		[]string{yamlSpec + "#1032-tag-resolution", "https://yaml.org/type/float.html", "https://yaml.org/type/int.html"}},
	{yaml11Boolean, finding.Note, "Unquoted YAML 1.1 boolean",
		"The words yes, no, on and off should be quoted. They are strings in YAML 1.2, but booleans in YAML 1.1: the country NO becomes false.",
		"Quote the word if it is a string. Use true or false if it is a boolean.",
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
			Origin:      finding.BuiltIn,
		}
	}
	return rules
}

// suggestionOf is what a rule proposes in place of what it finds.
func suggestionOf(id string) finding.Suggestion {
	switch id {
	case yaml11Boolean, versionNumber, numberTooLarge:
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
