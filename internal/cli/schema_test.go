package cli

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/schemas"
	"github.com/modelgate-dev/modelgate/templates"
)

var ownKind = regexp.MustCompile(`(?m)^apiVersion: modelgate\.dev/v1\nkind: (\w+)$`)

// TestStartersNameTheirSchema: an editor finds the schema of each document that init, demo and policy new write, and it is the
// one of its kind.
func TestStartersNameTheirSchema(t *testing.T) {
	n := 0
	for _, dir := range []string{"starter/init", "starter/policy", "starter/demo"} {
		err := fs.WalkDir(templates.FS, dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".yaml") {
				return err
			}
			src, err := fs.ReadFile(templates.FS, path)
			if err != nil {
				return err
			}
			kind := ownKind.FindSubmatch(src)
			if kind == nil {
				return nil
			}
			n++
			first, _, _ := strings.Cut(string(src), "\n")
			named := ""
			for _, k := range schemaKinds() {
				if first+"\n" == schemas.Line(k) {
					named = k
				}
			}
			schema, err := schemas.FS.ReadFile(named + schemas.Suffix)
			if err != nil {
				t.Errorf("%s begins with %q, which names no schema", path, first)
				return nil
			}
			var of struct {
				Properties struct{ Kind struct{ Const string } }
			}
			if err := json.Unmarshal(schema, &of); err != nil || of.Properties.Kind.Const != string(kind[1]) {
				t.Errorf("%s is a %s, and %s is of %q: %v", path, kind[1], named, of.Properties.Kind.Const, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 6 {
		t.Errorf("only %d documents were found", n)
	}
}
