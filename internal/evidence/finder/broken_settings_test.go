package finder

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// TestBrokenSettings: files that a library fails to load, and files that it does not read or reads.
func TestBrokenSettings(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"a comma behind the last member": {"config.json", "{\n  \"model_type\": \"bert\",\n}\n", "m/config.json:2 document/syntax"},
		"cut off":                        {"generation_config.json", `{"top_p": 0.8`, "m/generation_config.json:1 document/syntax"},
		"merged badly":                   {"1_Pooling/config.json", "{\"a\": 1}\n<<<<<<< HEAD\n", "m/1_Pooling/config.json:2 document/syntax"},
		"a base model's":                 {"adapter_config.json", "{\"base_model_name_or_path\": \"a/b\",}", "m/adapter_config.json:1 document/syntax"}, // once
		"of another program":             {"config.json", "{\n  // the port\n  \"port\": 80,\n}\n", ""},
		"another name":                   {"settings.json", "{\"model_type\": \"bert\",}", ""},
		"not a number":                   {"trainer_state.json", `{"loss": NaN}`, ""},
		"valid":                          {"config.json", `{"model_type": "bert"}`, ""},
		"of another directory":           {"app/config.json", `{"model_type": "bert",}`, ""},
	} {
		s, err := New(tree(map[string]string{"m/README.md": namedCard, "m/model.pkl": "x", "m/" + c.file: c.text}), Layout{}).Read("m")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range s.Findings {
			if strings.HasPrefix(f.Rule, "document/") {
				got = append(got, fmt.Sprintf("%s:%d %s", f.At.Path, f.At.Line, f.Rule))
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestCredentialsInManyScripts: one behind many others is found, and one in a script that is too large is told of.
func TestCredentialsInManyScripts(t *testing.T) {
	const line = "token = \"hf_" + "qWmZtRkLxNvBcYpHsDfGjKaEuOiTrWqZxY\"\n"
	files := map[string]string{"m/README.md": namedCard, "m/model.pkl": "x", "m/large.py": strings.Repeat("# x\n", 1<<20+1)}
	for i := range 40 {
		files[fmt.Sprintf("m/part%02d.py", i)] = "x = 1\n"
	}
	files["m/zz.py"], files["m/zzz.py"] = line, strings.Repeat("# x\n", 100_000)+line
	s, err := New(tree(files), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, found := range s.Model.Secrets {
		got = append(got, found.Path)
	}
	if want := []string{"m/zz.py", "m/zzz.py"}; !slices.Equal(got, want) {
		t.Errorf("credentials in %q, want %q", got, want)
	}
	if !slices.ContainsFunc(s.Findings, func(f finding.Finding) bool { return f.Rule == "document/too_large" && f.At.Path == "m/large.py" }) {
		t.Errorf("a script that is not searched is not told: %v", s.Findings)
	}
}
