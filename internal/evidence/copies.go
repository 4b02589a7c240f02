package evidence

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Copy is a file of results that states what a file of another model does.
type Copy struct {
	At      Anchor `json:"at"`
	Path    string `json:"path"`    // the file
	Model   string `json:"model"`   // the other model's id
	Other   string `json:"other"`   // the other model's file
	Weights string `json:"weights"` // same, other, or unknown: of the two models
}

// Weights of two models.
const (
	SameWeights    = "same"
	OtherWeights   = "other"
	UnknownWeights = "unknown"
)

// Bounds of the search for copies. A file that is written anew, indented otherwise for
// instance, is sought among those of like size; one of the same bytes is always found.
const (
	likeSize  = 4        // times as large, or as small
	maxTried  = 20_000   // files whose names are looked at
	maxRead   = 64 << 20 // bytes of files that are read
	maxCopies = 50       // files of the same content
)

// Alike lists the other files of results that state what a file states, which may be
// one of another tree, sorted. It reads the files of like size and nothing else.
func (f *Finder) Alike(of source.Entry, content string) ([]string, error) {
	var out []string
	read := int64(0)
	for _, e := range f.ofLikeSize(of) {
		same := e.Object != "" && e.Object == of.Object
		if !f.mayHoldResults(e.Path) || !same && read+e.Size > maxRead {
			continue
		}
		if !same {
			read += e.Size
			is, err := f.contentAt(e.Path)
			if err != nil {
				return nil, err
			}
			same = is == content
		}
		if same {
			out = append(out, e.Path)
		}
		if len(out) == maxCopies {
			break
		}
	}
	slices.Sort(out)
	return out, nil
}

// ofLikeSize are the files of the same syntax that are of about the size of one, the
// nearest first, and by path.
func (f *Finder) ofLikeSize(of source.Entry) []source.Entry {
	distance := func(e source.Entry) int64 {
		if e.Object != "" && e.Object == of.Object {
			return -1
		}
		return max(e.Size-of.Size, of.Size-e.Size)
	}
	var out []source.Entry
	for _, e := range f.tree.Entries() {
		if e.Kind == source.File && e.Path != of.Path && e.Size <= of.Size*likeSize && of.Size <= e.Size*likeSize && strings.EqualFold(path.Ext(e.Path), path.Ext(of.Path)) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b source.Entry) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(a.Path, b.Path))
	})
	return out[:min(len(out), maxTried)]
}

// mayHoldResults reports whether results are looked for in a file, if a directory
// above it is a model.
func (f *Finder) mayHoldResults(file string) bool {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if looked, _ := f.layout.isEvaluation(dir, file); looked || dir == "." {
			return looked
		}
	}
}

// contentAt is the digest of what a file states, "" if it cannot be read.
func (f *Finder) contentAt(file string) (string, error) {
	f.mu.Lock()
	known, ok := f.contents[file]
	f.mu.Unlock()
	if ok {
		return known, nil
	}
	d, _, err := loadResults(f.tree, file)
	if err != nil {
		return "", err
	}
	content := ""
	if d != nil && d.Root != nil {
		content = contentOf(d)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.contents[file] = content
	return content, nil
}
