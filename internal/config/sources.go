package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Source is an entry of lock.yaml: where policies come from, and what they are.
type Source struct {
	Name        string
	Git, Commit string // the address of a repository, and the full id of a commit; "" for a bundle
	Ref         string // that --update follows; "" for the default branch
	Bundle      string // the path or name of a bundle; "" for a repository
	Digest      string // "sha256:…"
	Key         string // PEM, that must have signed the bundle; "" for none
	At          finding.Position
}

// Origin is the address of the repository, or the path of the bundle.
func (s Source) Origin() string {
	if s.Bundle != "" {
		return s.Bundle
	}
	return s.Git
}

// String is the source as an edit shows it.
func (s Source) String() string {
	if s.Bundle != "" {
		return s.Bundle + " (" + s.Digest + ")"
	}
	return s.Git + " at " + s.Commit
}

// Allow is what a policy source lets the layers below it loosen.
type Allow struct {
	Settings, Rules, Tables, Waivers, Exceptions []string
}

// Setting reports whether they may set a key: that of the file, or one below it.
func (a Allow) Setting(key string) bool {
	first, _, _ := strings.Cut(key, ".")
	return slices.Contains(a.Settings, first)
}

// Allows reports whether one of the globs matches.
func Allows(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return source.Match(g, name) })
}

func decodeAllow(n *document.Node) Allow {
	return Allow{words(n, "settings"), words(n, "rules"), words(n, "tables"), words(n, "waivers"), words(n, "exceptions")}
}

func decodeSources(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	for i, n := range children(d.Root.Get("sources")) {
		at := document.Pointer("sources", fmt.Sprint(i))
		s := Source{Name: text(n, "name"), Git: text(n, "git"), Commit: text(n, "commit"), Ref: text(n, "ref"), Bundle: text(n, "bundle"), Digest: text(n, "digest"), Key: text(n, "key"), At: d.At(at + "/name")}
		if slices.ContainsFunc(c.Sources, func(other Source) bool { return other.Name == s.Name }) {
			found = append(found, problem(d, at+"/name", fmt.Sprintf("duplicate source %q", s.Name), "Give each source a name of its own."))
		}
		if why := s.contradiction(); why != "" {
			found = append(found, problem(d, at, fmt.Sprintf("source %q %s", s.Name, why), "Run `modelgate policy lock` to write the entry: git and commit for a repository, bundle for a bundle."))
		}
		c.Sources = append(c.Sources, s)
	}
	return found
}

// contradiction is what an entry lacks, or has too much; "" if it is whole.
func (s Source) contradiction() string {
	switch {
	case s.Git != "" && s.Bundle != "":
		return "has both git and bundle"
	case s.Git == "" && s.Bundle == "":
		return "has neither git nor bundle"
	case s.Git != "" && s.Commit == "":
		return "has no commit"
	case s.Git != "" && s.Key != "":
		return "has a key, which applies to bundles only"
	case s.Bundle != "" && s.Commit+s.Ref != "":
		return "has a commit or ref, which apply to repositories only"
	}
	return ""
}

// ReadSources reads the lock of a tree alone, to find the sources that it names.
func ReadSources(tree source.Tree) ([]Source, []finding.Finding, error) {
	c := Config{documents: map[string]*document.Document{}}
	found, err := readFile(tree, SourcesPath, schema.Sources, &c, decodeSources, false)
	return c.Sources, found, err
}

// ErrSource says that a policy source is not at hand. Nothing can be decided without it,
// and running again may help.
var ErrSource = errors.New("policies are missing")

// SourceError says why a policy source that is named cannot be used, and what to do.
type SourceError struct {
	Err  error
	Help string
}

func (e *SourceError) Error() string { return e.Err.Error() }

func (e *SourceError) Unwrap() error { return e.Err }

// readLayers reads the configuration of the sources above a tree, the uppermost first,
// into c. They must be those of its lock: whatever is missing is an error, never a
// configuration with less in it. A source that is not what the lock says is a finding.
func (c *Config) readLayers(tree source.Tree, salvage bool) ([]finding.Finding, error) {
	found, err := c.checkLayers(tree)
	if err != nil {
		return nil, err
	}
	for _, l := range tree.Layers() {
		if l.Err != nil {
			continue // which is a finding
		}
		c.Allow = Allow{} // each layer allows for itself
		for _, file := range shared {
			fs, err := readFile(l.Tree, file.path, file.kind, c, file.decode, salvage)
			if err != nil {
				return nil, err
			}
			found = append(found, fs...)
		}
	}
	c.Allow = Allow{}
	return found, nil
}

// CheckSources says which policy sources of a tree cannot be used: an *Invalid at their
// entries of the lock, or ErrSource.
func CheckSources(tree source.Tree) error {
	list, found, err := ReadSources(tree)
	if err != nil {
		return err
	}
	c := Config{Sources: list}
	unusable, err := c.checkLayers(tree)
	if found = errorsOf(append(found, unusable...)); err == nil && len(found) > 0 {
		err = &Invalid{Commit: tree.Commit, Findings: found}
	}
	return err
}

// checkLayers holds the sources above a repository against its lock. A source has no
// lock of its own.
func (c *Config) checkLayers(tree source.Tree) ([]finding.Finding, error) {
	layers := tree.Layers()
	if tree.Name == "" && len(layers) > len(c.Sources) {
		layers = nil // the lock itself cannot be read, which is a finding
	}
	var found []finding.Finding
	for i, s := range c.Sources {
		if i >= len(layers) {
			return nil, fmt.Errorf("%w: source %q of %s (%s)", ErrSource, s.Name, SourcesPath, s)
		}
		switch l := layers[i]; {
		case l.Name != s.Name || l.Err == nil && l.Digest != s.Digest:
			return nil, fmt.Errorf("%w: source %q of %s (%s) is not the one that was read", ErrSource, s.Name, SourcesPath, s)
		case errors.Is(l.Err, ErrSource):
			return nil, l.Err
		case l.Err != nil:
			found = append(found, s.unusable(l.Err))
		}
	}
	return found, nil
}

// unusable is the finding at the entry of a source that cannot be used.
func (s Source) unusable(err error) finding.Finding {
	help := "Run `modelgate policy lock` to write the entry."
	if why := (*SourceError)(nil); errors.As(err, &why) {
		help = why.Help
	}
	return finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: s.At, Message: err.Error(), Help: help}
}
