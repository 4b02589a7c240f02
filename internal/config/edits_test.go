package config

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestEdits says of pairs of configurations what each key comes to.
func TestEdits(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"stage: draft", "stage: draft", "[]"},
		{"stage: production", "", "[]"}, // it is the default
		{"", "stage: draft", "[stage loosened]"},
		{"models: [{path: a/*}]", "models: [{path: a/*}, {path: b/*}]", "[models.b/* tightened]"},
		{"models: [{path: a/*}]", "models: [{path: a/*}, {path: a/x, stage: draft}]", "[models.a/x loosened]"},
		{"models: [{path: a/x, stage: draft}, {path: a/*}]", "models: [{path: a/*}]", "[models.a/x tightened]"},
		{"models: [{path: a/*}, {path: b/*}]", "models: [{path: a/*}]", "[models.b/* loosened]"},
		{"models: [{path: a/*}]", "", "[models.a/* loosened]"},
		{"", "models: [{path: a/*}]", "[models.a/* loosened]"},
		{"models: [{path: a/*, stage: draft}, {path: '**'}]", "models: [{path: '**'}, {path: a/*, stage: draft}]", "[models loosened]"},
		{"models: [{path: a/*, stage: review}]", "models: [{path: a/*}]", "[models.a/* tightened]"},
		{"stage: production\nmodels: [{path: a/*}]", "stage: draft\nmodels: [{path: a/*}]", "[stage loosened]"},
		{"ignore: [a]", "ignore: [a, b]", "[ignore loosened]"},
		{"ignore: [a, b]", "ignore: [b]", "[ignore tightened]"},
		{"ignore: [a]", "ignore: [b]", "[ignore loosened]"},
		{"allowed_licenses: [mit]", "", "[allowed_licenses loosened]"},
		{"", "allowed_licenses: [mit]", "[allowed_licenses tightened]"},
		{"required_sections: [license]", "required_sections: []", "[required_sections loosened]"},
		{"", "required_sections: []", "[required_sections loosened]"},
		{"require: {review: {fields: [task]}}", "require: {production: {fields: [task]}}", "[require.review.fields loosened require.production.fields tightened]"},
		{"evaluations: [a.json]", "evaluations: [b.json]", "[evaluations loosened]"},
		{"evaluations: [a.json]", "evaluations: [a.json, b.json]", "[evaluations changed]"},
		{"evaluations: [eval/**]", "evaluations: [eval/*.json]", "[evaluations loosened]"},
		{"evaluations: [{path: a.json, format: metrics}]", "evaluations: [a.json]", "[evaluations loosened]"},
		{"", "evaluations: [a.json]", "[evaluations loosened]"},
		{"evaluations: [a.json]", "", "[evaluations loosened]"},
		{"", "data_cards: [a/**]", "[data_cards loosened]"},
		{"ignore: [a/old]", "ignore: [a/*]", "[ignore loosened]"},
		{"models: [{path: 'a/**'}]", "models: [{path: a/*}]", "[models.a/* tightened models.a/** loosened]"},
		{"data_cards: [a/**]", "data_cards: [b/**]", "[data_cards loosened]"},
		{"data_repositories: [{name: ab, commit: 0123456789012345678901234567890123456789}]", "data_repositories: [{name: ab, commit: 1123456789012345678901234567890123456789}]", "[data_repositories loosened]"},
		{"", "dbt: {pii: [restricted]}", "[dbt.pii changed]"},
		{"dbt: {pii: [restricted]}", "", "[dbt.pii loosened]"},
		{"", "branches: [release/*]", "[branches loosened]"},
		{"branches: [release/*, next]", "branches: [next]", "[branches tightened]"},
		{"waivers: {require: [key]}", "", "[waivers.require loosened]"},
		{"labels: {a: {type: date, required: review}}", "", "[labels loosened]"},
		{"labels: {a: {type: date, required: review}}", "labels: {a: {type: date}}", "[labels loosened]"},
		{"waivers: {max_days: 30}", "", "[waivers.max_days loosened]"},
	} {
		got := []string{}
		for _, e := range Edits(configured(t, c.before), configured(t, c.after)) {
			got = append(got, e.Key+" "+string(e.Effect))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%q to %q: got %v, want %s", c.before, c.after, got, c.want)
		}
	}
}

func configured(t *testing.T, text string) Config {
	t.Helper()
	c, _, err := Read(sourcetest.Tree("", fstest.MapFS{ConfigPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\n" + text + "\n")}}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWaiversMustHaveWhatIsRequired(t *testing.T) {
	tree := func(waiver string) source.Base {
		return source.Base{Tree: sourcetest.Tree("", fstest.MapFS{
			ConfigPath:  {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nwaivers: {require: [key, ticket]}\n")},
			WaiversPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers: [{id: W-1, rule: card/missing, model: models/m, owner: me, reason: it is fine as it is, created: 2026-10-01, expires: 2026-12-01" + waiver + "}]\n")},
		})}
	}
	for _, c := range []struct{ waiver, says string }{
		{"", `waiver "W-1" has no key`},
		{", key: license", `waiver "W-1" has no ticket`},
		{", key: license, ticket: T-1", ""},
	} {
		_, err := Load(tree(c.waiver))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: got %v, want %q", c.waiver, err, c.says)
		}
	}
}
