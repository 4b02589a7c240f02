package finder

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// maxHashed is the size up to which an artifact that lies in git itself is
// hashed. Larger ones belong into Git LFS or DVC, which give a digest.
const maxHashed = 64 << 20

// artifacts lists what the model consists of: what its manifest declares and
// what lies in its directory. The digest of a pointer file is that of the
// content it points to. A digest that is declared for a path counts only if the
// file says the same: for a remote object it is all there is.
func (r *reader) artifacts(dir string, doc *document.Document) ([]evidence.Artifact, error) {
	found, err := r.findArtifacts(dir)
	if err != nil {
		return nil, err
	}
	out := []evidence.Artifact{}
	for _, d := range manifest.Artifacts(doc) {
		a := evidence.Artifact{At: d.At, URI: d.URI, Digest: d.Digest, Source: "declared", Agrees: true, Size: -1, Declared: d.Size}
		if d.Path != "" {
			a.Path = path.Join(dir, d.Path)
			if err := r.verify(&a, d, found); err != nil {
				return nil, err
			}
		}
		out = append(out, a)
	}
	for _, a := range found {
		listed := slices.ContainsFunc(out, a.listedAs)
		if !listed && a.model {
			r.placeArtifact(a)
			a.Auxiliary = isAuxiliary(a.Path)
			out = append(out, a.Artifact)
		}
	}
	for i := range out {
		out[i].Algorithm, _, _ = strings.Cut(out[i].Digest, ":")
		name := out[i].Path
		if name == "" {
			name, _, _ = strings.Cut(out[i].URI, "?")
		}
		named := weights.ByName(name)
		if out[i].Named = named.Name; out[i].Format == "" {
			out[i].Format, out[i].Code = named.Name, named.Code
		}
		if out[i].Contents.State == "" {
			out[i].Contents = evidence.NewContents(evidence.ContentElsewhere, keeper(out[i]))
		}
	}
	slices.SortStableFunc(out, func(a, b evidence.Artifact) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.URI, b.URI), cmp.Compare(a.Digest, b.Digest))
	})
	return out, nil
}

// keeper says who has the content of an artifact of which git does not.
func keeper(a evidence.Artifact) string {
	switch a.Source {
	case "lfs":
		return "Git LFS keeps its content"
	case "dvc":
		return "DVC keeps its content"
	}
	return "its content is not in the repository"
}

// placeArtifact remembers where an artifact stands.
func (r *reader) placeArtifact(a foundArtifact) {
	if a.doc != nil {
		r.places[a.doc.Path] = a.doc
		return
	}
	r.place(strings.TrimSuffix(string(a.At), "#"))
}

// verify holds a declared artifact against the file that it names.
func (r *reader) verify(a *evidence.Artifact, d manifest.Artifact, found map[string]foundArtifact) error {
	file, ok := found[strings.TrimSuffix(a.Path, ".dvc")]
	for above := path.Dir(a.Path); !ok && source.Within(r.dir, above); above = path.Dir(above) { // in a directory that DVC keeps
		if file, ok = found[above]; ok && a.Digest != "" {
			file.Digest = "" // that of the directory says nothing of the file's
		}
	}
	if !ok {
		e, there := r.tree.Lookup(a.Path)
		if !there || !source.Within(r.dir, a.Path) {
			r.report(d, a.Path, "there is no such file in the model's directory")
			a.Digest = ""
			return nil
		}
		var err error
		if file.Artifact, err = r.artifact(e); err != nil {
			return err
		}
	}
	a.Format, a.Code, a.Contents, a.Size = file.Format, file.Code, file.Contents, file.Size
	switch {
	case file.Source == string(source.Symlink), file.Source == string(source.Submodule):
		r.report(d, a.Path, "it is a "+file.Source+", which is never followed")
		a.Digest = ""
	case file.Digest == "":
		a.Digest = "" // what is declared cannot be seen to be true
	case a.Digest == "":
		a.Source, a.Digest = file.Source, file.Digest
	case a.Digest != file.Digest:
		a.Agrees = false
	}
	return nil
}

func (r *reader) report(d manifest.Artifact, file, why string) {
	manifest, pointer := d.At.Split(func(file string) bool { return r.places[file] != nil })
	r.findings = append(r.findings, finding.Finding{Rule: "evidence/not_a_file", Severity: finding.Error, Key: file,
		At:      r.places[manifest].At(pointer + "/path"),
		Message: fmt.Sprintf("artifact %q cannot be read: %s", file, why), Help: "Use a Git LFS pointer, the output of a .dvc file or a regular file. Otherwise, remove the path and keep uri and digest."})
}

