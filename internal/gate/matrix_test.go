package gate

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/modelgate-dev/modelgate/internal/compliance"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// matrixDir has datasets and model cards with each state of a control.
const matrixDir = "testdata/matrix"

var matrixCase = sync.OnceValues(func() (compliance.Matrix, error) {
	return Matrix(context.Background(), Request{
		Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), os.DirFS(filepath.Join(matrixDir, "base")))},
		Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), os.DirFS(filepath.Join(matrixDir, "head")))},
		All:  true, Now: dataCardTime,
	})
})

func matrixOf(t *testing.T) compliance.Matrix {
	t.Helper()
	m, err := matrixCase()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMatrix compares the outputs of the matrix with files.
func TestMatrix(t *testing.T) {
	m := matrixOf(t)
	for name, render := range map[string]func(*bytes.Buffer) error{
		"want.json": func(b *bytes.Buffer) error { return compliance.JSON(b, m) },
		"want.md":   func(b *bytes.Buffer) error { return compliance.Markdown(b, m) },
		"want.html": func(b *bytes.Buffer) error { return compliance.HTML(b, m) },
	} {
		var out bytes.Buffer
		if err := render(&out); err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"ann.lee@", "bob@", "dpo@", "privacy@"} {
			if strings.Contains(out.String(), address) {
				t.Errorf("%s has the address %s", name, address)
			}
		}
		file := filepath.Join(matrixDir, name)
		want, err := os.ReadFile(file)
		if *update {
			if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if err != nil || !bytes.Equal(want, out.Bytes()) {
			t.Errorf("run `go test ./internal/gate -run TestMatrix -update` and read the difference (-want +got):\n%s", cmp.Diff(string(want), out.String()))
		}
	}
	var out bytes.Buffer
	if err := compliance.JSON(&out, m); err != nil {
		t.Fatal(err)
	}
	doc, broken := document.ParseAs(document.JSON, "matrix.json", out.Bytes())
	if found, err := schema.Validate("compliance-matrix", doc); err != nil || len(broken)+len(found) > 0 {
		t.Error(err, broken, found)
	}
}

// TestMatrixHasEveryState: the case shows each state of a control.
func TestMatrixHasEveryState(t *testing.T) {
	seen := map[compliance.State]bool{}
	for _, s := range matrixOf(t).Subjects {
		for _, l := range s.Laws {
			for _, c := range l.Cells {
				seen[c.State] = true
			}
		}
	}
	for _, state := range compliance.States {
		if !seen[state] {
			t.Errorf("no control is %s", state)
		}
	}
}
