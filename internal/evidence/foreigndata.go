package evidence

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// Bounds on what is taken from a document of another format.
const (
	maxFields    = 2000
	maxQuestions = 20
	maxQuote     = 200 // characters
)

// dataDraft is a data card while it is read from a format of others: what several
// formats have in common is filled in by its methods.
type dataDraft struct{ DataCard }

// foreignData is a data card of a dataset that a document of another format
// describes at a place, before anything is read: every tag is absent there.
func foreignData(d *document.Document, format string, at place) dataDraft {
	c := dataDraft{AbsentDataCard(at.anchor)}
	c.Present, c.Path, c.Format = true, d.Path, format
	return c
}

// named gives the card a name: that of the document, else that of its file.
func (c *dataDraft) named(d *document.Document, names ...Text) {
	for _, name := range names {
		if c.Name = c.Name.Or(name); c.Name.Present {
			return
		}
	}
	c.Name = Text{At: c.At, Present: true, Value: nameOfFile(d.Path)}
}

// nameOfFile is what a file without a name of its own describes: its directory if
// many files have that name, else the file, without its endings.
func nameOfFile(file string) string {
	stem, _, _ := strings.Cut(path.Base(file), ".")
	switch strings.ToLower(stem) {
	case "readme", "croissant", "metadata", "datapackage", "datacontract", "dataset", "data_card", "datacard", "data-card", "bom", "":
		if dir := path.Base(path.Dir(file)); dir != "." && dir != "/" && dir != ".." {
			return dir
		}
	}
	return stem
}

// field adds a column, once for each name.
func (c *dataDraft) field(name, kind Text, pii Flag) {
	if !name.Present || len(c.Fields) == maxFields || slices.ContainsFunc(c.Fields, func(f Field) bool { return f.Name.Value == name.Value }) {
		return
	}
	if pii.At == "" {
		pii.At = name.At
	}
	if kind.At == "" {
		kind.At = name.At
	}
	c.Fields = append(c.Fields, Field{At: name.At, Name: name, Type: kind, PII: pii, Category: Text{At: name.At}})
}

// asks opens a question that a text raises. Template text raises none.
func (c *dataDraft) asks(at Anchor, tag, text string) {
	if len(c.Questions) == maxQuestions || worthOf(text, 0).state != Filled {
		return
	}
	c.Questions = append(c.Questions, Question{At: at, Tag: tag, Quote: firstSentence(text)})
}

var sentenceEnd = regexp.MustCompile(`[.!?](\s|$)`)

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
func (c *dataDraft) parent(ref Text) {
	if !ref.Present || slices.ContainsFunc(c.Lineage, func(l Lineage) bool { return l.Ref.Value == ref.Value }) {
		return
	}
	l := Lineage{}
	fill(place{anchor: ref.At}, &l)
	l.Ref, l.Relation = ref, Text{At: ref.At, Present: true, Value: "derived-from"}
	c.Lineage = append(c.Lineage, l)
}

// stored adds a place where the data lies. Its country is for a person to say.
func (c *dataDraft) stored(uri, region Text) {
	if !uri.Present || slices.ContainsFunc(c.Storage, func(s Storage) bool { return s.URI.Value == uri.Value }) {
		return
	}
	if region.At == "" {
		region.At = uri.At
	}
	c.Storage = append(c.Storage, Storage{At: uri.At, URI: uri, Region: region, Country: Text{At: uri.At}})
}

// kept sets how long the data is kept.
func (c *dataDraft) kept(at Anchor, period string) {
	if _, err := addPeriod(time.Time{}, period); err != nil {
		return
	}
	c.Retention.At, c.Retention.Present = at, true
	c.Retention.Period = Text{At: at, Present: true, Value: period}
	c.Retention.Days = days(period)
}

// dated is a day of a text that is a date or a time.
func dated(t Text) Text {
	day, _, _ := strings.Cut(t.Value, "T")
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return Text{At: t.At}
	}
	return Text{At: t.At, Present: true, Value: day}
}

var hexDigest = map[int]string{64: "sha256:", 32: "md5:"}

// onlyDigest is a digest in our form: that of the one file which has one. Of several
// files none is that of the dataset.
func onlyDigest(digests []Text) Text {
	if len(digests) != 1 {
		return Text{}
	}
	value := strings.ToLower(digests[0].Value)
	_, bare, found := strings.Cut(value, ":")
	if !found {
		bare = value
	}
	prefix := hexDigest[len(bare)]
	if prefix == "" || strings.Trim(bare, "0123456789abcdef") != "" {
		return Text{}
	}
	return Text{At: digests[0].At, Present: true, Value: prefix + bare}
}
