package prose

import "testing"

// TestWithoutAddresses: what reaches a person is left out, and what only looks like it stays.
func TestWithoutAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"Ask ann.lee@example.com first":                     "Ask [address left out] first",
		"mailto:ann@example.com":                            "mailto:[address left out]",
		"ann＠example.com":                                   "[address left out]",
		"ann%40example.com":                                 "[address left out]",
		"ann.lee (at) example.com":                          "[address left out]",
		"ann [at] example.com":                              "[address left out]",
		"ann@bücher.example":                                "[address left out]",
		"Call +49 170 1234567, or come":                     "Call [number left out], or come",
		"tel:+491701234567":                                 "[number left out]",
		"(0049) 170 1234567":                                "([number left out]",
		"0049 (0)170 1234567":                               "[number left out]",
		"+1 (415) 555-2671 and +1 (415) 555-2672":           "[number left out] and [number left out]",
		"acme/data@v1.2":                                    "acme/data@v1.2",
		"contracts@2026-01":                                 "contracts@2026-01",
		"@team, 12 rows":                                    "@team, 12 rows",
		"meeting at example.com":                            "meeting at example.com",
		"ropa:KL-007#keys":                                  "ropa:KL-007#keys",
		"2026-11-30 12:00 +02:00":                           "2026-11-30 12:00 +02:00",
		"sha256:004912345678901234567890":                   "sha256:004912345678901234567890",
		"+12 points, 100000000 rows":                        "+12 points, 100000000 rows",
		"contract 000123456789":                             "contract 000123456789",
		"arn:aws:glue:eu-central-1:123456789012:table/db/t": "arn:aws:glue:eu-central-1:123456789012:table/db/t",
	} {
		if got := WithoutAddresses(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
