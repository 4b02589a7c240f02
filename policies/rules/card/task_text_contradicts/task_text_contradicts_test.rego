package modelgate.rules.card.task_text_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.task_text_contradicts as rule

told(topic, value) := {"at": "models/m/README.md#/sections/m", "topic": topic, "value": value}

text(task, tags, statements) := fixture.edit({
	"/head/card/statements": statements,
	"/head/card/task": fixture.text("models/m/README.md#/pipeline_tag", task),
	"/head/card/tags": {"at": "models/m/README.md#/tags", "present": true, "items": [{"at": "models/m/README.md#/tags/0", "value": tag} | some tag in tags]},
})

test_fires if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/m", "key": "task",
		"message": `the text states "sentiment classifier", which is task "text-classification", but the metadata's task is "translation"`,
		"related": [{"at": "models/m/README.md#/pipeline_tag", "message": "the model's task"}],
	}} with input as text("translation", [], [told("model", "It is a sentiment classifier for reviews")])
}

test_fires_on[value] if {
	some [topic, value] in [["title", "BERT for Named Entity Recognition"], ["purpose", "perform abstractive summarization"], ["model", "a model for automatic speech recognition"]]
	count(rule.deny) == 1 with input as text("depth-estimation", ["bert"], [told(topic, value)])
}

test_silent_on[value] if {
	some [task, value] in [
		["translation", "a machine translation model"], ["text-generation", "a model for summarization"], ["feature-extraction", "a sentiment classifier"],
		["sentence-similarity", "a text classifier of pairs"], ["translation", "a model of the weather"], ["automatic-speech-recognition", "The model can translate from spoken English"],
	]
	count(rule.deny) == 0 with input as text(task, [], [told("model", value)])
}

test_silent_if_one_fits if count(rule.deny) == 0 with input as text("summarization", [], [told("model", "a sentiment classifier"), told("purpose", "summarize news")])

test_silent_if_tags_name_both if count(rule.deny) == 0 with input as text("translation", ["translation", "summarization"], [told("model", "a model for summarization")])

test_fires_on_code[value] if {
	some [task, value] in [["text-classification", "ner"], ["text-classification", "AutoModelForTokenClassification"], ["summarization", "translation_it_to_en"], ["image-segmentation", "RTDetrForObjectDetection"]]
	[f.message | some f in rule.deny] == [sprintf("the code runs %q, which does not fit the metadata's task %q", [value, task])] with input as text(task, [], [told("call", value)])
}

test_silent_on_code[value] if {
	some [task, value] in [["text-classification", "sentiment-analysis"], ["token-classification", "BertForTokenClassification"], ["text-classification", "AutoModel"], ["summarization", "fill-mask"], ["any-to-any", "ner"], ["my-task", "ner"]]
	count(rule.deny) == 0 with input as text(task, [], [told("call", value)])
}

test_silent_if_one_call_fits if count(rule.deny) == 0 with input as text("token-classification", [], [told("call", "ner"), told("call", "fill-mask")])

test_fires_on_the_one_pipeline if {
	count(rule.deny) == 1 with input as text("text-classification", [], [told("call", "AutoModelForSequenceClassification"), told("call", "token-classification")])
	count(rule.deny) == 0 with input as text("text-classification", [], [told("call", "token-classification"), told("call", "text-classification")])
}

test_fires_in_other_languages[value] if {
	some value in ["Dieses Modell dient der Sprachsynthese", "Ce modèle fait de la reconnaissance d'entités nommées", "本模型用于中文评论情感分类", "このモデルは固有表現抽出のモデルです"]
	count(rule.deny) == 1 with input as text("depth-estimation", [], [told("model", value)])
}

test_silent_on_training if count(rule.deny) == 0 with input as text("translation", [], [told("training", "a sentiment classification dataset")])

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