// foundArtifact is a file or directory that the model may consist of.
type foundArtifact struct {
	evidence.Artifact
	doc   *document.Document // that it stands in, nil for a file that is the artifact or its pointer
	model bool               // it counts as an artifact without being declared
	named bool               // a dvc.yaml names it; what it has may be recorded elsewhere
}

// listedAs reports whether an artifact is this one, declared. An object elsewhere is
// another one where its content is stated in another way.
func (a foundArtifact) listedAs(b evidence.Artifact) bool {
	if a.Path == "" {
		return b.URI == a.URI && b.Digest == a.Digest
	}
	return b.Path == a.Path
}

// findArtifacts returns the artifacts that lie in the model's directory, by path;
// one that DVC keeps elsewhere has the path that it has in a workspace.
func (r *reader) findArtifacts(dir string) (map[string]foundArtifact, error) {
	out := map[string]foundArtifact{}
	take := func(a foundArtifact) {
		if other, twice := out[a.Path]; twice && other.Digest != a.Digest {
			a.Agrees = false
		}
		out[a.Path] = a
	}
	own := r.listOwn(dir)
	pointers := slices.DeleteFunc(slices.Clone(own), func(e source.Entry) bool { return !dvc.IsPointer(e.Path) })
	own = slices.DeleteFunc(own, func(e source.Entry) bool { return dvc.IsPointer(e.Path) })
	for _, e := range append(own, pointers...) { // what git has, first
		parameters, vocabulary := r.finder.isPipelinePart(dir, e.Path)
		switch {
		case vocabulary && weights.IsName(e.Path) && e.Kind == source.File: // strings and tables of words
		case parameters:
			a, err := r.artifact(e)
			if err != nil {
				return nil, err
			}
			take(foundArtifact{Artifact: a, model: true})
		case r.finder.inStore(path.Dir(e.Path)) && !r.finder.inStore(dir): // of a run
		case strings.HasSuffix(e.Path, ".dvc"):
			found, err := r.readPointers(dir, e)
			if err != nil {
				return nil, err
			}
			for _, a := range found {
				if is, err := r.joinContent(a, out); err != nil {
					return nil, err
				} else if !is {
					take(a)
				}
			}
		case weights.IsName(e.Path):
			a, err := r.artifact(e)
			if err != nil {
				return nil, err
			}
			measured, err := r.isArraysOfResults(dir, e)
			if err != nil {
				return nil, err
			}
			take(foundArtifact{Artifact: a, model: (a.Code || !measured) && !isSplit(a)})
		case e.Kind == source.File && r.places[e.Path] == nil: // a document that was read is none
			is, err := r.finder.isWeights(e)
			if err == nil && !is {
				is, err = r.finder.isStored(e)
			}
			if err != nil && !source.IsRefusal(err) {
				return nil, fmt.Errorf("reading %s to see whether it holds weights: %w", e.Path, err)
			}
			if !is {
				continue
			}
			a, err := r.artifact(e)
			if err != nil {
				return nil, err
			}
			take(foundArtifact{Artifact: a, model: true})
		}
	}
	return out, r.addPiped(dir, out)
}

// isArraysOfResults reports whether a file that has the format of weights is read as results.
func (r *reader) isArraysOfResults(id string, e source.Entry) (bool, error) {
	if e.Kind != source.File || !results.IsArrays(e.Path) {
		return false, nil
	}
	if looked, _, err := r.finder.isEvaluation(id, e.Path); !looked || err != nil {
		return false, err
	}
	return r.finder.isResults(e)
}

// with is an artifact that is recorded twice: where one of the two only names it, the other.
func (a foundArtifact) with(other foundArtifact) foundArtifact {
	switch {
	case a.named:
		a, other = other, a
	case !other.named:
		a.Agrees = other.Agrees && other.Digest == a.Digest
	}
	a.model = a.model || other.model
	return a
}

