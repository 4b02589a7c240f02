package github

import "errors"

// unknownReason reports whether an error only means that the token may not see
// something, and says so in words.
func unknownReason(err error) (reason string, unknown bool) {
	if errors.Is(err, ErrForbidden) || errors.Is(err, ErrNotFound) {
		return err.Error(), true
	}
	return "", false
}
