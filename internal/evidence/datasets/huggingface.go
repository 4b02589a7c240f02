package datasets

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatHubDataset is a dataset card of the Hugging Face hub: Markdown with the
// metadata of a dataset in its front matter (huggingface/hub-docs datasetcard.md).
const formatHubDataset = "huggingface-dataset"

// privacyHeadings are those under which a dataset card says whether people can be
// identified, as plain words.
var privacyHeadings = []string{"personal and sensitive information", "personal information", "personal data", "sensitive information", "sensitive data", "privacy", "pii", "personally identifiable information"}

// privacyWords are those of other headings with which people write the same.
var privacyWords = []string{"personal", "personally", "pii", "sensitive", "privacy", "anonymization", "anonymisation", "gdpr"}

func isPrivacyHeading(title string) bool {
	return slices.Contains(privacyHeadings, title) || slices.ContainsFunc(strings.Fields(title), func(w string) bool { return slices.Contains(privacyWords, w) })
}

func decodeHubDataset(d *document.Document) evidence.DataCard {
	root := place.Root(d)
	c := foreignData(d, formatHubDataset, root)
	c.named(d, evidence.Text{At: c.At, Present: namesDataset(d.Path), Value: nameOfFile(d.Path)}, root.Get("pretty_name").Text(), titleOf(d))
	c.License = root.Get("license").First()
	for _, s := range root.Get("source_datasets").List().Items {
		if ref := strings.TrimPrefix(s.Value, "extended|"); ref != "original" && ref != "extended" {
			c.parent(evidence.NewText(s.At, ref))
		}
	}
	infos := root.Get("dataset_info").Items()
	if infos == nil {
		infos = []place.Place{root.Get("dataset_info")}
	}
	for _, info := range infos {
		c.Version = c.Version.Or(info.Get("version").Text())
		c.features(info.Get("features"), "")
	}
	c.hubBody(d)
	return c.DataCard
}

// FormatDatasetPage is a dataset card in Markdown without the metadata of one. What is
// written there sets no tag.
const FormatDatasetPage = "dataset-page"

func decodeDatasetPage(d *document.Document) evidence.DataCard {
	c := foreignData(d, FormatDatasetPage, place.Root(d))
	name := evidence.Text{At: c.At, Present: namesDataset(d.Path), Value: nameOfFile(d.Path)}
	title := titleOf(d)
	title.Value = strings.Join(prose.PlainWords(title.Value), "-") // as model cards name it
	c.named(d, name, title)
	c.License = place.Root(d).Get("license").First()
	c.hubBody(d)
	return c.DataCard
}

// commonDirs are those of directories that say nothing of what is in them.
var commonDirs = []string{"data", "dataset", "datasets"}

// namesDataset reports whether a card's path tells what the dataset is called.
func namesDataset(file string) bool {
	name := strings.ToLower(nameOfFile(file))
	return !slices.Contains(commonNames, name) && !slices.Contains(commonDirs, name)
}

// cardWords are the words of the template about a title, before or after the dataset's name.
var cardWords = pattern.New(`(?i)^\s*(dataset|data)\s?(card|sheet)\b(\s+(for|of)\b(\s+the\b)?)?\s*[:–—-]?\s*|\s*[:–—-]?\s+(dataset|data)\s?(card|sheet)\s*$`)

// titleOf is the first heading of a dataset card, without the words of the template.
func titleOf(d *document.Document) evidence.Text {
	if len(d.Sections) == 0 {
		return evidence.Text{}
	}
	title := d.Sections[0].Title
	if len(title) > maxTitle {
		return evidence.Text{}
	}
	title = strings.TrimSpace(cardWords.ReplaceAllString(title, ""))
	at := evidence.Anchor(d.Path + "#" + document.Pointer("sections", d.Sections[0].Slug))
	return evidence.Text{At: at, Present: title != "", Value: title}
}

// maxTitle is the length of a heading, in bytes, up to which it is a name.
const maxTitle = 200

// features reads a list of features. One that has others in it (a struct, a list of
// structs) is known by its path.
func (c *draft) features(list place.Place, above string) {
	for _, f := range list.Items() {
		name := f.Get("name").Text()
		if !name.Present {
			continue
		}
		name.Value = above + name.Value
		kind := f.Get("dtype").Text()
		nested := place.Place{}
		for _, key := range []string{"struct", "list", "sequence", "dtype"} {
			at := f.Get(key)
			if at.Items() != nil {
				nested = at
			}
			if key != "dtype" && at.Present() && !kind.Present {
				kind = evidence.NewText(at.Anchor, key)
			}
			if inner := at.Get("struct"); inner.Items() != nil {
				nested = inner
			}
		}
		if nested.Node != nil {
			c.features(nested, name.Value+".")
			continue
		}
		c.field(name, kind, evidence.Flag{})
	}
}

// hubBody reads what a dataset card says below its metadata.
func (c *draft) hubBody(d *document.Document) {
	for _, s := range d.Sections {
		title := strings.Join(prose.PlainWords(s.Title), " ")
		at := evidence.Anchor(d.Path + "#" + document.Pointer("sections", s.Slug))
		switch {
		case isPrivacyHeading(title):
			c.asks(at, "personal_data.status", s.Text)
		case title == "dataset summary" && !c.Description.Present && prose.WorthOf(s.Own, 0).State == evidence.Filled:
			c.Description = evidence.NewText(at, s.Own)
		}
	}
	for i, l := range d.Marks.Labels {
		if name := strings.Join(prose.PlainWords(l.Name), " "); (name == "homepage" || name == "repository") && prose.IsWebAddress(l.Value) {
			c.Source.Present = true
			c.Source.URI = c.Source.URI.Or(evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), l.Value))
		}
	}
}
