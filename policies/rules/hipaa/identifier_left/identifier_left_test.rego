package modelgate.rules.hipaa.identifier_left_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.hipaa.identifier_left as rule

harbor(fields) := fixture.lawful_under("hipaa", [fixture.tag("hipaa.status", ["de-identified"]), fixture.tag("hipaa.method", ["safe-harbor"])], {"/fields": [fixture.field(name, false) | some name in fields]})

limited(fields) := fixture.lawful_under("hipaa", [fixture.tag("hipaa.status", ["limited-data-set"])], {"/fields": [fixture.field(name, false) | some name in fields]})

test_fires_on_an_identifier if {
	{f.message | some f in rule.deny} == {`dataset "contracts": field "zip_code" is an identifier (geography), but hipaa.status is "de-identified"`} with input as harbor(["zip_code", "state"])
}

test_fires_on_each_of_the_18 if {
	fields := ["patientName", "zip", "dob", "phone_number", "fax", "email", "SSN", "mrn", "member_id", "account_no", "driver_license_number", "vin", "device_id", "url", "ip", "fingerprint", "photo", "passport"]
	count({f.key | some f in rule.deny}) == 18 with input as harbor(fields)
}

# 45 CFR 164.514(b)(2)(i)(C): all elements of dates but the year.
test_fires_on_dates_of_a_person if {
	{f.key | some f in rule.deny} == {"field claim_date dates", "field specimenTimestamp dates"} with input as harbor(["claim_date", "specimenTimestamp", "claim_year", "update_date", "release_date"])
}

test_a_limited_data_set_keeps_dates_and_towns if {
	{f.key | some f in rule.deny} == {"field mrn medical-record"} with input as limited(["admission_date", "city", "zip_code", "mrn"])
}

test_fires_on_columns_of_files if {
	{f.message | some f in rule.deny} == {`dataset "contracts": column "contact" of data/contracts.csv contains an identifier (email): 90 of 100 cells, but hipaa.status is "de-identified"`} with input as json.patch(harbor([]), [{"op": "replace", "path": "/head/datasets/0/tables", "value": [fixture.table("scanned", fixture.column("contact", "email", 90, false))]}])
}

test_silent_on_what_may_stay if {
	rule.applies with input as harbor(["age_group", "admission_year", "state", "zip3", "diagnosis_code", "latency"])
	count(rule.deny) == 0 with input as harbor(["age_group", "admission_year", "state", "zip3", "diagnosis_code", "latency"])
	count(rule.deny) == 0 with input as fixture.lawful_under("hipaa", [fixture.tag("hipaa.status", ["phi"])], {"/fields": [fixture.field("email", true)]})
}

test_not_applicable_out_of_the_law if {
	not rule.applies with input as fixture.edit_data({"/regime_tags": [fixture.tag("hipaa.status", ["de-identified"]), fixture.tag("hipaa.method", ["safe-harbor"])]})
	count(rule.deny) == 0 with input as fixture.edit_data({"/regime_tags": [fixture.tag("hipaa.status", ["de-identified"]), fixture.tag("hipaa.method", ["safe-harbor"])], "/fields": [fixture.field("email", true)]})
	not rule.applies with input as fixture.removed
}

test_not_before_the_law if {
	count(rule.deny) == 0 with input as json.patch(harbor(["email"]), [{"op": "replace", "path": "/now", "value": "2003-04-13T00:00:00Z"}])
}
