package github

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v62/github"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// MaxSuggestions is how many suggestions a pull request has at once: more are no help to
// a reader.
const MaxSuggestions = 30

// Suggestion proposes to replace whole lines of a file of a pull request.
type Suggestion struct {
	Key    string   // tells suggestions apart, and changes with what is proposed: letters, digits, dashes
	Path   string   // of the file at the head
	Line   int      // the first line, from 1
	Before []string // the lines as they are
	Body   string   // Markdown, with the proposal in a block "suggestion", without the marker
}

// SuggestionsResult says what PublishSuggestions did.
type SuggestionsResult struct {
	Created int
	Kept    int // were there already
	Removed int // concerned what the pull request has no more
	Outside int // of lines that the pull request does not show, or has otherwise
	Omitted int // over MaxSuggestions
}

// PublishSuggestions brings the suggestions on a pull request up to date: one review with
// those that are new, and none of ours that is not among them, unless somebody answered it.
// GitHub shows a comment only on lines of the difference. A suggestion is made only if these
// lines are there and are what it replaces, so that it never changes others. Suggestions of
// another kind, such as those of another gate, stay as they are. It needs
// `pull-requests: write`, and takes three calls, and one for each that goes.
func (r Repository) PublishSuggestions(ctx context.Context, number int, commit, kind string, list []Suggestion) (SuggestionsResult, error) {
	doing := fmt.Sprintf("suggesting fixes on pull request #%d of %s", number, r)
	if err := checkSHA(commit); err != nil {
		return SuggestionsResult{}, fmt.Errorf("%s: %w", doing, err)
	}
	list = slices.Clone(list)
	for i, s := range list {
		list[i].Key = kind + "/" + s.Key
		if !keyForm.MatchString(list[i].Key) || len(list[i].Key) > 200 || strings.Contains(s.Key, "/") {
			return SuggestionsResult{}, fmt.Errorf("%s: %w: %q cannot be the key of a suggestion", doing, ErrSettings, s.Key)
		}
	}
	var lost error
	for range 3 {
		result, err := r.suggest(ctx, number, commit, kind, list, doing)
		if !isLost(err) {
			return result, err
		}
		lost = err
	}
	return SuggestionsResult{}, lost
}

// suggest withdraws what is no longer suggested, and makes one review of what is new.
func (r Repository) suggest(ctx context.Context, number int, commit, kind string, list []Suggestion, doing string) (SuggestionsResult, error) {
	there, err := r.suggestions(ctx, number)
	if err != nil {
		return SuggestionsResult{}, err
	}
	result, err := r.withdraw(ctx, number, kind, list, there)
	if err != nil {
		return result, err
	}
	fresh := slices.DeleteFunc(slices.Clone(list), func(s Suggestion) bool { _, is := there.ids[s.Key]; return is })
	if result.Kept = len(list) - len(fresh); len(fresh) == 0 {
		return result, nil
	}
	shown, err := r.shownLines(ctx, number)
	if err != nil {
		return result, err
	}
	comments := result.drafts(fresh, shown)
	if len(comments) == 0 {
		return result, nil
	}
	noun := "fixes"
	if len(comments) == 1 {
		noun = "fix"
	}
	_, _, err = r.c.gh.PullRequests.CreateReview(ctx, r.owner, r.name, number, &gh.PullRequestReviewRequest{CommitID: &commit, Event: gh.String("COMMENT"),
		Body: gh.String(fmt.Sprintf("modelgate suggests %d %s. Applying or dismissing a suggestion does not change the decision: the next check does.", len(comments), noun)), Comments: comments})
	if err != nil {
		return result, r.c.fail(doing, "pull-requests: write", err)
	}
	result.Created = len(comments)
	return result, nil
}

// withdraw removes the suggestions of this kind that are no longer made, except
// those that a person answered.
func (r Repository) withdraw(ctx context.Context, number int, kind string, list []Suggestion, there made) (result SuggestionsResult, err error) {
	for _, key := range slices.Sorted(maps.Keys(there.ids)) {
		id := there.ids[key]
		wanted := slices.ContainsFunc(list, func(s Suggestion) bool { return s.Key == key })
		if wanted || there.answered[id] || path.Dir(key) != kind {
			continue
		}
		_, err := r.c.gh.PullRequests.DeleteComment(replayable(ctx), r.owner, r.name, id)
		err = r.c.fail(fmt.Sprintf("removing a suggestion on pull request #%d of %s", number, r), "pull-requests: write", err)
		if err != nil && !errors.Is(err, ErrNotFound) { // gone already
			return result, err
		}
		result.Removed++
	}
	return result, nil
}

