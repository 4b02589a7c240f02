package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	projectURI  = "https://github.com/modelgate-dev/modelgate"
)

// SARIF writes the report as a SARIF 2.1.0 log of one run, for code scanning.
// A waived finding is a suppressed result; a finding that is pending is a note;
// a rule that could not be evaluated is a notification of a failed invocation.
// What code scanning does not take is left out, the least grave first, and
// counted in a notification.
func SARIF(w io.Writer, r Report) error {
	if err := writeSARIF(w, r, sarifUpload); err != nil {
		return fmt.Errorf("writing the SARIF log: %w", err)
	}
	return nil
}

func sarifLogOf(r Report, l sarifLimits) sarifLog {
	l.baseline, l.onlyNew = len(r.Baseline) > 0, r.OnlyNew
	var left sarifCut
	list := grouped(r)
	kept, omitted := gravest(list, l.results)
	left.results = omitted
	rules, omitted := neededRules(r, list, kept, l.rules)
	left.rules = omitted
	index := map[string]int{}
	for i, rule := range rules {
		index[rule.ID] = i
	}
	run := sarifRun{
		Tool:              sarifTool{sarifDriver{Name: cmp.Or(actions.Clean(r.Tool.Name), "modelgate"), Version: actions.Clean(r.Tool.Version), InformationURI: projectURI, Rules: sarifRules(rules, linksOf(r), l, &left)}},
		AutomationDetails: sarifAutomation{ID: sarifCategory(r.Gates)},
		OriginalURIBaseIDs: map[string]sarifArtifact{
			"%SRCROOT%": {Description: &sarifText{Text: "The root of the repository."}},
		},
		ColumnKind: "unicodeCodePoints",
		Results:    sarifResults(list, kept, index, l, &left),
		Properties: &sarifRunProperties{
			Decision: actions.Clean(string(r.Result)), Preview: r.Preview, FirstAdoption: r.Adopted, AsOf: actions.Clean(r.AsOf),
			BaseCommit: actions.Clean(r.Base.Commit), HeadCommit: actions.Clean(r.Head.Commit), PolicyCommit: actions.Clean(r.Policy.Commit), PolicyDigest: actions.Clean(r.Policy.Digest),
		},
	}
	run.Invocations = []sarifInvocation{sarifInvoked(r, index, l, left)}
	return sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}
}

func sarifEncoded(log sarifLog) ([]byte, error) { return actions.IndentedJSON(log, "") }

// sarifCategory tells the uploads of several gates apart: for code scanning, the
// part before the last slash is the category, and a later upload of the same
// category takes the place of an earlier one.
func sarifCategory(gates []finding.Gate) string {
	category := "modelgate/"
	for i, g := range gates {
		if i > 0 {
			category += "+"
		}
		category += uri(cut(string(g), 100))
	}
	if len(gates) > 0 {
		category += "/"
	}
	return category
}

func sarifRules(rules []finding.Rule, to links, l sarifLimits, left *sarifCut) []sarifRule {
	list := make([]sarifRule, len(rules))
	for i, rule := range rules {
		list[i] = sarifRule{
			ID: actions.Clean(rule.ID), Name: pascal(rule.ID),
			ShortDescription:     plain(rule.Title),
			FullDescription:      plain(rule.Description),
			Help:                 sarifHelp(rule),
			HelpURI:              to.rule(rule),
			DefaultConfiguration: sarifConfiguration{Level: string(rule.At(finding.Production))},
			Properties:           sarifRuleProperties{Tags: sarifTagsOf(rule, l, left)},
		}
	}
	return list
}

// pascal is the form that SARIF recommends for names: card/license_missing is
// CardLicenseMissing.
func pascal(id string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(actions.Clean(id), func(r rune) bool { return r == '/' || r == '_' || r == '.' || r == '-' }) {
		first, size := utf8.DecodeRuneInString(word)
		b.WriteRune(unicode.ToUpper(first))
		b.WriteString(word[size:])
	}
	return b.String()
}

func sarifTagsOf(rule finding.Rule, l sarifLimits, left *sarifCut) []string {
	tags := []string{actions.Clean(rule.Category())}
	for _, control := range rule.Controls {
		switch tag := actions.Clean(control); {
		case slices.Contains(tags, tag):
		case len(tags) == l.tags:
			left.tags++
		default:
			tags = append(tags, tag)
		}
	}
	return tags
}

