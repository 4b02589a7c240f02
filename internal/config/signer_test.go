package config

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

const signerKey = "{owner: ML platform, public_key: \"-----BEGIN PUBLIC KEY-----\\nMCowBQYDK2VwAyEArUjAc+M97ChGgCCgYsoqRSTR1O8hnxkwEtgRX/oCF6k=\\n-----END PUBLIC KEY-----\\n\"}"

func TestSigners(t *testing.T) {
	t.Parallel()
	c, found := readConfig(t, "signers:\n  b: "+signerKey+"\n  a: "+strings.TrimSuffix(signerKey, "}")+", models: [\"models/fraud*\"]}\nsigned: review\n")
	if len(found) > 0 || len(c.Signers) != 2 || c.Signers[0].Name != "a" || c.Signers[0].Signs("models/churn") || !c.Signers[0].Signs("models/fraud-2") || !c.Signers[1].Signs("any") {
		t.Errorf("%v %v", c.Signers, found)
	}
	if len(c.Owed) != 1 || c.Owed[0].Stage != finding.Review || c.Owed[0].Kind != "signature" {
		t.Errorf("owed: %v", c.Owed)
	}
	for name, tc := range map[string]struct{ text, want string }{
		"no key":          {"signers: {a: {owner: x, public_key: nonsense}}\n", "the key of signer \"a\" cannot be used"},
		"no certificate":  {"signers: {a: {owner: x, certificate: nonsense}}\n", "the certificate of signer \"a\" cannot be used"},
		"a glob":          {"signers: {a: " + strings.TrimSuffix(signerKey, "}") + ", models: [\"../x\"]}}\n", "not a usable glob"},
		"without signers": {"signed: production\n", "signatures are required, but there are no signers"},
		"neither":         {"signers: {a: {owner: x}}\n", ""},
		"both":            {"signers: {a: " + strings.TrimSuffix(signerKey, "}") + ", certificate: x}}\n", ""},
		"no owner":        {"signers: {a: {public_key: x}}\n", "owner"},
	} {
		_, found := readConfig(t, tc.text)
		var all []string
		for _, f := range found {
			if f.Severity == finding.Error {
				all = append(all, f.Message)
			}
		}
		if len(all) == 0 || !strings.Contains(strings.Join(all, "\n"), tc.want) {
			t.Errorf("%s: %q, want %q", name, all, tc.want)
		}
	}
}

func TestEditsOfSigners(t *testing.T) {
	t.Parallel()
	one, two := "signers: {a: "+signerKey+"}\n", "signers: {a: "+signerKey+", b: "+strings.Replace(signerKey, "ML platform", "others", 1)+"}\n"
	for name, tc := range map[string]struct {
		before, after string
		want          string
	}{
		"the first":        {"", one, "signers tightened"},
		"one more":         {one, two, "signers loosened"},
		"one less":         {two, one, "signers changed"},
		"none":             {one, "", "signers loosened"},
		"required":         {one, one + "signed: production\n", "signed tightened"},
		"required earlier": {one + "signed: production\n", one + "signed: draft\n", "signed tightened"},
		"required later":   {one + "signed: review\n", one + "signed: production\n", "signed loosened"},
		"no longer":        {one + "signed: production\n", one, "signed loosened"},
		"another owner":    {one, strings.Replace(one, "ML platform", "others", 1), "signers loosened"},
		"nothing":          {one, one, ""},
		"of fewer models":  {one, strings.Replace(one, "owner:", "models: [a], owner:", 1), "signers loosened"},
		"in another order": {two, "signers: {b: " + strings.Replace(signerKey, "ML platform", "others", 1) + ", a: " + signerKey + "}\n", ""},
	} {
		before, _ := readConfig(t, tc.before)
		after, _ := readConfig(t, tc.after)
		var got []string
		for _, e := range Edits(before, after) {
			got = append(got, e.Key+" "+string(e.Effect))
		}
		if strings.Join(got, ", ") != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// readConfig is config.yaml with some text, and what is wrong with it.
func readConfig(t *testing.T, text string) (Config, []finding.Finding) {
	t.Helper()
	c, found, err := Read(sourcetest.Tree("base", fstest.MapFS{ConfigPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\n" + text)}}))
	if err != nil {
		t.Fatal(err)
	}
	return c, found
}
