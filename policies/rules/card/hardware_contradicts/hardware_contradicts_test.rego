package modelgate.rules.card.hardware_contradicts_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.hardware_contradicts as rule

told(topic, value) := {"at": sprintf("models/m/README.md#/sections/%s", [topic]), "topic": topic, "value": value}

card(statements, hardware) := fixture.edit({"/head/card/statements": statements, "/head/card/co2/hardware": fixture.text("models/m/README.md#/co2_eq_emissions/hardware_used", hardware)})

at(n, value) := {"at": sprintf("models/m/README.md#/body/labels/%d", [n]), "topic": "hardware", "value": value}

test_fires_on_devices if {
	rule.deny == {{
		"at": "models/m/README.md#/body/labels/1", "key": "device",
		"message": `the card states that the model was trained on "V100", and elsewhere on "A100"`,
		"related": [{"at": "models/m/README.md#/body/labels/0", "message": "the other device"}],
	}} with input as card([at(0, "8 A100 GPUs"), at(1, "NVIDIA V100")], "")
}

test_fires_on_metadata if count(rule.deny) == 1 with input as card([at(0, "It was trained on one RTX 3090")], "1 x H100")

test_silent_on_devices[values] if {
	some values in [["8 A100 GPUs", "NVIDIA A100 80GB"], ["A100 and V100", "V100"], ["one GPU", "V100"], ["V100"]]
	count(rule.deny) == 0 with input as card([at(n, value) | some n, value in values], "")
}

test_applies if rule.applies with input as card([at(0, "one GPU")], "")

test_fires_on_a_region[provider] if {
	some [provider, region] in [["AWS", "europe-west4"], ["Google Cloud", "eu-central-1"], ["Azure", "us-east-1"], ["Amazon Web Services", "westeurope"]]
	count(rule.deny) == 1 with input as card([at(0, sprintf("Cloud Provider: %s", [provider])), at(1, sprintf("Compute Region: %s", [region]))], "")
}

test_silent_on_a_region[provider] if {
	some [provider, region] in [["AWS", "eu-central-1"], ["GCP", "us-central1"], ["Azure", "westeurope"], ["own cluster", "us-east-1"], ["AWS", "Frankfurt"]]
	count(rule.deny) == 0 with input as card([at(0, sprintf("Cloud Provider: %s", [provider])), at(1, sprintf("Compute Region: %s", [region]))], "")
}

test_not_applicable if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
