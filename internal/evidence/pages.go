package evidence

import (
	"fmt"
	"slices"
)

// with is what a model's card says together with a further page of it: what
// either states is stated, and all that is listed on one of them is listed. Where
// both state a thing that there is one of, the first counts; that they differ is
// a disagreement.
func (c Card) with(d Card) Card {
	c.Unread = c.Unread || d.Unread
	if !c.License.Present && !c.LicenseExpr.Present {
		c.License, c.LicenseName, c.LicenseLink, c.LicenseExpr = d.License, d.LicenseName, d.LicenseLink, d.LicenseExpr
	}
	c.Name, c.Version, c.Library, c.Task, c.RiskClass = orElse(c.Name, d.Name), orElse(c.Version, d.Version), orElse(c.Library, d.Library), orElse(c.Task, d.Task), orElse(c.RiskClass, d.RiskClass)
	ours, theirs := &c.Business, d.Business
	ours.Objective, ours.KPI, ours.Latency, ours.Cost = orElse(ours.Objective, theirs.Objective), orElse(ours.KPI, theirs.KPI), orElse(ours.Latency, theirs.Latency), orElse(ours.Cost, theirs.Cost)
	ours.Present = ours.Present || theirs.Present
	if !c.Automated.Present {
		c.Automated = d.Automated
	}
	if !c.CO2.Present {
		c.CO2 = d.CO2
	}
	if !c.Gate.Present {
		c.Gate = d.Gate
	}
	c.Licenses, c.Languages, c.Tags, c.Metrics = c.Licenses.with(d.Licenses), c.Languages.with(d.Languages), c.Tags.with(d.Tags), c.Metrics.with(d.Metrics)
	c.Datasets.At, c.Datasets.Present = firstPresent(c.Datasets.At, c.Datasets.Present, d.Datasets.At, d.Datasets.Present)
	c.Datasets.Items = added(c.Datasets.Items, d.Datasets.Items, func(x UsedDataset) string { return x.Value })
	c.BaseModels.At, c.BaseModels.Present = firstPresent(c.BaseModels.At, c.BaseModels.Present, d.BaseModels.At, d.BaseModels.Present)
	c.BaseModels.Items = added(c.BaseModels.Items, d.BaseModels.Items, func(x BaseModel) string { return x.Value })
	c.Claims, c.TableClaims = added(c.Claims, d.Claims, statement), slices.Concat(c.TableClaims, d.TableClaims)
	c.Contacts, c.Keys, c.Sections = slices.Concat(c.Contacts, d.Contacts), slices.Concat(c.Keys, d.Keys), slices.Concat(c.Sections, d.Sections)
	c.Index, c.Links, c.Files = slices.Concat(c.Index, d.Index), slices.Concat(c.Links, d.Links), slices.Concat(c.Files, d.Files)
	c.Placeholder, c.Template = slices.Concat(c.Placeholder, d.Placeholder), slices.Concat(c.Template, d.Template)
	return c
}

func (l List) with(m List) List {
	l.At, l.Present = firstPresent(l.At, l.Present, m.At, m.Present)
	l.Items = added(l.Items, m.Items, func(i Item) string { return i.Value })
	return l
}

func firstPresent(at Anchor, present bool, otherAt Anchor, other bool) (Anchor, bool) {
	if !present && other {
		return otherAt, true
	}
	return at, present
}

// added is a list with the items of another that it does not have yet.
func added[T any](list, more []T, key func(T) string) []T {
	known := map[string]bool{}
	for _, x := range list {
		known[key(x)] = true
	}
	out := slices.Clip(list)
	for _, x := range more {
		if !known[key(x)] {
			out = append(out, x)
		}
	}
	return out
}

// statement is all that a claim states, without where it stands.
func statement(c Claim) string {
	c.At, c.Verified.At, c.Source.At, c.Evidence = "", "", "", Text{}
	return fmt.Sprint(c)
}
