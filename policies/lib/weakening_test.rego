package modelgate.lib.weakening_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.weakening

card := "datacards/contracts.yaml#"

at(tag) := sprintf("%s/%s", [card, tag])

text(tag, value) := fixture.text(at(tag), value)

# words are those of the weaker tags between two edits of the good card.
words(was, is) := {said | some [_, _, said] in weakening.found(object.union(fixture.card_change(is).change.cards[0], {"from": edited(was)}))}

edited(values) := json.patch(fixture.data_card, [{"op": "replace", "path": path, "value": value} | some path, value in values])

# Each pair of edits is a weakening one way, with these words, and silent the other way.
pairs := [
	[{"/personal_data/status": text("s", "identifying")}, {"/personal_data/status": text("s", "pseudonymised")}, `personal_data.status changes from "identifying" to "pseudonymised"`],
	[{}, {"/personal_data/status": fixture.lacks("s")}, `personal_data.status "pseudonymised" is removed`],
	[{"/children/included": text("c", "yes")}, {"/children/included": text("c", "unknown")}, `children.included changes from "yes" to "unknown"`],
	[{"/dpia/status": text("d", "done")}, {"/dpia/status": text("d", "not-required")}, `dpia.status changes from "done" to "not-required"`],
	[{"/regime_tags": [fixture.tag("hipaa.dua_ref", ["dua:1"])]}, {}, `hipaa.dua_ref is removed`],
	[{}, {"/notice/kind": text("n", "art14-exemption")}, `notice.kind changes from "art13" to "art14-exemption"`],
	[{}, {"/retention/action": text("a", "archive")}, `retention.action changes from "erase" to "archive"`],
	[{}, {"/retention/starts": text("a", "contract-end")}, `retention.starts changes from "date" to "contract-end"`],
	[{"/large_scale": fixture.flag("l", true)}, {"/large_scale": fixture.flag("l", false)}, "large_scale was true and is false"],
	[{"/criminal_data/included": fixture.flag("l", true)}, {"/criminal_data/included": fixture.no_flag}, "criminal_data.included was true and is missing"],
	[{"/special_categories": fixture.list("l", ["health"])}, {"/special_categories": fixture.lacks_list("l")}, `special_categories no longer contains "health"`],
	[{}, {"/security_measures": fixture.list("l", [])}, `security_measures no longer contains "encryption-at-rest"`],
	[{"/lineage": [parent]}, {}, `lineage no longer contains "parent"`],
	[{}, {"/fields": [fixture.field("contract_key", false)]}, `field "contract_key" is no longer declared as personal data`],
	[{"/fields": [health]}, {}, `field "contract_key" is no longer declared as the special category "health"`],
	[{}, {"/storage": [fixture.storage("US")]}, `the data is also stored in "US", where the law protects less than in DE`],
	[{"/storage": [fixture.storage("JP")]}, {"/storage": [fixture.storage("IN")]}, `the data is also stored in "IN", where the law protects less than in JP`],
	[{}, {"/transfers": fixture.transfers("US", "adequacy", {})}, `a transfer to "US" is added`],
	[{"/transfers": fixture.transfers("US", "adequacy", {})}, {"/transfers": fixture.transfers("US", "public-interest", {})}, `the mechanism of the transfer to "US" changes from "adequacy" to "public-interest"`],
	[{}, {"/transfers/present": false}, "transfers is removed"],
	[{}, {"/retention/period": text("r", "P20Y"), "/retention/days": 7305}, `retention.period changes from "P2Y" to "P20Y"`],
	[{}, {"/retention/period": fixture.lacks("r"), "/retention/days": 0}, `retention.period "P2Y" is removed`],
	[{"/retention/days": 0, "/retention/criteria": text("r", "Until the survey ends.")}, {"/retention/days": 0}, `retention.criteria "Until the survey ends." is removed`],
	[{}, {"/retention/ends": "2031-06-30"}, "the same data are kept until 2031-06-30 instead of 2028-06-30"],
	[{}, {"/retention/hold_ref": text("h", "case:1")}, "retention.hold_ref is added, which stops the erasure"],
	[{}, {"/purposes": [fixture.purpose("retention"), fixture.purpose("ads")]}, `the purpose "ads" is added`],
	[{"/purposes": [object.union(fixture.purpose("retention"), {"original": fixture.flag("o", false)})]}, {"/purposes": [object.union(fixture.purpose("retention"), {"original": fixture.flag("o", true)})]}, `the purpose "retention" is declared as original and was not`],
	[{"/legal_basis": [fixture.basis("consent", ["retention"])]}, {}, `the purpose "retention" is no longer based on consent`],
	[{"/license": text("l", "cc-by-nc-4.0")}, {"/license": text("l", "cc-by-4.0")}, `license changes from "cc-by-nc-4.0" to "cc-by-4.0"`],
	[{}, {"/data_subject_regions": fixture.list("r", ["US"]), "/controller/country": text("c", "US")}, "the GDPR applied to the data and no longer applies"],
	[{"/dpia/review_by": text("r", "2027-01-01")}, {"/dpia/review_by": text("r", "2029-01-01")}, `dpia.review_by changes from "2027-01-01" to "2029-01-01"`],
	[{"/dpia/review_by": text("r", "2027-01-01")}, {}, `dpia.review_by "2027-01-01" is removed`],
	[{}, {"/rights/models": text("r", "output-filter")}, `rights.models changes from "retraining" to "output-filter"`],
	[{"/controller/joint": fixture.list("j", ["Sample AG"])}, {}, `controller.joint no longer contains "Sample AG"`],
	[{"/dpia/residual_risk": text("r", "high")}, {"/dpia/residual_risk": text("r", "low")}, `dpia.residual_risk changes from "high" to "low"`],
	[{"/source/credibility/level": text("l", "authoritative")}, {"/source/credibility/level": text("l", "reputable")}, `source.credibility.level changes from "authoritative" to "reputable"`],
	[{"/source/credibility/level": text("l", "unverified")}, {}, `source.credibility.level "unverified" is removed`],
	[{"/data_subjects": fixture.list("d", ["patients"])}, {"/data_subjects": fixture.list("d", ["participants"])}, `data_subjects no longer contains "patients"`],
	[{"/personal_data/categories": fixture.list("d", ["visits", "diagnoses"])}, {"/personal_data/categories": fixture.list("d", ["visits"])}, `personal_data.categories no longer contains "diagnoses"`],
	[{"/controller/dpo": text("o", "dpo@example.org")}, {}, "controller.dpo is removed"],
	[{"/owner": text("o", "Marketplace team")}, {}, `owner "Marketplace team" is removed`],
]

