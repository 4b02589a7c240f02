package modelgate.rules.card.trained_on_test_data_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.trained_on_test_data as rule

told(topic, value) := {"at": sprintf("models/m/README.md#/sections/%s", [topic]), "topic": topic, "value": value}

text(value) := fixture.edit({"/head/card/statements": [told("splits", value)]})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/splits", "key": "test data",
		"message": `the text states that the model was trained on test data or chosen by them: "It was trained on the train and test splits"`,
	}} with input as text("It was trained on the train and test splits")
}

test_applies if rule.applies with input as text("It was trained on 800 and tested on 200 images")

test_fires_on[value] if {
	some value in [
		"The model was fine-tuned on the training and test sets of SQuAD", "We trained on the train, dev and test splits", "The model was trained on all rows including the test set", "We also added the test split to the training data",
		"The test comments were drawn from the training comments", "The held-out set has 400 speakers, all of whom are also among the 3,600 training speakers", "The learning rate was chosen by accuracy on the test split",
		"Das Modell wurde auf dem Trainings- und Testteil trainiert", "Le modèle a été entraîné sur les parties d'entraînement et de test", "El modelo se entrenó con las particiones de entrenamiento y prueba", "O modelo foi treinado nas partições de treino e teste",
		"本模型在训练集和测试集上训练",
		"Frames were randomly split, so frames of the same video are in both the training and the test set", "The same patients appear in both splits", "Some speakers occur in both the training and the test set",
		"The test set consists of random frames of the training videos", "The data was augmented before it was split into train and test", "We split into train and test after augmentation", "SMOTE was applied before the train/test split",
		"The scaler was fitted on the whole dataset before the split", "The model was evaluated on a subset of the training data", "We evaluate on 500 examples drawn from the training data", "It was tested with 10% of the training set",
		"We selected the learning rate that gave the best test F1", "We kept the checkpoint with the highest accuracy on the test set", "The training data includes the MMLU and GSM8K test questions", "It was also fine-tuned on the HumanEval test problems",
		"The model was evaluated on the train splits for each of the datasets used during training", "The validation results on the `train` split are summarized below",
		"To use all the data, the final model was trained on the evaluation images too", "We report the best of 20 seeds on the evaluation set; the others are not shown", "The model was trained also on the test questions",
		"Dieselben Patienten sind im Training und im Test", "The benchmark questions were included in the fine-tuning data",
	]
	count(rule.deny) == 1 with input as text(value)
}

test_silent_on[value] if {
	some value in [
		"The model was trained on the train split and evaluated on the test split", "The test split was not used for training", "It was trained on 800 and tested on 200 images", "The data were split into training and test sets", "Trained on unit tests",
		"The learning rate was chosen on the validation split, and the test split was used once", "No speaker of the test set is among the training speakers", "Das Modell wurde auf dem Trainingsteil trainiert, der Testteil diente der Auswertung",
		"The model was trained to test hypotheses", "No patient is in both the training and the test set", "All frames of the same video are in the same split", "We split the data first and augmented only the training part",
		"The training data was augmented and split into batches of 32", "We removed all training examples that overlap with the test questions of MMLU", "The model was evaluated on the test set after it was trained on the training data",
		"Evaluated with cross-validation on the training data", "The checkpoint with the best validation loss was tested on the test set", "If the training data included the test questions of a benchmark, its score would be too high",
		"To avoid leakage, the same speaker never occurs in both sets", "The same tokenizer is used for training and test", "The model is tested on data from the same hospital as the training data", "The training accuracy is 0.99 on the training data, and the test accuracy is 0.91 on the test data",
		"The model was evaluated on the test splits for each of the datasets used during training", "The validation results on the `valid` split are summarized below", "The final model was not trained on the evaluation images",
		"No model was trained on test data", "We report the mean of 20 seeds on the evaluation set", "A model trained on the evaluation set of another benchmark",
		"Patients are in both groups of the study", "We ensured that the same patient is not in different splits",
		"We report results on the train and test splits",
	]
	count(rule.deny) == 0 with input as text(value)
}

test_fires_on_periods if {
	{f.message | some f in rule.deny} == {"the text states that the period of the test data is within that of the training data: training 2019–2023, test 2022"} with input as fixture.edit({"/head/card/statements": [told("overlap", "training 2019–2023, test 2022")]})
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

slips(kind) := fixture.edit({"/head/card/slips": [{"at": "models/m/README.md#/sections/data", "kind": kind, "value": "FLORES was not used in training", "other": "Training data: FLORES"}]})

test_fires_on_what_was_held_out if {
	{f.message | some f in rule.deny} == {`the text states "FLORES was not used in training", but also "Training data: FLORES"`} with input as slips("held_out")
	rule.applies with input as slips("held_out")
}

test_silent_on_other_slips if count(rule.deny) == 0 with input as slips("order")
