package evaluation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// unfit says why a result must not be judged by, whatever its value: reason is
// "" where it may. What the policy asks of the file is asked; what the file says
// against itself counts without being asked for.
func (x *judge) unfit(t config.Threshold, l located) (reason evidence.Reason, detail string) {
	f := l.file
	listed := false
	for _, e := range x.Evidence {
		if !matchesBelow(e.Path, x.Head.ID, f.Path) {
			continue
		}
		listed = true
		if reason, detail := x.lacks(e, l); reason != "" {
			return reason, detail
		}
	}
	if len(x.Evidence) > 0 && !listed { // it would owe nothing, by lying elsewhere
		return evidence.ReasonUnlisted, "no `evidence` entry matches the file, so its requirements are unknown"
	}
	if x.ofAnother(f) {
		return evidence.ReasonUnbound, unmatched(f)
	}
	switch f.Completeness.State {
	case evidence.Failed:
		return evidence.ReasonFailed, "the evaluation did not end well: " + f.Completeness.Reason
	case evidence.Partial:
		if !x.allowsPartial(f) {
			return evidence.ReasonPartial, "the evaluation is incomplete: " + f.Completeness.Reason
		}
	}
	if detail := x.trained(t, l); detail != "" {
		return evidence.ReasonOnTraining, detail
	}
	if f.Cached.Value && slices.Contains([]string{"ms", "s", "usd", "tokens"}, unitOf(t, l.Result)) {
		return evidence.ReasonCached, "some responses came from a cache, so latency and cost are not valid"
	}
	if split := l.Dataset.Split; f.Trials.Present && f.Trials.Split != "" && f.Trials.Split == split {
		return evidence.ReasonTuned, fmt.Sprintf("the search selected the best of %s trials on split %q, which is also used for evaluation", f.Trials.Total, split)
	}
	return x.reused(f)
}

// has reports whether an artifact of the model has a digest.
func (x *judge) has(digest string) bool {
	return slices.ContainsFunc(x.Head.Artifacts, func(a evidence.Artifact) bool { return a.Digest == digest })
}

// ofAnother reports whether a file names the digest of another model, whatever the policy
// asks. A revision or a digest of another kind than those of the artifacts says nothing.
func (x *judge) ofAnother(f evidence.Evaluation) bool {
	return strings.HasPrefix(f.Subject.Digest, "sha256:") && !x.has(f.Subject.Digest) &&
		slices.ContainsFunc(x.Head.Artifacts, func(a evidence.Artifact) bool { return a.Algorithm == "sha256" })
}

func unmatched(f evidence.Evaluation) string {
	return fmt.Sprintf("the evaluated digest %s does not match any artifact of the model", f.Subject.Digest)
}

// belied says how the values of the examples contradict the mean that a result is. Of
// a log that has fewer than were measured, the rest could make up for what is missing.
func (x *judge) belied(l located) string {
	if !l.Mean {
		return ""
	}
	samples, _ := x.samples(x.HeadSamples, l)
	if len(samples) == 0 {
		return ""
	}
	sum := 0.0
	for _, s := range samples {
		sum += s.Value
	}
	low, high := sum, sum
	if n, err := whole64(l.N); err == nil && n > int64(len(samples)) {
		if !zeroOne(samples) {
			return ""
		}
		high += float64(n - int64(len(samples)))
		low, high = low/float64(n), high/float64(n)
	} else {
		low, high = sum/float64(len(samples)), sum/float64(len(samples))
	}
	value, err := strconv.ParseFloat(l.Value, 64)
	if err != nil || value >= low && value <= high || decimal.IsRounded(l.Value, low) || decimal.IsRounded(l.Value, high) {
		return ""
	}
	if low < high {
		return fmt.Sprintf("it is %s of %s examples, but the %d that are logged leave from %.6g to %.6g", clip(l.Raw), l.N, len(samples), low, high)
	}
	return fmt.Sprintf("it is %s, but its %d examples have the mean %.6g", clip(l.Raw), len(samples), low)
}

