package schema

import (
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/xeipuuv/gojsonschema"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/schemas"
)

// maxForeign is how many violations of a foreign schema are listed; one more
// counts the rest.
const maxForeign = 20

// foreignRefs are the schemas that those of CycloneDX refer to.
var foreignRefs = []string{"spdx", "jsf-0.82", "cryptography-defs"}

// foreignCompiled holds each foreign schema after its first use.
var foreignCompiled sync.Map // name → *entry

// ValidateForeign holds a document against the schema that another project
// publishes for its format, or against what its specification asks for: name is
// that of a file in schemas/foreign or schemas/formats, without its ending. What
// it does not allow is a warning: real documents break their own formats, and it
// is not for this program to enforce them. A name without a schema has no
// findings.
func ValidateForeign(name string, doc *document.Document) ([]finding.Finding, error) {
	if doc.Root == nil || name == "" {
		return nil, nil
	}
	e, err := loadForeign(name)
	if err != nil || e == nil {
		return nil, err
	}
	found, err := e.validate(doc)
	if err != nil {
		return nil, fmt.Errorf("validating %s as %s: %w", doc.Path, name, err)
	}
	found = finding.Sort(found)
	for i := range found {
		found[i].Severity = finding.Warning
		found[i].Message += fmt.Sprintf(" (%s of %s)", e.authority, name)
	}
	if rest := len(found) - maxForeign; rest > 0 {
		found = found[:maxForeign]
		found[maxForeign-1].Message += fmt.Sprintf("; and %d more such findings about this document", rest)
	}
	return found, nil
}

// strictDates makes the validator hold the format date-time to RFC 3339, as the
// specification says (draft-07 validation, section 7.3.1). By itself it takes a
// day alone for one. The list of formats is the library's own, for the process.
var strictDates = sync.OnceFunc(func() { gojsonschema.FormatCheckers.Add("date-time", timestamp{}) })

type timestamp struct{}

// IsFormat leaves other types than texts to the keyword type.
func (timestamp) IsFormat(v any) bool {
	text, ok := v.(string)
	if !ok {
		return true
	}
	_, err := time.Parse(time.RFC3339Nano, text)
	return err == nil
}

func loadForeign(name string) (*entry, error) {
	if e, ok := foreignCompiled.Load(name); ok {
		return e.(*entry), nil
	}
	foreign, err := schemas.Foreign()
	if err != nil {
		return nil, err
	}
	authority := "schema"
	raw, err := fs.ReadFile(foreign, name+".schema.json")
	if err != nil {
		authority = "specification"
		raw, err = fs.ReadFile(schemas.FS, "formats/"+name+".schema.json")
	}
	if err != nil {
		return nil, nil //nolint:nilerr // there is no schema of that name
	}
	strictDates()
	loader := gojsonschema.NewSchemaLoader()
	for _, ref := range foreignRefs {
		other, err := fs.ReadFile(foreign, ref+".schema.json")
		if err != nil {
			return nil, fmt.Errorf("reading the schema %s: %w", ref, err)
		}
		if err := loader.AddSchema("http://cyclonedx.org/schema/"+ref+".schema.json", gojsonschema.NewBytesLoader(other)); err != nil {
			return nil, fmt.Errorf("adding the schema %s: %w", ref, err)
		}
	}
	s, err := loader.Compile(gojsonschema.NewBytesLoader(raw))
	if err != nil {
		return nil, fmt.Errorf("compiling the schema %s: %w", name, err)
	}
	e, _ := foreignCompiled.LoadOrStore(name, &entry{schema: s, authority: authority, hints: func() hints { return hints{} }})
	return e.(*entry), nil
}
