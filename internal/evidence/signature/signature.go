// Package signature reads signatures of models as OpenSSF Model Signing writes them: a
// Sigstore bundle, model.sig, with a statement that lists files by digest
// (https://github.com/sigstore/model-transparency, docs/model_signing_format.md and
// src/model_signing/_signing/signing.py). It says who has signed what. Whether the files
// of a model are those is the finder's to tell.
package signature

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/dsse"
)

// FileName is the name of the signature of the directory that it lies in.
const FileName = "model.sig"

const (
	statementType = "https://in-toto.io/Statement/v1"
	predicateType = "https://model_signing/signature/v1.0"
	// MaxFiles bounds the files that a signature lists.
	MaxFiles = 10000
)

// Signer is somebody whose signatures are accepted.
type Signer struct {
	Name      string
	Key       dsse.Public    // of one who signs with a key
	Authority dsse.Authority // else: what vouches for the certificate
	Models    func(id string) bool
}

func (s Signer) signed(e dsse.Envelope) bool { return e.SignedBy(s.Key) || e.SignedUnder(s.Authority) }

// Signed is what a signature says.
type Signed struct {
	Signer string            // the first that has signed it; "" for none of them
	Files  map[string]string // "sha256:…", by path from the directory of the signature
	ignore []string
}

// ErrUnverifiable says that a signature cannot be verified here, which does not mean
// that it is wrong.
var ErrUnverifiable = errors.New("it cannot be verified")

type unverifiable string

func (e unverifiable) Error() string  { return string(e) }
func (unverifiable) Is(to error) bool { return to == ErrUnverifiable }

// Verify reads a signature, by those of the signers who sign a model. The error says why
// nothing follows from it.
func Verify(src []byte, model string, signers []Signer) (Signed, error) {
	e, err := dsse.Parse(src)
	if err != nil {
		if len(signers) == 0 {
			return Signed{}, unverifiable("it is not a signature of OpenSSF Model Signing: " + err.Error())
		}
		return Signed{}, fmt.Errorf("it is not a signature of OpenSSF Model Signing: %w", err)
	}
	var by string
	for _, s := range signers {
		if by == "" && s.signed(e) {
			if !s.Models(model) {
				return Signed{}, fmt.Errorf("its signer %q does not sign this model", s.Name)
			}
			by = s.Name
		}
	}
	switch {
	case by != "":
	case e.Keyless():
		return Signed{}, unverifiable("it is keyless, and modelgate verifies keys and certificates of the configuration only")
	case len(signers) == 0:
		return Signed{}, unverifiable("the configuration has no signers")
	default:
		return Signed{}, errors.New("no signer of the configuration has signed it")
	}
	s, err := read(e)
	s.Signer = by
	return s, err
}

type statement struct {
	Type          string `json:"_type"`
	PredicateType string `json:"predicateType"`
	Subject       []struct {
		Digest map[string]string `json:"digest"`
	} `json:"subject"`
	Predicate struct {
		Serialization struct {
			Method  string   `json:"method"`
			Hash    string   `json:"hash_type"`
			Ignored []string `json:"ignore_paths"`
		} `json:"serialization"`
		Resources []struct {
			Name      string `json:"name"`
			Algorithm string `json:"algorithm"`
			Digest    string `json:"digest"`
		} `json:"resources"`
	} `json:"predicate"`
}

// gitPaths are ignored by signatures that do not list what they ignore: set_ignored_paths
// of model_signing/hashing.py.
var gitPaths = []string{".git", ".gitattributes", ".github", ".gitignore"}

// read reads the statement of an envelope.
func read(e dsse.Envelope) (Signed, error) {
	var st statement
	if e.PayloadType != dsse.InToto || json.Unmarshal(e.Payload, &st) != nil || st.Type != statementType {
		return Signed{}, errors.New("what is signed is not an in-toto statement")
	}
	if st.PredicateType != predicateType {
		return Signed{}, fmt.Errorf("the statement has the type %q, and %s is required", st.PredicateType, predicateType)
	}
	p := st.Predicate
	if p.Serialization.Method != "files" || p.Serialization.Hash != "sha256" {
		return Signed{}, unverifiable(fmt.Sprintf("it lists %s by %s, and files by sha256 are required", noun(p.Serialization.Method), noun(p.Serialization.Hash)))
	}
	if len(p.Resources) > MaxFiles {
		return Signed{}, unverifiable(fmt.Sprintf("it lists too many files: %d (limit: %d)", len(p.Resources), MaxFiles))
	}
	s := Signed{Files: map[string]string{}, ignore: append(slices.Clone(p.Serialization.Ignored), FileName)}
	if len(p.Serialization.Ignored) == 0 {
		s.ignore = append(s.ignore, gitPaths...)
	}
	all := sha256.New()
	for _, r := range p.Resources {
		sum, err := hex.DecodeString(r.Digest)
		if err != nil || len(sum) != sha256.Size || r.Algorithm != "sha256" || s.Files[r.Name] != "" {
			return Signed{}, fmt.Errorf("the entry of file %q is not valid", r.Name)
		}
		all.Write(sum)
		s.Files[r.Name] = "sha256:" + hex.EncodeToString(sum)
	}
	if len(st.Subject) != 1 || st.Subject[0].Digest["sha256"] != hex.EncodeToString(all.Sum(nil)) {
		return Signed{}, errors.New("the digest of its subject is not that of the files that it lists")
	}
	return s, nil
}

func noun(word string) string {
	if word == "" {
		return "nothing"
	}
	return fmt.Sprintf("%q", word)
}

// Ignores reports whether a signature leaves out a file, by its path from the directory
// of the signature.
func (s Signed) Ignores(file string) bool {
	return slices.ContainsFunc(s.ignore, func(p string) bool {
		p = path.Clean(p)
		return file == p || strings.HasPrefix(file, p+"/")
	})
}
