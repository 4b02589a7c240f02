package promotion

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/dsse"
)

// Signer signs the records of a promotion, and the files that a target wants signed.
type Signer struct{ key *dsse.Private } // nil in a preview

// NewSigner reads a key of Ed25519 or ECDSA P-256 in the form of PKCS #8, as openssl
// genpkey writes it. Errors say nothing of what the key is.
func NewSigner(src []byte) (*Signer, error) {
	key, err := dsse.ParsePrivate(src)
	if err != nil {
		return nil, err
	}
	return &Signer{key}, nil
}

// ID is that of the public key.
func (s *Signer) ID() string { return s.key.Public().ID() }

// Previewer is the signer of plans that nobody commits.
func Previewer() *Signer { return &Signer{} }

// sign is a signature over content, in base64 and a line. The same key and content
// give the same signature (RFC 8032).
func (s *Signer) sign(content []byte) ([]byte, error) {
	if s.key == nil {
		return []byte("# The promotion signs it.\n"), nil
	}
	key, ok := s.key.Ed25519()
	if !ok {
		return nil, errors.New("an Ed25519 key is required to sign it, and --signing-key has an ECDSA key; or set the parameter signature to none")
	}
	return []byte(base64.StdEncoding.EncodeToString(ed25519.Sign(key, content)) + "\n"), nil
}

// errUnsigned says that there is no key for a target that wants a signature.
var errUnsigned = errors.New("a key is required to sign it: pass --signing-key to the promotion, or set the parameter signature to none")

// signatures are the files with the signatures that a target wants of its rendered
// files.
func (t Target) signatures(files []File, parameters map[string]any, s *Signer) ([]File, error) {
	var out []File
	for _, m := range t.manifests {
		if m.format != formatSignature || !holds(m.when, parameters) {
			continue
		}
		i := slices.IndexFunc(files, func(f File) bool { return path.Base(f.Path) == m.signs })
		if i < 0 {
			return nil, fmt.Errorf("%s of target %s is not rendered, but must be signed", m.signs, t.Name)
		}
		if s == nil {
			return nil, fmt.Errorf("%s of target %s: %w", m.signs, t.Name, errUnsigned)
		}
		signature, err := s.sign(files[i].Content)
		if err != nil {
			return nil, fmt.Errorf("%s of target %s: %w", m.signs, t.Name, err)
		}
		out = append(out, File{Path: strings.TrimSuffix(files[i].Path, m.signs) + m.name, Mode: regular, Content: signature})
	}
	return out, nil
}
