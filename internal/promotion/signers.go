package promotion

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/dsse"
)

// signer is a key of env.yaml.
type signer struct {
	name         string
	owner        string
	key          dsse.Public
	environments []string // none means all
	from, to     time.Time
}

// signing is what a repository's configuration requires of signatures.
type signing struct {
	signers  map[string]signer
	required map[string]bool // by environment
}

func (e environments) signing() signing {
	s := signing{signers: e.signers, required: map[string]bool{}}
	for name, env := range e.all {
		s.required[name] = env.Signed
	}
	return s
}

const wantPublic = "Write an Ed25519 or ECDSA key (P-256, P-384 or P-521), as `openssl pkey -pubout` prints it."

// publicKey reads the key of a signer or an approver.
func (l *loader) publicKey(doc *document.Document, kind string, n *document.Node) (key dsse.Public, usable bool) {
	key, err := dsse.ParsePublic([]byte(node{n.Get("publicKey")}.text()))
	if err != nil {
		l.refuse(doc, document.Pointer(kind+"s", n.Key)+"/publicKey", fmt.Sprintf("the key of %s %s cannot be used: %v", kind, n.Key, err), wantPublic)
	}
	return key, err == nil
}

// signers reads the keys of a document that its schema has accepted.
func (l *loader) signers(doc *document.Document, all map[string]Environment) map[string]signer {
	out := map[string]signer{}
	for _, n := range children(doc.Root.Get("signers")) {
		at := document.Pointer("signers", n.Key)
		s := signer{name: n.Key, owner: node{n.Get("owner")}.text()}
		var usable bool
		s.key, usable = l.publicKey(doc, "signer", n)
		for i, v := range children(n.Get("environments")) {
			if _, known := all[v.Value]; !known {
				l.refuse(doc, at+document.Pointer("environments", fmt.Sprint(i)), fmt.Sprintf("unknown environment %s", quoted(v.Value)), "Use the name of an environment.")
			}
			s.environments = append(s.environments, v.Value)
		}
		s.from, s.to = l.day(doc, n, at, "from"), l.day(doc, n, at, "to")
		if !s.to.IsZero() {
			s.to = s.to.AddDate(0, 0, 1) // the whole day
		}
		if !s.from.IsZero() && !s.to.IsZero() && !s.from.Before(s.to) {
			l.refuse(doc, at, fmt.Sprintf("the time of signer %s ends before it begins", n.Key), "Set to to a day after from.")
		}
		for _, other := range slices.Sorted(maps.Keys(out)) {
			if usable && out[other].key.Is(s.key) {
				l.refuse(doc, at+"/publicKey", fmt.Sprintf("the signers %s and %s have the same key", other, n.Key), "Give each signer a separate key.")
			}
		}
		out[n.Key] = s
	}
	return out
}

// day reads the day of a signer, the zero time for none.
func (l *loader) day(doc *document.Document, signer *document.Node, at, key string) time.Time {
	text := node{signer.Get(key)}.text()
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		l.refuse(doc, at+"/"+key, fmt.Sprintf("%s is not a date", quoted(text)), "Use YYYY-MM-DD.")
	}
	return day
}

// signs says why a signer cannot sign a record, or nothing.
func (s signer) signs(environment, createdAt string) string {
	if len(s.environments) > 0 && !slices.Contains(s.environments, environment) {
		return fmt.Sprintf("the signer %s does not sign for %s", s.name, environment)
	}
	at, err := time.Parse(time.RFC3339, createdAt)
	if err != nil || !s.from.IsZero() && at.Before(s.from) || !s.to.IsZero() && !at.Before(s.to) {
		return fmt.Sprintf("the signer %s does not sign records with the time %s", s.name, createdAt)
	}
	return ""
}

// editedSigners lists the signers, and the environments that require them, that differ.
func editedSigners(old, now environments) []Problem {
	var out []Problem
	edit := func(format string, args ...any) { out = append(out, Problem{EnvPath, fmt.Sprintf(format, args...)}) }
	out = editedPeople("signer", old.signers, now.signers, func(s signer) (string, string) { return s.owner, s.key.ID() }, signer.equal)
	for _, name := range slices.Sorted(maps.Keys(old.all)) {
		if is, still := now.all[name]; still && old.all[name].Signed != is.Signed {
			edit("%s %s signed records", name, map[bool]string{true: "now requires", false: "no longer requires"}[is.Signed])
		}
	}
	return out
}

func (s signer) equal(other signer) bool {
	return s.key.Is(other.key) && s.owner == other.owner && slices.Equal(s.environments, other.environments) && s.from.Equal(other.from) && s.to.Equal(other.to)
}

// editedPeople lists who of a kind, by name, is added, removed or changed. A value tells its
// owner and the id of its key.
func editedPeople[T any](kind string, old, now map[string]T, told func(T) (owner, key string), equal func(a, b T) bool) []Problem {
	var out []Problem
	edit := func(format string, args ...any) { out = append(out, Problem{EnvPath, fmt.Sprintf(format, args...)}) }
	names := slices.Concat(slices.Collect(maps.Keys(old)), slices.Collect(maps.Keys(now)))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		was, had := old[name]
		is, has := now[name]
		switch {
		case !had:
			owner, key := told(is)
			edit("the %s %s of %s is added: %s", kind, name, quoted(owner), key)
		case !has:
			owner, _ := told(was)
			edit("the %s %s of %s is removed", kind, name, quoted(owner))
		case !equal(was, is):
			edit("the %s %s changes", kind, name)
		}
	}
	return out
}
