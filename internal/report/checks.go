package report

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// The section on evaluation results: for each model what was asked of its
// results, and the answers, the gravest first.

// checkMarks shows a verdict; the order is that of gravity.
var checkMarks = []struct{ verdict, mark string }{
	{"error", "💥"}, {"fail", "❌"}, {"inconclusive", "❔"}, {"waived", "📝"}, {"first_model", "🆕"}, {"not_applicable", "–"}, {"pass", "✅"},
}

func checkGravity(c decision.Check) int {
	for i, m := range checkMarks {
		if m.verdict == c.Verdict {
			return i
		}
	}
	return 0
}

// checkSentence says of a model's checks which is the worst, and how many came
// to what.
func checkSentence(d decision.Decision) string {
	counts := map[string]int{}
	for _, c := range d.Checks {
		counts[c.Verdict]++
	}
	var parts []string
	for _, m := range checkMarks {
		if n := counts[m.verdict]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, checkWord(m.verdict)))
		}
	}
	all := strings.Join(parts, ", ")
	worst := gravestFirst(d.Checks)[0]
	if worst.Verdict == "pass" {
		return fmt.Sprintf("all checks passed (%s)", all)
	}
	return fmt.Sprintf("%s: %s (%s)", checkWord(worst.Verdict), checkStory(worst), all)
}

// decisiveCheck tells of the gravest check that a finding denies for, with its
// model where several were judged; "" where no check denies.
func decisiveCheck(r Report) string {
	var worst decision.Check
	model, gravest := "", len(checkMarks)
	for _, d := range r.Models {
		if d.Result == decision.Allow {
			continue
		}
		for _, c := range d.Checks {
			if g := checkGravity(c); g < gravest && denied(d, c) {
				worst, model, gravest = c, d.Subject.ID, g
			}
		}
	}
	if gravest == len(checkMarks) {
		return ""
	}
	story := checkStory(worst)
	if len(r.Models) > 1 {
		story = subjectName(model) + ": " + story
	}
	return actions.Shorten(story, storyLength)
}

// storyLength is how much of a sentence a check may take, in code points.
const storyLength = 240

// denied reports whether a finding about the check denies: it has the threshold
// in its key, and the place of the bound beside its own.
func denied(d decision.Decision, c decision.Check) bool {
	return c.Severity == "block" && slices.ContainsFunc(d.Findings, func(j decision.Judged) bool {
		return j.Denies() && strings.HasPrefix(j.Rule, "evaluation/") && strings.HasPrefix(j.Key, c.Threshold+" ") &&
			slices.ContainsFunc(j.Related, func(x finding.Related) bool { return x.At == c.Policy })
	})
}

// checkWord is a verdict in words.
func checkWord(verdict string) string {
	switch verdict {
	case "pass":
		return "passed"
	case "fail":
		return "failed"
	case "error":
		return "error"
	case "first_model":
		return "without a baseline"
	case "not_applicable":
		return "not checked"
	}
	return verdict
}

// checkStory tells what happened to one metric.
func checkStory(c decision.Check) string {
	value, baseline := checkValues(c)
	story := checkName(c)
	switch {
	case value == "":
	case baseline == "":
		story += " is " + value
	case c.Mode != "" && strings.HasPrefix(c.Question, "lowest") || strings.HasPrefix(c.Question, "highest"):
		story += fmt.Sprintf(" is %s in the lowest group and %s in the highest", value, baseline)
	default:
		story += fmt.Sprintf(" went from %s to %s", baseline, value)
	}
	story += ", required: " + c.Question
	if c.Verdict != "fail" && c.Detail != "" {
		story += ": " + c.Detail
	}
	return story
}

func checkName(c decision.Check) string {
	switch {
	case c.Slice == "":
		return c.Metric
	case strings.HasPrefix(c.Slice, "by "): // a disparity is of all groups
		return c.Metric + " " + c.Slice
	}
	return c.Metric + " on " + c.Slice
}

func gravestFirst(checks []decision.Check) []decision.Check {
	sorted := slices.Clone(checks)
	slices.SortStableFunc(sorted, func(a, b decision.Check) int {
		return cmp.Or(cmp.Compare(checkGravity(a), checkGravity(b)), cmp.Compare(severityOrder(a), severityOrder(b)))
	})
	return sorted
}

func severityOrder(c decision.Check) int {
	return slices.Index([]string{"block", "warn", "info"}, c.Severity)
}

// checksMarkdown is the section for a page, within a budget in bytes; "" when
// nothing was asked.
func checksMarkdown(r Report, budget int) string {
	s := section{budget: budget}
	for _, d := range r.Models {
		if len(d.Checks) > 0 {
			checksOfModel(&s, d)
		}
	}
	if s.Len() == 0 && s.omitted == 0 {
		return ""
	}
	if s.omitted > 0 {
		fmt.Fprintf(&s, "\n… and %s\n", count(s.omitted, "more check", "more checks"))
	}
	return "### Evaluation\n\n" + s.String() + "\n"
}

