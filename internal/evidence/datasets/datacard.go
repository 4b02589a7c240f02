package datasets

import (
	"fmt"
	"strconv"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// FormatDataCard is our own data card, schemas/data-card.schema.json.
const FormatDataCard = "modelgate-data-card"

// isDataCard recognises our data card by its kind.
func isDataCard(d *document.Document) bool {
	return d.Root.Get("kind") != nil && d.Root.Get("kind").Value == "DataCard"
}

// decodeDataCard reads a data card.
func decodeDataCard(d *document.Document) evidence.DataCard {
	var c evidence.DataCard
	place.Fill(place.Root(d), &c)
	c.Present, c.Path, c.Format = true, d.Path, FormatDataCard
	for i, s := range c.Storage {
		c.Storage[i].Version = s.Version.Or(versionOf(s.URI))
	}
	c.Retention.Ends = ends(c.Retention, c.Source.CollectedTo)
	c.Retention.Days = days(c.Retention.Period.Value)
	c.Statements, c.Questions = []evidence.Statement{}, []evidence.Question{}
	return c
}

// Absent is the card of a dataset that has none; everything about it
// is reported where the dataset is named.
func Absent(at evidence.Anchor) evidence.DataCard {
	var c evidence.DataCard
	place.Fill(place.Place{Anchor: at}, &c)
	c.Statements, c.Questions = []evidence.Statement{}, []evidence.Question{}
	return c
}

// ends is the last day of retention: the start date plus the period. Data that are
// kept from their collection start on its last day.
func ends(r evidence.Retention, collected evidence.Text) string {
	from := r.StartDate.Value
	if r.Starts.Value == "collection" && !r.StartDate.Present {
		from = collected.Value
	}
	start, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	end, err := addPeriod(start, r.Period.Value)
	if err != nil {
		return ""
	}
	return end.Format(time.DateOnly)
}

// days is about how many days a period has, so that two can be compared; 0 if it is none.
func days(iso string) int {
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	end, err := addPeriod(start, iso)
	if err != nil {
		return 0
	}
	return int(end.Sub(start).Hours() / 24)
}

var period = pattern.New(`^P(?:(\d{1,5})W|(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?)$`)

// addPeriod adds an ISO 8601 duration of whole years, months, weeks and days.
// A day that the target month does not have becomes its last day.
func addPeriod(t time.Time, iso string) (time.Time, error) {
	m := period.FindStringSubmatch(iso)
	if m == nil || iso == "P" {
		return t, fmt.Errorf("%q is not a duration of years, months, weeks or days", iso)
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	weeks, years, months, days := n(1), n(2), n(3), n(4)
	first := time.Date(t.Year()+years, t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1+days+7*weeks), nil
}