// drafts are the comments to make: on lines that the pull request shows, up to the
// limit. The others are counted.
func (result *SuggestionsResult) drafts(fresh []Suggestion, shown shownLines) []*gh.DraftReviewComment {
	var out []*gh.DraftReviewComment
	for _, s := range fresh {
		switch {
		case !shown.has(s):
			result.Outside++
		case result.Kept+len(out) >= MaxSuggestions:
			result.Omitted++
		default:
			out = append(out, draftOf(s))
		}
	}
	return out
}

func draftOf(s Suggestion) *gh.DraftReviewComment {
	end := s.Line + len(s.Before) - 1
	c := &gh.DraftReviewComment{Path: gh.String(s.Path), Body: gh.String(marker(suggestionKey+s.Key) + "\n" + s.Body), Line: gh.Int(end), Side: gh.String("RIGHT")}
	if end > s.Line {
		c.StartLine, c.StartSide = gh.Int(s.Line), gh.String("RIGHT")
	}
	return c
}

// suggestionKey begins the key in the marker of a suggestion.
const suggestionKey = "suggestion/"

var suggestionMarker = pattern.New(`^<!-- modelgate:suggestion/([A-Za-z0-9./-]+) -->\r?(?:\n|$)`)

// made are the suggestions that a pull request has of us.
type made struct {
	ids      map[string]int64 // by key, the oldest of each
	answered map[int64]bool
}

func (r Repository) suggestions(ctx context.Context, number int) (made, error) {
	doing := fmt.Sprintf("reading the review comments of pull request #%d of %s", number, r)
	all, err := pages(doing, func(o gh.ListOptions) ([]*gh.PullRequestComment, *gh.Response, error) {
		return r.c.gh.PullRequests.ListComments(ctx, r.owner, r.name, number, &gh.PullRequestListCommentsOptions{ListOptions: o})
	})
	if err != nil {
		return made{}, r.c.fail(doing, "pull-requests: read", err)
	}
	slices.SortFunc(all, func(a, b *gh.PullRequestComment) int { return cmp.Compare(a.GetID(), b.GetID()) })
	out := made{map[string]int64{}, map[int64]bool{}}
	for _, c := range all {
		if to := c.GetInReplyTo(); to != 0 {
			out.answered[to] = true
			continue
		}
		if m := suggestionMarker.FindStringSubmatch(c.GetBody()); m != nil && r.c.isOurs(c.GetUser()) {
			if _, there := out.ids[m[1]]; !there {
				out.ids[m[1]] = c.GetID()
			}
		}
	}
	return out, nil
}

// shownLines are the lines of the head that a pull request shows, by file: a comment can
// be on these alone.
type shownLines map[string]map[int]shownLine

type shownLine struct {
	hunk int
	text string
}

func (r Repository) shownLines(ctx context.Context, number int) (shownLines, error) {
	doing := fmt.Sprintf("listing the files of pull request #%d of %s", number, r)
	files, err := pages(doing, func(o gh.ListOptions) ([]*gh.CommitFile, *gh.Response, error) {
		return r.c.gh.PullRequests.ListFiles(ctx, r.owner, r.name, number, &o)
	})
	if err != nil {
		return nil, r.c.fail(doing, "pull-requests: read", err)
	}
	out := shownLines{}
	for _, f := range files {
		out[f.GetFilename()] = linesOf(f.GetPatch())
	}
	return out, nil
}

var hunkHead = pattern.New(`^@@ -[0-9]+(?:,[0-9]+)? \+([0-9]+)(?:,[0-9]+)? @@`)

// linesOf are the lines of the head in a patch, by number.
func linesOf(patch string) map[int]shownLine {
	lines := map[int]shownLine{}
	hunk, at := 0, 0
	for line := range strings.SplitSeq(patch, "\n") {
		if m := hunkHead.FindStringSubmatch(line); m != nil {
			hunk++
			at, _ = strconv.Atoi(m[1])
			continue
		}
		if hunk == 0 || line == "" || line[0] != ' ' && line[0] != '+' {
			continue
		}
		lines[at] = shownLine{hunk, strings.TrimSuffix(line[1:], "\r")}
		at++
	}
	return lines
}

// has reports whether the lines that a suggestion replaces are shown, in one hunk.
func (s shownLines) has(x Suggestion) bool {
	for i, before := range x.Before {
		line, ok := s[x.Path][x.Line+i]
		if !ok || line.text != strings.TrimSuffix(before, "\r") || line.hunk != s[x.Path][x.Line].hunk {
			return false
		}
	}
	return len(x.Before) > 0
}
