package hyperparameters

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Files are the files of settings in the directory of a model, by name: those of transformers
// (configuration_utils.py, and the classes of the models), PEFT (LoraConfig), its Trainer
// (trainer_state.json), and sentence-transformers (modules.json, models/Pooling.py).
var Files = map[string]map[string]evidence.HyperparameterName{
	"config.json": {
		"num_hidden_layers": evidence.HyperLayers, "n_layer": evidence.HyperLayers, "n_layers": evidence.HyperLayers,
		"hidden_size": evidence.HyperHidden, "n_embd": evidence.HyperHidden, "d_model": evidence.HyperHidden, "dim": evidence.HyperHidden,
		"num_attention_heads": evidence.HyperHeads, "n_head": evidence.HyperHeads, "n_heads": evidence.HyperHeads,
		"num_key_value_heads": evidence.HyperKeyValue, "num_local_experts": evidence.HyperExperts, "n_routed_experts": evidence.HyperExperts,
		"vocab_size": evidence.HyperVocabulary, "max_position_embeddings": evidence.HyperContext, "n_positions": evidence.HyperContext, "n_ctx": evidence.HyperContext,
		"image_size": evidence.HyperImage, "num_classes": evidence.HyperClasses,
	},
	"adapter_config.json":       {"r": evidence.HyperRank, "lora_alpha": evidence.HyperAlpha, "lora_dropout": evidence.HyperLoRADropout},
	"preprocessor_config.json":  {"sampling_rate": evidence.HyperSampling},
	"sentence_bert_config.json": {"max_seq_length": evidence.HyperLength},
	"1_Pooling/config.json":     {"word_embedding_dimension": evidence.HyperEmbedding},
	"training_args.json": {
		"num_train_epochs": evidence.HyperEpochs, "learning_rate": evidence.HyperRate, "per_device_train_batch_size": evidence.HyperDeviceBatch, "per_device_eval_batch_size": evidence.HyperEvalBatch,
		"weight_decay": evidence.HyperDecay, "warmup_ratio": evidence.HyperWarmupRatio, "gradient_accumulation_steps": evidence.HyperAccumulation, "seed": evidence.HyperSeed,
	},
	"trainer_state.json": {"num_train_epochs": evidence.HyperEpochs, "max_steps": evidence.HyperSteps, "train_batch_size": evidence.HyperDeviceBatch},
}

// Recipes are files of the settings of a training, whose keys may have any of the names of the table.
var Recipes = []string{
	"hyperparams.yaml", "hyperparameters.yaml", "hyperparameters.json", "hparams.yaml", "hparams.json", "params.yaml", "params.json",
	"train_config.yaml", "train_config.json", "training_config.yaml", "training_config.json", "training_args.yaml", "args.yaml",
}

// InRecipe is the hyperparameter that a recipe has under a key, if it is one of the training or
// of what the model is given; what it is built of may be a part's.
func InRecipe(key, raw string, at evidence.Anchor) (evidence.Hyperparameter, bool) {
	h := named(letters(key))
	if h == nil || h.name.OfStructure() || h.name == evidence.HyperBatch || h.trains() && strings.HasPrefix(letters(key), "max") {
		return evidence.Hyperparameter{}, false
	}
	return h.stated(raw, at, evidence.MediumFile)
}

// IsKey reports whether a key of settings is the name of a hyperparameter.
func IsKey(key string) bool { return named(letters(key)) != nil }

// Parts are keys of settings whose models have several parts, each with numbers of its own.
var Parts = []string{"is_encoder_decoder", "encoder_layers", "decoder_layers", "vision_config", "text_config", "audio_config", "text_encoder", "encoder", "decoder", "rope_scaling"}

// InFile is the hyperparameter that a file of settings has under a key, if it can be one.
func InFile(name evidence.HyperparameterName, raw string, at evidence.Anchor) (evidence.Hyperparameter, bool) {
	for _, h := range table {
		if h.name == name {
			return h.stated(raw, at, evidence.MediumFile)
		}
	}
	return evidence.Hyperparameter{}, false
}

// flag is an option of a command, with its number.
var flag = pattern.New(`--([A-Za-z][A-Za-z_-]{1,39})[= ]"?([0-9]+(?:\.[0-9]+)?(?:e-?[0-9]{1,2})?)\b"?`)

// InCommand are the hyperparameters that the options of a command state. At tells where an offset is.
func InCommand(script []byte, at func(int) evidence.Anchor, in evidence.Medium) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	for _, m := range flag.FindAllSubmatchIndex(script, maxCode) {
		if h := named(letters(string(script[m[2]:m[3]]))); h != nil {
			if f, ok := h.stated(string(script[m[4]:m[5]]), at(m[2]), in); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

// optionDefault is an option of a program, with the number that it has if nobody says otherwise.
var optionDefault = pattern.New(`add_argument\(\s*["']--([A-Za-z][A-Za-z_-]{1,39})["'][^()\n]{0,80}?default\s*=\s*([0-9][0-9_]*(?:\.[0-9]+)?(?:e-?[0-9]{1,2})?)`)

// InOptions are the hyperparameters that a script of Python assigns, or that are the defaults of
// its options.
func InOptions(script []byte, at func(int) evidence.Anchor) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	for _, m := range optionDefault.FindAllSubmatchIndex(script, maxCode) {
		if h := named(letters(string(script[m[2]:m[3]]))); h != nil {
			if f, ok := h.stated(strings.ReplaceAll(string(script[m[4]:m[5]]), "_", ""), at(m[2]), evidence.MediumDefault); ok {
				out = append(out, f)
			}
		}
	}
	for _, h := range InCode(script, at) {
		h.Medium = evidence.MediumFile
		out = append(out, h)
	}
	return out
}
