package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/policies"
)

// The inputs that tests of an organisation's rules start from, data.modelgate.testing.
const (
	testingDir    = "testing"
	testingInputs = testingDir + "/inputs.json"
	testingTable  = "testing"
)

// Situations are the names of the shipped inputs, in the order of pages.
var Situations = []string{"model", "repository", "promotion"}

// ShippedInput is the whole input of a situation, to which no built-in rule
// objects. Its lists are shared, and must not be changed.
func ShippedInput(situation string) (Input, error) {
	all, err := shippedInputs()
	if err != nil {
		return Input{}, err
	}
	in, there := all[situation]
	if !there {
		return Input{}, fmt.Errorf("unknown input %q%s", situation, finding.DidYouMeanThen(situation, Situations, "valid inputs: "+strings.Join(Situations, ", ")))
	}
	return in, nil
}

var shippedInputs = sync.OnceValues(func() (map[string]Input, error) {
	src, err := fs.ReadFile(policies.FS, testingInputs)
	if err != nil {
		return nil, fmt.Errorf("reading the inputs for tests: %w", err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(src, &raw); err != nil {
		return nil, fmt.Errorf("reading the inputs for tests: %w", err)
	}
	all := map[string]Input{}
	for name, text := range raw {
		if all[name], err = ParseInput(text); err != nil {
			return nil, err
		}
	}
	return all, nil
})

// ParseInput reads an input as JSON writes it. A key that inputs do not have is
// refused.
func ParseInput(raw []byte) (Input, error) {
	var in Input
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return Input{}, fmt.Errorf("reading the input of rules: %w", err)
	}
	return in, nil
}

// testingData is the shipped inputs as the table that tests read.
func testingData(fsys fs.FS) (map[string]any, error) {
	src, err := fs.ReadFile(fsys, testingInputs)
	if err != nil {
		return nil, fmt.Errorf("reading the inputs for tests: %w", err)
	}
	var all map[string]any
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.UseNumber()
	if err := dec.Decode(&all); err != nil {
		return nil, fmt.Errorf("reading the inputs for tests: %w", err)
	}
	return all, nil
}
