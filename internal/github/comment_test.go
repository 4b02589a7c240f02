package github_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

func TestCommentIsUpdatedInPlace(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	publish := func(body string, create bool) github.CommentResult {
		t.Helper()
		r, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: body, Create: create})
		check(t, err)
		return r
	}
	if r := publish("a", false); r.Action != github.CommentAbsent || len(f.there.Comments(1)) != 0 {
		t.Errorf("not asked for: got %+v", r)
	}
	first := publish("a", true)
	if first.Action != github.CommentCreated || first.URL == "" {
		t.Errorf("got %+v", first)
	}
	if r := publish("b", false); r.Action != github.CommentUpdated || r.ID != first.ID {
		t.Errorf("got %+v", r)
	}
	f.Forget()
	if r := publish("b", true); r.Action != github.CommentUnchanged || f.Count("") != 1 {
		t.Errorf("got %+v in %d calls", r, f.Count(""))
	}
	_, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "promote", Body: "c", Create: true}) // another kind
	check(t, err)
	got := f.there.Comments(1)
	if len(got) != 2 || got[0].Body != "<!-- modelgate:gate -->\nb" || got[1].Body != "<!-- modelgate:promote -->\nc" {
		t.Errorf("got %+v", got)
	}
}

func TestNobodyPlantsAComment(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	planted := []string{"<!-- modelgate:gate -->\nAll is well", "<!-- modelgate:gate -->"}
	for _, body := range planted {
		f.there.AddComment(1, "mallory", body)
	}
	f.there.AddComment(1, "other[bot]", "> <!-- modelgate:gate -->\nquoted") // not the first line
	f.there.AddComment(1, "other[bot]", "<!-- modelgate:gate --> and more")  // not the whole line
	f.there.AddComment(1, "other[bot]", "<!-- modelgate:gate2 -->")          // another key
	_, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "x", Create: true})
	check(t, err)
	got := f.there.Comments(1)
	if len(got) != 6 || got[0].Body != planted[0] || got[1].Body != planted[1] || got[5].Login != "github-actions[bot]" {
		t.Errorf("got %+v", got)
	}

	// With its login told, another bot's comment is not ours either, and a
	// personal token's own is.
	f.AddToken("app", githubtest.AppToken("gate", all...))
	app := f.client(t, "app", func(o *github.Options) { o.Login = "gate[bot]" })
	_, err = app.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "y", Create: true})
	check(t, err)
	f.AddToken("person", githubtest.Token{Login: "Mallory", Person: true, Permissions: githubtest.AppToken("", all...).Permissions})
	person := f.client(t, "person", func(o *github.Options) { o.Login = "mallory" })
	_, err = person.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "z"})
	check(t, err)
	got = f.there.Comments(1)
	if len(got) != 6 || got[0].Body != "<!-- modelgate:gate -->\nz" || got[5].Login != "gate[bot]" {
		t.Errorf("got %+v", got)
	}
}

func TestCommentLimit(t *testing.T) {
	for _, create := range []bool{true, false} {
		f := newFake(t, githubtest.Config{})
		if !create {
			f.there.AddComment(1, "github-actions[bot]", "<!-- modelgate:gate -->\nold")
		}
		room := github.CommentRoom("gate")
		for _, letter := range []string{"a", "é", "🌈"} { // one, two and four bytes
			_, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: strings.Repeat(letter, room), Create: create})
			check(t, err)
			if n := len([]rune(f.there.Comments(1)[0].Body)); n != 65536 {
				t.Errorf("the longest comment has %d characters", n)
			}
			before := f.Count("")
			_, err = f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: strings.Repeat(letter, room+1), Create: create})
			says(t, err, github.ErrTooLarge, "the comment has 65537 characters, and GitHub takes 65536")
			if f.Count("") != before {
				t.Error("something was sent")
			}
		}
	}
}

func TestServerSaysTooLong(t *testing.T) { // if its limit is smaller than ours
	f := newFake(t, githubtest.Config{})
	if f.there.AddComment(1, "github-actions[bot]", "<!-- modelgate:gate -->") == 0 {
		t.Fatal()
	}
	for key, ok := range map[string]bool{"a": true, "a-b/c.d": true, "": false, "a--b": false, "-a": false, "a -->": false, "a\n": false, strings.Repeat("a", 101): false} {
		_, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: key})
		if ok != (err == nil) {
			t.Errorf("key %q: got %v", key, err)
		}
	}
}

func TestDuplicatesAreReducedToOne(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	for range 3 {
		f.there.AddComment(1, "github-actions[bot]", "<!-- modelgate:gate -->\nold")
	}
	f.there.AddComment(1, "other[bot]", "<!-- modelgate:gate -->\nnot ours to delete")
	r, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "new"})
	check(t, err)
	got := f.there.Comments(1)
	if r.Removed != 2 || len(got) != 2 || got[0].ID != r.ID || got[0].Body != "<!-- modelgate:gate -->\nnew" || got[1].Login != "other[bot]" {
		t.Errorf("got %+v, %+v", r, got)
	}
}

func TestCommentIsFoundOnAnyPage(t *testing.T) {
	for _, before := range []int{99, 100, 250} {
		f := newFake(t, githubtest.Config{})
		for range before {
			f.there.AddComment(1, "alice", "hello")
		}
		id := f.there.AddComment(1, "github-actions[bot]", "<!-- modelgate:gate -->\r\nold")
		r, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "new", Create: true})
		check(t, err)
		if r.ID != id || r.Action != github.CommentUpdated {
			t.Errorf("after %d: got %+v", before, r)
		}
	}
}

// Whatever goes wrong with one request, there is one comment at the end, with
// the new body.
func TestCommentExactlyOnce(t *testing.T) {
	for _, kind := range []githubtest.Kind{githubtest.Unavailable, githubtest.AnswerLost, githubtest.Reset, githubtest.ResetAfter,
		githubtest.PrimaryLimit, githubtest.SecondaryLimit, githubtest.SecondaryQuiet, githubtest.TooMany} {
		for _, op := range []string{"issues/list-comments", "issues/create-comment", "issues/update-comment", "issues/delete-comment"} {
			for nth := 1; nth <= 2; nth++ {
				t.Run(fmt.Sprint(kind, " ", op, " ", nth), func(t *testing.T) {
					f := newFake(t, githubtest.Config{Faults: []githubtest.Fault{{Operation: op, Nth: nth, Kind: kind, Wait: 30e9}}})
					if op == "issues/update-comment" || op == "issues/delete-comment" {
						for range 3 {
							f.there.AddComment(1, "github-actions[bot]", "<!-- modelgate:gate -->\nold")
						}
					}
					_, err := f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "new", Create: true})
					check(t, err)
					got := f.there.Comments(1)
					if len(got) != 1 || got[0].Body != "<!-- modelgate:gate -->\nnew" {
						t.Errorf("got %+v after %+v", got, f.Requests())
					}
				})
			}
		}
	}
}
