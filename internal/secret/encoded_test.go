package secret

import (
	"encoding/base64"
	"strings"
	"testing"
)

// TestEncoded: a credential in Base64 is found, alone and with what it belongs to, and no
// part of it is shown.
func TestEncoded(t *testing.T) {
	for name, s := range samples() {
		form, _, _ := strings.Cut(name, ",")
		for with, encoding := range map[string]*base64.Encoding{"%": base64.StdEncoding, "user:%": base64.RawStdEncoding, "{\"auths\": {\"x\": \"%\"}}": base64.URLEncoding, "\n %\n": base64.RawURLEncoding} {
			run := encoding.EncodeToString([]byte(strings.Replace(with, "%", s, 1)))
			for _, around := range []string{"%", "auth: %\n", "token: \"%\"\n", "Authorization: Basic %", `{"a":"%","b":1}`} {
				src := strings.Replace(around, "%", run, 1)
				found := Find([]byte(src))
				if len(found) != 1 || found[0].Form != form+" in Base64" || src[found[0].Start:found[0].End] != run {
					t.Errorf("%s as %q in %q: %v", name, with, around, found)
					continue
				}
				if out := Mask(src); strings.Contains(out, run[len(run)/2:]) || !strings.Contains(out, "…") || len(Find([]byte(out))) != 0 {
					t.Errorf("%s is shown: %s", name, out)
				}
			}
		}
	}
}

// TestEncodedAnywhere: a run is found whatever is before and behind it, and only as a whole.
func TestEncodedAnywhere(t *testing.T) {
	run := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("text ", 6)))
	for n := shortestEncoded - 1; n <= len(run); n++ {
		for before := range 2*shortestEncoded + 2 {
			for _, behind := range []string{"", ".", ".a", "=.", strings.Repeat(".a", shortestEncoded)} {
				src := strings.Repeat("a", min(before, shortestEncoded-1)) + strings.Repeat(".", max(1, before-shortestEncoded)) + run[:n] + behind
				at, found := strings.Index(src, run[:n]), 0
				eachEncoded(src, func(start, end int, _ []byte) bool {
					found++
					if start != at || strings.TrimRight(src[start:end], "=") != run[:n] {
						t.Fatalf("%q is found in %q, not %q", src[start:end], src, run[:n])
					}
					return false
				})
				if want := min(1, n/shortestEncoded); found != want {
					t.Fatalf("%d runs are found in %q, not %d", found, src, want)
				}
			}
		}
	}
}

// TestNotEncoded: what only has characters of Base64 is none, nor what is longer than a
// credential, and one encoding is followed, not two.
func TestNotEncoded(t *testing.T) {
	token := checkedToken("ghp" + "_")
	once := base64.StdEncoding.EncodeToString([]byte(token))
	for name, src := range map[string]string{
		"a digest":                 strings.Repeat("0123456789abcdef", 4),
		"a digest, in capitals":    strings.Repeat("0123456789ABCDEF", 4),
		"a path":                   "models/fraudDetection/Weights/checkpoint/finalVersion/model",
		"prose":                    base64.StdEncoding.EncodeToString([]byte("a text about the prefix ghp_ of tokens and nothing else")),
		"a placeholder":            base64.StdEncoding.EncodeToString([]byte("ghp" + "_" + strings.Repeat("x", 36))),
		"a wrong checksum":         base64.StdEncoding.EncodeToString([]byte("ghp" + "_" + text(36))),
		"a token in a picture":     base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", maxEncoded) + " " + token)),
		"binary before it":         base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n\x00" + token)),
		"encoded twice":            base64.StdEncoding.EncodeToString([]byte("YXV0aDo=" + once)),
		"the beginning of a token": once[:20],
	} {
		if found := Find([]byte(src)); len(found) != 0 {
			t.Errorf("%s: %v", name, found)
		}
		if Mask(src) != src {
			t.Errorf("%s is masked", name)
		}
	}
}

// TestEncodedInEscapes: the characters of a run may be written as escapes.
func TestEncodedInEscapes(t *testing.T) {
	run := base64.StdEncoding.EncodeToString([]byte("x:" + checkedToken("ghp"+"_")))
	src := `{"auth": "` + strings.ReplaceAll(run, "Z", `\u005a`) + `"}`
	if found := Find([]byte(src)); len(found) != 1 || found[0].Form != "a GitHub token in Base64" || strings.Contains(Mask(src), run[len(run)/2:]) {
		t.Errorf("%v %s", found, Mask(src))
	}
}

// TestSameCredential: a credential has one key, however it is written.
func TestSameCredential(t *testing.T) {
	token := checkedToken("ghp" + "_")
	a, b := Find([]byte(token)), Find([]byte(base64.StdEncoding.EncodeToString([]byte(token))))
	if len(a) != 1 || len(b) != 1 || a[0].Key != b[0].Key {
		t.Errorf("%v %v", a, b)
	}
}

func BenchmarkMaskDigests(b *testing.B) {
	src := strings.Repeat("models/churn/model.safetensors sha256:"+strings.Repeat("0123456789abcdef", 4)+" VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcw==\n", 100)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Mask(src)
	}
}