// sarifProse is prose without HTML, which the standard forbids (section
// 3.11.4.2): its code stands in backticks.
func sarifProse(s string) string {
	return proseWith(s, func(code string) string { return "`" + sarifBraces.Replace(actions.Clean(code)) + "`" })
}

// sarifHelp is how to mend what the rule finds, and what the rule rests on.
func sarifHelp(rule finding.Rule) *sarifText {
	if rule.Remediation == "" {
		return nil
	}
	text := plain(rule.Remediation).Text
	markdown := sarifProse(rule.Remediation)
	if rule.Example != "" {
		text += "\n\nExample:\n" + verbatim(rule.Example)
		markdown += "\n\n" + sarifBraces.Replace(Fenced(rule.Example))
	}
	for i, source := range rule.Sources {
		if i == 0 {
			text += "\n\nSources:"
			markdown += "\n\n**Sources**\n"
		}
		text += "\n- " + plain(source).Text
		markdown += "\n- " + sarifProse(source)
	}
	return &sarifText{Text: text, Markdown: markdown}
}

func sarifInvoked(r Report, index map[string]int, l sarifLimits, left sarifCut) sarifInvocation {
	invocation := sarifInvocation{ExecutionSuccessful: true}
	if r.Preview {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, sarifNotification{Level: "warning", Message: plain(previewWarning)})
	}
	if r.Shard != nil {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, sarifNotification{Level: "note", Message: plain(shardNotice(*r.Shard, r.Totals.Models))})
	}
	for _, notice := range standingNotices(r) {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, sarifNotification{Level: "note", Message: plain(notice)})
	}
	failures := []sarifNotification{}
	for _, e := range entries(r) {
		if e.finding != nil {
			continue
		}
		invocation.ExecutionSuccessful = false
		if len(failures) == l.failures {
			left.failures++
			continue
		}
		failures = append(failures, sarifNotification{
			Level:          "error",
			Message:        plain(fmt.Sprintf("%s: rule %s could not run: %s", subjectName(e.subjects[0]), e.rule, e.failure)),
			AssociatedRule: &sarifRuleLink{ID: actions.Clean(e.rule), Index: ruleIndex(index, e.rule)},
		})
	}
	if notice := left.notice(); notice != "" {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, sarifNotification{Level: "warning", Message: plain(notice)})
	}
	invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, failures...)
	return invocation
}

func sarifResults(list []entry, kept map[*decision.Judged]bool, index map[string]int, l sarifLimits, left *sarifCut) []sarifResult {
	results := []sarifResult{}
	for _, e := range list {
		if e.finding != nil && kept[e.finding] {
			results = append(results, sarifResultOf(e, index, l, left))
		}
	}
	return results
}

