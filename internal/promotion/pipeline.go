package promotion

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Pipeline lists the environments of a repository's env.yaml, each after those
// that it needs.
func Pipeline(tree source.Tree) ([]string, error) {
	all, err := loadEnvironments(tree)
	if err != nil {
		return nil, err
	}
	if !all.declared {
		return nil, fmt.Errorf("%w: the environment repository has no %s; add one that lists the environments", ErrUnknownEnvironment, EnvPath)
	}
	out, _ := inOrder(all.all)
	return out, nil
}

// inOrder sorts environments so that each comes after those that it needs, and by
// name. Those that need each other in a circle are left over.
func inOrder(all map[string]Environment) (sorted, circle []string) {
	left := slices.Sorted(maps.Keys(all))
	for {
		i := slices.IndexFunc(left, func(name string) bool {
			return !slices.ContainsFunc(all[name].Needs, func(n string) bool { return slices.Contains(left, n) })
		})
		if i < 0 {
			return sorted, left
		}
		sorted = append(sorted, left[i])
		left = slices.Delete(left, i, i+1)
	}
}

// graph decodes what an environment needs of others, and checks it against all.
func (l *loader) graph(doc *document.Document, all map[string]Environment) {
	known := slices.Sorted(maps.Keys(all))
	for _, n := range doc.Root.Get("environments").Children {
		e, at := all[n.Key], document.Pointer("environments", n.Key)
		for i, need := range children(n.Get("needs")) {
			if _, ok := all[need.Value]; !ok {
				l.refuse(doc, at+document.Pointer("needs", fmt.Sprint(i)), fmt.Sprintf("environment %s does not exist%s", quoted(need.Value), finding.DidYouMean(need.Value, known)), "Use the name of an environment of this file.")
			}
		}
		if e.Soak > 0 && len(e.Needs) == 0 {
			l.refuse(doc, at+"/soak", e.Name+" has a soak time, but needs no environment to soak in", "Name the environments under needs.")
		}
	}
	if _, circle := inOrder(all); len(circle) > 0 {
		l.refuse(doc, document.Pointer("environments", circle[0])+"/needs", fmt.Sprintf("environments need each other in a circle: %s", strings.Join(circle, ", ")), "Remove one of the needs.")
	}
}

// soak reads a duration whose form the schema has accepted: 30m, 24h or 7d.
func soak(text string) time.Duration {
	if text == "" {
		return 0
	}
	unit := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[text[len(text)-1]]
	n, _ := strconv.Atoi(text[:len(text)-1]) // at most four digits
	return time.Duration(n) * unit
}

// obstacle is why a model may not go into the environment now.
type obstacle struct {
	reason string
	later  bool // it passes by itself, or with a promotion into another environment
}

func waits(format string, args ...any) obstacle { return obstacle{fmt.Sprintf(format, args...), true} }

func blocks(format string, args ...any) obstacle {
	return obstacle{fmt.Sprintf(format, args...), false}
}

// or is the obstacle that counts of two: one that does not pass by itself, else the first.
func (o obstacle) or(other obstacle) obstacle {
	if o.reason == "" || o.later && other.reason != "" && !other.later {
		return other
	}
	return o
}

// findObstacle returns a freeze, a window, or an environment that the model must have
// been in before.
func (p *planner) findObstacle(w wanted) (obstacle, error) {
	for _, reason := range []string{p.env.frozen(p.Now, w.name), p.env.closed(p.Now)} {
		if reason != "" {
			return obstacle{reason, true}, nil
		}
	}
	var all obstacle
	for _, need := range p.env.Needs {
		o, err := p.notYet(w, need)
		if o.later && err == nil {
			if way := p.circle(need); len(way) > 0 {
				return blocks("needs form a cycle across branches: %s: remove one of them from %s on its branch", strings.Join(way, ", "), EnvPath), nil
			}
		}
		if err != nil {
			return o, err
		}
		all = all.or(o)
	}
	return all, nil
}

// circle is how an environment needs the one that is planned for, each by the
// configuration of its own branch; nil if it does not. A file without a circle can be
// one half of it. What cannot be read is no part of it: whoever needs it says so.
func (p *planner) circle(need string) []string {
	if way, known := p.circles[need]; known {
		return way
	}
	if p.circles == nil {
		p.circles = map[string][]string{}
	}
	p.circles[need] = p.findCircle(need)
	return p.circles[need]
}

func (p *planner) findCircle(need string) []string {
	type step struct {
		at   *planner // by the branch that the needing environment is on
		name string
		way  []string
	}
	seen := map[string]bool{}
	for next := []step{{p, need, nil}}; len(next) > 0; next = next[1:] {
		from := next[0]
		at, err := from.at.of(from.name)
		if err != nil || seen[from.name] {
			continue
		}
		seen[from.name] = true
		is, err := at.as(from.name)
		if err != nil {
			continue
		}
		way := append(slices.Clone(from.way), fmt.Sprintf("%s needs %s", from.at.env.Name, from.name))
		for _, n := range is.env.Needs {
			if n == p.env.Name {
				return append(way, fmt.Sprintf("%s needs %s", from.name, n))
			}
			next = append(next, step{is, n, way})
		}
	}
	return nil
}

