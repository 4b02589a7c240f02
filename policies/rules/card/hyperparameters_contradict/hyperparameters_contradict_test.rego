package modelgate.rules.card.hyperparameters_contradict_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.hyperparameters_contradict as rule

stated(name, raw, value, medium) := {"at": sprintf("models/m/README.md#/sections/%s/%s", [medium, raw]), "name": name, "raw": raw, "value": value, "rounded": false, "medium": medium}

rounded(name, raw, value) := object.union(stated(name, raw, value, "sentence"), {"rounded": true})

setting(name, value) := {"at": "models/m/config.json#/x", "name": name, "raw": value, "value": value, "rounded": false, "medium": "file"}

script(name, value) := object.union(setting(name, value), {"at": "models/m/train.py#"})

option(name, value) := object.union(script(name, value), {"medium": "default"})

card(told, settings) := fixture.edit({"/head/card/hyperparameters": told, "/head/hyperparameters": settings})

messages contains f.message if some f in rule.deny

test_fires_on_two_values if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/sentence/3", "key": "epochs", "message": "the card states epochs = 3, and elsewhere 5",
		"related": [{"at": "models/m/README.md#/sections/label/5", "message": "the other value"}],
	}} with input as card([stated("epochs", "3", "3", "sentence"), stated("epochs", "5", "5", "label")], [])
}

test_fires_on_text_against_code if {
	messages == {"the card states learning rate = 2e-5, and elsewhere 2e-4"} with input as card([stated("learning rate", "2e-4", "0.0002", "code"), stated("learning rate", "2e-5", "2e-05", "sentence")], [])
}

test_fires_on_settings if {
	messages == {"the card states layers = 12, but models/m/config.json states 6"} with input as card([stated("layers", "12", "12", "sentence")], [setting("layers", "6")])
}

test_fires_on_more_than_the_model_takes[name] if {
	some name in ["context length", "maximum length"]
	messages == {sprintf("the card states %s = 8192, but models/m/config.json allows 512", [name])} with input as card([stated(name, "8192", "8192", "sentence")], [setting("context length", "512")])
}

test_fires_on_a_product if {
	messages == {"the card states total batch size = 32, but batch size of a device 8 × 8 (gradient accumulation steps) gives 64"} with input as card(
		[
			stated("batch size of a device", "8", "8", "label"), stated("gradient accumulation steps", "8", "8", "label"), stated("total batch size", "32", "32", "label"),
		],
		[],
	)
}

test_fires_on_what_cannot_be[raw] if {
	some raw, one in {"3e+05": ["learning rate", "300000"], "10.0": ["warmup ratio", "10"], "16 Hz": ["sampling rate", "16"]}
	messages == {sprintf("the card states %s = %s, which is not possible", [one[0], raw])} with input as card([stated(one[0], raw, one[1], "label")], [])
}

test_fires_on_the_name if {
	messages == {"the card states image size = 384, but the name of the model states 224"} with input as card([stated("image size", "224", "224", "name"), stated("image size", "384", "384", "sentence")], [])
}

test_silent_on_the_name_if_one_value_agrees if {
	count(rule.deny) == 0 with input as card([stated("image size", "224", "224", "name"), stated("image size", "384", "384", "sentence"), stated("image size", "224", "224", "sentence")], [])
}

test_fires_on_heads_that_do_not_divide if {
	messages == {"the card states key-value heads = 5, which does not divide attention heads 32"} with input as card([stated("key-value heads", "5", "5", "label"), stated("attention heads", "32", "32", "label")], [])
}

test_fires_on_a_warmup_beyond_the_end if {
	messages == {"the card states warmup steps = 900k, more than the training steps 284k"} with input as card([stated("warmup steps", "900k", "900000", "label"), stated("training steps", "284k", "284000", "label")], [])
}

test_silent_on_a_command_that_sets_it if {
	count(rule.deny) == 0 with input as card([stated("epochs", "10", "10", "label"), stated("epochs", "10", "10", "code")], [script("epochs", "3")])
}

test_fires_on_what_a_script_assigns if {
	messages == {"the card states epochs = 10, but models/m/train.py states 3"} with input as card([stated("epochs", "10", "10", "label")], [script("epochs", "3")])
}

test_silent_on_the_defaults_of_a_script if {
	count(rule.deny) == 0 with input as card([stated("epochs", "10", "10", "label"), stated("learning rate", "3e-5", "3e-05", "label")], [option("epochs", "3"), option("learning rate", "5e-05")])
}

test_fires_on_one_number_of_a_script if {
	messages == {"the card states epochs = 10, but models/m/train.py states 3"} with input as card([stated("epochs", "10", "10", "label"), stated("learning rate", "5e-5", "5e-05", "label")], [option("epochs", "3"), option("learning rate", "5e-05")])
}

test_fires_on_a_longer_input_than_the_settings_allow if {
	messages == {"the card states maximum length = 512, but models/m/config.json states 128"} with input as card([stated("maximum length", "512", "512", "sentence")], [setting("maximum length", "128")])
}

test_fires_on_a_vocabulary_that_is_too_large if {
	count(rule.deny) == 1 with input as card([stated("vocabulary size", "50,304", "50304", "sentence")], [setting("vocabulary size", "50257")])
}

