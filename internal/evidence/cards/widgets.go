package cards

import (
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

const (
	maxWidgets  = 100 // of a card
	maxNonTexts = 100
)

// widgets are the examples of inputs in the metadata (huggingface/hub-docs
// docs/hub/models-widgets.md).
func widgets(p place.Place) []evidence.Widget {
	out := []evidence.Widget{}
	for _, w := range p.Items() {
		if w.Node.Kind != document.Mapping || len(out) == maxWidgets {
			continue
		}
		text := w.Get("text").Text()
		out = append(out, evidence.Widget{At: w.Anchor, Kind: widgetKind(w), Text: passage.Beginning(text.Value)})
	}
	return out
}

func widgetKind(w place.Place) evidence.WidgetKind {
	switch src := w.Get("src").Text(); {
	case w.Get("source_sentence").Present():
		return evidence.WidgetSentence
	case w.Get("candidate_labels").Present():
		return evidence.WidgetLabels
	case w.Get("context").Present():
		return evidence.WidgetQuestion
	case src.Present:
		return kindOfFile(src.Value)
	case w.Get("text").Present() && !w.Get("table").Present():
		return evidence.WidgetText
	}
	return evidence.WidgetOther
}

func kindOfFile(name string) evidence.WidgetKind {
	name, _, _ = strings.Cut(name, "?")
	switch strings.ToLower(path.Ext(name)) {
	case ".flac", ".wav", ".mp3", ".ogg", ".m4a":
		return evidence.WidgetAudio
	case ".png", ".jpg", ".jpeg", ".webp", ".gif":
		return evidence.WidgetImage
	}
	return evidence.WidgetOther
}

// nonTexts are the items of lists of names that are numbers or truth values for readers of
// YAML.
func nonTexts(root place.Place) []evidence.Key {
	out := []evidence.Key{}
	for _, key := range []string{"tags", "datasets", "metrics", "base_model", "license"} {
		for _, item := range root.Get(key).Items() {
			if kind := item.Node.Kind; (kind == document.Number || kind == document.Bool) && len(out) < maxNonTexts {
				out = append(out, evidence.Key{At: item.Anchor, Name: key, Value: passage.Beginning(item.Node.Value), Kind: evidence.ValueKind(kind)})
			}
		}
	}
	return out
}

// writtenIn is the language of the text of a card, at its first heading.
func writtenIn(d *document.Document) evidence.Text {
	var b strings.Builder
	at := evidence.Anchor(d.Path + "#")
	for i, s := range d.Sections {
		if i == 0 {
			at = evidence.Anchor(d.Path + "#" + document.Pointer("sections", s.Slug))
		}
		b.WriteString(s.Own)
		b.WriteByte('\n')
	}
	return evidence.NewText(at, prose.LanguageOf(b.String()))
}
