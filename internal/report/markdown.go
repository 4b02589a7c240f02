package report

import (
	"fmt"
	"io"
)

// Markdown writes the page for the summary of a job.
func Markdown(w io.Writer, r Report) error { return writePage(w, r, summaryForm) }

// Comment writes the page for a comment on a pull request. It stays under
// CommentLimit, so that the caller has room for a marker of its own.
func Comment(w io.Writer, r Report) error { return writePage(w, r, commentForm) }

// CheckSummary is the page for the output of a check run.
func CheckSummary(r Report) string { return pageOf(r, commentForm) }

func writePage(w io.Writer, r Report, f form) error {
	if _, err := io.WriteString(w, pageOf(r, f)); err != nil {
		return fmt.Errorf("writing the Markdown page: %w", err)
	}
	return nil
}
