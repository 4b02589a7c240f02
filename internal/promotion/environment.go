package promotion

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Environment is what an environment repository says of one of its
// environments.
type Environment struct {
	Name       string
	Stage      finding.Stage // the least stage that a model must have been approved for
	Namespace  string
	Path       string                       // directory of the models' directories
	Place      Place                        // the branch that it is on
	Target     string                       // of models whose manifest names none, or ""
	Parameters map[string]map[string]string // target → parameter → value that a model may change
	Fixed      map[string]map[string]string // target → parameter → value that it may not
	Owners     map[string]Owner             // name of a model → where it must come from
	Freezes    []Freeze                     // of this environment, in the order of the file
	Needs      []string                     // environments that must have the same artifacts first
	Soak       time.Duration                // how long they must have had them
	Windows    []Window                     // times in which it takes promotions; none means any time
	Holidays   []string                     // days (YYYY-MM-DD) on which no window is open
	Targets    []string                     // that it takes; none means all
	Delivery   map[string]string            // parameters of what a deployer needs next to the manifests; nil for nothing
	Signed     bool                         // its records must be signed
	Mode       Mode                         // how changes get into it
	Host       string                       // the kind of host that the repository is on, "" where it does not say
	own        ownTargets                   // of the repository
	signing    signing                      // in the repository
	Policies   []finding.Floor              // what it requires of the rules that approve models
	approvals  []requirement                // of people, by the digest of the artifact
	health     []healthCheck                // of what it needs
	matrix     []cell                       // clusters or regions; none means one
	approvers  map[string]approver          // of the repository, by name
	others     []area                       // of the other environments of the branch
	elsewhere  map[string]Place             // those of Needs that are on another branch
}

// Owner is where a model must come from.
type Owner struct {
	Repository string // "" for any
	ID         string
}

// Invalid is a configuration that cannot be used. The one who calls cannot
// mend it by trying again: it needs a commit to the environment repository.
type Invalid struct {
	Commit   string // of the environment repository, "" when it is empty
	Findings []finding.Finding
}

func (e *Invalid) Error() string {
	var b strings.Builder
	b.WriteString("the configuration of the environment repository cannot be used:")
	for _, f := range e.Findings {
		f.At.Path = quoted(f.At.Path)
		b.WriteString("\n  " + strings.ReplaceAll(f.String(), "\n", "\n  "))
	}
	return b.String()
}

// ErrUnknownEnvironment says that a repository does not have an environment.
var ErrUnknownEnvironment = errors.New("unknown environment")

// HostOf is the kind of host that the configuration of a repository states, "" for none.
func HostOf(tree source.Tree) (string, error) {
	all, err := environmentsOf(tree)
	return all.host, err
}

// LoadEnvironment reads one environment of an environment repository. A
// repository without .modelgate/env.yaml has every environment, with the
// defaults. Errors are *Invalid, ErrUnknownEnvironment, and what the
// repository itself fails with.
func LoadEnvironment(tree source.Tree, name string) (Environment, error) {
	if !environmentName.MatchString(name) {
		return Environment{}, fmt.Errorf("%w: %s: use lowercase letters, digits and hyphens, at most 40 characters", ErrUnknownEnvironment, quoted(name))
	}
	all, err := loadEnvironments(tree)
	if err != nil {
		return Environment{}, err
	}
	env, ok := all.all[name]
	if !ok && all.declared {
		known := slices.Sorted(maps.Keys(all.all))
		return Environment{}, fmt.Errorf("%w: %s does not have %s%s", ErrUnknownEnvironment, EnvPath, quoted(name),
			finding.DidYouMeanThen(name, known, "it has "+strings.Join(known, ", ")))
	}
	if !ok {
		env = all.undeclared(name)
	}
	env.others = all.found(tree).areasBut(name, env.Path)
	return env, nil
}

