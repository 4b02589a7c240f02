package github

import (
	"context"
	"fmt"
	"net/url"
	"unicode/utf8"

	gh "github.com/google/go-github/v62/github"
)

// Limits of a check run, of GitHub's description of checks/create. Characters
// are counted as code points.
const (
	checkTextLimit         = 65535    // characters of Summary, and of Text
	AnnotationBatch        = 50       // annotations in one request
	annotationMessageLimit = 64 << 10 // bytes of Message, and of RawDetails
	annotationTitleLimit   = 255      // characters of an annotation's Title
	// AnnotationLimit is ours: a run with more would take more than twenty calls.
	AnnotationLimit = 1000
)

// Conclusion is how a check run ended.
type Conclusion string

const (
	Success        Conclusion = "success"
	Failure        Conclusion = "failure"
	Neutral        Conclusion = "neutral"
	ActionRequired Conclusion = "action_required"
	TimedOut       Conclusion = "timed_out" // could not decide; a required check that ends so blocks
)

// CheckRun is a check run that is over.
type CheckRun struct {
	Name       string // as a required check names it
	HeadSHA    string
	ExternalID string // tells this run from others of the same name: the id of the workflow's run and attempt
	DetailsURL string // "" for GitHub's own page
	Conclusion Conclusion
	Title      string // one line
	Summary    string // Markdown
	Text       string // Markdown; may be ""
	// Annotations must not be changed between calls with the same ExternalID.
	Annotations []Annotation
	// Again says that a run with this ExternalID may exist already. Looking for
	// it takes one call more.
	Again bool
}

// AnnotationLevel is how bad an annotation is. There is no "error".
type AnnotationLevel string

const (
	AnnotationNotice  AnnotationLevel = "notice"
	AnnotationWarning AnnotationLevel = "warning"
	AnnotationFailure AnnotationLevel = "failure"
)

// Annotation is a remark at lines of a file. Lines and columns are 1-based;
// columns are left out when they are 0 or the lines differ.
type Annotation struct {
	Path               string
	StartLine, EndLine int
	StartColumn        int
	EndColumn          int
	Level              AnnotationLevel
	Title              string // may be ""
	Message            string // plain text
	RawDetails         string // may be ""
}

// CheckRunResult says what PublishCheckRun did.
type CheckRunResult struct {
	ID          int64
	URL         string // of the web page
	Annotations int    // how many the run has now
}

const checksWrite = "checks: write"

// PublishCheckRun makes a check run with all its annotations: one call, and
// one more for each further fifty annotations. It needs `checks: write` and the
// token of an App, as that of a job is. After a lost answer the run is looked
// up by its ExternalID and goes on where it stopped, so that there is one run
// and each annotation once.
func (r Repository) PublishCheckRun(ctx context.Context, c CheckRun) (CheckRunResult, error) {
	doing := fmt.Sprintf("making the check run %s of %s", oneLine(c.Name), r)
	if err := c.check(); err != nil {
		return CheckRunResult{}, fmt.Errorf("%s: %w", doing, err)
	}
	all := annotations(c.Annotations)
	first := all[:min(len(all), AnnotationBatch)]
	var run *gh.CheckRun
	var err error
	if c.Again {
		if run, err = r.findCheckRun(ctx, c); err != nil {
			return CheckRunResult{}, err
		}
	}
	var made bool
	var lost error
	for try := 0; run == nil && try < 3; try++ {
		run, _, err = r.c.gh.Checks.CreateCheckRun(ctx, r.owner, r.name, c.create(first))
		if err == nil {
			made = true
			break
		}
		run = nil
		if err = r.c.fail(doing, checksWrite, err); !isLost(err) {
			return CheckRunResult{}, err
		}
		lost = err
		if run, err = r.findCheckRun(ctx, c); err != nil {
			return CheckRunResult{}, err
		}
	}
	if run == nil {
		return CheckRunResult{}, lost
	}
	done, refresh := len(first), false
	if !made { // found: go on after what it has
		done, refresh = run.GetOutput().GetAnnotationsCount(), lost == nil
	}
	if done, err = r.appendAnnotations(ctx, run.GetID(), c, all, done, refresh); err != nil {
		return CheckRunResult{}, err
	}
	return CheckRunResult{ID: run.GetID(), URL: run.GetHTMLURL(), Annotations: done}, nil
}

// findCheckRun looks for the run by its ExternalID; nil when there is none.
func (r Repository) findCheckRun(ctx context.Context, c CheckRun) (*gh.CheckRun, error) {
	doing := fmt.Sprintf("finding the check run %s of %s", oneLine(c.Name), r)
	all := "all"
	runs, err := pages(doing, func(o gh.ListOptions) ([]*gh.CheckRun, *gh.Response, error) {
		list, resp, err := r.c.gh.Checks.ListCheckRunsForRef(ctx, r.owner, r.name, c.HeadSHA,
			&gh.ListCheckRunsOptions{CheckName: &c.Name, Filter: &all, ListOptions: o})
		if err != nil {
			return nil, resp, err
		}
		return list.CheckRuns, resp, nil
	})
	if err != nil {
		return nil, r.c.fail(doing, "checks: read", err)
	}
	for _, run := range runs {
		if run.GetExternalID() == c.ExternalID {
			return run, nil
		}
	}
	return nil, nil
}

