package github_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// checkRun is a check run with so many annotations.
func checkRun(head string, n int) github.CheckRun {
	c := github.CheckRun{Name: "modelgate", HeadSHA: head, ExternalID: "run-1", Conclusion: github.Failure, Title: "denied", Summary: "summary"}
	for i := range n {
		c.Annotations = append(c.Annotations, github.Annotation{Path: "a.md", StartLine: i + 1, EndLine: i + 1, StartColumn: 1, EndColumn: 2,
			Level: github.AnnotationFailure, Title: "t", Message: fmt.Sprint("m", i)})
	}
	return c
}

// once fails unless there is one check run with each annotation once, in order.
func once(t *testing.T, f *fake, n int) {
	t.Helper()
	runs := f.there.CheckRuns()
	if len(runs) != 1 {
		t.Fatalf("%d check runs after %+v", len(runs), f.Requests())
	}
	if runs[0].Conclusion != "failure" || runs[0].Status != "completed" || len(runs[0].Annotations) != n {
		t.Errorf("got %s %s with %d annotations after %+v", runs[0].Status, runs[0].Conclusion, len(runs[0].Annotations), f.Requests())
	}
	for i, a := range runs[0].Annotations {
		if a["message"] != fmt.Sprint("m", i) {
			t.Fatalf("annotation %d is %v", i, a)
		}
	}
}

func TestAnnotationsGoInBatches(t *testing.T) {
	for _, c := range []struct{ annotations, calls int }{{0, 1}, {50, 1}, {51, 2}, {100, 2}, {101, 3}} {
		f := newFake(t, githubtest.Config{})
		r, err := f.repo.PublishCheckRun(t.Context(), checkRun(f.head, c.annotations))
		check(t, err)
		if r.Annotations != c.annotations || f.Count("") != c.calls {
			t.Errorf("%d annotations: got %+v in %d calls", c.annotations, r, f.Count(""))
		}
		once(t, f, c.annotations)
	}
}

func TestCheckRunExactlyOnce(t *testing.T) {
	for _, kind := range []githubtest.Kind{githubtest.Unavailable, githubtest.AnswerLost, githubtest.Reset, githubtest.ResetAfter, githubtest.SecondaryLimit, githubtest.TooMany} {
		for _, c := range []struct {
			op  string
			nth int
		}{{"checks/create", 1}, {"checks/update", 1}, {"checks/update", 2}} {
			t.Run(fmt.Sprint(kind, " ", c.op, " ", c.nth), func(t *testing.T) {
				f := newFake(t, githubtest.Config{Faults: []githubtest.Fault{{Operation: c.op, Nth: c.nth, Kind: kind, Wait: 30e9}}})
				_, err := f.repo.PublishCheckRun(t.Context(), checkRun(f.head, 101))
				check(t, err)
				once(t, f, 101)
			})
		}
	}
}

func TestCheckRunAgainGoesOnWhereItStopped(t *testing.T) {
	f := newFake(t, githubtest.Config{Faults: []githubtest.Fault{{Operation: "checks/update", Nth: 1, Kind: githubtest.Forbidden}}})
	run := checkRun(f.head, 101)
	_, err := f.repo.PublishCheckRun(t.Context(), run)
	says(t, err, github.ErrForbidden, "checks: write")
	run.Again = true
	for range 2 {
		_, err = f.repo.PublishCheckRun(t.Context(), run)
		check(t, err)
		once(t, f, 101)
	}
	run.ExternalID = "run-2" // another run of the workflow is another check run
	_, err = f.repo.PublishCheckRun(t.Context(), run)
	check(t, err)
	if n := len(f.there.CheckRuns()); n != 2 {
		t.Errorf("%d check runs", n)
	}
}