test_silent_on_what_agrees[i] if {
	some i, told in [
		[stated("epochs", "3", "3", "sentence"), stated("epochs", "3.0", "3", "label")],
		[rounded("layers", "12", "12")],
		[rounded("context length", "8k", "8000")],
		[rounded("hidden size", "1k", "1000")],
		[stated("hidden size", "1024", "1024", "sentence"), rounded("hidden size", "1k", "1000")],
		[stated("maximum length", "256", "256", "sentence"), stated("training steps", "500", "500", "sentence")],
		[stated("vocabulary size", "30,000", "30000", "sentence")],
		[stated("total batch size", "64", "64", "label"), stated("batch size of a device", "8", "8", "label"), stated("gradient accumulation steps", "4", "4", "label"), stated("devices", "2", "2", "label")],
		[stated("total batch size", "64", "64", "label"), stated("batch size of a device", "8", "8", "label")],
	]
	count(rule.deny) == 0 with input as card(told, [setting("layers", "12"), setting("hidden size", "1024"), setting("context length", "8192"), setting("vocabulary size", "30522"), setting("maximum length", "512")])
}

test_silent_on_several_trainings[i] if {
	some i, told in [
		[stated("epochs", "3", "3", "label"), stated("learning rate", "2e-5", "2e-05", "label"), stated("epochs", "5", "5", "label"), stated("learning rate", "1e-5", "1e-05", "label")],
		[stated("epochs", "3", "3", "sentence"), stated("learning rate", "2e-5", "2e-05", "sentence"), stated("epochs", "5", "5", "label"), stated("learning rate", "1e-5", "1e-05", "label")],
		[stated("epochs", "3", "3", "label"), stated("epochs", "5", "5", "label"), stated("epochs", "5", "5", "label")],
		[stated("epochs", "3", "3", "sentence"), stated("epochs", "5", "5", "sentence"), stated("epochs", "5", "5", "sentence"), stated("epochs", "5", "5", "sentence")],
		[stated("epochs", "3", "3", "code"), stated("epochs", "5", "5", "code")],
		[stated("epochs", "3", "3", "label"), stated("epochs", "5", "5", "label"), stated("epochs", "7", "7", "sentence")],
	]
	count(rule.deny) == 0 with input as card(told, [])
}

test_silent_on_sizes_of_which_there_are_several if {
	count(rule.deny) == 0 with input as card([stated("batch size", "32", "32", "sentence"), stated("batch size", "64", "64", "sentence")], [])
}

test_applies if rule.applies with input as card([stated("epochs", "3", "3", "sentence")], [])

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}

test_fires_on_a_setting if {
	slip := {"at": "models/m/README.md#/sections/use", "kind": "setting", "value": "CLS pooling", "other": "mean pooling of 1_Pooling/config.json"}
	rule.deny == {{"at": slip.at, "key": "setting CLS pooling", "message": `the card states "CLS pooling", which does not fit "mean pooling of 1_Pooling/config.json"`}} with input as fixture.edit({"/head/card/slips": [slip]})
	rule.applies with input as fixture.edit({"/head/card/slips": [slip]})
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/slips": [object.union(slip, {"kind": "range"})]})
}

test_fires_on_the_name_of_a_revision if {
	[f.message | some f in rule.deny] == ["the card states training steps = 134000, but the name of the revision states 143000"] with input as card([stated("training steps", "143000", "143000", "name"), stated("training steps", "134000", "134000", "sentence")], [])
	count(rule.deny) == 0 with input as card([stated("training steps", "143000", "143000", "name"), stated("training steps", "143000", "143000", "sentence")], [])
}

test_fires_on_code_with_another_sampling_rate if {
	some settings in [[setting("sampling rate", "16000")], [object.union(setting("sampling rate", "16000"), {"at": "models/m/hyperparams.yaml#/sample_rate"})]]
	count(rule.deny) == 1 with input as card([stated("sampling rate", "8_000", "8000", "code"), stated("sampling rate", "16 kHz", "16000", "sentence")], settings)
}

test_silent_on_sampling_rates_that_fit[i] if {
	some i, told in [
		[stated("sampling rate", "24000", "24000", "code"), stated("sampling rate", "24 kHz", "24000", "sentence"), stated("sampling rate", "16000", "16000", "code")],
		[stated("sampling rate", "16_000", "16000", "code")],
	]
	rates := [f | some f in rule.deny; not contains(f.message, "24 kHz")] with input as card(told, [setting("sampling rate", "16000")])
	count(rates) == 0
}

test_silent_on_code_with_several_sampling_rates if {
	count(rule.deny) == 0 with input as card([stated("sampling rate", "48 kHz", "48000", "sentence"), stated("sampling rate", "16_000", "16000", "code")], [])
}

test_fires_on_a_unit_that_sound_has_not if {
	[f.message | some f in rule.deny] == ["the card states sampling rate = 22,050 kHz, which is not possible"] with input as card([stated("sampling rate", "22,050 kHz", "2.205e+07", "label")], [])
}

test_silent_on_classes_of_pretraining if {
	count(rule.deny) == 0 with input as card([stated("number of classes", "21k", "21000", "sentence"), stated("number of classes", "1k", "1000", "sentence")], [setting("number of classes", "1000")])
	count(rule.deny) == 1 with input as card([stated("number of classes", "21,841", "21841", "sentence")], [setting("number of classes", "1000")])
}
