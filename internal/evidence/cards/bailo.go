package cards

import (
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatBailo is the metadata of a model in Bailo (gchq/Bailo). What it has is
// defined by each organisation's own schema: the pages and questions that their
// example schemas have are known by name, all others become sections by what
// their names mean.
const formatBailo = "bailo"

func isBailo(d *document.Document) bool {
	if d.Syntax == document.Markdown || d.Root == nil {
		return false
	}
	root := place.Root(d)
	referred := root.Get("schemaRef").Present() || root.Get("schemaId").Present()
	content := bailoContent(root)
	return root.Get("highLevelDetails").Present() && (referred || root.Get("contacts").Present()) ||
		referred && content.Get("overview").Present() ||
		content.Get("overview").Get("modelSummary").Present()
}

// bailoContent is where the answers lie: at the top, or in the metadata of a
// card as the service exports it.
func bailoContent(root place.Place) place.Place {
	if m := root.Get("metadata"); m.Node != nil && m.Node.Kind == document.Mapping && m.Get("overview").Present() {
		return m
	}
	return root
}

func decodeBailo(d *document.Document) evidence.Card {
	root := place.Root(d)
	c := newCard(d, formatBailo)
	content := bailoContent(root)
	details, overview := content.Get("highLevelDetails"), content.Get("overview")
	c.Name = details.Get("name").Text().Or(overview.Get("name").Text().Or(root.Get("name").Text().Or(root.Get("modelId").Text())))
	c.Version = details.Get("modelCardVersion").Text().Or(root.Get("version").Text())
	c.Tags = details.Get("tags").List()
	if !c.Tags.Present {
		c.Tags = overview.Get("tags").List()
	}
	if datasets := overview.Get("datasets").List(); datasets.Present {
		c.Datasets = usedDatasets(datasets)
	}
	for _, m := range overview.Get("metrics").Items() {
		c.Claims = append(c.Claims, claimOf(m.Get("value"), m.Get("name"), place.Place{}, place.Place{}, place.Place{}, place.Place{}))
	}
	for _, p := range content.Get("contacts").InOrder() {
		people := p.Items()
		if p.Scalar() {
			people = []place.Place{p}
		}
		for _, item := range people {
			c.Contacts = append(c.Contacts, contact(item, p.Node.Key, evidence.Text{At: item.Anchor}, item.Text()))
		}
	}
	c.bailoPages(content, 0)
	c.leftBehind(root)
	return c.Card
}

// bailoKnown are the questions of Bailo's example schemas whose names do not
// tell their meaning.
var bailoKnown = map[string]string{"modelSummary": "description", "modelOverview": "description", "modelInASentence": "description"}

// bailoPages reads the questions on each page as sections.
func (c *draft) bailoPages(p place.Place, depth int) {
	if depth > 4 {
		return
	}
	for _, q := range p.InOrder() {
		name := q.Node.Key
		title := humanised(name)
		keys := passage.SectionKeys(title)
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
