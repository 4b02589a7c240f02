package prose

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Marker is the comment in a section that correction has added.
const Marker = "modelgate: write this section"

// prompts are what a template puts where an answer belongs, boilerplate what it
// says whatever the answer, and notes what authors say of an answer to come.
const (
	prompts = `\[?\s*(more information needed|needs more information|information needed)\s*\]?( for further recommendations\.?)?` +
		`|\b(fill (this )?in|insert (text )?here|your text here)\b[:.]?` +
		// The hub's template of 2022, about itself.
		`|this model ?card aims to be a base template for new models\.?( it has been generated using \[?this raw template\]?(\([^)]*\))?\.?)?` +
		// The hub's template of 2020, and the one of its XLSR week.
		`|provide examples of latent issues and potential remediations\.?|describe the data you used to train the model\.?` +
		`|if you initialized it with pre-trained weights, add a link to the pre-trained model card or repository with description of the pre-training data\.?` +
		`|preprocessing, hardware used, hyperparameters\.*|you can embed local or remote images using[^\n]*` +
		// What CycloneDX's own examples and descriptions put where an answer belongs (CycloneDX/specification, modelCard).
		`|who are the intended users of the model\?|what are the intended use cases of the model\?` +
		`|what are the known technical limitations of the model\?( e\.g\. [^\n]*)?|what are the known tradeoffs in accuracy/performance of the model\?` +
		`|the name of the risk\b|strategy used to address this risk\b|\b(the [a-z ]+|[a-z]+) goes here\b|the (value|type) of the performance metric\b` +
		`|the groups or individuals at risk of being systematically disadvantaged by the model|expected (benefits|harms) to the identified groups` +
		`|with respect to the benefits and harms outlined, please describe any mitigation strategy implemented\.?|\bthe architecture of the model\.` +
		`|lorem ipsum[^.]*\.?|\?\?\?+|\bxx+\.x+\b|\bx\.xx+\b|\{\{[^}]*\}\}|\{%[^%]*%\}|<[a-z_ ]*(fill|insert|todo|your)[a-z_ ]*>`
	boilerplate = `users \(both direct and downstream\) should be made aware of the risks, biases and limitations of the model\.?` +
		`|carbon emissions can be estimated using the \[?machine learning impact calculator\]?(\([^)]*\))? presented in \[?lacoste et al\. \(2019\)\]?(\([^)]*\))?\.?` +
		`|use the code below to get started with the model\.?`
	notes = `\b(?-i:TODO|TBD|FIXME)\b:[^\n]*` + // what is still to be done, told as a sentence
		`|(?-i:\b(?:TODO|ToDo|To-?do:)[:.]?)|\btodo:|(?m:^[^\pL\pN\n]*to-?do[^\pL\pN\n]*$)|\b(tbd|tba|fixme|wip|to be (added|determined|announced|completed|done|filled( in)?)|coming soon|work in progress)\b[:.]?`
)

const fillerSource = `(?i)` + prompts + `|` + boilerplate + `|` + notes

// filler is text that stands for no answer. What remains of a section once it is
// taken away tells whether somebody wrote one.
var (
	filler = pattern.New(fillerSource)
	prompt = pattern.New(`(?i)` + prompts)
	stock  = pattern.New(`(?i)^(?:[^\pL\pN]*(?:` + prompts + `|` + boilerplate + `))+[^\pL\pN]*$`) // and nothing else; told by how it begins
)

// withoutFiller is a section's text with what its template put there taken away.
func withoutFiller(text string) string {
	if fillerMarks().in(pattern.Fold(text)) {
		return filler.ReplaceAllString(text, " ")
	}
	return text
}

// maxTemplate is how many places with template text are told of a document. What
// is beyond is told once those are mended.
const maxTemplate = 100

// TemplateText is what a template left in sections whose own text, that before
// the first sub-heading, is written: paragraphs that are nothing else, and the
// marker of correction. Where nothing else stands, the section is not filled,
// which is said of the section; unless its sub-sections are written: then what
// announces the text is told.
func TemplateText(d *document.Document) []evidence.Template {
	out := []evidence.Template{}
	in, looked, isWritten := -1, -1, false // the section, the one that was looked at, and what was seen
	for i, p := range d.Marks.Paragraphs {
		begins := false
		for in+1 < len(d.Sections) && d.Sections[in+1].Heading.Start <= p.Span.Start {
			in, begins = in+1, true
		}
		if in < 0 || p.Comment && p.Text != Marker {
			continue
		}
		owed := begins && !p.Comment && isOwed(d.Sections, in)
		if !owed && (looked == in && !isWritten || !p.Comment && !isTemplateText(p.Text)) {
			continue
		}
		if looked != in {
			looked, isWritten = in, written(d.Sections[in])
		}
		if !isWritten && !owed {
			continue
		}
		if len(out) == maxTemplate {
			break
		}
		out = append(out, evidence.Template{At: evidence.Anchor(d.Path + "#" + document.Pointer("body", "paragraphs", strconv.Itoa(i))), Text: p.Text, Comment: p.Comment, Owed: owed, Section: d.Sections[in].Title})
	}
	return append(out, leftovers(d, out)...)
}

// isOwed reports whether a section's own text only announces a text, and its sub-sections
// are written.
func isOwed(sections []document.Section, i int) bool {
	s := sections[i]
	hasParts := i+1 < len(sections) && sections[i+1].Level > s.Level
	return hasParts && s.OwnMore == 0 && len(s.Own) <= maxShort && !announces.MatchString(s.Own) && AnswerOf(s.Own, 0, 0).State == evidence.Placeholder &&
		AnswerOf(s.Text, s.Code+s.Tables+s.Links, s.Links).State == evidence.Filled
}

// announces is a sentence that leads to sub-sections.
var announces = pattern.New(`(?i)^\W*this section\b`)

// isTemplateText reports whether a paragraph is what stands in a template in
// place of an answer, and nothing else. A sentence that a template has whatever
// the answer may stand, and so may the note of an author.
func isTemplateText(text string) bool {
	return fillerMarks().in(pattern.Fold(text)) && stock.MatchString(text) && prompt.MatchString(text)
}

// ownLines is how many lines of a section are looked at, of which one that
// somebody wrote is enough.
const ownLines = 200

// written reports whether a section's own text is more than its template: it has
// code, a table, or a line that is no label; without template text, three words.
func written(s document.Section) bool {
	if s.OwnMore > 0 {
		return true
	}
	words, fromTemplate := 0, false
	for i, line := range strings.SplitN(s.Own, "\n", ownLines+1) {
		if i == ownLines {
			break
		}
		rest := withoutFiller(line)
		if !onlyLabels(rest) {
			return true
		}
		words, fromTemplate = words+wordsOf(rest), fromTemplate || rest != line
	}
	return words >= 3 && !fromTemplate
}
