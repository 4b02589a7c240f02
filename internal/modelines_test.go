package internal

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// noModeline are the YAML files of examples and templates that name no schema for
// editors, with the reason. A pattern that no file needs fails the test.
var noModeline = map[string]string{
	"docs/examples/*.yml":                                          "workflows: editors know their schemas by the path in a repository",
	"docs/examples/pre-commit-config.yaml":                         "of pre-commit",
	"docs/examples/conftest/*.yaml":                                "manifests of other platforms",
	"docs/examples/policies/data/*.yaml":                           "tables have the shape that rules give them",
	"docs/examples/data/eu_ai_act-confirmed.yaml":                  "a part of a pack, of which the schema requires the whole",
	"templates/starter/*/.github/workflows/*.yml":                  "workflows",
	"templates/starter/gitlab/.gitlab-ci.yml":                      "a pipeline",
	"templates/starter/azure/azure-pipelines.yml":                  "a pipeline",
	"templates/starter/policy/regal.yaml":                          "of Regal, which publishes no schema of it",
	"templates/starter/demo/main/models/*/evaluation/metrics.yaml": "results in a format without a kind",
	"templates/targets/*/target.yaml":                              "packed into the program; its tests read them by the schema",
	"templates/delivery/target.yaml":                               "the same",
}

var modeline = regexp.MustCompile(`(?m)\A(?:#.*\n)?# yaml-language-server: \$schema=https://raw\.githubusercontent\.com/modelgate-dev/modelgate/main/schemas/([a-z-]+\.schema\.json)$`)
var kindOf = regexp.MustCompile(`(?m)^kind: (\w+)$`)

// TestModelines: editors find the schema of each example and template, and the right one.
func TestModelines(t *testing.T) {
	used := map[string]bool{}
	for _, root := range []string{"docs/examples", "templates"} {
		err := filepath.WalkDir("../"+root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".yaml") && !strings.HasSuffix(file, ".yml") {
				return err
			}
			src, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			name := filepath.ToSlash(strings.TrimPrefix(file, ".."+string(filepath.Separator)))
			if pattern := excused(name); pattern != "" && !modeline.Match(src) {
				used[pattern] = true
				return nil
			}
			m := modeline.FindSubmatch(src)
			if m == nil {
				t.Errorf("%s does not name its schema in the first line, and is not excused", name)
				return nil
			}
			if kind := kindOf.FindSubmatch(src); kind != nil && string(kind[1]) != kindIn(t, string(m[1])) {
				t.Errorf("%s has the kind %s, and names %s", name, kind[1], m[1])
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for pattern := range noModeline {
		if !used[pattern] {
			t.Errorf("no file needs %s", pattern)
		}
	}
}

func excused(name string) string {
	for pattern := range noModeline {
		if ok, err := path.Match(pattern, name); err == nil && ok {
			return pattern
		}
	}
	return ""
}

// kindIn is the kind of document that a schema is of.
func kindIn(t *testing.T, schema string) string {
	t.Helper()
	src, err := os.ReadFile("../schemas/" + schema)
	if err != nil {
		t.Fatal(err)
	}
	var of struct {
		Properties struct {
			Kind struct {
				Const string   `json:"const"`
				Enum  []string `json:"enum"`
			} `json:"kind"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(src, &of); err != nil {
		t.Fatal(err)
	}
	return strings.Join(append(of.Properties.Kind.Enum, of.Properties.Kind.Const), "")
}
