package dsse

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	_ "crypto/sha512" // SHA-384 and SHA-512 of hashOf
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
)

// Public is a key that signatures are verified with: Ed25519, or ECDSA with signatures in
// ASN.1, as OpenSSL and cosign write them, on the curves P-256, P-384 and P-521 with
// SHA-256, SHA-384 and SHA-512 (PublicKeyDetails of
// https://github.com/sigstore/protobuf-specs).
type Public struct {
	key crypto.PublicKey
	der []byte
}

// Private is a key that signs.
type Private struct{ key crypto.Signer }

const wantPrivate = "use `openssl genpkey -algorithm ed25519`, or `-algorithm EC -pkeyopt ec_paramgen_curve:P-256`"

// ParsePrivate reads a key in the form of PKCS #8, as openssl genpkey writes it. Errors
// state nothing of what the key is.
func ParsePrivate(src []byte) (*Private, error) {
	block, rest := pem.Decode(src)
	if block == nil || block.Type != "PRIVATE KEY" || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errors.New(wrongPrivate(src))
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the private key cannot be read: " + wantPrivate)
	}
	switch key := key.(type) {
	case ed25519.PrivateKey:
		return &Private{key}, nil
	case *ecdsa.PrivateKey:
		if key.Curve == elliptic.P256() {
			return &Private{key}, nil
		}
	}
	return nil, errors.New("the private key is neither Ed25519 nor ECDSA P-256: " + wantPrivate)
}

// kinds are the types of the blocks of a PEM file.
func kinds(src []byte) []string {
	var out []string
	for block, rest := pem.Decode(src); block != nil; block, rest = pem.Decode(rest) {
		out = append(out, block.Type)
	}
	return out
}

// wrongPrivate is why a file is not one private key, by its kind and by nothing else of it.
func wrongPrivate(src []byte) string {
	switch all := kinds(src); {
	case slices.Contains(all, "EC PRIVATE KEY"):
		return "it is a key of `openssl ecparam` (EC PRIVATE KEY): convert it with `openssl pkcs8 -topk8 -nocrypt -in key.pem`"
	case slices.Contains(all, "ENCRYPTED PRIVATE KEY"):
		return "the private key is encrypted: decrypt it with `openssl pkcs8 -in key.pem`"
	case slices.ContainsFunc(all, func(kind string) bool { return strings.Contains(kind, "SIGSTORE") || strings.Contains(kind, "COSIGN") }):
		return "it is a cosign key: sign with cosign and pass --bundle"
	case slices.Contains(all, "PUBLIC KEY"):
		return "it is a public key, and a private key is required: " + wantPrivate
	}
	return "it is not a private key in PEM form: " + wantPrivate
}

// wrongPublic is why a file is not one public key.
func wrongPublic(src []byte) string {
	if slices.ContainsFunc(kinds(src), func(kind string) bool { return strings.HasSuffix(kind, "PRIVATE KEY") }) {
		return "it is a private key, and a public key is required: remove it from here and from the history, use another one, and write its public key with `openssl pkey -in key.pem -pubout`"
	}
	return "it is not one public key in PEM form"
}

// ParsePublic reads a public key in the form of PKIX, as openssl pkey -pubout and
// cosign write it.
func ParsePublic(src []byte) (Public, error) {
	block, rest := pem.Decode(src)
	if block == nil || block.Type != "PUBLIC KEY" || len(bytes.TrimSpace(rest)) > 0 {
		return Public{}, errors.New(wrongPublic(src))
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return Public{}, errors.New("the public key cannot be read")
	}
	p, ok := publicOf(key)
	if !ok {
		return Public{}, errors.New("the public key is neither Ed25519 nor ECDSA P-256, P-384 or P-521")
	}
	return p, nil
}

func publicOf(key crypto.PublicKey) (Public, bool) {
	switch k := key.(type) {
	case ed25519.PublicKey:
	case *ecdsa.PublicKey:
		if hashOf(k.Curve) == 0 {
			return Public{}, false
		}
	default:
		return Public{}, false
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	return Public{key, der}, err == nil
}

// ID is the SHA-256 of the key in the form of PKIX.
func (p Public) ID() string {
	sum := sha256.Sum256(p.der)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Is reports whether two keys are the same.
func (p Public) Is(other Public) bool { return bytes.Equal(p.der, other.der) }

func (p Public) verifies(message, signature []byte) bool {
	switch key := p.key.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(key, message, signature)
	case *ecdsa.PublicKey:
		hash := hashOf(key.Curve).New()
		hash.Write(message)
		return ecdsa.VerifyASN1(key, hash.Sum(nil), signature)
	}
	return false
}

// hashOf is the hash that goes with a curve, 0 for a curve that is not supported.
func hashOf(curve elliptic.Curve) crypto.Hash {
	switch curve {
	case elliptic.P256():
		return crypto.SHA256
	case elliptic.P384():
		return crypto.SHA384
	case elliptic.P521():
		return crypto.SHA512
	}
	return 0
}

// Public is the key that verifies what this one signs.
func (p *Private) Public() Public {
	public, _ := publicOf(p.key.Public()) // of a kind that ParsePrivate takes
	return public
}

// Ed25519 is the key, if it is of that kind.
func (p *Private) Ed25519() (ed25519.PrivateKey, bool) {
	key, ok := p.key.(ed25519.PrivateKey)
	return key, ok
}

// sign gives the same signature for the same message (RFC 8032 and RFC 6979).
func (p *Private) sign(message []byte) ([]byte, error) {
	if key, ok := p.Ed25519(); ok {
		return ed25519.Sign(key, message), nil
	}
	sum := sha256.Sum256(message)
	return p.key.Sign(nil, sum[:], crypto.SHA256)
}
