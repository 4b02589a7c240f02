package finder

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/hyperparameters"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

const (
	maxHyperparameters = 100       // of a model's settings
	maxScript          = 256 << 10 // bytes, of one whose options are read
	maxScripts         = 16 << 20  // bytes, of a directory
)

// hyperparameters are those that the settings in the directories of a model state, and the
// options of its scripts.
func (r *reader) hyperparameters(dir string) ([]evidence.Hyperparameter, error) {
	out := []evidence.Hyperparameter{}
	for _, part := range r.finder.partsOf(dir) {
		found, err := r.hyperparametersIn(part)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out[:min(len(out), maxHyperparameters)], nil
}

// hyperparametersIn are those of one directory.
func (r *reader) hyperparametersIn(dir string) ([]evidence.Hyperparameter, error) {
	var out []evidence.Hyperparameter
	for _, name := range slices.Sorted(maps.Keys(hyperparameters.Files)) {
		d, err := r.settings(path.Join(dir, name), false)
		if err != nil {
			return nil, err
		}
		if d != nil && d.Root != nil && d.Root.Kind == document.Mapping {
			out = append(out, inSettings(place.Root(d), hyperparameters.Files[name])...)
		}
	}
	for _, name := range hyperparameters.Recipes {
		d, err := r.settings(path.Join(dir, name), false)
		if err != nil {
			return nil, err
		}
		if d != nil && d.Root != nil {
			out = append(out, inRecipe(place.Root(d), maxRecipe)...)
		}
	}
	err := r.scripts(dir, func(file string, script []byte) {
		at := func(int) evidence.Anchor { return evidence.Anchor(file + "#") }
		if path.Ext(file) == ".sh" {
			out = append(out, hyperparameters.InCommand(script, at, evidence.MediumFile)...)
		} else if trains.MatchString(path.Base(file)) {
			out = append(out, hyperparameters.InOptions(script, at)...)
		}
	})
	return out, err
}

// trains is the name of a script that trains a model.
var trains = pattern.New(`(?i)train|fine-?tune|^run_`)

// scripts reads the scripts next to the card, and looks for credentials in them: in all, for
// one behind many others is no better hidden. What is too large to be read is told.
func (r *reader) scripts(dir string, visit func(file string, script []byte)) error {
	left := maxScripts
	for _, e := range r.tree.Under(dir) {
		if path.Dir(e.Path) != dir || e.Kind != source.File || !slices.Contains([]string{".sh", ".py", ".env"}, path.Ext(e.Path)) {
			continue
		}
		script, err := r.tree.Read(e.Path, int64(min(left, document.MaxBytes)))
		if errors.Is(err, source.ErrTooLarge) {
			r.unsearched(e.Path)
			continue
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		left -= len(script)
		d, _ := document.ParseAs(document.TextReport, e.Path, script) // for its lines
		r.places[e.Path] = d
		if len(script) <= maxScript {
			visit(e.Path, script)
		}
	}
	return nil
}

// unsearched tells of a script in which no credentials are looked for.
func (r *reader) unsearched(file string) {
	r.place(file)
	r.findings = append(r.findings, finding.Finding{Rule: "document/too_large", Severity: finding.Error, At: finding.Start(file),
		Message: fmt.Sprintf("%q is not searched for credentials: a script has at most %s, and those of a directory %s", path.Base(file), sizeWords(document.MaxBytes), sizeWords(maxScripts)),
		Help:    "Move the data in it to a file of its own, or scripts that are not the model's to another directory."})
}

const maxRecipe = 3 // levels of settings within settings

// ofOthers is a key of settings that are tried, or of another model or training.
var ofOthers = pattern.New(`(?i)search|sweep|grid|space|teacher|student|pre-?train|discriminator|baseline|eval|test|valid|infer|stage|phase|step`)

// inRecipe are the hyperparameters of a recipe, at most so many levels deep.
func inRecipe(p place.Place, levels int) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	for _, member := range p.InOrder() {
		switch {
		case member.Scalar():
			if h, ok := hyperparameters.InRecipe(member.Node.Key, member.Text().Value, member.Anchor); ok {
				out = append(out, h)
			}
		case levels > 1 && !ofOthers.MatchString(member.Node.Key):
			out = append(out, inRecipe(member, levels-1)...)
		}
	}
	return out
}

// inSettings are the hyperparameters at the top of a file of settings; none that its model
// may have for several parts.
func inSettings(root place.Place, keys map[string]evidence.HyperparameterName) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	add := func(name evidence.HyperparameterName, raw string, at evidence.Anchor) {
		if h, ok := hyperparameters.InFile(name, raw, at); ok {
			out = append(out, h)
		}
	}
	if labels := root.Get("id2label"); len(labels.InOrder()) > 0 {
		add(evidence.HyperClasses, strconv.Itoa(len(labels.InOrder())), labels.Anchor)
	}
	for _, size := range []place.Place{root.Get("input_size"), root.Get("pretrained_cfg").Get("input_size")} { // of timm: channels, height, width
		if sides := size.Items(); len(sides) == 3 && sides[1].Text().Value == sides[2].Text().Value {
			add(evidence.HyperImage, sides[1].Text().Value, size.Anchor)
		}
	}
	inParts := slices.ContainsFunc(hyperparameters.Parts, func(key string) bool {
		part := root.Get(key)
		return part.Present() && !strings.EqualFold(part.Text().Value, "false")
	})
	for _, member := range root.InOrder() {
		if name, ok := keys[member.Node.Key]; ok && member.Scalar() && !(inParts && name.OfStructure()) {
			add(name, member.Text().Value, member.Anchor)
		}
	}
	return out
}
