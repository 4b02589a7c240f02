package evidence

// WeightFormat is a format of files that hold a model's parameters; "" for none that is
// known.
type WeightFormat string

// Words are those that the package weights tells by names and contents.
func (WeightFormat) Words() []string {
	return listed[WeightFormat]("", "catboost", "coreml", "flax", "ggml", "gguf", "keras", "llamafile", "nemo", "numpy", "onnx", "pickle",
		"safetensors", "savedmodel", "skops", "tensorrt", "tflite", "torchserve", "xgboost")
}
