package config

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func TestWaiversNamePeopleAndADay(t *testing.T) {
	for more, want := range map[string]string{
		", author: '@ann', approver: '@bob', review: 2026-11-01": "[]",
		", author: ann, approver: '@Ann', review: 2026-11-01":    "same author and approver",
		", approver: '@bob', review: 2026-11-01":                 "has no author and approver",
		", author: '@ann', approver: '@bob'":                     "has no review",
		", author: '@ann', approver: '@bob', review: 2027-11-01": "not between its first and last day",
		", author: '@ann', approver: '@bob', review: 2026-13-01": "not a date",
	} {
		c, found, err := Read(sourcetest.Tree("", fstest.MapFS{
			ConfigPath:  {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nwaivers: {require: [approver, review]}\n")},
			WaiversPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers: [{id: W-1, rule: card/missing, model: models/m, owner: me, reason: it is fine as it is, created: 2026-10-01, expires: 2026-12-01" + more + "}]\n")},
		}))
		if err != nil || !strings.Contains(fmt.Sprint(found), want) {
			t.Errorf("%s: got %v, %v", more, found, err)
		}
		if want == "[]" {
			w := c.Waivers[0]
			if w.Login() != "bob" || w.ReviewDue(time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)) || !w.ReviewDue(time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("got %+v", w)
			}
		}
	}
}
