package cli

import (
	"bytes"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// TestLineageFitsItsSchema: every property of the graph is one of the schema.
func TestLineageFitsItsSchema(t *testing.T) {
	var out bytes.Buffer
	if err := jsonLineage(&out, finder.LineageGraph{
		Datasets: []finder.LineageDataset{{Name: "a", Path: "datacards/a.yaml", Status: "none", License: "mit", Withdrawn: "2026-01-01", Others: []string{"datacards/b.yaml"}}, {Name: "b"}},
		Models:   []finder.LineageModel{{ID: "models/m", Datasets: []string{"a"}}},
		Steps:    []finder.LineageStep{{Parent: "b", Child: "a", Relation: "derived-from", Transformation: "aggregation", Evidence: "jobs:1", Ends: []string{"license"}}},
		Unread:   []string{"datacards/c.yaml"},
	}); err != nil {
		t.Fatal(err)
	}
	doc, _ := document.ParseAs(document.JSON, "lineage.json", out.Bytes())
	if found, err := schema.Validate("data-lineage", doc); err != nil || len(found) > 0 {
		t.Errorf("%v, %v\n%s", found, err, out.String())
	}
}
