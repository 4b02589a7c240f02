// Package config owns .modelgate/: the settings, thresholds and waivers of a
// repository. What decides is read from the base commit (Load takes a
// source.Base); Read looks at any tree, to compare and to preview.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Where the configuration lies in a repository.
const (
	Dir            = ".modelgate"
	ConfigPath     = Dir + "/config.yaml"
	ThresholdsPath = Dir + "/thresholds.yaml"
	LockPath       = Dir + "/thresholds.lock.yaml"
	WaiversPath    = Dir + "/waivers.yaml"
	BaselinePath   = Dir + "/baseline.yaml"
	SourcesPath    = Dir + "/lock.yaml"
	DefaultsPath   = TablesDir + "/defaults.yaml"
	ApproversPath  = TablesDir + "/approvers.yaml"
	PoliciesDir    = Dir + "/policies"
	TablesDir      = Dir + "/data"
	RegimesDir     = Dir + "/regimes"
)

// IsRule reports whether a path is one of the files that models are judged by, or
// what stands in the place of their directory.
func IsRule(path string) bool { return path == Dir || strings.HasPrefix(path, Dir+"/") }

// Config is what a repository has configured; the zero value with Stage set
// is the default that first adoption starts from.
type Config struct {
	Present          bool // the tree has a .modelgate directory
	Stage            finding.Stage
	Models           []ModelGlob
	Branches         []string // globs over further branches in force
	Ignore           []string
	Evaluations      []string
	Formats          map[string]string // of evaluations, by the glob that says it
	DataCards        []string
	DataRepositories []DataRepository
	DBT              map[string][]string // names that dbt projects give to facts, by what we call them
	Regimes          []Regime
	PrivacyOwners    *List // who approves weaker tags of data cards; nil for their owners
	AllowedLicenses  *List
	DeniedLicenses   *List
	RequiredSections *List              // instead of the built-in table
	Owed             []Owed             // beside it
	Sections         map[string]Section // by key
	WaiverDays       int
	WaiverNeeds      []string               // what each waiver must have: key, ticket
	Rules            map[string]RuleSetting // by the id of a rule, a glob over ids, or a collection
	Collections      map[string]Collection  // of rules, by name
	Thresholds       []Threshold
	Baseline         Baseline
	Evidence         []Evidence
	Exceptions       []Exception
	Locked           []Best // in the order of the file
	Waivers          []Waiver
	Adoptions        []Adoption         // the findings that there were at adoption
	Enforce          []Enforcement      // in the order of the file
	DataDefaults     *document.Document // of data cards; nil for none
	Approvals        []Approvals        // that changes of models require
	Labels           []Label            // that models may have, sorted by name
	Sources          []Source           // of policies, the uppermost first
	Allow            Allow              // what lower layers may loosen of this one
	Conftest         []Conftest         // in the order of the file
	Signers          []Signer           // of models, sorted by name
	documents        map[string]*document.Document
}

// Locate resolves an anchor ("path#pointer") into one of the configuration's
// own files.
func (c Config) Locate(anchor string) (finding.Position, bool) {
	path, pointer, _ := strings.Cut(anchor, "#")
	d, ok := c.documents[path]
	if !ok {
		return finding.Position{}, false
	}
	return d.At(pointer), true
}

// ModelGlob names directories that are models.
type ModelGlob struct {
	Path        string
	Stage       finding.Stage // "" for the repository's
	Card        string        // the path of its model card, with {model} for the name of the directory; "" for one in it
	Evaluations []string      // globs from the root of the repository, with the same
	At          finding.Position
}

// Regime is a law that applies to the data that some data cards describe.
type Regime struct {
	Name  string
	Paths []string // globs over the files of data cards; empty for all
	At    finding.Position
}

// For reports whether the law applies to the data of a data card.
func (r Regime) For(card string) bool {
	return len(r.Paths) == 0 || slices.ContainsFunc(r.Paths, func(g string) bool { return source.Match(g, card) })
}

// List is an optional list of words and where it stands.
type List struct {
	At    finding.Position
	Items []Word
}

