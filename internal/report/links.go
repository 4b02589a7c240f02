package report

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// links makes the addresses of files and directories at the commits of a run.
// What it makes holds nothing but letters, digits and "-._~%/:?=#", so that it
// can stand in Markdown and HTML as it is. The zero value makes none.
type links struct {
	repository, head, base string
	pages                  string // the rules of the version that made the report
}

var (
	hostName   = pattern.New(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?$`)
	repository = pattern.New(`^[A-Za-z0-9_-][A-Za-z0-9._-]*/[A-Za-z0-9_-][A-Za-z0-9._-]*$`)
	commitID   = pattern.New(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	ruleID     = pattern.New(`^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$`)
	released   = pattern.New(`^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$`)
)

// linksOf makes links to an https server, a repository by owner and name, and
// a commit by its full id; to anything else there are none. The pages of the
// built-in rules are where modelgate is, whatever the report is of.
func linksOf(r Report) links {
	l := links{pages: rulePages(r.Tool.Version)}
	if r.Source == nil || !repository.MatchString(r.Source.Repository) || !commitID.MatchString(r.Head.Commit) {
		return l
	}
	host, ok := strings.CutPrefix(r.Source.Server, "https://")
	host = strings.TrimSuffix(host, "/")
	if u, err := url.Parse("https://" + host); !ok || err != nil || !hostName.MatchString(host) || u.Host != host {
		return l
	}
	l.repository, l.head, l.base = "https://"+host+"/"+r.Source.Repository, r.Head.Commit, r.Head.Commit
	if commitID.MatchString(r.Base.Commit) {
		l.base = r.Base.Commit
	}
	return l
}

// file is the address of a place that a rule names, or "" when there is none.
// What lies in .modelgate is the base's, which decides; but the rules about
// edits of it speak of what is proposed.
func (l links) file(rule string, at finding.Position) string {
	name := localFile(at)
	commit := l.head
	if category, _, _ := strings.Cut(rule, "/"); strings.HasPrefix(name, config.Dir+"/") && category != "governance" {
		commit = l.base
	}
	if l.repository == "" || name == "" {
		return ""
	}
	address := l.repository + "/blob/" + commit + "/" + uri(name)
	s := spanOf(at)
	if s.line == 0 {
		return address
	}
	if ext := strings.ToLower(path.Ext(name)); ext == ".md" || ext == ".markdown" {
		address += "?plain=1" // else GitHub shows the page that it makes of it, without lines
	}
	address += "#L" + strconv.Itoa(s.line)
	if s.endLine > s.line {
		address += "-L" + strconv.Itoa(s.endLine)
	}
	return address
}

// rulePages is the address of the page about the built-in rules: that of the
// release which made a report, else the newest.
func rulePages(version string) string {
	at := "main"
	if released.MatchString(version) {
		at = "v" + version
	}
	return projectURI + "/blob/" + at + "/docs/rules.md"
}

// rule is the address of what is written about a rule: its section of the page
// about the built-in rules, or the file of a repository's own rule as the base
// has it; "" when there is none.
func (l links) rule(r finding.Rule) string {
	switch {
	case !ruleID.MatchString(r.ID) || l.pages == "":
		return ""
	case r.Origin == finding.BuiltIn:
		return l.pages + "#" + strings.ReplaceAll(r.ID, "/", "") // as GitHub names the heading
	}
	return l.file(r.ID, finding.Position{Path: ownOrigin(r)})
}

// ownOrigin is the file of a rule in the repository that was checked; "" for a rule of a
// policy source, whose file is elsewhere.
func ownOrigin(r finding.Rule) string {
	if !strings.HasPrefix(r.Origin, config.Dir+"/") && strings.Contains(r.Origin, ":"+config.Dir+"/") {
		return ""
	}
	return r.Origin
}

// dir is the address of a proposed directory, or "" when there is none.
func (l links) dir(name string) string {
	if name = localPath(name); l.repository == "" || name == "" {
		return ""
	}
	return l.repository + "/tree/" + l.head + "/" + uri(name)
}

// mdLink makes a link of text that is escaped already; without an address it
// is the text.
func mdLink(text, address string) string {
	if address == "" {
		return text
	}
	return "[" + text + "](" + address + ")"
}
