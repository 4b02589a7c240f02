package modelgate.rules.data.source_unpinned_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.source_unpinned as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(object.union({"/version": fixture.lacks("datacards/contracts.yaml#/version")}, changes))
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

test_fires_on_what_moves if {
	messages({}) == {`dataset "contracts": the data can change (s3://data/contracts/), and the card has no version, digest or time of collection`}
	count(messages({"/version": text("version", "TBD")})) == 1
	messages({"/storage": [], "/source/kind": text("source/kind", "event-stream"), "/source/pipeline": text("source/pipeline", "streaming")}) == {`dataset "contracts": the data can change (event-stream, streaming), and the card has no version, digest or time of collection`}
}

test_silent_on_what_is_fixed if {
	messages({"/version": text("version", "2026-06")}) == set()
	messages({"/digest": text("digest", "md5:1")}) == set()
	messages({"/source/collected_to": text("source/collected_to", "2026-06-01")}) == set()
	messages({"/storage/0/version": text("storage/0/version", "12")}) == set()
	messages({"/storage/0/digest": text("storage/0/digest", "md5:1")}) == set()
	messages({"/storage/0/uri": text("storage/0/uri", "https://example.com/data.csv")}) == set()
}