// artifact is a file of the tree as an artifact.
func (r *reader) artifact(e source.Entry) (evidence.Artifact, error) {
	a := evidence.Artifact{At: evidence.Anchor(e.Path + "#"), Path: strings.TrimSuffix(e.Path, ".dvc"), Source: "file", Agrees: true, Size: -1, Declared: -1}
	switch {
	case e.Kind != source.File: // it has no content
		a.Source = string(e.Kind)
		return a, nil
	case strings.HasSuffix(e.Path, ".dvc"): // its content is that of what it points to
		a.Source = "dvc"
		return a, nil
	}
	content, whole, err := r.finder.content(e)
	if err != nil {
		return a, fmt.Errorf("reading artifact %s: %w", e.Path, err)
	}
	if pointer, ok := source.ParseLFS(content); ok {
		a.Source, a.Digest, a.Size = "lfs", "sha256:"+pointer.OID, int(pointer.Size)
		return a, nil
	}
	size, err := r.tree.Size(e)
	if err != nil {
		return a, fmt.Errorf("reading artifact %s: %w", e.Path, err)
	}
	told := weights.ByBeginning(content, size)
	a.Format, a.Code, a.Size = told.Name, told.Code, int(size)
	if whole {
		sum := sha256.Sum256(content)
		a.Digest = "sha256:" + hex.EncodeToString(sum[:])
	}
	a.Contents, err = r.contents(e, told.Name, content, whole)
	if named := cmp.Or(a.Format, weights.ByName(e.Path).Name); named == evidence.FormatNumPy && a.Contents.State == evidence.ContentRead && len(a.Contents.Globals) == 0 {
		a.Format, a.Code = named, false // none of its arrays is a pickle that calls anything
	}
	return a, err
}

// maxContents is how many files of one model are read for what they tell of themselves.
const maxContents = 200

// contents are what a file of weights tells of itself. Of one that is too large to be
// read, the beginning has the header.
func (r *reader) contents(e source.Entry, format evidence.WeightFormat, content []byte, whole bool) (evidence.Contents, error) {
	if r.told++; r.told > maxContents {
		return evidence.NewContents(evidence.ContentUnreadable, fmt.Sprintf("the model has more than %d files of weights", maxContents)), nil
	}
	if is, err := r.finder.allows(e); !is || err != nil {
		return evidence.NewContents(evidence.ContentUnreadable, fmt.Sprintf(notRead, sizeWords(r.finder.mayRead))), err
	}
	size := int64(len(content))
	if !whole {
		var err error
		if size, err = r.tree.Size(e); err == nil && weights.HasHeader(format) {
			content, err = r.finder.readUpTo(e, weights.MaxHeader)
		}
		if err != nil {
			return evidence.Contents{}, fmt.Errorf("reading the header of %s: %w", e.Path, err)
		}
	}
	return weights.Read(weights.File{Name: e.Path, Content: content, Size: size}, format), nil
}

// addPiped adds the artifacts that pipelines record of the model. What is in git
// itself is there to be read, whatever a pipeline says of it.
func (r *reader) addPiped(dir string, found map[string]foundArtifact) error {
	pipelines, err := r.finder.pipelines()
	if err != nil {
		return err
	}
	for _, p := range pipelines {
		if p.Pointer != "" {
			if owner, err := r.finder.Owner(p.Pointer); err != nil {
				return err
			} else if owner == dir { // it was read with the model's files
				continue
			}
		}
		if p.Pointer == "" && (source.Within(p.Dir, dir) || source.Within(dir, p.Dir)) {
			r.findings = append(r.findings, p.Findings...)
			for _, d := range p.Docs {
				r.places[d.Path] = d
			}
		}
		for _, o := range p.Outs {
			if owners, err := r.finder.ownersOf(p, o); err != nil {
				return err
			} else if !slices.Contains(owners, dir) {
				continue
			}
			if err := r.addRecorded(dir, p, o, found); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reader) addRecorded(dir string, p dvc.Pipeline, o dvc.Out, found map[string]foundArtifact) error {
	a := foundArtifact{Artifact: evidence.Artifact{At: o.At, Path: o.Path, Source: "dvc", Digest: o.Digest, Agrees: true, Size: -1, Declared: -1}, model: isModelOut(o, dir), named: o.Named}
	if o.Remote {
		a.Path, a.URI = "", o.Path
	}
	if e, there := r.tree.Lookup(o.Path); there {
		if _, listed := found[o.Path]; listed || !a.model {
			return nil
		}
		var err error
		a.Artifact, err = r.artifact(e)
		found[o.Path] = a
		return err
	}
	for _, d := range p.Docs {
		if strings.HasPrefix(string(o.At), d.Path+"#") {
			a.doc = d
		}
	}
	if other, twice := found[o.Path]; twice {
		a = a.with(other)
	}
	found[o.Path] = a
	return nil
}
