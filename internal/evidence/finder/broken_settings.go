package finder

import (
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// loaders are the files of settings that libraries read by name to load a model: transformers,
// PEFT, diffusers, sentence-transformers and timm. They fail on one that is no JSON.
var loaders = []string{
	"config.json", "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "adapter_config.json",
	"preprocessor_config.json", "processor_config.json", "model_index.json", "modules.json", "sentence_bert_config.json",
	"config_sentence_transformers.json", "1_Pooling/config.json", "training_args.json", "trainer_state.json",
}

// hasModelKey is a key that settings of models have, and those of other programs do not.
var hasModelKey = pattern.New(`"(?:model_type|architectures?|transformers_version|torch_dtype|id2label|num_labels|hidden_size|pretrained_cfg|_name_or_path|_class_name)"\s*:`)

// brokenSettings tells of settings next to the weights of a model that are no JSON.
func (r *reader) brokenSettings(dir string) error {
	for _, part := range r.finder.partsOf(dir) {
		for _, name := range loaders {
			file := path.Join(part, name)
			if slices.ContainsFunc(r.findings, func(f finding.Finding) bool { return f.At.Path == file }) {
				continue // told where it was read
			}
			d, found, err := load(r.tree, file)
			if err != nil {
				return err
			}
			if d == nil || d.Root != nil || name == "config.json" && !hasModelKey.Match(d.Source) {
				continue
			}
			for _, f := range found {
				if f.Rule == "document/syntax" {
					r.places[file] = d
					r.findings = append(r.findings, f)
				}
			}
		}
	}
	return nil
}
