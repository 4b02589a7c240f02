package datasets

import (
	"testing"
	"time"
)

func TestAddPeriod(t *testing.T) {
	for _, tt := range []struct{ from, period, want string }{
		{"2024-01-31", "P1M", "2024-02-29"}, {"2023-01-31", "P1M", "2023-02-28"}, {"2024-02-29", "P1Y", "2025-02-28"},
		{"2024-12-31", "P2Y", "2026-12-31"}, {"2024-01-01", "P90D", "2024-03-31"}, {"2024-01-01", "P2W", "2024-01-15"}, {"2024-01-01", "P1Y2M3D", "2025-03-04"},
		{"2024-01-01", "P", ""}, {"2024-01-01", "2 years", ""}, {"2024-01-01", "P1H", ""},
	} {
		from, err := time.Parse(time.DateOnly, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if to, err := addPeriod(from, tt.period); err == nil {
			got = to.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("%s + %s = %q, want %q", tt.from, tt.period, got, tt.want)
		}
	}
}
