package cards

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// hubPage is an address on the hub, without its host: /org/model, /datasets/name.
var hubPage = pattern.New(`^/(?:(?:datasets|spaces|papers|docs)/)?[A-Za-z0-9_-]+(?:\.[0-9][A-Za-z0-9_-]*)*(?:/[A-Za-z0-9_-]+(?:\.[0-9][A-Za-z0-9_-]*)*)?/?(?:#.*)?$`)

// bodyLinks are the links of a Markdown card. Those within the page are
// resolved here, those to files once the tree is known.
func bodyLinks(d *document.Document) []evidence.Link {
	out := []evidence.Link{}
	var ids map[string]bool
	for i, l := range d.Marks.Links {
		link := evidence.Link{At: evidence.Anchor(d.Path + "#" + document.Pointer("body", "links", strconv.Itoa(i))), Target: l.Target, Kind: prose.LinkKind(l.Target), Image: l.Image, State: evidence.NotLooked}
		if l.Target == "" || prose.LacksScheme(l.Target) {
			link.State = evidence.NotFound // "[link to be added]()": it leads nowhere
		}
		if at := passage.SectionAt(d, l.Span.Start); isUnreachable(l.Target) || ownMachine.MatchString(l.Target) && (at < 0 || d.Sections[at].Code == 0 && !slices.Contains(passage.KeysOfHeading(at, d.Sections[at]), "how_to_use")) {
			link.State = evidence.NotFound // where the section runs a server, its address is meant
		}
		if link.Kind == evidence.LinkAnchor {
			if ids == nil {
				ids = anchors(d)
			}
			link.State = evidence.NotFound
			if id := unescaped(l.Target[1:]); id == "" && !leadsNowhere(l) || strings.EqualFold(id, "top") || ids[strings.ToLower(id)] || ids[gitHubSlug(id)] {
				link.State = evidence.Found
			}
		}
		out = append(out, link)
	}
	return out
}

// leadsNowhere reports whether a link has a lone "#" in place of a target, and a text that does
// not lead to the top of the page.
func leadsNowhere(l document.Link) bool {
	return strings.ContainsFunc(l.Text, unicode.IsLetter) && !upwards.MatchString(l.Text)
}

var htmlID = pattern.New(`(?i)<[a-z][a-z0-9]*\b[^<>]{0,300}?\b(?:id|name)\s*=\s*["']?([^"'\s>]{1,200})`)

// anchors are the places of a page that can be linked to: its headings, by the
// names that GitHub and the hub give them, and elements with an id or a name.
func anchors(d *document.Document) map[string]bool {
	ids := map[string]bool{}
	for _, s := range d.Sections {
		slug := gitHubSlug(s.Title)
		ids[slug], ids[s.Slug] = true, true
		ids[strings.Trim(slug, "-")] = true
		for n := 1; n <= 9; n++ { // headings of one title are numbered; which of them is meant cannot be wrong
			ids[slug+"-"+strconv.Itoa(n)] = true
		}
	}
	for _, m := range htmlID.FindAllSubmatch(d.Source, -1) {
		ids[strings.ToLower(string(m[1]))] = true
	}
	return ids
}

// gitHubSlug is the id that GitHub gives a heading: lower case, blanks as
// dashes, and nothing but letters, digits, dashes and underscores.
func gitHubSlug(title string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(title) {
		switch {
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsMark(c), c == '-', c == '_':
			b.WriteRune(c)
		case c == ' ':
			b.WriteByte('-')
		}
	}
	return b.String()
}

func unescaped(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// Resolve looks up the files that a card names, relative to where it lies. A
// target that begins with a slash is meant from the top of the repository.
func Resolve(c *evidence.Card, tree source.Tree) {
	dir := path.Dir(c.Path)
	for i := range c.Links {
		if c.Links[i].Kind == evidence.LinkRelative {
			c.Links[i].State = existence(tree, dir, c.Links[i].Target)
			if c.Links[i].State == evidence.NotFound && c.Format == FormatHuggingFace && hubPage.MatchString(c.Links[i].Target) {
				c.Links[i].State = evidence.Outside
			}
		}
	}
	for i := range c.Files {
		if prose.LinkKind(c.Files[i].Path) == evidence.LinkRelative {
			c.Files[i].State = existence(tree, dir, c.Files[i].Path)
			if c.Files[i].Kind == "script" && c.Files[i].State == evidence.NotFound && !hasScripts(tree, dir) {
				c.Files[i].State = evidence.Outside // the scripts are elsewhere, all of them
			}
			if f := c.Files[i]; (f.Kind == "text" || f.Kind == "weights") && f.State == evidence.NotFound && isElsewhere(tree, dir, f) {
				c.Files[i].State = evidence.Outside
			}
		}
	}
	if c.LicenseLink.Present && prose.LinkKind(c.LicenseLink.Value) == evidence.LinkRelative {
		c.Files = append(c.Files, evidence.FileRef{At: c.LicenseLink.At, Path: c.LicenseLink.Value, Kind: "license", State: existence(tree, dir, c.LicenseLink.Value)})
	}
}

// existence tells whether a relative target is in the tree.
func existence(tree source.Tree, dir, target string) evidence.LinkState {
	target, _, _ = strings.Cut(target, "#")
	target, _, _ = strings.Cut(target, "?")
	target = strings.TrimSpace(unescaped(target))
	rooted := strings.HasPrefix(target, "/")
	full := path.Join(dir, target)
	if rooted {
		full = path.Clean(strings.TrimLeft(target, "/"))
	}
	switch {
	case target == "", full == ".":
		return evidence.Found
	case full == "..", strings.HasPrefix(full, "../"):
		return evidence.Outside
	}
	if _, ok := tree.Lookup(full); ok || len(tree.Under(full)) > 0 {
		return evidence.Found
	}
	return evidence.NotFound
}
