package finder

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/signature"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// What the signatures of one model may cost.
const (
	maxSignatures  = 10
	maxSignedBytes = 1 << 30 // of files that are hashed for them
	maxDifferences = 50      // that are listed of one signature
)

// signatures reads the signatures of a model, and holds them against the files in their
// directories. It marks the artifacts that a valid one covers.
func (r *reader) signatures(dir string, artifacts []evidence.Artifact) ([]evidence.Signature, error) {
	out := []evidence.Signature{}
	h := hasher{tree: r.tree, allows: r.finder.allows, left: maxSignedBytes, known: map[string]string{}}
	for _, e := range r.listOwn(dir) {
		if path.Base(e.Path) != signature.FileName {
			continue
		}
		r.place(e.Path)
		s := evidence.Signature{At: evidence.Anchor(e.Path + "#"), Path: e.Path, State: evidence.SignatureInvalid, Files: []evidence.SignedFile{}, Others: []string{}}
		signed, err := r.verifySignature(e, dir, len(out))
		if err := r.finder.addOthers(&s, dir); err != nil {
			return nil, err
		}
		switch {
		case err != nil && r.tree.Lost() != nil:
			return nil, r.tree.Lost()
		case errors.Is(err, signature.ErrUnverifiable):
			s.State, s.Signer, s.Reason = evidence.SignatureUnverified, signed.Signer, err.Error()
		case err != nil:
			s.Signer, s.Reason = signed.Signer, err.Error()
		default:
			s.Signer = signed.Signer
			if err := r.compareSigned(&s, signed, artifacts, &h); err != nil {
				return nil, err
			}
		}
		if s.State == evidence.SignatureValid {
			cover(artifacts, path.Dir(e.Path), signed)
		}
		out = append(out, s)
	}
	return out, nil
}

func (r *reader) verifySignature(e source.Entry, dir string, before int) (signature.Signed, error) {
	if before >= maxSignatures {
		return signature.Signed{}, fmt.Errorf("the model has too many signatures (limit: %d)", maxSignatures)
	}
	src, err := r.tree.Read(e.Path, document.MaxBytes)
	if err != nil {
		return signature.Signed{}, fmt.Errorf("reading it: %w", err)
	}
	return signature.Verify(src, dir, r.finder.layout.Signers)
}

// compareSigned holds the files of a directory against those that were signed there.
func (r *reader) compareSigned(s *evidence.Signature, signed signature.Signed, artifacts []evidence.Artifact, h *hasher) error {
	dir := path.Dir(s.Path)
	unknown := "" // a file of which nothing can be told
	differ := func(file string, how evidence.Difference) {
		f := evidence.SignedFile{At: s.At, Path: file, Difference: how}
		if how != evidence.FileMissing {
			r.place(file)
			f.At = evidence.Anchor(file + "#")
		}
		s.Files = append(s.Files, f)
	}
	seen := map[string]bool{}
	for _, e := range r.tree.Under(dir) {
		name := below(dir, e.Path)
		want, listed := signed.Files[name]
		seen[name] = true
		switch {
		case !listed && signed.Ignores(name):
		case !listed:
			differ(e.Path, evidence.FileExtra)
		case e.Kind != source.File:
			differ(e.Path, evidence.FileChanged)
		default:
			is, err := h.digest(e)
			switch {
			case err != nil:
				return err
			case is == "":
				unknown = e.Path
			case is != want:
				differ(e.Path, evidence.FileChanged)
			}
		}
	}
	for name, want := range signed.Files {
		if seen[name] {
			continue
		}
		switch state := elsewhere(artifacts, path.Join(dir, name), want); state {
		case evidence.SignatureInvalid:
			differ(path.Join(dir, name), evidence.FileMissing)
		case evidence.SignatureUnverified:
			unknown = path.Join(dir, name)
		}
	}
	slices.SortFunc(s.Files, func(a, b evidence.SignedFile) int { return strings.Compare(a.Path, b.Path) })
	switch {
	case len(s.Files) > maxDifferences:
		s.Reason = fmt.Sprintf("%d more files are not as signed", len(s.Files)-maxDifferences)
		s.Files = s.Files[:maxDifferences]
	case len(s.Files) > 0:
	case unknown != "":
		s.State, s.Reason = evidence.SignatureUnverified, fmt.Sprintf("the SHA-256 digest of %q is unknown", unknown)
	default:
		s.State = evidence.SignatureValid
	}
	return nil
}

// elsewhere is what a signed file comes to that is not in the tree: an artifact of the
// model that is kept elsewhere, or one that is missing.
func elsewhere(artifacts []evidence.Artifact, file, want string) evidence.SignatureState {
	state := evidence.SignatureInvalid
	for _, a := range artifacts {
		switch {
		case a.Digest == want && a.Agrees && (a.Path == "" || a.Path == file):
			return evidence.SignatureValid
		case a.Path == file && (a.Source == "dvc" || strings.HasPrefix(a.Digest, "md5:")):
			state = evidence.SignatureUnverified
		}
	}
	return state
}

// cover marks the artifacts that a valid signature lists with their digests.
func cover(artifacts []evidence.Artifact, dir string, signed signature.Signed) {
	remote := map[string]bool{}
	for _, digest := range signed.Files {
		remote[digest] = true
	}
	for i, a := range artifacts {
		switch {
		case a.Digest == "" || !a.Agrees || a.SignedBy != "":
		case a.Path == "" && remote[a.Digest], a.Path != "" && source.Within(dir, a.Path) && signed.Files[below(dir, a.Path)] == a.Digest:
			artifacts[i].SignedBy = signed.Signer
		}
	}
}

// hasher hashes files of a tree, each once.
type hasher struct {
	tree   source.Tree
	allows func(source.Entry) (bool, error)
	left   int64
	known  map[string]string
}

// digest is the digest of a file's content, that of what a pointer of Git LFS points to,
// or "" if the file costs too much.
func (h *hasher) digest(e source.Entry) (string, error) {
	if known, ok := h.known[e.Path]; ok {
		return known, nil
	}
	size, err := h.tree.Size(e)
	if err != nil {
		return "", fmt.Errorf("reading signed file %s: %w", e.Path, err)
	}
	if is, err := h.allows(e); size > h.left || !is || err != nil {
		return "", err
	}
	h.left -= size
	digest, err := h.read(e, size)
	if err != nil && !source.IsRefusal(err) {
		return "", fmt.Errorf("reading signed file %s: %w", e.Path, err)
	}
	h.known[e.Path] = digest
	return digest, nil
}

func (h *hasher) read(e source.Entry, size int64) (string, error) {
	if size <= maxStored {
		src, err := h.tree.Read(e.Path, maxStored)
		if err != nil {
			return "", err
		}
		if pointer, ok := source.ParseLFS(src); ok {
			return "sha256:" + pointer.OID, nil
		}
		sum := sha256.Sum256(src)
		return "sha256:" + hex.EncodeToString(sum[:]), nil
	}
	s, err := h.tree.Stream(e.Path, size)
	if err != nil {
		return "", err
	}
	defer s.Close() // it has been read; a failure to close changes nothing
	sum := sha256.New()
	if _, err := io.Copy(sum, s); err != nil {
		return "", err
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
}
