package finder

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// parsedAll reads every file of a tree in which results may be, without any economy.
func parsedAll(t *testing.T, tree source.Tree, layout Layout) map[string]evidence.Evaluation {
	t.Helper()
	f, out := New(tree, layout), map[string]evidence.Evaluation{}
	for _, e := range tree.Entries() {
		if e.Kind != source.File || !f.mayHoldResults(e.Path) {
			continue
		}
		owner, err := f.Owner(e.Path)
		if err != nil {
			t.Fatal(err)
		}
		r := &reader{tree: tree, finder: f, dir: owner, places: map[string]*document.Document{}}
		x, ok, err := r.evaluation(e.Path, false)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			out[e.Path] = x
		}
	}
	return out
}

// alikeByParsing is Alike as it says what it finds: each file is compared, one after the
// other.
func alikeByParsing(t *testing.T, tree source.Tree, layout Layout, parsed map[string]evidence.Evaluation, of source.Entry, e evidence.Evaluation) []Like {
	t.Helper()
	var out []Like
	read := int64(0)
	nearest, _, err := New(tree, layout).nearestInSize(of)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range nearest {
		same := isSame(of, other)
		if !same && read+other.Size > maxRead {
			continue
		}
		like := Like{Path: other.Path}
		if !same {
			read += other.Size
			x, ok := parsed[other.Path]
			if same = ok && x.Content == e.Content; ok && !same {
				like.Values = evidence.MostlyShared(evidence.TellingValues(e), evidence.TellingValues(x))
			}
		}
		if same || like.Values > 0 {
			out = append(out, like)
		}
		if len(out) == maxCopies {
			break
		}
	}
	slices.SortFunc(out, func(a, b Like) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// spellings are ways to write a number of four digits after the point.
var spellings = []func(digits string) string{
	func(d string) string { return "0." + d },
	func(d string) string { return "0." + d + "0" },
	func(d string) string { return "." + d },
	func(d string) string { return d + "e-4" },
	func(d string) string { return d[:1] + "." + d[1:] + "E-01" },
	func(d string) string { return d[:2] + "." + d[2:] },
	func(d string) string { return d[:2] + "." + d[2:] + "%" },
	func(d string) string { return `"` + d[:2] + "." + d[2:] + `"` },
	func(d string) string { return "0." + d + "2" },
	func(d string) string { return "0_0." + d },
	func(d string) string { n, _ := strconv.Atoi(d); return fmt.Sprintf("0.%04d96", n-1) },
	func(d string) string { return "+0." + d },
	func(d string) string { return "0x" + d },
}

var metricNames = []string{"accuracy", "f1", "recall", "precision", "auc", "bleu", "rouge", "mcc"}

// spelled writes results in one of many ways, under the name that fits it.
func spelled(r *rand.Rand, digits []string) (name, text string) {
	names := slices.Clone(metricNames)
	if r.IntN(2) == 0 {
		names = []string{"eval_accuracy", "test_f1", "val_recall", "eval_precision", "test_auc", "m_bleu", "m_rouge", "mcc"}
	}
	order := r.Perm(len(digits))
	if r.IntN(2) == 0 {
		slices.Sort(order)
	}
	spelling := spellings[0]
	if r.IntN(2) == 0 {
		spelling = spellings[r.IntN(len(spellings))]
	}
	var pairs []string
	kind := r.IntN(6)
	for _, i := range order {
		name := names[i]
		if kind == 0 && r.IntN(4) == 0 {
			name = fmt.Sprintf(`\u%04x`, name[0]) + name[1:]
		}
		if kind < 3 {
			name = `"` + name + `"`
		}
		pairs = append(pairs, name+": "+spelling(digits[i]))
	}
	switch kind {
	case 0:
		return "metrics.json", "{" + strings.Join(pairs, ", ") + "}"
	case 1:
		return "results.json", `{"results": {` + strings.Join(pairs, ",\n") + "}}\n"
	case 2:
		return "metrics.json", `{"tags": ["a", "b"], "metrics": {` + strings.Join(pairs, ",") + "}}"
	case 3:
		return "metrics.toml", strings.ReplaceAll(strings.Join(pairs, "\n"), ":", " =") + "\n"
	case 4:
		return "metrics.yaml", "test:\n  " + strings.Join(pairs, "\n  ") + "\n"
	default:
		return "metrics.yaml", strings.Join(pairs, "\n") + "\n"
	}
}

// repository has models with results, of which many are those of others.
func repository(r *rand.Rand) map[string]string {
	files := map[string]string{}
	var known [][]string
	for i := range 40 {
		digits := make([]string, 1+r.IntN(len(metricNames)))
		for j := range digits {
			digits[j] = fmt.Sprintf("%04d", 1000+r.IntN(9000))
		}
		if len(known) > 0 && r.IntN(3) > 0 { // a copy, of which some values are others
			digits = slices.Clone(known[r.IntN(len(known))])
			for range r.IntN(3) {
				digits[r.IntN(len(digits))] = fmt.Sprintf("%04d", 1000+r.IntN(9000))
			}
		}
		known = append(known, digits)
		dir := fmt.Sprintf("models/m%02d", i)
		name, text := spelled(r, digits)
		files[dir+"/README.md"], files[dir+"/evaluation/"+name] = card, text
		if r.IntN(8) == 0 {
			files[dir+"/promptfoo.json"] = fmt.Sprintf(`{"results": {"stats": {"successes": %[1]d, "failures": %[2]d, "errors": 0}, "prompts": [{"raw": "p", "provider": "x", "metrics": {"testPassCount": %[1]d, "testFailCount": %[2]d, "testErrorCount": 0, "score": 1.5}}]}}`, 900+r.IntN(3), 137)
		}
	}
	return files
}

// TestNoCopyIsLost holds what Alike finds against the same search without any economy, on
// repositories with copies in other formats, orders, names and spellings.
func TestNoCopyIsLost(t *testing.T) {
	corpus, err := filepath.Glob("../results/testdata/files/*")
	if err != nil || len(corpus) == 0 {
		t.Fatal(err, len(corpus))
	}
	like, copies, parsed, files := 0, 0, 0, 0
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		head := repository(r)
		layout := Layout{}
		if seed%4 == 3 { // some are read as what the configuration says
			layout = Layout{Evaluations: []string{"**/*.json", "**/*.yaml"}, Formats: map[string]string{"**/*.yaml": "metrics"}}
		}
		if seed == 0 {
			for i, file := range corpus {
				if text, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, ".want") {
					for _, model := range []string{"a", "b"} {
						dir := fmt.Sprintf("corpus/%s%d", model, i)
						head[dir+"/README.md"], head[dir+"/evaluation/"+filepath.Base(file)] = card, string(text)
						if model == "b" && json.Valid(text) { // the same, written otherwise
							var v any
							if json.Unmarshal(text, &v) == nil {
								again, _ := json.MarshalIndent(v, "", "   ")
								head[dir+"/evaluation/"+filepath.Base(file)] = string(again)
							}
						}
					}
				}
			}
		}
		base := maps.Clone(head)
		for _, file := range slices.Sorted(maps.Keys(base)) {
			if r.IntN(4) == 0 {
				delete(base, file)
			}
		}
		trees := []source.Tree{tree(head), tree(base)}
		f := New(trees[0], layout)
		finders := []*Finder{f, f.Beside(trees[1])}
		parsedBy := []map[string]evidence.Evaluation{parsedAll(t, trees[0], layout), parsedAll(t, trees[1], layout)}
		models, err := f.All()
		if err != nil {
			t.Fatal(err)
		}
		for _, model := range models {
			s, err := f.Read(model)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range s.Model.Evaluations {
				of, ok := trees[0].Lookup(e.Path)
				if !ok {
					continue
				}
				for i, side := range finders {
					want := alikeByParsing(t, trees[i], layout, parsedBy[i], of, e)
					got, _, err := side.Alike(of, e)
					if err != nil || !slices.Equal(got, want) {
						t.Errorf("seed %d, side %d, %s: %v\ngot  %v\nwant %v\n%s", seed, i, e.Path, err, got, want, head[e.Path])
					}
					for _, l := range want {
						if l.Values > 0 {
							like++
						} else {
							copies++
						}
					}
				}
			}
		}
		parsed, files = parsed+f.essences.parsed, files+f.essences.read
	}
	if like < 500 || copies < 100 || parsed == 0 || parsed == files {
		t.Errorf("the repositories have %d files that are alike and %d copies; of %d files read, %d were parsed", like, copies, files, parsed)
	}
}