// environments is the configuration of a repository as a whole.
type environments struct {
	all       map[string]Environment
	declared  bool // by an env.yaml; else every environment exists, with the defaults
	unmanaged []string
	host      string
	freezes   []Freeze
	own       ownTargets
	signers   map[string]signer   // by name
	approvers map[string]approver // by name
}

// undeclared is an environment with the defaults.
func (e environments) undeclared(name string) Environment {
	env := defaultEnvironment(name)
	env.Freezes, env.own, env.signing = e.freezesOf(name), e.own, e.signing()
	return env
}

// unmanages reports whether a file is said to be people's own.
func (e environments) unmanages(name string) bool {
	return slices.ContainsFunc(e.unmanaged, func(glob string) bool { return source.Match(glob, name) })
}

func loadEnvironments(tree source.Tree) (environments, error) {
	if err := readAhead(tree); err != nil {
		return environments{}, fmt.Errorf("reading %s at %s: %w", Dir, tree.Commit, err)
	}
	l := &loader{tree: tree}
	l.strays()
	if err := l.ownTargets(); err != nil {
		return environments{}, err
	}
	out := environments{all: map[string]Environment{}, own: l.own}
	doc, err := l.document(EnvPath, schema.Environments)
	if err != nil {
		return environments{}, err
	}
	var known []string
	if doc != nil {
		out.declared, out.all, out.unmanaged = true, l.environments(doc), l.unmanaged(doc)
		out.signers = l.signers(doc, out.all)
		out.approvers = l.approvers(doc, out.signers)
		for _, n := range doc.Root.Get("environments").Children {
			env := out.all[n.Key]
			env.approvals = l.requirements(doc, n, document.Pointer("environments", n.Key), out.approvers)
			out.all[n.Key] = env
		}
		known = slices.Sorted(maps.Keys(out.all))
		out.host = node{doc.Root.Get("host")}.text()
	}
	if doc, err = l.document(FreezePath, freezeSchema); err != nil {
		return environments{}, err
	}
	if doc != nil {
		out.freezes = l.freezes(doc, known)
	}
	if len(l.found) > 0 {
		return environments{}, &Invalid{Commit: tree.Commit, Findings: finding.Sort(l.found)}
	}
	for name, env := range out.all {
		env.elsewhere = out.elsewhere(env)
		env.Freezes, env.own, env.signing, env.Host, env.approvers = out.freezesOf(name), out.own, out.signing(), out.host, out.approvers
		out.all[name] = env
	}
	return out, nil
}

// unmanaged reads the globs of files that lie next to the models and belong to
// people.
func (l *loader) unmanaged(doc *document.Document) []string {
	var out []string
	for i, n := range children(doc.Root.Get("unmanaged")) {
		if !source.ValidGlob(n.Value) {
			l.refuse(doc, document.Pointer("unmanaged", fmt.Sprint(i)), fmt.Sprintf("%s is not a glob", quoted(n.Value)), "Write a path from the root, such as environments/*/kustomization.yaml.")
			continue
		}
		out = append(out, n.Value)
	}
	return out
}

func defaultEnvironment(name string) Environment {
	return Environment{Name: name, Stage: finding.Production, Namespace: "models-" + name, Path: "environments/" + name + "/models", Mode: Direct}
}

// loader reads the configuration and collects what is wrong with it.
type loader struct {
	tree  source.Tree
	own   ownTargets
	found []finding.Finding
}

// document reads and validates one file; it is nil when the file is absent, or
// when something is wrong with it.
func (l *loader) document(name, kind string) (*document.Document, error) {
	src, err := l.tree.Read(name, document.MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		if _, why, ok := readFile(l.tree, name, document.MaxBytes); ok == nil {
			l.found = append(l.found, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: finding.Start(name),
				Message: "the file cannot be read: " + why, Help: "Replace it with a regular YAML file."})
			return nil, nil
		}
		return nil, fmt.Errorf("reading %s at %s: %w", name, l.tree.Commit, err)
	}
	doc, found := document.ParseAs(document.YAML, name, src)
	invalid, err := schema.Validate(kind, doc)
	if err != nil {
		return nil, err
	}
	found = append(found, invalid...)
	l.found = append(l.found, found...)
	if len(found) > 0 || doc.Root == nil {
		return nil, nil
	}
	return doc, nil
}

