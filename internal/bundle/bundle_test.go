package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

var policies = map[string][]byte{"config.yaml": []byte("stage: review\n"), "policies/a/x.rego": []byte("package x\n"), "data/t.yaml": []byte("a: 1\n")}

func packed(t *testing.T) []byte {
	t.Helper()
	out, err := Pack(Bundle{"abc", policies})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	archive := packed(t)
	if !bytes.Equal(archive, packed(t)) {
		t.Error("the same policies gave other bytes")
	}
	zipped, err := Compress(archive)
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range [][]byte{archive, zipped} {
		b, err := Read(src)
		if err != nil || b.Revision != "abc" || len(b.Files) != 3 || string(b.Files["policies/a/x.rego"]) != "package x\n" {
			t.Errorf("got %+v, %v", b, err)
		}
	}
	if err := Verify(archive, Digest(zipped)); err == nil {
		t.Error("another digest was accepted")
	}
}

// again is the archive after an edit of its entries, and of what follows them.
func again(t *testing.T, edit func(*tar.Header, []byte) []byte, more ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	r := tar.NewReader(bytes.NewReader(packed(t)))
	for {
		h, err := r.Next()
		if err != nil {
			break
		}
		var content bytes.Buffer
		if _, err := content.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		b := edit(h, content.Bytes())
		if h.Size = int64(len(b)); h.Name == "" {
			continue
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	for _, h := range more {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, h.Size)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRefused(t *testing.T) {
	same := func(_ *tar.Header, b []byte) []byte { return b }
	on := func(name string, edit func(*tar.Header, []byte) []byte) func(*tar.Header, []byte) []byte {
		return func(h *tar.Header, b []byte) []byte {
			if h.Name == name {
				return edit(h, b)
			}
			return b
		}
	}
	rename := func(to string) func(*tar.Header, []byte) []byte {
		return func(h *tar.Header, b []byte) []byte { h.Name = to; return b }
	}
	file := func(name string, size int64) tar.Header {
		return tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o644}
	}
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 48 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var many []tar.Header
	for i := range MaxFiles + 1 {
		many = append(many, file("policies/"+strings.Repeat("x", i%50+1)+"/"+strings.Repeat("y", i/50+1)+".rego", 0))
	}
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"nothing":              {nil, "no .manifest"},
		"no archive":           {[]byte("not a bundle"), "reading the bundle"},
		"changed file":         {again(t, on("policies/a/x.rego", func(*tar.Header, []byte) []byte { return []byte("package y\n") })), `"policies/a/x.rego" is not the file that the manifest lists`},
		"unlisted file":        {again(t, same, file("policies/b.rego", 3)), `"policies/b.rego" is not in the list`},
		"missing file":         {again(t, on("data/t.yaml", rename(""))), `"data/t.yaml" is listed in the manifest, but not in the bundle`},
		"no manifest":          {again(t, on(".manifest", rename(""))), "no .manifest"},
		"manifest of OPA":      {again(t, on(".manifest", func(*tar.Header, []byte) []byte { return []byte(`{"revision":"x","roots":[""]}`) })), "no list of files"},
		"symbolic link":        {again(t, same, tar.Header{Typeflag: tar.TypeSymlink, Name: "policies/l.rego", Linkname: "/etc/passwd"}), "links are refused"},
		"hard link":            {again(t, same, tar.Header{Typeflag: tar.TypeLink, Name: "policies/l.rego", Linkname: "config.yaml"}), "links are refused"},
		"device":               {again(t, same, tar.Header{Typeflag: tar.TypeChar, Name: "policies/l.rego"}), "links are refused"},
		"way out":              {again(t, same, file("../x.rego", 1)), "not a path within the bundle"},
		"way out within":       {again(t, same, file("policies/../../x.rego", 1)), "not a path within the bundle"},
		"absolute":             {again(t, same, file("//policies/x.rego", 1)), "not a path within the bundle"},
		"backslash":            {again(t, same, file(`policies\x.rego`, 1)), "not a path within the bundle"},
		"twice":                {again(t, same, file("config.yaml", 1)), "appears twice"},
		"twice, with a slash":  {again(t, same, file("/config.yaml", 1)), "appears twice"},
		"test":                 {again(t, same, file("policies/a/x_test.rego", 1)), "it is a test"},
		"case":                 {again(t, same, file("policies/a/cases/x.yaml", 1)), "it is a test"},
		"waivers":              {again(t, same, file("waivers.yaml", 1)), "bundles hold"},
		"lock":                 {again(t, same, file("lock.yaml", 1)), "bundles hold"},
		"signature of OPA":     {again(t, same, file(".signatures.json", 1)), "bundles hold"},
		"large file":           {again(t, same, file("policies/big.rego", MaxFileBytes+1)), "too large"},
		"large content":        {again(t, same, file("policies/1.rego", MaxFileBytes), file("policies/2.rego", MaxFileBytes), file("policies/3.rego", MaxFileBytes), file("policies/4.rego", MaxFileBytes-900)), "too large"},
		"many files":           {again(t, same, many...), "too many files"},
		"bomb":                 {bomb.Bytes(), "no .manifest"}, // zeros end an archive
		"torn":                 {packed(t)[:1100], "reading the bundle"},
		"compressed and torn":  {bomb.Bytes()[:bomb.Len()/2], ""},
		"larger than any file": {make([]byte, MaxBytes+1), "too large"},
	} {
		if _, err := Read(c.src); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// The archive is what archive/tar reads and writes, also with long paths.
func TestArchive(t *testing.T) {
	long := "policies/" + strings.Repeat("a/", 60) + strings.Repeat("b", 90) + ".rego"
	archive, err := Pack(Bundle{"abc", map[string][]byte{long: []byte("x"), "config.yaml": make([]byte, block)}})
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	w := tar.NewWriter(&again)
	r := tar.NewReader(bytes.NewReader(archive))
	var names []string
	for {
		h, err := r.Next()
		if err != nil {
			break
		}
		h.Format = tar.FormatUSTAR
		names = append(names, h.Name)
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		var content bytes.Buffer
		if _, err := content.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if strings.Join(names, " ") != ".manifest config.yaml "+long || !bytes.Equal(again.Bytes(), archive) {
		t.Errorf("got %v, and other bytes: %v", names, !bytes.Equal(again.Bytes(), archive))
	}
	if _, err := Pack(Bundle{"", map[string][]byte{"policies/" + strings.Repeat("b", 200) + ".rego": nil}}); err == nil {
		t.Error("a path that has no room was packed")
	}
}

func TestPackRefuses(t *testing.T) {
	for name, want := range map[string]string{"policies/x_test.rego": "test", "../x": "path", "waivers.yaml": "bundles hold", "policies/x.sh": "bundles hold"} {
		if _, err := Pack(Bundle{"", map[string][]byte{name: nil}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := Pack(Bundle{}); err == nil {
		t.Error("an empty bundle was packed")
	}
}

func FuzzRead(f *testing.F) {
	archive, err := Pack(Bundle{"abc", policies})
	if err != nil {
		f.Fatal(err)
	}
	zipped, err := Compress(archive)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(archive)
	f.Add(zipped)
	f.Fuzz(func(t *testing.T, src []byte) {
		b, err := Read(src)
		if err != nil {
			return
		}
		if _, err := Pack(b); err != nil && len(b.Files) > 0 {
			t.Errorf("what was read cannot be packed: %v", err)
		}
	})
}
