package slips

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// Flaws are the places of a card at which its page shows other than what was meant.
func Flaws(d *document.Document, sections []evidence.Section) []evidence.Flaw {
	out := []evidence.Flaw{}
	for i, f := range d.Marks.Flaws {
		switch f.Kind {
		case document.FlawLinkText:
			if !leadsElsewhere(f.Text, f.Meant) {
				continue
			}
		case document.FlawHidden:
			if !hides(f, sections) {
				continue
			}
			f.Meant = ""
		}
		at := evidence.Anchor(d.Path + "#" + document.Pointer("body", "flaws", strconv.Itoa(i)))
		out = append(out, evidence.Flaw{At: at, Kind: evidence.FlawKind(f.Kind), Text: f.Text, Meant: f.Meant, Cells: f.Number, Columns: f.Columns})
	}
	return out
}

// hideable are the meanings of sections that users of a model must see.
var hideable = []string{"intended_use", "out_of_scope", "limitations", "bias_risk", "training_data", "evaluation", "ethical_considerations", "human_oversight"}

// hides reports whether a section in a comment is written, and its meaning is not written where
// readers see it.
func hides(f document.Flaw, sections []evidence.Section) bool {
	if f.Number < 6 || strings.HasPrefix(f.Meant, "*") || prose.AnswerOf(f.Meant, 0, 0).State != evidence.Filled {
		return false
	}
	return slices.ContainsFunc(passage.SectionKeys(f.Text), func(key string) bool {
		return slices.Contains(hideable, key) && !slices.ContainsFunc(sections, func(s evidence.Section) bool { return s.Key == key && s.State == evidence.Filled })
	})
}

// shorteners are hosts whose addresses stand for others.
var shorteners = []string{"bit.ly", "t.co", "goo.gl", "tinyurl.com", "doi.org", "dx.doi.org", "hf.co", "youtu.be", "g.co", "aka.ms", "git.io", "rb.gy", "is.gd", "ow.ly", "buff.ly", "lnkd.in", "forms.gle", "hdl.handle.net", "w3id.org", "purl.org"}

// leadsElsewhere reports whether a link whose text is an address leads to another page: on
// another host, or with another name.
func leadsElsewhere(text, target string) bool {
	shown, ok1 := page(text)
	meant, ok2 := page(target)
	if !ok1 || !ok2 || slices.Contains(shorteners, shown.Host) || slices.Contains(shorteners, meant.Host) {
		return false
	}
	if shown.Host != meant.Host {
		related := strings.HasSuffix(shown.Host, "."+meant.Host) || strings.HasSuffix(meant.Host, "."+shown.Host)
		return !related && path.Base(shown.Path) != path.Base(meant.Path)
	}
	if strings.Trim(shown.Path, "/") == "" {
		return false // a site, for a page of it
	}
	name := strings.TrimSuffix(path.Base(shown.Path), path.Ext(shown.Path))
	return !strings.Contains(strings.ToLower(meant.Path+"?"+meant.RawQuery), strings.ToLower(name))
}

// page is an address without what does not tell pages apart.
func page(address string) (*url.URL, bool) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if strings.ContainsAny(address, "…<>{}") || strings.Contains(address, "...") {
		return nil, false
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, false
	}
	u.Host = strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	return u, true
}

// samples are keys whose values are for a program to read, or of whoever tries the model.
var samples = []string{"widget", "inference", "extra_gated_prompt", "extra_gated_fields"}

// maxMetadataFlaws is how many values of the metadata are told.
const maxMetadataFlaws = 50

// GarbledValues are the values of the metadata with characters other than those that were
// written.
func GarbledValues(root place.Place) []evidence.Flaw {
	out := []evidence.Flaw{}
	for _, p := range root.InOrder() {
		if p.Node != nil && !slices.Contains(samples, p.Node.Key) {
			out = garbledIn(p, out)
		}
	}
	return out
}

func garbledIn(p place.Place, out []evidence.Flaw) []evidence.Flaw {
	for _, part := range append(p.InOrder(), p.Items()...) {
		out = garbledIn(part, out)
	}
	if p.Node == nil || p.Node.Kind != document.String || len(out) >= maxMetadataFlaws {
		return out
	}
	if g, ok := document.GarbledValue(p.Node.Value); ok {
		out = append(out, evidence.Flaw{At: p.Anchor, Kind: evidence.FlawKind(g.Kind), Text: passage.Beginning(p.Node.Value), Meant: g.Meant})
	}
	return out
}
