package gate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// many is the model of the golden case ok_monorepo, n times.
func many(b *testing.B, n int) fstest.MapFS {
	b.Helper()
	root := filepath.Join(cases, "ok_monorepo", "head")
	out := fstest.MapFS{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		below, isModel := strings.CutPrefix(name, "models/churn/")
		if !isModel {
			out[name] = &fstest.MapFile{Data: text}
			return nil
		}
		for i := range n {
			out[fmt.Sprintf("models/m%05d/%s", i, below)] = &fstest.MapFile{Data: text}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func benchmarkCheck(b *testing.B, n int, changed []source.Change) {
	tree := sourcetest.Tree(strings.Repeat("a", 40), many(b, n))
	req := Request{Base: source.Base{Tree: tree}, Head: source.Head{Tree: tree}, All: changed == nil, Changes: changed, Now: goldenTime}
	b.ReportAllocs()
	for b.Loop() {
		r, err := Check(b.Context(), req)
		if err != nil || len(r.Models) == 0 {
			b.Fatal(len(r.Models), err)
		}
	}
}

func BenchmarkCheckOneModel(b *testing.B) { benchmarkCheck(b, 1, nil) }

func BenchmarkCheckHundredModels(b *testing.B) { benchmarkCheck(b, 100, nil) }

func BenchmarkCheckOneOfTenThousand(b *testing.B) {
	benchmarkCheck(b, 10_000, []source.Change{{Path: "models/m00007/README.md", Kind: source.Modified}})
}

func BenchmarkPlanOfTenThousand(b *testing.B) {
	tree := sourcetest.Tree(strings.Repeat("a", 40), many(b, 10_000))
	req := Recheck(tree, "", goldenTime)
	b.ReportAllocs()
	for b.Loop() {
		if shares, err := Plan(b.Context(), req, 8, 1); err != nil || len(shares) != 8 {
			b.Fatal(len(shares), err)
		}
	}
}

// BenchmarkMergeHundredModels reads the reports too, as the command does. It is
// to be compared with BenchmarkCheckHundredModels.
func BenchmarkMergeHundredModels(b *testing.B) {
	tree := sourcetest.Tree(strings.Repeat("a", 40), many(b, 100))
	req := Recheck(tree, "", goldenTime)
	recorded := map[string][]byte{}
	for i := range 4 {
		req.Shard = Shard{i + 1, 4}
		r, err := Check(b.Context(), req)
		if err != nil {
			b.Fatal(err)
		}
		var text bytes.Buffer
		if err := report.JSON(&text, r); err != nil {
			b.Fatal(err)
		}
		recorded[req.Shard.String()] = text.Bytes()
	}
	req.Shard = Shard{}
	b.ReportAllocs()
	for b.Loop() {
		r, err := Merge(b.Context(), req, sortedKeys(recorded), func(name string) (report.Report, error) { return report.Read(bytes.NewReader(recorded[name])) })
		if err != nil || len(r.Models) != 100 {
			b.Fatal(len(r.Models), err)
		}
	}
}
