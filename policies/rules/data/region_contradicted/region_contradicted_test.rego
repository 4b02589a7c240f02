package modelgate.rules.data.region_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.region_contradicted as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

stored(uri, region, country) := {"/storage": [object.union(fixture.storage(country), {"uri": text("storage/0/uri", uri), "region": region})]}

none := fixture.lacks("datacards/contracts.yaml#/storage/0/region")

test_fires_on_a_region if {
	messages(stored("s3://d/", text("storage/0/region", "eu-west-2"), "IE")) == {`dataset "contracts": country is "IE", but region "eu-west-2" is in GB`}
}

test_fires_on_an_address if {
	messages(stored("arn:aws:glue:us-east-1:1:table/d/t", none, "DE")) == {`dataset "contracts": country is "DE", but the region in uri "us-east-1" is in US`}
	count(messages(stored("https://d.s3.us-east-1.amazonaws.com/x", none, "DE"))) == 1
	count(messages(stored("https://d.westus2.cloudapp.azure.com/x", none, "DE"))) == 1
	count(messages(stored("s3://data-us-east-1/x", none, "DE"))) == 1
}

# The name of a bucket says less than its region.
test_silent_where_they_agree if {
	messages(stored("s3://data-us-east-1/x", text("storage/0/region", "eu-central-1"), "DE")) == set()
	messages(stored("s3://d/us-east-1/", none, "DE")) == set()
	messages(stored("gs://d/", text("storage/0/region", "EU"), "NL")) == set()
	messages(stored("gs://d/", text("storage/0/region", "rack 7"), "NL")) == set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
