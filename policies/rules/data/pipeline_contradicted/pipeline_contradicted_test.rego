package modelgate.rules.data.pipeline_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.pipeline_contradicted as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

test_fires_on_a_snapshot_that_streams if {
	messages({"/source/pipeline": text("source/pipeline", "streaming")}) == {`dataset "contracts": source.pipeline is "streaming", but source.kind "database-snapshot" does not stream`}
	messages({"/storage/0/uri": text("storage/0/uri", "kafka://broker/orders")}) == {`dataset "contracts": storage "kafka://broker/orders" is a stream, but source.kind is "database-snapshot"`}
}

test_fires_on_a_crawl_of_people_who_were_asked[kind] if {
	some kind in ["web-crawl", "third-party-feed"]
	messages({"/source/kind": text("source/kind", kind)}) == {sprintf(`dataset "contracts": source.origin is "data-subject", but source.kind %q does not come from the people themselves`, [kind])}
	messages({"/source/kind": text("source/kind", kind), "/source/origin": text("source/origin", "third-party")}) == set()
}

test_silent_on_batches_and_streams if {
	messages({"/source/pipeline": text("source/pipeline", "batch")}) == set()
	messages({"/source/pipeline": text("source/pipeline", "streaming"), "/source/kind": text("source/kind", "sensor-stream"), "/storage/0/uri": text("storage/0/uri", "kafka://broker/orders")}) == set()
	messages({"/source/pipeline": text("source/pipeline", "batch"), "/source/kind": text("source/kind", "event-stream")}) == set() # a stream may be taken in batches
}
