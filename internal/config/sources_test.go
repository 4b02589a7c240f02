package config

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

const header = "apiVersion: modelgate.dev/v1\nkind: PolicyLock\nsources:\n"

var digest = "sha256:" + strings.Repeat("0", 64)

func readSourcesOf(lock string) ([]Source, string, error) {
	list, found, err := ReadSources(sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{SourcesPath: {Data: []byte(lock)}}))
	return list, fmt.Sprint(found), err
}

func TestSourcesThatAreRefused(t *testing.T) {
	commit := strings.Repeat("1", 40)
	for entry, want := range map[string]string{
		"{name: a, git: 'https://x.example/a', digest: '" + digest + "'}":                                      "commit",
		"{name: a, git: 'https://x.example/a', commit: main, digest: '" + digest + "'}":                        "commit",
		"{name: a, git: 'https://x.example/a', commit: '" + commit[:39] + "', digest: '" + digest + "'}":       "commit",
		"{name: a, git: 'http://x.example/a', commit: '" + commit + "', digest: '" + digest + "'}":             "git",
		"{name: a, git: 'file:///etc', commit: '" + commit + "', digest: '" + digest + "'}":                    "git",
		"{name: a, git: 'ext::sh -c x', commit: '" + commit + "', digest: '" + digest + "'}":                   "git",
		"{name: a, git: '--upload-pack=x', commit: '" + commit + "', digest: '" + digest + "'}":                "git",
		"{name: a, git: 'https://u:p@x.example/a', commit: '" + commit + "', digest: '" + digest + "'}":        "git",
		"{name: a, git: 'ssh://-oProxyCommand=x/a', commit: '" + commit + "', digest: '" + digest + "'}":       "git",
		"{name: a, git: 'https://x.example/a', commit: '" + commit + "'}":                                      "digest",
		"{name: a, git: 'https://x.example/a', commit: '" + commit + "', digest: 'md5:0'}":                     "digest",
		"{name: a, bundle: b.tar.gz, commit: '" + commit + "', digest: '" + digest + "'}":                      "apply to repositories only",
		"{name: a, digest: '" + digest + "'}":                                                                  "neither git nor bundle",
		"{name: a, git: 'https://x.example/a', bundle: b, commit: '" + commit + "', digest: '" + digest + "'}": "both git and bundle",
		"{name: 'a/b', bundle: b.tar.gz, digest: '" + digest + "'}":                                            "name",
		"{name: a, bundle: b.tar.gz, digest: '" + digest + "', latest: true}":                                  "latest",
		"{name: a, bundle: b.tar.gz, key: nothing, digest: '" + digest + "'}":                                  "key",
		"{name: a, bundle: b, digest: '" + digest + "'}\n  - {name: a, bundle: c, digest: '" + digest + "'}\n": "duplicate source",
	} {
		if _, found, err := readSourcesOf(header + "  - " + entry + "\n"); err != nil || found == "[]" || !strings.Contains(found, want) {
			t.Errorf("%s: got %s, %v, want %q", entry, found, err, want)
		}
	}
	if list, found, err := readSourcesOf(header + "  - {name: a, git: 'ssh://git@x.example:22/acme/a.git', ref: v1, commit: '" + commit + "', digest: '" + digest + "'}\n"); err != nil || found != "[]" || len(list) != 1 {
		t.Errorf("got %v, %s, %v", list, found, err)
	}
}

// A lock whose sources are not those that were read is no configuration at all.
func TestSourcesMustBeThoseOfTheLock(t *testing.T) {
	tree := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{SourcesPath: {Data: []byte(header + "  - {name: a, bundle: b, digest: '" + digest + "'}\n")}})
	layer := func(name, digest string) *source.Layer {
		l := &source.Layer{Digest: digest}
		l.Name = name
		return l
	}
	for name, above := range map[string]*source.Layer{"none": nil, "another name": layer("b", digest), "another digest": layer("a", "sha256:"+strings.Repeat("1", 64))} {
		tree.Above = above
		for _, read := range []func(source.Tree) error{
			func(t source.Tree) error { _, _, err := Read(t); return err },
			func(t source.Tree) error { _, _, err := Salvage(t); return err },
			func(t source.Tree) error { _, err := Load(source.Base{Tree: t}); return err },
		} {
			if err := read(tree); !errors.Is(err, ErrSource) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
	tree.Above = layer("a", digest)
	if _, found, err := Read(tree); err != nil || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
}

// What lists require of several layers adds up; everything else is that of the lowest one
// that says it.
func TestLayersAddUp(t *testing.T) {
	above, err := source.Memory("", map[string][]byte{
		ConfigPath:     []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: review\ndenied_licenses: [agpl-3.0]\nwaivers: {max_days: 60, require: [ticket]}\nlabels:\n  cost: {type: text, required: review}\nrequire:\n  review: {sections: [limitations]}\nallow: {settings: [stage]}\n"),
		ThresholdsPath: []byte("apiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:\n  - {id: acc, metric: accuracy, min: 0.9}\n"),
		ApproversPath:  []byte("apiVersion: modelgate.dev/v1\nkind: Approvers\napprovals:\n  - {count: 1}\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	above.Name = "acme"
	tree := sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{
		SourcesPath:    {Data: []byte(header + "  - {name: acme, bundle: b, digest: '" + digest + "'}\n")},
		ConfigPath:     {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\ndenied_licenses: [gpl-3.0, agpl-3.0]\nwaivers: {require: [approver]}\nlabels:\n  team: {type: text, required: review}\n")},
		ThresholdsPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:\n  - {id: own, metric: f1, min: 0.8}\n")},
		ApproversPath:  {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Approvers\napprovals:\n  - {count: 2}\n")},
	})
	tree.Above = &source.Layer{Tree: above, Digest: digest}
	c, found, err := Read(tree)
	if err != nil || len(found) > 0 {
		t.Fatalf("got %v, %v", found, err)
	}
	if c.Stage != "review" || len(c.DeniedLicenses.Items) != 2 || c.WaiverDays != 60 || fmt.Sprint(c.WaiverNeeds) != "[ticket approver]" ||
		len(c.Labels) != 2 || len(c.Owed) != 3 || len(c.Thresholds) != 2 || len(c.Approvals) != 2 || len(c.Allow.Settings) != 0 {
		t.Errorf("got %+v", c)
	}
	if at := c.Thresholds[0].At; at.Path != "acme:"+ThresholdsPath || at.Repository != "acme" || at.Line != 4 {
		t.Errorf("a threshold of a source is at %+v", at)
	}

	// The id of a threshold is one in all layers: the second would take the place of the first.
	tree = tree.With(map[string][]byte{ThresholdsPath: []byte("apiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds:\n  - {id: acc, metric: accuracy, min: 0.1}\n")})
	if _, found, err := Read(tree); err != nil || len(found) != 1 || !strings.Contains(found[0].Message, "duplicate threshold id") || found[0].Related[0].At.Path != "acme:"+ThresholdsPath {
		t.Errorf("got %v, %v", found, err)
	}
}

// The examples of the page are what they say that they are.
func TestExamplesOfSharing(t *testing.T) {
	for name, kind := range map[string]string{".modelgate/config.yaml": schema.Config, "lock.yaml": schema.Sources} {
		src, err := os.ReadFile("../../docs/examples/sharing/" + name)
		if err != nil {
			t.Fatal(err)
		}
		doc, found := document.ParseAs(document.YAML, name, src)
		invalid, err := schema.Validate(kind, doc)
		if err != nil || len(found)+len(invalid) > 0 {
			t.Errorf("%s: got %v, %v, %v", name, found, invalid, err)
		}
	}
}