// appendAnnotations sends the annotations after the first done ones, batch by
// batch. With refresh, the run's other content is sent even if there are none.
// GitHub appends what it gets: after a lost answer the run is asked how many
// it has.
func (r Repository) appendAnnotations(ctx context.Context, id int64, c CheckRun, all []*gh.CheckRunAnnotation, done int, refresh bool) (int, error) {
	doing := fmt.Sprintf("adding annotations to the check run %s of %s", oneLine(c.Name), r)
	for tries := 0; done < len(all) || refresh; {
		batch := all[min(done, len(all)):min(done+AnnotationBatch, len(all))]
		_, _, err := r.c.gh.Checks.UpdateCheckRun(ctx, r.owner, r.name, id, c.update(batch))
		if err == nil {
			done, refresh, tries = done+len(batch), false, 0
			continue
		}
		if err = r.c.fail(doing, checksWrite, err); !isLost(err) {
			return done, err
		}
		if tries++; tries > 3 {
			return done, err
		}
		run, _, readErr := r.c.gh.Checks.GetCheckRun(ctx, r.owner, r.name, id)
		if readErr != nil {
			return done, r.c.fail(doing, "checks: read", readErr)
		}
		if has := run.GetOutput().GetAnnotationsCount(); has == done+len(batch) && len(batch) > 0 {
			done, refresh, tries = has, false, 0
		} else if has != done {
			return done, fmt.Errorf("%s: %w: it has %d annotations instead of %d", doing, ErrConflict, has, done)
		}
	}
	return done, nil
}

func (c CheckRun) create(batch []*gh.CheckRunAnnotation) gh.CreateCheckRunOptions {
	u := c.update(batch)
	return gh.CreateCheckRunOptions{Name: c.Name, HeadSHA: c.HeadSHA, ExternalID: &c.ExternalID,
		DetailsURL: u.DetailsURL, Status: u.Status, Conclusion: u.Conclusion, Output: u.Output}
}

func (c CheckRun) update(batch []*gh.CheckRunAnnotation) gh.UpdateCheckRunOptions {
	status, conclusion := "completed", string(c.Conclusion)
	o := gh.UpdateCheckRunOptions{Name: c.Name, Status: &status, Conclusion: &conclusion,
		Output: &gh.CheckRunOutput{Title: &c.Title, Summary: &c.Summary, Annotations: batch}}
	if c.Text != "" {
		o.Output.Text = &c.Text
	}
	if c.DetailsURL != "" { // an empty one is refused
		o.DetailsURL = &c.DetailsURL
	}
	return o
}

// check refuses what GitHub would refuse, or cut off without saying so.
func (c CheckRun) check() error {
	if err := checkSHA(c.HeadSHA); err != nil {
		return err
	}
	switch c.Conclusion {
	case Success, Failure, Neutral, ActionRequired, TimedOut:
	default:
		return fmt.Errorf("%w: the conclusion %q", ErrSettings, c.Conclusion)
	}
	if c.Name == "" || c.ExternalID == "" || c.Title == "" || c.Summary == "" {
		return fmt.Errorf("%w: name, external id, title and summary are needed", ErrSettings)
	}
	if u, err := url.Parse(c.DetailsURL); c.DetailsURL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http") {
		return fmt.Errorf("%w: the address of the details", ErrSettings)
	}
	for what, text := range map[string]string{"summary": c.Summary, "text": c.Text} {
		if n := utf8.RuneCountInString(text); n > checkTextLimit {
			return fmt.Errorf("%w: the %s has %d characters, and GitHub takes %d", ErrTooLarge, what, n, checkTextLimit)
		}
	}
	if len(c.Annotations) > AnnotationLimit {
		return fmt.Errorf("%w: %d annotations, and %d are sent at most", ErrTooLarge, len(c.Annotations), AnnotationLimit)
	}
	for _, a := range c.Annotations {
		if err := a.check(); err != nil {
			return fmt.Errorf("annotation at %q: %w", oneLine(a.Path), err)
		}
	}
	return nil
}

func (a Annotation) check() error {
	switch {
	case a.Level != AnnotationNotice && a.Level != AnnotationWarning && a.Level != AnnotationFailure:
		return fmt.Errorf("%w: the level %q", ErrSettings, a.Level)
	case a.Path == "" || a.Message == "" || a.StartLine < 1 || a.EndLine < a.StartLine:
		return fmt.Errorf("%w: path, message and lines are needed", ErrSettings)
	case len(a.Message) > annotationMessageLimit || len(a.RawDetails) > annotationMessageLimit:
		return fmt.Errorf("%w: the message or its details have more than %d bytes", ErrTooLarge, annotationMessageLimit)
	case utf8.RuneCountInString(a.Title) > annotationTitleLimit:
		return fmt.Errorf("%w: the title has more than %d characters", ErrTooLarge, annotationTitleLimit)
	}
	return nil
}

func annotations(all []Annotation) []*gh.CheckRunAnnotation {
	out := make([]*gh.CheckRunAnnotation, len(all))
	for i, a := range all {
		level := string(a.Level)
		out[i] = &gh.CheckRunAnnotation{Path: &a.Path, StartLine: &a.StartLine, EndLine: &a.EndLine, AnnotationLevel: &level, Message: &a.Message}
		if a.Title != "" {
			out[i].Title = &a.Title
		}
		if a.RawDetails != "" {
			out[i].RawDetails = &a.RawDetails
		}
		if a.StartLine == a.EndLine && a.StartColumn > 0 && a.EndColumn >= a.StartColumn {
			out[i].StartColumn, out[i].EndColumn = &a.StartColumn, &a.EndColumn
		}
	}
	return out
}
