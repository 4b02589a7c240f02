package promotion

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the same time zones on every machine

	"github.com/modelgate-dev/modelgate/internal/document"
)

// Window is a time of the week in which an environment takes promotions.
type Window struct {
	Days     []string // mon to sun; none means every day
	From, To string   // HH:MM; 24:00 is the end of the day
	zone     *time.Location
}

// weekdays are the days of windows, in the order of time.Weekday.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// open reports whether the window is open at a moment, by the clock of its zone.
func (w Window) open(now time.Time) bool {
	local := now.In(w.zone)
	clock := local.Format("15:04")
	return (len(w.Days) == 0 || slices.Contains(w.Days, weekdays[local.Weekday()])) && w.From <= clock && clock < w.To
}

func (w Window) String() string {
	days := strings.Join(w.Days, ", ")
	if days == "" {
		days = "every day"
	}
	return fmt.Sprintf("%s from %s to %s %s", days, w.From, w.To, w.zone)
}

// closed is why an environment takes no promotion at a moment, or nothing. A
// holiday in the zone of any window closes all of them.
func (e Environment) closed(now time.Time) string {
	all := e.Windows
	if len(all) == 0 && len(e.Holidays) > 0 {
		all = []Window{{From: "00:00", To: "24:00", zone: time.UTC}}
	}
	if len(all) == 0 {
		return ""
	}
	var windows []string
	open := false
	for _, w := range all {
		if day := now.In(w.zone).Format(time.DateOnly); slices.Contains(e.Holidays, day) {
			return fmt.Sprintf("%s takes no promotions on %s, which is a holiday of %s", e.Name, day, EnvPath)
		}
		open = open || w.open(now)
		windows = append(windows, w.String())
	}
	if open {
		return ""
	}
	return fmt.Sprintf("%s takes promotions only %s; it is %s", e.Name, strings.Join(windows, ", or "), now.In(all[0].zone).Format("Mon 15:04 MST"))
}

// holidays refuses days that no calendar has.
func (l *loader) holidays(doc *document.Document, env *document.Node, at string) []string {
	var out []string
	for i, n := range children(env.Get("holidays")) {
		if _, err := time.Parse(time.DateOnly, n.Value); err != nil {
			l.refuse(doc, at+document.Pointer("holidays", fmt.Sprint(i)), fmt.Sprintf("%s is not a date", quoted(n.Value)), "Use YYYY-MM-DD.")
		}
		out = append(out, n.Value)
	}
	return out
}

// windows decodes the windows of an environment.
func (l *loader) windows(doc *document.Document, env *document.Node, at string) []Window {
	var out []Window
	for i, n := range children(env.Get("windows")) {
		pointer := at + document.Pointer("windows", fmt.Sprint(i))
		w := Window{From: node{n.Get("from")}.text(), To: node{n.Get("to")}.text()}
		for _, day := range children(n.Get("days")) {
			w.Days = append(w.Days, day.Value)
		}
		zone := node{n.Get("timezone")}.text()
		var err error
		if w.zone, err = time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
			l.refuse(doc, pointer+"/timezone", fmt.Sprintf("%s is not a time zone", quoted(zone)), "Use a name such as Europe/Oslo or UTC.")
			continue
		}
		if w.From == w.To {
			l.refuse(doc, pointer, fmt.Sprintf("the window ends at %s, when it begins", w.To), "Use 00:00 to 24:00 for a whole day.")
			continue
		}
		if w.From > w.To {
			l.refuse(doc, pointer, fmt.Sprintf("the window ends at %s, before it begins at %s", w.To, w.From), "Use two windows for a night.")
			continue
		}
		out = append(out, w)
	}
	return out
}
