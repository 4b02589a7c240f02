package report

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"
)

const reportSchema = "../../schemas/report.schema.json"

func loadSchema(t *testing.T, path string) *gojsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *gojsonschema.Schema, name, doc string) {
	t.Helper()
	result, err := s.Validate(gojsonschema.NewStringLoader(doc))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors() {
		t.Errorf("%s: %s", name, e)
	}
}

func TestReportsMatchTheSchema(t *testing.T) {
	s := loadSchema(t, reportSchema)
	for _, name := range recorded {
		validate(t, s, name, render(t, "json", read(t, name)))
	}
	validate(t, s, "many", render(t, "json", many(3, 2)))
}

// TestSchemaNamesEveryField compares the schema with the Go types, both ways.
func TestSchemaNamesEveryField(t *testing.T) {
	raw, err := os.ReadFile(reportSchema)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(raw, &root); err != nil {
		t.Fatal(err)
	}
	compareType(t, root, root, reflect.TypeFor[Report](), "report")
}

// compareType holds that an object's schema has exactly the fields of the Go
// type, and requires those that are always written.
func compareType(t *testing.T, root, s map[string]any, typ reflect.Type, at string) {
	t.Helper()
	s = resolve(root, s)
	switch typ.Kind() {
	case reflect.Pointer:
		compareType(t, root, s, typ.Elem(), at)
	case reflect.Slice:
		compareType(t, root, s["items"].(map[string]any), typ.Elem(), at+"[]")
	case reflect.Struct:
		properties, _ := s["properties"].(map[string]any)
		required := map[string]bool{}
		for _, name := range s["required"].([]any) {
			required[name.(string)] = true
		}
		names := map[string]bool{}
		for _, f := range reflect.VisibleFields(typ) {
			if f.Anonymous || !f.IsExported() {
				continue
			}
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			names[name] = true
			sub, ok := properties[name].(map[string]any)
			if !ok {
				t.Errorf("%s: the schema lacks %q", at, name)
				continue
			}
			if always := options != "omitempty"; always != required[name] {
				t.Errorf("%s.%s: required is %v, always written is %v", at, name, required[name], always)
			}
			compareType(t, root, sub, f.Type, at+"."+name)
		}
		for name := range properties {
			if !names[name] {
				t.Errorf("%s: the schema has %q, which no report has", at, name)
			}
		}
		if s["additionalProperties"] != false {
			t.Errorf("%s: additionalProperties is not false", at)
		}
	}
}

// resolve follows $ref and the first branch of allOf.
func resolve(root, s map[string]any) map[string]any {
	for {
		if all, ok := s["allOf"].([]any); ok {
			s = all[0].(map[string]any)
			continue
		}
		ref, ok := s["$ref"].(string)
		if !ok {
			return s
		}
		s = root["definitions"].(map[string]any)[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := loadSchema(t, reportSchema)
	good := render(t, "json", read(t, "report"))
	for name, edit := range map[string][2]string{
		"another version":  {`"modelgate.dev/report/v1"`, `"modelgate.dev/report/v2"`},
		"unknown key":      {`"preview": false`, `"preview": false, "color": true`},
		"unknown decision": {`"decision": "deny",` + "\n  \"preview\"", `"decision": "maybe",` + "\n  \"preview\""},
		"unknown outcome":  {`"outcome": "waived"`, `"outcome": "forgiven"`},
		"negative line":    {`"line": 23`, `"line": -23`},
		"null findings":    {`"findings": []`, `"findings": null`},
	} {
		bad := strings.Replace(good, edit[0], edit[1], 1)
		if bad == good {
			t.Errorf("%s: the edit changes nothing", name)
			continue
		}
		if result, err := s.Validate(gojsonschema.NewStringLoader(bad)); err != nil || result.Valid() {
			t.Errorf("%s: accepted (error %v)", name, err)
		}
	}
}