// lacks holds one entry of the policy's evidence against the file.
func (x *judge) lacks(e config.Evidence, l located) (reason evidence.Reason, detail string) {
	f := l.file
	switch {
	case e.Format != "" && f.Format != e.Format:
		return evidence.ReasonWrongFormat, fmt.Sprintf("the file has format %s, but the policy requires %s", f.Format, e.Format)
	case e.ModelDigest && f.Subject.Digest == "":
		return evidence.ReasonUnbound, "the file does not name the digest of the evaluated model"
	case e.ModelDigest && !x.has(f.Subject.Digest):
		return evidence.ReasonUnbound, unmatched(f)
	case e.Commit && !isObjectID(f.Subject.Commit):
		return evidence.ReasonNoCommit, "the file does not name the commit that it measured"
	case e.Commit && x.Contains != nil && !x.known(f):
		if is, known := x.Contains(f.Subject.Commit); known && !is {
			return evidence.ReasonNoCommit, fmt.Sprintf("the file measured commit %.12s, which is not in the history of the head", f.Subject.Commit)
		}
	}
	for _, want := range []struct{ what, asked, is string }{
		{"dataset", e.DatasetName, l.Dataset.Name}, {"split", e.DatasetSplit, l.Dataset.Split}, {"dataset digest", e.DatasetDigest, l.Dataset.Digest},
	} {
		if want.asked != "" && want.asked != want.is {
			if want.is == "" {
				return evidence.ReasonWrongDataset, fmt.Sprintf("the result does not name its %s, but %q is required", want.what, want.asked)
			}
			return evidence.ReasonWrongDataset, fmt.Sprintf("the result is for the %s %q, but the policy requires %q", want.what, want.is, want.asked)
		}
	}
	if split := e.DatasetSplit; split != "" && f.Trials.Present && f.Trials.Split == split {
		return evidence.ReasonTuned, fmt.Sprintf("the search selected its best trial on the split %q, which is also the evaluation split", split)
	}
	if old, detail := tooOld(e.MaxAge, f, x.Now); old {
		return evidence.ReasonStale, detail
	}
	return "", ""
}

// tooOld reports whether a file is older than a policy allows; one that does not
// say how old it is may be any age.
func tooOld(maxAge string, f evidence.Evaluation, now time.Time) (bool, string) {
	limit, asked := config.Days(maxAge)
	if !asked {
		return false, ""
	}
	created, ok := readTime(f.Created.Value)
	switch {
	case !ok:
		return true, "the file does not say when it was measured, and may be at most " + maxAge + " old"
	case created.After(now.Add(24 * time.Hour)):
		return true, fmt.Sprintf("the measurement date %s is in the future", f.Created.Value)
	case now.Sub(created) > limit:
		return true, fmt.Sprintf("the results are of %s, and may be at most %s old", f.Created.Value, maxAge)
	}
	return false, ""
}

func readTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func (x *judge) allowsPartial(f evidence.Evaluation) bool {
	return slices.ContainsFunc(x.Evidence, func(e config.Evidence) bool { return e.AllowPartial && matchesBelow(e.Path, x.Head.ID, f.Path) })
}

// reused: a file that states what it did before cannot have measured another model.
func (x *judge) reused(f evidence.Evaluation) (reason evidence.Reason, detail string) {
	if f.Content == "" || !x.artifactsChanged() {
		return "", ""
	}
	if x.known(f) || slices.ContainsFunc(x.Base.Evaluations, f.Restates) {
		return evidence.ReasonReused, "the model's artifacts have changed, but what this file states has not: it measured the model before. If a new evaluation has the same values, write when it was made into the file"
	}
	return "", ""
}

// known reports whether the base has the file's content. What it names was asked
// about when it came; a squash merge has taken that commit out of the history.
func (x *judge) known(f evidence.Evaluation) bool {
	return slices.ContainsFunc(x.Base.Evaluations, func(b evidence.Evaluation) bool { return f.Content != "" && b.Content == f.Content })
}

// artifactsChanged reports whether a digest of the model's artifacts is gone, of
// those that both sides state: one that is added is another export, or a file
// beside the model.
func (x *judge) artifactsChanged() bool {
	after := digests(x.Head.Artifacts)
	return len(after) > 0 && slices.ContainsFunc(digests(x.Base.Artifacts), func(d string) bool { return !slices.Contains(after, d) })
}

// digests are the sorted digests of what a model consists of.
func digests(artifacts []evidence.Artifact) []string {
	var out []string
	for _, a := range artifacts {
		if a.Digest != "" {
			out = append(out, a.Digest)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func unitOf(t config.Threshold, r evidence.Result) string {
	if t.Unit != "" {
		return t.Unit
	}
	return r.Unit
}

func isObjectID(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// matchesBelow matches a glob against a path below a model's directory.
func matchesBelow(glob, model, path string) bool {
	return source.Match(glob, strings.TrimPrefix(path, model+"/"))
}
