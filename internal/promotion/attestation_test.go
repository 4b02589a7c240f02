package promotion

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/dsse"
)

// keyOf is the signer of a seed, and its public key as env.yaml has it.
func keyOf(t testing.TB, seed byte) (*Signer, string) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSigner(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
	if err != nil {
		t.Fatal(err)
	}
	return s, publicPEM(t, key.Public())
}

func publicPEM(t testing.TB, key crypto.PublicKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// signedBy is an env.yaml with signers, each a name, a public key and more members.
func signedBy(signed bool, signers ...[3]string) string {
	out := fmt.Sprintf("apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {signed: %t}, staging: {stage: review, signed: %t}}\n", signed, signed)
	if len(signers) > 0 {
		out += "signers:\n"
	}
	for _, s := range signers {
		out += "  " + s[0] + ":\n    owner: platform\n    publicKey: |\n      " + strings.ReplaceAll(strings.TrimSpace(s[1]), "\n", "\n      ") + "\n" + s[2]
	}
	return out
}

// signs is a promotion with a key.
func (r repo) signs(t *testing.T, env string, by *Signer, subjects ...decision.Subject) (Plan, repo) {
	t.Helper()
	p, err := NewPlan(Request{Approvals: approveAll(t, subjects...), Environment: r.load(t, env), Snapshot: Snapshot{Tree: r.tree()}, Source: origin, Tool: tool, Now: now, Signer: by})
	if err != nil {
		t.Fatal(err)
	}
	return p, r.apply(p)
}

const signature1, signature2 = ".modelgate/attestations/prod/fraud-detector/000001.ci.dsse.json", ".modelgate/attestations/prod/fraud-detector/000002.ci.dsse.json"

// The statement about a record is an in-toto statement with a summary of SLSA, in an
// envelope of DSSE beside the record.
func TestRecordsAreSigned(t *testing.T) {
	t.Parallel()
	ci, public := keyOf(t, 1)
	zero := repo{EnvPath: signedBy(true, [3]string{"ci", public})}
	p, one := zero.signs(t, "prod", ci, fraud())
	if p.Items[0].State != Promote {
		t.Fatalf("%+v", p.Items)
	}
	envelope, err := dsse.Parse([]byte(one[signature1]))
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, envelope.Payload, "", "  "); err != nil {
		t.Fatal(err)
	}
	golden(t, "statement.json", pretty.Bytes())
	golden(t, "statement.ed25519.dsse.json", []byte(one[signature1])) // tools/attestations verifies it
	golden(t, "statement.ed25519.pub", []byte(public))
	if problems, err := audit(one); err != nil || len(problems) > 0 {
		t.Errorf("the result does not verify: %v %v", problems, err)
	}
	if got := changed(t, zero, one); len(got) > 0 {
		t.Errorf("the change does not verify: %q", got)
	}
	if p, again := one.signs(t, "prod", ci, fraud()); !p.Empty() || !maps.Equal(again, one) {
		t.Errorf("promoted again: %+v", p.Items)
	}
	p, two := one.signs(t, "prod", ci, with(fraud(), at(second), version("2.4.0")))
	if problems, err := audit(two); p.Items[0].State != Promote || err != nil || len(problems) > 0 || two[signature2] == "" {
		t.Errorf("the next version: %+v %v %v", p.Items, problems, err)
	}
	order, err := NewOrder(Request{Environment: two.load(t, "prod"), Snapshot: Snapshot{Tree: two.tree()}, Tool: tool, Now: now, Signer: ci},
		Order{Operation: Holds, Model: "fraud-detector", Statement: Statement{Owner: "a", Reason: "b"}})
	if err != nil || len(order.Files) != 2 {
		t.Fatalf("a hold writes %d files: %v", len(order.Files), err)
	}
	if problems, err := audit(two.apply(order)); err != nil || len(problems) > 0 {
		t.Errorf("a hold: %v %v", problems, err)
	}
}

