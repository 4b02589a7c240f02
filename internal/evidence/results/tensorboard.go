package results

import (
	"cmp"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// formatTensorBoard is the scalars of an event file of TensorBoard, whoever wrote it:
// TensorFlow, PyTorch's SummaryWriter, Keras, Lightning, transformers.
const formatTensorBoard = "tensorboard"

func isTensorBoard(d *document.Document) bool {
	return d.Syntax == document.Events && d.Root != nil
}

// readTensorBoard reads the last value of each tag, and those at the step of the least
// loss in validation, as readEpochs does.
func readTensorBoard(r *Reading) {
	r.Producer.Tool, r.Producer.Version = "tensorboard", r.root.Get("version").Value()
	if p := r.root.Get("problem"); p.Value() != "" {
		r.malformed(p, p.Value(), "Commit the file as the training wrote it.")
	}
	if p := r.root.Get("cut"); p.Value() == "true" {
		r.incomplete(p, evidence.Partial, "the file ends within a record")
	}
	if at := r.root.Get("created").Moment(); at.Present {
		r.Created = at
	}
	for _, p := range r.root.Get("back").InOrder() {
		r.contradicted(p, p.Node.Key+": "+p.Value())
	}
	for _, row := range []string{"last", "best"} {
		for _, p := range r.root.Get(row).InOrder() {
			r.epochValue(p, row)
			if x := &r.Results[len(r.Results)-1]; x.Dataset.Split == "" {
				x.Dataset.Split = cmp.Or(splitOfTag(x.Metric), splitOfDir(r.Path))
			}
		}
	}
}
