package modelgate.lib.numbers_test

import data.modelgate.lib.numbers

test_numbers[text] if {
	some text in ["0", "600000", "-0.5", "1.5e3", "2E-4"]
	numbers.is_number(text)
	to_number(text) != "a text"
}

test_no_numbers[text] if {
	some text in ["", "600000 g", "1,5", "0x10", "NaN", "inf", "1_000", " 1", ".5", null, true, ["1"]]
	not numbers.is_number(text)
}
