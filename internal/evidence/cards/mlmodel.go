package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// FormatMLmodel is the file MLmodel that MLflow writes beside a model
// (mlflow/mlflow, mlflow/models/model.py).
const FormatMLmodel = "mlflow-mlmodel"

func isMLmodel(d *document.Document) bool {
	flavors := d.Root.Get("flavors")
	return d.Syntax != document.Markdown && flavors != nil && flavors.Kind == document.Mapping && slices.ContainsFunc([]string{"mlflow_version", "artifact_path", "run_id", "model_uuid", "model_id", "utc_time_created", "signature"},
		func(k string) bool { return d.Root.Get(k) != nil })
}

// flavorNames are the libraries behind flavors whose names differ.
var flavorNames = map[string]string{"sklearn": "scikit-learn", "sentence_transformers": "sentence-transformers", "xgboost": "xgboost", "tensorflow": "tensorflow", "pytorch": "pytorch"}

// flavorFiles are the parameters of flavors that name files of the model.
var flavorFiles = map[string]string{"model_path": "model", "pickled_model": "model", "data": "model", "model_data": "model", "model_binary": "model", "saved_model_dir": "model", "model_config": "model", "code": "code"}

func decodeMLmodel(d *document.Document) evidence.Card {
	root := place.Root(d)
	c := newCard(d, FormatMLmodel)
	metadata := root.Get("metadata")
	c.Name = root.Get("name").Text().Or(metadata.Get("name").Text())
	c.Version = root.Get("registered_model_version").Text().Or(metadata.Get("version").Text())
	c.licensed(metadata.Get("license"))
	c.Tags, c.Task = metadata.Get("tags").List(), metadata.Get("task").Text()
	flavors := root.Get("flavors")
	c.Library.At = flavors.Anchor
	seen := map[string]bool{}
	for _, flavor := range flavors.InOrder() {
		name := flavor.Node.Key
		if name != "python_function" && !c.Library.Present {
			if known, ok := flavorNames[name]; ok {
				name = known
			}
			c.Library = evidence.Text{At: flavor.Anchor + "#", Present: true, Value: name}
		}
		c.Task = c.Task.Or(flavor.Get("task").Text())
		if source := flavor.Get("source_model_name").Text(); source.Present && !c.BaseModels.Present {
			c.BaseModels = evidence.BaseModels{At: source.At, Present: true, Items: []evidence.BaseModel{{At: source.At, Value: source.Value, Revision: flavor.Get("source_model_revision").Text(), Relation: evidence.Text{At: source.At}}}}
		}
		for _, p := range flavor.InOrder() {
			if kind := flavorFiles[p.Node.Key]; kind != "" && !seen[p.Node.Value] && !strings.Contains(p.Node.Value, "://") {
				seen[p.Node.Value] = true
				c.file(p, kind)
			}
		}
	}
	c.file(root.Get("saved_input_example_info").Get("artifact_path"), "example")
	c.Sections = append(c.Sections, structured(root.Get("signature"), "signature", "technical")...)
	c.extended(metadata.Get("modelgate"))
	return c.Card
}