const checkHeader = "\n| Metric | Slice (n) | Baseline | Candidate | Change (CI) | Required | Result |\n|---|---|---|---|---|---|---|\n"

func checksOfModel(s *section, d decision.Decision) {
	sorted := gravestFirst(d.Checks)
	passed := slices.IndexFunc(sorted, func(c decision.Check) bool { return c.Verdict == "pass" })
	if passed < 0 {
		passed = len(sorted)
	}
	s.add(0, "%s: %s\n", mdCode(subjectName(d.Subject.ID)), mdInline(actions.Shorten(checkSentence(d), 2*messageLength)))
	for i, c := range sorted[:passed] {
		header := ""
		if i == 0 {
			header = checkHeader
		}
		s.add(1, "%s%s", header, checkRow(c))
	}
	if passed == len(sorted) {
		s.add(0, "\n")
		return
	}
	rows := section{budget: max(0, s.budget-s.Len()-200)}
	for _, c := range sorted[passed:] {
		rows.add(1, "%s", checkRow(c))
	}
	s.add(len(sorted)-passed-rows.omitted, "\n<details><summary>%s</summary>\n%s%s\n</details>\n\n", count(len(sorted)-passed, "check passed", "checks passed"), checkHeader, rows.String())
	s.omitted += rows.omitted
}

