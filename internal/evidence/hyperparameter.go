package evidence

// HyperparameterName is what a number says of how a model is built or was trained.
type HyperparameterName string

const (
	HyperLayers       HyperparameterName = "layers"
	HyperHidden       HyperparameterName = "hidden size"
	HyperHeads        HyperparameterName = "attention heads"
	HyperKeyValue     HyperparameterName = "key-value heads"
	HyperExperts      HyperparameterName = "experts"
	HyperVocabulary   HyperparameterName = "vocabulary size"
	HyperContext      HyperparameterName = "context length"
	HyperLength       HyperparameterName = "maximum length"    // of what the model was trained on, or is given
	HyperEmbedding    HyperparameterName = "embedding size"    // of what the model returns
	HyperImage        HyperparameterName = "image size"        // in pixels
	HyperPatch        HyperparameterName = "patch size"        // in pixels
	HyperClasses      HyperparameterName = "number of classes" // that it tells apart
	HyperSampling     HyperparameterName = "sampling rate"     // in hertz
	HyperEpochs       HyperparameterName = "epochs"
	HyperSteps        HyperparameterName = "training steps"
	HyperRate         HyperparameterName = "learning rate"
	HyperBatch        HyperparameterName = "batch size"
	HyperDeviceBatch  HyperparameterName = "batch size of a device"
	HyperTotalBatch   HyperparameterName = "total batch size"
	HyperEvalBatch    HyperparameterName = "evaluation batch size of a device"
	HyperTotalEval    HyperparameterName = "total evaluation batch size"
	HyperAccumulation HyperparameterName = "gradient accumulation steps"
	HyperDevices      HyperparameterName = "devices"
	HyperDecay        HyperparameterName = "weight decay"
	HyperWarmupSteps  HyperparameterName = "warmup steps"
	HyperWarmupRatio  HyperparameterName = "warmup ratio" // a share of the steps
	HyperSeed         HyperparameterName = "seed"
	HyperRank         HyperparameterName = "LoRA rank"
	HyperAlpha        HyperparameterName = "LoRA alpha"
	HyperLoRADropout  HyperparameterName = "LoRA dropout"
)

func (HyperparameterName) Words() []string {
	return listed(HyperLayers, HyperHidden, HyperHeads, HyperKeyValue, HyperExperts, HyperVocabulary, HyperContext, HyperLength, HyperEmbedding, HyperImage, HyperPatch, HyperClasses, HyperSampling,
		HyperEpochs, HyperSteps, HyperRate, HyperBatch, HyperDeviceBatch, HyperTotalBatch, HyperEvalBatch, HyperTotalEval, HyperAccumulation, HyperDevices, HyperDecay, HyperWarmupSteps, HyperWarmupRatio, HyperSeed,
		HyperRank, HyperAlpha, HyperLoRADropout)
}

// Medium is the kind of place that states a hyperparameter.
type Medium string

const (
	MediumSentence Medium = "sentence"
	MediumLabel    Medium = "label" // or a row of a table
	MediumCode     Medium = "code"
	MediumName     Medium = "name"    // of the model
	MediumFile     Medium = "file"    // of settings, next to the card
	MediumDefault  Medium = "default" // of an option of a script, which may have been run with another
)

func (Medium) Words() []string {
	return listed(MediumSentence, MediumLabel, MediumCode, MediumName, MediumFile, MediumDefault)
}

// OfStructure reports whether a hyperparameter is of what a model is built of, of which each
// of its parts may have another.
func (n HyperparameterName) OfStructure() bool {
	switch n {
	case HyperLayers, HyperHidden, HyperHeads, HyperKeyValue, HyperContext, HyperVocabulary, HyperExperts:
		return true
	}
	return false
}
