package actions

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// maxSummary is the size in bytes of the summary of a step. GitHub takes 1 MiB,
// but drops a summary that comes within a few bytes of it without a word
// (actions/runner#4337).
const maxSummary = 1_000_000

// AppendSummary appends a page of Markdown to the file that GITHUB_STEP_SUMMARY
// names. It refuses a page for which there is no room any more: GitHub would
// show nothing of the whole. Nothing is escaped here; the page is the report's.
func AppendSummary(file, page string) error {
	info, err := os.Stat(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("writing the job summary: %w", err)
	}
	var size int64
	if err == nil {
		size = info.Size()
	}
	if size+int64(len(page))+1 > maxSummary { // a line break may come before it
		return fmt.Errorf("writing the job summary: the page has %d bytes and the step has written %d before; GitHub shows %d of a step", len(page), size, maxSummary)
	}
	if err := appendTo(file, page); err != nil {
		return fmt.Errorf("writing the job summary: %w", err)
	}
	return nil
}
