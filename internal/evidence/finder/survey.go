package finder

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Sign is what a repository without models has that suggests one: the first file, in
// the order of the tree, and how many more there are of its kind.
type Sign struct {
	Path, What string
	More       int
}

// Survey is what was seen of models that are not found, and where they would be.
type Survey struct {
	Signs []Sign   // the surer first
	Globs []string // over directories that would be models; empty if no sign is of one
	// Results are the first files of results, wherever they lie.
	Results []string
	Stored  StoredModel // of MLflow, where nothing else is a sign of a model
}

// signKinds are the kinds of signs, the surer first. Those that are of a model name
// the directory that it is in.
var signKinds = []struct {
	what    string
	ofModel bool
}{
	{"a model that DVC records", true},
	{"weights in a directory that is not searched", false},
	{"a BentoML service", true},
	{"an MLflow project", true},
	{"a Kitfile without manifestVersion", true},
	{"settings of an adapter", true},
	{"the domain of a Rasa chatbot with models", true},
	{"an agent of Stable-Baselines", true},
	{"versions of a model in a board of the pins package", true},
	{"an object of R, named like a model", true},
	{"a file of Julia, named like a model", true},
	{"reads like a model card, but has no metadata", true},
	{"named like a model card, but not one that is read", true},
	{"a run in an MLflow file store", false},
	{"a board of the pins package", false},
	{"evaluation results", false},
	{"metrics that DVC keeps out of git", false},
	{"a DVC pipeline", false},
	{"a notebook", false},
	{"without the metadata of a model card", false},
}

const (
	signDVC = iota
	signUnsearched
	signBento
	signMLproject
	signKitfile
	signAdapter
	signRasa
	signAgent
	signPin
	signR
	signJulia
	signLikeCard
	signNamedCard
	signStore
	signPins
	signResults
	signCached
	signPipeline
	signNotebook
	signReadme
)

// named are the signs that a file's name is enough for.
var named = map[string]int{
	"bentofile.yaml": signBento, "bentofile.yml": signBento, "mlproject": signMLproject, "kitfile": signKitfile,
	"adapter_config.json": signAdapter, "_pins.yaml": signPins, "dvc.yaml": signPipeline,
}

// maxLookedInto bounds how many files of results a survey reads.
const maxLookedInto = 20

// Survey looks for what suggests a model where none is found. It decides nothing.
func (f *Finder) Survey() (Survey, error) {
	var s surveyor
	recorded, err := f.ListUnowned()
	if err != nil {
		return Survey{}, err
	}
	for _, out := range recorded {
		s.see(signDVC, out)
	}
	for _, e := range f.tree.Entries() {
		if e.Kind != source.File {
			continue
		}
		if f.inStore(path.Dir(e.Path)) {
			continue
		}
		if path.Base(e.Path) == "meta.yaml" && f.isStoredRun(path.Dir(e.Path)) {
			s.see(signStore, e.Path)
			continue
		}
		if f.never(path.Dir(e.Path)) || f.ignored(path.Dir(e.Path)) || isFixture(path.Dir(e.Path)) {
			if weights.IsName(e.Path) {
				s.see(signUnsearched, e.Path)
			}
			continue
		}
		if err := f.addSign(&s, e); err != nil {
			return Survey{}, err
		}
	}
	ps, err := f.pipelines()
	if err != nil {
		return Survey{}, err
	}
	for _, p := range ps {
		for _, m := range p.Metrics {
			if _, there := f.tree.Lookup(m.Value); !there && dvc.InRepository(m.Value) {
				s.see(signCached, m.Value)
			}
		}
	}
	out := s.survey()
	if slices.Equal(out.Globs, []string{"."}) && !slices.ContainsFunc(out.Signs, func(sign Sign) bool { return ofModel(sign.What) }) {
		out.Stored = f.ChooseStored()
	}
	return out, nil
}