func (l *loader) refuse(doc *document.Document, pointer, message, help string) {
	l.found = append(l.found, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, Message: message, Help: help, At: doc.At(pointer)})
}

// strays refuses files of .modelgate that nothing reads: a freeze under a
// misspelt name would silently not count. The files of a model repository are
// known too, for those who keep both in one.
func (l *loader) strays() {
	known := []string{"env.yaml", "freeze.yaml", "config.yaml", "thresholds.yaml", "waivers.yaml", "CODEOWNERS", ".gitkeep"}
	for _, e := range l.tree.Under(Dir) {
		name := strings.TrimPrefix(e.Path, Dir+"/")
		first, _, below := strings.Cut(name, "/")
		if below && slices.Contains([]string{"records", "attestations", "approvals", "health", "policies", "data", targetsDir}, first) ||
			slices.Contains(known, name) || !below && isText(e) {
			continue
		}
		l.found = append(l.found, finding.Finding{Rule: "schema/unknown_key", Severity: finding.Error, At: finding.Start(e.Path),
			Message: fmt.Sprintf("%s is not a file that modelgate reads%s", quoted(e.Path), finding.DidYouMean(name, known)),
			Help:    "Use env.yaml and freeze.yaml. A README.md is also allowed."})
	}
}

// environments decodes a document that its schema has accepted.
func (l *loader) environments(doc *document.Document) map[string]Environment {
	out := map[string]Environment{}
	for _, n := range doc.Root.Get("environments").Children {
		at := document.Pointer("environments", n.Key)
		e := defaultEnvironment(n.Key)
		e.Place = l.place(doc, n, at)
		for key, to := range map[string]*string{"namespace": &e.Namespace, "path": &e.Path, "target": &e.Target} {
			if v := n.Get(key); v != nil {
				*to = v.Value
			}
		}
		if v := n.Get("stage"); v != nil {
			e.Stage = finding.Stage(v.Value)
		}
		if v := n.Get("mode"); v != nil {
			e.Mode = Mode(v.Value)
		}
		if e.Target != "" {
			if _, err := l.own.load(e.Target); err != nil {
				l.refuse(doc, at+"/target", err.Error(), "Use the name of a target.")
			}
		}
		e.Signed = node{n.Get("signed")}.text() == "true"
		e.Soak, e.Windows = soak(node{n.Get("soak")}.text()), l.windows(doc, n, at)
		e.Holidays = l.holidays(doc, n, at)
		e.health, e.Policies = l.health(doc, n, at), l.policies(doc, n, at)
		for key, to := range map[string]*[]string{"needs": &e.Needs, "targets": &e.Targets} {
			for _, v := range children(n.Get(key)) {
				*to = append(*to, v.Value)
			}
		}
		for i, target := range e.Targets {
			if _, err := l.own.load(target); err != nil {
				l.refuse(doc, at+document.Pointer("targets", fmt.Sprint(i)), err.Error(), "Use the name of a target.")
			}
		}
		if e.Target != "" && len(e.Targets) > 0 && !slices.Contains(e.Targets, e.Target) {
			l.refuse(doc, at+"/target", fmt.Sprintf("%s is not one of the targets that %s takes: %s", e.Target, e.Name, strings.Join(e.Targets, ", ")), "Add it to targets, or use one of them.")
		}
		e.Parameters, e.Fixed = l.parameters(doc, n, at, "parameters"), l.parameters(doc, n, at, "fixed")
		if e.matrix = l.matrix(doc, n, at, e); len(e.matrix) == 0 {
			e.Delivery = l.delivery(doc, at, n.Get(deliveryDir))
		}
		e.Owners = map[string]Owner{}
		for _, o := range children(n.Get("owners")) {
			e.Owners[o.Key] = Owner{Repository: withoutUserinfo(node{o.Get("repository")}.text()), ID: node{o.Get("id")}.text()}
		}
		for _, name := range slices.Sorted(maps.Keys(out)) {
			if other := out[name]; other.Place.meets(e.Place) && (within(e.Path, other.Path) || within(other.Path, e.Path)) {
				why, help := "", "Give each environment a separate path."
				if other.Place != e.Place {
					why = fmt.Sprintf(", and %s may be %s", e.Place, other.Place)
					help = "Give each environment a separate path. If they are in different repositories, write both with their URLs."
				}
				l.refuse(doc, at, fmt.Sprintf("the path %s of environment %s overlaps with %s of environment %s%s", e.Path, e.Name, other.Path, name, why), help)
			}
		}
		out[e.Name] = e
	}
	l.apart(doc, out)
	l.deliveries(doc, out)
	l.graph(doc, out)
	return out
}