func sarifResultOf(e entry, index map[string]int, l sarifLimits, left *sarifCut) sarifResult {
	j := *e.finding
	result := sarifResult{
		RuleID: actions.Clean(j.Rule), RuleIndex: ruleIndex(index, j.Rule),
		Level: actions.Clean(string(j.Severity)), Message: told(j.Message), Locations: []sarifLocation{},
		// Not primaryLocationLineHash, which the upload computes of the line itself.
		PartialFingerprints: map[string]string{"modelgate/v1": actions.Clean(e.fingerprint)},
		Suppressions:        []sarifSuppression{},
		Fixes:               sarifFixes(j.Fixes),
		Properties:          sarifResultProperties{Model: actions.Clean(e.subjects[0]), Pointer: actions.Clean(j.At.Pointer), PendingUntil: actions.Clean(j.Pending)},
	}
	if e.shared() {
		result.Properties.Model = ""
		for _, model := range e.models() {
			result.Properties.Models = append(result.Properties.Models, actions.Clean(model))
		}
		result.Message.Text += " (" + parted(plain(e.concerns()).Text) + ")"
	}
	if j.Pending != "" {
		result.Level = string(finding.Note)
		result.Message.Text += " (pending: takes effect on " + plain(j.Pending).Text + ")"
	}
	if why := tolerated(j); why != "" {
		result.Level = [...]string{denies: string(finding.Warning), warns: string(finding.Warning), notes: string(finding.Note)}[e.weight]
		result.Message.Text += " (" + parted(plain(why).Text) + ")"
	}
	if j.Tolerated != nil && j.Tolerated.Kind == decision.InBaseline {
		result.Suppressions = append(result.Suppressions, sarifSuppression{Kind: "external", Status: "accepted", Justification: actions.Clean(tolerated(j))})
	}
	result.BaselineState = baselineState(e, l)
	if at, ok := sarifPlace(j.At); ok {
		result.Locations = append(result.Locations, sarifLocation{PhysicalLocation: at})
	}
	for _, related := range j.Related {
		at, ok := sarifPlace(related.At)
		switch {
		case !ok:
		case len(result.Locations)+len(result.RelatedLocations) == l.locations:
			left.locations++
		default:
			id, message := len(result.RelatedLocations)+1, plain(related.Message)
			result.RelatedLocations = append(result.RelatedLocations, sarifLocation{ID: &id, PhysicalLocation: at, Message: &message})
		}
	}
	if j.Waiver != nil {
		result.Suppressions = append(result.Suppressions, sarifSuppression{
			Kind: "external", Status: "accepted",
			Justification: actions.Clean(fmt.Sprintf("%s, %s, until %s: %s", j.Waiver.ID, j.Waiver.Owner, j.Waiver.Expires, j.Waiver.Reason)),
		})
	}
	return result
}

// baselineState is how a finding compares with what was there before (section
// 3.27.24), where the run compared: a baseline has only what would deny.
func baselineState(e entry, l sarifLimits) string {
	j := e.finding
	switch {
	case j.Tolerated != nil && j.Tolerated.Kind != decision.Advisory:
		return "unchanged"
	case l.onlyNew, l.baseline && (j.Denies() || j.Tolerated != nil):
		return "new"
	}
	return ""
}

// ruleIndex is the place of a rule in the driver's list; a rule that is not in
// the catalogue has none.
func ruleIndex(index map[string]int, rule string) *int {
	if i, ok := index[rule]; ok {
		return &i
	}
	return nil
}

func sarifPlace(p finding.Position) (sarifPhysical, bool) {
	if p.Path == "" || p.Repository != "" {
		return sarifPhysical{}, false
	}
	at := sarifPhysical{ArtifactLocation: sarifArtifact{URI: uri(cut(p.Path, maxPath)), URIBaseID: "%SRCROOT%"}}
	if p.Line >= 1 {
		at.Region = &sarifRegion{StartLine: p.Line, StartColumn: max(p.Column, 1)}
		if p.EndLine >= p.Line && p.EndColumn >= 1 && (p.EndLine > p.Line || p.EndColumn >= p.Column) {
			at.Region.EndLine, at.Region.EndColumn = p.EndLine, p.EndColumn
		}
	}
	return at, true
}

// uri is a path as a relative URI reference: every byte that RFC 3986 does not
// call unreserved is percent-encoded, and so are a leading slash, which would
// make it absolute, and a colon, which would make a scheme.
func uri(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0, c == '/' && i > 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// plain is a SARIF message of plain text. Braces are doubled, or they would be
// placeholders (section 3.11.5), and "](" is escaped, or it would make a link
// (section 3.11.6). A message may not be empty.
func plain(s string) sarifText {
	return sarifText{Text: cmp.Or(sarifEscaper.Replace(actions.Clean(s)), "(no text)")}
}

// told is plain for what quotes a proposal: GitHub shows the message of a result
// on its pages, where it may make links of addresses.
func told(message string) sarifText { return sarifText{Text: parted(plain(message).Text)} }

var (
	// A link is parted rather than escaped: readers disagree about a backslash that
	// follows another one.
	sarifEscaper = strings.NewReplacer("{", "{{", "}", "}}", "](", "] (")
	sarifBraces  = strings.NewReplacer("{", "{{", "}", "}}")
)

// verbatim is plain for a text of several lines.
func verbatim(s string) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i, line := range lines {
		lines[i] = sarifEscaper.Replace(actions.Clean(line))
	}
	return strings.Join(lines, "\n")
}
