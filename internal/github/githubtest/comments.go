package githubtest

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Comment is a comment as tests look at it.
type Comment struct {
	ID    int64
	Login string
	Body  string
}

type comment struct {
	Comment
	pull int
	kind string // Bot or User
}

// Comments lists the comments of a pull request, oldest first.
func (r *Repository) Comments(pull int) []Comment {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var out []Comment
	for _, c := range r.comments {
		if c.pull == pull {
			out = append(out, c.Comment)
		}
	}
	return out
}

// AddComment writes a comment as somebody; a login that ends in [bot] is a bot.
func (r *Repository) AddComment(pull int, login, body string) int64 {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.addComment(pull, Token{Login: login}, body).ID
}

func (r *Repository) addComment(pull int, t Token, body string) *comment {
	c := &comment{Comment{r.s.id(), t.Login, body}, pull, t.kind()}
	r.comments = append(r.comments, c)
	return c
}

func (c *comment) render(r *Repository) map[string]any {
	return map[string]any{"id": c.ID, "body": c.Body, "user": user(c.Login, c.kind), "author_association": "NONE", "node_id": "x",
		"html_url":   fmt.Sprintf("%s/%s/pull/%d#issuecomment-%d", r.s.URL(), r.Name, c.pull, c.ID),
		"created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z"}
}

// tooLong is what GitHub says of a long body: it names characters, and the
// limit that was measured is in bytes, four for each. The smaller of the two
// is what is promised.
func tooLong(body string) (answer, bool) {
	if utf8.RuneCountInString(body) <= 65536 {
		return answer{}, false
	}
	return invalid("IssueComment", "body", "unprocessable", "body is too long (maximum is 65536 characters)"), true
}

func listComments(c *call) answer {
	pull := int(c.number("issue_number"))
	if c.repo.pull(pull) == nil {
		return notFound()
	}
	all := []any{}
	for _, m := range c.repo.comments {
		if m.pull == pull {
			all = append(all, m.render(c.repo))
		}
	}
	return ok(page(c, all))
}

func createComment(c *call) answer {
	pull := int(c.number("issue_number"))
	if c.repo.pull(pull) == nil {
		return notFound()
	}
	body := c.text("body")
	if a, yes := tooLong(body); yes {
		return a
	}
	if strings.TrimSpace(body) == "" {
		return invalid("IssueComment", "body", "missing_field", "")
	}
	return created(c.repo.addComment(pull, c.token, body).render(c.repo))
}

func (c *call) comment() (int, *comment) {
	for i, m := range c.repo.comments {
		if m.ID == c.number("comment_id") {
			return i, m
		}
	}
	return -1, nil
}

func updateComment(c *call) answer {
	_, m := c.comment()
	if m == nil {
		return notFound()
	}
	body := c.text("body")
	if a, yes := tooLong(body); yes {
		return a
	}
	m.Body = body
	return ok(m.render(c.repo))
}

func deleteComment(c *call) answer {
	i, m := c.comment()
	if m == nil {
		return notFound()
	}
	c.repo.comments = append(c.repo.comments[:i:i], c.repo.comments[i+1:]...)
	return answer{status: http.StatusNoContent}
}
