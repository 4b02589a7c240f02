package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

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
// objects.
func ShippedInput(situation string) (Input, error) {
	src, err := fs.ReadFile(policies.FS, testingInputs)
	if err != nil {
		return Input{}, fmt.Errorf("reading the inputs for tests: %w", err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(src, &all); err != nil {
		return Input{}, fmt.Errorf("reading the inputs for tests: %w", err)
	}
	raw, there := all[situation]
	if !there {
		return Input{}, fmt.Errorf("unknown input %q%s", situation, finding.DidYouMeanThen(situation, Situations, "valid inputs: "+strings.Join(Situations, ", ")))
	}
	return ParseInput(raw)
}

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
