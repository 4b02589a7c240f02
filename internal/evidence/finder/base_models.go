package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// baseSettings are the settings of a model, by file name, and the keys in which
// they name what the model was made from, at whatever depth (PEFT, transformers,
// mergekit, axolotl).
var baseSettings = map[string]struct {
	keys []string
	sure bool // the key means nothing else; that of config.json may name the model itself
}{
	"adapter_config.json":  {[]string{"base_model_name_or_path"}, true},
	"mergekit_config.yml":  {[]string{"base_model", "model"}, true},
	"mergekit_config.yaml": {[]string{"base_model", "model"}, true},
	"axolotl_config.yml":   {[]string{"base_model"}, true},
	"axolotl_config.yaml":  {[]string{"base_model"}, true},
	"config.json":          {[]string{"_name_or_path"}, false},
}

// bases are the models that files of the model, other than the pages of its card,
// say it was made from.
func (r *reader) bases(m evidence.Model, pages int) ([]evidence.NamedBase, error) {
	out := []evidence.NamedBase{}
	for _, c := range m.Cards[min(pages, len(m.Cards)):] {
		for _, b := range c.BaseModels.Items {
			out = append(out, evidence.NamedBase{At: b.At, Path: c.Path, Value: b.Value, Sure: true})
		}
	}
	for _, e := range r.listOwn(m.ID) {
		settings, ok := baseSettings[strings.ToLower(path.Base(e.Path))]
		if !ok || !settings.sure && e.Kind != source.File {
			continue
		}
		d, err := r.settings(e.Path, settings.sure) // of a link, a finding and nothing else
		if err != nil {
			return nil, err
		}
		if d == nil {
			continue
		}
		namedIn(place.Root(d), settings.keys, func(value evidence.Text) {
			out = append(out, evidence.NamedBase{At: value.At, Path: e.Path, Value: value.Value, Sure: settings.sure})
		})
	}
	return out[:min(len(out), maxBases)], nil
}

// maxBases bounds the base models that are compared with those of the card.
const maxBases = 200

// settings reads a file of settings. What is wrong with one that can mean
// nothing but a model's is reported.
func (r *reader) settings(file string, sure bool) (*document.Document, error) {
	if sure {
		return r.parse(file)
	}
	d, _, err := load(r.tree, file)
	if _, known := r.places[file]; d != nil && !known {
		r.places[file] = d
	}
	return d, err
}

func namedIn(p place.Place, keys []string, visit func(evidence.Text)) {
	for _, m := range append(p.Items(), p.InOrder()...) {
		if value := m.Text(); value.Present && strings.TrimSpace(value.Value) != "" && slices.Contains(keys, m.Node.Key) {
			visit(value)
			continue
		}
		namedIn(m, keys, visit)
	}
}