// within reports whether a directory is, or lies below, another.
func within(dir, above string) bool { return dir == above || strings.HasPrefix(dir, above+"/") }

func children(n *document.Node) []*document.Node {
	if n == nil {
		return nil
	}
	return n.Children
}

// parameters reads parameters by target and checks each against its
// declaration, so that a fault of the environment is not reported as one of
// every model.
func (l *loader) parameters(doc *document.Document, env *document.Node, at, key string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, byTarget := range children(env.Get(key)) {
		pointer := at + document.Pointer(key, byTarget.Key)
		t, err := l.own.load(byTarget.Key)
		if err != nil {
			l.refuse(doc, pointer, err.Error(), "Use the name of a target.")
			continue
		}
		out[byTarget.Key] = l.given(doc, byTarget, pointer, t)
	}
	return out
}

// given reads the parameters of one target.
func (l *loader) given(doc *document.Document, n *document.Node, pointer string, t Target) map[string]string {
	out := map[string]string{}
	for _, v := range n.Children {
		here := pointer + document.Pointer(v.Key)
		p, ok := t.parameter(v.Key)
		switch {
		case !ok:
			l.refuse(doc, here, t.unknown(map[string]string{v.Key: ""})[0], "Use a parameter of target.yaml.")
			continue
		case p.Type == TypeArtifact:
			l.refuse(doc, here, fmt.Sprintf("parameter %s is derived from the model's artifacts and cannot be set in an environment", p.Name), "Remove it.")
			continue
		}
		if _, err := p.check(v.Value, nil); err != nil {
			l.refuse(doc, here, fmt.Sprintf("parameter %s is %s: %v", p.Name, quoted(v.Value), err), p.Description)
			continue
		}
		out[v.Key] = v.Value
	}
	return out
}

// delivery reads what a deployer needs next to the manifests of each model, the later
// nodes over the earlier ones: every parameter with its value, nil for nothing.
func (l *loader) delivery(doc *document.Document, at string, nodes ...*document.Node) map[string]string {
	t, err := delivery()
	if err != nil {
		l.refuse(doc, at, err.Error(), "Report this bug: the templates of modelgate cause it.")
		return nil
	}
	pointer := at + document.Pointer(deliveryDir)
	given, before := map[string]string{}, len(l.found)
	for _, n := range nodes {
		if n != nil {
			maps.Copy(given, l.given(doc, n, pointer, t))
		}
	}
	if len(given) == 0 {
		return nil
	}
	values, problems := t.resolve(settings{defaults: given})
	if len(l.found) == before && len(problems) > 0 {
		l.refuse(doc, pointer, strings.Join(problems, "; "), "Set the parameters that the deployer requires.")
	}
	return values
}
