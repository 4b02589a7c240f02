package config

import (
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Waiver is a dated, owned, justified acceptance of findings of one rule about
// one model.
type Waiver struct {
	ID           string
	Rule         string
	Model        string
	Pointer      bool // PointerValue was given
	PointerValue string
	Key          string
	Fingerprint  string
	Owner        string
	Reason       string
	Ticket       string
	Created      string // YYYY-MM-DD, the first day
	Expires      string // YYYY-MM-DD, the last day
	Author       string // who asks for it
	Approver     string // who has accepted it: @LOGIN, or in other words
	Review       string // YYYY-MM-DD, the last day before which somebody looks at it again; "" for none
	At           finding.Position
}

// InForce reports whether the waiver counts at the given time: from the start
// of the day it was created to the end of the day it expires, in UTC.
func (w Waiver) InForce(now time.Time) bool { return inForce(w.Created, w.Expires, now) }

// ReviewDue reports whether the waiver's day of review has passed.
func (w Waiver) ReviewDue(now time.Time) bool { return w.Review != "" && expired(w.Review, now) }

// Login is the account of the approver, "" if it is named in other words.
func (w Waiver) Login() string {
	login, is := strings.CutPrefix(w.Approver, "@")
	if !is || strings.Contains(login, "/") {
		return ""
	}
	return login
}

// Expired reports whether the waiver's last day has passed. A waiver whose
// date cannot be read has expired.
func (w Waiver) Expired(now time.Time) bool { return expired(w.Expires, now) }

func inForce(first, last string, now time.Time) bool {
	created, err := time.Parse(time.DateOnly, first)
	return err == nil && !now.Before(created) && !expired(last, now)
}

func expired(last string, now time.Time) bool {
	expires, err := time.Parse(time.DateOnly, last)
	return err != nil || !now.Before(expires.AddDate(0, 0, 1))
}

// Covers reports whether the waiver speaks of the finding. Every condition that
// the waiver names must hold.
func (w Waiver) Covers(model string, f finding.Finding, fingerprint string) bool {
	return w.Rule == f.Rule && w.Model == model &&
		(!w.Pointer || w.PointerValue == f.At.Pointer) &&
		(w.Key == "" || w.Key == f.Key) &&
		(w.Fingerprint == "" || w.Fingerprint == fingerprint)
}