// Without the key that an environment requires, nothing is promoted; without the
// requirement, an unknown key signs nothing.
func TestSignatureIsRequired(t *testing.T) {
	t.Parallel()
	ci, public := keyOf(t, 1)
	other, _ := keyOf(t, 2)
	required, free := signedBy(true, [3]string{"ci", public}), signedBy(false, [3]string{"ci", public})
	expired := signedBy(true, [3]string{"ci", public, "    to: 2026-02-28\n"})
	elsewhere := signedBy(true, [3]string{"ci", public, "    environments: [staging]\n"})
	for name, test := range map[string]struct {
		config string
		key    *Signer
		reason string
		files  int
	}{
		"the key":                  {required, ci, "", 3},
		"no key":                   {required, nil, "prod requires signed records: pass --signing-key", 0},
		"another key":              {required, other, "is not a signer in .modelgate/env.yaml", 0},
		"a key that ended":         {expired, ci, "the signer ci does not sign records with the time 2026-03-01T12:30:00Z", 0},
		"a key of staging":         {elsewhere, ci, "the signer ci does not sign for prod", 0},
		"not required, no key":     {free, nil, "", 2},
		"not required, other key":  {free, other, "", 2},
		"not required, the key":    {free, ci, "", 3},
		"a preview is not refused": {required, Previewer(), "", 2},
	} {
		p, _ := repo{EnvPath: test.config}.signs(t, "prod", test.key, fraud())
		if got := p.Items[0]; !strings.Contains(got.Reason, test.reason) || (test.reason == "") != (got.State == Promote) || len(p.Files) != test.files {
			t.Errorf("%s: %+v, %d files", name, got, len(p.Files))
		}
	}
}

