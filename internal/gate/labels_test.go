package gate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// Numbers are the same however they are written, and no others are: 0.1 and the double
// next to it are two.
func TestLabelsThatAreNumbers(t *testing.T) {
	long := "0.1000000000000000055511151231257827021181583404541015625"
	for _, c := range []struct {
		kind, manifest, card string
		values               []string
		want                 string
	}{
		{"number", "2.50", "25e-1", []string{"2.5"}, ""},
		{"number", "10", "1e1", []string{"10.0"}, ""},
		{"number", "0.1", long, []string{long}, "unlisted 0.1; card " + long},
		{"number", "9007199254740993", "9007199254740992", []string{"9007199254740993"}, "card 9007199254740992"},
		{"number", "3", "", []string{"2.5", "nothing", "1e999999999"}, "unlisted 3"},
		{"number", "3", "", nil, ""},
		{"text", `"2.50"`, `"2.5"`, []string{"2.5"}, "unlisted 2.50; card 2.5"},
		{"list", "[a, b]", "", []string{"a"}, "unlisted b"},
		{"flag", "true", "", []string{"true"}, ""},
	} {
		read := func(value string) place.Place {
			d, found := document.ParseAs(document.YAML, "m.yaml", []byte("x: "+value+"\n"))
			if len(found) > 0 {
				t.Fatal(found)
			}
			return place.Root(d).Get("x")
		}
		card := place.Place{}
		if c.card != "" {
			card = read(c.card)
		}
		l := labelOf(config.Label{Name: "x", Type: c.kind, Values: c.values}, read(c.manifest), card, "none#")
		var got []string
		for _, item := range l.Unlisted {
			got = append(got, "unlisted "+item.Value)
		}
		if l.Other.Present {
			got = append(got, "card "+l.Other.Value)
		}
		if strings.Join(got, "; ") != c.want || l.Type != evidence.LabelType(c.kind) {
			t.Errorf("%s: %q, want %q", fmt.Sprint(c), strings.Join(got, "; "), c.want)
		}
	}
}
