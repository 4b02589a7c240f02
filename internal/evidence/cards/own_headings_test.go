package cards_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
)

func TestOwnHeadings(t *testing.T) {
	headings := map[string][]string{"custom_rollback": {"Rollback plan", "Backout!"}, "intended_use": {"Einsatzzweck"}, "custom_uses": {"Uses"}}
	sections := []evidence.Section{
		{At: "a", Key: "", Title: "3. ROLLBACK plan", State: evidence.Filled}, {At: "b", Key: "", Title: "Einsatzzweck", State: evidence.Empty},
		{At: "c", Key: "intended_use", Title: "Uses"}, {At: "d", Key: "", Title: "Installation"}, {At: "e", Key: "", Title: "Backout"},
	}
	var got []string
	for _, s := range cards.WithHeadings(sections, headings) {
		got = append(got, fmt.Sprintf("%s %s %s", s.At, s.Key, s.State))
	}
	want := []string{"a custom_rollback filled", "b intended_use empty", "c intended_use ", "c custom_uses ", "d  ", "e custom_rollback "}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if same := cards.WithHeadings(sections, nil); !slices.Equal(same, sections) {
		t.Error("without headings of the organisation's own, nothing changes")
	}
}
