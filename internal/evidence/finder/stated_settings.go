package finder

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/hyperparameters"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/slips"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// poolingModes are the keys of sentence-transformers (models/Pooling.py), with what a card says.
var poolingModes = map[string]string{
	"pooling_mode_cls_token": "cls", "pooling_mode_mean_tokens": "mean", "pooling_mode_max_tokens": "max",
	"pooling_mode_mean_sqrt_len_tokens": "other", "pooling_mode_weightedmean_tokens": "other", "pooling_mode_lasttoken": "last",
}

// contrarySettings are what the card of a model states otherwise than the files next to it.
func (r *reader) contrarySettings(dir string, card *document.Document) ([]evidence.Slip, error) {
	if card == nil {
		return nil, nil
	}
	var set slips.Settings
	modes := 0
	for file, read := range map[string]func(place.Place){
		"1_Pooling/config.json": func(root place.Place) {
			for _, member := range root.InOrder() {
				if mode := poolingModes[member.Node.Key]; mode != "" && strings.EqualFold(member.Text().Value, "true") {
					modes++
					set.Pooling, set.PoolingAt = mode, member.Anchor
				}
			}
		},
		"adapter_config.json": func(root place.Place) {
			for _, item := range root.Get("target_modules").Items() {
				set.Modules = append(set.Modules, item.Text().Value)
			}
		},
		"generation_config.json": func(root place.Place) {
			set.Generation = map[string]string{}
			for _, key := range slips.GenerationKeys {
				if value := root.Get(key); value.Present() && value.Scalar() {
					set.Generation[key] = value.Text().Value
				}
			}
		},
		"config.json": func(root place.Place) {
			set.Type, set.Base = root.Get("torch_dtype").Text().Value, root.Get("_name_or_path").Text().Value
		},
	} {
		d, err := r.settings(path.Join(dir, file), false)
		if err != nil {
			return nil, err
		}
		if d != nil && d.Root != nil && d.Root.Kind == document.Mapping {
			read(place.Root(d))
		}
	}
	if err := r.numbers(dir, &set); err != nil {
		return nil, err
	}
	if err := r.plainTexts(dir, &set); err != nil {
		return nil, err
	}
	if modes != 1 || set.Pooling == "other" {
		set.Pooling = ""
	}
	return slips.ContrarySettings(card, set), nil
}

const maxResultTexts = 3 // next to a card

// plainTexts are the requirements and the results that are kept next to a card as plain text.
func (r *reader) plainTexts(dir string, set *slips.Settings) error {
	for _, e := range r.tree.Under(dir) {
		base := path.Base(e.Path)
		isResults := (path.Ext(base) == ".txt" || path.Ext(base) == ".tsv") && isMeasuredName(base) && len(set.Results) < maxResultTexts
		if e.Kind != source.File || path.Dir(e.Path) != dir || base != "requirements.txt" && !isResults {
			continue
		}
		text, err := r.tree.Read(e.Path, maxScript)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, source.ErrTooLarge):
		case err != nil:
			return err
		case isResults:
			set.Results = append(set.Results, slips.ResultLines{File: base, Text: string(text)})
		default:
			set.Pins = slips.Pins(text)
		}
	}
	return nil
}

// numberedSettings are the files whose numbers a card may state by their keys.
var numberedSettings = append([]string{"adapter_config.json", "config.json", "training_args.json"}, hyperparameters.Recipes...)

// numbers are the settings of a model that are numbers, of keys that its files have once, and
// that are no hyperparameters, which are compared by their names.
func (r *reader) numbers(dir string, set *slips.Settings) error {
	set.Numbers = map[string]slips.Setting{}
	seen := map[string]bool{}
	for _, file := range numberedSettings {
		d, err := r.settings(path.Join(dir, file), false)
		if err != nil {
			return err
		}
		if d == nil || d.Root == nil {
			continue
		}
		for _, member := range place.Root(d).InOrder() {
			key := member.Node.Key
			if member.Scalar() && !hyperparameters.IsKey(key) && !seen[key] {
				set.Numbers[key] = slips.Setting{Value: member.Text().Value, File: file}
			} else {
				delete(set.Numbers, key)
			}
			seen[key] = true
		}
	}
	return nil
}
