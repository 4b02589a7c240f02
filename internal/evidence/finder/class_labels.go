package finder

import (
	"cmp"
	"path"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/evidence/slips"
)

const maxClasses = 1000 // of a model, that are compared

// classLabels are the classes in the settings of a model that its settings, or its card, state
// otherwise.
func (r *reader) classLabels(dir string, card *document.Document) ([]evidence.Slip, error) {
	for _, dir := range r.finder.partsOf(dir) {
		file := path.Join(dir, "config.json")
		d, err := r.settings(file, false)
		if err != nil {
			return nil, err
		}
		if d == nil {
			continue
		}
		names := place.Root(d).Get("id2label").InOrder()
		numbers := place.Root(d).Get("label2id")
		var labels []string
		for _, n := range names[:min(len(names), maxClasses)] {
			labels = append(labels, n.Text().Value)
			if number := numbers.Get(n.Text().Value); number.Present() && number.Scalar() && number.Node.Value != n.Node.Key {
				return []evidence.Slip{{At: n.Anchor, Kind: evidence.SlipClasses, Value: n.Node.Key + ": " + cmp.Or(n.Text().Value, `""`), Other: number.Node.Value}}, nil
			}
		}
		found := slips.UnlistedLabels(card, labels, file)
		if zero, one := place.Root(d).Get("id2label").Get("0").Text(), place.Root(d).Get("id2label").Get("1").Text(); zero.Present && one.Present {
			found = append(found, slips.ContraryLabels(card, zero.Value, one.Value, file)...)
		}
		found = append(found, slips.ReorderedLabels(card, labels, file)...)
		return found, nil
	}
	return nil, nil
}
