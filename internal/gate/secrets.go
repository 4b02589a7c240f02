package gate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// secretRule is the rule about files of models.
const secretRule = "governance/secret_exposed"

// secrets are the credentials in the files that the change touches, or in all if
// everything is judged, which no judged model has for itself: those of .modelgate, and
// data cards.
func (r *run) secrets(models []decision.Decision) (finder.Secrets, error) {
	told := map[string]bool{}
	for _, d := range models {
		for _, f := range d.Findings {
			if f.Rule == secretRule {
				told[f.At.Path] = true
			}
		}
	}
	var out finder.Secrets
	for _, file := range r.present() {
		card, err := r.isCard(file)
		if err != nil {
			return out, err
		}
		if told[file] || !card && !config.IsRule(file) {
			continue
		}
		if err := r.seekSecrets(&out, file); err != nil {
			return out, err
		}
	}
	return out, nil
}

// seekSecrets looks for credentials in a file of the head. What cannot be read holds none
// that anything shows, and another finding says so.
func (r *run) seekSecrets(to *finder.Secrets, file string) error {
	src, err := r.Head.Read(file, document.MaxBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist), source.IsRefusal(err):
		return nil
	case err != nil:
		return fmt.Errorf("reading %s: %w", file, err)
	}
	d, _ := document.Parse(file, src) // of a program, the bytes are of interest
	to.Add(d)
	return nil
}

// isCard reports whether a file is a data card. What is no text of a document is not
// read to find out.
func (r *run) isCard(file string) (bool, error) {
	switch strings.ToLower(path.Ext(file)) {
	case ".yaml", ".yml", ".json", ".jsonld", ".md", ".toml":
		return r.head.IsDataCard(file)
	}
	return false, nil
}
