package modelgate.rules.card.link_broken_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.link_broken as rule

test_fires_on_what_is_not_there if {
	rule.deny == {{"at": "models/m/README.md#/links/0", "key": "link docs/study.pdf", "message": `the target of the link "docs/study.pdf" is not in the repository`}} with input as fixture.edit({"/head/card/links": [fixture.link("docs/study.pdf", "no")]})
	{f.message | some f in rule.deny} == {`the image "a.png" is not in the repository`} with input as fixture.edit({"/head/card/links": [object.union(fixture.link("a.png", "no"), {"image": true})]})
}

test_fires_on_a_link_without_target if {
	{f.message | some f in rule.deny} == {"the link has no target"} with input as fixture.edit({"/head/card/links": [fixture.link("", "no")]})
}

test_fires_on_a_web_address_without_scheme if {
	{f.message | some f in rule.deny} == {`link "example.com/study" has no https:// prefix, so it is read as a file path, and no such file is in the repository`} with input as fixture.edit({"/head/card/links": [object.union(fixture.link("example.com/study", "no"), {"kind": "other"})]})
}

test_fires_on_what_only_one_network_knows if {
	{f.message | some f in rule.deny} == {`link "http://10.0.3.17/wiki" leads to a machine or a network that readers cannot reach`} with input as fixture.edit({"/head/card/links": [object.union(fixture.link("http://10.0.3.17/wiki", "no"), {"kind": "absolute"})]})
	{f.message | some f in rule.deny} == {`link "file:///mnt/train.log" leads to a machine or a network that readers cannot reach`} with input as fixture.edit({"/head/card/links": [object.union(fixture.link("file:///mnt/train.log", "no"), {"kind": "other"})]})
}

test_fires_on_a_placeholder if {
	{f.message | some f in rule.deny} == {`link "https://example.com/study" leads to an address that only serves as an example`} with input as fixture.edit({"/head/card/links": [object.union(fixture.link("https://example.com/study", "no"), {"kind": "absolute"})]})
	{f.message | some f in rule.deny} == {`link "https://github.com/your-org/x" leads to an address that only serves as an example`} with input as fixture.edit({"/head/card/links": [object.union(fixture.link("https://github.com/your-org/x", "no"), {"kind": "absolute"})]})
	{f.message | some f in rule.deny} == {"the link has only # as its target, which leads to the top of this page"} with input as fixture.edit({"/head/card/links": [object.union(fixture.link("#", "no"), {"kind": "anchor"})]})
}

test_silent_on_what_is_there_or_not_looked_up[state] if {
	some state in ["yes", "outside", "unknown"]
	rule.applies with input as fixture.edit({"/head/card/links": [fixture.link("a.png", state)]})
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/links": [fixture.link("a.png", state)]})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
