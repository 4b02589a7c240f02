package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/dsse"
)

// SignatureSuffix is what the name of a signature has after that of its bundle.
const SignatureSuffix = ".dsse.json"

// predicateType says that a statement is about a bundle of policies, and what it is signed
// for: no other statement about the same file is taken for it.
const predicateType = "https://modelgate.dev/policy-bundle/v1"

// statement is the payload of a signature: a statement of in-toto.
// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
type statement struct {
	Type          string    `json:"_type"`
	Subject       []subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
}

type subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

const statementType = "https://in-toto.io/Statement/v1"

// Sign is the signature of a bundle: an envelope of DSSE.
func Sign(key *dsse.Private, name string, src []byte) ([]byte, error) {
	payload, err := json.Marshal(statement{statementType, []subject{{name, map[string]string{"sha256": strings.TrimPrefix(Digest(src), "sha256:")}}}, predicateType})
	if err != nil {
		return nil, err
	}
	return dsse.Sign(key, dsse.InToto, payload)
}

// ErrSignature says that a signature is not that of the key over the bundle.
var ErrSignature = errors.New("the signature is not valid")

// VerifySignature holds a bundle against its signature. It comes before Read. The error is
// ErrSignature.
func VerifySignature(key dsse.Public, src, signature []byte) error {
	envelope, err := dsse.Parse(signature)
	var s statement
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrSignature, err)
	case !envelope.SignedBy(key):
		return fmt.Errorf("%w: it is not by the key %s", ErrSignature, key.ID())
	case envelope.PayloadType != dsse.InToto:
		return fmt.Errorf("%w: its payload is not a statement", ErrSignature)
	}
	if err := json.Unmarshal(envelope.Payload, &s); err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	want := strings.TrimPrefix(Digest(src), "sha256:")
	if s.Type != statementType || s.PredicateType != predicateType || !slices.ContainsFunc(s.Subject, func(x subject) bool { return x.Digest["sha256"] == want }) {
		return fmt.Errorf("%w: it is for another file", ErrSignature)
	}
	return nil
}
