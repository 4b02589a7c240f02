package githubtest

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// ReviewComment is a comment on lines of a pull request's files, as tests look at it.
type ReviewComment struct {
	ID         int64
	Login      string
	Path       string
	Start, End int // lines of the head
	Body       string
	ReplyTo    int64 // the comment that it answers, 0 for none
}

type reviewComment struct {
	ReviewComment
	pull int
	kind string
}

// ReviewComments lists the comments on lines of a pull request, oldest first.
func (r *Repository) ReviewComments(pull int) []ReviewComment {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var out []ReviewComment
	for _, c := range r.reviewComments {
		if c.pull == pull {
			out = append(out, c.ReviewComment)
		}
	}
	return out
}

// AddReviewComment writes a comment on lines as somebody, and gives its id.
func (r *Repository) AddReviewComment(pull int, c ReviewComment) int64 {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	c.ID = r.s.id()
	r.reviewComments = append(r.reviewComments, &reviewComment{c, pull, Token{Login: c.Login}.kind()})
	return c.ID
}

func (c *reviewComment) render(r *Repository) map[string]any {
	address := fmt.Sprintf("%s/%s/pull/%d#discussion_r%d", r.s.URL(), r.Name, c.pull, c.ID)
	out := map[string]any{
		"id": c.ID, "node_id": "x", "url": address, "html_url": address, "pull_request_url": address, "pull_request_review_id": 1, "diff_hunk": "@@", "path": c.Path,
		"commit_id": strings.Repeat("0", 40), "original_commit_id": strings.Repeat("0", 40), "user": user(c.Login, c.kind), "body": c.Body, "author_association": "NONE",
		"created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z", "line": c.End, "side": "RIGHT",
		"_links": map[string]any{"self": map[string]any{"href": address}, "html": map[string]any{"href": address}, "pull_request": map[string]any{"href": address}},
	}
	if c.Start != c.End {
		out["start_line"] = c.Start
	}
	if c.ReplyTo != 0 {
		out["in_reply_to_id"] = c.ReplyTo
	}
	return out
}

// patch is the difference of one file, as the list of files has it: without a header.
func (p *PullRequest) patch(r *Repository, file string) string {
	if p.Files > 0 {
		return ""
	}
	out, err := r.git.Run(context.Background(), "diff", "--no-renames", "--no-color", r.Tip(p.Base)+"..."+p.head(r), "--", file)
	if err != nil {
		return ""
	}
	if _, hunks, ok := strings.Cut(string(out), "\n@@"); ok {
		return strings.TrimSuffix("@@"+hunks, "\n")
	}
	return ""
}

var hunkHead = regexp.MustCompile(`^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@`)

// inHunk reports whether lines are in one hunk of a patch.
func inHunk(patch string, start, end int) bool {
	for line := range strings.SplitSeq(patch, "\n") {
		m := hunkHead.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		from, _ := strconv.Atoi(m[1])
		count := 1
		if m[2] != "" {
			count, _ = strconv.Atoi(m[2])
		}
		if from <= start && end < from+count {
			return true
		}
	}
	return false
}

func listReviewComments(c *call) answer {
	pull := int(c.number("pull_number"))
	if c.repo.pull(pull) == nil {
		return notFound()
	}
	all := []any{}
	for _, m := range c.repo.reviewComments {
		if m.pull == pull {
			all = append(all, m.render(c.repo))
		}
	}
	return ok(page(c, all))
}

// createReview takes all of a review's comments, or none: GitHub refuses a review with one
// that is not on a line of the difference.
func createReview(c *call) answer {
	number := int(c.number("pull_number"))
	p := c.repo.pull(number)
	if p == nil {
		return notFound()
	}
	if c.text("event") == "COMMENT" && strings.TrimSpace(c.text("body")) == "" {
		return invalid("PullRequestReview", "body", "missing_field", "")
	}
	var made []*reviewComment
	comments, _ := c.body["comments"].([]any)
	for _, raw := range comments {
		m, _ := raw.(map[string]any)
		end, _ := m["line"].(float64)
		start, several := m["start_line"].(float64)
		if !several {
			start = end
		}
		path, _ := m["path"].(string)
		body, _ := m["body"].(string)
		if several && start >= end || !inHunk(p.patch(c.repo, path), int(start), int(end)) {
			return problem(http.StatusUnprocessableEntity, "Pull request review thread line must be part of the diff")
		}
		if a, yes := tooLong(body); yes {
			return a
		}
		made = append(made, &reviewComment{ReviewComment{c.s.id(), c.token.Login, path, int(start), int(end), body, 0}, number, c.token.kind()})
	}
	c.repo.reviewComments = append(c.repo.reviewComments, made...)
	address := fmt.Sprintf("%s/%s/pull/%d#pullrequestreview-1", c.s.URL(), c.repo.Name, number)
	return ok(map[string]any{"id": c.s.id(), "node_id": "x", "user": user(c.token.Login, c.token.kind()), "body": c.text("body"), "state": "COMMENTED", "html_url": address,
		"pull_request_url": address, "commit_id": p.head(c.repo), "author_association": "NONE",
		"_links": map[string]any{"html": map[string]any{"href": address}, "pull_request": map[string]any{"href": address}}})
}

func deleteReviewComment(c *call) answer {
	for i, m := range c.repo.reviewComments {
		if m.ID == c.number("comment_id") {
			c.repo.reviewComments = append(c.repo.reviewComments[:i:i], c.repo.reviewComments[i+1:]...)
			return answer{status: http.StatusNoContent}
		}
	}
	return notFound()
}