// Whatever is done to a signature or a record is found, at its file, by verify and by
// the next promotion.
func TestForgedSignatures(t *testing.T) {
	t.Parallel()
	ci, public := keyOf(t, 1)
	thief, _ := keyOf(t, 2)
	staging := with(fraud())
	_, one := repo{EnvPath: signedBy(true, [3]string{"ci", public})}.signs(t, "prod", ci, fraud(), triage())
	_, one = one.signs(t, "staging", ci, staging)
	p, two := one.signs(t, "prod", ci, with(fraud(), at(second), version("2.4.0")))
	if p.Items[0].State != Promote {
		t.Fatalf("%+v", p.Items)
	}
	sign := func(by *Signer, payload string) string {
		b, err := dsse.Sign(by.key, dsse.InToto, []byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	envelope, _ := dsse.Parse([]byte(two[signature2]))
	payload := string(envelope.Payload)
	swapped := func(old, new string) string {
		if !strings.Contains(payload, old) {
			t.Fatalf("%s is not in the statement", old)
		}
		return sign(ci, strings.Replace(payload, old, new, 1))
	}
	// A forger writes a record and a manifest that agree, and computes all digests.
	forged := maps.Clone(two)
	edit(t, forged, record2, true, func(r *Record) {
		r.Artifacts[0].Digest = "sha256:" + hexOf("6")
		r.PromotionID, _ = promotionID(*r, r.replaces())
	})
	const unsigned = "it has no valid signature, which prod requires"
	for name, test := range map[string]struct {
		after repo
		file  string
		want  string
	}{
		"a forged record with its old signature": {forged, signature2, "it does not state the digest that .modelgate/records/prod/fraud-detector/000002.json has"},
		"a forged record without a signature":    {forged.edited(signature2, ""), record2, unsigned},
		"a forged record with another signer":    {forged.edited(signature2, sign(thief, payload)), signature2, "it is not signed by the key of ci"},
		"an unknown signer":                      {two.edited(strings.Replace(signature2, ".ci.", ".me.", 1), sign(thief, payload)), strings.Replace(signature2, ".ci.", ".me.", 1), ".modelgate/env.yaml has no signer me"},
		"the signature is removed":               {two.edited(signature2, ""), record2, unsigned},
		"an older signature is removed":          {two.edited(signature1, ""), "", ""},
		"replayed of the record before":          {two.edited(signature2, two[signature1]), signature2, "it does not state the digest that .modelgate/records/prod/fraud-detector/000002.json has"},
		"replayed of another model":              {two.edited(signature2, two[".modelgate/attestations/prod/support-triage/000001.ci.dsse.json"]), signature2, "it was signed for modelgate:prod/support-triage, not for modelgate:prod/fraud-detector"},
		"replayed of another environment":        {two.edited(signature1, two[".modelgate/attestations/staging/fraud-detector/000001.ci.dsse.json"]), signature1, "it was signed for modelgate:staging/fraud-detector"},
		"for a record that does not exist":       {two.edited(strings.Replace(signature2, "000002", "000009", 1), two[signature2]), strings.Replace(signature2, "000002", "000009", 1), "there is no record 000009"},
		"the digest of an artifact":              {two.edited(signature2, swapped(hexOf("9"), hexOf("6"))), signature2, "it does not state the digest that models/fraud/model.onnx has"},
		"one more subject":                       {two.edited(signature2, swapped(`"subject":[`, `"subject":[{"digest":{"sha256":"`+hexOf("6")+`"},"name":"evil"},`)), signature2, "it states a digest of evil"},
		"another time":                           {two.edited(signature2, swapped("2026-03-01T12:30:00Z", "2026-03-01T12:30:01Z")), signature2, "it states the time 2026-03-01T12:30:01Z"},
		"another result":                         {two.edited(signature2, swapped(`"PASSED"`, `"FAILED"`)), signature2, "it states another result"},
		"another policy":                         {two.edited(signature2, swapped(hexOf("e"), hexOf("6"))), signature2, "it states another policy"},
		"another predicate":                      {two.edited(signature2, swapped(predicateType, "https://slsa.dev/provenance/v1")), signature2, "its predicate is a https://slsa.dev/provenance/v1"},
		"another verifier":                       {two.edited(signature2, swapped(verifierID, "https://example.com")), signature2, "its verifier is https://example.com"},
		"another payload type":                   {two.edited(signature2, strings.Replace(two[signature2], dsse.InToto, "text/plain", 1)), signature2, "it is not signed by the key of ci"},
		"an edited payload":                      {two.edited(signature2, strings.Replace(two[signature2], base64.StdEncoding.EncodeToString([]byte(payload)), base64.StdEncoding.EncodeToString([]byte(payload+" ")), 1)), signature2, "it is not signed by the key of ci"},
		"no envelope":                            {two.edited(signature2, "{}"), signature2, "it is not a DSSE envelope"},
		"a file of another name":                 {two.edited(".modelgate/attestations/prod/x.json", "{}"), ".modelgate/attestations/prod/x.json", "it is not an attestation"},
	} {
		problems, err := audit(test.after)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		found := test.file == ""
		for _, p := range problems {
			found = found || p.Path == test.file && strings.Contains(p.Message, test.want)
		}
		if !found {
			t.Errorf("%s: %s with %q is not among %v", name, test.file, test.want, problems)
		}
		if strings.Contains(test.file, "fraud-detector") && strings.Contains(test.file, "prod") {
			if p, _ := test.after.signs(t, "prod", ci, with(fraud(), at(third), version("2.5.0"))); p.Items[0].State != Tampered || !p.Empty() {
				t.Errorf("%s: the next promotion is %+v", name, p.Items[0])
			}
		}
	}
	// A signature that a change removes is missed, unless the record has another one.
	if got := changed(t, two, two.edited(signature1, "")); len(got) == 0 {
		t.Error("an older signature that goes is not missed")
	}
}

// A change cannot bring the signer of its own records, in one commit or in several.
func TestSignersComeFirst(t *testing.T) {
	t.Parallel()
	ci, public := keyOf(t, 1)
	next, nextPublic := keyOf(t, 2)
	before := signedBy(true, [3]string{"ci", public})
	both := signedBy(true, [3]string{"ci", public}, [3]string{"next", nextPublic})
	_, one := repo{EnvPath: before}.signs(t, "prod", ci, fraud())
	announced := one.edited(EnvPath, both)
	v2 := with(fraud(), at(second), version("2.4.0"))
	_, byNext := announced.signs(t, "prod", next, v2)
	signed := strings.Replace(signature2, ".ci.", ".next.", 1)
	const early = " in the commit before the change: a change cannot bring the signer of its own records"
	if got := changed(t, one, announced, byNext); len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), signed+": .modelgate/env.yaml has no signer next"+early) {
		t.Errorf("two commits: %q", got)
	}
	if got := changed(t, one, byNext); !strings.Contains(strings.Join(got, "\n"), "it changes together with") {
		t.Errorf("one commit: %q", got)
	}
	if got := changed(t, announced, byNext); len(got) > 0 {
		t.Errorf("after the signer was merged: %q", got)
	}
	// The old key ends, and its records stay valid; then it is lost, and they do not.
	ended := byNext.edited(EnvPath, signedBy(true, [3]string{"ci", public, "    to: 2026-03-01\n"}, [3]string{"next", nextPublic}))
	if got := changed(t, byNext, ended); len(got) > 0 {
		t.Errorf("the old key ends: %q", got)
	}
	lost := byNext.edited(EnvPath, signedBy(true, [3]string{"next", nextPublic}))
	if got := changed(t, byNext, lost); len(got) == 0 || !strings.Contains(got[0], signature1+": .modelgate/env.yaml has no signer ci") {
		t.Errorf("a signer is removed before its signatures: %q", got)
	}
	// The signatures of a lost key may go once another signer has signed what came after:
	// each record states the digest of the one before it. Then the signer may go.
	gone := byNext.edited(signature1, "")
	without := gone.edited(EnvPath, signedBy(true, [3]string{"next", nextPublic}))
	if got := changed(t, byNext, gone); len(got) > 0 {
		t.Errorf("a signature goes that a later record of another signer vouches for: %q", got)
	}
	if got := changed(t, gone, without); len(got) > 0 {
		t.Errorf("its signer goes: %q", got)
	}
	v3 := with(fraud(), at(third), version("2.5.0"))
	_, three := byNext.signs(t, "prod", ci, v3)
	bothGone := three.edited(signature1, "").edited(strings.Replace(signature1, "000001", "000003", 1), "")
	for name, test := range map[string]struct {
		before, after repo
		file          string
	}{
		"only an earlier record has another signer": {three, three.edited(strings.Replace(signature1, "000001", "000003", 1), ""), strings.Replace(signature1, "000001", "000003", 1)},
		"and one that has":                          {three, bothGone, strings.Replace(signature1, "000001", "000003", 1)},
		"the later one goes as well":                {byNext, gone.edited(signed, ""), signature1},
		"the later one is spoiled":                  {byNext, gone.edited(signed, byNext[signature1]), signature1},
	} {
		if got := strings.Join(changed(t, test.before, test.after), "\n"); !strings.Contains(got, test.file+": the change removes this signature") {
			t.Errorf("%s: %q", name, got)
		}
	}
	_, again := repo{EnvPath: before}.signs(t, "prod", ci, fraud())
	_, again = again.signs(t, "prod", ci, v2)
	if got := changed(t, again, again.edited(signature1, "")); len(got) != 1 {
		t.Errorf("a later record of the same signer is not enough: %q", got)
	}
}

