package finder

import (
	"path"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// maxArchitectures bounds what files list; a model has one or two.
const maxArchitectures = 20

// architectures are those that the settings in a model's own directory name. Those below
// it are of its parts, such as a text encoder.
func (r *reader) architectures(dir string) ([]evidence.Architecture, error) {
	out := []evidence.Architecture{}
	for _, settings := range []struct {
		file, key string
		sure      bool
	}{{"config.json", "architectures", false}, {"adapter_config.json", "task_type", true}} {
		for _, dir := range r.finder.partsOf(dir) {
			file := path.Join(dir, settings.file)
			d, err := r.settings(file, settings.sure)
			if err != nil {
				return nil, err
			}
			if d == nil {
				continue
			}
			for _, item := range place.Root(d).Get(settings.key).List().Items {
				out = append(out, evidence.Architecture{At: item.At, Path: file, Value: item.Value})
			}
		}
	}
	return out[:min(len(out), maxArchitectures)], nil
}
