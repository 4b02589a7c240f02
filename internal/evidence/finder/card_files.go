package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// cardMarks are texts of which every card that is no Markdown has one: a directory
// holds many files that are none.
var cardMarks = format.Marks(cards.Formats)

// maxSniffed is the size up to which a file is read only to see whether it is a
// card. A file whose name says so is read up to the limit of a document.
const maxSniffed = 1 << 20

// otherCard is a card of a model that is no Markdown.
type otherCard struct {
	file   string
	format cards.Format
	rank   int // of its format
	one    bool
}

// otherCards lists the cards that are no Markdown among the files of
// directories themselves, and, below them, among those whose names suggest one. One
// may be given.
func (f *Finder) otherCards(dirs []string, card string, entries []source.Entry) ([]otherCard, error) {
	var out []otherCard
	for _, e := range entries {
		if e.Kind != source.File {
			continue
		}
		c, ok, err := f.otherCard(dirs, card, e)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b otherCard) int { return a.rank - b.rank })
	return out, nil
}

func (f *Finder) otherCard(dirs []string, card string, e source.Entry) (otherCard, bool, error) {
	base := path.Base(e.Path)
	hinted := cards.IsHint(base) || e.Path == card
	if !hinted && (!slices.Contains(dirs, path.Dir(e.Path)) || !cards.IsEnding(strings.ToLower(path.Ext(base))) || base == manifest.FileName) {
		return otherCard{}, false, nil
	}
	if !hinted && (slices.ContainsFunc(dirs, func(dir string) bool { return f.layout.isExpected(dir, e.Path) || isOwnDataCard(dir, e.Path) }) || f.isShared(e.Path)) {
		return otherCard{}, false, nil
	}
	if size, err := f.tree.Size(e); err != nil || !hinted && size > maxSniffed {
		return otherCard{}, false, err
	}
	src, err := f.tree.Read(e.Path, document.MaxBytes)
	if err != nil {
		if source.IsRefusal(err) {
			return otherCard{}, false, nil
		}
		return otherCard{}, false, err
	}
	if !mentions(src, cardMarks) {
		return otherCard{}, false, nil
	}
	d, _ := document.Parse(e.Path, src)
	form, ok := inspection.CardFormat(d)
	if !ok || d.Syntax == document.Markdown || form.Name == cards.FormatEvalResults {
		return otherCard{}, false, nil
	}
	rank := slices.IndexFunc(cards.Formats, func(g cards.Format) bool { return g.Name == form.Name })
	return otherCard{file: e.Path, format: form, rank: rank, one: form.Name != cards.FormatCycloneDX || cards.IsBillOfModel(d)}, true, nil
}

// otherCardMakesModel: a card that is no Markdown makes its directory a model,
// unless the directory lies below one; so does a file that is called a model card
// and cannot be read, because spoiling a card must not hide a model.
func (f *Finder) otherCardMakesModel(dir string) (bool, error) {
	hinted := slices.DeleteFunc(slices.Clone(f.direct(dir)), func(e source.Entry) bool { return !cards.IsHint(path.Base(e.Path)) })
	if len(hinted) == 0 {
		return false, nil
	}
	makes := slices.ContainsFunc(hinted, func(e source.Entry) bool { return f.isSpoiltCard(e) })
	if !makes {
		cards, err := f.otherCards([]string{dir}, "", hinted)
		if err != nil || !slices.ContainsFunc(cards, func(c otherCard) bool { return c.one }) {
			return false, err
		}
	}
	if dir == "." {
		return true, nil
	}
	above, err := f.ownerOf(path.Dir(dir))
	return above == "" && err == nil, err
}

// isSpoiltCard reports whether a file that is called a model card cannot be read.
func (f *Finder) isSpoiltCard(e source.Entry) bool {
	base := path.Base(e.Path)
	if lower := strings.ToLower(base); !cards.IsNamed(base) && lower != "mlmodel" && lower != "kitfile" {
		return false
	}
	d, found, err := load(f.tree, e.Path)
	return err == nil && d != nil && d.Root == nil && len(found) > 0
}

// readCards reads every card of the model: its pages, then what is no Markdown.
func (r *reader) readCards(id string, pages []*document.Document) ([]evidence.Card, error) {
	out := []evidence.Card{}
	for _, page := range pages {
		f := inspection.PageFormat(page)
		if err := r.checkCard(f, page); err != nil {
			return nil, err
		}
		out = append(out, f.Read(page))
	}
	own := r.listOwn(id)
	card := r.finder.cardOf(id)
	if e, there := r.tree.Lookup(card); there && !slices.ContainsFunc(own, func(o source.Entry) bool { return o.Path == card }) {
		own = append(own, e)
	}
	others, err := r.finder.otherCards(r.finder.partsOf(id), card, own)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		d, err := r.parse(o.file)
		if err != nil || d == nil {
			return nil, err
		}
		if err := r.checkCard(o.format, d); err != nil {
			return nil, err
		}
		out = append(out, o.format.Read(d))
	}
	for _, c := range out {
		for _, tag := range c.RegimeTags {
			for i, v := range tag.Values {
				tag.Values[i].Lost = datasets.IsLost(v.Value, c.Path, r.finder.tree)
			}
		}
	}
	for _, e := range own {
		if e.Kind == source.File && r.finder.isSpoiltCard(e) {
			if _, err := r.parse(e.Path); err != nil {
				return nil, err
			}
		}
	}
	if len(out) > 0 {
		if err := r.evalResults(id, own, &out[0]); err != nil {
			return nil, err
		}
	}
	for i := range out {
		cards.Resolve(&out[i], r.tree)
	}
	return out, nil
}

// checkCard holds a card against the schema of its format, or what it adds to it
// against ours.
func (r *reader) checkCard(f cards.Format, d *document.Document) error {
	found, err := cards.Validate(f, d)
	r.findings = append(r.findings, found...)
	return err
}

// evalResults adds the claims that the hub keeps beside a card.
func (r *reader) evalResults(id string, own []source.Entry, c *evidence.Card) error {
	for _, e := range own {
		if path.Dir(e.Path) != path.Join(id, ".eval_results") || !cards.IsEnding(strings.ToLower(path.Ext(e.Path))) || e.Kind != source.File {
			continue
		}
		d, err := r.parse(e.Path)
		if err != nil {
			return err
		}
		if claims, ok := cards.EvalResults(d); ok {
			c.Claims = append(c.Claims, claims...)
		} else {
			r.unrecognised(d, format.KindCard, true)
		}
	}
	return nil
}
