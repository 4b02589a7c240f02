package evidence

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatHubDataset is a dataset card of the Hugging Face hub: Markdown with the
// metadata of a dataset in its front matter (huggingface/hub-docs datasetcard.md).
const FormatHubDataset = "huggingface-dataset"

// privacyHeadings are those under which a dataset card says whether people can be
// identified, as plain words.
var privacyHeadings = []string{"personal and sensitive information", "personal information", "personal data", "sensitive information", "sensitive data", "privacy", "pii", "personally identifiable information"}

func decodeHubDataset(d *document.Document) DataCard {
	root := rootOf(d)
	c := foreignData(d, FormatHubDataset, root)
	c.named(d, Text{At: c.At, Present: namesDataset(d.Path), Value: nameOfFile(d.Path)}, root.get("pretty_name").text(), titleOf(d))
	c.License = root.get("license").first()
	for _, s := range root.get("source_datasets").list().Items {
		if ref := strings.TrimPrefix(s.Value, "extended|"); ref != "original" {
			c.parent(NewText(s.At, ref))
		}
	}
	infos := root.get("dataset_info").items()
	if infos == nil {
		infos = []place{root.get("dataset_info")}
	}
	for _, info := range infos {
		c.Version = c.Version.Or(info.get("version").text())
		c.features(info.get("features"), "")
	}
	c.hubBody(d)
	return c.DataCard
}

// namesDataset reports whether a card's path tells what the dataset is called.
func namesDataset(file string) bool { return !strings.EqualFold(nameOfFile(file), "readme") }

// titleOf is the first heading of a dataset card, without the words of the template.
func titleOf(d *document.Document) Text {
	if len(d.Sections) == 0 {
		return Text{}
	}
	title := d.Sections[0].Title
	for _, words := range []string{"Dataset Card for ", "Dataset Card"} {
		title = strings.TrimPrefix(title, words)
	}
	return NewText(Anchor(d.Path+"#"+document.Pointer("sections", d.Sections[0].Slug)), title)
}

// features reads a list of features. One that has others in it (a struct, a list of
// structs) is known by its path.
func (c *dataDraft) features(list place, above string) {
	for _, f := range list.items() {
		name := f.get("name").text()
		if !name.Present {
			continue
		}
		name.Value = above + name.Value
		kind := f.get("dtype").text()
		nested := place{}
		for _, key := range []string{"struct", "list", "sequence", "dtype"} {
			at := f.get(key)
			if at.items() != nil {
				nested = at
			}
			if key != "dtype" && at.present() && !kind.Present {
				kind = NewText(at.anchor, key)
			}
			if inner := at.get("struct"); inner.items() != nil {
				nested = inner
			}
		}
		if nested.node != nil {
			c.features(nested, name.Value+".")
			continue
		}
		c.field(name, kind, Flag{})
	}
}

// hubBody reads what a dataset card says below its metadata.
func (c *dataDraft) hubBody(d *document.Document) {
	for _, s := range d.Sections {
		title := strings.Join(plainWords(s.Title), " ")
		at := Anchor(d.Path + "#" + document.Pointer("sections", s.Slug))
		switch {
		case slices.Contains(privacyHeadings, title):
			c.asks(at, "personal_data.status", s.Text)
		case title == "dataset summary" && !c.Description.Present && worthOf(s.Own, 0).state == Filled:
			c.Description = NewText(at, s.Own)
		}
	}
	for i, l := range d.Marks.Labels {
		if name := strings.Join(plainWords(l.Name), " "); (name == "homepage" || name == "repository") && isWebAddress(l.Value) {
			c.Source.Present = true
			c.Source.URI = c.Source.URI.Or(NewText(Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), l.Value))
		}
	}
}
