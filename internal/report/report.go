// Package report owns the Report, the recorded result of one run, and its
// renderers. A renderer is a pure function of a Report: it never filters,
// ranks or judges, so a recorded run can be shown again in any format.
package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/secret"
)

// Schema is the version of the JSON form; schemas/report.schema.json is its shape.
const Schema = "modelgate.dev/report/v1"

// Report is everything a run found out.
type Report struct {
	Schema  string          `json:"schema"`
	Tool    Tool            `json:"tool"`
	Base    Commit          `json:"base"`
	Head    Commit          `json:"head"`
	AsOf    string          `json:"as_of"` // RFC 3339, the time the run was judged at
	Result  decision.Result `json:"decision"`
	Preview bool            `json:"preview"`         // judged by the proposal's own rules: never to be relied on
	Adopted bool            `json:"first_adoption"`  // base has no .modelgate: built-in rules and defaults decided
	Gates   []finding.Gate  `json:"gates,omitempty"` // that were judged; empty for all. No single one is the decision about the change
	// Stage is the one that the run was asked to check for, where the
	// configuration demands more of a model: the result is no decision.
	Stage finding.Stage `json:"stage,omitempty"`
	// OtherDay says that AsOf is another day than that of the run, so that other
	// waivers and rules may be in force.
	OtherDay bool `json:"other_day,omitempty"`
	// OtherRules says that the rules are of a base that the command line named, and
	// are not those of the default branch; OtherCommits, that it named the commits
	// in a job whose event proposes some.
	OtherRules   bool     `json:"other_rules,omitempty"`
	OtherCommits bool     `json:"other_commits,omitempty"`
	Only         []string `json:"only,omitempty"`  // globs: models that do not match were not judged
	Shard        *Shard   `json:"shard,omitempty"` // the part of a run that was judged: never the decision about the change
	Notices      []string `json:"notices"`         // what a reader must know before the findings
	// OnlyNew says that the run denies for nothing but what the change makes worse.
	OnlyNew bool `json:"only_new,omitempty"`
	// Advisory says that no finding about a model blocks, by the configuration, until
	// the end of a day if AdvisoryUntil is set.
	Advisory      bool       `json:"advisory,omitempty"`
	AdvisoryUntil string     `json:"advisory_until,omitempty"`
	Baseline      []Adoption `json:"baseline,omitempty"` // in the order of the file
	Totals        Totals     `json:"totals"`
	// Repository is the judgement of the change as a whole: edits to the rules, removed models.
	Repository decision.Decision   `json:"repository"`
	Models     []decision.Decision `json:"models"`           // sorted by id
	Shared     []Shared            `json:"shared,omitempty"` // findings that several of the decisions have, each once
	// History is what metrics with thresholds were on the base, if it was asked for; the
	// note says what is not shown.
	History     []MetricHistory `json:"history,omitempty"`
	HistoryNote string          `json:"history_note,omitempty"`
	Waivers     []Waiver        `json:"waivers"`
	Rules       []finding.Rule  `json:"rules"` // the catalogue in force, sorted by id
	Policy      Policy          `json:"policy"`
	Source      *Source         `json:"source,omitempty"` // where the change is looked at
	// RulesPreview is what the change does to the rules, where it edits them.
	RulesPreview *RulesPreview `json:"rules_preview,omitempty"`
}

// MetricHistory is what the value behind a check was at commits of the base, the oldest
// first.
type MetricHistory struct {
	Model     string        `json:"model"`
	Threshold string        `json:"threshold"`
	Metric    string        `json:"metric"`
	Slice     string        `json:"slice,omitempty"`
	Points    []MetricPoint `json:"points"`
}

// MetricPoint is a value at a commit.
type MetricPoint struct {
	Commit string `json:"commit"`
	Date   string `json:"date"` // of the commit, a day
	Value  string `json:"value"`
}

// Source says on which forge, and there in which repository and pull request,
// the change is looked at. Renderers link to it; nothing is decided by it.
type Source struct {
	Server      string `json:"server"`                 // https://github.com
	Repository  string `json:"repository"`             // owner/name
	PullRequest int    `json:"pull_request,omitempty"` // its number
	Commit      string `json:"commit,omitempty"`       // proposed, where the head is what the forge merged of it and the base
}

// Tool is the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Shard says which part of a run's models a report is about. The report of a
// shard has no judgement of the repository.
type Shard struct {
	Index    int `json:"index"` // from 1
	Of       int `json:"of"`
	Selected int `json:"selected"` // models of all shards together
}

// Commit is one of the two sides of the run.
type Commit struct {
	Revision string `json:"revision"` // as it was asked for
	Commit   string `json:"commit"`   // full object id, "worktree", or "" when there is none
}

