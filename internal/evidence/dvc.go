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

// Loader reads a file of a tree as YAML. The document is nil when there is no such file.
type Loader func(file string) (*document.Document, []finding.Finding, error)

// readPipeline reads the pipeline of a directory.
func readPipeline(dir string, load Loader) (pipeline, error) {
	p := pipeline{dir: dir}
	read := func(name string) (place, error) {
		d, found, err := load(path.Join(dir, name))
		if d == nil || err != nil {
			return place{}, err
		}
		p.docs, p.findings = append(p.docs, d), append(p.findings, found...)
		return rootOf(d), nil
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
	if err != nil && !source.IsRefusal(err) {
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

// heeded reports whether an output may make a directory a model: those of a .dvc
// file do where it calls them models, for its own name tells as much.
func (p pipeline) heeded(o out) bool { return p.pointer == "" || o.declared && inRepository(o.path) }
