package datasets

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Bounds on what is taken from a document of another format.
const (
	maxFields    = 2000
	maxQuestions = 20
	maxQuote     = 200 // characters
)

// draft is a data card while it is read from a format of others: what several
// formats have in common is filled in by its methods.
type draft struct{ evidence.DataCard }

// foreignData is a data card of a dataset that a document of another format
// describes at a place, before anything is read: every tag is absent there.
func foreignData(d *document.Document, format string, at place.Place) draft {
	c := draft{Absent(at.Anchor)}
	c.Present, c.Path, c.Format = true, d.Path, format
	return c
}

// named gives the card a name: that of the document, else that of its file.
func (c *draft) named(d *document.Document, names ...evidence.Text) {
	for _, name := range names {
		if c.Name = c.Name.Or(name); c.Name.Present {
			return
		}
	}
	c.Name = evidence.Text{At: c.At, Present: true, Value: nameOfFile(d.Path)}
}

// nameOfFile is what a file without a name of its own describes: its directory if
// many files have that name, else the file, without its endings. A directory of pages
// is not what they describe.
func nameOfFile(file string) string {
	stem, _, _ := strings.Cut(path.Base(file), ".")
	if !slices.Contains(commonNames, strings.ToLower(stem)) {
		return stem
	}
	for dir := path.Dir(file); dir != "." && dir != "/" && dir != ".."; dir = path.Dir(dir) {
		if name := path.Base(dir); !slices.Contains(pageDirs, strings.ToLower(name)) {
			return name
		}
		stem = "dataset"
	}
	return stem
}

// pageDirs are those of directories of pages.
var pageDirs = []string{"cards", "data-cards", "data_cards", "datacards", "doc", "docs", "documentation"}

// commonNames are those of files that say nothing of what is in them.
var commonNames = []string{"readme", "croissant", "metadata", "datapackage", "datacontract", "dataset", "data_card", "datacard", "data-card", "dataset_card", "datasetcard", "dataset-card", "datasheet", "data_sheet", "data-sheet", "bom", ""}

// field adds a column, once for each name.
func (c *draft) field(name, kind evidence.Text, pii evidence.Flag) {
	if !name.Present || len(c.Fields) == maxFields || slices.ContainsFunc(c.Fields, func(f evidence.Field) bool { return f.Name.Value == name.Value }) {
		return
	}
	if pii.At == "" {
		pii.At = name.At
	}
	if kind.At == "" {
		kind.At = name.At
	}
	c.Fields = append(c.Fields, evidence.Field{At: name.At, Name: name, Type: kind, PII: pii, Category: evidence.Text{At: name.At}})
}

// asks opens a question that a text raises. Template text raises none.
func (c *draft) asks(at evidence.Anchor, tag, text string) {
	if len(c.Questions) == maxQuestions || prose.WorthOf(text, 0).State != evidence.Filled {
		return
	}
	c.Questions = append(c.Questions, evidence.Question{At: at, Tag: tag, Quote: firstSentence(text)})
}

var sentenceEnd = pattern.New(`[.!?](\s|$)`)

// firstSentence is the first sentence of a text on one line, with the next one where
// it is only a word or two, cut where it is long.
func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, end := range sentenceEnd.FindAllStringIndex(text, 3) {
		if end[0] >= 12 {
			text = text[:end[0]+1]
			break
		}
	}
	if letters := []rune(text); len(letters) > maxQuote {
		text = strings.TrimRightFunc(string(letters[:maxQuote]), unicode.IsSpace) + "…"
	}
	return text
}

// parent adds a dataset that this one was made from.
func (c *draft) parent(ref evidence.Text) {
	if !ref.Present || slices.ContainsFunc(c.Lineage, func(l evidence.Lineage) bool { return l.Ref.Value == ref.Value }) {
		return
	}
	l := evidence.Lineage{}
	place.Fill(place.Place{Anchor: ref.At}, &l)
	l.Ref, l.Relation = ref, evidence.Text{At: ref.At, Present: true, Value: "derived-from"}
	c.Lineage = append(c.Lineage, l)
}

// stored adds a place where the data lies. Its country is for a person to say.
func (c *draft) stored(uri, region evidence.Text) {
	if !uri.Present || slices.ContainsFunc(c.Storage, func(s evidence.Storage) bool { return s.URI.Value == uri.Value }) {
		return
	}
	if region.At == "" {
		region.At = uri.At
	}
	c.Storage = append(c.Storage, evidence.Storage{At: uri.At, URI: uri, Region: region, Country: evidence.Text{At: uri.At}, Version: versionOf(uri), Digest: evidence.Text{At: uri.At}})
}

var versionInAddress = pattern.New(`^s3://[^?]*\?(?:.*&)?versionId=([^&#]+)|^gs://[^#]*#([0-9]{10,20})$|^hf://datasets/[^@]*@([0-9a-f]{7,40})(?:/|$)`)

// versionOf is the version of an object that its address names: versionId in S3, a
// generation in Google Cloud Storage, a revision of the Hub.
func versionOf(uri evidence.Text) evidence.Text {
	for _, version := range versionInAddress.FindStringSubmatch(uri.Value) {
		if version != uri.Value && version != "" && !strings.Contains(version, "://") {
			return evidence.Text{At: uri.At, Present: true, Value: version}
		}
	}
	return evidence.Text{At: uri.At}
}

// kept sets how long the data is kept.
func (c *draft) kept(at evidence.Anchor, period string) {
	if _, err := addPeriod(time.Time{}, period); err != nil {
		return
	}
	c.Retention.At, c.Retention.Present = at, true
	c.Retention.Period = evidence.Text{At: at, Present: true, Value: period}
	c.Retention.Days = days(period)
}

// dated is a day of a text that is a date or a time.
func dated(t evidence.Text) evidence.Text {
	day, _, _ := strings.Cut(t.Value, "T")
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return evidence.Text{At: t.At}
	}
	return evidence.Text{At: t.At, Present: true, Value: day}
}

var hexDigest = map[int]string{64: "sha256:", 32: "md5:"}

// onlyDigest is a digest in our form: that of the one file which has one. Of several
// files none is that of the dataset.
func onlyDigest(digests []evidence.Text) evidence.Text {
	if len(digests) != 1 {
		return evidence.Text{}
	}
	value := strings.ToLower(digests[0].Value)
	_, bare, found := strings.Cut(value, ":")
	if !found {
		bare = value
	}
	prefix := hexDigest[len(bare)]
	if prefix == "" || strings.Trim(bare, "0123456789abcdef") != "" {
		return evidence.Text{}
	}
	return evidence.Text{At: digests[0].At, Present: true, Value: prefix + bare}
}
