package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile is one bad input: what is put in front of the program, and what must
// come of it: the exit code, and one message that names place and remedy.
type hostile struct {
	name  string
	setup func(r testRepo) // on a branch of its own, with a good model on main
	args  []string         // default: check --base main --head HEAD
	code  int
	want  []string // each in the output
	never []string // none in the output
}

func head(edit func(r testRepo)) func(testRepo) {
	return func(r testRepo) {
		edit(r)
		r.commit()
	}
}

func card(text string) func(testRepo) {
	return head(func(r testRepo) { r.write("models/m/README.md", text) })
}

func evaluationOf(text string) func(testRepo) {
	return head(func(r testRepo) { r.write("models/m/metrics.json", text) })
}

// title is a card whose metadata and headings carry the given text.
func title(text string) func(testRepo) {
	return card("---\nlicense: \"" + text + "\"\npipeline_tag: \"" + text + "\"\n---\n# " + text + "\n\n## Limitations\n\nTODO " + text + "\n")
}

var hostiles = []hostile{
	// Bytes.
	{name: "NUL in a card", setup: card("---\nlicense: mit\x00\n---\n"), code: 1, want: []string{"models/m/README.md:2:", "document/"}},
	{name: "invalid UTF-8", setup: card("---\nlicense: m\xffit\n---\n"), code: 1, want: []string{"document/not_utf8", "README.md:2:"}},
	{name: "UTF-16", setup: card("\xff\xfe-\x00-\x00-\x00\n\x00"), code: 1, want: []string{"document/utf16"}},
	{name: "empty card", setup: card(""), code: 1, want: []string{"document/empty", "README.md:1:1"}},
	{name: "5 MB card", setup: card(strings.Repeat("x", 5<<20)), code: 1, want: []string{"document/too_large"}},
	{name: "one line of 3 MB", setup: card("---\nlicense: " + strings.Repeat("x", 3<<20) + "\n---\n"), code: 1, want: []string{"card/license_unknown"}},
	{name: "ANSI escapes", setup: title("\\e[31mred\\e[0m \\x1b]0;t\\a"), code: 1, want: []string{"card/license_unknown"}, never: []string{"\x1b", "\a"}},
	{name: "raw ANSI escapes", setup: card("---\nlicense: \x1b[31mred\n---\n"), code: 1, want: []string{"document/control_character"}, never: []string{"\x1b"}},
	{name: "right-to-left override", setup: title("\u202egnp.exe"), code: 1, never: []string{"\u202e"}},
	{name: "byte order mark", setup: card("\ufeff" + goodCard), code: 1, never: []string{"card/license_missing"}},
	{name: "CRLF", setup: card(strings.ReplaceAll(goodCard, "\n", "\r\n")), code: 1, never: []string{"card/license_missing", "card/section_missing", "card/section_not_filled"}},
	// YAML.
	{name: "alias bomb", setup: card("---\na: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\nlicense: mit\n---\n"),
		code: 1, want: []string{"document/too_many_nodes"}},
	{name: "deep nesting", setup: card("---\nlicense: mit\nx: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n---\n"), code: 1, want: []string{"document/too_deep"}},
	{name: "duplicate key", setup: card("---\nlicense: mit\nlicense: other\n---\n"), code: 1, want: []string{"document/duplicate_key", "README.md:3:1"}},
	{name: "tab", setup: card("---\nlicense: mit\nx:\n\ty: 1\n---\n"), code: 1, want: []string{"README.md:4:"}},
	{name: "front matter without end", setup: card("---\nlicense: mit\n\n# A model\n"), code: 1, want: []string{"document/front_matter_not_closed", "README.md:1:1"}},
	{name: "text before the front matter", setup: card("Hello\n---\nlicense: mit\n---\n# m\n## Limitations\n"), code: 1, want: []string{"document/front_matter_not_first"}},
	{name: "front matter that is a list", setup: card("---\n- license: mit\n---\n"), code: 1, want: []string{"document/front_matter_not_mapping"}},
	{name: "custom tag", setup: card("---\nlicense: !!python/object/apply:os.system ['id']\n---\n"), code: 1, want: []string{"README.md:2:"}},
	{name: "merge key", setup: card("---\nx: &x {license: mti}\n<<: *x\n---\n"), code: 1, want: []string{"README.md:2:"}}, // where the license is written
	{name: "merge key of a text", setup: card("---\nlicense: mit\n<<: mit\n---\n"), code: 1, want: []string{"README.md:3:", "write the keys out"}},
	{name: "unclosed quote", setup: card("---\nlicense: \"mit\n---\n"), code: 1, want: []string{"models/m/README.md:", "document/"}},
	// Numbers.
	{name: "NaN", setup: evaluationOf(`{"accuracy": NaN}`), code: 1, want: []string{"document/not_finite", "metrics.json:1:14"}},
	{name: "infinity", setup: evaluationOf(`{"accuracy": Infinity}`), code: 1, want: []string{"document/not_finite"}},
	{name: "number bomb", setup: evaluationOf(`{"accuracy": 1e999999999}`), code: 1, want: []string{"document/number_too_large"}},
	{name: "a million digits", setup: evaluationOf(`{"accuracy": 0.` + strings.Repeat("9", 1_000_000) + `}`), code: 1, want: []string{"document/number_too_large"}},
	{name: "a number as text", setup: evaluationOf(`{"accuracy": "0.99"}`), code: 1, want: []string{"models/m/metrics.json"}},
	{name: "truncated JSON", setup: evaluationOf(`{"accuracy": 0.9`), code: 1, want: []string{"document/syntax", "metrics.json:1:"}},
	{name: "duplicate key in JSON", setup: evaluationOf(`{"accuracy": 0.1, "accuracy": 0.99}`), code: 1, want: []string{"document/duplicate_key"}},
	{name: "a text report under a JSON name", setup: evaluationOf("              precision    recall  f1-score   support\n"), code: 1, want: []string{"metrics.json:1:"}},
	// The tree.
	{name: "card is a symlink out of the tree", setup: func(r testRepo) { r.index("120000", "models/m/README.md", "/etc/passwd"); r.run("commit", "-qm", "x") },
		code: 1, want: []string{"evidence/not_a_file"}, never: []string{"root:"}},
	{name: "configuration is a symlink", setup: func(r testRepo) {
		r.index("120000", ".modelgate/config.yaml", "../../secrets")
		r.run("commit", "-qm", "x")
	},
		code: 1, want: []string{"governance/rules_invalid"}},
	{name: "card is a directory", setup: head(func(r testRepo) { r.run("rm", "-q", "models/m/README.md"); r.write("models/m/README.md/x.txt", "x") }), code: 1, want: []string{"card/missing"}},
	{name: "card is a submodule", setup: func(r testRepo) {
		r.index("160000", "models/m/README.md", strings.Repeat("1", 40))
		r.run("commit", "-qm", "x")
	},
		code: 1, want: []string{"models/m"}},
	{name: "card is gone, weights stay", setup: head(func(r testRepo) { r.run("rm", "-q", "models/m/README.md") }), code: 1, want: []string{"card/missing"}},
	{name: "path with a newline", setup: func(r testRepo) {
		r.index("100644", "models/a\n::error::x/README.md", goodCard)
		r.run("commit", "-qm", "x")
	},
		code: 1, never: []string{"\n::error::x"}},
	{name: "path with escapes and quotes", setup: func(r testRepo) {
		r.index("100644", "models/\x1b[2J'\"$(id)`/README.md", goodCard)
		r.run("commit", "-qm", "x")
	},
		code: 1, never: []string{"\x1b"}},
	{name: "path that is an option", setup: head(func(r testRepo) { r.write("--upload-pack=x/README.md", goodCard) }), code: 1, want: []string{"--upload-pack=x"}},
	{name: "artifact path out of the tree", setup: head(func(r testRepo) {
		r.write("models/m/modelgate.yaml", "apiVersion: modelgate.dev/v1\nkind: Model\nname: m\nartifacts:\n  - path: ../../../../etc/passwd\n")
	}), code: 1, want: []string{"governance/artifact_digest_missing"}, never: []string{"root:"}},
	{name: "forged LFS pointer", setup: head(func(r testRepo) {
		r.write("models/m/model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:zz\nsize 1\n")
	}), code: 1},
	// Injection into outputs.
	{name: "workflow command in a title", setup: title("x\\n::error::pwned"), args: []string{"check", "--base", "main", "--head", "HEAD", "-o", "github"}, code: 1, never: []string{"\n::error::pwned", "\n::error ::pwned"}},
	{name: "logging command in a title", setup: title("x\\n##vso[task.setvariable variable=a]b"), args: []string{"check", "--base", "main", "--head", "HEAD", "-o", "github"}, code: 1, never: []string{"\n##vso["}},
	{name: "HTML in a title", setup: title("<img src=x onerror=alert(1)><script>x</script>"), args: []string{"check", "--base", "main", "--head", "HEAD", "-o", "markdown"}, code: 1, never: []string{"<img", "<script"}},
	{name: "Markdown in a title", setup: title("[x](javascript:alert(1)) | @everyone `"), args: []string{"check", "--base", "main", "--head", "HEAD", "-o", "markdown"}, code: 1, never: []string{"](javascript:", " @everyone"}},
	// Repositories and revisions.
	{name: "path that is not UTF-8", setup: func(r testRepo) {
		r.index("100644", "models/fr\xffaud/README.md", goodCard)
		r.run("commit", "-qm", "x")
	},
		code: 1, want: []string{"evidence/unreadable_path"}},
	{name: "model is a symlink", setup: func(r testRepo) {
		r.index("120000", "models/m/evaluation", "../../elsewhere")
		r.run("commit", "-qm", "x")
	},
		code: 1, want: []string{"evidence/not_a_file"}},
	{name: "variable that is not set", args: []string{"check", "--base", ""}, code: 2, want: []string{"--base has an empty value"}},
	{name: "two outputs to one file", args: []string{"check", "-o", "json=r.json", "-o", "sarif=./r.json"}, code: 2, want: []string{"both go to"}},
	{name: "output to a directory", args: []string{"check", "-o", "json=out/"}, code: 2, want: []string{"directory"}},
	{name: "no such base", args: []string{"check", "--base", "nope"}, code: 2, want: []string{"nope"}},
	{name: "base that is an option", args: []string{"check", "--base=--output=/tmp/x"}, code: 2},
	{name: "not a repository", args: []string{"check", "--repo", "/"}, code: 2, want: []string{"/"}},
	{name: "no such directory", args: []string{"check", "--repo", "nowhere"}, code: 2, want: []string{"nowhere"}},
	{name: "unknown flag", args: []string{"check", "--stgae", "draft"}, code: 2, want: []string{"unknown flag --stgae; did you mean --stage?"}},
	{name: "unknown stage", args: []string{"check", "--stage", "prod"}, code: 2, want: []string{"draft, review, production"}},
	{name: "unknown format", args: []string{"check", "-o", "sarfi"}, code: 2, want: []string{`did you mean "sarif"`}},
	{name: "unknown command", args: []string{"chekc"}, code: 2, want: []string{`did you mean "check"`}},
	{name: "argument that a command in a group does not take", args: []string{"data", "ropa", "all"}, code: 2, want: []string{"see `modelgate data ropa --help`"}},
	{name: "unknown rule", args: []string{"rules", "card/licence_missing"}, code: 2, want: []string{"did you mean \"card/license_missing\"? Run `modelgate rules` to list all rules"}},
	{name: "no such model", args: []string{"check", "--all", "--model", "models/x"}, code: 2, want: []string{"models/x"}},
	{name: "not a date", args: []string{"check", "--as-of", "yesterday"}, code: 2, want: []string{"YYYY-MM-DD"}},
	{name: "inspect a directory", args: []string{"inspect", "."}, code: 2, want: []string{"directory"}},
	{name: "inspect a file that does not exist", args: []string{"inspect", "none.json"}, code: 2, want: []string{"none.json"}},
	{name: "inspect a file over the limit", setup: func(r testRepo) { r.write("long.yaml", strings.Repeat("# long\n", 1<<20)) }, args: []string{"inspect", "long.yaml"}, code: 2, want: []string{"file is too large: 7340032 bytes (limit: "}},
	{name: "inspect something else", setup: func(r testRepo) { r.write("x.txt", "x") }, args: []string{"inspect", "x.txt"}, code: 3, want: []string{"x.txt"}},
	{name: "report that is no report", setup: func(r testRepo) { r.write("r.json", `{"schema":"x"}`) }, args: []string{"report", "--from", "r.json"}, code: 3, want: []string{"r.json"}},
	{name: "output into a file's child", setup: head(func(r testRepo) { r.write("models/m/notes.txt", "x") }), args: []string{"check", "--base", "main", "-o", "json=models/m/notes.txt/x.json"}, code: 3, want: []string{"json"}},
}

