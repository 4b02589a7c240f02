package promotion

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

func TestTargets(t *testing.T) {
	t.Parallel()
	all, err := allTargets()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 2 {
		t.Fatalf("%d targets", len(all))
	}
	for _, target := range all {
		seen := map[string]bool{}
		for _, p := range target.Parameters {
			refs := []string{p.DefaultFrom}
			for other := range p.DefaultBy {
				refs = append(refs, other)
			}
			for _, ref := range refs {
				if ref != "" && !seen[ref] {
					t.Errorf("%s: the default of %s follows from %s, which is not declared before it", target.Name, p.Name, ref)
				}
			}
			if _, ok := target.parameter(p.NotAbove); p.NotAbove != "" && !ok {
				t.Errorf("%s: %s is bounded by %s, which does not exist", target.Name, p.Name, p.NotAbove)
			}
			if len(p.DefaultBy) > 1 || seen[p.Name] {
				t.Errorf("%s: %s has several defaults, or is declared twice", target.Name, p.Name)
			}
			if p.Default != "" {
				if got, err := p.check(p.Default, nil); err != nil || got != p.Default {
					t.Errorf("%s: the default %q of %s is %q in canonical form (%v)", target.Name, p.Default, p.Name, got, err)
				}
			}
			seen[p.Name] = true
		}
	}
}

func TestUnknownParameterOfTheEnvironmentIsRefused(t *testing.T) {
	t.Parallel()
	target, err := loadTarget("kserve")
	if err != nil {
		t.Fatal(err)
	}
	_, problems := target.resolve(settings{model: map[string]string{"modelFormat": "onnx", "maxReplica": "3"}, uris: []string{"s3://a/b"}})
	if len(problems) != 1 || problems[0] != `target kserve has no parameter maxReplica; did you mean "maxReplicas"?` {
		t.Errorf("problems %q", problems)
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	image := "ghcr.io/acme/api@sha256:" + hexOf("4")
	tests := map[string]struct {
		target  string
		set     settings
		want    string // "parameter=value", or part of a problem
		problem bool
	}{
		"fastapi listens on 8000":     {"deployment", settings{model: map[string]string{"framework": "fastapi"}}, "port=8000", false},
		"flask listens on 5000":       {"deployment", settings{model: map[string]string{"framework": "flask"}}, "port=5000", false},
		"health path of flask":        {"deployment", settings{model: map[string]string{"framework": "flask"}}, "healthPath=/healthz", false},
		"port of its own":             {"deployment", settings{model: map[string]string{"framework": "flask", "port": "9000"}}, "port=9000", false},
		"privileged port":             {"deployment", settings{model: map[string]string{"framework": "flask", "port": "80"}}, "from 1024 to 65535", true},
		"unpinned image":              {"deployment", settings{model: map[string]string{"framework": "flask", "image": "ghcr.io/acme/api:latest"}}, "pinned by @sha256", true},
		"no image":                    {"deployment", settings{model: map[string]string{"framework": "flask"}}, "requires the parameter image", true},
		"no framework":                {"deployment", settings{model: map[string]string{"image": image}}, "requires the parameter framework", true},
		"model over environment":      {"kserve", settings{model: map[string]string{"maxReplicas": "7"}, defaults: map[string]string{"maxReplicas": "4"}}, "maxReplicas=7", false},
		"environment over target":     {"kserve", settings{defaults: map[string]string{"maxReplicas": "4"}}, "maxReplicas=4", false},
		"limit follows the request":   {"kserve", settings{model: map[string]string{"memoryRequest": "0.5Gi"}}, "memoryLimit=512Mi", false},
		"request above the limit":     {"kserve", settings{model: map[string]string{"memoryRequest": "4Gi", "memoryLimit": "4G"}}, "memoryRequest is 4Gi, which is above memoryLimit, 4G", true},
		"fewest above most":           {"kserve", settings{model: map[string]string{"minReplicas": "4"}}, "minReplicas is 4, which is above maxReplicas, 3", true},
		"the only uri":                {"kserve", settings{uris: []string{"gs://b/o#12"}}, "storageUri=gs://b/o#12", false},
		"two uris":                    {"kserve", settings{uris: []string{"s3://a/1", "s3://a/2"}}, "2 artifacts have a uri", true},
		"one of two uris":             {"kserve", settings{model: map[string]string{"storageUri": "s3://a/2"}, uris: []string{"s3://a/1", "s3://a/2"}}, "storageUri=s3://a/2", false},
		"a uri that nobody approved":  {"kserve", settings{model: map[string]string{"storageUri": "s3://evil/m"}, uris: []string{"s3://a/1"}}, "nothing else was approved", true},
		"no uri":                      {"kserve", settings{}, "none of the model's artifacts has a uri", true},
		"mutable revision":            {"kserve", settings{uris: []string{"hf://acme/model"}}, "does not match", true},
		"immutable revision":          {"kserve", settings{uris: []string{"hf://acme/model:" + first}}, "storageUri=hf://acme/model:" + first, false},
		"mutable tag":                 {"kserve", settings{uris: []string{"oci://ghcr.io/acme/model:latest"}}, "does not match", true},
		"number with a sign":          {"kserve", settings{model: map[string]string{"gpu": "+1"}}, "whole number", true},
		"number that is too large":    {"kserve", settings{model: map[string]string{"gpu": "99999999999999999999"}}, "whole number", true},
		"value of a list, misspelt":   {"kserve", settings{model: map[string]string{"protocolVersion": "V2"}}, `did you mean "v2"?`, true},
		"a line break in a value":     {"kserve", settings{model: map[string]string{"modelFormat": "onnx\nx: y"}}, `modelFormat of target kserve is "onnx\nx: y"`, true},
		"a line break after a value":  {"kserve", settings{model: map[string]string{"modelFormat": "onnx\n"}}, "does not match", true},
		"an account that is no name":  {"kserve", settings{model: map[string]string{"serviceAccountName": "a/b"}}, "does not match", true},
		"a quantity that is too fine": {"kserve", settings{model: map[string]string{"cpuRequest": "0.0001"}}, "more than 3 decimal places", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target, err := loadTarget(test.target)
			if err != nil {
				t.Fatal(err)
			}
			values, problems := target.resolve(test.set)
			if test.problem {
				if all := strings.Join(problems, "\n"); !strings.Contains(all, test.want) {
					t.Errorf("problems %q, want %q", problems, test.want)
				}
				return
			}
			key, want, _ := strings.Cut(test.want, "=")
			if values[key] != want {
				t.Errorf("%s is %q, want %q; problems %q", key, values[key], want, problems)
			}
		})
	}
}

