package results

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatSpacy is what spaCy says of a pipeline: the scores in its meta.json, as spacy train
// writes them (Language.meta, "performance"), or those of spacy evaluate (Scorer.score).
const formatSpacy = "spacy"

// spacyScores is the mapping with the scores.
func spacyScores(root place.Place) (scores place.Place, meta, ok bool) {
	if root.Get("spacy_version").Node != nil && root.Get("lang").Node != nil {
		scores = root.Get("performance")
		return scores, true, scores.Node != nil && scores.Node.Kind == document.Mapping && len(scores.Node.Children) > 0
	}
	if root.Get("token_acc").Node == nil || root.Get("speed").Node == nil {
		return place.Place{}, false, false
	}
	return root, false, true
}

func isSpacy(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping {
		return false
	}
	_, _, ok := spacyScores(place.Root(d))
	return ok
}

// readSpacy reads each score. Those by type are slices: ents_per_type.LOC.f is ents_f on
// type=LOC. What was not measured is null, and no result.
func readSpacy(r *Reading) {
	r.Producer.Tool = "spacy"
	scores, meta, _ := spacyScores(r.root)
	if meta {
		if name := r.root.Get("name").Value(); name != "pipeline" { // what training calls every one
			r.Subject.Model = r.root.Get("lang").Value() + "_" + name
		}
		r.Producer.Version = r.root.Get("spacy_version").Value()
	}
	for _, c := range scores.InOrder() {
		name, by, grouped := strings.Cut(c.Node.Key, "_per_")
		if !grouped || c.Node.Kind != document.Mapping {
			r.spacyScore(c, c.Node.Key, "")
			continue
		}
		for _, group := range c.InOrder() {
			slice := slicePart(by, group.Node.Key)
			if group.Node.Kind != document.Mapping {
				r.spacyScore(group, name, slice)
				continue
			}
			for _, part := range group.InOrder() {
				r.spacyScore(part, strings.TrimSuffix(name, "_f")+"_"+part.Node.Key, slice)
			}
		}
	}
}

// spacyScore adds one score. All are shares but losses and the speed.
func (r *Reading) spacyScore(p place.Place, name, slice string) {
	if p.Node.Kind == document.Null {
		return
	}
	x := newResult(p, name, slice)
	switch {
	case name == "speed":
		x.Unit, x.Direction = "words/s", evidence.Higher
	case strings.HasSuffix(name, "_loss"):
		x.Direction = evidence.Lower
	default:
		x.Unit, x.Direction = "proportion", evidence.Higher
	}
	x.DirectionFrom = evidence.DirectionOfFormat
	r.add(x)
}
