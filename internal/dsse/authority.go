package dsse

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
)

// Authority is a certificate that signatures are verified with: that of a signer itself,
// or one that has issued it.
type Authority struct {
	roots *x509.CertPool
	id    string
}

// ParseAuthority reads one certificate in PEM form.
func ParseAuthority(src []byte) (Authority, error) {
	block, rest := pem.Decode(src)
	if block == nil || block.Type != "CERTIFICATE" || len(bytes.TrimSpace(rest)) > 0 {
		return Authority{}, errors.New("it is not one certificate in PEM form")
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return Authority{}, errors.New("the certificate cannot be read")
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	sum := sha256.Sum256(block.Bytes)
	return Authority{roots, "sha256:" + hex.EncodeToString(sum[:])}, nil
}

// ID is the SHA-256 of the certificate.
func (a Authority) ID() string { return a.id }

// SignedUnder reports whether one of the signatures is by the first certificate of the
// envelope's chain, and the authority vouches for that one. The chain is verified at the
// time from which the certificate is valid, as OpenSSF Model Signing does: an envelope
// does not tell when it was signed. The certificate must be for digital signatures, or
// for signing code.
func (e Envelope) SignedUnder(a Authority) bool {
	if a.roots == nil || len(e.chain) == 0 {
		return false
	}
	leaf, err := x509.ParseCertificate(e.chain[0])
	if err != nil {
		return false
	}
	between := x509.NewCertPool()
	for _, der := range e.chain[1:] {
		if cert, err := x509.ParseCertificate(der); err == nil {
			between.AddCert(cert)
		}
	}
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: a.roots, Intermediates: between, CurrentTime: leaf.NotBefore, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
		return false
	}
	key, ok := publicOf(leaf.PublicKey)
	return ok && maySign(leaf) && e.SignedBy(key)
}

func maySign(cert *x509.Certificate) bool {
	if cert.KeyUsage&x509.KeyUsageDigitalSignature != 0 {
		return true
	}
	for _, usage := range cert.ExtKeyUsage {
		if usage == x509.ExtKeyUsageCodeSigning {
			return true
		}
	}
	return false
}
