package gate

import (
	"reflect"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
)

// TestEveryEditOfAWaiverIsShown: whatever is edited in a waiver, its reviewers see what it was
// and what it is. Without its key, a waiver covers every finding of its rule.
func TestEveryEditOfAWaiverIsShown(t *testing.T) {
	full := config.Waiver{ID: "W-1", Rule: "card/license_missing", Model: "models/m", Pointer: true, PointerValue: "/license", Key: "k", Fingerprint: "0123", Owner: "board",
		Reason: "R.", Ticket: "T-1", Created: "2026-01-02", Expires: "2026-12-31", Author: "@ann", Approver: "@bob", Review: "2026-06-30"}
	of := reflect.TypeFor[config.Waiver]()
	for i := range of.NumField() {
		name := of.Field(i).Name
		if name == "ID" || name == "At" {
			continue
		}
		edited := full
		reflect.ValueOf(&edited).Elem().Field(i).SetZero()
		for _, sides := range [][2]config.Waiver{{full, edited}, {edited, full}} {
			got := waiverEdits([]config.Waiver{sides[0]}, []config.Waiver{sides[1]})
			if len(got) != 1 || got[0].Before == got[0].After {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
	narrow := config.Waiver{ID: "W-1", Rule: "card/license_missing", Model: "models/m", Key: "acme/x", Reason: "R.", Expires: "2026-12-31"}
	wide := narrow
	wide.Key = ""
	got := waiverEdits([]config.Waiver{narrow}, []config.Waiver{wide})[0]
	if got.Before != `card/license_missing of models/m with the key "acme/x" until 2026-12-31` || got.After != "card/license_missing of models/m until 2026-12-31" {
		t.Errorf("%q, %q", got.Before, got.After)
	}
	reworded := narrow
	reworded.Reason = "S."
	got = waiverEdits([]config.Waiver{narrow}, []config.Waiver{reworded})[0]
	if got.Before != `card/license_missing of models/m with the key "acme/x" until 2026-12-31; reason "R."` {
		t.Errorf("%q", got.Before)
	}
}