// ofModel reports whether signs of a kind are of a model.
func ofModel(what string) bool {
	return slices.ContainsFunc(signKinds, func(k struct {
		what    string
		ofModel bool
	}) bool {
		return k.ofModel && k.what == what
	})
}

// addSign adds what one file is a sign of.
func (f *Finder) addSign(s *surveyor, e source.Entry) error {
	base := strings.ToLower(path.Base(e.Path))
	kind, ok := named[base]
	switch {
	case ok:
		s.see(kind, e.Path)
	case base == "readme.md" || cards.NamedLikeCard(base):
		return f.addCardSign(s, e)
	case f.isRasaModel(e.Path):
		s.see(signRasa, path.Join(path.Dir(path.Dir(e.Path)), "domain.yml"))
	case path.Ext(base) == ".zip":
		is, err := f.isAgentArchive(s, e)
		if err != nil {
			return err
		}
		if is || f.isAgent(e.Path) {
			s.see(signAgent, e.Path)
		}
	case (path.Ext(base) == ".jld2" || path.Ext(base) == ".bson") && hasWord(base, modelWords) && !hasWord(path.Dir(e.Path), dataWords):
		s.see(signJulia, e.Path)
	case (path.Ext(base) == ".rds" || path.Ext(base) == ".rda") && hasWord(base, rModelWords) && !hasWord(path.Dir(e.Path), dataWords):
		if _, pinned := f.tree.Lookup(path.Join(path.Dir(e.Path), "data.txt")); pinned {
			s.see(signPin, path.Dir(path.Dir(e.Path))+"/*")
		} else {
			s.see(signR, e.Path)
		}
	case path.Ext(base) == ".ipynb":
		s.see(signNotebook, e.Path)
	case s.read < maxLookedInto && f.nearlyResults(e.Path):
		s.read++
		is, err := f.isResults(e)
		if err != nil {
			return err
		}
		if is {
			s.see(signResults, e.Path)
		}
	}
	return nil
}

// rModelWords are words in the names of models that R keeps.
var rModelWords = append([]string{"workflow", "wkflw", "wflow", "fit", "mod", "glm", "lm", "rf", "xgb"}, modelWords...)

// isRasaModel reports whether a file is an archive in models/ next to the domain of a
// chatbot (rasa train).
func (f *Finder) isRasaModel(file string) bool {
	dir := path.Dir(file)
	if !strings.HasSuffix(file, ".tar.gz") || path.Base(dir) != "models" {
		return false
	}
	_, ok := f.tree.Lookup(path.Join(path.Dir(dir), "domain.yml"))
	return ok
}

// isAgent reports whether an archive is an agent as rl-baselines3-zoo keeps it: next to its
// evaluations, or to a directory of its name with what it was trained with.
func (f *Finder) isAgent(file string) bool {
	if _, ok := f.tree.Lookup(path.Join(path.Dir(file), "evaluations.npz")); ok {
		return true
	}
	for _, name := range []string{"args.yml", "config.yml", "vecnormalize.pkl"} {
		if _, ok := f.tree.Lookup(path.Join(strings.TrimSuffix(file, path.Ext(file)), name)); ok {
			return true
		}
	}
	return false
}

// maxAgent bounds the size of an archive that is looked into.
const maxAgent = 32 << 20