// Policy identifies the rules that decided.
type Policy struct {
	Commit string `json:"commit"` // that the rules were read from
	Digest string `json:"digest"` // of rules, data and settings together
	// Sources are where rules come from beside that commit, the uppermost first.
	Sources []decision.PolicySource `json:"sources,omitempty"`
}

// Waiver is a waiver of the configuration and how much it was needed.
type Waiver struct {
	decision.Waiver
	Rule   string `json:"rule"`
	Model  string `json:"model"`
	Status string `json:"status"` // active, expired, unused, out_of_scope (no finding could be seen: its model was not judged, or its rule is about changes)
	Used   int    `json:"used"`   // findings it covers
}

// Totals counts what the report holds; a finding of a shared file counts once.
type Totals struct {
	Models   int `json:"models"`             // judged
	Datasets int `json:"datasets,omitempty"` // how many of these are datasets, of a repository without models
	Denied   int `json:"denied"`
	Errors   int `json:"errors"` // findings that deny
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
	Waived   int `json:"waived"`
	Pending  int `json:"pending"`
	Failures int `json:"failures"`           // rules could not run
	Baseline int `json:"baseline,omitempty"` // findings in the baseline
	Existing int `json:"existing,omitempty"` // that the change does not make worse
	Advisory int `json:"advisory,omitempty"` // that would deny
}

// Tolerate counts a finding that would deny, and is tolerated.
func (t *Totals) Tolerate(kind decision.ToleranceKind) {
	switch kind {
	case decision.InBaseline:
		t.Baseline++
	case decision.Existing:
		t.Existing++
	default:
		t.Advisory++
	}
}

// Adoption is a part of the baseline and how much of it was needed.
type Adoption struct {
	Owner    string           `json:"owner"`
	Ticket   string           `json:"ticket,omitempty"`
	Created  string           `json:"created"`
	Expires  string           `json:"expires"`
	Status   string           `json:"status"`   // active, expired, not_yet
	Findings int              `json:"findings"` // that it lists
	Used     int              `json:"used"`     // findings of this run that it holds
	At       finding.Position `json:"location"`
}

// All returns the repository's decision, if it says anything, and every model's.
func (r Report) All() []decision.Decision {
	if len(r.Repository.Outcomes) == 0 && len(r.Repository.Findings) == 0 {
		return r.Models
	}
	return append([]decision.Decision{r.Repository}, r.Models...)
}

// Format is an output: its name, what the pages say of it, in Markdown, and its renderer.
type Format struct {
	Name    string
	For     string // who or what reads it
	Content string // what it shows
	Limits  string // of its medium, that it keeps to; "" if there are none
	Render  func(io.Writer, Report) error
}

// Formats are the outputs, in the order in which the pages show them. An output is
// a line here and a function of a writer and a Report.
var Formats = []Format{
	{"text", "a terminal", "every finding, as `path:line:column: severity: message [rule]`", "", Text},
	{"json", "programs", "everything; its shape is `schemas/report.schema.json`", "", JSON},
	{"markdown", "the summary of a job", "decision, each model at each gate, required fixes, all findings folded, waivers by expiry", "990,000 bytes (GitHub shows 1 MiB of a step)", Markdown},
	{"comment", "a comment on a pull request", "the same page, smaller", "64,000 bytes (65,536 characters)", Comment},
	{"html", "a browser, an archive, paper", "the same, with the number of passed rules, plots of the checks and of the last values on the base; one file, no script", "2,000 models, 5,000 findings", HTML},
	{"github", "the log of GitHub Actions", "annotations at file and line", "10 errors, 10 warnings, 10 notices: the limit of GitHub per step", GitHub},
	{"azure", "the log of Azure Pipelines", "issues at file and line; all findings, folded", "10 errors, 10 warnings: the limit of the agent per task", Azure},
	{"sarif", "code scanning, editors", "SARIF 2.1.0, waivers as suppressions; a category for each `--gate`, so you can upload several", "25,000 results, 25,000 rules, 1,000 places of a result, 20 tags of a rule, 10 MB compressed", SARIF},
	{"gitlab", "`artifacts:reports:codequality` of GitLab", "an issue for each finding; its fingerprint does not change when lines move", "", GitLab},
	{"junit", "Jenkins and most other CI systems", "a suite for each model, a test case for each rule; waived, pending and not applicable are skipped", "", JUnit},
}

// FormatNames lists the names of the outputs, sorted.
func FormatNames() []string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	slices.Sort(names)
	return names
}

// Render writes the report in the named format, without any credential that it may
// quote.
func Render(w io.Writer, format string, r Report) error {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == format })
	if i < 0 {
		return fmt.Errorf("unknown format %q; valid formats: %s", format, strings.Join(FormatNames(), ", "))
	}
	masked := secret.NewWriter(w)
	return errors.Join(Formats[i].Render(masked, Masked(r)), masked.Close())
}
