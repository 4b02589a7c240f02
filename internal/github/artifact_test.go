package github

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// zipped is an archive of files, in order: name, content, name, content.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadZip(t *testing.T) {
	many := make([]string, 2*(maxZipFiles+1))
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	for _, c := range []struct {
		name    string
		archive []byte
		limit   int64
		want    error
	}{
		{"at the limit", zipped(t, "a", "", "report.json", "12345"), 5, nil},
		{"limit + 1", zipped(t, "report.json", "123456"), 5, ErrTooLarge},
		{"bomb", zipped(t, "report.json", strings.Repeat("0", 64<<20)), 5, ErrTooLarge},
		{"lying bomb", lying(t, zip.Deflate), 5, ErrInvalid},
		{"lying, not packed", lying(t, zip.Store), 5, ErrInvalid},
		{"absent", zipped(t, "a/report.json", "1", "../report.json", "2"), 5, ErrNotFound},
		{"twice", zipped(t, "report.json", "1", "report.json", "2"), 5, ErrInvalid},
		{"no archive", []byte("PK"), 5, ErrInvalid},
		{"many files", zipped(t, many[:2*maxZipFiles]...), 5, ErrNotFound},
		{"too many files", zipped(t, many...), 5, ErrTooLarge},
		{"link", link(t), 5, ErrInvalid},
		{"damaged", damaged(t), 5, ErrInvalid},
	} {
		b, err := readZip(c.archive, "report.json", c.limit)
		if !errors.Is(err, c.want) || err == nil && string(b) != "12345" {
			t.Errorf("%s: got %q, %v", c.name, b, err)
		}
	}
}

// lying is an archive whose file says that it is small and is not.
func lying(t *testing.T, method uint16) []byte {
	t.Helper()
	content := bytes.Repeat([]byte("0"), 1000)
	packed := content
	if method == zip.Deflate {
		var p bytes.Buffer
		w, err := flate.NewWriter(&p, flate.BestCompression)
		if err == nil {
			_, err = w.Write(content)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		packed = p.Bytes()
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "report.json", Method: method, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: uint64(len(packed)), UncompressedSize64: 3})
	if err == nil {
		_, err = w.Write(packed)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func link(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "report.json"}
	h.SetMode(fs.ModeSymlink | 0o777)
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = w.Write([]byte("/etc"))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func damaged(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "report.json", Method: zip.Store})
	if err == nil {
		_, err = w.Write([]byte("12345"))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(b.Bytes(), []byte("12345"), []byte("12346"), 1)
}

// The signed address is asked without the token, and never with http.
func TestSignedAddressGetsNoToken(t *testing.T) {
	var seen []string
	blobs := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Authorization"))
		w.Write(zipped(t, "report.json", "12345")) //nolint:errcheck // a test
	}))
	defer blobs.Close()
	to := blobs.URL + "/signed?sig=SIGNATURE"
	repo, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/zip") {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		fmt.Fprint(w, `{"total_count":1,"artifacts":[{"id":1,"name":"gate","size_in_bytes":100}]}`)
	})
	b, err := repo.ArtifactFile(t.Context(), 5, "gate", "report.json", 5)
	if err != nil || string(b) != "12345" || fmt.Sprint(seen) != "[]" {
		t.Errorf("got %q, %v, with the tokens %q", b, err, seen)
	}
	for _, bad := range []string{"http://blobs.example.com/x?sig=SIGNATURE", "ftp://127.0.0.1/x", "https://%zz", ""} {
		to = bad
		_, err = repo.ArtifactFile(t.Context(), 5, "gate", "report.json", 5)
		if err == nil || strings.Contains(err.Error(), "SIGNATURE") {
			t.Errorf("%s: got %v", bad, err)
		}
	}
	blobs.Close()
	to = blobs.URL + "/signed?sig=SIGNATURE"
	_, err = repo.ArtifactFile(t.Context(), 5, "gate", "report.json", 5)
	if !errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), "SIGNATURE") {
		t.Errorf("the error shows a signature: %v", err)
	}
}

func FuzzReadZip(f *testing.F) {
	f.Add(zipped(f, "report.json", "12345"))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		if b, err := readZip(archive, "report.json", 100); err == nil && len(b) > 100 {
			t.Errorf("%d bytes", len(b))
		}
	})
}

func FuzzMarker(f *testing.F) {
	f.Add("<!-- modelgate:gate -->\nx", "gate")
	f.Add("<!-- modelgate:gate -->\r\nx", "gate")
	f.Fuzz(func(t *testing.T, body, key string) {
		if !hasMarker(marker(key)+"\n"+body, key) && !strings.Contains(key, "\n") && !strings.HasSuffix(marker(key), "\r") {
			t.Error("a comment of ours is not found")
		}
		if hasMarker(body, key) && !strings.HasPrefix(body, marker(key)) {
			t.Error("found in the middle")
		}
	})
}