// TestAChangedModelParsesFewOthers counts work: each file is read once for both sides,
// and parsed only if it has a trace of what is sought.
func TestAChangedModelParsesFewOthers(t *testing.T) {
	files := map[string]string{}
	for i := range 300 {
		dir := fmt.Sprintf("models/m%03d", i)
		files[dir+"/README.md"] = card
		files[dir+"/metrics.yaml"] = fmt.Sprintf("accuracy: 0.1%03d1\nf1: 0.2%03d1\nrecall: 0.3%03d1\n", i, i, i)
	}
	files["models/m000/metrics.yaml"] = "accuracy: 0.87654\nf1: 0.76543\nrecall: 0.65432\n"
	files["models/m001/metrics.yaml"] = "test:\n  acc: 87.654\n  f: 76.543\n  r: 65.432\n"
	head := tree(files)
	f := New(head, Layout{})
	base := f.Beside(tree(files))
	s, err := f.Read("models/m000")
	if err != nil || len(s.Model.Evaluations) != 1 {
		t.Fatal(err, len(s.Model.Evaluations))
	}
	of, _ := head.Lookup("models/m000/metrics.yaml")
	for _, side := range []*Finder{f, base, f} {
		found, left, err := side.Alike(of, s.Model.Evaluations[0])
		if err != nil || left != 0 || len(found) != 1 || found[0] != (Like{"models/m001/metrics.yaml", 3}) {
			t.Errorf("found %v, %v", found, err)
		}
	}
	if f.essences.read != 299 || f.essences.parsed != 1 {
		t.Errorf("%d files were read and %d parsed, not 299 and 1", f.essences.read, f.essences.parsed)
	}
}

