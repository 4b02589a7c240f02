package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// withheld lists the builtins that rules may not use, by exact name or, with a
// trailing dot, by prefix, and why. A rule is a function of its input: it
// reaches no network, reads no clock and no environment, draws no random
// number, and handles no keys.
func withheld() []struct{ name, reason string } {
	const (
		network = "Rules have no network access. Put the data in a table in .modelgate/data."
		clock   = "Rules have no clock. Use input.now, the time of the run."
		system  = "Rules have no access to the environment. Put the data in a table in .modelgate/data."
		random  = "Rules must be deterministic. Remove the random value."
		traces  = "Trace output of rules is not shown. Use print in the rule's tests."
		bound   = "What it makes cannot be bounded before it is made."
		keys    = "Rules cannot use keys or tokens. Verify signatures outside of rules."
	)
	return []struct{ name, reason string }{
		{"http.", network}, {"net.", network}, {"providers.", network},
		{"json.match_schema", network}, {"json.verify_schema", network}, // a schema may refer to another by URL
		{"time.now_ns", clock},
		{"opa.", system}, {"trace", traces},
		{"graph.reachable_paths", bound}, {"strings.render_template", bound}, {"regex.globs_match", bound},
		{"rand.", random}, {"uuid.", random},
		{"io.jwt.", keys}, {"crypto.x509.", keys}, {"crypto.hmac.", keys}, {"crypto.parse_private_keys", keys},
	}
}

// forbidden reports whether rules may not use the builtin, and why.
func forbidden(name string) (reason string, ok bool) {
	for _, w := range withheld() {
		if name == w.name || strings.HasSuffix(w.name, ".") && strings.HasPrefix(name, w.name) {
			return w.reason, true
		}
	}
	return "", false
}

// capabilities is what this version of OPA can do, less what is forbidden. No
// host may be reached, not even to fetch a schema.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(ast.RegoV1))
	c.Builtins = slices.DeleteFunc(slices.Clone(c.Builtins), func(b *ast.Builtin) bool {
		_, no := forbidden(b.Name)
		return no
	})
	c.AllowNet = []string{}
	return c
}
