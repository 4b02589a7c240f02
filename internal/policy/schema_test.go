package policy

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with")

// TestInputSchema keeps schemas/input.schema.json equal to the Go types.
func TestInputSchema(t *testing.T) {
	shape, err := inputSchema(reflect.TypeFor[Input]())
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(shape); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "schemas", "input.schema.json")
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what the types of Input say; run: go test ./internal/policy -run TestInputSchema -update", path)
	}
}