// TestWhatIsNotComparedIsCounted: files beyond the budget are left out, and their number
// is told.
func TestWhatIsNotComparedIsCounted(t *testing.T) {
	large := "# " + strings.Repeat("x", maxRead/2+1) + "\naccuracy: 0.87654\n"
	files := map[string]string{"models/m/README.md": card, "models/m/metrics.yaml": "accuracy: 0.87654\nf1: 0.76543\n"}
	for _, dir := range []string{"models/a", "models/b", "models/c"} {
		files[dir+"/README.md"], files[dir+"/metrics.yaml"] = card, large
	}
	head := tree(files)
	f := New(head, Layout{})
	s, err := f.Read("models/m")
	if err != nil || len(s.Model.Evaluations) != 1 {
		t.Fatal(err, len(s.Model.Evaluations))
	}
	of, _ := head.Lookup("models/m/metrics.yaml")
	if _, left, err := f.Alike(of, s.Model.Evaluations[0]); err != nil || left != 2 {
		t.Errorf("%d files are left out, not 2: %v", left, err)
	}
}

// TestGlobsMatchAsBefore holds the shortcut of globs against the globs themselves.
func TestGlobsMatchAsBefore(t *testing.T) {
	patterns := slices.Concat(expectedEvaluations, possibleEvaluations, ownDataCards, defaultDataCards, dataNames, []string{"a/**", "**/b", "**", "[a-c]*.json", `\*.json`, "{a,{b,c}}.json", "{a,b", "a}", "x[{]y,}", "a/**/{b,c}*", "{[ab],c}.json", "?.json", "{,x}.json"})
	names := []string{"a", "b", "a/b", "a/x/c1", "c.json", "*.json", "x{y", ".json", "x.json", "A/B", "a/", "a.JSON", ""}
	for _, p := range patterns {
		plain := strings.NewReplacer("**/", "d/e/", "{", "", "}", "", "*", "x", "[", "", "]", "").Replace(p)
		for _, part := range strings.Split(plain, ",") {
			names = append(names, part, "d/"+part, part+".json", strings.ToUpper(part), part+"/x")
		}
		for _, w := range waysOf(strings.ToLower(p)) {
			names = append(names, w.begin+w.end, w.begin+"x"+w.end, w.begin+"/x/y"+w.end, w.begin, w.end, w.begin+"/"+w.end, w.begin+"/x/"+w.end)
		}
	}
	matched := 0
	check := func(patterns []string, name string) {
		got, want := newGlobs(patterns).match(name), matchesFile(patterns, name)
		if got != want {
			t.Errorf("%q on %q: %v, not %v", patterns, name, got, want)
		}
		if want {
			matched++
		}
	}
	for _, name := range names {
		for _, p := range patterns {
			check([]string{p}, name)
		}
		check(expectedEvaluations, name)
		check(possibleEvaluations, name)
		check(defaultDataCards, name)
		check(dataNames, name)
	}
	if matched < 1000 {
		t.Errorf("only %d names matched", matched)
	}
}
