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
		", approver: '@bob', review: 2026-11-01":                 "has no author, which waivers.require in config.yaml requires",
		", author: '@ann', review: 2026-11-01":                   "has no approver, which",
		", author: '@ann', approver: Bob, review: 2026-11-01":    "has no approver with an account, which",
		", author: '@ann', approver: '@a/b', review: 2026-11-01": "/approver",
		", author: '@ann', approver: '@-b', review: 2026-11-01":  "/approver",
		", author: '@ann', approver: ' @b', review: 2026-11-01":  "/approver",
		", author: '@ann', approver: '@b c', review: 2026-11-01": "/approver",
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
		for word, help := range map[string]string{"has no author": "Add `author`", "no approver with": "Name the approver by account", "has no review": "Add `review`"} {
			if strings.Contains(want, word) && !strings.Contains(found[0].Help, help) {
				t.Errorf("%s: the help is %q", more, found[0].Help)
			}
		}
		if want == "[]" {
			w := c.Waivers[0]
			if w.Login() != "bob" || w.ReviewDue(time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)) || !w.ReviewDue(time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("got %+v", w)
			}
		}
	}
}
