package evidence

// WeightFormat is a format of files that hold a model's parameters; "" for none that is
// known.
type WeightFormat string

// The formats that the package weights tells by names and contents.
const (
	FormatCatBoost    WeightFormat = "catboost"
	FormatCoreML      WeightFormat = "coreml"
	FormatFlax        WeightFormat = "flax"
	FormatGGML        WeightFormat = "ggml"
	FormatGGUF        WeightFormat = "gguf"
	FormatKeras       WeightFormat = "keras"
	FormatLlamafile   WeightFormat = "llamafile"
	FormatNeMo        WeightFormat = "nemo"
	FormatNumPy       WeightFormat = "numpy"
	FormatONNX        WeightFormat = "onnx"
	FormatPickle      WeightFormat = "pickle"
	FormatSafetensors WeightFormat = "safetensors"
	FormatSavedModel  WeightFormat = "savedmodel"
	FormatSkops       WeightFormat = "skops"
	FormatTensorRT    WeightFormat = "tensorrt"
	FormatTFLite      WeightFormat = "tflite"
	FormatTorchServe  WeightFormat = "torchserve"
	FormatXGBoost     WeightFormat = "xgboost"
)

func (WeightFormat) Words() []string {
	return listed("", FormatCatBoost, FormatCoreML, FormatFlax, FormatGGML, FormatGGUF, FormatKeras, FormatLlamafile,
		FormatNeMo, FormatNumPy, FormatONNX, FormatPickle, FormatSafetensors, FormatSavedModel, FormatSkops,
		FormatTensorRT, FormatTFLite, FormatTorchServe, FormatXGBoost)
}