// Word is an item of a List.
type Word struct {
	At    finding.Position
	Value string
}

// Owed is a section or field that a model card owes from a stage on.
type Owed struct {
	At    finding.Position
	Stage finding.Stage
	Kind  string // section, field, label, signature
	Key   string
}

// Section is a section of model cards as the organisation knows it.
type Section struct {
	Title    string
	Headings []string
}

// RuleSetting changes one rule for this repository.
type RuleSetting struct {
	Severity map[finding.Stage]finding.Severity
	Off      string   // why the rule does not apply; "" leaves it on
	Paths    []string // globs over files and directories of models; empty for all
	At       finding.Position
}

// RuleKey is the key of Rules that a rule is set by: its id, or the longest glob that it
// matches, or a collection that it is in. It is the id where none is set.
func (c Config) RuleKey(id string, controls []string) string {
	if _, set := c.Rules[id]; set {
		return id
	}
	glob, collection := "", ""
	for _, key := range sortedKeys(c.Rules) {
		name, named := CollectionName(key)
		switch {
		case named && c.Collections[name].Has(id, controls):
			collection = key
		case !named && source.Match(key, id) && len(key) > len(glob):
			glob = key
		}
	}
	return cmp.Or(glob, collection, id)
}

// defaultStage is the stage of a model that nothing says otherwise of. What is
// merged may be promoted, so everything is owed.
const defaultStage = finding.Production

// defaultWaiverDays is the longest time a waiver may be in force.
const defaultWaiverDays = 90

// StageOf is the stage of a model: that of the first entry of models that
// names it, else the repository's.
func (c Config) StageOf(model string) finding.Stage {
	for _, m := range c.Models {
		if m.Stage != "" && source.Match(m.Path, model) {
			return m.Stage
		}
	}
	return c.Stage
}

// Invalid is a configuration that cannot be used. It is an error, not a
// finding, when it is the trusted one: nothing can be decided under it.
type Invalid struct {
	Commit   string
	Findings []finding.Finding
}

func (e *Invalid) Error() string {
	var b strings.Builder
	where := e.Commit
	if where == "" || where == source.WorktreeCommit {
		where = "the working tree"
	}
	fmt.Fprintf(&b, "the configuration in %s of %s cannot be used:", Dir, where)
	for _, f := range e.Findings {
		b.WriteString("\n  " + strings.ReplaceAll(f.String(), "\n", "\n  "))
	}
	return b.String()
}

// Load reads the trusted configuration. Any error-level finding in it makes it
// an *Invalid.
func Load(base source.Base) (Config, error) {
	c, found, err := Read(base.Tree)
	if err != nil {
		return Config{}, err
	}
	if broken := errorsOf(found); len(broken) > 0 {
		return Config{}, &Invalid{Commit: base.Commit, Findings: broken}
	}
	return c, nil
}

func errorsOf(fs []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range fs {
		if f.Severity == finding.Error {
			out = append(out, f)
		}
	}
	return out
}

// Read reads the configuration of any tree, over that of the policy sources above it,
// and returns what is wrong with it as findings. An error means that the tree itself, or
// a source, could not be read.
func Read(tree source.Tree) (Config, []finding.Finding, error) { return read(tree, false) }

// Salvage reads what can be read of a configuration that cannot be used, to
// compare with it. Where Read finds no error, they read the same.
func Salvage(tree source.Tree) (Config, []finding.Finding, error) { return read(tree, true) }

// file is a file of the configuration and what reads it.
type file struct {
	path, kind string
	decode     func(*Config, *document.Document) []finding.Finding
}

// shared are the files that a policy source has, too.
var shared = []file{
	{ConfigPath, schema.Config, decodeConfig},
	{ThresholdsPath, schema.Thresholds, decodeThresholds},
	{DefaultsPath, schema.Defaults, decodeDefaults},
	{ApproversPath, schema.Approvers, decodeApprovals},
}

