package policy

import (
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// A card that many inputs have is encoded once, and never taken for another one.
func TestCardTerms(t *testing.T) {
	var cards cardTerms
	made := 0
	term := func(c evidence.DataCard) *ast.Term {
		return cards.term(&c, func() *ast.Term { made++; return ast.StringTerm(c.License.Value) })
	}
	first := evidence.DataCard{At: "a.yaml#", Path: "a.yaml", License: evidence.Text{Value: "mit"}, Lineage: []evidence.Lineage{{At: "a.yaml#/lineage/0"}}}
	same, other := first, first
	same.Lineage = []evidence.Lineage{{At: "a.yaml#/lineage/0"}}
	other.License.Value = "other"
	if term(first) != term(same) || made != 1 {
		t.Errorf("the same card was encoded %d times", made)
	}
	if got := term(other); !got.Equal(ast.StringTerm("other")) {
		t.Errorf("another card of the same place is taken for the first: %v", got)
	}
	if got := term(first); !got.Equal(ast.StringTerm("mit")) {
		t.Error(got)
	}
	for i := range maxCardTerms {
		first.Path = string(rune(i))
		term(first)
	}
	if len(cards.known) > maxCardTerms {
		t.Errorf("%d cards are kept", len(cards.known))
	}
}

// Several goroutines read what is kept.
func TestCardTermsAreShared(t *testing.T) {
	set := load(t, builtin(map[string]string{"a/b": `deny contains {"at": o.at, "message": sprintf("%v", [o.parent])} if { some d in input.head.datasets; some o in d.origins }`}), nil, Options{})
	want := evaluate(t, set, full())["a/b"]
	fresh := load(t, builtin(map[string]string{"a/b": `deny contains {"at": o.at, "message": sprintf("%v", [o.parent])} if { some d in input.head.datasets; some o in d.origins }`}), nil, Options{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := evaluate(t, fresh, full())["a/b"]; len(want.Findings) != 1 || got.Findings[0].Message != want.Findings[0].Message {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
	wg.Wait()
}

// The card of one dataset is not kept; one that several inputs have is.
func TestCardsThatAreSeenAgainAreKept(t *testing.T) {
	encode, err := inputEncoder()
	if err != nil {
		t.Fatal(err)
	}
	in := full()
	card := func() *ast.Term {
		return encode(in).Get(ast.StringTerm("head")).Get(ast.StringTerm("datasets")).Get(ast.InternedTerm(0)).Get(ast.StringTerm("card"))
	}
	first, second := card(), card()
	if first == second || !first.Equal(second) || second != card() {
		t.Error("the card is encoded once for all inputs from the second on")
	}
	in.Head.Datasets[0].Card.License.Value = "other"
	if changed := card(); changed.Equal(second) {
		t.Error("another card of the same place is taken for the one that is kept")
	}
}

// A model that is the same on both sides is encoded once, and never taken for another one.
func TestEqualSidesAreEncodedOnce(t *testing.T) {
	encode, err := inputEncoder()
	if err != nil {
		t.Fatal(err)
	}
	in := full()
	in.Base = in.Head
	side := func(name string) *ast.Term { return encode(in).Get(ast.StringTerm(name)) }
	if input := encode(in); input.Get(ast.StringTerm("base")) != input.Get(ast.StringTerm("head")) {
		t.Error("equal sides are encoded twice")
	}
	in.Base.Card.Library.Value = "other"
	if side("base").Equal(side("head")) {
		t.Error("sides that differ are taken for one")
	}
}
