package signature

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/dsse"
)

func read1(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func all(string) bool { return true }

// theirs are the key and the certificate authority of the project's own tests.
func theirs(t testing.TB) (key, authority Signer) {
	t.Helper()
	public, err := dsse.ParsePublic(read1(t, "signing-key-pub.pem"))
	if err != nil {
		t.Fatal(err)
	}
	ca, err := dsse.ParseAuthority(read1(t, "ca-cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return Signer{Name: "key", Key: public, Models: all}, Signer{Name: "ca", Authority: ca, Models: all}
}

// What the project itself has signed.
func TestVerifyWhatModelSigningWrites(t *testing.T) {
	t.Parallel()
	key, ca := theirs(t)
	leaf, err := dsse.ParseAuthority(read1(t, "signing-key-cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		dir     string
		signers []Signer
		by, err string
	}{
		{"v1.1.0-elliptic-key", []Signer{ca, key}, "key", ""},
		{"v1.0.1-elliptic-key", []Signer{key}, "key", ""},
		{"v1.1.0-certificate", []Signer{ca}, "ca", ""},
		{"v1.1.0-certificate", []Signer{key}, "key", ""}, // it is the key of the certificate
		{"v1.1.0-certificate", []Signer{{Name: "leaf", Authority: leaf, Models: all}}, "leaf", ""},
		{"v1.1.0-elliptic-key", []Signer{ca}, "", "no signer of the configuration has signed it"},
		{"v1.1.0-elliptic-key", nil, "", "cannot be verified: the configuration has no signers"},
		{"v1.1.0-sigstore", []Signer{ca, key}, "", "cannot be verified: it is keyless"},
		{"v1.1.0-sigstore", nil, "", "cannot be verified: it is keyless"},
		{"v0.2.0-certificate", []Signer{ca}, "", "no signer of the configuration has signed it"}, // by an encoding that was a mistake
		{"v1.1.0-elliptic-key", []Signer{{Name: "key", Key: key.Key, Models: func(string) bool { return false }}}, "", `its signer "key" does not sign this model`},
	} {
		s, err := Verify(read1(t, tc.dir+"/model.sig"), "models/m", tc.signers)
		got := ""
		if err != nil {
			got = err.Error()
			if errors.Is(err, ErrUnverifiable) {
				got = "cannot be verified: " + got
			}
		}
		if s.Signer != tc.by || (tc.err == "") != (err == nil) || !strings.HasPrefix(got, tc.err) {
			t.Errorf("%s: signed by %q, %q; want %q, %q", tc.dir, s.Signer, got, tc.by, tc.err)
		}
		if err != nil {
			continue
		}
		for _, file := range []string{"signme-1", "signme-2"} {
			sum := sha256.Sum256(read1(t, tc.dir+"/"+file))
			if s.Files[file] != "sha256:"+hex.EncodeToString(sum[:]) || s.Ignores(file) {
				t.Errorf("%s: %s has the digest %s", tc.dir, file, s.Files[file])
			}
		}
		if len(s.Files) != 2 || !s.Ignores("model.sig") || !s.Ignores(".git/config") || s.Ignores("model.signed") || s.Ignores("ignore-me") == (tc.dir == "v1.0.1-elliptic-key") {
			t.Errorf("%s: %v", tc.dir, s)
		}
	}
}

// sign signs a statement with a key, in a bundle.
func sign(t testing.TB, seed byte, payload string) (bundle []byte, by Signer) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	key, err := dsse.ParsePrivate(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := dsse.Sign(key, dsse.InToto, []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, `{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":""}},"dsseEnvelope":%s}`, envelope),
		Signer{Name: "s", Key: key.Public(), Models: all}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	const zeros = "0000000000000000000000000000000000000000000000000000000000000000"
	of := sha256.Sum256(make([]byte, 32))
	good := `{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"m","digest":{"sha256":"` + hex.EncodeToString(of[:]) + `"}}],"predicateType":"https://model_signing/signature/v1.0",` +
		`"predicate":{"serialization":{"method":"files","hash_type":"sha256"},"resources":[{"name":"a","algorithm":"sha256","digest":"` + zeros + `"}]}}`
	b, by := sign(t, 1, good)
	if s, err := Verify(b, "m", []Signer{by}); err != nil || s.Files["a"] != "sha256:"+zeros {
		t.Fatalf("%v %v", s, err)
	}
	for name, tc := range map[string]struct {
		from, to     string
		unverifiable bool
	}{
		"shards":            {`"method":"files"`, `"method":"shards"`, true},
		"another hash":      {`"hash_type":"sha256"`, `"hash_type":"blake3"`, true},
		"no statement":      {`"_type":"https://in-toto.io/Statement/v1"`, `"_type":"https://in-toto.io/Statement/v0.1"`, false},
		"another predicate": {"signature/v1.0", "Digests/v0.1", false},
		"another subject":   {hex.EncodeToString(of[:]), zeros, false},
		"two subjects":      {`"subject":[`, `"subject":[{},`, false},
		"a short digest":    {`"digest":"` + zeros, `"digest":"00`, false},
		"a file twice":      {`"resources":[`, `"resources":[{"name":"a","algorithm":"sha256","digest":"` + zeros + `"},`, false},
		"a weak digest":     {`"algorithm":"sha256"`, `"algorithm":"md5"`, false},
	} {
		b, by := sign(t, 1, strings.Replace(good, tc.from, tc.to, 1))
		if _, err := Verify(b, "m", []Signer{by}); err == nil || errors.Is(err, ErrUnverifiable) != tc.unverifiable {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Bytes that were changed after they were signed, and those of somebody else.
	var in map[string]any
	if err := json.Unmarshal(b, &in); err != nil {
		t.Fatal(err)
	}
	in["dsseEnvelope"].(map[string]any)["payload"] = base64.StdEncoding.EncodeToString([]byte(strings.Replace(good, `"a"`, `"b"`, 1)))
	changed, _ := json.Marshal(in)
	other, _ := sign(t, 2, good)
	for name, src := range map[string][]byte{"changed": changed, "another signer": other, "no signature": []byte("-----BEGIN PGP SIGNATURE-----")} {
		if _, err := Verify(src, "m", []Signer{by}); err == nil || errors.Is(err, ErrUnverifiable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Verify([]byte("-----BEGIN PGP SIGNATURE-----"), "m", nil); !errors.Is(err, ErrUnverifiable) {
		t.Errorf("a signature of another kind, without signers: %v", err)
	}
}

func FuzzVerify(f *testing.F) {
	key, ca := theirs(f)
	for _, dir := range []string{"v1.1.0-elliptic-key", "v1.1.0-certificate", "v1.1.0-sigstore"} {
		f.Add(read1(f, dir+"/model.sig"))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if s, err := Verify(src, "m", []Signer{key, ca}); err == nil && len(s.Files) != 2 {
			t.Errorf("signed: %v", s)
		}
	})
}
