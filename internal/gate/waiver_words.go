package gate

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
)

// waiverWords say what a waiver covers and, of the rest, what differs from another state of
// it.
func waiverWords(w, other config.Waiver) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s", w.Rule, w.Model)
	if w.Pointer {
		fmt.Fprintf(&b, " at the pointer %q", w.PointerValue)
	}
	if w.Key != "" {
		fmt.Fprintf(&b, " with the key %q", w.Key)
	}
	if w.Fingerprint != "" {
		fmt.Fprintf(&b, " with the fingerprint %s", w.Fingerprint)
	}
	fmt.Fprintf(&b, " until %s", w.Expires)
	for _, f := range []struct{ name, is, was string }{
		{"created", w.Created, other.Created}, {"owner", w.Owner, other.Owner}, {"reason", w.Reason, other.Reason}, {"ticket", w.Ticket, other.Ticket},
		{"author", w.Author, other.Author}, {"approver", w.Approver, other.Approver}, {"review", w.Review, other.Review},
	} {
		if f.is != f.was {
			fmt.Fprintf(&b, "; %s %q", f.name, f.is)
		}
	}
	return b.String()
}
