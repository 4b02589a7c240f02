package gate

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestSecrets: a credential in any file that is read for a model is found at its line,
// and no output has it, whatever quotes the file.
func TestSecrets(t *testing.T) {
	// It is not written out, so that nothing that looks for credentials finds it here.
	token := "hf" + "_" + "q7Zk2mRt9XvB4nWc8HsJ1pLd6GfY3aQeTu"
	base := fstest.MapFS{}
	dir := os.DirFS("../../testdata/ok_nothing_changed/base")
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(dir, name)
		base[name] = &fstest.MapFile{Data: src, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	card, manifest, data, results, config := "models/churn/README.md", "models/churn/modelgate.yaml", "datacards/customer-contracts.yaml", "models/churn/evaluation/classification_report.json", ".modelgate/config.yaml"
	for name, c := range map[string]struct {
		file, old, new string
		rule           string
	}{
		"the body of a card":           {card, "\n## ", "\nUse the token " + token + ".\n\n## ", "governance/secret_exposed"},
		"the license of a card":        {card, "license: apache-2.0", "license: " + token, "governance/secret_exposed"},
		"a key of a card":              {card, "license: apache-2.0", "license: apache-2.0\n" + token + ": 1", "governance/secret_exposed"},
		"a link of a card":             {card, "\n## ", "\n[x](./" + token + ")\n\n## ", "governance/secret_exposed"},
		"a comment of a manifest":      {manifest, "owner:", "# " + token + "\nowner:", "governance/secret_exposed"},
		"an unknown key of a manifest": {manifest, "owner:", token + ": 1\nowner:", "governance/secret_exposed"},
		"the version of a manifest":    {manifest, "version: \"1.0.0\"", "version: " + token, "governance/secret_exposed"},
		"the target of a manifest":     {manifest, "target: kserve", "target: " + token, "governance/secret_exposed"},
		"a data card":                  {data, "\nlicense:", "\n# " + token + "\nlicense:", "governance/secret_exposed"},
		"an unknown key of results":    {results, "{", "{\"" + token + "\": 1, ", "governance/secret_exposed"},
		"a comment of the settings":    {config, "stage:", "# " + token + "\nstage:", "governance/secret_in_settings"},
		"a value of the settings":      {config, "allowed_licenses: [", "allowed_licenses: [" + token + ", ", "governance/secret_in_settings"},
		"an escape in a data card":     {data, "\nlicense:", "\nnote: \"\\x68" + token[1:] + "\"\nlicense:", "governance/secret_exposed"},
		"an escape in results":         {results, "{", "{\"x\": \"\\u0068" + token[1:] + "\", ", "governance/secret_exposed"},
		"a reference in a card":        {card, "\n## ", "\nUse the token hf&#95;" + token[3:] + ".\n\n## ", "governance/secret_exposed"},
		"a folded value of settings":   {config, "allowed_licenses: [", "allowed_licenses: [\"" + token[:20] + "\\\n    " + token[20:] + "\", ", "governance/secret_in_settings"},
		"a broken file of settings":    {config, "stage:", token + ": [\nstage:", "governance/secret_in_settings"},
	} {
		t.Run(name, func(t *testing.T) {
			head := fstest.MapFS{}
			for file, f := range base {
				head[file] = f
			}
			src := bytes.Replace(base[c.file].Data, []byte(c.old), []byte(c.new), 1)
			if bytes.Equal(src, base[c.file].Data) {
				t.Fatalf("%s does not have %q", c.file, c.old)
			}
			head[c.file] = &fstest.MapFile{Data: src, Mode: 0o644}
			r, err := Check(t.Context(), Request{Base: source.Base{Tree: sourcetest.Tree(strings.Repeat("b", 40), base)}, Head: source.Head{Tree: sourcetest.Tree(strings.Repeat("a", 40), head)},
				Changes: []source.Change{{Path: c.file, Kind: source.Modified}}, Now: goldenTime})
			if err != nil {
				t.Fatal(err)
			}
			line := 1 + bytes.Count(src[:bytes.Index(src, []byte(token[4:12]))], []byte("\n")) // which no escape is in
			found := false
			for _, d := range append(r.Models, r.Repository) {
				for _, f := range d.Findings {
					found = found || f.Rule == c.rule && f.At.Path == c.file && f.At.Line == line && f.Denies()
				}
			}
			if !found {
				t.Errorf("no finding of %s at %s:%d", c.rule, c.file, line)
			}
			for _, d := range append(r.Models, r.Repository) {
				text, err := json.Marshal(d.Findings)
				if err != nil {
					t.Fatal(err)
				}
				if i := bytes.Index(text, []byte(token[20:])); i >= 0 {
					t.Errorf("a finding shows it: …%s…", text[max(0, i-200):min(len(text), i+60)])
				}
			}
			for _, format := range report.FormatNames() {
				var b bytes.Buffer
				if err := report.Render(&b, format, r); err != nil {
					t.Fatal(err)
				}
				if i := bytes.Index(b.Bytes(), []byte(token[20:])); i >= 0 {
					t.Errorf("%s shows it: …%s…", format, b.Bytes()[max(0, i-200):i+30])
				}
			}
		})
	}
}
