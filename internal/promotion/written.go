package promotion

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

func (p *planner) directory(model string) string { return p.env.Path + "/" + model }

// record is the record of an approval, without what only a new one has:
// sequence, id, previous, files.
func (p *planner) record(a decision.Approval, t Target) Record {
	s := a.Subject()
	r := Record{
		APIVersion: apiVersion, Kind: recordKind, Operation: Promotes, Environment: p.env.Name, Namespace: p.env.Namespace,
		Model:    RecordModel{ID: s.ID, Name: s.Name, Version: s.Version, Owner: s.Owner},
		Source:   RecordSource{Repository: p.Source.Repository, Commit: s.Commit, CardPath: s.CardPath, CardDigest: s.CardDigest},
		Decision: RecordDecision{Result: string(decision.Allow), Stage: s.Stage, PolicyDigest: a.PolicyDigest(), PolicySources: a.PolicySources(), Passed: append([]string{}, a.Passed()...), Waivers: []RecordWaiver{}},
		Render:   Render{Target: t.Name, TemplateDigest: t.Digest, Directory: p.directory(s.Name)},
		Tool:     p.Tool, CreatedAt: p.Now.Format(time.RFC3339), Artifacts: artifactsOf(s),
	}
	if slices.ContainsFunc(r.Artifacts, func(a Artifact) bool { return a.SignedBy != "" }) {
		r.APIVersion = apiVersion2
	}
	if r.Decision.Policies = p.env.policiesDigest(); r.Decision.Policies != "" {
		r.APIVersion = apiVersion2
	}
	for _, w := range a.Waivers() {
		r.Decision.Waivers = append(r.Decision.Waivers, RecordWaiver{ID: w.ID, Owner: w.Owner, Reason: w.Reason, Expires: w.Expires})
	}
	return r
}

// promote renders the manifests and writes the record that comes next.
func (p *planner) promote(c change, r Record, t Target, h history) (change, error) {
	var err error
	if r, err = h.next(r); err != nil {
		return change{}, err
	}
	files, err := p.render(r, t)
	if err != nil {
		return change{}, err
	}
	for _, f := range files {
		r.Render.Files = append(r.Render.Files, RenderedFile{Path: f.Path, Mode: f.Mode, SHA256: sumOf(f.Content)})
	}
	return p.write(c, r, h, files)
}

// next gives a record its place after the others.
func (h history) next(r Record) (Record, error) {
	r.Sequence, r.Previous = len(h)+1, nil
	if current, ok := h.current(); ok {
		r.Previous = &Previous{current.Sequence, current.PromotionID, current.RecordDigest}
	}
	var err error
	r.PromotionID, err = promotionID(r, r.replaces())
	return r, err
}

// write adds the record and its signature to the files that it lists, and takes those
// away that only the record before it lists.
func (p *planner) write(c change, r Record, h history, files []File) (change, error) {
	name := recordPath(r.Environment, r.Model.Name, r.Sequence)
	content, err := r.encode(name)
	if err != nil {
		return change{}, err
	}
	signature, reason, err := p.attest(r, content)
	if err != nil {
		return change{}, err
	}
	if reason != "" {
		return c.blocked(reason), nil
	}
	c.files = append(files, File{Path: name, Mode: regular, Content: content})
	if signature != nil {
		c.files = append(c.files, *signature)
	}
	c.deletes = leftOver(h, r)
	c.record = r
	c.item.State, c.item.PromotionID, c.item.Record = Promote, r.PromotionID, name
	return c, nil
}

func (p *planner) render(r Record, t Target) ([]File, error) {
	var files []File
	for _, one := range r.perCell() {
		rendered, err := p.renderOne(one, t)
		if err != nil {
			return nil, err
		}
		files = append(files, rendered...)
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

func (p *planner) renderOne(r Record, t Target) ([]File, error) {
	v, err := r.values(t)
	if err != nil {
		return nil, err
	}
	files, err := t.render(r.Render.Directory, v)
	if err != nil {
		return nil, err
	}
	more, err := r.renderDelivery(t, files)
	if err != nil {
		return nil, err
	}
	signed, err := t.signatures(files, v.Parameters, p.Signer)
	return append(files, append(more, signed...)...), err
}

// values are what the templates of the record's target see.
func (r Record) values(t Target) (values, error) {
	parameters, err := t.typed(r.Render.Parameters)
	if err != nil {
		return values{}, err
	}
	digest, err := r.artifactDigest()
	if err != nil {
		return values{}, err
	}
	content, err := canonical(struct {
		Target     string            `json:"target"`
		Artifact   string            `json:"artifact"`
		Parameters map[string]string `json:"parameters"`
	}{t.Name, digest, r.Render.Parameters})
	if err != nil {
		return values{}, err
	}
	return values{
		Name: r.Model.Name, Namespace: r.Namespace, Environment: r.Environment, ArtifactDigest: digest, Parameters: parameters,
		PromotionID: r.PromotionID, Version: r.Model.Version, SourceCommit: r.Source.Commit,
		Fingerprint: strings.TrimPrefix(digestOf(content), "sha256:")[:12], Artifacts: r.Artifacts,
		Annotations: map[string]string{
			annotationPromotion: r.PromotionID, annotationModel: r.Model.Name, annotationVersion: r.Model.Version,
			annotationArtifact: digest, annotationCommit: r.Source.Commit,
		},
	}, nil
}

// artifactDigest is the digest of the model's artifact. For several of them
// it is one digest over all of theirs: each of them makes another model.
func (r Record) artifactDigest() (string, error) {
	if len(r.Artifacts) == 1 {
		return r.Artifacts[0].Digest, nil
	}
	b, err := canonical(digests(r.Artifacts))
	return digestOf(b), err
}

// digests are those of artifacts, sorted.
func digests(artifacts []Artifact) []string {
	var out []string
	for _, a := range artifacts {
		out = append(out, a.Digest)
	}
	slices.Sort(out)
	return out
}

// artifactsOf are those of an approved model, as records list them.
func artifactsOf(s decision.Subject) []Artifact {
	var out []Artifact
	for _, a := range s.Artifacts {
		out = append(out, Artifact(a))
	}
	slices.SortFunc(out, func(a, b Artifact) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.URI, b.URI), cmp.Compare(a.Digest, b.Digest))
	})
	return out
}

// leftOver lists the files of the current record that the next one does not
// list. They were verified to exist.
func leftOver(h history, r Record) []string {
	current, _ := h.current()
	var out []string
	for _, f := range current.Render.Files {
		if !slices.ContainsFunc(r.Render.Files, func(n RenderedFile) bool { return n.Path == f.Path }) {
			out = append(out, f.Path)
		}
	}
	return out
}
