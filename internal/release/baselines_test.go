package release

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

func TestRecordOf(t *testing.T) {
	record := func(id, name, commit string) promotion.Deployed {
		return promotion.Deployed{Record: promotion.Record{Model: promotion.RecordModel{ID: id, Name: name}, Source: promotion.RecordSource{Commit: commit}}}
	}
	for name, c := range map[string]struct {
		records []promotion.Deployed
		want    string // the commit
		fails   bool
	}{
		"by its directory":               {[]promotion.Deployed{record("models/churn", "churn", "a"), record("models/old", "spam", "b")}, "a", false},
		"moved since, by its name":       {[]promotion.Deployed{record("models/old", "churn", "b")}, "b", false},
		"the directory before the name":  {[]promotion.Deployed{record("models/old", "churn", "b"), record("models/churn", "other", "a")}, "a", false},
		"nothing of either":              {[]promotion.Deployed{record("models/old", "spam", "b")}, "", false},
		"two directories under its name": {[]promotion.Deployed{record("models/old", "churn", "b"), record("models/older", "churn", "b")}, "", true},
		"two commits of its directory":   {[]promotion.Deployed{record("models/churn", "churn", "a"), record("models/churn", "spam", "b")}, "", true},
	} {
		got, err := recordOf(c.records, "models/churn", "churn")
		commit := ""
		if got != nil {
			commit = got.Source.Commit
		}
		if commit != c.want || (err != nil) != c.fails {
			t.Errorf("%s: got %q, %v", name, commit, err)
		}
	}
	if got, err := recordOf([]promotion.Deployed{record("models/old", "", "b")}, "models/churn", ""); got != nil || err != nil {
		t.Errorf("a model without a name: got %v, %v", got, err)
	}
}
