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
	]
	count(rule.deny) == 1 with input as text(value)
}

test_silent_on[value] if {
	some value in [
		"The model was trained on the train split and evaluated on the test split", "The test split was not used for training", "It was trained on 800 and tested on 200 images", "The data were split into training and test sets", "Trained on unit tests",
		"The learning rate was chosen on the validation split, and the test split was used once", "No speaker of the test set is among the training speakers", "Das Modell wurde auf dem Trainingsteil trainiert, der Testteil diente der Auswertung",
		"The model was trained to test hypotheses", "We report results on the train and test splits",
	]
	count(rule.deny) == 0 with input as text(value)
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
