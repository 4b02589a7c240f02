package github_test

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

const suggestion = "\n\n```suggestion\nlicense: mit\n```\n"

// proposing is a pull request that changes lines 2 and 9 of a card of ten lines.
func proposing(t *testing.T, faults ...githubtest.Fault) (*fake, int, string) {
	t.Helper()
	f := newFake(t, githubtest.Config{Faults: faults})
	card := "---\nlicense: MIT\nlanguage: en\n---\n# A\n\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve\nthirteen\n"
	f.there.Commit(t, "main", "card", map[string][]byte{"m/README.md": []byte(strings.NewReplacer("MIT", "mit", "twelve", "12").Replace(card))})
	head := f.there.Commit(t, "fix", "card", map[string][]byte{"m/README.md": []byte(card)})
	return f, f.there.AddPullRequest(t, githubtest.PullRequest{Head: "fix", Title: "card"}), head
}

func TestSuggestionsAreOnTheLinesTheyReplace(t *testing.T) {
	f, number, head := proposing(t)
	result, err := f.repo.PublishSuggestions(t.Context(), number, head, "check", []github.Suggestion{
		{Key: "a", Path: "m/README.md", Line: 2, Before: []string{"license: MIT"}, Body: "lower case" + suggestion},
		{Key: "b", Path: "m/README.md", Line: 2, Before: []string{"license: MIT", "language: en"}, Body: "two lines" + suggestion},
		{Key: "other-text", Path: "m/README.md", Line: 3, Before: []string{"language: de"}, Body: suggestion},
		{Key: "not-shown", Path: "m/README.md", Line: 10, Before: []string{"four"}, Body: suggestion},
		{Key: "two-hunks", Path: "m/README.md", Line: 4, Before: []string{"---", "# A", "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"}, Body: suggestion},
		{Key: "no-file", Path: "m/other.md", Line: 1, Before: []string{"x"}, Body: suggestion},
		{Key: "nothing", Path: "m/README.md", Line: 1, Body: suggestion},
	})
	check(t, err)
	if result != (github.SuggestionsResult{Created: 2, Outside: 5}) {
		t.Errorf("got %+v", result)
	}
	got := f.there.ReviewComments(number)
	if len(got) != 2 || got[0].Start != 2 || got[0].End != 2 || got[1].Start != 2 || got[1].End != 3 || got[0].Body != "<!-- modelgate:suggestion/check/a -->\nlower case"+suggestion {
		t.Errorf("got %+v", got)
	}
}

// TestSuggestionsFollowThePullRequest: what was mended goes, what is new comes, and what a person answered or wrote stays.
func TestSuggestionsFollowThePullRequest(t *testing.T) {
	f, number, head := proposing(t)
	one := github.Suggestion{Key: "a", Path: "m/README.md", Line: 2, Before: []string{"license: MIT"}, Body: "x" + suggestion}
	two, three := one, one
	two.Key, three.Key = "b", "c"
	publish := func(want github.SuggestionsResult, list ...github.Suggestion) {
		t.Helper()
		got, err := f.repo.PublishSuggestions(t.Context(), number, head, "check", list)
		check(t, err)
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	publish(github.SuggestionsResult{Created: 2}, one, two)
	publish(github.SuggestionsResult{Kept: 2}, one, two)
	f.there.AddReviewComment(number, githubtest.ReviewComment{Login: "alice", Path: "m/README.md", Start: 2, End: 2, Body: "Why?", ReplyTo: f.there.ReviewComments(number)[1].ID})
	f.there.AddReviewComment(number, githubtest.ReviewComment{Login: "mallory", Path: "m/README.md", Start: 2, End: 2, Body: "<!-- modelgate:suggestion/check/c -->\nall is well"})
	publish(github.SuggestionsResult{Created: 1, Removed: 1}, three)                                                 // two was answered; what mallory wrote is not ours
	other, err := f.repo.PublishSuggestions(t.Context(), number, head, "check-evaluation", []github.Suggestion{one}) // of another gate
	check(t, err)
	publish(github.SuggestionsResult{Removed: 1})
	var left []string
	for _, c := range f.there.ReviewComments(number) {
		left = append(left, c.Login+" "+strings.SplitN(c.Body, "\n", 2)[0])
	}
	if want := "github-actions[bot] <!-- modelgate:suggestion/check/b -->; alice Why?; mallory <!-- modelgate:suggestion/check/c -->; github-actions[bot] <!-- modelgate:suggestion/check-evaluation/a -->"; other.Created != 1 || strings.Join(left, "; ") != want {
		t.Errorf("left are %q", left)
	}
}

func TestSuggestionsAreLimited(t *testing.T) {
	f, number, head := proposing(t)
	var list []github.Suggestion
	for i := range github.MaxSuggestions + 5 {
		list = append(list, github.Suggestion{Key: "k" + strings.Repeat("x", i), Path: "m/README.md", Line: 2, Before: []string{"license: MIT"}, Body: suggestion})
	}
	result, err := f.repo.PublishSuggestions(t.Context(), number, head, "check", list)
	check(t, err)
	if result != (github.SuggestionsResult{Created: github.MaxSuggestions, Omitted: 5}) {
		t.Errorf("got %+v", result)
	}
	if result, err = f.repo.PublishSuggestions(t.Context(), number, head, "check", list); err != nil || result.Created != 0 || result.Omitted != 5 {
		t.Errorf("again: got %+v, %v", result, err)
	}
	_, err = f.repo.PublishSuggestions(t.Context(), number, head, "check", []github.Suggestion{{Key: "a --> b"}})
	says(t, err, github.ErrSettings, "cannot be the key of a suggestion")
}

// TestSuggestionsOnce: a review whose answer is lost is looked for before another is made.
func TestSuggestionsOnce(t *testing.T) {
	f, number, head := proposing(t, githubtest.Fault{Operation: "pulls/create-review", Nth: 1, Kind: githubtest.AnswerLost})
	result, err := f.repo.PublishSuggestions(t.Context(), number, head, "check", []github.Suggestion{{Key: "a", Path: "m/README.md", Line: 2, Before: []string{"license: MIT"}, Body: suggestion}})
	check(t, err)
	if got := f.there.ReviewComments(number); len(got) != 1 || result.Kept != 1 {
		t.Errorf("got %+v, %+v", result, got)
	}
}
