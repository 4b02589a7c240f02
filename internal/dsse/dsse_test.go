package dsse

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func privatePEM(t testing.TB, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func publicPEM(t testing.TB, key crypto.PublicKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func edKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

// ecKey is the key of the test vector of the protocol.
func ecKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	d, _ := new(big.Int).SetString("97358161215184420915383655311931858321456579547487070936769975997791359926199", 10)
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d.FillBytes(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// https://github.com/secure-systems-lab/dsse/blob/master/protocol.md#test-vectors
func TestVectorOfTheProtocol(t *testing.T) {
	t.Parallel()
	const payloadType = "http://example.com/HelloWorld"
	pae := PAE(payloadType, []byte("hello world"))
	if want := "DSSEv1 29 http://example.com/HelloWorld 11 hello world"; string(pae) != want {
		t.Fatalf("PAE %q, want %q", pae, want)
	}
	raw, err := base64.StdEncoding.DecodeString("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==")
	if err != nil {
		t.Fatal(err)
	}
	key := ecKey(t)
	sum := sha256.Sum256(pae)
	if !ecdsa.Verify(&key.PublicKey, sum[:], new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])) {
		t.Error("the signature of the vector is not one of our encoding")
	}
}

func TestSign(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]crypto.Signer{"Ed25519": edKey(1), "ECDSA": ecKey(t)} {
		private, err := ParsePrivate(privatePEM(t, key))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		public, err := ParsePublic(publicPEM(t, key.Public()))
		if err != nil || !public.Is(private.Public()) || public.ID() != private.Public().ID() {
			t.Fatalf("%s: %v, %s and %s", name, err, public.ID(), private.Public().ID())
		}
		a, err := Sign(private, InToto, []byte(`{"a":1}`))
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := Sign(private, InToto, []byte(`{"a":1}`)); !bytes.Equal(a, b) {
			t.Errorf("%s: the same payload has two envelopes", name)
		}
		e, err := Parse(a)
		if err != nil || !e.SignedBy(public) || string(e.Payload) != `{"a":1}` || e.PayloadType != InToto {
			t.Errorf("%s: %+v %v", name, e, err)
		}
		for what, change := range map[string]func(*wire){
			"payload":   func(w *wire) { w.Payload = base64.StdEncoding.EncodeToString([]byte(`{"a":2}`)) },
			"type":      func(w *wire) { w.PayloadType = "text/plain" },
			"signature": func(w *wire) { w.Signatures[0].Sig = base64.StdEncoding.EncodeToString(make([]byte, 64)) },
		} {
			var w wire
			if err := json.Unmarshal(a, &w); err != nil {
				t.Fatal(err)
			}
			change(&w)
			b, _ := json.Marshal(w)
			if e, err := Parse(b); err != nil || e.SignedBy(public) {
				t.Errorf("%s: another %s is signed (%v)", name, what, err)
			}
		}
		other := edKey(2)
		stranger, _ := ParsePublic(publicPEM(t, other.Public()))
		if e.SignedBy(stranger) || stranger.Is(public) {
			t.Errorf("%s: signed by another key", name)
		}
	}
}

// A bundle of Sigstore, several signatures, and either alphabet of base64.
func TestParse(t *testing.T) {
	t.Parallel()
	private, _ := ParsePrivate(privatePEM(t, edKey(1)))
	b, _ := Sign(private, InToto, []byte("\xfb\xff\xfe?>"))
	urlSafe := strings.NewReplacer("+", "-", "/", "_")
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		t.Fatal(err)
	}
	w.Signatures = append([]signature{{Sig: "AAAA"}}, w.Signatures...)
	w.Signatures[1].KeyID = "of somebody else"
	w.Payload, w.Signatures[1].Sig = urlSafe.Replace(w.Payload), urlSafe.Replace(w.Signatures[1].Sig)
	bundle, _ := json.Marshal(map[string]any{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "verificationMaterial": map[string]any{}, "dsseEnvelope": w})
	if e, err := Parse(bundle); err != nil || !e.SignedBy(private.Public()) {
		t.Errorf("a bundle: %v", err)
	}
	for _, bad := range []string{"", "[]", "{}", "null", `{"payload":"AA==","payloadType":"x","signatures":[]}`, `{"payload":"!","payloadType":"x","signatures":[{"sig":"AA=="}]}`,
		`{"payload":"AA==","payloadType":"x","signatures":[{"sig":"!"}]}`, `{"payload":"AA==","payloadType":"x","signatures":[{"sig":"AA=="}],"dsseEnvelope":{}}`,
		`{"payload":"AA==","payloadType":"x","signatures":[` + strings.Repeat(`{"sig":"AA=="},`, 30) + `{"sig":"AA=="}]}`} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func TestKeysAreRefused(t *testing.T) {
	t.Parallel()
	p384, _ := ecdsa.ParseRawPrivateKey(elliptic.P384(), append(make([]byte, 47), 7))
	p224, _ := ecdsa.ParseRawPrivateKey(elliptic.P224(), append(make([]byte, 27), 7))
	good := privatePEM(t, edKey(1))
	for name, src := range map[string][]byte{"nothing": nil, "another curve": privatePEM(t, p384), "two keys": append(bytes.Clone(good), good...),
		"a public key": publicPEM(t, edKey(1).Public()), "damaged": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("secret")})} {
		if _, err := ParsePrivate(src); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("private, %s: %v", name, err)
		}
	}
	for name, src := range map[string][]byte{"nothing": nil, "another curve": publicPEM(t, p224.Public()), "a private key": good} {
		if _, err := ParsePublic(src); err == nil {
			t.Errorf("public, %s was read", name)
		}
	}
}

