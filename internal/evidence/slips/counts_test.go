package slips

import "testing"

// TestCounts: lists of a part of the things, and lists of groups with how many are in each.
func TestCounts(t *testing.T) {
	for page, want := range map[string]string{
		"Three of the four entity types (persons, places and dates) are easy.":                        "",
		"Seven of the 20 languages (en, fr, nl, pl, sw, ur, zh) reach a perfect score.":               "",
		"Three out of these **eight** classes (Arts, Business and Science) are mixed up.":             "",
		"Most of the eight classes (Arts, Business and Science) are small.":                           "",
		"Two of the four classes (A, B, C, D) have few examples.":                                     "",
		"Four of the eleven classes (page header, footnote and caption) are small boxes.":             "count eleven classes|3",
		"It tells all of the five classes (LOC, ORG, PER, MISC) apart.":                               "count five classes|4",
		"Detection of four entity types (persons, places and dates)":                                  "count four entity types|3",
		"The text has 11 entities: 7 organizations, 3 places and 1 person.":                           "",
		"Class counts: 11 entities (7 PER, 3 LOC, 1 ORG).":                                            "",
		"There are nine labels: one for others, four for beginnings and four for insides.":            "",
		"The text has 11 entities:\n\n- 7 organizations\n- 3 places\n- 1 person\n":                    "",
		"The text has 12 entities: 7 organizations, 3 places and 1 person.":                           "count 12 entities|3",
		"The data has 4 splits: 800 train, 100 dev and 100 test.":                                     "count 4 splits|3",
		"The data has four splits:\n\n- 800 for training\n- 100 for validation\n- 100 for the test\n": "count four splits|3",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q:\n got %s\nwant %s", page, got, want)
		}
	}
}
