package promotion

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Signer signs the files that a target wants signed.
type Signer struct{ key ed25519.PrivateKey }

// NewSigner reads an Ed25519 key in the form of PKCS #8, as openssl genpkey writes
// it. Errors say nothing of what the key is.
func NewSigner(src []byte) (*Signer, error) {
	block, _ := pem.Decode(src)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, errors.New("it is not a private key in PEM form: use `openssl genpkey -algorithm ed25519`")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the private key cannot be read: use `openssl genpkey -algorithm ed25519`")
	}
	private, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("the private key is not an Ed25519 key: use `openssl genpkey -algorithm ed25519`")
	}
	return &Signer{private}, nil
}

// Previewer is the signer of plans that nobody commits.
func Previewer() *Signer { return &Signer{} }

// sign is a signature over content, in base64 and a line. The same key and content
// give the same signature (RFC 8032).
func (s *Signer) sign(content []byte) []byte {
	if len(s.key) == 0 {
		return []byte("# The promotion signs it.\n")
	}
	return []byte(base64.StdEncoding.EncodeToString(ed25519.Sign(s.key, content)) + "\n")
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
		out = append(out, File{Path: strings.TrimSuffix(files[i].Path, m.signs) + m.name, Mode: regular, Content: s.sign(files[i].Content)})
	}
	return out, nil
}
