package modelgate.lib.spelling_test

import data.modelgate.lib.spelling

words := ["automatic-speech-recognition", "text-generation", "translation"]

test_nearest[text] if {
	some text, meant in {"automatic-speech-recogntion": words[0], "text-genaration": words[1], "tex-generation": words[1], "text-generattion": words[1], "text-gneration": words[1], "text-egneration": words[1], "transaltion": words[2]}
	spelling.nearest(text, words) == meant
}

test_none_is_near[text] if {
	some text in ["speech", "generation", "abc", "translation", ""]
	spelling.nearest(text, words) == ""
}

test_advice if {
	spelling.advice("") == ""
	spelling.advice("x") == `; did you mean "x"?`
}
