# METADATA
# title: Contradictory hyperparameters
# description: A card must state the same hyperparameters everywhere, and the same as the model's own settings. Readers use them to reproduce the training and to plan memory.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the number that is wrong. If it is about another model or another step of the training, name that in the sentence.
#   sources:
#     - "Mitchell et al., Model Cards for Model Reporting, 2019, section 4.1, https://doi.org/10.1145/3287560.3287596"
#     - "Hugging Face, model card template, Training Hyperparameters: https://huggingface.co/docs/hub/model-card-annotated"
#     - Regulation (EU) 2024/1689, Annex XI, section 1(1)(d) and 1(2)(b)
#   example: |
#     # in the text: The encoder has 12 layers.   (and in config.json: "num_hidden_layers": 6)
package modelgate.rules.card.hyperparameters_contradict

applies if count(input.head.card.hyperparameters) > 0

applies if count(_settings) > 0

# What is no number.
deny contains {"at": slip.at, "key": sprintf("setting %s", [slip.value]), "message": sprintf("the card states %q, which does not fit %q", [slip.value, slip.other])} if {
	some slip in _settings
}

_settings := [slip | some slip in input.head.card.slips; slip.kind == "setting"]

# Two places of the card.
deny contains {"at": first.at, "key": name, "message": sprintf("the card states %s = %s, and elsewhere %s", [name, first.raw, second.raw]), "related": [{"at": second.at, "message": "the other value"}]} if {
	count(_contradicted) == 1 # of two, the card tells of two trainings
	some name in _contradicted
	first := [one | some one in _told[name]; one.medium != "code"][0]
	second := [one | some one in _told[name]; one.value != first.value; not _is_signal(one)][0]
}

# The card and the model's settings.
deny contains {"at": stated.at, "key": name, "message": sprintf("the card states %s = %s, but %s states %s", [name, stated.raw, split(settings[0].at, "#")[0], settings[0].raw]), "related": [{"at": settings[0].at, "message": "the model's own setting"}]} if {
	some name, told in _told
	settings := [one | some one in input.head.hyperparameters; one.name == name]
	count(settings) > 0
	stated := [one | some one in told; _differs(one, settings)][0]
}

# More than the model can take.
deny contains {"at": stated.at, "key": "context length", "message": sprintf("the card states %s = %s, but %s allows %s", [stated.name, stated.raw, split(setting.at, "#")[0], setting.raw]), "related": [{"at": setting.at, "message": "the model's own setting"}]} if {
	some setting in input.head.hyperparameters
	setting.name == "context length"
	stated := [one | some one in input.head.card.hyperparameters; one.name in {"context length", "maximum length"}; _value(one) > _value(setting) * 1.05][0]
}

# A batch in all is that of a device, times the devices, times the steps of accumulation.
deny contains {"at": total.at, "key": total.name, "message": sprintf("the card states %s = %s, but %s %s gives %v", [total.name, total.raw, one.name, concat(" × ", factors), product]), "related": [{"at": one.at, "message": "of a device"}]} if {
	some of, by in {"total batch size": ["batch size of a device", "gradient accumulation steps", "devices"], "total evaluation batch size": ["evaluation batch size of a device", "devices"]}
	total := _single(of)
	one := _single(by[0])
	others := [other | some name in by; name != by[0]; other := _single(name)]
	count(others) > 0
	count(_repeated) < 2
	factors := array.concat([one.raw], [sprintf("%s (%s)", [other.raw, other.name]) | some other in others])
	every name in by { count(object.get(_told, name, [])) < 2 }
	product := _value(one) * _product(others)
	product != _value(total)
}

# The name and the text.
deny contains {"at": stated.at, "key": stated.name, "message": sprintf("the card states %s = %s, but the name of the %s states %s", [stated.name, stated.raw, whose, named.raw])} if {
	some name, whose in {"image size": "model", "patch size": "model", "training steps": "revision"}
	named := [one | some one in _told[name]; one.medium == "name"][0]
	told := [one | some one in _told[name]; one.medium != "name"]
	stated := told[0]
	every one in told { one.value != named.value }
}

# Numbers that do not fit each other.
deny contains {"at": stated.at, "key": stated.name, "message": sprintf("the card states %s = %s, which does not divide %s %s", [stated.name, stated.raw, whole.name, whole.raw]), "related": [{"at": whole.at, "message": whole.name}]} if {
	some part, of in {"key-value heads": "attention heads", "attention heads": "hidden size"}
	stated := _single(part)
	whole := _single(of)
	not stated.rounded
	not whole.rounded
	_value(whole) % _value(stated) != 0
}

