package finder

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/signature"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func sum(content string) string {
	s := sha256.Sum256([]byte(content))
	return hex.EncodeToString(s[:])
}

// signFiles signs digests of files by name, as OpenSSF Model Signing does.
func signFiles(t *testing.T, files map[string]string, ignored ...string) (bundle string, by signature.Signer) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	key, err := dsse.ParsePrivate(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	all := sha256.New()
	resources := []any{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b, err := hex.DecodeString(files[name])
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
		resources = append(resources, map[string]any{"name": name, "algorithm": "sha256", "digest": files[name]})
	}
	payload, err := json.Marshal(map[string]any{"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://model_signing/signature/v1.0",
		"subject":   []any{map[string]any{"name": "m", "digest": map[string]any{"sha256": hex.EncodeToString(all.Sum(nil))}}},
		"predicate": map[string]any{"resources": resources, "serialization": map[string]any{"method": "files", "hash_type": "sha256", "allow_symlinks": false, "ignore_paths": ignored}}})
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := dsse.Sign(key, dsse.InToto, payload)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":""},"tlogEntries":[]},"dsseEnvelope":%s}`, envelope),
		signature.Signer{Name: "training", Key: key.Public(), Models: func(string) bool { return true }}
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	const card, weights, manifest = "---\nlicense: mit\n---\n# m\n", "weights", "apiVersion: modelgate.dev/v1\nkind: Model\nname: m\n"
	lfs := "version https://git-lfs.github.com/spec/v1\noid sha256:" + sum("large") + "\nsize 5\n"
	signed := map[string]string{"README.md": sum(card), "model.safetensors": sum(weights), "sub/config.json": sum("{}"), "large.bin": sum("large")}
	bundle, by := signFiles(t, signed, "modelgate.yaml", "evaluation")
	good := map[string]string{"m/README.md": card, "m/model.safetensors": weights, "m/sub/config.json": "{}", "m/large.bin": lfs,
		"m/modelgate.yaml": manifest, "m/evaluation/metrics.json": "{}", "m/model.sig": bundle, "other/README.md": card}
	declared := func(artifact string) string { return manifest + "artifacts:\n  - " + artifact + "\n" }
	for name, tc := range map[string]struct {
		edit    func(files map[string]string)
		signers []signature.Signer
		want    string // state, signer, files that differ
		by      string // of the weights
	}{
		"as signed":        {nil, []signature.Signer{by}, "valid training", "training"},
		"changed weights":  {func(f map[string]string) { f["m/model.safetensors"] = "others" }, []signature.Signer{by}, "invalid training changed:m/model.safetensors", ""},
		"changed card":     {func(f map[string]string) { f["m/README.md"] = card + "\n" }, []signature.Signer{by}, "invalid training changed:m/README.md", ""},
		"another pointer":  {func(f map[string]string) { f["m/large.bin"] = strings.Replace(lfs, sum("large"), sum("x"), 1) }, []signature.Signer{by}, "invalid training changed:m/large.bin", ""},
		"missing":          {func(f map[string]string) { delete(f, "m/sub/config.json") }, []signature.Signer{by}, "invalid training missing:m/sub/config.json", ""},
		"extra":            {func(f map[string]string) { f["m/sub/code.py"] = "" }, []signature.Signer{by}, "invalid training extra:m/sub/code.py", ""},
		"several":          {func(f map[string]string) { f["m/a"], f["m/README.md"] = "", card+"\n" }, []signature.Signer{by}, "invalid training changed:m/README.md extra:m/a", ""},
		"another case":     {func(f map[string]string) { f["m/Model.sig"] = "" }, []signature.Signer{by}, "invalid training extra:m/Model.sig", ""},
		"left out":         {func(f map[string]string) { f["m/evaluation/more.json"] = "{}" }, []signature.Signer{by}, "valid training", "training"},
		"beside":           {func(f map[string]string) { f["more.json"] = "{}" }, []signature.Signer{by}, "valid training", "training"},
		"of no model":      {func(f map[string]string) { delete(f, "m/model.sig") }, []signature.Signer{by}, "", ""},
		"without signers":  {nil, nil, "unverified ", ""},
		"another signer":   {nil, []signature.Signer{{Name: "x", Models: by.Models}}, "invalid ", ""},
		"not a signature":  {func(f map[string]string) { f["m/model.sig"] = "PGP" }, []signature.Signer{by}, "invalid ", ""},
		"in another place": {func(f map[string]string) { f["m/sub/model.sig"] = bundle; delete(f, "m/model.sig") }, []signature.Signer{by}, "invalid training extra:m/sub/config.json missing:m/sub/README.md missing:m/sub/large.bin missing:m/sub/model.safetensors missing:m/sub/sub/config.json", ""},
		"kept elsewhere": {func(f map[string]string) {
			delete(f, "m/model.safetensors")
			f["m/modelgate.yaml"] = declared(fmt.Sprintf("{uri: \"s3://m/model.safetensors\", digest: \"sha256:%s\"}", sum(weights)))
		}, []signature.Signer{by}, "valid training", "training"},
		"another one elsewhere": {func(f map[string]string) {
			delete(f, "m/model.safetensors")
			f["m/modelgate.yaml"] = declared(fmt.Sprintf("{uri: \"s3://m/model.safetensors\", digest: \"sha256:%s\"}", sum("others")))
		}, []signature.Signer{by}, "invalid training missing:m/model.safetensors", ""},
		"missing, and listed": {func(f map[string]string) {
			delete(f, "m/model.safetensors")
			f["m/modelgate.yaml"] = declared("{path: model.safetensors}")
		}, []signature.Signer{by}, "invalid training missing:m/model.safetensors", ""},
		"kept by DVC": {func(f map[string]string) {
			delete(f, "m/model.safetensors")
			f["m/model.safetensors.dvc"] = "outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  hash: md5\n  path: model.safetensors\n"
		}, []signature.Signer{by}, "invalid training extra:m/model.safetensors.dvc", ""},
	} {
		files := maps.Clone(good)
		if tc.edit != nil {
			tc.edit(files)
		}
		s, err := New(tree(files), Layout{Signers: tc.signers}).Read("m")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, sig := range s.Model.Signatures {
			words := []string{string(sig.State) + " " + sig.Signer}
			for _, f := range sig.Files {
				words = append(words, string(f.Difference)+":"+f.Path)
				if _, ok := s.Locate(f.At); !ok {
					t.Errorf("%s: %s has no place", name, f.At)
				}
			}
			slices.Sort(words[1:])
			got = append(got, strings.Join(words, " "))
			if (sig.State != evidence.SignatureValid) != (sig.Reason != "" || len(sig.Files) > 0) {
				t.Errorf("%s: %+v", name, sig)
			}
		}
		if strings.Join(got, "; ") != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
		for _, a := range s.Model.Artifacts {
			if (strings.HasSuffix(a.Path, "model.safetensors") || a.URI != "") && a.SignedBy != tc.by {
				t.Errorf("%s: artifact %s%s is signed by %q, want %q", name, a.Path, a.URI, a.SignedBy, tc.by)
			}
		}
	}
}

