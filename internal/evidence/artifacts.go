package evidence

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
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
func (r *reader) artifacts(dir string, manifest *document.Document) ([]Artifact, error) {
	found, err := r.foundArtifacts(dir)
	if err != nil {
		return nil, err
	}
	out := []Artifact{}
	for _, d := range declaredArtifacts(manifest) {
		a := Artifact{At: d.at, URI: d.uri, Digest: d.digest, Source: "declared", Agrees: true}
		if d.path != "" {
			a.Path = path.Join(dir, d.path)
			if err := r.verify(&a, d, found); err != nil {
				return nil, err
			}
		}
		out = append(out, a)
	}
	for _, a := range found {
		listed := slices.ContainsFunc(out, func(b Artifact) bool { return b.Path == a.Path })
		if !listed && isArtifact(a.Path) {
			r.place(strings.TrimSuffix(string(a.At), "#"))
			out = append(out, a)
		}
	}
	for i := range out {
		out[i].Algorithm, _, _ = strings.Cut(out[i].Digest, ":")
		name := out[i].Path
		if name == "" {
			name, _, _ = strings.Cut(out[i].URI, "?")
		}
		w := weights[weightsEnding(name)]
		out[i].Format, out[i].Code = w.format, w.code
	}
	slices.SortStableFunc(out, func(a, b Artifact) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.URI, b.URI)) })
	return out, nil
}

// verify holds a declared artifact against the file that it names.
func (r *reader) verify(a *Artifact, d declared, found map[string]Artifact) error {
	file, ok := found[a.Path]
	if !ok {
		e, there := r.tree.Lookup(a.Path)
		if !there || !within(r.dir, a.Path) {
			r.report(d, a.Path, "there is no such file in the model's directory")
			a.Digest = ""
			return nil
		}
		var err error
		if file, err = r.artifact(e); err != nil {
			return err
		}
	}
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

func (r *reader) report(d declared, file, why string) {
	manifest, pointer := d.at.Split(func(file string) bool { return r.places[file] != nil })
	r.findings = append(r.findings, finding.Finding{Rule: "evidence/not_a_file", Severity: finding.Error, Key: file,
		At:      r.places[manifest].At(pointer + "/path"),
		Message: fmt.Sprintf("artifact %q cannot be seen: %s", file, why), Help: "Name a Git LFS pointer, a .dvc file's output or a plain file, or remove the path and keep uri and digest."})
}

// within reports whether a file lies below a directory.
func within(dir, file string) bool { return dir == "." || strings.HasPrefix(file, dir+"/") }

// foundArtifacts are the artifacts that lie in the model's directory, by path;
// a file that DVC keeps elsewhere has the path of the file itself.
func (r *reader) foundArtifacts(dir string) (map[string]Artifact, error) {
	out := map[string]Artifact{}
	for _, e := range r.own(dir) {
		if !isArtifact(e.Path) && !strings.HasSuffix(e.Path, ".dvc") {
			continue
		}
		a, err := r.artifact(e)
		if err != nil {
			return nil, err
		}
		if other, twice := out[a.Path]; twice && other.Digest != a.Digest {
			a.Agrees = false
		}
		out[a.Path] = a
	}
	return out, nil
}

// artifact is a file of the tree as an artifact.
func (r *reader) artifact(e source.Entry) (Artifact, error) {
	kind, digest, err := r.digest(e)
	return Artifact{At: Anchor(e.Path + "#"), Path: strings.TrimSuffix(e.Path, ".dvc"), Source: kind, Digest: digest, Agrees: true}, err
}

// digest is the digest of the content that a file is or points to, "" when it
// cannot be told. A symbolic link or submodule has none.
func (r *reader) digest(e source.Entry) (kind, digest string, err error) {
	if e.Kind != source.File {
		return string(e.Kind), "", nil
	}
	if e.Size > maxHashed {
		return "file", "", nil
	}
	src, err := r.tree.Read(e.Path, maxHashed)
	if err != nil {
		if isRefusal(err) {
			return "file", "", nil
		}
		return "", "", fmt.Errorf("reading artifact %s: %w", e.Path, err)
	}
	if strings.HasSuffix(e.Path, ".dvc") {
		return "dvc", dvcDigest(e.Path, src), nil
	}
	if pointer, ok := source.ParseLFS(src); ok {
		return "lfs", "sha256:" + pointer.OID, nil
	}
	sum := sha256.Sum256(src)
	return "file", "sha256:" + hex.EncodeToString(sum[:]), nil
}

// dvcDigest reads outs[0].md5 of a .dvc file (DVC user guide, ".dvc files");
// a file with more than one output has no digest of its own.
func dvcDigest(name string, src []byte) string {
	d, _ := document.ParseAs(document.YAML, name, src)
	outs := place{node: d.Root}.get("outs").items()
	if len(outs) != 1 {
		return ""
	}
	md5 := outs[0].get("md5").text().Value
	sum := strings.TrimSuffix(md5, ".dir")
	if _, err := hex.DecodeString(sum); err != nil || len(sum) != 32 {
		return ""
	}
	return "md5:" + md5
}
