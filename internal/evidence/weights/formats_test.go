package weights

import (
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// The words of evidence are the formats that names and contents tell, and no others: rules
// are held to them.
func TestFormatsAreWords(t *testing.T) {
	told := []string{""}
	for _, f := range formats {
		told = append(told, string(f.Name))
	}
	for _, m := range magics {
		told = append(told, string(m.Name))
	}
	for _, member := range []string{"data.pkl", "config.json", "MAR-INF/MANIFEST.json"} {
		told = append(told, string(formatOfMember(member).Name))
	}
	slices.Sort(told)
	if told, words := slices.Compact(told), evidence.WeightFormat("").Words(); !slices.Equal(told, words) {
		t.Errorf("told  %q\nwords %q", told, words)
	}
}