// A link is never followed, and DVC's digests are not those that are signed.
func TestSignaturesOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	bundle, by := signFiles(t, map[string]string{"a": sum("a"), "model.safetensors": sum("w"), "model.safetensors.dvc": sum("outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  hash: md5\n  path: model.safetensors\n")}, "README.md")
	files := map[string]string{"m/README.md": "---\nlicense: mit\n---\n# m\n", "m/model.sig": bundle, "m/a": "a", "m/model.safetensors.dvc": "outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  hash: md5\n  path: model.safetensors\n"}
	s, err := New(tree(files), Layout{Signers: []signature.Signer{by}}).Read("m")
	if err != nil || len(s.Model.Signatures) != 1 || s.Model.Signatures[0].State != evidence.SignatureUnverified || !strings.Contains(s.Model.Signatures[0].Reason, "model.safetensors") {
		t.Errorf("%+v %v", s.Model.Signatures, err)
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	fsys["m/a"] = &fstest.MapFile{Data: []byte("README.md"), Mode: fs.ModeSymlink}
	s, err = New(sourcetest.Tree("head", fsys), Layout{Signers: []signature.Signer{by}}).Read("m")
	if err != nil || len(s.Model.Signatures) != 1 || len(s.Model.Signatures[0].Files) != 1 || s.Model.Signatures[0].Files[0].Difference != evidence.FileChanged {
		t.Errorf("a link: %+v %v", s.Model.Signatures, err)
	}
}

// TestSameSignature: a copy of a model has a valid signature, which does not say that it is
// of the other. Which file is the statement's, and who signed it again, is of no matter.
func TestSameSignature(t *testing.T) {
	t.Parallel()
	const card = "---\nlicense: mit\n---\n# m\n"
	bundle, by := signFiles(t, map[string]string{"README.md": sum(card)})
	other, _ := signFiles(t, map[string]string{"README.md": sum(card + "\n")})
	spaced := strings.Replace(bundle, "{", "{ ", 1)
	for name, tc := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"of one model":          {map[string]string{"n/README.md": card + "\n", "n/model.sig": other}, []string{}},
		"copied":                {map[string]string{"n/README.md": card, "n/model.sig": bundle}, []string{"n/model.sig"}},
		"written in other ways": {map[string]string{"n/README.md": card, "n/model.sig": spaced}, []string{"n/model.sig"}},
		"at no model":           {map[string]string{"old/model.sig": bundle}, []string{}},
		"twice at the model":    {map[string]string{"m/sub/model.sig": bundle}, []string{}},
	} {
		files := maps.Clone(tc.files)
		files["m/README.md"], files["m/model.sig"] = card, bundle
		s, err := New(tree(files), Layout{Signers: []signature.Signer{by}}).Read("m")
		if err != nil || len(s.Model.Signatures) == 0 || !slices.Equal(s.Model.Signatures[0].Others, tc.want) {
			t.Errorf("%s: %+v, %v", name, s.Model.Signatures, err)
		}
	}
}
