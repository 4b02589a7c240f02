package finder

import (
	"errors"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/tables"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// ColumnReader reads columns of one snapshot: each file once, as long as they are
// not many. It is not for several goroutines.
type ColumnReader struct {
	snapshot Snapshot
	files    map[string]*document.Document
	broken   map[string]string
	held     int // bytes of the files
}

// maxColumnBytes bounds what a ColumnReader keeps. Checks go file by file, so that
// one which is read again is seldom.
const maxColumnBytes = 8 * document.MaxBytes

// ColumnReader reads the columns of files of the snapshot's tree.
func (s Snapshot) ColumnReader() *ColumnReader {
	return &ColumnReader{snapshot: s, files: map[string]*document.Document{}, broken: map[string]string{}}
}

// Read reads a column of a file. An error is a *NoColumn, or one of reading.
func (x *ColumnReader) Read(file, name string) (evidence.Column, error) {
	x.snapshot.locate(file)
	d, known := x.files[file]
	if !known {
		var found []finding.Finding
		var err error
		if d, found, err = load(x.snapshot.tree, file); err != nil {
			return evidence.Column{}, err
		}
		if d != nil {
			if x.held += len(d.Source); x.held > maxColumnBytes {
				clear(x.files)
				clear(x.broken)
				x.held = len(d.Source)
			}
		}
		x.files[file] = d
		for _, f := range found {
			if f.Severity == finding.Error && x.broken[file] == "" {
				x.broken[file] = fmt.Sprintf("%s cannot be used: line %d: %s", file, f.At.Line, f.Message)
			}
		}
	}
	switch {
	case d == nil:
		return evidence.Column{}, &evidence.NoColumn{Missing: true, Reason: "there is no file " + file}
	case x.broken[file] != "":
		return evidence.Column{}, &evidence.NoColumn{At: evidence.Anchor(file + "#"), Reason: x.broken[file]}
	}
	c, err := tables.ColumnOf(d.Root, name)
	c.At = evidence.Anchor(file + "#")
	var none *evidence.NoColumn
	if errors.As(err, &none) {
		none.At, none.Reason = c.At, file+" "+none.Reason
	}
	return c, err
}

// locate makes a file that was looked for one that anchors may name.
func (s Snapshot) locate(file string) {
	if _, known := s.places[file]; !known {
		s.places[file] = nil
	}
}
