package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// auxiliaryWords are words in the names of files that have the formats of weights and are
// no model: what prepares its input, and the state of its training.
var auxiliaryWords = []string{"preprocessor", "preprocessing", "preprocess", "scaler", "tokenizer", "vectorizer", "imputer", "optimizer", "optimiser", "scheduler", "vocab",
	"vecnormalize", "normalizer", "normaliser", "stopwords", "columns", "history", "date", "dates", "list"}

// measuredWords are words in the names of what was measured, or of what was divided for it,
// in the formats of weights.
var measuredWords = []string{"split", "splits", "datasplit", "datasplits", "scores", "predictions", "preds"}

// auxiliaryNames are such names as a whole: scikit-learn's encoders of labels, what
// transformers' Trainer and accelerate keep beside a checkpoint, names of columns, constants of
// a normalization, the tables of words in a vocabulary of spaCy, parts of a dataset, and what
// nnU-Net notes of a dataset before it trains.
var auxiliaryNames = pattern.New(`^(label|onehot|one_hot|ordinal|target)_?encoder|^training_args$|^rng_state|^random_states|^trainer_state|^(feature|column|class|label)s?_(names?|order|map|mapping)$|^norm(alization)?_(vals|values|stats|params|constants)$|^lookups$|(^|_)plans(v\d+)?(_[23]d)?$|^(dataset_|intensity)properties$|^[xy]_(train|test|val|valid|dev)(_|$)`)

// capital is where a word begins within another, as in lastCheckedDate.
var capital = pattern.New(`([a-z0-9])([A-Z])`)

// splitNames are the names of the parts of a dataset.
var splitNames = pattern.New(`^([xy]_)?(train|training|val|valid|validation|dev|test|testing)(_(data|dataset|set|features|inputs|labels|loader|[xy]))?$`)

// isPrepared reports whether a file is data that was prepared for a training rather than what
// came of it: a serialisation of anything, in a directory of data or named like a part of a
// dataset, or arrays of NumPy that nothing calls a model.
func isPrepared(file string) bool {
	stem, _, _ := strings.Cut(path.Base(file), ".")
	if !slices.Contains(general, weights.Ending(file)) || hasWord(file, modelWords) {
		return false
	}
	if weights.Ending(file) == ".npz" { // arrays of anything
		return true
	}
	return hasWord(path.Dir(file), dataWords) || splitNames.MatchString(strings.ReplaceAll(strings.ToLower(stem), "-", "_"))
}

// tableModules are the modules of which a pickled table or array loads classes and functions.
var tableModules = []string{"numpy", "pandas", "scipy"}

// isSplit reports whether an artifact is a part of a dataset, such as X_train.pkl, by its name
// and by its content: a pickle that loads nothing but tables and arrays.
func isSplit(a evidence.Artifact) bool {
	stem, _, _ := strings.Cut(path.Base(a.Path), ".")
	stem = strings.ReplaceAll(strings.ToLower(stem), "-", "_")
	if a.Contents.State != evidence.ContentRead || !slices.Contains(general, weights.Ending(a.Path)) || !splitNames.MatchString(stem) {
		return false
	}
	return !slices.ContainsFunc(a.Contents.Globals, func(g evidence.Global) bool {
		top, _, _ := strings.Cut(g.Module, ".")
		return !slices.Contains(tableModules, top)
	})
}

// isAuxiliary reports whether a file's name says that it goes with a model and is none.
func isAuxiliary(file string) bool {
	if isPrepared(file) {
		return true
	}
	stem, _, _ := strings.Cut(path.Base(file), ".")
	stem = strings.ToLower(capital.ReplaceAllString(stem, "${1}_$2"))
	words := wordBreak.Split(stem, -1)
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(auxiliaryWords, w) || slices.Contains(measuredWords, w) }) && !hasWord(stem, modelWords) ||
		auxiliaryNames.MatchString(strings.ReplaceAll(stem, "-", "_"))
}

// checkpointName is a directory of the state of a training, or a file of one.
var checkpointName = pattern.New(`(?i)(^|/)(checkpoints?|ckpts?)([-_]\d+)?/|(^|/)[^/]*(epoch|step)[=_-]?\d+[^/]*$`)

// trainerState is the name of a directory to which a trainer writes the state after some steps.
var trainerState = pattern.New(`(?i)^(checkpoint|ckpt|epoch|(global_?)?step|iter(ation)?)[-_]?\d+$`)

// isTrainerState reports whether a directory is a state of the training of the model above
// it. Trainers write a README into each, as PEFT and TRL do; a manifest tells a model.
func (f *Finder) isTrainerState(dir string) (bool, error) {
	if !trainerState.MatchString(path.Base(dir)) || slices.ContainsFunc(f.direct(dir), func(e source.Entry) bool { return path.Base(e.Path) == manifest.FileName }) {
		return false, nil
	}
	above, err := f.ownerOf(path.Dir(dir))
	return above != "" && (above != "." || path.Dir(dir) == "."), err
}

// isCheckpoint reports whether a file of weights is a state of the training rather than
// what came of it, by its path.
func isCheckpoint(file string) bool { return checkpointName.MatchString(file) }
