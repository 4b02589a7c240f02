package promotion

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// reading counts the files that are read of a tree.
func (r repo) reading(t *testing.T, reads *int) source.Tree {
	t.Helper()
	entries := r.tree().Entries()
	tree, err := source.Listed(strings.Repeat("0", 40), entries, func(e source.Entry) ([]byte, error) {
		*reads++
		return []byte(r[e.Path]), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// However often the branch moves, a record is read once; those that are not asked
// about are not read.
func TestNewestReadsOnce(t *testing.T) {
	t.Parallel()
	var n Newest
	reads := 0
	deployed := func(r repo, of func(string) bool, wantReads int, want ...string) {
		t.Helper()
		reads = 0
		records, err := n.Deployed(r.reading(t, &reads), "prod", of)
		var got []string
		for _, r := range records {
			got = append(got, r.Model.Name+" "+r.Model.Version)
		}
		if err != nil || strings.Join(got, ", ") != strings.Join(want, ", ") || reads != wantReads {
			t.Errorf("%v %v by %d reads, want %v by %d", err, got, reads, want, wantReads)
		}
	}
	all := func(string) bool { return true }
	one := repo{}.promote(t, fraud(), triage())
	two := one.promote(t, with(fraud(), at(second), version("2.4.0")))
	deployed(one, func(m string) bool { return m == "support-triage" }, 1, "support-triage 1.0.0+build.7")
	deployed(one, all, 1, "fraud-detector 2.3.0", "support-triage 1.0.0+build.7")
	deployed(one, all, 0, "fraud-detector 2.3.0", "support-triage 1.0.0+build.7")
	deployed(two, all, 1, "fraud-detector 2.4.0", "support-triage 1.0.0+build.7")
	newer := two.edited(record2, strings.Replace(two[record2], apiVersion, "modelgate.dev/v9", 1))
	deployed(newer, all, 1, "support-triage 1.0.0+build.7")
}

// What only another version of modelgate can read is said of its model, and hides
// no other one.
func TestNewerRecordHidesNothing(t *testing.T) {
	t.Parallel()
	r := repo{}.promote(t, fraud(), triage())
	r[record1] = strings.Replace(r[record1], apiVersion, "modelgate.dev/v9", 1)
	all, err := Standings(r.tree(), now, "prod")
	if err != nil || len(all) != 2 || !strings.Contains(all[0].Unreadable, "modelgate.dev/v9") || all[1].Version != "1.0.0+build.7" {
		t.Errorf("%v %+v", err, all)
	}
	promoted, err := Promoted(r.tree(), "prod")
	if err != nil || len(promoted) != 2 || promoted[0].Fault == nil || promoted[0].Model.ID != "models/fraud" || promoted[1].Fault != nil {
		t.Errorf("%v %+v", err, promoted)
	}
	if _, err := NewOrder(r.request(t), Order{Operation: Holds, Model: "fraud-detector", Statement: Statement{Owner: "a", Reason: "b"}}); !IsUsage(err) {
		t.Errorf("an order on it: %v", err)
	}
}

// A name that was mistyped is not an environment in which nothing is wrong.
func TestUnknownEnvironments(t *testing.T) {
	t.Parallel()
	tampered := repo{}.promote(t, fraud())
	tampered[manifestPath] += "#"
	for _, r := range []repo{tampered, tampered.edited(EnvPath, "apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {prod: {}}\n")} {
		a, err := AuditTree(r.tree())
		if err != nil {
			t.Fatal(err)
		}
		if a, err := a.Only([]string{"prod"}); err != nil || len(a.Problems) != 1 {
			t.Errorf("%v %+v", err, a)
		}
		if _, err := a.Only([]string{"prd"}); !IsUsage(err) || !strings.Contains(err.Error(), `did you mean "prod"`) {
			t.Errorf("verify: %v", err)
		}
		if _, err := Standings(r.tree(), now, "prd"); !IsUsage(err) {
			t.Errorf("status: %v", err)
		}
		history, err := Histories(r.tree(), now, "", "prod")
		if err != nil || len(history) != 1 || history[0].Tampered == "" {
			t.Errorf("history: %v %+v", err, history)
		}
	}
	if _, err := Standings(source.Tree{}, now, "prod"); err != nil {
		t.Errorf("before the first commit: %v", err)
	}
}