// notYet is why another environment does not vouch for the model, or nothing.
// What counts is that the same version with the same artifacts and parameters is
// deployed there and not held, for the soak time without a break.
func (p *planner) notYet(w wanted, need string) (obstacle, error) {
	q, err := p.of(need)
	if errors.Is(err, errElsewhere) {
		return blocks("%s needs it in %s first, and %s is on %s, which was not read", p.env.Name, need, need, p.env.elsewhere[need]), nil
	} else if err != nil {
		return obstacle{}, err
	}
	h, problems, err := readHistory(q.tree, need, w.name)
	if err != nil {
		return obstacle{}, err
	}
	lost, err := q.findLost(need, w.name)
	if err != nil {
		return obstacle{}, err
	}
	if len(problems) == 0 {
		if problems, err = q.unsignedFor(p, h, need, w.name); err != nil {
			return obstacle{}, err
		}
	}
	differs, err := q.comparer(w, need)
	if err != nil {
		return obstacle{}, err
	}
	current, exists := h.current()
	held := current.held(p.Now)
	switch {
	case len(lost) > 0:
		return blocks("its records in %s are not those of the history of the branch: %s", need, quoted(lost[0].Path)), nil
	case len(problems) > 0:
		return blocks("its files in %s are not what the records state: %s", need, quoted(problems[0].Path)), nil
	case !exists || !current.deploys():
		return waits("%s needs it in %s first, which does not have it", p.env.Name, need), nil
	}
	if why, err := differs(current); why != "" || err != nil {
		return waits("%s needs %s", p.env.Name, why), err
	}
	if held != "" {
		return waits("%s needs it in %s without a hold: %s", p.env.Name, need, held), nil
	}
	since, err := h.deployedSince(differs)
	if err != nil {
		return obstacle{}, err
	}
	young, err := q.soaks(since, need)
	if err != nil || young.reason != "" && !young.later {
		return young, err
	}
	sick, err := q.sick(current, since, need) // while it soaks, too: time does not heal
	return young.or(sick), err
}

// soaks is why the record since which another environment deploys a model is not old enough.
func (p *planner) soaks(since Record, need string) (obstacle, error) {
	if p.env.Soak == 0 {
		return obstacle{}, nil
	}
	arrived, known, err := p.arrivedAs(since, need)
	if err != nil {
		return obstacle{}, err
	}
	if !known {
		return blocks("%s needs it to soak in %s, and the time of its record there is in the history of the branch, which was not read: use --landing git", p.env.Name, need), nil
	}
	if arrived.At.IsZero() {
		is, err := p.neededAs(need)
		if err != nil {
			return obstacle{}, err
		}
		if is.env.Mode != PullRequest {
			return blocks("%s needs it to soak in %s, but record %06d reached the branch at an unknown time: commit %s of modelgate was made again by another committer, such as by a rebase. The soak time starts with the next commit of modelgate to that branch, such as that of `modelgate env hold`, followed by `modelgate env unhold`",
				p.env.Name, need, since.Sequence, arrived.Commit), nil
		}
		why := ""
		if arrived.Unknown != "" {
			why = " (" + quotedLine(arrived.Unknown) + ")"
		}
		return blocks("%s needs it to soak in %s, but the time at which its pull request was merged there is unknown%s: use a token that reads the pull requests of its host; or merge the next version there with a merge commit", p.env.Name, need, why), nil
	}
	if ready := since.begins(arrived).Add(p.env.Soak); p.Now.Before(ready) {
		return waits("it soaks in %s until %s", need, ready.UTC().Format(time.RFC3339)), nil
	}
	return obstacle{}, nil
}

// arrivedAs is how the branch got a record of another environment; false where the history
// was not read.
func (p *planner) arrivedAs(r Record, need string) (Arrival, bool, error) {
	record, known, err := p.committed(need, r.Model.Name, r.Sequence)
	if err != nil || !known {
		return Arrival{}, false, err
	}
	arrived, err := p.arrival(recordPath(need, r.Model.Name, r.Sequence), record)
	return arrived, true, err
}

// begins is the moment from which a record counts that arrived so: its branch cannot have
// had it before it was made, unless the host says so.
func (r Record) begins(arrived Arrival) time.Time {
	if made := r.createdAt(); !arrived.ByHost && made.After(arrived.At) {
		return made
	}
	return arrived.At
}

// createdAt is when the record was made, by the clock that made it; zero where it does not
// say. A branch cannot have had it before, whatever the time of a commit is.
func (r Record) createdAt() time.Time {
	at, _ := time.Parse(time.RFC3339, r.CreatedAt) // the zero time is before all others
	return at
}