func checkRow(c decision.Check) string {
	cell := func(text string, limit int) string { return mdInline(actions.Shorten(text, limit)) }
	value, baseline := checkValues(c)
	slice := cmp.Or(c.Slice, "–")
	if c.N != "" {
		slice += fmt.Sprintf(" (%s)", c.N)
	}
	change := cell(checkChange(c), 120)
	if b := intervalBar(c, barUnicode); b != "" {
		change += "<br><code>" + b + "</code>"
	}
	mark := checkMarks[checkGravity(c)].mark + " " + cell(checkWord(c.Verdict), 40)
	if c.Verdict != "pass" && c.Detail != "" {
		mark += "<br>" + cell(c.Detail, 200)
	}
	if c.Needed != "" {
		mark += "<br>" + cell("about "+c.Needed+" examples would probably be enough", 80)
	}
	if c.Rung != "" && c.Rung != "point" {
		mark += "<br><sub>" + cell(c.Method, 200) + "</sub>"
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s |\n", mdCode(actions.Shorten(c.Metric, 80)), cell(slice, 80), cell(baseline, 40), cell(value, 40), change, cell(c.Question, 160), mark)
}

// checkChange is the change, in words of better and worse, with its interval.
func checkChange(c decision.Check) string {
	out := ""
	if c.Change != "" {
		out = changeNumber(c)
		if !strings.HasPrefix(c.Question, "lowest") && !strings.HasPrefix(c.Question, "highest") {
			switch n := sign(c.Change); {
			case rational(c.Change) == nil: // too large or too small to be looked at
			case n == 1:
				out += " better"
			case n == -1:
				out = strings.TrimPrefix(out, "-") + " worse"
			default:
				out = "none"
			}
		}
	}
	if c.Low != "" && c.High != "" {
		out = strings.TrimSpace(out + fmt.Sprintf(" [%s, %s]", shortNumber(c.Low), shortNumber(c.High)))
	}
	return out
}

// checks writes the section of the text report.
func (t *textWriter) checks(d decision.Decision) {
	if len(d.Checks) == 0 {
		return
	}
	t.line("evaluation: %s", checkSentence(d))
	for _, c := range gravestFirst(d.Checks) {
		if c.Verdict == "pass" {
			break // named by number in the sentence
		}
		line := fmt.Sprintf("%s: %s", checkWord(c.Verdict), checkStory(c))
		if change := checkChange(c); change != "" {
			line += "; change " + change
		}
		if b := intervalBar(c, barASCII); b != "" {
			line += " " + b
		}
		if c.Needed != "" {
			line += "; about " + c.Needed + " examples would probably be enough"
		}
		if c.Rung != "" && c.Rung != "point" {
			line += "; " + c.Method
		}
		t.line("    %s", line)
	}
}

// plainNumber is what the section takes for a number: a recorded report may hold
// anything.
var plainNumber = pattern.New(`^[+-]?[0-9]{1,20}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?$`)

func rational(s string) *big.Rat {
	if !plainNumber.MatchString(s) {
		return nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}

func sign(s string) int {
	if r := rational(s); r != nil {
		return r.Sign()
	}
	return 0
}

// checkValues shows the value and the baseline of a check with the same number of
// decimal places: with as many that neither looks like the other, nor the value
// or the change like a number that the question names, unless it is that.
func checkValues(c decision.Check) (value, baseline string) {
	asked := numbersIn(c.Question)
	least := 0
	if x := rational(c.Change); x != nil {
		if places := apart(x.Abs(x), placesFor(x), asked...); places > placesFor(x) {
			least = places
		}
	}
	return sameDigits(c.Value, c.Baseline, least, asked...)
}

// changeNumber shows the change of a check in the same way.
func changeNumber(c decision.Check) string {
	x := rational(c.Change)
	if x == nil {
		return c.Change
	}
	places := apart(new(big.Rat).Abs(x), placesFor(x), numbersIn(c.Question)...)
	out, _ := trimmed(x, x, places)
	return out
}

var numberInWords = pattern.New(`[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`)

// numbersIn are the first numbers that a question names, without their sign.
func numbersIn(question string) []*big.Rat {
	var out []*big.Rat
	for _, literal := range numberInWords.FindAllString(question, 4) {
		if x := rational(literal); x != nil {
			out = append(out, x)
		}
	}
	return out
}

// apart is how many decimal places, at least the given ones, tell a number from
// others that it is not.
func apart(x *big.Rat, places int, others ...*big.Rat) int {
	for _, y := range others {
		for x.Cmp(y) != 0 && places < 20 && x.FloatString(places) == y.FloatString(places) {
			places++
		}
	}
	return places
}

// sameDigits shows two numbers with the same number of decimal places: four
// significant digits and at least so many places, or as many more as show that
// they differ, and that the first differs from further ones. What is no number
// stays as it is.
func sameDigits(a, b string, places int, others ...*big.Rat) (string, string) {
	x, y := rational(a), rational(b)
	for _, one := range []*big.Rat{x, y} {
		if one != nil {
			places = max(places, placesFor(one))
		}
	}
	if x != nil {
		size := new(big.Rat).Abs(x)
		places = apart(size, places, others...)
	}
	alone := func(x *big.Rat, text string) string {
		if x == nil {
			return text
		}
		out, _ := trimmed(x, x, places)
		return out
	}
	if x == nil || y == nil {
		return alone(x, a), alone(y, b)
	}
	return trimmed(x, y, apart(x, places, y))
}

// trimmed drops zeros at the end that both have.
func trimmed(x, y *big.Rat, places int) (string, string) {
	a, b := x.FloatString(places), y.FloatString(places)
	for places > 0 && strings.HasSuffix(a, "0") && strings.HasSuffix(b, "0") {
		places--
		a, b = strings.TrimSuffix(a[:len(a)-1], "."), strings.TrimSuffix(b[:len(b)-1], ".")
	}
	return a, b
}

// fourDigits is one number to four significant digits.
func fourDigits(x *big.Rat) string {
	a, _ := trimmed(x, x, placesFor(x))
	return a
}

func shortNumber(s string) string {
	if x := rational(s); x != nil {
		return fourDigits(x)
	}
	return s
}

// placesFor is how many decimal places show four significant digits.
func placesFor(x *big.Rat) int {
	f, _ := new(big.Rat).Abs(x).Float64()
	if f == 0 {
		return 0
	}
	return min(20, max(0, 3-int(math.Floor(math.Log10(f)))))
}

// barRunes are the parts of an interval bar: outside, ends, inside, the estimate
// and where nothing changes.
type barRunes struct{ outside, low, high, inside, estimate, zero string }

var (
	barUnicode = barRunes{"·", "├", "┤", "─", "●", "┊"}
	barASCII   = barRunes{".", "[", "]", "-", "o", "|"}
)

const barWidth = 21

// intervalBar draws the interval of a change with the place where nothing
// changes; "" where there is none.
func intervalBar(c decision.Check, runes barRunes) string {
	low, err1 := strconv.ParseFloat(c.Low, 64)
	high, err2 := strconv.ParseFloat(c.High, 64)
	change, err3 := strconv.ParseFloat(c.Change, 64)
	if err1 != nil || err2 != nil || err3 != nil || c.Baseline == "" || !(low <= high) || math.IsInf(high-low, 0) || math.Abs(change) > 1e300 {
		return ""
	}
	from, to := min(low, change, 0), max(high, change, 0)
	if !(to > from) {
		return ""
	}
	at := func(x float64) int { return int(math.Round((x - from) / (to - from) * (barWidth - 1))) }
	cells := slices.Repeat([]string{runes.outside}, barWidth)
	for i := at(low); i <= at(high); i++ {
		cells[i] = runes.inside
	}
	cells[at(low)], cells[at(high)] = runes.low, runes.high
	cells[at(0)] = runes.zero
	cells[at(change)] = runes.estimate
	return strings.Join(cells, "")
}
