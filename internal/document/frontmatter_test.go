package document

import (
	"strings"
	"testing"
)

func TestFrontMatter(t *testing.T) {
	for _, c := range []struct{ name, src, front, want string }{
		{"usual", "---\nlicense: mit\n---\n# T\n", "---\nlicense: mit\n---", ""},
		{"crlf", "---\r\nlicense: mit\r\n---\r\n# T\r\n", "---\r\nlicense: mit\r\n---", ""},
		{"cr", "---\rlicense: mit\r---\r# T\r", "---\rlicense: mit\r---", ""},
		{"at the end", "---\nlicense: mit\n---", "---\nlicense: mit\n---", ""},
		{"blank lines before", "\n \t\n---\nlicense: mit\n---\n", "---\nlicense: mit\n---", ""},
		{"blanks before the dashes", " \t---\nlicense: mit\n---\n", "---\nlicense: mit\n---", ""},
		{"byte order mark", "\uFEFF---\nlicense: mit\n---\n", "---\nlicense: mit\n---", ""},
		{"blanks after the closing dashes", "---\nlicense: mit\n--- \t\n", "---\nlicense: mit\n---", ""},
		{"dashes in a text", "---\nlicense: mit # ---\na: x---\n---\n", "---\nlicense: mit # ---\na: x---\n---", ""},
		{"none", "# T\ntext\n", "", ""},
		{"rule at the top", "***\ntext\n", "", ""},
		{"not closed", "---\nlicense: mit\n# T\n", "", "1:1-1:4 front_matter_not_closed"},
		{"closed by four dashes", "\n---\nlicense: mit\n----\n# T\n", "", "2:1-2:4 front_matter_not_closed"},
		{"opened by four dashes", "----\nlicense: mit\n---\n", "", "1:1-1:5 front_matter_opening"},
		{"opened with blanks", "--- \n# c\nlicense: mit\n---\n", "", "1:1-1:4 front_matter_opening"},
		{"not opened", "license: mit\ntags:\n- a\n---\n# T\n", "", "1:1-1:13 front_matter_opening"},
		{"not opened, below blank lines", "\n\nlicense: mit\ntags: [a]\n---\n", "", "3:1-3:13 front_matter_opening"},
		{"one line above dashes", "usage: see below\n---\ntext\n", "", ""},
		{"prose with a colon", "summary: it works\nand more\n---\n", "", ""},
		{"opened behind other text", "card = \"\"\"---\nlicense: mit\n---\n", "", "1:1-1:14 front_matter_opening"},
		{"opened behind other text, below text", "import x\n\ncard = \"\"\"---\nlicense: mit\n---\n", "", "3:1-3:14 front_matter_not_first"},
		{"opened twice", "---\n---\nlicense: mit\n---\n# T\n", "---\n---\nlicense: mit\n---", ""},
		{"empty above a rule", "---\n---\n# T\n\n---\n", "---\n---", ""},
		{"four dashes as a rule", "----\nText\n", "", ""},
		{"after a title", "# T\n\n---\nlicense: mit\ntags:\n- a\n---\ntext\n", "", "3:1-3:4 front_matter_not_first"},
		{"after a line of text", "Logo\n---\nlanguage: en\n---\n", "", "2:1-2:4 front_matter_not_first"},
		{"example in a code block", "# T\n```yaml\n---\nlicense: mit\n---\n```\n", "", ""},
		{"in a comment", "# T\n<!--\n---\nlicense: mit\n---\n-->\n", "", ""},
		{"merge conflict", "---\nlicense: mit\n---\n# T\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n", "---\nlicense: mit\n---", "6:1-6:13 merge_conflict"},
		{"merge conflict around a fence", "---\nlicense: mit\n---\n# T\n\n<<<<<<< HEAD\n```\n=======\n~~~\n>>>>>>> main\n", "---\nlicense: mit\n---", "6:1-6:13 merge_conflict\n7:1-7:4 unclosed_fence"},
		{"conflict as an example", "---\nlicense: mit\n---\n# T\n\n```diff\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n", "---\nlicense: mit\n---", ""},
		{"search and replace", "---\nlicense: mit\n---\n# T\n\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n", "---\nlicense: mit\n---", ""},
		{"arrows, and a heading", "<<<<<<< see below\n\nTitle\n=======\n", "", ""},
		{"start of a conflict alone", "# T\n\n<<<<<<< HEAD\nThe text.\n", "", "3:1-3:13 merge_conflict"},
		{"start and end of a conflict", "# T\n\n<<<<<<< HEAD\na\n>>>>>>> main\n", "", "3:1-3:13 merge_conflict"},
		{"end of a conflict alone", "# T\n\na\n=======\nb\n>>>>>>> feature/x\n", "", "6:1-6:18 merge_conflict"},
		{"end of a conflict with a commit", "# T\n\n>>>>>>> 1a2b3c4 (add the numbers)\n", "", "3:1-3:34 merge_conflict"},
		{"start of a conflict in code", "# T\n\n```\n<<<<<<< HEAD\n```\n\n~~~\n>>>>>>> main\n~~~\n", "", ""},
		{"quotation seven deep", "# T\n\n>>>>>>> so it was said\n", "", ""},
		{"search alone", "# T\n\n<<<<<<< SEARCH\n\n>>>>>>> REPLACE\n", "", ""},
		{"rules around prose", "# T\n\n---\nNote: this\n\n---\n", "", ""},
		{"rules around other prose", "# T\n\n---\nsee: this\nand that\n---\n", "", ""},
		{"far below", strings.Repeat("x\n", 40) + "\n---\nlicense: mit\n---\n", "", ""},
		{"list", "---\n- a\n- b\n---\n", "---\n- a\n- b\n---", "2:1-2:4 front_matter_not_mapping"},
		{"text", "---\njust text\n---\n", "---\njust text\n---", "2:1-2:10 front_matter_not_mapping"},
		{"written null", "---\n~\n---\n", "---\n~\n---", "2:1-2:2 front_matter_not_mapping"},
		{"second document", "---\na: 1\n--- # c\nb: 1\n---\n", "---\na: 1\n--- # c\nb: 1\n---", "3:1-3:8 several_documents"},
		{"error inside", "\n---\na: 1\nb: c: d\n---\n", "---\na: 1\nb: c: d\n---", "4:5-4:6 syntax"},
		{"duplicate inside", "---\na: é\nb: 1\na: 2\n---\n", "---\na: é\nb: 1\na: 2\n---", "4:1-4:2 duplicate_key /a"},
		{"control character inside", "---\na: \x01\n---\n", "---\na: \x01\n---", "2:4-2:5 control_character"},
		{"control character in the body", "---\na: 1\n---\n# T\nx\x19y\n", "---\na: 1\n---", "5:2-5:3 control_character"},
		{"white space", " \n\n", "", "1:1-1:1 empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, fs := Parse("README.md", []byte(c.src))
			if got := brief(fs); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			verify(t, d, fs)
			if got := c.src[d.Front.Start:d.Front.End]; got != c.front {
				t.Errorf("front matter is %q, want %q", got, c.front)
			}
			if n := d.Lookup("/license"); c.front != "" && strings.Contains(c.src, "license") && (n == nil || c.src[n.Span.Start:n.Span.End] != "mit") {
				t.Errorf("license is %+v", n)
			}
			if c.front == "" && d.Root != nil {
				t.Errorf("metadata without front matter: %+v", d.Root)
			}
			if strings.Contains(c.src, "# T") && c.want == "" && (len(d.Sections) == 0 || d.Sections[0].Title != "T") {
				t.Errorf("sections: %+v", d.Sections)
			}
		})
	}
}

func TestEmptyFrontMatter(t *testing.T) {
	for _, src := range []string{"---\n---\n", "---\n\n---\n", "---\n# c\n---\n# T\n"} {
		d, fs := Parse("README.md", []byte(src))
		if d.Root == nil || d.Root.Kind != Mapping || len(d.Root.Children) != 0 || len(fs) != 0 {
			t.Errorf("%q: root %+v, %s", src, d.Root, brief(fs))
		}
		verify(t, d, fs)
	}
}

func TestHelpForALineThatIsNotThere(t *testing.T) {
	_, found := Parse("README.md", []byte("license: mit\ntags: [a]\n---\n# T\n"))
	if len(found) != 1 || !strings.HasPrefix(found[0].Help, "Replace the opening line with exactly ---") {
		t.Errorf("a file without the opening line gets %+v", found)
	}
}