var location = regexp.MustCompile(`(?m)^\s*\S.*:\d+:\d+: (error|warning|note): `)

func TestHostileInputs(t *testing.T) {
	if len(hostiles) < 40 {
		t.Fatalf("only %d hostile inputs", len(hostiles))
	}
	for _, h := range hostiles {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			r := copyOf(t, "one model", func(r testRepo) {
				r.run("init", "-q", "-b", "main")
				r.write("models/m/README.md", goodCard)
				r.write("models/m/model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:"+strings.Repeat("a", 64)+"\nsize 1\n")
				r.commit()
				r.run("switch", "-q", "-c", "proposal")
			})
			if h.setup != nil {
				h.setup(r)
			}
			args := h.args
			if args == nil {
				args = []string{"check", "--base", "main", "--head", "HEAD"}
			}
			got := run(t, r.Dir, args...)
			if got.code != h.code {
				t.Errorf("exit code %d, want %d", got.code, h.code)
			}
			for _, want := range h.want {
				if !strings.Contains(got.all(), want) {
					t.Errorf("%q is not in the output", want)
				}
			}
			for _, never := range h.never {
				if strings.Contains(got.all(), never) {
					t.Errorf("%q is in the output", never)
				}
			}
			switch {
			case !utf8.ValidString(got.all()):
				t.Error("the output is not UTF-8")
			case got.code >= 2 && strings.Count(got.stderr, "modelgate: ") != 1:
				t.Error("not exactly one message on standard error")
			case got.code == 1 && len(h.args) == 0 && !location.MatchString(got.stdout):
				t.Error("no finding with a position")
			case got.code == 0:
				t.Error("a hostile input was allowed")
			}
			if t.Failed() {
				t.Logf("%s\nstdout:\n%.4000s\nstderr:\n%.2000s", strings.Join(args, " "), got.stdout, got.stderr)
			}
		})
	}
}

