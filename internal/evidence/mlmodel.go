package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
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

func decodeMLmodel(d *document.Document) Card {
	root := rootOf(d)
	c := newCard(d, FormatMLmodel)
	metadata := root.get("metadata")
	c.Name = root.get("name").text().Or(metadata.get("name").text())
	c.Version = root.get("registered_model_version").text().Or(metadata.get("version").text())
	c.licensed(metadata.get("license"))
	c.Tags, c.Task = metadata.get("tags").list(), metadata.get("task").text()
	flavors := root.get("flavors")
	c.Library.At = flavors.anchor
	seen := map[string]bool{}
	for _, flavor := range flavors.inOrder() {
		name := flavor.node.Key
		if name != "python_function" && !c.Library.Present {
			if known, ok := flavorNames[name]; ok {
				name = known
			}
			c.Library = Text{At: flavor.anchor + "#", Present: true, Value: name}
		}
		c.Task = c.Task.Or(flavor.get("task").text())
		if source := flavor.get("source_model_name").text(); source.Present && !c.BaseModels.Present {
			c.BaseModels = BaseModels{At: source.At, Present: true, Items: []BaseModel{{At: source.At, Value: source.Value, Revision: flavor.get("source_model_revision").text(), Relation: Text{At: source.At}}}}
		}
		for _, p := range flavor.inOrder() {
			if kind := flavorFiles[p.node.Key]; kind != "" && !seen[p.node.Value] && !strings.Contains(p.node.Value, "://") {
				seen[p.node.Value] = true
				c.file(p, kind)
			}
		}
	}
	c.file(root.get("saved_input_example_info").get("artifact_path"), "example")
	c.Sections = append(c.Sections, structured(root.get("signature"), "signature", "technical")...)
	c.extended(metadata.get("modelgate"))
	return c.Card
}
