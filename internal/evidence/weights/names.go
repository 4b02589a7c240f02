// Package weights owns the formats of files that hold a model's parameters: which one a
// name tells, and which one the content. It loads none.
package weights

import (
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
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
	".safetensors": {"safetensors", false}, ".gguf": {"gguf", false}, ".ggml": {"ggml", false}, ".onnx": {"onnx", false}, ".ort": {"onnx", false},
	".tflite": {"tflite", false}, ".mlmodel": {"coreml", false}, ".xgb": {"xgboost", false}, ".ubj": {"xgboost", false}, ".cbm": {"catboost", false},
	".msgpack": {"flax", false}, ".skops": {"skops", false},
	".pt": {"pickle", true}, ".pth": {"pickle", true}, ".pt2": {"pickle", true}, ".ckpt": {"pickle", true}, ".bin": {"pickle", true}, ".pkl": {"pickle", true},
	".pickle": {"pickle", true}, ".dill": {"pickle", true}, ".joblib": {"pickle", true}, ".npz": {"numpy", true}, ".mar": {"torchserve", true},
	".nemo": {"nemo", true}, ".h5": {"keras", true}, ".keras": {"keras", true}, ".pb": {"savedmodel", true}, ".engine": {"tensorrt", true}, ".llamafile": {"llamafile", true},
}

// Ending is the ending that tells the format of a file's content: that of
// a DVC pointer is the one below it.
func Ending(name string) string {
	return strings.ToLower(path.Ext(strings.TrimSuffix(name, ".dvc")))
}

// ByName is the format that a file's name tells.
func ByName(name string) Format { return formats[Ending(name)] }

// IsName reports whether a file name is that of a model's parameters, kept
// in git, as a Git LFS pointer or by DVC.
func IsName(name string) bool {
	_, ok := formats[Ending(name)]
	return ok
}
