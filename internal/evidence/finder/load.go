package finder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// load reads and parses one file of a tree. A file that is refused (too large,
// a symbolic link, a submodule) is an empty document with a finding. The
// document is nil when there is no such file.
func load(tree source.Tree, file string) (*document.Document, []finding.Finding, error) {
	return loadUpTo(tree, file, document.MaxBytes, document.Parse)
}

func loadUpTo(tree source.Tree, file string, most int64, parse func(string, []byte) (*document.Document, []finding.Finding)) (*document.Document, []finding.Finding, error) {
	src, err := tree.Read(file, most)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, nil
	case source.IsRefusal(err):
		nothing, _ := document.Parse(tree.Named(file), nil)
		nothing.Repository = tree.Name
		return nothing, within(tree, []finding.Finding{refused(tree.Named(file), most, err)}), nil
	case err != nil:
		return nil, nil, fmt.Errorf("reading %s at %s: %w", file, tree.Commit, err)
	}
	d, found := parse(tree.Named(file), src)
	if d != nil { // what looks at the bytes only has none
		d.Repository = tree.Name
	}
	return d, within(tree, found), nil
}

// within says of findings that they are about a file of a tree's repository.
func within(tree source.Tree, found []finding.Finding) []finding.Finding {
	for i := range found {
		found[i].At.Repository = tree.Name
		for j := range found[i].Related {
			found[i].Related[j].At.Repository = tree.Name
		}
	}
	return found
}

func refused(file string, most int64, err error) finding.Finding {
	f := finding.Finding{Rule: "evidence/not_a_file", Severity: finding.Error, At: finding.Start(file),
		Message: fmt.Sprintf("%q is not read: %s", path.Base(file), reason(err)), Help: "Commit the document itself, as a regular file."}
	if errors.Is(err, source.ErrTooLarge) {
		f.Rule = "document/too_large"
		f.Message = fmt.Sprintf("%q is larger than %d MiB, the limit of a document", path.Base(file), most>>20)
		f.Help = shorten(file)
	}
	return f
}

// shorten is how a document that is too large becomes shorter.
func shorten(file string) string {
	switch {
	case results.IsEventFile(file):
		return "Commit an event file of scalars, without images, histograms and graphs, or export the last values to a file such as metrics.json."
	case results.MaxBytes(file) == document.MaxLong:
		return "Commit the aggregated results, and keep the values of single examples outside of the file."
	}
	return "Shorten the document; put long material into files that it links to."
}

func reason(err error) string {
	switch {
	case errors.Is(err, source.ErrSymlink):
		return "it is a symbolic link, which is never followed"
	case errors.Is(err, source.ErrSubmodule):
		return "it is a submodule"
	}
	return "it is not a regular file"
}

// loadResults is load for a file of results, which may be a long one.
func loadResults(tree source.Tree, file string) (*document.Document, []finding.Finding, error) {
	return loadUpTo(tree, file, results.MaxBytes(file), results.Parse)
}