func read(tree source.Tree, salvage bool) (Config, []finding.Finding, error) {
	c := Config{Stage: defaultStage, Baseline: Baseline{Source: MergeBase, OnMissing: FirstModel}, WaiverDays: defaultWaiverDays, Rules: map[string]RuleSetting{}, documents: map[string]*document.Document{}}
	entries := tree.Under(Dir)
	var found []finding.Finding
	if e, there := tree.Lookup(Dir); there && e.Kind == source.File {
		found = append(found, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: finding.Start(Dir), Message: Dir + " is a file and not a directory", Help: "Remove it, or replace it with a directory."})
	}
	for _, e := range entries {
		if f, ok := stray(e); ok {
			found = append(found, f)
		}
	}
	fs, err := readFile(tree, SourcesPath, schema.Sources, &c, decodeSources, salvage)
	if err != nil {
		return Config{}, nil, err
	}
	found = append(found, fs...)
	above, err := c.readLayers(tree, salvage)
	if err != nil {
		return Config{}, nil, err
	}
	found = append(found, above...)
	c.Present = len(entries) > 0
	files := append(slices.Clone(shared),
		file{LockPath, schema.Lock, decodeLock}, // what it remembers is of thresholds
		file{WaiversPath, schema.Waivers, decodeWaivers},
		file{BaselinePath, schema.Baseline, decodeAdoptions})
	for _, file := range files {
		fs, err := readFile(tree, file.path, file.kind, &c, file.decode, salvage)
		if err != nil {
			return Config{}, nil, err
		}
		found = append(found, fs...)
	}
	return c, finding.Sort(found), nil
}

func readFile(tree source.Tree, path, kind string, c *Config, decode func(*Config, *document.Document) []finding.Finding, salvage bool) ([]finding.Finding, error) {
	src, err := tree.Read(path, document.MaxBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, source.ErrTooLarge), errors.Is(err, source.ErrSymlink), errors.Is(err, source.ErrSubmodule):
		return []finding.Finding{{Rule: "schema/invalid_value", Severity: finding.Error, At: finding.Start(path),
			Message: fmt.Sprintf("%s cannot be read as a file: %v", path, err), Help: "Replace it with a regular YAML file."}}, nil
	case err != nil:
		return nil, fmt.Errorf("reading %s at %s: %w", tree.Named(path), tree.Commit, err)
	}
	doc, found := document.ParseAs(document.YAML, tree.Named(path), src)
	doc.Repository = tree.Name
	c.documents[doc.Path] = doc
	invalid, err := schema.Validate(kind, doc)
	if err != nil {
		return nil, err
	}
	found = append(found, invalid...)
	if len(errorsOf(found)) > 0 && !salvage || doc.Root == nil {
		return found, nil
	}
	return append(found, decode(c, doc)...), nil
}

// stray finds files of .modelgate that nothing reads: a misnamed file would
// silently not count.
func stray(e source.Entry) (finding.Finding, bool) {
	known := []string{ConfigPath, ThresholdsPath, LockPath, WaiversPath, BaselinePath, SourcesPath}
	name := strings.TrimPrefix(e.Path, Dir+"/")
	switch {
	case slices.Contains(known, e.Path),
		strings.HasPrefix(name, "policies/"), strings.HasPrefix(name, "conftest/"), strings.HasPrefix(name, "data/"), strings.HasPrefix(name, "regimes/"),
		strings.HasSuffix(name, ".md"), name == ".gitkeep", name == "CODEOWNERS":
		return finding.Finding{}, false
	}
	return finding.Finding{Rule: "schema/unknown_key", Severity: finding.Error, At: finding.Start(e.Path),
		Message: fmt.Sprintf("unknown file %q%s", e.Path, finding.DidYouMean(e.Path, known)),
		Help:    "Use config.yaml, lock.yaml, thresholds.yaml, thresholds.lock.yaml, waivers.yaml, baseline.yaml, policies/, conftest/, data/ and regimes/. A README.md is also allowed."}, true
}

// DataRepository is a repository that holds data cards of models here, at one commit.
type DataRepository struct{ Name, Commit string }
