package promotion

import (
	"cmp"
	"slices"
)

// intent is everything that makes two promotions the same one. It holds the
// model's own content (version, artifacts, card), how it is to be deployed
// (target, parameters, namespace, directory), and what it replaces.
//
// It leaves out, on purpose:
//   - the source commit: a commit that changes nothing of the model must not
//     promote it again;
//   - the policy digest and the waivers: a rule that was added does not make
//     another model of it, and a policy change must not restart every service
//     (whether what runs still passes is a question for check, not for promote);
//   - the templates' digest and the tool's version: an upgrade of modelgate
//     must not roll every model at once; the next promotion brings the new
//     form. For the same reason only the parameters count that somebody has
//     given, not the target's defaults;
//   - paths of artifacts and of the model: moving a directory deploys nothing new;
//   - the time and the run: identical intent is identical on every machine.
//
// It holds the promotion that is replaced, so that going back to earlier
// content is a promotion of its own and ids stay unique in a history.
type intent struct {
	Operation   string            `json:"operation"`
	Environment string            `json:"environment"`
	Namespace   string            `json:"namespace"`
	Directory   string            `json:"directory"`
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	Artifacts   []Artifact        `json:"artifacts"`
	CardDigest  string            `json:"cardDigest"`
	Target      string            `json:"target"`
	Parameters  map[string]string `json:"parameters"`
	Replaces    string            `json:"replaces"`
	Restores    int               `json:"restores,omitempty"`
	Hold        *Hold             `json:"hold,omitempty"`
	Files       []RenderedFile    `json:"files,omitempty"` // of an adopted model, whose files follow from nothing else
	Matrix      []intendedCell    `json:"matrix,omitempty"`
}

// intendedCell is one cluster or region of a promotion.
type intendedCell struct {
	Name       string            `json:"name"`
	Namespace  string            `json:"namespace"`
	Parameters map[string]string `json:"parameters"`
}

// promotionID is the id of the promotion that puts r in place of the one with
// the id replaces, "" for none.
func promotionID(r Record, replaces string) (string, error) {
	i := intent{
		Operation: r.Operation, Environment: r.Environment, Namespace: r.Namespace, Directory: r.Render.Directory,
		Name: r.Model.Name, Version: r.Model.Version, CardDigest: r.Source.CardDigest,
		Target: r.Render.Target, Parameters: map[string]string{}, Replaces: replaces, Restores: r.Restores, Hold: r.Hold,
	}
	if r.Operation == Adopt {
		i.Files = r.Render.Files
	}
	for _, one := range r.perCell() {
		given := map[string]string{}
		for _, name := range one.Render.Given {
			given[name] = one.Render.Parameters[name]
		}
		if one.cell == "" {
			i.Parameters = given
		} else {
			i.Matrix = append(i.Matrix, intendedCell{one.cell, one.Namespace, given})
		}
	}
	for _, a := range r.Artifacts {
		i.Artifacts = append(i.Artifacts, Artifact{URI: a.URI, Digest: a.Digest})
	}
	slices.SortFunc(i.Artifacts, func(a, b Artifact) int {
		return cmp.Or(cmp.Compare(a.Digest, b.Digest), cmp.Compare(a.URI, b.URI))
	})
	b, err := canonical(i)
	if err != nil {
		return "", err
	}
	return digestOf(b), nil
}

// replaces is the id of the promotion before r.
func (r Record) replaces() string {
	if r.Previous == nil {
		return ""
	}
	return r.Previous.PromotionID
}
