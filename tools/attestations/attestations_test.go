// Package attestations holds the signatures of records against other implementations of
// their formats: DSSE of secure-systems-lab, and the statements and summaries of in-toto.
package attestations

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"testing"

	vsa "github.com/in-toto/attestation/go/predicates/vsa/v1"
	intoto "github.com/in-toto/attestation/go/v1"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"google.golang.org/protobuf/encoding/protojson"
)

const golden = "../../internal/promotion/testdata/golden"

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(golden, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type verifier struct{ key ed25519.PublicKey }

func (v verifier) Verify(_ context.Context, data, sig []byte) error {
	if !ed25519.Verify(v.key, data, sig) {
		return errors.New("not signed by the key")
	}
	return nil
}
func (v verifier) KeyID() (string, error)   { return "", nil }
func (v verifier) Public() crypto.PublicKey { return v.key }

func TestSignedRecord(t *testing.T) {
	block, _ := pem.Decode(read(t, "statement.ed25519.pub"))
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	var envelope dsse.Envelope
	if err := json.Unmarshal(read(t, "statement.ed25519.dsse.json"), &envelope); err != nil {
		t.Fatal(err)
	}
	v, err := dsse.NewEnvelopeVerifier(verifier{public.(ed25519.PublicKey)})
	if err != nil {
		t.Fatal(err)
	}
	if accepted, err := v.Verify(t.Context(), &envelope); err != nil || len(accepted) != 1 || envelope.PayloadType != "application/vnd.in-toto+json" {
		t.Fatalf("%d signatures of %s: %v", len(accepted), envelope.PayloadType, err)
	}
	payload, err := envelope.DecodeB64Payload()
	if err != nil {
		t.Fatal(err)
	}
	var statement intoto.Statement
	if err := protojson.Unmarshal(payload, &statement); err != nil {
		t.Fatal(err)
	}
	if err := statement.Validate(); err != nil {
		t.Error(err)
	}
	predicate, err := protojson.Marshal(statement.GetPredicate())
	if err != nil {
		t.Fatal(err)
	}
	var summary vsa.VerificationSummary
	if err := protojson.Unmarshal(predicate, &summary); err != nil {
		t.Fatal(err)
	}
	if summary.GetVerificationResult() != "PASSED" || summary.GetResourceUri() != "modelgate:prod/fraud-detector" {
		t.Errorf("%v", &summary)
	}
	envelope.Payload = envelope.Payload[:len(envelope.Payload)-8] + "AAAAAAA="
	if _, err := v.Verify(t.Context(), &envelope); err == nil {
		t.Error("another payload is signed")
	}
}