func TestCanonicalQuantity(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1.5": "1500m", "2048Mi": "2Gi", "1": "1", "1000m": "1", "1500m": "1500m", "0.5Gi": "512Mi", "1000": "1k", "1024": "1024", "1000Mi": "1000Mi",
		"2000M": "2G", "1.0": "1", "512": "512", "0.5Ki": "512", "1025Ki": "1025Ki", "1E": "1E", "100m": "100m", "1024Pi": "1Ei",
	} {
		if got, _, err := canonicalQuantity(in); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "0", "-1", "1.", ".5", "1 Gi", "1gi", "1e3", "0.0001", "0.3Ki", "1Gi\n", "٣", "0000000000000000001", "1i", "NaN"} {
		if got, _, err := canonicalQuantity(in); err == nil {
			t.Errorf("%q is taken as %s", in, got)
		}
	}
}

func FuzzCanonicalQuantity(f *testing.F) {
	for _, seed := range []string{"1.5", "2048Mi", "0.5Ki", "999999999999999E", "1m"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		text, value, err := canonicalQuantity(in)
		if err != nil {
			return
		}
		again, same, err := canonicalQuantity(text)
		if err != nil && len(text) > 15 { // more digits than are read
			return
		}
		if err != nil || again != text || same.Cmp(value) != 0 {
			t.Errorf("%q is %q, and that is %q (%v)", in, text, again, err)
		}
	})
}

// Whatever a value holds, it stays one scalar.
func FuzzYAMLScalar(f *testing.F) {
	for _, seed := range []string{"", "a", "a: b", "\"\n- x", "\\", "\u2028\u0085\ufeff", "😀", "\x00\x07\x7f", "*a", "{{ . }}", "# c", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, err := yamlScalar(in)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsFunc(out, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q is written as %q", in, out)
		}
		if strings.ContainsFunc(in, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0xfffd || r == 0x7f }) {
			return // the document package refuses control characters, however they are written
		}
		doc, found := document.ParseAs(document.YAML, "x.yaml", []byte("key: "+out+"\n"))
		if len(found) > 0 {
			t.Skip(found[0].Message)
		}
		if got := doc.Root.Get("key"); got == nil || got.Kind != document.String || got.Value != in {
			t.Errorf("%q is read as %+v", in, got)
		}
	})
}

// Values that no pattern would let through still cannot change a manifest.
func TestHostileValuesStayInTheirScalars(t *testing.T) {
	t.Parallel()
	target, err := loadTarget("kserve")
	if err != nil {
		t.Fatal(err)
	}
	for _, hostile := range []string{"x\nspec: {}", "x\"\n  evil: true", "x # y", "x: y", "---\nkind: Secret", "{{ .Name }}", "*alias", "\u2028x: y", "x\\"} {
		parameters := map[string]any{}
		for _, p := range target.Parameters {
			parameters[p.Name] = nil
		}
		for _, name := range []string{"modelFormat", "storageUri", "runtime", "serviceAccountName"} {
			parameters[name] = hostile
		}
		for _, name := range []string{"deploymentMode", "cpuRequest", "cpuLimit", "memoryRequest", "memoryLimit"} {
			parameters[name] = "1"
		}
		parameters["minReplicas"], parameters["maxReplicas"] = int64(1), int64(2)
		v := values{Name: "x", Namespace: "ns", ArtifactDigest: hostile, Annotations: map[string]string{"modelgate.dev/version": hostile}, Parameters: parameters}
		files, err := target.render("environments/prod/models/x", v)
		if err != nil {
			t.Errorf("%q: %v", hostile, err)
			continue
		}
		doc, _ := document.ParseAs(document.YAML, "x.yaml", files[0].Content)
		if got := doc.Lookup("/spec/predictor/model/storageUri"); got == nil || got.Value != hostile {
			t.Errorf("%q is read as %+v", hostile, got)
		}
	}
}

func TestRenderRefusesABadLabel(t *testing.T) {
	t.Parallel()
	target, err := loadTarget("deployment")
	if err != nil {
		t.Fatal(err)
	}
	resolved, problems := target.resolve(settings{model: triage().Parameters, uris: []string{"s3://a/b"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	parameters, err := target.typed(resolved)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{strings.Repeat("a", 64), "a b", "-a"} {
		if _, err := target.render("d", values{Name: name, Namespace: "ns", Parameters: parameters}); err == nil || !strings.Contains(err.Error(), "label") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// allTargets lists every target, sorted by name.
func allTargets() ([]Target, error) {
	names, err := targetNames()
	if err != nil {
		return nil, err
	}
	var out []Target
	for _, name := range names {
		t, err := loadTarget(name)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}
