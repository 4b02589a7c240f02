package envrepo

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// people are approvers, by name, with their keys.
type people map[string]*promotion.Signer

// approvers are two of three who must approve what gets into prod, and its env.yaml.
func approvers(t *testing.T) (people, []byte) {
	t.Helper()
	var config strings.Builder
	config.WriteString("apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {approvals: [{count: 2, from: [a, b, c]}]}}\napprovers:\n")
	out := people{}
	for i, name := range []string{"a", "b", "c"} {
		key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(i)}, ed25519.SeedSize))
		private, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		public, err := x509.MarshalPKIXPublicKey(key.Public())
		if err != nil {
			t.Fatal(err)
		}
		if out[name], err = promotion.NewSigner(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))), "\n", "\n      ")
		fmt.Fprintf(&config, "  %s:\n    owner: %s\n    accounts: [%s]\n    publicKey: |\n      %s\n", name, name, name, text)
	}
	return out, []byte(config.String())
}

// digestOfVersion is that of the artifact of the version of a source.
func digestOfVersion(source int) string { return "sha256:" + strings.Repeat(fmt.Sprint(source), 64) }

func withDigest(s decision.Subject, source int) decision.Subject {
	s.Artifacts[0].Digest = digestOfVersion(source)
	return s
}

// approves lets a person approve the artifact of some version.
func (w *world) approves(model string) {
	w.Helper()
	e := promotion.Endorsement{Model: model, Digest: digestOfVersion(w.random.IntN(len(w.sources))), Reason: "reviewed", Source: scheduleModels}
	by := w.people[string(rune('a'+w.random.IntN(3)))]
	w.lands(func(at promotion.Snapshot) (promotion.Plan, error) {
		env, err := promotion.LoadEnvironment(at.Tree, "prod")
		if err != nil {
			return promotion.Plan{}, err
		}
		return promotion.NewApproval(promotion.Request{Environment: env, Snapshot: at, Now: w.now, Signer: by}, e)
	})
}

// checkApproved checks that a promotion has the approvals of its own artifact, in the
// tree that it is committed to.
func (w *world) checkApproved(plan promotion.Plan) {
	w.Helper()
	if w.people == nil {
		return
	}
	for _, f := range plan.Files {
		if !strings.HasPrefix(f.Path, promotion.RecordsDir+"/") {
			continue
		}
		r := decoded(w.T, f.Content)
		prefix := path.Join(promotion.ApprovalsDir, "prod", r.Model.Name, strings.Replace(r.Artifacts[0].Digest, ":", "-", 1)) + "."
		n := 0
		for name := range w.files {
			if strings.HasPrefix(name, prefix) {
				n++
			}
		}
		if r.Operation != promotion.Promotes {
			continue
		}
		w.approved++
		if n < 2 || len(r.Approvals) < 2 {
			w.Fatalf("%s enters with %d approvals, and names %v", f.Path, n, r.Approvals)
		}
	}
}
