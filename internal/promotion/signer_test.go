package promotion

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

func keyPEM(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// The manifest of a bundle is signed with the promotion's key; without one the model
// is blocked, and a rollback brings the old signature back.
func TestBundleIsSigned(t *testing.T) {
	t.Parallel()
	bundle := with(triage(), func(s *decision.Subject) {
		s.Target, s.Parameters = "embedded", map[string]string{"application": "com.example.shop", "platforms": "ios android-arm64", "format": "onnx", "minimumVersion": "1.0.0"}
	})
	request := repo{}.request(t, bundle)
	p, err := NewPlan(request)
	if err != nil || p.Items[0].State != Blocked || !strings.Contains(p.Items[0].Reason, "pass --signing-key") {
		t.Fatalf("without a key: %+v %v", p.Items, err)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	if request.Signer, err = NewSigner(keyPEM(t, key)); err != nil {
		t.Fatal(err)
	}
	if p, err = NewPlan(request); err != nil || p.Items[0].State != Promote {
		t.Fatalf("with a key: %+v %v", p.Items, err)
	}
	after := repo{}.apply(p)
	const dir = "environments/prod/models/support-triage/"
	signature, err := base64.StdEncoding.DecodeString(strings.TrimSpace(after[dir+"bundle.json.sig"]))
	if err != nil || !ed25519.Verify(key.Public().(ed25519.PublicKey), []byte(after[dir+"bundle.json"]), signature) {
		t.Errorf("the signature is not one of the manifest: %v", err)
	}
	if problems, err := audit(after); err != nil || len(problems) > 0 {
		t.Errorf("the result does not verify: %v %v", problems, err)
	}
	request.Signer = Previewer()
	if p, err = NewPlan(request); err != nil || !strings.Contains(string(show(p)), "The promotion signs it.") {
		t.Errorf("a preview: %v %v", p.Items, err)
	}
	bundle.Parameters["signature"] = "none"
	if p, err = (repo{}).plan(t, bundle); err != nil || p.Items[0].State != Promote {
		t.Errorf("without a signature: %+v %v", p.Items, err)
	}
}

func TestNewSignerRefuses(t *testing.T) {
	t.Parallel()
	key := string(keyPEM(t, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))))
	for name, src := range map[string]string{
		"nothing": "", "text": "secret", "public key": strings.ReplaceAll(key, "PRIVATE", "PUBLIC"), "cut": strings.Replace(key, "MC4", "MC5", 1),
	} {
		if _, err := NewSigner([]byte(src)); err == nil || !strings.Contains(err.Error(), "openssl genpkey") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
