package datasets

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// freeTexts are the keys whose values are words of the author's own, beside those
// that end with ref.
var freeTexts = []string{"name", "contact", "dpo", "dpo_reason", "joint", "owner", "text", "interest", "reason", "technique", "criteria", "license", "uri",
	"categories", "data_subjects", "recipient", "recipients", "security_measures"}

// reasons are those that people write sentences for. Elsewhere, "orders in progress" is a
// name.
var reasons = []string{"dpo_reason", "interest", "reason", "technique", "criteria"}

// statements lists the texts of a data card's tags, in the order of the file. The
// card's own name and description are none, and neither are its fields.
func statements(d *document.Document, tree source.Tree) []evidence.Statement {
	out := []evidence.Statement{}
	for _, p := range (place.Root(d)).InOrder() {
		switch {
		case p.Node.Key == "fields" || p.Node.Key == "lineage" || slices.Contains(evidence.RegimeBlocks, p.Node.Key): // whose rules look themselves
		case p.Scalar() && p.Node.Key != "license" && p.Node.Key != "owner" && !strings.HasSuffix(p.Node.Key, "_ref"):
		default:
			out = statementsAt(out, p, p.Node.Key, d.Path, tree)
		}
	}
	return out
}

func statementsAt(out []evidence.Statement, p place.Place, tag, file string, tree source.Tree) []evidence.Statement {
	for _, item := range p.Items() {
		out = statementsAt(out, item, tag, file, tree)
	}
	for _, member := range p.InOrder() {
		out = statementsAt(out, member, tag+"."+member.Node.Key, file, tree)
	}
	key := tag[strings.LastIndexByte(tag, '.')+1:]
	reference := key == "ref" || strings.HasSuffix(key, "_ref")
	if t := p.Text(); t.Present && (reference || slices.Contains(freeTexts, key)) {
		out = append(out, evidence.Statement{At: p.Anchor, Tag: tag, Value: t.Value, Reference: reference, Lost: reference && IsLost(t.Value, file, tree),
			Announced: (reference || slices.Contains(reasons, key)) && prose.WorthOf(t.Value, 0).State == evidence.Placeholder})
	}
	return out
}

// repositoryPath matches what can be nothing but the path of a document.
var repositoryPath = pattern.New(`^(?:\.{1,2}/)*[\w.-]+(?:/[\w.-]+)*\.(?:adoc|csv|docx?|html?|json|md|odt|pdf|rst|tex|txt|xlsx?|ya?ml)(?:#.*)?$`)

// IsLost reports whether a reference is a path at which there is nothing, from the
// root of the repository and from the directory of the card.
func IsLost(value, file string, tree source.Tree) bool {
	if !repositoryPath.MatchString(value) {
		return false
	}
	value, _, _ = strings.Cut(value, "#")
	file = tree.Local(file)
	for _, from := range []string{".", path.Dir(file)} {
		if _, ok := tree.Lookup(path.Join(from, value)); ok {
			return false
		}
	}
	return true
}