// isAgentArchive reports whether an archive is an agent as Stable-Baselines saves it, by the
// names in it.
func (f *Finder) isAgentArchive(s *surveyor, e source.Entry) (bool, error) {
	if s.zips++; s.zips > maxLookedInto {
		return false, nil
	}
	if size, err := f.tree.Size(e); err != nil || size > maxAgent {
		return false, err
	}
	src, err := f.tree.Read(e.Path, maxAgent)
	if source.IsRefusal(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return bytes.HasPrefix(src, []byte("PK\x03\x04")) && bytes.Contains(src, []byte("_stable_baselines3_version")) && bytes.Contains(src, []byte("policy.pth")), nil
}

// addCardSign adds what a README, or a file that is called a card, is a sign of.
func (f *Finder) addCardSign(s *surveyor, e source.Entry) error {
	possible, err := f.PossibleCard(e.Path)
	switch readme := strings.EqualFold(path.Base(e.Path), "README.md"); {
	case err != nil:
		return err
	case possible.Path != "" && readme:
		s.see(signLikeCard, e.Path)
	case possible.Path != "":
		s.see(signNamedCard, e.Path)
	case e.Path == "README.md":
		s.see(signReadme, e.Path)
	}
	return nil
}

// nearlyResults reports whether results would be looked for in a file, were a directory
// above it a model.
func (f *Finder) nearlyResults(file string) bool {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if looked, _ := (Layout{}).isEvaluation(dir, file); looked || dir == "." {
			return looked
		}
	}
}

// isResults reports whether a file is of a known format of results.
func (f *Finder) isResults(e source.Entry) (bool, error) {
	src, err := f.sniff(e)
	if src == nil || err != nil {
		return false, err
	}
	d, _ := results.Parse(e.Path, src)
	_, ok := inspection.ResultFormat(d)
	return ok, nil
}

// sniff reads a file that is read to tell what it is; nil if it is too large, or cannot be read.
func (f *Finder) sniff(e source.Entry) ([]byte, error) {
	if size, err := f.tree.Size(e); err != nil || size > maxSniffed {
		return nil, err
	}
	src, err := f.tree.Read(e.Path, document.MaxBytes)
	if source.IsRefusal(err) {
		return nil, nil
	}
	return src, err
}

// surveyor collects signs.
type surveyor struct {
	by   [signReadme + 1][]string
	read int // files that may be results
	zips int // archives
}

func (s *surveyor) see(kind int, file string) { s.by[kind] = append(s.by[kind], file) }

func (s *surveyor) survey() Survey {
	out := Survey{Results: slices.Clone(s.by[signResults])}
	var dirs []string
	for i, k := range signKinds {
		slices.Sort(s.by[i])
		files := slices.Compact(s.by[i])
		if len(files) == 0 {
			continue
		}
		out.Signs = append(out.Signs, Sign{files[0], k.what, len(files) - 1})
		if !k.ofModel || len(dirs) > 0 {
			continue // the surest kind tells where models are
		}
		for _, file := range files {
			dirs = append(dirs, path.Dir(file))
		}
	}
	if strong := len(dirs) > 0 || len(s.by[signStore]) > 0 || len(s.by[signResults]) > 0 || len(s.by[signCached]) > 0 || len(s.by[signPipeline]) > 0; strong {
		out.Globs = globsOf(dirs)
	}
	return out
}

// maxGlobs bounds the globs of a survey.
const maxGlobs = 12

// globsOf are globs over directories that would be models where signs of them are in
// these: one for those that are side by side, in a few places; else the repository.
func globsOf(dirs []string) []string {
	slices.Sort(dirs)
	dirs = slices.Compact(dirs)
	var globs []string
	for _, dir := range dirs {
		if path.Dir(dir) == "." || len(dirs) == 1 || slices.Contains(dirs, path.Dir(dir)) {
			return []string{"."}
		}
		globs = append(globs, path.Dir(dir)+"/*")
	}
	slices.Sort(globs)
	if globs = slices.Compact(globs); len(globs) == 0 || len(globs) > maxGlobs || len(globs) == len(dirs) && len(globs) > 1 || !apart(globs) {
		return []string{"."}
	}
	return globs
}

// apart reports whether no glob is over a directory of another.
func apart(globs []string) bool {
	return !slices.ContainsFunc(globs, func(g string) bool {
		return slices.ContainsFunc(globs, func(h string) bool { return g != h && source.Within(path.Dir(g), path.Dir(h)) })
	})
}
