// Package gfm reads our pages as GitHub does, for tests: with cmark-gfm, which
// is GitHub's own renderer of Markdown. No program imports it.
package gfm

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// elements are those that our pages are made of, and nothing else.
var elements = []string{
	"html", "head", "body", "h2", "h3", "h4", "p", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "pre",
	"strong", "code", "a", "br", "sub", "b", "details", "summary",
}

// Shape renders a page and tells its elements, without texts, code and links,
// of which there may be more or fewer. The test fails if an element, an
// attribute or the address of a link is not ours.
//
// Where there is no cmark-gfm, the shape is empty and nothing is held, except
// that a CI job on Linux must have it.
func Shape(t testing.TB, page string, own func(address string) bool) string {
	t.Helper()
	program, err := exec.LookPath("cmark-gfm")
	if err != nil {
		if os.Getenv("CI") == "true" && runtime.GOOS == "linux" {
			t.Fatal("cmark-gfm is not installed, and without it nothing is known of what GitHub makes of a page")
		}
		t.Log("cmark-gfm is not installed; the rendered page was not checked")
		return ""
	}
	cmd := exec.Command(program, "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tasklist", "-e", "footnotes")
	cmd.Stdin = strings.NewReader(page)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running cmark-gfm: %v", err)
	}
	root, err := html.Parse(strings.NewReader(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return shape(t, root, own)
}

func shape(t testing.TB, n *html.Node, own func(address string) bool) string {
	t.Helper()
	if n.Type == html.CommentNode {
		t.Errorf("the page has the comment %q", n.Data)
	}
	if n.Type == html.ElementNode {
		if !slices.Contains(elements, n.Data) {
			t.Errorf("the page has the element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			isDiff := n.Data == "code" && a.Key == "class" && a.Val == "language-diff"
			if !isDiff && (n.Data != "a" || a.Key != "href" || !own(a.Val)) {
				t.Errorf("the page has <%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
	inside := ""
	for c := range n.ChildNodes() {
		inside += shape(t, c, own)
	}
	if n.Type != html.ElementNode || n.Data == "code" || n.Data == "a" {
		return inside
	}
	return n.Data + "(" + inside + ")"
}