// What OpenSSL makes of our signatures and keys, where it is installed.
// A key of the wrong kind is named, with the command that makes the right one of it, and
// nothing of it is shown.
func TestKeysOfTheWrongKind(t *testing.T) {
	t.Parallel()
	block := func(kind string) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: []byte("secret secret secret")})
	}
	private := privatePEM(t, edKey(1))
	for name, c := range map[string]struct {
		src           []byte
		private, want string // of ParsePrivate, and of ParsePublic
	}{
		"a private key":      {private, "", "it is a private key, and a public key is required: remove it from here and from the history, use another one, and write its public key with `openssl pkey -in key.pem -pubout`"},
		"of openssl ecparam": {append(block("EC PARAMETERS"), block("EC PRIVATE KEY")...), "it is a key of `openssl ecparam` (EC PRIVATE KEY): convert it with `openssl pkcs8 -topk8 -nocrypt -in key.pem`", "it is a private key"},
		"of openssl ec":      {block("EC PRIVATE KEY"), "it is a key of `openssl ecparam`", "it is a private key"},
		"of RSA":             {block("RSA PRIVATE KEY"), "it is not a private key in PEM form: use", "it is a private key"},
		"encrypted":          {block("ENCRYPTED PRIVATE KEY"), "the private key is encrypted: decrypt it with `openssl pkcs8 -in key.pem`", "it is a private key"},
		"of cosign":          {block("ENCRYPTED SIGSTORE PRIVATE KEY"), "it is a cosign key: sign with cosign and pass --bundle", "it is a private key"},
		"of SSH":             {block("OPENSSH PRIVATE KEY"), "it is not a private key in PEM form: use", "it is a private key"},
		"public":             {publicPEM(t, edKey(1).Public()), "it is a public key, and a private key is required", ""},
		"a certificate":      {block("CERTIFICATE"), "it is not a private key in PEM form", "it is not one public key in PEM form"},
		"behind a text":      {append([]byte("my key:\n"), private...), "", "it is a private key"},
	} {
		_, err := ParsePrivate(c.src)
		checkWords(t, name+", as a private key", err, c.private)
		_, err = ParsePublic(c.src)
		checkWords(t, name+", as a public key", err, c.want)
	}
}

func checkWords(t *testing.T, name string, err error, want string) {
	t.Helper()
	if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "MC4CA")) {
		t.Errorf("%s: %v, want %q", name, err, want)
	}
}

func TestOpenSSLVerifies(t *testing.T) {
	t.Parallel()
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	key := ecKey(t)
	private, _ := ParsePrivate(privatePEM(t, key))
	b, _ := Sign(private, InToto, []byte("{}"))
	e, _ := Parse(b)
	for name, content := range map[string][]byte{"key": publicPEM(t, key.Public()), "sig": e.signatures[0], "pae": PAE(InToto, []byte("{}"))} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), openssl, "dgst", "-sha256", "-verify", "key", "-signature", "sig", "pae")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func FuzzParse(f *testing.F) {
	private, _ := ParsePrivate(privatePEM(f, edKey(1)))
	b, _ := Sign(private, InToto, []byte("{}"))
	f.Add(b)
	f.Add([]byte(`{"dsseEnvelope":{"payload":"e30=","payloadType":"x","signatures":[{"sig":"AA=="}]}}`))
	public := private.Public()
	f.Fuzz(func(t *testing.T, b []byte) {
		if e, err := Parse(b); err == nil && e.SignedBy(public) && !(string(e.Payload) == "{}" && e.PayloadType == InToto) {
			t.Errorf("another payload is signed: %q", e.Payload)
		}
	})
}
