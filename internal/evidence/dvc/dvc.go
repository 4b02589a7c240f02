// Package dvc reads what DVC records in git of files that it keeps elsewhere. Which model
// they belong to is for the finder.
package dvc

import (
	"bytes"
	"cmp"
	"crypto/md5" //nolint:gosec // what DVC names content by, not a choice of ours
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// What DVC records in git of files that it keeps elsewhere: `dvc add` in a .dvc
// file, a pipeline in dvc.lock. dvc.yaml says what the files are (DVC user guide,
// "Project structure").
const (
	dvcLockName = "dvc.lock"
	dvcYAMLName = "dvc.yaml"
)

// IsFile reports whether a file may record artifacts of models that lie
// in other directories.
func IsFile(file string) bool {
	base := path.Base(file)
	return base == dvcLockName || base == dvcYAMLName || IsPointer(base)
}

// IsPointer reports whether a file is what `dvc add` and `dvc import` write.
func IsPointer(file string) bool { return strings.HasSuffix(file, ".dvc") }

// Out is a file or directory that DVC records, wherever it lies.
type Out struct {
	At       evidence.Anchor
	Path     string // in the repository
	Digest   string // "" if none is recorded
	Dir      bool
	Declared bool // dvc.yaml, or the .dvc file, calls it a model
	Remote   bool // it lies in an object store: the path is its address
	Results  bool // dvc.yaml calls it metrics or plots
	Kept     bool // in git, by dvc.yaml
	Named    bool // dvc.yaml names it, and the lock beside it has no output of that path
}

// Pipeline is what the dvc.yaml and the dvc.lock of one directory say, or a .dvc
// file.
type Pipeline struct {
	Dir      string
	Pointer  string // the .dvc file, "" for a pipeline
	Docs     []*document.Document
	Findings []finding.Finding
	Outs     []Out
	Metrics  []evidence.Item // files of metrics, by their paths in the repository
}

// Loader reads a file of a tree as YAML. The document is nil when there is no such file.
type Loader func(file string) (*document.Document, []finding.Finding, error)

// Read reads the pipeline of a directory.
func Read(dir string, load Loader) (Pipeline, error) {
	p := Pipeline{Dir: dir}
	read := func(name string) (place.Place, error) {
		d, found, err := load(path.Join(dir, name))
		if d == nil || err != nil {
			return place.Place{}, err
		}
		p.Docs, p.Findings = append(p.Docs, d), append(p.Findings, found...)
		return place.Root(d), nil
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
	p.Outs = lockedOuts(dir, file, lock)
	for i := range p.Outs {
		said.mark(&p.Outs[i])
	}
	p.Outs = append(p.Outs, said.unlocked(p.Outs)...)
	p.Metrics = said.metricsIn(p.Outs)
	return p, nil
}

// lockedOuts are the outputs of the stages of a dvc.lock: below `stages` since
// schema 2.0, at the top before. An entry whose stage is gone from dvc.yaml is not
// heeded by DVC.
func lockedOuts(dir string, file, lock place.Place) []Out {
	stages := lock.Get("stages")
	if !lock.Get("schema").Present() && !stages.Present() {
		stages = lock
	}
	defined := file.Get("stages")
	var outs []Out
	for _, stage := range stages.InOrder() {
		name, item, _ := strings.Cut(stage.Node.Key, "@")
		of := defined.Get(name)
		if defined.Present() && !of.Present() {
			continue
		}
		wdir := of.Get("wdir")
		if !wdir.Present() {
			wdir = of.Get("do").Get("wdir")
		}
		for _, o := range stage.Get("outs").Items() {
			if read := readOut(path.Join(dir, workingDir(wdir.Text().Value, item)), o); InRepository(read.Path) || read.Remote {
				outs = append(outs, read)
			}
		}
	}
	return outs
}

// template is a reference in dvc.yaml to a parameter, as in ${item.name}.
var template = pattern.New(`\$\{[^}]*\}`)

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
func readOut(dir string, o place.Place) Out {
	digest := o.Get("md5")
	read := Out{At: o.Anchor, Path: located(dir, filepathOf(o)), Declared: isModelType(o.Get("type"))}
	read.Remote = strings.Contains(read.Path, "://")
	files := o.Get("files")
	switch {
	case digest.Present():
		read.At, read.Digest = digest.Anchor, md5Of(digest.Text().Value)
	case files.Present():
		read.At, read.Digest = files.Anchor, md5OfFiles(files)
	default:
		if sum, ok := stated(o); ok {
			read.At, read.Digest = sum.At, sum.Value
		}
	}
	read.Dir = strings.HasSuffix(read.Digest, ".dir") || files.Present() || o.Get("nfiles").Present()
	return read
}

// stated is what stands for the content where there is no digest of DVC's own: a
// version or an ETag of an object store, a checksum, a commit.
func stated(o place.Place) (evidence.Text, bool) {
	clouds := []place.Place{o}
	clouds = append(clouds, o.Get("cloud").InOrder()...)
	for _, of := range clouds {
		for _, key := range []string{"version_id", "version", "etag", "checksum", "hdfs_checksum", "rev_lock"} {
			if sum := of.Get(key).Text(); sum.Present && sum.Value != "" {
				return evidence.Text{At: sum.At, Present: true, Value: strings.TrimSuffix(key, "_id") + ":" + sum.Value}, true
			}
		}
	}
	return evidence.Text{}, false
}

// ReadPointer reads a .dvc file that may record outputs elsewhere.
func ReadPointer(tree source.Tree, file string) (Pipeline, error) {
	d, outs, err := ReadOuts(tree, file)
	return Pipeline{Dir: path.Dir(file), Pointer: file, Docs: []*document.Document{d}, Outs: outs}, err
}

// ReadOuts are the outputs of a .dvc file; one that states no path is named like
// it. One that states no digest has that of what was imported.
func ReadOuts(tree source.Tree, file string) (*document.Document, []Out, error) {
	src, err := tree.Read(file, document.MaxBytes)
	if err != nil && !source.IsRefusal(err) {
		return nil, nil, fmt.Errorf("reading %s: %w", file, err)
	}
	d, _ := document.ParseAs(document.YAML, file, src)
	root := place.Place{Node: d.Root, Anchor: evidence.Anchor(file + "#")}
	var outs []Out
	for _, item := range root.Get("outs").Items() {
		o := readOut(path.Join(path.Dir(file), root.Get("wdir").Text().Value), item)
		if o.Path == "" {
			o.Path = strings.TrimSuffix(file, ".dvc")
		}
		if deps := root.Get("deps").Items(); o.Digest == "" && len(deps) == 1 {
			o.imported(deps[0])
		}
		outs = append(outs, o)
	}
	return d, outs, nil
}

// imported gives an output that was not fetched the digest of what it comes from.
func (o *Out) imported(dep place.Place) {
	if sum := md5Of(dep.Get("md5").Text().Value); sum != "" {
		o.At, o.Digest = dep.Get("md5").Anchor, sum
		return
	}
	for _, of := range []place.Place{dep, dep.Get("repo")} {
		if sum, ok := stated(of); ok {
			o.At, o.Digest = sum.At, sum.Value
			return
		}
	}
}

// filepathOf is the path that an output states, with slashes.
func filepathOf(o place.Place) string {
	return strings.ReplaceAll(o.Get("path").Text().Value, `\`, "/")
}

// md5Of is a digest as DVC writes it; that of a directory ends in ".dir".
func md5Of(sum string) string {
	if raw, err := hex.DecodeString(strings.TrimSuffix(sum, ".dir")); err != nil || len(raw) != md5.Size {
		return ""
	}
	return "md5:" + sum
}

// Contradicts reports whether a digest that DVC records is not that of a content. Before
// version 3, DVC took the digest of a text with the line ends of Unix.
func Contradicts(digest string, content []byte) bool {
	sum, is := strings.CutPrefix(strings.ToLower(digest), "md5:")
	if !is || strings.HasSuffix(sum, ".dir") {
		return false
	}
	for _, form := range [][]byte{content, bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))} {
		if got := md5.Sum(form); hex.EncodeToString(got[:]) == sum { //nolint:gosec // as above
			return false
		}
	}
	return true
}

// md5OfFiles is the digest of a directory whose files are listed in its place: as
// DVC itself reckons it, of the JSON of names and digests, sorted by name. A file
// without an MD5 has its other digest in it.
func md5OfFiles(files place.Place) string {
	type entry struct{ name, sum string }
	var listed []entry
	for _, f := range files.Items() {
		e := entry{name: f.Get("relpath").Text().Value}
		for _, key := range []string{"md5", "etag", "checksum", "version_id"} {
			e.sum = cmp.Or(e.sum, f.Get(key).Text().Value)
		}
		for _, remote := range f.Get("cloud").InOrder() {
			e.sum = cmp.Or(e.sum, remote.Get("version_id").Text().Value, remote.Get("etag").Text().Value)
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

func isModelType(t place.Place) bool { return strings.EqualFold(t.Text().Value, "model") }

// located is a path in a directory; what is kept outside of the repository keeps
// its name.
func located(dir, name string) string {
	if name == "" || path.IsAbs(name) || strings.Contains(name, "://") {
		return name
	}
	return path.Join(dir, name)
}

// InRepository reports whether a path that DVC records lies in the repository.
func InRepository(name string) bool {
	return name != "" && !path.IsAbs(name) && !strings.Contains(name, "://") && name != ".." && !strings.HasPrefix(name, "../")
}

// Heeds reports whether an output may make a directory a model: those of a .dvc
// file do where it calls them models, for its own name tells as much.
func (p Pipeline) Heeds(o Out) bool { return p.Pointer == "" || o.Declared && InRepository(o.Path) }
