package modelgate.rules.gdpr.transfer_compelling_interests_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.transfer_compelling_interests as rule

informed := {part: fixture.text("datacards/contracts.yaml#/transfers/0", "legal:1") | some part in ["safeguard_ref", "authority_notice_ref", "subject_notice_ref"]}

to(mechanism, changes) := fixture.edit_data({"/transfers": fixture.transfers("BR", mechanism, changes)})

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as to("compelling-legitimate-interests", changes)
}

test_fires_once_for_all_missing_parts if {
	messages({}) == {`dataset "contracts": the transfer to "BR" for compelling legitimate interests lacks authority_notice_ref, safeguard_ref, subject_notice_ref`}
	messages(object.remove(informed, ["authority_notice_ref"])) == {`dataset "contracts": the transfer to "BR" for compelling legitimate interests lacks authority_notice_ref`}
}

test_silent_when_all_are_informed if {
	rule.applies with input as to("compelling-legitimate-interests", informed)
	messages(informed) == set()
}

test_not_applicable_to_other_mechanisms if {
	not rule.applies with input as to("legal-claims", {})
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
