package gate

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// BenchmarkRegimes checks 1,000 datasets, each with the tags of all laws that data cards
// can have, once with the laws declared and once without: the difference is their cost.
func BenchmarkRegimes(b *testing.B) {
	const n = 1000
	blocks := ""
	for _, name := range []string{"ccpa", "eu_ai_act", "hipaa", "lgpd", "pipl", "uk_gdpr", "us_28cfr202"} {
		src, err := os.ReadFile("../../docs/examples/data/regimes/" + name + ".yaml")
		if err != nil {
			b.Fatal(err)
		}
		blocks += string(src)[strings.Index(string(src), "\n"+name+":"):]
	}
	src, err := os.ReadFile("../../docs/examples/data/regimes/gdpr.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for _, laws := range []string{"gdpr", "gdpr, ccpa, eu_ai_act, hipaa, lgpd, pipl, uk_gdpr, us_28cfr202"} {
		b.Run(fmt.Sprintf("laws=%d", strings.Count(laws, ",")+1), func(b *testing.B) {
			head := fstest.MapFS{}
			for i := range n {
				card := strings.NewReplacer("clinic-visits", fmt.Sprintf("set-%04d", i), "regimes: [gdpr]", "regimes: ["+laws+"]").Replace(string(src)) + blocks
				head[fmt.Sprintf("datacards/set-%04d.yaml", i)] = &fstest.MapFile{Data: []byte(card)}
			}
			req := Request{Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), fstest.MapFS{})}, Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), head)},
				Now: dataCardTime, Stage: finding.Production, All: true, Gates: []finding.Gate{finding.GateDataCompliance}}
			for b.Loop() {
				r, err := Check(context.Background(), req)
				if err != nil || len(r.Models) != n {
					b.Fatal(len(r.Models), err)
				}
			}
		})
	}
}
