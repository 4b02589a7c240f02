package gate

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/report"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// AdoptRequest says which findings of a tree a baseline is to hold, and until when.
type AdoptRequest struct {
	Check         Request  // of the tree as it stands, all of its models
	Models, Rules []string // globs; what does not match stays as it is
	Owner, Ticket string
	Until         string // YYYY-MM-DD; "" for the longest that the configuration allows
	Add           bool   // findings that the baseline does not have; implied by the first adoption
}

// Adopted is a new baseline and how it differs from the one that there is.
type Adopted struct {
	Text                 string // of the file
	First                bool   // there was no baseline
	Until                string
	Kept, Dropped, Added int
	Waiting              []finding.Finding // that block, and are not in the baseline
	Refused              []finding.Finding // that block, and no baseline may hold
	Failures, Findings   int               // rules that could not run; entries of the new baseline
}

// Adopt works out the baseline of a tree. What is fixed leaves it; what it has stays
// as recorded; what is new comes only if the request says so.
func Adopt(ctx context.Context, req AdoptRequest) (Adopted, error) {
	cfg, err := config.Load(req.Check.Base)
	if err != nil {
		return Adopted{}, err
	}
	r, err := Check(ctx, req.Check)
	if err != nil {
		return Adopted{}, err
	}
	now := req.Check.Now
	out := Adopted{First: len(cfg.Adoptions) == 0, Until: req.Until, Failures: r.Totals.Failures}
	if out.Until == "" {
		out.Until = now.UTC().AddDate(0, 0, cfg.WaiverDays).Format(time.DateOnly)
	}
	a := adopter{AdoptRequest: req, now: now, out: &out, comments: map[string]string{}, found: map[string]map[string]decision.Judged{}, rules: map[string]finding.Rule{}}
	for _, rule := range r.Rules {
		a.rules[rule.ID] = rule
	}
	for _, d := range r.All() {
		found := map[string]decision.Judged{}
		for _, j := range d.Findings {
			found[j.Rule+" "+j.Fingerprint] = j
			a.comments[j.Fingerprint] = j.Message
		}
		a.found[d.Subject.ID] = found
	}
	adoptions := a.keep(cfg.Adoptions)
	if fresh := a.missing(r, adoptions); fresh.Count() > 0 {
		out.Added = fresh.Count()
		adoptions = joinAdoption(a.withoutExpired(adoptions, fresh), fresh)
	}
	for _, one := range adoptions {
		out.Findings += one.Count()
	}
	if out.Findings > config.MaxBaseline {
		return out, fmt.Errorf("the baseline would have %d findings (limit: %d); fix some first, or narrow it with --model and --rule", out.Findings, config.MaxBaseline)
	}
	out.Text = config.BaselineText(adoptions, a.comments)
	return out, config.CheckBaselineText(out.Text)
}

type adopter struct {
	AdoptRequest
	now      time.Time
	out      *Adopted
	comments map[string]string                     // messages, by fingerprint
	found    map[string]map[string]decision.Judged // by subject, and by rule and fingerprint
	rules    map[string]finding.Rule
}

// selected reports whether the request is about a finding.
func (a *adopter) selected(model, rule string) bool {
	matches := func(globs []string, word string) bool {
		return len(globs) == 0 || slices.ContainsFunc(globs, func(g string) bool { return source.Match(g, word) })
	}
	return matches(a.Models, model) && matches(a.Rules, rule)
}

// keep drops the entries without a finding.
func (a *adopter) keep(adoptions []config.Adoption) []config.Adoption {
	var out []config.Adoption
	for _, was := range adoptions {
		is := was
		is.Findings = map[string]map[string]map[string]string{}
		for model, rules := range was.Findings {
			for rule, entries := range rules {
				for fingerprint, value := range entries {
					if _, there := a.found[model][rule+" "+fingerprint]; a.selected(model, rule) && !there {
						a.out.Dropped++
						continue
					}
					a.out.Kept++
					enter(is, model, rule, fingerprint, value)
				}
			}
		}
		if is.Count() > 0 {
			out = append(out, is)
		}
	}
	return out
}

func enter(a config.Adoption, model, rule, fingerprint, value string) {
	if a.Findings[model] == nil {
		a.Findings[model] = map[string]map[string]string{}
	}
	if a.Findings[model][rule] == nil {
		a.Findings[model][rule] = map[string]string{}
	}
	a.Findings[model][rule][fingerprint] = value
}

// missing is an adoption of what blocks and no adoption in force holds: nothing, but
// what is said of it, unless it is to be added.
func (a *adopter) missing(r report.Report, adoptions []config.Adoption) config.Adoption {
	fresh := config.Adoption{Owner: a.Owner, Ticket: a.Ticket, Created: a.now.UTC().Format(time.DateOnly), Expires: a.out.Until, Findings: map[string]map[string]map[string]string{}}
	held := decision.Tolerances{Baseline: adoptions}
	for _, d := range r.All() {
		for _, j := range d.Findings {
			rule := a.rules[j.Rule]
			switch {
			case !j.Denies() || !a.selected(d.Subject.ID, j.Rule) || held.Holds(d.Subject, j, rule, a.now):
			case !decision.Adoptable(rule, j.Finding):
				a.out.Refused = append(a.out.Refused, j.Finding)
			case !a.Add && !a.out.First:
				a.out.Waiting = append(a.out.Waiting, j.Finding)
			default:
				enter(fresh, d.Subject.ID, j.Rule, j.Fingerprint, decision.ValueOf(j.Finding))
			}
		}
	}
	return fresh
}

// withoutExpired drops from the adoptions what a fresh one holds: what has expired,
// and values that got worse.
func (a *adopter) withoutExpired(adoptions []config.Adoption, fresh config.Adoption) []config.Adoption {
	var out []config.Adoption
	for _, was := range adoptions {
		is := was
		is.Findings = map[string]map[string]map[string]string{}
		for model, rules := range was.Findings {
			for rule, entries := range rules {
				for fingerprint, value := range entries {
					if _, again := fresh.Find(model, rule, fingerprint); again {
						a.out.Kept--
						continue
					}
					enter(is, model, rule, fingerprint, value)
				}
			}
		}
		if is.Count() > 0 {
			out = append(out, is)
		}
	}
	return out
}

// joinAdoption adds an adoption, to one of the same terms if there is one.
func joinAdoption(adoptions []config.Adoption, fresh config.Adoption) []config.Adoption {
	for _, a := range adoptions {
		if a.Owner == fresh.Owner && a.Ticket == fresh.Ticket && a.Created == fresh.Created && a.Expires == fresh.Expires {
			for model, rules := range fresh.Findings {
				for rule, entries := range rules {
					for fingerprint, value := range entries {
						enter(a, model, rule, fingerprint, value)
					}
				}
			}
			return adoptions
		}
	}
	return append(adoptions, fresh)
}