func TestRepositoriesThatCannotBeJudged(t *testing.T) {
	t.Run("unborn branch", func(t *testing.T) {
		r := newRepo(t)
		got := run(t, r.Dir, "check")
		if got.code != 2 || !strings.Contains(got.stderr, "commit") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("no model", func(t *testing.T) {
		r := newRepo(t)
		r.write("README.md", "# A library\n")
		r.commit()
		got := run(t, r.Dir, "check", "--all")
		if got.code != 2 || !strings.Contains(got.stderr, "no model") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("detached head", func(t *testing.T) {
		r := newRepo(t)
		r.write("models/m/README.md", goodCard)
		r.commit()
		r.run("checkout", "-q", "--detach")
		if got := run(t, r.Dir, "check", "--all"); got.code != 1 || !strings.Contains(got.stdout, "models/m") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("shallow clone without the base", func(t *testing.T) {
		r := newRepo(t)
		r.write("models/m/README.md", goodCard)
		r.commit()
		base := r.run("rev-parse", "HEAD")
		r.write("models/m/README.md", goodCard+"\nmore\n")
		r.commit()
		clone := newRepo(t)
		clone.run("fetch", "-q", "--depth", "1", "file://"+filepath.ToSlash(r.Dir), "main")
		clone.run("checkout", "-q", "FETCH_HEAD")
		got := run(t, clone.Dir, "check", "--base", base, "--head", "HEAD")
		if got.code != 3 || !strings.Contains(got.stderr, "shallow") || !strings.Contains(got.stderr, "fetch-depth: 0") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("unreadable repository", func(t *testing.T) {
		r := newRepo(t)
		r.write("models/m/README.md", goodCard)
		r.commit()
		object := r.run("rev-parse", "HEAD^{tree}")
		path := filepath.Join(r.Dir, ".git", "objects", object[:2], object[2:])
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("damaged"), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := run(t, r.Dir, "check", "--base", "HEAD", "--head", "HEAD"); got.code != 3 || got.stderr == "" {
			t.Errorf("got %+v", got)
		}
	})
}

// Not parallel: it changes the PATH of the test process.
func TestMissingGit(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Setenv("Path", "")
	}
	t.Setenv("PATH", "")
	got := run(t, t.TempDir(), "check")
	if got.code != 3 || !strings.Contains(got.stderr, "git is not installed") {
		t.Errorf("got %+v", got)
	}
}
