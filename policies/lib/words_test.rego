package modelgate.lib.words_test

import data.modelgate.lib.words

test_words if {
	words.says("Scoring of credit applications.", "evaluation")
	not words.says("underscore", "evaluation")
	words.is_one("Employees", "employees")
	not words.is_one("companies of employees", "employees")
}

test_names_of_fields if {
	every name in ["email", "userEmail", "customer_email", "IBAN", "phone-number"] { words.named(name, "identifiers") }
	every name in ["email_verified", "mailing", "emailer", "iban_count", "telephony"] { not words.named(name, "identifiers") }
}

test_among if {
	every name in ["patientName", "surname", "_initials"] { words.among(name, ["(patient|member)_?names?", "surname", "initials"]) }
	every name in ["patient", "surnames", "names", ""] { not words.among(name, ["(patient|member)_?names?", "surname", "initials"]) }
	not words.among("", [])
}