// Records that exist are signed later, by a key or elsewhere, without a change of what is
// deployed.
func TestAttestLater(t *testing.T) {
	t.Parallel()
	ci, public := keyOf(t, 1)
	one := repo{EnvPath: signedBy(false)}.promote(t, fraud(), triage())
	known := one.edited(EnvPath, signedBy(false, [3]string{"ci", public}))
	if got := changed(t, one, known, known.edited(EnvPath, signedBy(true, [3]string{"ci", public}))); len(got) != 2 || !strings.Contains(got[0], record1+": it has no valid signature, which prod requires") {
		t.Errorf("required too early: %q", got)
	}
	attest := func(r repo, by *Signer, o Attestation) Plan {
		t.Helper()
		p, err := NewAttestation(Request{Environment: r.load(t, "prod"), Snapshot: Snapshot{Tree: r.tree()}, Tool: tool, Now: now, Signer: by}, o)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := attest(known, ci, Attestation{})
	signed := known.apply(p)
	if got := changed(t, known, signed); len(got) > 0 || len(p.Files) != 2 || !strings.HasPrefix(p.Message, "attest(prod): 2 records\n") {
		t.Errorf("%q %q", got, p.Message)
	}
	if got := changed(t, signed, signed.edited(EnvPath, signedBy(true, [3]string{"ci", public}))); len(got) > 0 {
		t.Errorf("required now: %q", got)
	}
	required := signedBy(true, [3]string{"ci", public})
	states := func(r repo) (out []string) {
		t.Helper()
		all, err := Histories(r.tree(), now, "")
		if err != nil {
			t.Fatal(err)
		}
		newest, err := Standings(r.tree(), now)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range append(all, newest...) {
			out = append(out, s.Signature+"|"+s.Problem)
		}
		return out
	}
	for name, c := range map[string]struct {
		r    repo
		want string // of the first model
	}{
		"not required":    {known, "|"},
		"signed":          {signed.edited(EnvPath, required), "|"},
		"unsigned":        {known.edited(EnvPath, required), Unsigned + "|" + record1 + ": it has no valid signature"},
		"not valid":       {signed.edited(EnvPath, required).edited(signature1, "{}"), NotValid + "|" + signature1},
		"not valid, free": {signed.edited(signature1, "{}"), NotValid + "|" + signature1},
		"by nobody":       {signed.edited(EnvPath, signedBy(true)), NotValid + "|" + signature1},
	} {
		got := states(c.r)
		if len(got) != 4 || !strings.HasPrefix(got[0], c.want) || got[0] != got[2] || c.want == "|" && got[0] != "|" {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if p := attest(signed, ci, Attestation{}); !p.Empty() || p.Items[0].State != AlreadyPromoted {
		t.Errorf("signed twice: %+v", p.Items)
	}
	other := known.load(t, "prod")
	other.Mode = PullRequest
	for mode, want := range map[Mode]error{Direct: ErrPullRequest, PullRequest: nil} {
		if _, err := NewAttestation(Request{Mode: mode, Environment: other, Snapshot: Snapshot{Tree: known.tree()}, Tool: tool, Now: now, Signer: ci}, Attestation{}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", mode, err, want)
		}
	}
	if p := attest(known, nil, Attestation{}); !p.Empty() || !strings.Contains(p.Items[0].Reason, "--signing-key") {
		t.Errorf("without a key: %+v", p.Items)
	}
	if p := attest(known, ci, Attestation{Models: []string{"none"}}); !p.Empty() || !strings.Contains(p.Items[0].Reason, "prod has no model none") {
		t.Errorf("an unknown model: %+v", p.Items)
	}
	if p := attest(known.edited(manifestPath, "x"), ci, Attestation{}); p.Err() == nil || len(p.Files) != 1 {
		t.Errorf("a tampered model was signed: %+v", p.Items)
	}

	// Signed elsewhere: the statement comes back in a bundle, with members in another order.
	u, err := StateRecord(record1, []byte(one[record1]))
	dvc := repo{}.promote(t, with(fraud(), func(s *decision.Subject) { s.Artifacts[0].Digest = "md5:" + strings.Repeat("9", 32) }))
	if u, err := StateRecord(record1, []byte(dvc[record1])); err != nil || len(u.Omitted) != 1 || bytes.Contains(u.Checksums, []byte(u.Omitted[0])) {
		t.Errorf("a digest that is not SHA-256: %q %v", u.Omitted, err)
	}
	if len(u.Omitted) != 0 {
		t.Errorf("left out: %q", u.Omitted)
	}
	if err != nil || !bytes.Contains(u.Checksums, []byte("  "+record1+"\n")) || len(u.Predicate) == 0 {
		t.Fatalf("%+v %v", u, err)
	}
	var tree map[string]any
	if err := json.Unmarshal(u.Statement, &tree); err != nil {
		t.Fatal(err)
	}
	payload, _ := json.MarshalIndent(tree, "", " ")
	envelope, _ := dsse.Sign(ci.key, dsse.InToto, payload)
	bundle := []byte(`{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":"x"}},"dsseEnvelope":` + string(envelope) + "}")
	p = attest(known, nil, Attestation{Models: []string{"fraud-detector"}, Bundle: bundle})
	if len(p.Files) != 1 || p.Files[0].Path != strings.Replace(signature1, formDSSE, formSigstore, 1) {
		t.Fatalf("a bundle: %+v", p.Items)
	}
	if problems, err := audit(known.apply(p)); err != nil || len(problems) > 0 {
		t.Errorf("a bundle: %v %v", problems, err)
	}
	p = attest(known, nil, Attestation{Models: []string{"support-triage"}, Bundle: bundle})
	if !p.Empty() || !strings.Contains(p.Items[0].Reason, "the bundle attests another record") {
		t.Errorf("the bundle of another model: %+v", p.Items)
	}
	thief, _ := keyOf(t, 3)
	envelope, _ = dsse.Sign(thief.key, dsse.InToto, payload)
	p = attest(known, nil, Attestation{Models: []string{"fraud-detector"}, Bundle: envelope})
	if !p.Empty() || !strings.Contains(p.Items[0].Reason, "no signer in .modelgate/env.yaml has signed the bundle") {
		t.Errorf("the bundle of another signer: %+v", p.Items)
	}
}

func TestSignersOfTheConfiguration(t *testing.T) {
	t.Parallel()
	_, public := keyOf(t, 1)
	for name, test := range map[string]struct{ config, want string }{
		"no key":              {signedBy(true, [3]string{"ci", "x"}), "the key of signer ci cannot be used: it is not one public key in PEM form"},
		"the same key":        {signedBy(true, [3]string{"a", public}, [3]string{"b", public}), "the signers a and b have the same key"},
		"unknown environment": {signedBy(true, [3]string{"a", public, "    environments: [nowhere]\n"}), "unknown environment nowhere"},
		"ends first":          {signedBy(true, [3]string{"a", public, "    from: 2026-03-01\n    to: 2026-02-01\n"}), "the time of signer a ends before it begins"},
		"a day of none":       {signedBy(true, [3]string{"a", public, "    from: 2026-02-30\n"}), "2026-02-30 is not a date"},
	} {
		_, err := LoadEnvironment(repo{EnvPath: test.config}.tree(), "prod")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Of several faults each is told, in the same way in every run.
	faults := signedBy(true, [3]string{"a", public, "    from: 2026-02-30\n    to: 2026-02-31\n"}, [3]string{"b", public, "    from: 2026-02-30\n    to: 2026-02-01\n"},
		[3]string{"c", "x", "    from: 2026-02-01\n"}, [3]string{"d", "x", "    to: 2026-02-01\n"})
	want := ""
	for i := range 30 {
		_, err := LoadEnvironment(repo{EnvPath: faults}.tree(), "prod")
		if want == "" {
			want = err.Error()
		}
		if err.Error() != want || strings.Count(want, "is not a date") != 3 || strings.Count(want, "the same key") != 1 || !strings.Contains(want, "a and b have") || strings.Count(want, "cannot be used: it") != 2 {
			t.Fatalf("run %d:\n%v\nbefore:\n%s", i, err, want)
		}
	}
	old, err1 := loadEnvironments(repo{EnvPath: signedBy(false, [3]string{"a", public})}.tree())
	now, err2 := loadEnvironments(repo{EnvPath: signedBy(true)}.tree())
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	var got []string
	for _, p := range append(editedSigners(old, now), editedSigners(now, old)...) {
		got = append(got, strings.Split(p.Message, ": sha256:")[0])
	}
	edits := []string{"the signer a of platform is removed", "prod now requires signed records", "staging now requires signed records",
		"the signer a of platform is added: sha256", "prod no longer requires signed records", "staging no longer requires signed records"}
	for i := range got {
		got[i] = strings.SplitAfter(got[i], ": sha256")[0]
	}
	edits[3] = "the signer a of platform is added"
	if diff := cmp.Diff(edits, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
