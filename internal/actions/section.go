package actions

import (
	"fmt"
	"time"
)

// erase takes back what the terminal shows of a section's mark.
const erase = "\x1b[0K"

// Section starts a section that the log of GitLab folds under the title, with
// the time that it began at. The name is the program's own word: letters and
// dashes. Section and EndSection are the only output with control
// characters; Clean leaves none in a text, so that no text ends a section.
//
// https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
func Section(name, title string, at time.Time) string {
	return mark("start", name, at) + Clean(title)
}

// EndSection ends the section of that name.
func EndSection(name string, at time.Time) string { return mark("end", name, at) }

func mark(what, name string, at time.Time) string {
	mustBeWord(name)
	return fmt.Sprintf("%ssection_%s:%d:%s\r%s", erase, what, at.Unix(), name, erase)
}
