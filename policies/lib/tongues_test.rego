package modelgate.lib.tongues_test

import data.modelgate.lib.tongues

test_alike[pair] if {
	some pair in [["en", "eng"], ["eng", "en"], ["german", "de"], ["jpn", "ja"], ["swe", "sv"], ["farsi", "fa"]]
	tongues.alike(pair[0], pair[1])
}

test_not_alike[pair] if {
	some pair in [["en", "de"], ["tat", "tr"], ["trk", "tr"], ["german", "fr"]]
	not tongues.alike(pair[0], pair[1])
}