deny contains {"at": warmup.at, "key": "warmup steps", "message": sprintf("the card states warmup steps = %s, more than the training steps %s", [warmup.raw, steps.raw]), "related": [{"at": steps.at, "message": "training steps"}]} if {
	warmup := _single("warmup steps")
	steps := _single("training steps")
	_value(warmup) > _value(steps)
}

# Numbers that no training has.
deny contains {"at": stated.at, "key": stated.name, "message": sprintf("the card states %s = %s, which is not possible", [stated.name, stated.raw])} if {
	some stated in input.head.card.hyperparameters
	_impossible(stated.name, _value(stated))
}

_impossible("learning rate", value) if value > 100

_impossible("warmup ratio", value) if value > 1

_impossible("sampling rate", value) if value < 1000

_impossible("sampling rate", value) if value > 1000000

_told[name] := [one | some one in input.head.card.hyperparameters; one.name == name] if some name in {one.name | some one in input.head.card.hyperparameters}

# Names with two values, of which no list of labels is the reason.
_contradicted contains name if {
	some name, told in _told
	not name in _several
	count({one.value | some one in told; not _is_signal(one)}) == 2
	some one in told
	one.medium != "code" # which may be of several runs
	some other in told
	not _is_signal(other)
	not _agree(one, other)
	not _of_several_trainings(told)
}

# Code may read and write sound of several rates.
_is_signal(one) if {
	one.name == "sampling rate"
	one.medium == "code"
}

# The card lists the same labels again, or one of them often.
_of_several_trainings(told) if {
	count({one.value | some one in told; one.medium == "label"}) == 2
	count(_repeated) > 1
}

_of_several_trainings(told) if count([one | some one in told; one.medium == "label"]) > 2

_of_several_trainings(told) if count([one | some one in told; one.medium == "sentence"]) > 3

_repeated contains name if {
	some name, told in _told
	count([one | some one in told; one.medium == "label"]) > 1
}

# Of which a card may state several.
_several := {"batch size of a device", "training steps", "maximum length", "context length", "number of classes", "devices", "seed", "batch size", "image size", "embedding size"}

_single(name) := _told[name][0] if count({one.value | some one in _told[name]}) == 1

_product(list) := product([_value(one) | some one in list])

_value(one) := to_number(one.value)

_differs(stated, settings) if {
	stated.name != "context length"
	stated.medium != "name"
	every setting in settings { not _agree(stated, setting) }
	every setting in settings { not _overruled(stated, setting) }
}

# A command in the card sets what is only the default of a script.
_overruled(stated, setting) if {
	stated.medium == "code"
	_is_script(setting)
}

_overruled(stated, setting) if {
	_is_script(setting)
	_shown(stated)
}

# Of several numbers of classes, one is that of the model.
_overruled(stated, setting) if {
	stated.name == "number of classes"
	some other in _told[stated.name]
	_agree(other, setting)
}

# What code writes may be of another rate than what the model is given.
_overruled(stated, _) if {
	stated.name == "sampling rate"
	stated.medium == "code"
	some other in _told[stated.name]
	other.medium != "code"
	_agree(other, stated)
}

_is_script(setting) if {
	regex.match(`\.(?:py|sh|ya?ml)#`, setting.at)
	setting.name != "sampling rate"
}

# A script of whose defaults the card has no other number may have been run with other ones.
_overruled(stated, setting) if {
	setting.medium == "default"
	not _agreed(stated, setting)
}

_agreed(stated, setting) if {
	some other in input.head.hyperparameters
	other.at == setting.at
	other.name != stated.name
	some one in _told[other.name]
	_agree(one, other)
}

_shown(stated) if {
	some other in _told[stated.name]
	other.medium == "code"
	_agree(stated, other)
}

_agree(a, b) if abs(_value(a) - _value(b)) <= 0.000001 * _value(a)

# Shorter inputs than the model takes are no contradiction.
_agree(a, b) if {
	a.name == "maximum length"
	_value(a) <= _value(b)
}

_agree(a, b) if {
	_rounded(a, b)
	max([_value(a), _value(b)]) <= 1.05 * min([_value(a), _value(b)])
}

# A vocabulary is often padded.
_agree(a, b) if {
	a.name == "vocabulary size"
	_value(b) - _value(a) >= 0
	_value(b) - _value(a) <= 1024
}

_rounded(a, _) if a.rounded

_rounded(_, b) if b.rounded
