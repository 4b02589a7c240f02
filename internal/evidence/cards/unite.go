package cards

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// merged is what a model's card says together with a further page of it: what
// either states is stated, and all that is listed on one of them is listed. Where
// both state a thing that there is one of, the first counts; that they differ is
// a disagreement.
func merged(c, d evidence.Card) evidence.Card {
	c.Unread = c.Unread || d.Unread
	if !c.License.Present && !c.LicenseExpr.Present {
		c.License, c.LicenseName, c.LicenseLink, c.LicenseExpr = d.License, d.LicenseName, d.LicenseLink, d.LicenseExpr
	}
	c.Name, c.Version, c.Library, c.Task, c.RiskClass = c.Name.Or(d.Name), c.Version.Or(d.Version), c.Library.Or(d.Library), c.Task.Or(d.Task), c.RiskClass.Or(d.RiskClass)
	ours, theirs := &c.Business, d.Business
	ours.Objective, ours.KPI, ours.Latency, ours.Cost = ours.Objective.Or(theirs.Objective), ours.KPI.Or(theirs.KPI), ours.Latency.Or(theirs.Latency), ours.Cost.Or(theirs.Cost)
	ours.Present = ours.Present || theirs.Present
	if !c.Automated.Present {
		c.Automated = d.Automated
	}
	c.Regimes = c.Regimes.With(d.Regimes)
	c.RegimeTags = evidence.Union(c.RegimeTags, d.RegimeTags, func(t evidence.RegimeTag) string { return t.Name })
	if !c.CO2.Present {
		c.CO2 = d.CO2
	}
	if !c.Gate.Present {
		c.Gate = d.Gate
	}
	c.Licenses, c.Languages, c.Tags, c.Metrics = c.Licenses.With(d.Licenses), c.Languages.With(d.Languages), c.Tags.With(d.Tags), c.Metrics.With(d.Metrics)
	c.Datasets.At, c.Datasets.Present = firstPresent(c.Datasets.At, c.Datasets.Present, d.Datasets.At, d.Datasets.Present)
	c.Datasets.Items = evidence.Union(c.Datasets.Items, d.Datasets.Items, func(x evidence.UsedDataset) string { return x.Value })
	c.BaseModels.At, c.BaseModels.Present = firstPresent(c.BaseModels.At, c.BaseModels.Present, d.BaseModels.At, d.BaseModels.Present)
	c.BaseModels.Items = evidence.Union(c.BaseModels.Items, d.BaseModels.Items, func(x evidence.BaseModel) string { return x.Value })
	c.Claims, c.TableClaims = evidence.Union(c.Claims, d.Claims, statement), slices.Concat(c.TableClaims, d.TableClaims)
	c.TextClaims = slices.Concat(c.TextClaims, d.TextClaims)
	c.BodyMetrics, c.LicenseText = slices.Concat(c.BodyMetrics, d.BodyMetrics), slices.Concat(c.LicenseText, d.LicenseText)
	c.BaseText, c.Statements = slices.Concat(c.BaseText, d.BaseText), slices.Concat(c.Statements, d.Statements)
	c.Hyper, c.Gaps = slices.Concat(c.Hyper, d.Hyper), slices.Concat(c.Gaps, d.Gaps)
	c.Boasts, c.FarValues = slices.Concat(c.Boasts, d.Boasts), slices.Concat(c.FarValues, d.FarValues)
	c.TableFaults, c.Lists, c.Slips = slices.Concat(c.TableFaults, d.TableFaults), slices.Concat(c.Lists, d.Lists), slices.Concat(c.Slips, d.Slips)
	c.Periods, c.Tabled = slices.Concat(c.Periods, d.Periods), slices.Concat(c.Tabled, d.Tabled)
	c.Days, c.Citations = slices.Concat(c.Days, d.Days), slices.Concat(c.Citations, d.Citations)
	c.Contacts, c.Keys, c.Sections = slices.Concat(c.Contacts, d.Contacts), slices.Concat(c.Keys, d.Keys), slices.Concat(c.Sections, d.Sections)
	c.Index, c.Links, c.Files = slices.Concat(c.Index, d.Index), slices.Concat(c.Links, d.Links), slices.Concat(c.Files, d.Files)
	c.Flaws = slices.Concat(c.Flaws, d.Flaws)
	c.NonTexts, c.Widgets = slices.Concat(c.NonTexts, d.NonTexts), slices.Concat(c.Widgets, d.Widgets)
	c.LocalPaths = slices.Concat(c.LocalPaths, d.LocalPaths)
	c.MaskToken, c.WrittenIn = c.MaskToken.Or(d.MaskToken), c.WrittenIn.Or(d.WrittenIn)
	c.Placeholder, c.Template = slices.Concat(c.Placeholder, d.Placeholder), slices.Concat(c.Template, d.Template)
	return c
}

func firstPresent(at evidence.Anchor, present bool, otherAt evidence.Anchor, other bool) (evidence.Anchor, bool) {
	if !present && other {
		return otherAt, true
	}
	return at, present
}

// statement is all that a claim states, without where it stands.
func statement(c evidence.Claim) string {
	c.At, c.Verified.At, c.Source.At, c.Evidence = "", "", "", evidence.Text{}
	return fmt.Sprint(c)
}
