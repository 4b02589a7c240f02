package modelgate.rules.hipaa.free_text_questioned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.hipaa.free_text_questioned as rule

harbor(method, fields) := fixture.lawful_under("hipaa", [fixture.tag("hipaa.method", [method])], {"/fields": [fixture.field(name, false) | some name in fields]})

test_fires_on_free_text if {
	{f.message | some f in rule.deny} == {`dataset "contracts": identifiers can remain in field "discharge_summary", but hipaa.method is "safe-harbor"`} with input as harbor("safe-harbor", ["discharge_summary", "cost"])
}

test_silent_after_an_expert_and_on_codes if {
	rule.applies with input as harbor("safe-harbor", ["diagnosis_code"])
	count(rule.deny) == 0 with input as harbor("safe-harbor", ["diagnosis_code", "notebook"])
	count(rule.deny) == 0 with input as harbor("expert-determination", ["notes"])
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