parent := {"at": at("lineage/0"), "ref": text("lineage/0/ref", "parent"), "relation": text("lineage/0/relation", "subset-of"), "revision": fixture.lacks("r")}

health := object.union(fixture.field("contract_key", true), {"category": text("fields/0/category", "health")})

# The tests by cases, test_x[name], trace all that they evaluate; these two print the
# pairs that fail instead, which is far less work.
test_each_weaker_tag_is_found if {
	failed := [said | some [was, is, said] in pairs; not said in words(was, is)] with input as fixture.absent
	print(failed)
	count(pairs) > 30
	count(failed) == 0
}

test_stronger_tags_are_silent if {
	failed := [said | some [was, is, said] in pairs; not words(is, was) == set()] with input as fixture.absent
	print(failed)
	count(pairs) > 30
	count(failed) == 0
}

# A license whose conditions are not known may have any, and one with none sheds none.
test_licenses if {
	count(words({}, {"/license": text("l", "mit")})) == 1 with input as fixture.absent
	count(words({"/license": text("l", "cc-by-nc-4.0")}, {"/license": text("l", "own terms")})) == 1 with input as fixture.absent
	count(words({"/license": text("l", "mit")}, {"/license": text("l", "cc-by-4.0")})) == 0 with input as fixture.absent
	count(words({"/license": text("l", "cc-by-nc-4.0")}, {"/license": text("l", "cc-by-nc-sa-4.0")})) == 0 with input as fixture.absent
}

# A new version of the data may end later.
test_later_data_are_kept_later if {
	count(words({}, {"/retention/ends": "2031-06-30", "/source/collected_to": text("c", "2029-06-30")})) == 0 with input as fixture.absent
}

test_data_about_nobody_owe_no_notice if {
	none := {"/personal_data/status": text("s", "none")}
	count(words({}, none)) == 1 with input as fixture.absent
	words({}, object.union(none, {"/retention/action": text("a", "archive")})) == words({}, none) with input as fixture.absent
}

# Neither the reliability of the source nor the team that answers for it is about people.
test_data_about_nobody_have_a_source if {
	none := {"/personal_data/status": text("s", "none")}
	said := {said | some [_, _, said] in weakening.found(object.union(fixture.card_change(none).change.cards[0], {"from": edited(object.union(none, {"/owner": text("o", "A"), "/source/credibility/level": text("l", "verified")}))}))} with input as fixture.absent
	said == {`owner "A" is removed`, `source.credibility.level "verified" is removed`}
}

# Other words for the same people, and people who need no more protection than others.
test_people_may_get_another_name if {
	words({"/data_subjects": fixture.list("d", ["patients"])}, {"/data_subjects": fixture.list("d", ["patients of the clinic"])}) == set() with input as fixture.absent
	words({"/data_subjects": fixture.list("d", ["customers"])}, {"/data_subjects": fixture.list("d", ["clients"])}) == set() with input as fixture.absent
}

test_a_team_may_get_another_name if {
	count(weakening.found(object.union(fixture.card_change({"/owner": text("o", "B")}).change.cards[0], {"from": edited({"/owner": text("o", "A")})}))) == 0 with input as fixture.absent
}

test_what_is_removed_has_no_tags if {
	change := fixture.card_change({"/present": false}).change.cards[0]
	weakening.found(change) == set() with input as fixture.absent
	weakening.removed(change) with input as fixture.absent
}
