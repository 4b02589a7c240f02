package cli

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// TestWaiverList: each waiver with its state, by its last day; what it names is text in every output.
func TestWaiverList(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.write("models/m/README.md", goodCard)
	r.write(".modelgate/waivers.yaml", `apiVersion: modelgate.dev/v1
kind: Waivers
waivers:
  - {id: W-old, rule: governance/manifest_missing, model: models/m, owner: a team, reason: the manifest is on its way, created: 2026-09-01, expires: 2026-10-01}
  - {id: W-soon, rule: governance/manifest_missing, model: models/m, owner: "a | <b>team</b>", reason: the manifest is on its way, created: 2026-10-01, expires: 2026-11-20, review: 2026-10-15, ticket: GRC-7, author: "@ann", approver: "@bob"}
  - {id: W-change, rule: governance/version_not_raised, model: models/m, owner: a team, reason: the version is on its way, created: 2026-10-01, expires: 2026-12-02}
  - {id: W-last, rule: governance/owner_missing, model: models/m, owner: a team, reason: the owner is on its way, created: 2026-10-01, expires: 2026-12-01}
  - {id: W-idle, rule: card/metadata_null, key: license, model: models/m, owner: a team, reason: the values are on their way, created: 2026-10-01, expires: 2026-12-20}
`)
	r.commit()
	got := run(t, r.Dir, "waiver", "list")
	if got.code != 0 || !strings.Contains(got.stdout, "5 waivers: 2 expiring within 30 days, 1 expired, 2 unused, 1 due for review") {
		t.Fatalf("exit %d: %s", got.code, got.all())
	}
	var lines []string
	for line := range strings.Lines(got.stdout) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"2026-10-01 expired W-old governance/manifest_missing models/m a team",
		"2026-11-20 active, expiring, review due W-soon governance/manifest_missing models/m a | <b>team</b> @bob GRC-7",
		"2026-12-01 unused, expiring W-last governance/owner_missing models/m a team", // the last of the 30 days
		"2026-12-02 out of scope W-change governance/version_not_raised models/m a team",
		"2026-12-20 unused W-idle card/metadata_null license models/m a team",
	}
	if len(lines) != 8 || strings.Join(lines[3:], "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got.stdout)
	}
	if md := run(t, r.Dir, "waiver", "list", "-o", "markdown").stdout; strings.Contains(md, "<b>") || strings.Contains(md, "a | b") || strings.Contains(md, "@bob") {
		t.Errorf("the table holds markup:\n%s", md)
	}
	doc, _ := document.ParseAs(document.JSON, "waivers.json", []byte(run(t, r.Dir, "waiver", "list", "-o", "json").stdout))
	if found, err := schema.Validate("waiver-list", doc); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
}

// TestKeyThatNoFindingHas: a waiver for a key that is misspelled accepts nothing, which is
// told when it is begun; one for a finding that is there, or that only a change has, is not.
func TestKeyThatNoFindingHas(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.write("models/m/README.md", "---\nlicense: mit\n---\n# Toy\n")
	const rule = "# METADATA\n# title: Names\n# description: Names.\n# custom:\n#   severity: {draft: note, review: warning, production: error}\n#   remediation: Name it.\n#   sources: [our policy]\n" +
		"package modelgate.custom.g.names\n\ndeny contains {\"at\": input.head.at, \"message\": \"no name\", \"key\": key} if some key in KEYS\n"
	r.write(".modelgate/policies/g/names.rego", strings.Replace(rule, "KEYS", `["a", "b", "c", "d", "e", "f"]`, 1))
	r.commit()
	for _, test := range []struct{ rule, key, want string }{
		{"custom_g/names", "nope", `no finding of custom_g/names about models/m has the key "nope" now; keys: "a", "b", "c", "d", "e" and 1 more`},
		{"card/missing", "nope", `has the key "nope" now; none of its findings has a key`},
		{"custom_g/names", "f", ""},
		{"governance/version_not_raised", "x", ""},
	} {
		got := run(t, r.Dir, "new", "waiver", "--rule", test.rule, "--model", "models/m", "--key", test.key, "--owner", "board", "--reason", "It is done with the next release.", "--expires", "2026-12-31", "--stdout")
		warned := strings.Contains(got.stderr, "warning")
		if got.code != 0 || warned != (test.want != "") || !strings.Contains(got.stderr, test.want) || !strings.Contains(got.stdout, "key: ") {
			t.Errorf("%s %s: exit %d: %s", test.rule, test.key, got.code, got.all())
		}
	}
}
