package slips

import "testing"

// TestPeople: records of people by name, and texts that have none.
func TestPeople(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		"```python\n# Example input: patient Maria Keller, born 04.03.1968, MRN 4471902\nx = 1\n```": "person M. K.|",
		"The note is of Anna B. Weber (MRN: 4471902).":                                               "person A. B. W.|",
		"The customer Tom O'Neill, 4 High Street, DOB: 1968-03-04":                                   "person T. O.|",
		"Patient John Doe, born 04.03.1968":                                                          "",
		"The model finds PII, as in: patient Maria Keller, born 04.03.1968":                          "",
		"Albert Einstein, born 14 March 1879, was a physicist.":                                      "",
		"Ada Lovelace was a mathematician.":                                                          "",
		"The Heart Study has patients born 1968 to 1990.":                                            "",
		"Model Card Toolkit, version 04.03.1968":                                                     "",
		"All records are fictional: Maria Keller, born 04.03.1968":                                   "",
	} {
		if got := slipsOf("# M\n\n"+page, ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", page, got, want)
		}
	}
}
