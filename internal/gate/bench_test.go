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

// repositoryOfData is a repository of n datasets without a model: the cards that show what
// each law requires, in turn.
func repositoryOfData(b *testing.B, n int) fstest.MapFS {
	b.Helper()
	const examples = "../../docs/examples/data/regimes"
	files, err := filepath.Glob(examples + "/*.yaml")
	if err != nil || len(files) < 8 {
		b.Fatal(files, err)
	}
	out := fstest.MapFS{}
	for i := range n {
		text, err := os.ReadFile(files[i%len(files)])
		if err != nil {
			b.Fatal(err)
		}
		before, after, found := bytes.Cut(text, []byte("\nname: "))
		if !found {
			b.Fatal(files[i%len(files)])
		}
		out[fmt.Sprintf("datacards/d%05d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "%s\nname: d%05d-%s", before, i, after)}
	}
	return out
}

// BenchmarkCheckDatasets checks repositories of data: the time must grow with their size
// and no faster.
func BenchmarkCheckDatasets(b *testing.B) {
	for _, n := range []int{100, 1000, 2000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tree := sourcetest.Tree(strings.Repeat("a", 40), repositoryOfData(b, n))
			req := Recheck(tree, "", goldenTime)
			b.ReportAllocs()
			for b.Loop() {
				if r, err := Check(b.Context(), req); err != nil || len(r.Models) != n {
					b.Fatal(len(r.Models), err)
				}
			}
		})
	}
}

// chainOfData is a repository of n datasets, each made from the one before.
func chainOfData(tb testing.TB, n int) fstest.MapFS {
	tb.Helper()
	card, err := os.ReadFile("../../docs/examples/data/regimes/gdpr.yaml")
	before, after, found := bytes.Cut(card, []byte("\nname: clinic-visits\n"))
	if err != nil || !found {
		tb.Fatal(err)
	}
	out := fstest.MapFS{}
	for i := range n {
		text := fmt.Appendf(nil, "%s\nname: d%05d\n%s", before, i, after)
		if i > 0 {
			text = fmt.Appendf(text, "lineage: [{ref: d%05d, relation: derived-from}]\n", i-1)
		}
		out[fmt.Sprintf("datacards/d%05d.yaml", i)] = &fstest.MapFile{Data: text}
	}
	return out
}

// BenchmarkCheckChain checks datasets of which each has all before it as ancestors: what
// a step of the lineage comes to is found once.
func BenchmarkCheckChain(b *testing.B) {
	for _, n := range []int{100, 200, 400} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tree := sourcetest.Tree(strings.Repeat("a", 40), chainOfData(b, n))
			req := Recheck(tree, "", goldenTime)
			b.ReportAllocs()
			for b.Loop() {
				if r, err := Check(b.Context(), req); err != nil || len(r.Models) != n {
					b.Fatal(len(r.Models), err)
				}
			}
		})
	}
}
