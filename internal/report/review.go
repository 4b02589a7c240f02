package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
)

// Proposal is a fix of a finding as whole lines of a file that change, for a comment that
// applies it by a click.
type Proposal struct {
	Key    string // tells proposals apart, and is another for another replacement: hexadecimal digits
	Path   string
	Line   int      // the first line, from 1
	Before []string // the lines as they are
	Body   string   // GitHub Flavored Markdown, with the replacement in a block that GitHub applies
}

// proposedSize bounds what a proposal replaces and what it puts there, in bytes.
const proposedSize = 4 << 10

// Proposals lists the first fix of each finding that is neither waived nor pending, the
// gravest first. A fix that only adds lines has no lines to stand on, and one with text that
// does not print is for nobody to apply unseen: both are left out.
func Proposals(r Report) []Proposal {
	rules, to := catalogue(r), linksOf(r)
	var out []Proposal
	seen := map[string]bool{}
	for _, e := range entries(r) {
		if e.finding == nil || len(e.finding.Fixes) == 0 || e.finding.Waiver != nil || e.finding.Pending != "" {
			continue
		}
		j := *e.finding
		fix := j.Fixes[0]
		path := localFile(fix.Edits[0].At)
		if path == "" || fix.Edits[0].At.Line < 1 || fix.Before == "" || len(fix.Before)+len(fix.After) > proposedSize || !prints(fix.Before) || !prints(fix.After) {
			continue
		}
		sum := sha256.Sum256([]byte(e.fingerprint + "\x00" + path + "\x00" + fix.After))
		p := Proposal{Key: hex.EncodeToString(sum[:8]), Path: path, Line: fix.Edits[0].At.Line, Before: strings.Split(fix.Before, "\n")}
		if seen[p.Key] {
			continue
		}
		seen[p.Key] = true
		p.Body = fmt.Sprintf("**%s:** %s %s\n\n%s\n", mdText(severityWords(j)), mdText(actions.Shorten(j.Message, messageLength)), mdLink(mdCode(j.Rule), to.rule(rules[j.Rule])), proposed(fix.After))
		if help := remedy(j, rules); help != "" {
			p.Body += "\n" + prose(actions.Shorten(help, messageLength)) + "\n"
		}
		out = append(out, p)
	}
	return out
}

// prints reports whether a text has nothing that a reader does not see.
func prints(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSuffix(line, "\r"); cleanIndented(line) != line {
			return false
		}
	}
	return true
}

// proposed is the block of Markdown with lines that GitHub puts in place of those that a
// comment is on. Without lines it takes them away.
func proposed(lines string) string {
	fence := "```"
	for strings.Contains(lines, fence) {
		fence += "`"
	}
	if lines != "" {
		lines = strings.ReplaceAll(lines, "\r", "") + "\n"
	}
	return fence + "suggestion\n" + lines + fence
}
