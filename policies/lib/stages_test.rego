package modelgate.lib.stages_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.stages

reached(at) := found if {
	document := fixture.edit({"/stage": at})
	found := {stage | some stage in ["draft", "review", "production"]; stages.reached(stage) with input as document}
}

test_what_an_earlier_stage_owes_is_owed_later if {
	reached("draft") == {"draft"}
	reached("review") == {"draft", "review"}
	reached("production") == {"draft", "review", "production"}
}
