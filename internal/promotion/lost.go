package promotion

import (
	"fmt"
	"slices"
	"strings"
)

// WithLost adds to standings what no tree shows: records that the history of the branch has
// and the branch has not, or has in another form. The newest standing of their model says
// it; a model without a standing gets one. names chooses environments; none chooses all.
func WithLost(at Snapshot, all []Standing, names ...string) ([]Standing, error) {
	if at.Past == nil {
		return all, nil
	}
	p := &planner{Request: Request{Snapshot: at}, tree: at.Tree}
	models, err := p.everRecorded()
	if err != nil {
		return nil, fmt.Errorf("whether records were removed is unknown: %w", err)
	}
	for _, m := range models {
		if len(names) > 0 && !slices.Contains(names, m.env) {
			continue
		}
		lost, err := p.findLost(m.env, m.model)
		if err != nil {
			return nil, fmt.Errorf("whether records were removed is unknown: %w", err)
		}
		if len(lost) == 0 {
			continue
		}
		newest := len(all) - 1
		for newest >= 0 && (all[newest].Environment != m.env || all[newest].Model != m.model) {
			newest--
		}
		if newest < 0 {
			newest, all = len(all), append(all, Standing{Environment: m.env, Model: m.model})
		}
		if all[newest].Tampered == "" {
			all[newest].Tampered = quoted(lost[0].Path) + ": " + lost[0].Message
		}
	}
	slices.SortStableFunc(all, func(a, b Standing) int {
		return strings.Compare(a.Environment+"/"+a.Model, b.Environment+"/"+b.Model)
	})
	return all, nil
}

// everRecorded are the models that the history of the branch has records of, sorted.
func (p *planner) everRecorded() ([]modelIn, error) {
	if _, err := p.versions("", ""); err != nil { // reads those of all models
		return nil, err
	}
	var out []modelIn
	for dir := range p.recorded {
		env, model, _ := strings.Cut(strings.TrimPrefix(dir, RecordsDir+"/"), "/")
		if within(dir, RecordsDir) && environmentName.MatchString(env) && modelName.MatchString(model) {
			out = append(out, modelIn{env, model})
		}
	}
	slices.SortFunc(out, func(a, b modelIn) int { return strings.Compare(a.env+"/"+a.model, b.env+"/"+b.model) })
	return out, nil
}
