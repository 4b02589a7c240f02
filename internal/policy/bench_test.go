package policy

import (
	"fmt"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// BenchmarkLoad loads the rules as every run of the program does.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(b.Context(), source.Base{}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEvaluate asks all built-in rules about one model in which every
// list has an item.
func BenchmarkEvaluate(b *testing.B) {
	set, err := Load(b.Context(), source.Base{}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	benchmarkEvaluate(b, set)
}

// BenchmarkFiftyRules asks fifty rules of the size of a screen.
func BenchmarkFiftyRules(b *testing.B) {
	rules := map[string]string{}
	for i := range 50 {
		rules[fmt.Sprintf("bench/rule_%d", i)] = fmt.Sprintf(`applies if input.head.present

deny contains {"at": d.at, "message": sprintf("dataset %%q has no legal basis (%d)", [d.name])} if {
	some d in input.head.datasets
	d.card.present
	_personal(d)
	some p in d.card.purposes
	not _covered(d, p)
}

_personal(d) if d.card.personal_data.status.value in {"identifying", "pseudonymised"}

_covered(d, p) if {
	some b in d.card.legal_basis
	some item in b.purposes.items
	item.value == p.id.value
}`, i)
	}
	benchmarkEvaluate(b, load(b, builtin(rules), nil, Options{}))
}

func benchmarkEvaluate(b *testing.B, set *Set) {
	in := full()
	in.Head.Datasets[0].Card.PersonalData.Status.Value = "identifying"
	in.Head.Datasets[0].Card.LegalBasis[0].Purposes.Items[0].Value = "other"
	b.ReportAllocs()
	for b.Loop() {
		verdicts, err := set.Evaluate(b.Context(), in, anywhere)
		if err != nil {
			b.Fatal(err)
		}
		for _, v := range verdicts {
			if v.Error != "" {
				b.Fatal(v.Rule, v.Error)
			}
		}
	}
}

// BenchmarkEncode turns one model into the value that rules see.
func BenchmarkEncode(b *testing.B) {
	encode, err := inputEncoder()
	if err != nil {
		b.Fatal(err)
	}
	in := full()
	b.ReportAllocs()
	for b.Loop() {
		encode(in)
	}
}
