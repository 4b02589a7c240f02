package cards

import "github.com/modelgate-dev/modelgate/internal/pattern"

var (
	// ownMachine is an address of the machine that the page is read on.
	ownMachine = pattern.New(`(?i)^https?://(?:localhost|127\.[0-9]+\.[0-9]+\.[0-9]+|0\.0\.0\.0|\[::1\])(?:[:/?#]|$)`)
	// closedHost is an address that only the network of an organization knows (RFC 1918, RFC 6762,
	// RFC 8375 and names of one part), and a file of a machine.
	closedHost = pattern.New(`(?i)^file:|^https?://(?:10\.[0-9]{1,3}|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))\.[0-9]{1,3}(?:\.[0-9]{1,3})?(?:[:/?#]|$)|^https?://[\w.-]+\.(?:internal|intranet|corp|lan|local|localdomain|home\.arpa)(?:[:/?#]|$)`)
	// homePath is a file in the home directory of a person.
	homePath = pattern.New(`^(?:/home|/Users|/root)/[\w.-]+/|^[A-Za-z]:[\\/]Users[\\/]`)
)

// isUnreachable reports whether no reader can follow a link.
func isUnreachable(target string) bool {
	return closedHost.MatchString(target) || homePath.MatchString(target)
}