func TestCheckRunLimits(t *testing.T) {
	for _, c := range []struct {
		name   string
		limit  int
		change func(*github.CheckRun, int)
	}{
		{"summary", 65535, func(c *github.CheckRun, n int) { c.Summary = strings.Repeat("é", n) }},
		{"text", 65535, func(c *github.CheckRun, n int) { c.Text = strings.Repeat("é", n) }},
		{"message", 64 << 10, func(c *github.CheckRun, n int) { c.Annotations[0].Message = strings.Repeat("a", n) }},
		{"details", 64 << 10, func(c *github.CheckRun, n int) { c.Annotations[0].RawDetails = strings.Repeat("a", n) }},
		{"title", 255, func(c *github.CheckRun, n int) { c.Annotations[0].Title = strings.Repeat("é", n) }},
		{"annotations", 1000, func(c *github.CheckRun, n int) { *c = checkRun(c.HeadSHA, n) }},
	} {
		f := newFake(t, githubtest.Config{})
		run := checkRun(f.head, 1)
		c.change(&run, c.limit)
		if _, err := f.repo.PublishCheckRun(t.Context(), run); err != nil {
			t.Errorf("%s at the limit: %v", c.name, err)
		}
		before := f.Count("")
		c.change(&run, c.limit+1)
		_, err := f.repo.PublishCheckRun(t.Context(), run)
		says(t, err, github.ErrTooLarge, "")
		if f.Count("") != before {
			t.Errorf("%s over the limit: something was sent", c.name)
		}
	}
}

func TestCheckRunRefusesWhatGitHubWould(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	for name, change := range map[string]func(*github.CheckRun){
		"level error":     func(c *github.CheckRun) { c.Annotations[0].Level = "error" },
		"no line":         func(c *github.CheckRun) { c.Annotations[0].StartLine = 0 },
		"lines backwards": func(c *github.CheckRun) { c.Annotations[0].StartLine = 2 },
		"short sha":       func(c *github.CheckRun) { c.HeadSHA = "abc" },
		"conclusion":      func(c *github.CheckRun) { c.Conclusion = "passed" },
		"no title":        func(c *github.CheckRun) { c.Title = "" },
		"script":          func(c *github.CheckRun) { c.DetailsURL = "javascript:alert(1)" },
	} {
		run := checkRun(f.head, 1)
		change(&run)
		if _, err := f.repo.PublishCheckRun(t.Context(), run); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
	if f.Count("") != 0 {
		t.Error("something was sent")
	}
	run := checkRun(f.head, 1)
	run.Annotations[0].EndLine = 5 // columns are for one line only, and left out
	_, err := f.repo.PublishCheckRun(t.Context(), run)
	check(t, err)
}

func TestStatus(t *testing.T) {
	f := newFake(t, githubtest.Config{Faults: []githubtest.Fault{{Operation: "repos/create-commit-status", Nth: 1, Kind: githubtest.AnswerLost}}})
	s := github.Status{State: github.StatusFailure, Context: "modelgate", Description: strings.Repeat("é", 140), TargetURL: "https://example.com/"}
	check(t, f.repo.SetStatus(t.Context(), f.head, s))
	got := f.there.Statuses(f.head)
	if last := got[len(got)-1]; last.State != "failure" || last.Context != "modelgate" || last.Description != s.Description {
		t.Errorf("got %+v", got)
	}
	s.State = github.StatusSuccess
	check(t, f.repo.SetStatus(t.Context(), f.head, s))
	told, err := f.repo.Statuses(t.Context(), f.head)
	check(t, err)
	if i := slices.IndexFunc(told, func(s github.Told) bool { return s.Context == "modelgate" }); i < 0 || told[i].State != github.StatusSuccess || told[i].At.IsZero() {
		t.Errorf("the newest is told as %+v", told)
	}
	_, err = f.repo.Statuses(t.Context(), "main")
	says(t, err, github.ErrSettings, "main")
	s.Description += "x"
	says(t, f.repo.SetStatus(t.Context(), f.head, s), github.ErrTooLarge, "141 characters")
	s.Description, s.State = "", "passed"
	says(t, f.repo.SetStatus(t.Context(), f.head, s), github.ErrSettings, "passed")
	says(t, f.repo.SetStatus(t.Context(), strings.Repeat("1", 40), github.Status{State: github.StatusSuccess, Context: "x"}), github.ErrInvalid, "No commit found")
}
