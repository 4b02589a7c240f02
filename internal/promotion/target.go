package promotion

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"text/template"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Target is a kind of deployment: the files of templates/targets/<name>, or of
// .modelgate/targets/<name> of an environment repository, and the parameters
// that they take.
type Target struct {
	Name        string
	Description string
	Parameters  []Parameter // in the order of target.yaml
	Digest      string      // of all files of the target
	Examples    []Example
	Own         bool // of the environment repository, not of modelgate
	manifests   []manifest
}

// Example is what a target's own check renders.
type Example struct {
	Name       string
	Parameters map[string]string
}

// manifest is one rendered file. A YAML file holds one object of one kind.
type manifest struct {
	name       string // of the file; "{name}" is that of the model
	format     format
	apiVersion string
	kind       string
	signs      string              // of a signature: the file that it is of
	when       map[string][]string // the parameters without which it is left out, and their values; none means any
	template   *template.Template
}

// ParameterType is what a parameter's text must be.
type ParameterType string

const (
	TypeString   ParameterType = "string"   // of Values, or of the form of Pattern
	TypeInteger  ParameterType = "integer"  // from Minimum to Maximum
	TypeQuantity ParameterType = "quantity" // a Kubernetes quantity above zero
	TypeArtifact ParameterType = "artifact" // the uri of one of the model's artifacts
	TypeWords    ParameterType = "words"    // words between spaces, each of the form of Pattern
	TypePairs    ParameterType = "pairs"    // words between spaces, each a name, "=" and a value
)

// Parameter is one value that the templates of a target take.
type Parameter struct {
	Name        string
	Type        ParameterType
	Description string
	Required    bool
	Immutable   bool                         // a promotion may not change it
	Default     string                       // "" for none
	DefaultFrom string                       // the parameter whose value is the default
	DefaultBy   map[string]map[string]string // parameter → its value → the default
	Values      []string
	Pattern     string
	Minimum     int64
	Maximum     int64
	NotAbove    string              // the parameter that bounds this one
	Requires    string              // the parameter without which this one has no effect
	When        map[string][]string // other parameters, and the values with which a required one is required
	Reserved    []string            // names of words and pairs that the target itself sets
	pattern     *regexp.Regexp
}

// parameter returns the declaration of a parameter.
func (t Target) parameter(name string) (Parameter, bool) {
	i := slices.IndexFunc(t.Parameters, func(p Parameter) bool { return p.Name == name })
	if i < 0 {
		return Parameter{}, false
	}
	return t.Parameters[i], true
}

// unknown says which of the given names are no parameters of the target.
func (t Target) unknown(given map[string]string) []string {
	var names, problems []string
	for _, p := range t.Parameters {
		names = append(names, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(names, name) {
			problems = append(problems, fmt.Sprintf("target %s has no parameter %s%s", t.Name, quoted(name), finding.DidYouMean(name, names)))
		}
	}
	return problems
}
