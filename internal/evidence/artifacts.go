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
	"github.com/modelgate-dev/modelgate/internal/source"
)

// weights are the endings of files that hold a model's parameters.
var weights = map[string]bool{
	".safetensors": true, ".onnx": true, ".pt": true, ".pth": true, ".ckpt": true, ".h5": true, ".keras": true, ".pb": true, ".tflite": true,
	".gguf": true, ".joblib": true, ".pkl": true, ".pickle": true, ".mlmodel": true, ".bin": true, ".xgb": true, ".ubj": true, ".cbm": true, ".msgpack": true,
}

// isArtifact reports whether a file name is that of a model's parameters, kept
// in git, as a Git LFS pointer or by DVC.
func isArtifact(name string) bool {
	return weights[strings.ToLower(path.Ext(strings.TrimSuffix(name, ".dvc")))]
}

// maxHashed is the size up to which an artifact that lies in git itself is
// hashed. Larger ones belong into Git LFS or DVC, which give a digest.
const maxHashed = 64 << 20

// artifacts lists what the model consists of: what its manifest declares and
// what lies in its directory. The digest of a pointer file is that of the
// content it points to.
func (r *reader) artifacts(dir string, manifest *document.Document) ([]Artifact, error) {
	out := []Artifact{}
	byPath := map[string]int{}
	for _, d := range declaredArtifacts(manifest) {
		a := Artifact{At: d.at, URI: d.uri, Digest: d.digest, Source: "declared", Agrees: true}
		if d.path != "" {
			a.Path = path.Join(dir, d.path)
			byPath[a.Path] = len(out)
		}
		out = append(out, a)
	}
	for _, e := range r.own(dir) {
		name := strings.TrimSuffix(e.Path, ".dvc")
		i, listed := byPath[name]
		if !listed && !isArtifact(e.Path) {
			continue
		}
		kind, digest, err := r.digest(e)
		if err != nil {
			return nil, err
		}
		if !listed {
			byPath[name] = len(out)
			out = append(out, Artifact{At: Anchor(e.Path + "#"), Path: name, Source: kind, Digest: digest, Agrees: true})
			r.place(e.Path)
			continue
		}
		a := &out[i]
		switch {
		case digest == "":
		case a.Digest == "":
			a.Source, a.Digest = kind, digest
		case a.Digest != digest:
			a.Agrees = false
		}
	}
	for i := range out {
		out[i].Algorithm, _, _ = strings.Cut(out[i].Digest, ":")
	}
	slices.SortStableFunc(out, func(a, b Artifact) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.URI, b.URI)) })
	return out, nil
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
