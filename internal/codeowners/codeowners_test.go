package codeowners

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestOwners follows the examples of GitHub's documentation of CODEOWNERS.
func TestOwners(t *testing.T) {
	const file = `# comment
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
/build/logs/ @doctocat
docs/*  docs2@example.com
apps/ @octocat
/scripts/ @doctocat @octo-org/team
**/logs @logs
/apps/ @apps
/apps/github
a\ b/x @space
!not @nobody
[ab] @nobody
{c,d} @braces
\#hash @hash # until May: @mallory
/Case/ @case
/.modelgate/ @acme/ml-governance @alice
`
	base := source.Base{Tree: sourcetest.Tree("b", fstest.MapFS{".github/CODEOWNERS": {Data: []byte(file)}, "CODEOWNERS": {Data: []byte("* @other\n")}})}
	owners, err := Read(base)
	if err != nil || owners.Path != ".github/CODEOWNERS" {
		t.Fatal(owners.Path, err)
	}
	for path, want := range map[string]string{
		"README.md":                "@global-owner1 @global-owner2",
		"deep/down/x.js":           "@js-owner",
		"main.go":                  "docs@example.com",
		"build/logs/a/b.txt":       "@logs", // the later pattern counts
		"docs/getting-started.md":  "docs2@example.com",
		"docs/build/trouble.md":    "@global-owner1 @global-owner2", // docs/* does not look into directories
		"other/apps/x":             "@octocat",
		"scripts/a/b":              "@doctocat @octo-org/team",
		"deeply/nested/logs/x":     "@logs",
		"apps/x":                   "@apps",
		"apps/github/x":            "", // named, and owned by nobody
		"a b/x":                    "@space",
		"{c,d}":                    "@braces",
		"#hash":                    "@hash", // whom a comment names owns nothing
		"Case/x":                   "@case",
		"case/x":                   "@global-owner1 @global-owner2",
		"c":                        "@global-owner1 @global-owner2",
		".modelgate/config.yaml":   "@acme/ml-governance @alice",
		"x/.modelgate/config.yaml": "@global-owner1 @global-owner2",
	} {
		if got := strings.Join(owners.Of(path), " "); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestOwnersOfNothing(t *testing.T) {
	if got := (Owners{}).Of("a"); got != nil {
		t.Errorf("got %q", got)
	}
	owners, err := Read(source.Base{Tree: sourcetest.Tree("b", fstest.MapFS{})})
	if err != nil || owners.Path != "" || owners.Of("a") != nil {
		t.Errorf("%v, %v", owners, err)
	}
	large := fstest.MapFS{"CODEOWNERS": {Data: []byte("* @a\n" + strings.Repeat("#", maxBytes))}}
	owners, err = Read(source.Base{Tree: sourcetest.Tree("b", large)})
	if err != nil || owners.Of("a") != nil {
		t.Errorf("GitHub ignores a file of that size: %v, %v", owners.Of("a"), err)
	}
}
