package gitserver

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// said are git's answers about refs, by all that decides them.
var said sync.Map // of answer, by request, environment and stateOf

type answer struct {
	code   int
	header http.Header
	body   []byte
}

func (a answer) write(w http.ResponseWriter) error {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.code)
	_, err := w.Write(a.body)
	return err
}

// refsAsked is what a request for abilities or refs says, and the directory of the
// repository that it is for. It is "" for any other request.
func refsAsked(r *http.Request, root string) (asked, dir string, err error) {
	if r.Header.Get("Git-Protocol") != "version=2" {
		return "", "", nil
	}
	name, isGreeting := strings.CutSuffix(r.URL.Path, "/info/refs")
	if isGreeting {
		if r.Method != http.MethodGet || r.URL.RawQuery != "service=git-upload-pack" {
			return "", "", nil
		}
		return "greeting", filepath.Join(root, filepath.FromSlash(name)), nil
	}
	name, isService := strings.CutSuffix(r.URL.Path, "/git-upload-pack")
	if r.Method != http.MethodPost || !isService {
		return "", "", nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", "", err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if command, _ := commandOf(r, body); command != "ls-refs" {
		return "", "", nil
	}
	return string(body), filepath.Join(root, filepath.FromSlash(name)), nil
}

// stateOf is what decides what git says of a repository's refs: its path, its
// settings and the refs. It is "" where git must be asked in any case.
func stateOf(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
		dir = filepath.Join(dir, ".git")
	}
	var state strings.Builder
	add := func(path string) error {
		b, err := os.ReadFile(path)
		if err == nil {
			state.WriteString(path + "\x00" + string(b) + "\x00")
		}
		return err
	}
	for _, file := range []string{"config", "HEAD", "packed-refs"} {
		if err := add(filepath.Join(dir, file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return ""
		}
	}
	err := filepath.WalkDir(filepath.Join(dir, "refs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return add(path)
	})
	if err != nil { // a ref that moves just now, or no repository
		return ""
	}
	return state.String()
}
