package cards

import (
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// ownMachine is an address of the machine that the page is read on.
	ownMachine = pattern.New(`(?i)^https?://(?:localhost|127\.[0-9]+\.[0-9]+\.[0-9]+|0\.0\.0\.0|\[::1\])(?:[:/?#]|$)`)
	// closedHost is an address that only the network of an organization knows (RFC 1918, RFC 6762,
	// RFC 8375 and names of one part), and a file of a machine.
	closedHost = pattern.New(`(?i)^file:|^https?://(?:10\.[0-9]{1,3}|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))\.[0-9]{1,3}(?:\.[0-9]{1,3})?(?:[:/?#]|$)|^https?://[\w.-]+\.(?:internal|intranet|corp|lan|local|localdomain|home\.arpa)(?:[:/?#]|$)`)
	// reserved is an address that stands for one in examples (RFC 2606), or for the account of
	// whoever fills in a template.
	reserved = pattern.New(`(?i)^https?://(?:(?:www\.)?(?:example\.(?:com|net|org)|your[-_]?(?:domain|site|website|company|org|url)\.\w+)(?:[:/?#]|$)|$)|^https?://arxiv\.org/(?:abs|pdf)/x+(?:\.x+)?|^https?://(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co|hf\.co)/(?:(?:spaces|datasets|orgs)/)?(?:your[-_]?(?:org|user|username|user[-_]name|name|organization|company|account|team|handle)|username|user[-_]name|org[-_]name|my[-_]?org|<[^/>]+>|%3C[^/]+%3E)(?:/|$)`)
	// upwards is the text of a link to the top of the page.
	upwards = pattern.New(`(?i)\b(?:top|up|back|home|start|contents|toc|index|menu|oben|anfang|haut|sommaire|arriba|inicio|índice|topo|início|su|inizio)\b|[↑⬆🔝⏫🏠^]|顶部|返回|目录|トップ|先頭|맨 ?위|맨위로`)
	// homePath is a file in the home directory of a person.
	homePath = pattern.New(`^(?:/home|/Users|/root)/[\w.-]+/|^[A-Za-z]:[\\/]Users[\\/]`)
)

// isUnreachable reports whether no reader can follow a link.
func isUnreachable(target string) bool {
	return closedHost.MatchString(target) || homePath.MatchString(target) || reserved.MatchString(target)
}
