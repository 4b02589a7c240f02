package source

import (
	"fmt"
	"strings"
	"testing"
)

const (
	lfsOID     = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393" // the specification's example
	lfsExample = lfsVersion + "oid sha256:" + lfsOID + "\nsize 12345\n"
)

func TestParseLFS(t *testing.T) {
	oid := "oid sha256:" + lfsOID + "\n"
	ext := "ext-0-foo sha256:" + lfsOID + "\n"
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"example", lfsExample, true},
		{"extensions", lfsVersion + ext + "ext-1-bar_2 sha256:" + lfsOID + "\n" + oid + "size 12345\n", true},
		{"empty", "", false},
		{"version only", lfsVersion, false},
		{"older version", strings.Replace(lfsExample, "git-lfs.github.com", "hawser.github.com", 1), false},
		{"newer version", strings.Replace(lfsExample, "spec/v1", "spec/v2", 1), false},
		{"version not first", oid + "size 12345\n" + lfsVersion, false},
		{"no oid", lfsVersion + "size 12345\n", false},
		{"no size", lfsVersion + oid, false},
		{"wrong order", lfsVersion + "size 12345\n" + oid, false},
		{"twice", lfsVersion + oid + oid + "size 12345\n", false},
		{"extension after", lfsVersion + oid + "size 12345\n" + ext, false},
		{"unknown key", lfsVersion + "a b\n" + oid + "size 12345\n", false},
		{"unknown key last", lfsExample + "z b\n", false},
		{"no last line feed", strings.TrimSuffix(lfsExample, "\n"), false},
		{"text after", lfsExample + "\n", false},
		{"carriage returns", strings.ReplaceAll(lfsExample, "\n", "\r\n"), false},
		{"two spaces", strings.Replace(lfsExample, "oid ", "oid  ", 1), false},
		{"upper case", strings.Replace(lfsExample, lfsOID, strings.ToUpper(lfsOID), 1), false},
		{"short oid", strings.Replace(lfsExample, lfsOID, lfsOID[:40], 1), false},
		{"other hash", strings.Replace(lfsExample, "sha256:", "sha512:", 1), false},
		{"byte order mark", "\uFEFF" + lfsExample, false},
		{"too long", lfsVersion + "ext-0-" + strings.Repeat("a", 1000) + " sha256:" + lfsOID + "\n" + oid + "size 12345\n", false},
		{"extension without a digit", lfsVersion + strings.Replace(ext, "ext-0", "ext-a", 1) + oid + "size 12345\n", false},
		{"extension without a name", lfsVersion + strings.Replace(ext, "foo", "", 1) + oid + "size 12345\n", false},
		{"extension of a bad digest", lfsVersion + "ext-0-foo sha256:1\n" + oid + "size 12345\n", false},
	} {
		want := Pointer{}
		if c.ok {
			want = Pointer{OID: lfsOID, Size: 12345}
		}
		if got, ok := ParseLFS([]byte(c.text)); ok != c.ok || ok && got != want {
			t.Errorf("%s: got %+v, %v", c.name, got, ok)
		}
	}
	for size, want := range map[string]int64{
		"0": 0, "9223372036854775807": 9223372036854775807,
		"-1": -1, "+1": -1, "01": -1, "1.5": -1, "": -1, " 1": -1, "1 ": -1, "9223372036854775808": -1, "1e3": -1, "0x1": -1,
	} {
		got, ok := ParseLFS([]byte(lfsVersion + oid + "size " + size + "\n"))
		if ok != (want >= 0) || ok && got.Size != want {
			t.Errorf("size %q: got %+v, %v", size, got, ok)
		}
	}
}

func FuzzParseLFS(f *testing.F) {
	f.Add([]byte(lfsExample))
	f.Add([]byte(lfsVersion + "ext-0-foo sha256:" + lfsOID + "\noid sha256:" + lfsOID + "\nsize 0\n"))
	f.Add([]byte(lfsVersion))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, ok := ParseLFS(b)
		if !ok {
			return
		}
		end := fmt.Sprintf("oid sha256:%s\nsize %d\n", p.OID, p.Size)
		if !strings.HasPrefix(string(b), lfsVersion) || !strings.HasSuffix(string(b), end) {
			t.Errorf("%q was read as %+v", b, p)
		}
	})
}
