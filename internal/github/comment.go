package github

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	gh "github.com/google/go-github/v62/github"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// commentLimit is the largest body of a comment, in code points. GitHub's
// refusal says "maximum is 65536 characters"; measured, it takes 262,144 bytes
// (dead-claudia/github-limits#13), which is never less.
const commentLimit = 65536

// Comment is the one comment of a kind that a pull request has.
type Comment struct {
	Key    string // tells kinds apart: letters, digits, dots, slashes, single dashes
	Body   string // Markdown, without the marker
	Create bool   // make one if there is none; otherwise only an existing one is updated
}

// CommentAction is what became of a comment.
type CommentAction string

const (
	CommentCreated   CommentAction = "created"
	CommentUpdated   CommentAction = "updated"
	CommentUnchanged CommentAction = "unchanged"
	CommentAbsent    CommentAction = "absent" // there is none, and none was asked for
)

// CommentResult says what PublishComment did.
type CommentResult struct {
	Action  CommentAction
	ID      int64
	URL     string // of the web page
	Removed int    // duplicates that were deleted
}

var keyForm = pattern.New(`^[A-Za-z0-9]+([-./][A-Za-z0-9]+)*$`)

// marker is the hidden first line by which a comment is found again.
func marker(key string) string { return "<!-- modelgate:" + key + " -->" }

// PublishComment brings the comment of a pull request up to date: it finds the
// one that has the marker and is ours, and changes it in place. A comment of a
// person is never ours, whatever it says, unless the client was told its own
// login: anybody can write a marker. It takes two calls, more for a discussion
// of more than a hundred comments, and needs `pull-requests: write`.
//
// A lost answer is never followed by a second comment without looking for the
// first. Two runs at once may still both make one; the next run deletes the
// younger.
func (r Repository) PublishComment(ctx context.Context, number int, c Comment) (CommentResult, error) {
	if !keyForm.MatchString(c.Key) || len(c.Key) > 100 {
		return CommentResult{}, fmt.Errorf("%w: %q cannot be the key of a comment", ErrSettings, c.Key)
	}
	body := marker(c.Key) + "\n" + c.Body
	if n := utf8.RuneCountInString(body); n > commentLimit {
		return CommentResult{}, fmt.Errorf("commenting on pull request #%d of %s: %w: the comment has %d characters, and GitHub takes %d", number, r, ErrTooLarge, n, commentLimit)
	}
	var lost error
	for range 3 {
		ours, err := r.comments(ctx, number, c.Key)
		if err != nil {
			return CommentResult{}, err
		}
		if len(ours) > 0 {
			return r.updateComment(ctx, number, ours, body, lost != nil)
		}
		if !c.Create {
			return CommentResult{Action: CommentAbsent}, nil
		}
		made, _, err := r.c.gh.Issues.CreateComment(ctx, r.owner, r.name, number, &gh.IssueComment{Body: &body})
		err = r.c.fail(fmt.Sprintf("commenting on pull request #%d of %s", number, r), "pull-requests: write", err)
		switch {
		case err == nil:
			return CommentResult{Action: CommentCreated, ID: made.GetID(), URL: made.GetHTMLURL()}, nil
		case !isLost(err):
			return CommentResult{}, err
		}
		lost = err
	}
	return CommentResult{}, lost
}

// comments lists the comments that are ours and have the marker, oldest first.
func (r Repository) comments(ctx context.Context, number int, key string) ([]*gh.IssueComment, error) {
	doing := fmt.Sprintf("reading the comments of pull request #%d of %s", number, r)
	all, err := pages(doing, func(o gh.ListOptions) ([]*gh.IssueComment, *gh.Response, error) {
		return r.c.gh.Issues.ListComments(ctx, r.owner, r.name, number, &gh.IssueListCommentsOptions{ListOptions: o})
	})
	if err != nil {
		return nil, r.c.fail(doing, "pull-requests: read", err)
	}
	ours := slices.DeleteFunc(all, func(c *gh.IssueComment) bool {
		return !hasMarker(c.GetBody(), key) || !r.c.isOurs(c.GetUser())
	})
	slices.SortFunc(ours, func(a, b *gh.IssueComment) int { return cmp.Compare(a.GetID(), b.GetID()) })
	return ours, nil
}

// hasMarker reports whether the first line of a body is the marker, as GitHub
// gives it back: with line ends of its own choice.
func hasMarker(body, key string) bool {
	first, _, _ := strings.Cut(body, "\n")
	return strings.TrimRight(first, "\r") == marker(key)
}

// isOurs reports whether somebody is us: the login that we were told, or else
// any bot, since no person can write as one.
func (c *Client) isOurs(u *gh.User) bool {
	if c.login != "" {
		return strings.EqualFold(u.GetLogin(), c.login)
	}
	return u.GetType() == "Bot"
}

// updateComment gives the oldest of our comments the body and deletes the
// others of the same author. made says that the oldest is the one whose
// answer was lost.
func (r Repository) updateComment(ctx context.Context, number int, ours []*gh.IssueComment, body string, made bool) (CommentResult, error) {
	keep := ours[0]
	result := CommentResult{Action: CommentUnchanged, ID: keep.GetID(), URL: keep.GetHTMLURL()}
	if strings.ReplaceAll(keep.GetBody(), "\r\n", "\n") != strings.ReplaceAll(body, "\r\n", "\n") {
		_, _, err := r.c.gh.Issues.EditComment(replayable(ctx), r.owner, r.name, keep.GetID(), &gh.IssueComment{Body: &body})
		if err != nil {
			return CommentResult{}, r.c.fail(fmt.Sprintf("updating the comment on pull request #%d of %s", number, r), "pull-requests: write", err)
		}
		result.Action = CommentUpdated
	} else if made {
		result.Action = CommentCreated
	}
	for _, extra := range ours[1:] {
		if !strings.EqualFold(extra.GetUser().GetLogin(), keep.GetUser().GetLogin()) {
			continue
		}
		_, err := r.c.gh.Issues.DeleteComment(ctx, r.owner, r.name, extra.GetID())
		err = r.c.fail(fmt.Sprintf("deleting a second comment on pull request #%d of %s", number, r), "pull-requests: write", err)
		if err != nil && !errors.Is(err, ErrNotFound) { // gone already
			return result, err
		}
		result.Removed++
	}
	return result, nil
}
