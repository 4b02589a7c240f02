package evidence

import (
	"cmp"
	"crypto/md5" //nolint:gosec // what DVC names content by, not a choice of ours
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// What DVC records in git of files that it keeps elsewhere: `dvc add` in a .dvc
// file, a pipeline in dvc.lock. dvc.yaml says what the files are (DVC user guide,
// "Project structure").
const (
	dvcLockName = "dvc.lock"
	dvcYAMLName = "dvc.yaml"
)

// IsPipelineFile reports whether a file may record artifacts of models that lie
// in other directories.
func IsPipelineFile(file string) bool {
	base := path.Base(file)
	return base == dvcLockName || base == dvcYAMLName || isPointer(base)
}

// isPointer reports whether a file is what `dvc add` and `dvc import` write.
func isPointer(file string) bool { return strings.HasSuffix(file, ".dvc") }

// Out is a file or directory that DVC records, as far as it belongs to a model.
type Out struct{ Model, Path, Digest string }

// Compare orders outputs.
func (o Out) Compare(p Out) int {
	return cmp.Or(cmp.Compare(o.Model, p.Model), cmp.Compare(o.Path, p.Path), cmp.Compare(o.Digest, p.Digest))
}

// out is a file or directory that DVC records, wherever it lies.
type out struct {
	at       Anchor
	path     string // in the repository
	digest   string // "" if none is recorded
	dir      bool
	declared bool // dvc.yaml, or the .dvc file, calls it a model
	remote   bool // it lies in an object store: the path is its address
	results  bool // dvc.yaml calls it metrics or plots
	kept     bool // in git, by dvc.yaml
}

// pipeline is what the dvc.yaml and the dvc.lock of one directory say, or a .dvc
// file.
type pipeline struct {
	dir      string
	pointer  string // the .dvc file, "" for a pipeline
	docs     []*document.Document
	findings []finding.Finding
	outs     []out
	metrics  []Item // files of metrics, by their paths in the repository
}

// pipelines reads every pipeline of the tree, once.
func (f *Finder) pipelines() ([]pipeline, error) {
	f.pipelinesOnce.Do(func() {
		dirs, pointers := []string{}, []string{}
		for _, e := range f.tree.Entries() {
			switch {
			case !IsPipelineFile(e.Path) || e.Kind != source.File:
			case isPointer(e.Path):
				pointers = append(pointers, e.Path)
			case !f.never(path.Dir(e.Path)):
				dirs = append(dirs, path.Dir(e.Path))
			}
		}
		slices.Sort(dirs)
		for _, dir := range slices.Compact(dirs) {
			p, err := readPipeline(f.tree, dir)
			if err != nil {
				f.pipelinesErr = err
				return
			}
			f.pipelinesRead = append(f.pipelinesRead, p)
		}
		for _, file := range pointers {
			p, err := readPointer(f.tree, file)
			if err != nil {
				f.pipelinesErr = err
				return
			}
			f.pipelinesRead = append(f.pipelinesRead, p)
		}
	})
	return f.pipelinesRead, f.pipelinesErr
}

func readPipeline(tree source.Tree, dir string) (pipeline, error) {
	p := pipeline{dir: dir}
	read := func(name string) (place, error) {
		d, found, err := loadUpTo(tree, path.Join(dir, name), document.MaxBytes, func(file string, src []byte) (*document.Document, []finding.Finding) {
			return document.ParseAs(document.YAML, file, src)
		})
		if d == nil || err != nil {
			return place{}, err
		}
		p.docs, p.findings = append(p.docs, d), append(p.findings, found...)
		return place{node: d.Root, anchor: Anchor(d.Path + "#")}, nil
	}
	file, err := read(dvcYAMLName)
	if err != nil {
		return p, err
	}
	lock, err := read(dvcLockName)
	if err != nil {
		return p, err
	}
	said := sayings(dir, file)
	p.outs = lockedOuts(dir, file, lock)
	for i := range p.outs {
		said.mark(&p.outs[i])
	}
	p.outs = append(p.outs, said.unlocked(p.outs)...)
	p.metrics = said.metricsIn(p.outs)
	return p, nil
}

// lockedOuts are the outputs of the stages of a dvc.lock: below `stages` since
// schema 2.0, at the top before. An entry whose stage is gone from dvc.yaml is not
// heeded by DVC.
func lockedOuts(dir string, file, lock place) []out {
	stages := lock.get("stages")
	if !lock.get("schema").present() && !stages.present() {
		stages = lock
	}
	defined := file.get("stages")
	var outs []out
	for _, stage := range stages.inOrder() {
		name, item, _ := strings.Cut(stage.node.Key, "@")
		of := defined.get(name)
		if defined.present() && !of.present() {
			continue
		}
		wdir := of.get("wdir")
		if !wdir.present() {
			wdir = of.get("do").get("wdir")
		}
		for _, o := range stage.get("outs").items() {
			if read := readOut(path.Join(dir, workingDir(wdir.text().Value, item)), o); inRepository(read.path) || read.remote {
				outs = append(outs, read)
			}
		}
	}
	return outs
}

// template is a reference in dvc.yaml to a parameter, as in ${item.name}.
var template = regexp.MustCompile(`\$\{[^}]*\}`)

// workingDir is a stage's working directory; that of a template which nobody but
// DVC can fill in is taken for the pipeline's own.
func workingDir(wdir, item string) string {
	wdir = strings.NewReplacer("${item}", item, "${key}", item).Replace(wdir)
	if template.MatchString(wdir) {
		return "."
	}
	return wdir
}

// readOut reads an output of a dvc.lock or a .dvc file.
func readOut(dir string, o place) out {
	digest := o.get("md5")
	read := out{at: o.anchor, path: located(dir, filepathOf(o)), declared: isModelType(o.get("type"))}
	read.remote = strings.Contains(read.path, "://")
	files := o.get("files")
	switch {
	case digest.present():
		read.at, read.digest = digest.anchor, md5Of(digest.text().Value)
	case files.present():
		read.at, read.digest = files.anchor, md5OfFiles(files)
	default:
		if sum, ok := stated(o); ok {
			read.at, read.digest = sum.At, sum.Value
		}
	}
	read.dir = strings.HasSuffix(read.digest, ".dir") || files.present() || o.get("nfiles").present()
	return read
}

// stated is what stands for the content where there is no digest of DVC's own: a
// version or an ETag of an object store, a checksum, a commit.
func stated(o place) (Text, bool) {
	clouds := []place{o}
	clouds = append(clouds, o.get("cloud").inOrder()...)
	for _, of := range clouds {
		for _, key := range []string{"version_id", "version", "etag", "checksum", "hdfs_checksum", "rev_lock"} {
			if sum := of.get(key).text(); sum.Present && sum.Value != "" {
				return Text{At: sum.At, Present: true, Value: strings.TrimSuffix(key, "_id") + ":" + sum.Value}, true
			}
		}
	}
	return Text{}, false
}

// readPointer reads a .dvc file that may record outputs elsewhere.
func readPointer(tree source.Tree, file string) (pipeline, error) {
	d, outs, err := readOuts(tree, file)
	return pipeline{dir: path.Dir(file), pointer: file, docs: []*document.Document{d}, outs: outs}, err
}

// readOuts are the outputs of a .dvc file; one that states no path is named like
// it. One that states no digest has that of what was imported.
func readOuts(tree source.Tree, file string) (*document.Document, []out, error) {
	src, err := tree.Read(file, document.MaxBytes)
	if err != nil && !isRefusal(err) {
		return nil, nil, fmt.Errorf("reading %s: %w", file, err)
	}
	d, _ := document.ParseAs(document.YAML, file, src)
	root := place{node: d.Root, anchor: Anchor(file + "#")}
	var outs []out
	for _, item := range root.get("outs").items() {
		o := readOut(path.Join(path.Dir(file), root.get("wdir").text().Value), item)
		if o.path == "" {
			o.path = strings.TrimSuffix(file, ".dvc")
		}
		if deps := root.get("deps").items(); o.digest == "" && len(deps) == 1 {
			o.imported(deps[0])
		}
		outs = append(outs, o)
	}
	return d, outs, nil
}

// imported gives an output that was not fetched the digest of what it comes from.
func (o *out) imported(dep place) {
	if sum := md5Of(dep.get("md5").text().Value); sum != "" {
		o.at, o.digest = dep.get("md5").anchor, sum
		return
	}
	for _, of := range []place{dep, dep.get("repo")} {
		if sum, ok := stated(of); ok {
			o.at, o.digest = sum.At, sum.Value
			return
		}
	}
}

// filepathOf is the path that an output states, with slashes.
func filepathOf(o place) string { return strings.ReplaceAll(o.get("path").text().Value, `\`, "/") }

// md5Of is a digest as DVC writes it; that of a directory ends in ".dir".
func md5Of(sum string) string {
	if raw, err := hex.DecodeString(strings.TrimSuffix(sum, ".dir")); err != nil || len(raw) != md5.Size {
		return ""
	}
	return "md5:" + sum
}

// md5OfFiles is the digest of a directory whose files are listed in its place: as
// DVC itself reckons it, of the JSON of names and digests, sorted by name. A file
// without an MD5 has its other digest in it.
func md5OfFiles(files place) string {
	type entry struct{ name, sum string }
	var listed []entry
	for _, f := range files.items() {
		e := entry{name: f.get("relpath").text().Value}
		for _, key := range []string{"md5", "etag", "checksum", "version_id"} {
			e.sum = cmp.Or(e.sum, f.get(key).text().Value)
		}
		for _, remote := range f.get("cloud").inOrder() {
			e.sum = cmp.Or(e.sum, remote.get("version_id").text().Value, remote.get("etag").text().Value)
		}
		listed = append(listed, e)
	}
	slices.SortFunc(listed, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	var b strings.Builder
	for i, e := range listed {
		name, _ := json.Marshal(e.name) // a string has always a JSON form
		sum, _ := json.Marshal(e.sum)
		b.WriteString(map[bool]string{true: `[{"md5": `, false: `, {"md5": `}[i == 0] + string(sum) + `, "relpath": ` + string(name) + "}")
	}
	sum := md5.Sum([]byte(b.String() + "]")) //nolint:gosec // as above
	return "md5:" + hex.EncodeToString(sum[:]) + ".dir"
}

func isModelType(t place) bool { return strings.EqualFold(t.text().Value, "model") }

// saying is what a dvc.yaml says of paths: each is a glob, where a template stands
// in it.
type saying struct {
	at   Anchor
	glob string
}

type said struct {
	models, results []saying
	metrics         []saying // of stages: DVC keeps them, unless they are kept
	kept            []saying // in git, and not by DVC
}

func sayings(dir string, file place) said {
	var s said
	for _, a := range file.get("artifacts").inOrder() {
		if isModelType(a.get("type")) {
			s.models = append(s.models, saying{a.get("path").anchor, globIn(dir, filepathOf(a))})
		}
	}
	for _, list := range []string{"metrics", "plots"} { // which no stage need write
		for _, r := range paths(file.get(list)) {
			s.results = append(s.results, saying{r.anchor, globIn(dir, r.path)})
		}
	}
	for _, stage := range file.get("stages").inOrder() {
		if do := stage.get("do"); do.present() {
			stage = do
		}
		in := path.Join(dir, template.ReplaceAllString(stage.get("wdir").text().Value, "*"))
		s.addResults(in, stage)
		for _, o := range paths(stage.get("outs")) {
			if isModelType(o.flags.get("type")) {
				s.models = append(s.models, saying{o.anchor, globIn(in, o.path)})
			}
		}
	}
	return s
}

func (s *said) addResults(dir string, of place) {
	for _, m := range paths(of.get("metrics")) {
		s.metrics = append(s.metrics, saying{m.anchor, globIn(dir, m.path)})
	}
	for _, list := range []string{"metrics", "plots", "outs"} {
		for _, o := range paths(of.get(list)) {
			if o.flags.get("cache").text().Value == "false" {
				s.kept = append(s.kept, saying{o.anchor, globIn(dir, o.path)})
			}
		}
	}
	for _, p := range paths(of.get("plots")) {
		s.results = append(s.results, saying{p.anchor, globIn(dir, p.path)})
	}
}

// named is a path in a list of dvc.yaml, with what is said of it there.
type named struct {
	anchor Anchor
	path   string
	flags  place
}

// paths are those of a list whose items are paths, or mappings of a path to what
// is said of it; or of such a mapping.
func paths(list place) []named {
	var out []named
	for _, item := range append(list.items(), list.inOrder()...) {
		if item.scalar() {
			out = append(out, named{item.anchor, item.text().Value, place{}})
		}
		for _, m := range item.inOrder() {
			out = append(out, named{m.anchor, m.node.Key, m})
		}
	}
	return out
}

func globIn(dir, name string) string {
	return located(dir, template.ReplaceAllString(strings.ReplaceAll(name, `\`, "/"), "*"))
}

// located is a path in a directory; what is kept outside of the repository keeps
// its name.
func located(dir, name string) string {
	if name == "" || path.IsAbs(name) || strings.Contains(name, "://") {
		return name
	}
	return path.Join(dir, name)
}

func inRepository(name string) bool {
	return name != "" && !path.IsAbs(name) && !strings.Contains(name, "://") && name != ".." && !strings.HasPrefix(name, "../")
}

// covers reports whether a saying is about a path or what lies above it.
func (s saying) covers(name string) bool { return source.Match(s.glob, name) || within(s.glob, name) }

// mark says of an output what dvc.yaml says. A directory with a model in it is one;
// a directory with metrics in it may hold anything else.
func (s said) mark(o *out) {
	o.declared = o.declared || slices.ContainsFunc(s.models, func(m saying) bool { return m.covers(o.path) || within(o.path, m.glob) })
	o.results = slices.ContainsFunc(append(s.results, s.metrics...), func(r saying) bool { return r.covers(o.path) })
	o.kept = s.keeps(o.path)
}

// keeps reports whether dvc.yaml keeps a file in git.
func (s said) keeps(name string) bool {
	return slices.ContainsFunc(s.kept, func(k saying) bool { return k.covers(name) })
}

// unlocked are the models that dvc.yaml names and no output of the lock is.
func (s said) unlocked(outs []out) []out {
	var more []out
	for _, m := range s.models {
		if inRepository(m.glob) && !strings.Contains(m.glob, "*") && !slices.ContainsFunc(outs, func(o out) bool { return m.covers(o.path) || within(o.path, m.glob) }) {
			more = append(more, out{at: m.at, path: m.glob, declared: true})
		}
	}
	return more
}

// metricsIn are the files of metrics that DVC keeps: a template is filled in from
// the lock.
func (s said) metricsIn(outs []out) []Item {
	var items []Item
	for _, m := range s.metrics {
		if !strings.Contains(m.glob, "*") && !s.keeps(m.glob) {
			items = append(items, Item{At: m.at, Value: m.glob})
			continue
		}
		for _, o := range outs {
			if !o.kept && source.Match(m.glob, o.path) {
				items = append(items, Item{At: m.at, Value: o.path})
			}
		}
	}
	return items
}

// cachedResults are the results of a model that DVC keeps and git does not have: what
// dvc.yaml calls metrics, and what lies where results are expected.
func (r *reader) cachedResults(id string) ([]Item, error) {
	out := []Item{}
	ps, err := r.finder.pipelines()
	for _, p := range ps {
		items := slices.Clone(p.metrics)
		for _, o := range p.outs {
			expected := r.finder.layout.isExpected(id, o.path) || o.dir && r.finder.layout.isExpected(id, path.Join(o.path, "metrics.json"))
			if expected && !o.kept {
				items = append(items, Item{At: o.at, Value: o.path})
			}
		}
		for _, item := range items {
			if !inRepository(item.Value) {
				continue
			}
			owner, err := r.finder.Owner(item.Value)
			if err != nil {
				return nil, err
			}
			if owner != id || r.finder.exists(item.Value) || slices.ContainsFunc(out, func(i Item) bool { return i.Value == item.Value }) {
				continue
			}
			if _, there := r.tree.Lookup(item.Value); there {
				continue
			}
			out = append(out, item)
			for _, d := range p.docs {
				r.places[d.Path] = d
			}
		}
	}
	return out, err
}

// Words in the name of a file or directory that make it likely to be a model, or
// unlikely.
var (
	modelWords = []string{"model", "models", "weights", "checkpoint", "checkpoints", "ckpt", "adapter", "adapters", "lora", "classifier", "regressor", "estimator"}
	otherWords = []string{"metric", "metrics", "report", "reports", "card", "plot", "plots", "figure", "figures", "eval", "evaluation", "result", "results", "score", "scores", "summary",
		"importance", "params", "log", "logs", "prediction", "predictions", "tokenizer", "vocab", "dvclive", "docs"}
	dataWords = []string{"data", "dataset", "datasets", "raw", "interim", "processed", "prepared", "preprocessed", "features", "featurized", "splits", "input", "inputs"}
	// Serialisations of anything: of prepared data as well as of a model.
	general = []string{".pkl", ".pickle", ".dill", ".joblib", ".npz", ".msgpack", ".bin", ".pb", ".h5", ".pt"}
)

var wordBreak = regexp.MustCompile(`[^a-z]+`)

// isModelOut reports whether an output is a part of the model in whose directory
// it lies, rather than its data or its results. The file names of weights tell, and
// the words of names; whatever the stage calls it, weights are no metrics.
func isModelOut(o out, model string) bool {
	name := below(model, o.path)
	if o.remote { // the names of buckets tell nothing
		name = path.Base(o.path)
	}
	base, ending := path.Base(name), weightsEnding(name)
	inData := hasWord(path.Dir(name), dataWords) || hasWord(base, dataWords) && !hasWord(base, modelWords)
	switch {
	case o.declared:
		return true
	case weights[ending].format != "":
		return !inData || !slices.Contains(general, ending)
	case o.results, inData, hasWord(base, otherWords):
		return false
	case o.dir && !o.remote:
		return model != "." || hasWord(base, modelWords)
	}
	return hasWord(base, modelWords)
}

func hasWord(name string, words []string) bool {
	return slices.ContainsFunc(wordBreak.Split(strings.ToLower(name), -1), func(w string) bool { return slices.Contains(words, w) })
}

// dvcModelDir reports whether a directory is that of a model which DVC records:
// one that dvc.yaml calls a model, or any that looks like one.
func (f *Finder) dvcModelDir(dir string, declared bool) (bool, error) {
	ps, err := f.pipelines()
	return slices.ContainsFunc(ps, func(p pipeline) bool {
		return slices.ContainsFunc(p.outs, func(o out) bool {
			return !o.remote && path.Dir(o.path) == dir && p.heeded(o) && (o.declared || !declared && isModelOut(o, "."))
		})
	}), err
}

// dvcModelDirs are the directories that dvcModelDir may be asked about.
func (f *Finder) dvcModelDirs() ([]string, error) {
	ps, err := f.pipelines()
	var dirs []string
	for _, p := range ps {
		for _, o := range p.outs {
			if !o.remote && p.heeded(o) && (o.declared || len(f.layout.Models) > 0 && isModelOut(o, ".")) {
				dirs = append(dirs, path.Dir(o.path))
			}
		}
	}
	return dirs, err
}

// heeded reports whether an output may make a directory a model: those of a .dvc
// file do where it calls them models, for its own name tells as much.
func (p pipeline) heeded(o out) bool { return p.pointer == "" || o.declared && inRepository(o.path) }

// ownersOf are the models that an output belongs to: the one in whose directory it
// lies. An object elsewhere is of the model that records it, else of those whose
// directory's name its address has, else of the only one below.
func (f *Finder) ownersOf(p pipeline, o out) ([]string, error) {
	if !o.remote {
		if is, err := f.IsModel(o.path); is || err != nil {
			return []string{o.path}, err
		}
		owner, err := f.Owner(o.path)
		if owner == "" || err != nil {
			return nil, err
		}
		return []string{owner}, nil
	}
	if owner, err := f.ownerOf(p.dir); owner != "" || err != nil {
		return []string{owner}, err
	}
	all, err := f.All()
	if err != nil {
		return nil, err
	}
	below := slices.DeleteFunc(all, func(id string) bool { return p.dir != "." && !within(p.dir, id) })
	named := slices.DeleteFunc(slices.Clone(below), func(id string) bool { return !slices.Contains(strings.Split(o.path, "/"), path.Base(id)) })
	switch {
	case len(named) > 0:
		return named, nil
	case len(below) == 1:
		return below, nil
	}
	return nil, nil
}

// Outs lists what pipelines record of models, sorted.
func (f *Finder) Outs() ([]Out, error) {
	ps, err := f.pipelines()
	var outs []Out
	for _, p := range ps {
		for _, o := range p.outs {
			owners, err := f.ownersOf(p, o)
			if err != nil {
				return nil, err
			}
			for _, owner := range owners {
				if isModelOut(o, owner) {
					outs = append(outs, Out{owner, o.path, o.digest})
				}
			}
		}
	}
	slices.SortFunc(outs, Out.Compare)
	return outs, err
}

// Unowned lists what pipelines record that looks like a model's weights and lies
// in the directory of none, sorted.
func (f *Finder) Unowned() ([]string, error) {
	ps, err := f.pipelines()
	var found []string
	for _, p := range ps {
		for _, o := range p.outs {
			if owners, err := f.ownersOf(p, o); err != nil {
				return nil, err
			} else if len(owners) == 0 && !o.remote && isModelOut(o, ".") {
				found = append(found, o.path)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), err
}
