// Package dsse signs and verifies envelopes of the Dead Simple Signing Envelope
// (https://github.com/secure-systems-lab/dsse, protocol 1.0.0), and reads the keys for
// it. What a payload states is not its business.
package dsse

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// InToto is the type of payloads that are statements of in-toto.
const InToto = "application/vnd.in-toto+json"

// maxSignatures is how many signatures of an envelope are tried.
const maxSignatures = 20

// maxChain is how many certificates of a bundle are read.
const maxChain = 10

// Envelope is a payload with its signatures.
type Envelope struct {
	PayloadType string
	Payload     []byte
	signatures  [][]byte
	chain       [][]byte // certificates of a bundle in DER, that of the signer first
	keyless     bool     // the bundle has one certificate, as Fulcio issues it, and no chain
}

// PAE is the pre-authentication encoding: the bytes that are signed.
func PAE(payloadType string, payload []byte) []byte {
	return append(fmt.Appendf(nil, "DSSEv1 %d %s %d ", len(payloadType), payloadType, len(payload)), payload...)
}

type wire struct {
	Payload     string      `json:"payload"`
	PayloadType string      `json:"payloadType"`
	Signatures  []signature `json:"signatures"`
}

type signature struct {
	KeyID string `json:"keyid,omitempty"`
	Sig   string `json:"sig"`
}

// Sign is an envelope of a payload, as JSON and a line break. The same key and payload
// give the same bytes. It states no id of the key: verifiers that filter by ids each
// have a form of their own.
func Sign(key *Private, payloadType string, payload []byte) ([]byte, error) {
	sig, err := key.sign(PAE(payloadType, payload))
	if err != nil {
		return nil, err
	}
	encode := base64.StdEncoding.EncodeToString
	b, err := json.Marshal(wire{encode(payload), payloadType, []signature{{Sig: encode(sig)}}})
	return append(b, '\n'), err
}

// material is what a Sigstore bundle states of the signer.
type material struct {
	Certificate *certificate `json:"certificate"`
	Chain       struct {
		Certificates []certificate `json:"certificates"`
	} `json:"x509CertificateChain"`
}

type certificate struct {
	Raw string `json:"rawBytes"`
}

// Parse reads an envelope: one of its own, or that of a Sigstore bundle
// (https://github.com/sigstore/protobuf-specs). The log entries of a bundle are not
// read.
func Parse(b []byte) (Envelope, error) {
	var in struct {
		wire
		Bundle   *wire    `json:"dsseEnvelope"`
		Material material `json:"verificationMaterial"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return Envelope{}, errors.New("it is not a JSON document")
	}
	w := in.wire
	if in.Bundle != nil {
		if w.Payload != "" || len(w.Signatures) > 0 {
			return Envelope{}, errors.New("it has two envelopes")
		}
		w = *in.Bundle
	}
	if w.Payload == "" || w.PayloadType == "" || len(w.Signatures) == 0 {
		return Envelope{}, errors.New("it is not a DSSE envelope: payload, payloadType and signatures are required")
	}
	if len(w.Signatures) > maxSignatures {
		return Envelope{}, fmt.Errorf("it has too many signatures (limit: %d)", maxSignatures)
	}
	e := Envelope{PayloadType: w.PayloadType}
	var err error
	if e.Payload, err = decode(w.Payload); err != nil {
		return Envelope{}, errors.New("its payload is not base64")
	}
	for _, s := range w.Signatures {
		sig, err := decode(s.Sig)
		if err != nil {
			return Envelope{}, errors.New("a signature of it is not base64")
		}
		e.signatures = append(e.signatures, sig)
	}
	if in.Bundle != nil {
		return e, e.readMaterial(in.Material)
	}
	return e, nil
}

// readMaterial reads the certificates of a bundle.
func (e *Envelope) readMaterial(m material) error {
	e.keyless = m.Certificate != nil
	if len(m.Chain.Certificates) > maxChain {
		return fmt.Errorf("it has too many certificates (limit: %d)", maxChain)
	}
	for _, c := range m.Chain.Certificates {
		der, err := decode(c.Raw)
		if err != nil {
			return errors.New("a certificate of it is not base64")
		}
		e.chain = append(e.chain, der)
	}
	return nil
}

// Keyless reports whether the envelope comes with the short-lived certificate of an
// identity, which only a trust root of Sigstore can verify.
func (e Envelope) Keyless() bool { return e.keyless }

// decode reads base64 in either alphabet: the protocol requires both.
func decode(s string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "/").Replace(s))
}

// SignedBy reports whether one of the signatures is a key's. The ids that an envelope
// states are hints, and are not read.
func (e Envelope) SignedBy(key Public) bool {
	signed := PAE(e.PayloadType, e.Payload)
	for _, s := range e.signatures {
		if key.verifies(signed, s) {
			return true
		}
	}
	return false
}
