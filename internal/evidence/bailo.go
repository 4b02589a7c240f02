package evidence

import (
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatBailo is the metadata of a model in Bailo (gchq/Bailo). What it has is
// defined by each organisation's own schema: the pages and questions that their
// example schemas have are known by name, all others become sections by what
// their names mean.
const FormatBailo = "bailo"

func isBailo(d *document.Document) bool {
	if d.Syntax == document.Markdown || d.Root == nil {
		return false
	}
	root := rootOf(d)
	referred := root.get("schemaRef").present() || root.get("schemaId").present()
	content := bailoContent(root)
	return root.get("highLevelDetails").present() && (referred || root.get("contacts").present()) ||
		referred && content.get("overview").present() ||
		content.get("overview").get("modelSummary").present()
}

// bailoContent is where the answers lie: at the top, or in the metadata of a
// card as the service exports it.
func bailoContent(root place) place {
	if m := root.get("metadata"); m.node != nil && m.node.Kind == document.Mapping && m.get("overview").present() {
		return m
	}
	return root
}

func decodeBailo(d *document.Document) Card {
	root := rootOf(d)
	c := newCard(d, FormatBailo)
	content := bailoContent(root)
	details, overview := content.get("highLevelDetails"), content.get("overview")
	c.Name = details.get("name").text().Or(overview.get("name").text().Or(root.get("name").text().Or(root.get("modelId").text())))
	c.Version = details.get("modelCardVersion").text().Or(root.get("version").text())
	c.Tags = details.get("tags").list()
	if !c.Tags.Present {
		c.Tags = overview.get("tags").list()
	}
	if datasets := overview.get("datasets").list(); datasets.Present {
		c.Datasets = usedDatasets(datasets)
	}
	for _, m := range overview.get("metrics").items() {
		c.Claims = append(c.Claims, claimOf(m.get("value"), m.get("name"), place{}, place{}, place{}, place{}))
	}
	for _, p := range content.get("contacts").inOrder() {
		people := p.items()
		if p.scalar() {
			people = []place{p}
		}
		for _, item := range people {
			c.Contacts = append(c.Contacts, contact(item, p.node.Key, Text{At: item.anchor}, item.text()))
		}
	}
	c.bailoPages(content, 0)
	return c.Card
}

// bailoKnown are the questions of Bailo's example schemas whose names do not
// tell their meaning.
var bailoKnown = map[string]string{"modelSummary": "description", "modelOverview": "description", "modelInASentence": "description"}

// bailoPages reads the questions on each page as sections.
func (c *draft) bailoPages(p place, depth int) {
	if depth > 4 {
		return
	}
	for _, q := range p.inOrder() {
		name := q.node.Key
		title := humanised(name)
		keys := SectionKeys(title)
		if key, ok := bailoKnown[name]; ok {
			keys = []string{key}
		}
		switch {
		case len(keys) > 0 && name != "overview" && name != "contacts":
			c.Sections = append(c.Sections, structured(q, title, keys...)...)
		default:
			c.bailoPages(q, depth+1)
		}
	}
}

// humanised is a name in camel case or with underscores as words.
func humanised(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		if r == '_' || r == '-' {
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
