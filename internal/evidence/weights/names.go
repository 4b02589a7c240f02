// Package weights owns the formats of files that hold a model's parameters: which one a
// name tells, and which one the content. It loads none.
package weights

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Format is a format of files that hold a model's parameters; the zero value is
// none.
type Format struct {
	Name evidence.WeightFormat
	Code bool // loading a file can run code that is in it
}

// formats are those formats by ending. Pickle runs what it is told to (Python
// documentation, "pickle", warning), and so do the formats that are made of it:
// a checkpoint of torch, joblib, NumPy's archives with objects in them. A Keras
// file can hold Lambda layers, and the graph of a SavedModel reads and writes
// files (TensorFlow SECURITY.md).
var formats = map[string]Format{
	".safetensors": {evidence.FormatSafetensors, false}, ".gguf": {evidence.FormatGGUF, false},
	".ggml": {evidence.FormatGGML, false}, ".onnx": {evidence.FormatONNX, false}, ".ort": {evidence.FormatONNX, false},
	".tflite": {evidence.FormatTFLite, false}, ".mlmodel": {evidence.FormatCoreML, false},
	".xgb": {evidence.FormatXGBoost, false}, ".ubj": {evidence.FormatXGBoost, false},
	".cbm": {evidence.FormatCatBoost, false}, ".msgpack": {evidence.FormatFlax, false},
	".skops": {evidence.FormatSkops, false}, ".pt": {evidence.FormatPickle, true},
	".pth": {evidence.FormatPickle, true}, ".pt2": {evidence.FormatPickle, true},
	".ckpt": {evidence.FormatPickle, true}, ".bin": {evidence.FormatPickle, true},
	".pkl": {evidence.FormatPickle, true}, ".pickle": {evidence.FormatPickle, true},
	".dill": {evidence.FormatPickle, true}, ".joblib": {evidence.FormatPickle, true},
	".npz": {evidence.FormatNumPy, true}, ".mar": {evidence.FormatTorchServe, true},
	".nemo": {evidence.FormatNeMo, true}, ".h5": {evidence.FormatKeras, true}, ".keras": {evidence.FormatKeras, true},
	".pb": {evidence.FormatSavedModel, true}, ".engine": {evidence.FormatTensorRT, true},
	".llamafile": {evidence.FormatLlamafile, true},
}

// Ending is the ending that tells the format of a file's content: that of a DVC pointer is
// the one below it, and so is that of a compressed pickle, as joblib and pandas name them.
func Ending(name string) string {
	name = strings.ToLower(strings.TrimSuffix(name, ".dvc"))
	ending := path.Ext(name)
	below := strings.TrimSuffix(name, ending)
	switch {
	case slices.Contains(compressed, ending) && isPickleName(below):
		return path.Ext(below)
	case slices.Contains(unread, ending) && isModelStem(path.Base(below)):
		return ".pkl"
	}
	return ending
}

var compressed = []string{".gz", ".z", ".bz2", ".xz", ".lzma", ".lz4", ".zst"}

// unread are the endings by which joblib chooses a compression (joblib.dump, compress), and
// whose content is not unpacked here. Only the name tells what they hold.
var unread = []string{".xz", ".lzma", ".lz4"}

var stemBreak = pattern.New(`[^a-z]+`)

// isModelStem reports whether a name without an ending is that of a model, such as
// best-model or clf_v2.
func isModelStem(stem string) bool {
	if strings.Contains(stem, ".") {
		return false
	}
	words := stemBreak.Split(stem, -1)
	for len(words) > 1 && slices.Contains([]string{"", "v", "final", "best", "latest"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return slices.Contains([]string{"model", "weights", "checkpoint", "classifier", "clf", "regressor", "estimator"}, words[len(words)-1])
}

// ByName is the format that a file's name tells.
func ByName(name string) Format { return formats[Ending(name)] }

// IsName reports whether a file name is that of a model's parameters, kept
// in git, as a Git LFS pointer or by DVC.
func IsName(name string) bool {
	_, ok := formats[Ending(name)]
	return ok
}
