package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// MaxAttestation is the size in bytes of the largest attestation that is read.
const MaxAttestation = 2 << 20

// The forms of attestations, as the names of files end.
const (
	formDSSE     = ".dsse.json"
	formSigstore = ".sigstore.json" // a bundle of cosign or of a platform's attestation action
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

// signers reads the keys of a document that its schema has accepted.
func (l *loader) signers(doc *document.Document, all map[string]Environment) map[string]signer {
	out := map[string]signer{}
	for _, n := range children(doc.Root.Get("signers")) {
		at := document.Pointer("signers", n.Key)
		s := signer{name: n.Key, owner: node{n.Get("owner")}.text()}
		var err error
		if s.key, err = dsse.ParsePublic([]byte(node{n.Get("publicKey")}.text())); err != nil {
			l.refuse(doc, at+"/publicKey", fmt.Sprintf("the key of signer %s cannot be used: %v", n.Key, err), "Write an Ed25519 or ECDSA P-256 key, as `openssl pkey -pubout` prints it.")
		}
		for i, v := range children(n.Get("environments")) {
			if _, known := all[v.Value]; !known {
				l.refuse(doc, at+document.Pointer("environments", fmt.Sprint(i)), fmt.Sprintf("unknown environment %s", quoted(v.Value)), "Use the name of an environment.")
			}
			s.environments = append(s.environments, v.Value)
		}
		for key, to := range map[string]*time.Time{"from": &s.from, "to": &s.to} {
			text := node{n.Get(key)}.text()
			if text == "" {
				continue
			}
			if *to, err = time.Parse(time.DateOnly, text); err != nil {
				l.refuse(doc, at+"/"+key, fmt.Sprintf("%s is not a date", quoted(text)), "Use YYYY-MM-DD.")
			}
		}
		if !s.to.IsZero() {
			s.to = s.to.AddDate(0, 0, 1) // the whole day
		}
		if !s.from.IsZero() && !s.to.IsZero() && !s.from.Before(s.to) {
			l.refuse(doc, at, fmt.Sprintf("the time of signer %s ends before it begins", n.Key), "Set to to a day after from.")
		}
		for _, other := range slices.Sorted(maps.Keys(out)) {
			if err == nil && out[other].key.Is(s.key) {
				l.refuse(doc, at+"/publicKey", fmt.Sprintf("the signers %s and %s have the same key", other, n.Key), "Give each signer a separate key.")
			}
		}
		out[n.Key] = s
	}
	return out
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

func attestationPath(record, signer, form string) string {
	return AttestationsDir + strings.TrimSuffix(strings.TrimPrefix(record, RecordsDir), ".json") + "." + signer + form
}

// attestation is a file below AttestationsDir, by its name.
type attestation struct {
	path, environment, model, signer string
	sequence                         int
	object                           string
}

// attestationAt takes the name of a file apart.
func attestationAt(e source.Entry) (attestation, bool) {
	parts := strings.Split(strings.TrimPrefix(e.Path, AttestationsDir+"/"), "/")
	if len(parts) != 3 || !environmentName.MatchString(parts[0]) || !modelName.MatchString(parts[1]) {
		return attestation{}, false
	}
	name, ok := strings.CutSuffix(parts[2], formDSSE)
	if !ok {
		name, ok = strings.CutSuffix(parts[2], formSigstore)
	}
	number, by, dot := strings.Cut(name, ".")
	if !ok || !dot || !isRecordName(number+".json") || !environmentName.MatchString(by) {
		return attestation{}, false
	}
	sequence, err := strconv.Atoi(number)
	return attestation{e.Path, parts[0], parts[1], by, sequence, e.Object}, err == nil
}

// wrong is why an attestation is not one of its record by a signer, or nothing.
func (a attestation) wrong(tree source.Tree, h history, by map[string]signer) (string, error) {
	if a.sequence < 1 || a.sequence > len(h) {
		return fmt.Sprintf("there is no record %06d that it attests", a.sequence), nil
	}
	r := h[a.sequence-1]
	s, known := by[a.signer]
	if !known {
		return fmt.Sprintf("%s has no signer %s", EnvPath, quoted(a.signer)), nil
	}
	if why := s.signs(a.environment, r.CreatedAt); why != "" {
		return why, nil
	}
	b, why, err := readFile(tree, a.path, MaxAttestation)
	if err != nil || why != "" {
		return why, err
	}
	envelope, err := dsse.Parse(b)
	switch {
	case err != nil:
		return err.Error(), nil
	case !envelope.SignedBy(s.key):
		return fmt.Sprintf("it is not signed by the key of %s (%s)", a.signer, s.key.ID()), nil
	case envelope.PayloadType != dsse.InToto:
		return fmt.Sprintf("its payload is %s, not %s", quoted(envelope.PayloadType), dsse.InToto), nil
	}
	content, why, err := readFile(tree, recordPath(a.environment, a.model, a.sequence), maxRecord)
	if err != nil || why != "" {
		return why, err
	}
	return statementOf(r, content).differs(envelope.Payload), nil
}

// attested says which records of a model have a valid attestation by signers, and what
// is wrong with the others.
func attested(tree source.Tree, h history, environment, model string, by map[string]signer) (map[int]bool, []Problem, error) {
	valid := map[int]bool{}
	var problems []Problem
	dir := AttestationsDir + "/" + environment + "/" + model
	if p, ok := blockedBy(tree, dir); ok {
		return valid, []Problem{p}, nil
	}
	for _, e := range tree.Under(dir) {
		if isPlaceholder(e.Path) {
			continue
		}
		a, ok := attestationAt(e)
		if !ok {
			problems = append(problems, Problem{e.Path, notAnAttestation})
			continue
		}
		why, err := a.wrong(tree, h, by)
		if err != nil {
			return nil, nil, err
		}
		if why != "" {
			problems = append(problems, Problem{e.Path, why})
			continue
		}
		valid[a.sequence] = true
	}
	return valid, problems, nil
}

const notAnAttestation = "it is not an attestation: its name is the number of its record in six digits, the name of its signer, and " + formDSSE + " or " + formSigstore

// unsigned are the records that must be attested and are not: the newest, and those
// that follow an attested one.
func (h history) unsigned(environment string, valid map[int]bool) []Problem {
	var problems []Problem
	began := false
	for _, r := range h {
		if began = began || valid[r.Sequence]; (began || r.Sequence == len(h)) && !valid[r.Sequence] {
			problems = append(problems, Problem{recordPath(environment, r.Model.Name, r.Sequence),
				"it has no valid signature, which " + environment + " requires; if the record is genuine, sign it with `modelgate env attest`"})
		}
	}
	return problems
}

// signature is what is wrong with the signature of a record, and why the environment does
// not accept that; "" where it does.
type signature struct{ state, problem string }

// of returns the signatures of a model's records that are not valid, by the number of the
// record. Records that nothing requires to be signed, as those before the first signature,
// have no problem.
func (s signing) of(tree source.Tree, h history, environment, model string) (map[int]signature, error) {
	valid, problems, err := attested(tree, h, environment, model, s.signers)
	if err != nil {
		return nil, err
	}
	out := map[int]signature{}
	if s.required[environment] {
		for _, r := range h {
			if !valid[r.Sequence] {
				out[r.Sequence] = signature{state: Unsigned}
			}
		}
		for _, p := range h.unsigned(environment, valid) {
			sequence, _ := strconv.Atoi(strings.TrimSuffix(path.Base(p.Path), ".json")) // its own name
			out[sequence] = signature{Unsigned, p.Path + ": " + p.Message}
		}
	}
	for _, p := range problems {
		sequence := len(h) // what is not by the name of a record is said of the newest
		if a, ok := attestationAt(source.Entry{Path: p.Path}); ok && a.sequence >= 1 && a.sequence <= len(h) {
			sequence = a.sequence
		}
		out[sequence] = signature{NotValid, p.Path + ": " + p.Message}
	}
	return out, nil
}

// check returns what is wrong with the signatures of a model's records.
func (s signing) check(tree source.Tree, h history, environment, model string) ([]Problem, error) {
	valid, problems, err := attested(tree, h, environment, model, s.signers)
	if err == nil && s.required[environment] {
		problems = append(problems, h.unsigned(environment, valid)...)
	}
	return problems, err
}

// attest is the attestation of a record by the signer of the request, if the
// repository knows its key. The text says why the record cannot be signed although
// the environment requires it.
func (p *planner) attest(r Record, content []byte) (*File, string, error) {
	required := p.env.Signed
	if p.Signer == nil {
		if required {
			return nil, fmt.Sprintf("%s requires signed records: pass --signing-key", p.env.Name), nil
		}
		return nil, "", nil
	}
	if p.Signer.key == nil { // a preview
		return nil, "", nil
	}
	public := p.Signer.key.Public()
	why := fmt.Sprintf("the key of --signing-key (%s) is not a signer in %s", public.ID(), EnvPath)
	for _, name := range slices.Sorted(maps.Keys(p.env.signing.signers)) {
		s := p.env.signing.signers[name]
		if !s.key.Is(public) {
			continue
		}
		if why = s.signs(r.Environment, r.CreatedAt); why != "" {
			break
		}
		payload, err := canonical(statementOf(r, content))
		if err != nil {
			return nil, "", err
		}
		b, err := dsse.Sign(p.Signer.key, dsse.InToto, payload)
		if err != nil {
			return nil, "", fmt.Errorf("signing: %w", err)
		}
		return &File{Path: attestationPath(recordPath(r.Environment, r.Model.Name, r.Sequence), name, formDSSE), Mode: regular, Content: b}, "", nil
	}
	if required {
		return nil, why, nil
	}
	return nil, "", nil
}

// Attests is the operation of the items of an attestation, which writes no record.
const Attests = "attest"

// Attestation asks for signatures of the newest records of an environment.
type Attestation struct {
	Models []string // by name; none means all
	Bundle []byte   // that was signed elsewhere, nil to sign with the key of the request
}

// NewAttestation plans the signatures of records that exist, without changing what is
// deployed. A record that is signed by the same key already needs nothing.
func NewAttestation(r Request, o Attestation) (Plan, error) {
	if err := r.Environment.require(r.Mode); err != nil {
		return Plan{}, err
	}
	p := &planner{Request: r, env: r.Environment, tree: r.Snapshot.Tree}
	plan := Plan{Environment: p.env.Name}
	var names []string
	for env, model := range modelsOf(p.tree) {
		if env == p.env.Name && (len(o.Models) == 0 || slices.Contains(o.Models, model)) {
			names = append(names, model)
		}
	}
	for _, model := range o.Models {
		if !slices.Contains(names, model) {
			plan.Items = append(plan.Items, Item{Model: model, Operation: Attests, State: Blocked, Reason: fmt.Sprintf("%s has no model %s", p.env.Name, quoted(model))})
		}
	}
	for _, model := range names {
		item, file, problems, err := p.attestModel(model, o.Bundle)
		if err != nil {
			return Plan{}, fmt.Errorf("signing the record of %s in %s: %w", model, p.env.Name, err)
		}
		plan.Items, plan.Problems = append(plan.Items, item), append(plan.Problems, problems...)
		if file != nil {
			plan.Files = append(plan.Files, *file)
		}
	}
	slices.SortFunc(plan.Items, func(a, b Item) int { return cmp.Compare(a.Model, b.Model) })
	slices.SortFunc(plan.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	plan.Problems = sortProblems(plan.Problems)
	if !plan.Empty() {
		var all strings.Builder // the same for the same signatures only
		for _, f := range plan.Files {
			fmt.Fprintf(&all, "%s %s\n", f.Path, sumOf(f.Content))
		}
		plan.Message = fmt.Sprintf("attest(%s): %d %s\n\nModelgate-Environment: %s\nModelgate-Signatures: %s\n", p.env.Name, len(plan.Files),
			map[bool]string{true: "record", false: "records"}[len(plan.Files) == 1], p.env.Name, digestOf([]byte(all.String())))
	}
	return plan, nil
}

// attestModel signs the newest record of a model, or takes a bundle for it.
func (p *planner) attestModel(model string, bundle []byte) (Item, *File, []Problem, error) {
	item := Item{Model: model, Operation: Attests, State: Blocked}
	h, problems, err := readHistory(p.tree, p.env.Name, model)
	if err == nil && len(problems) == 0 {
		problems, err = p.findLost(p.env.Name, model)
	}
	if err != nil {
		return item, nil, nil, err
	}
	if len(problems) > 0 {
		c := change{item: item}.tampered(problems)
		return c.item, nil, c.problems, nil
	}
	r, _ := h.current()
	item.ID, item.Version, item.Record, item.PromotionID = r.Model.ID, r.Model.Version, recordPath(p.env.Name, model, r.Sequence), r.PromotionID
	content, why, err := readFile(p.tree, item.Record, maxRecord)
	if err != nil || why != "" {
		return item, nil, nil, errors.Join(err, textError(why))
	}
	var file *File
	if bundle != nil {
		file, why, err = p.fitBundle(r, content, bundle)
	} else {
		signed := p.env
		p.env.Signed = true // that it cannot be signed is an answer
		file, why, err = p.attest(r, content)
		p.env = signed
	}
	if err != nil || file == nil {
		item.Reason = cmp.Or(why, "a key is required: pass --signing-key")
		return item, nil, nil, err
	}
	if b, missing, err := readFile(p.tree, file.Path, MaxAttestation); err != nil {
		return item, nil, nil, err
	} else if missing == "" && string(b) == string(file.Content) {
		item.State = AlreadyPromoted
		return item, nil, nil, nil
	}
	item.State = Promote
	return item, file, nil, nil
}

// fitBundle finds the signer of a bundle, and checks that it attests the record.
func (p *planner) fitBundle(r Record, content, bundle []byte) (*File, string, error) {
	envelope, err := dsse.Parse(bundle)
	if err != nil {
		return nil, "the bundle cannot be used: " + err.Error(), nil
	}
	for _, name := range slices.Sorted(maps.Keys(p.env.signing.signers)) {
		s := p.env.signing.signers[name]
		if !envelope.SignedBy(s.key) {
			continue
		}
		why := s.signs(r.Environment, r.CreatedAt)
		if why == "" && envelope.PayloadType != dsse.InToto {
			why = fmt.Sprintf("the payload of the bundle is %s, not %s", quoted(envelope.PayloadType), dsse.InToto)
		}
		if why == "" {
			if why = statementOf(r, content).differs(envelope.Payload); why != "" {
				why = "the bundle attests another record: " + why
			}
		}
		if why != "" {
			return nil, why, nil
		}
		return &File{Path: attestationPath(recordPath(r.Environment, r.Model.Name, r.Sequence), name, formSigstore), Mode: regular, Content: bundle}, "", nil
	}
	return nil, fmt.Sprintf("no signer in %s has signed the bundle", EnvPath), nil
}

func textError(s string) error {
	if s == "" {
		return nil
	}
	return errors.New(s)
}

// attestations audits the signatures of a tree by one configuration or more, and by
// that before a change first: what the change adds must be signed by a key that was
// known before it.
func (a *auditor) attestations(before *source.Tree, sides []environments) error {
	histories := map[string]history{}
	historyOf := func(env, model string) (history, error) {
		key := env + "/" + model
		if h, ok := histories[key]; ok {
			return h, nil
		}
		h, _, err := readHistory(a.tree, env, model) // what is wrong with it was said
		histories[key] = h
		return h, err
	}
	valid := map[string]map[int]bool{}
	for _, e := range a.tree.Under(AttestationsDir) {
		if isPlaceholder(e.Path) || path.Ext(e.Path) == ".md" && path.Dir(e.Path) == AttestationsDir {
			continue
		}
		at, ok := attestationAt(e)
		if !ok {
			a.problem(e.Path, "%s", notAnAttestation)
			continue
		}
		h, err := historyOf(at.environment, at.model)
		if err != nil {
			return err
		}
		added := before != nil && !sameAt(*before, e)
		why := ""
		for i, side := range sides {
			if i > 0 && !added { // what the base holds was checked by its own signers
				break
			}
			if why, err = at.wrong(a.tree, h, side.signers); err != nil {
				return err
			}
			if why != "" {
				if i > 0 {
					why += " in the commit before the change: a change cannot bring the signer of its own records"
				}
				break
			}
		}
		if why != "" {
			a.problem(e.Path, "%s", why)
			continue
		}
		key := at.environment + "/" + at.model
		if valid[key] == nil {
			valid[key] = map[int]bool{}
		}
		valid[key][at.sequence] = true
	}
	for env, model := range modelsOf(a.tree) {
		h, err := historyOf(env, model)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(sides, func(s environments) bool { return s.all[env].Signed }) {
			a.result.Problems = append(a.result.Problems, h.unsigned(env, valid[env+"/"+model])...)
		}
	}
	if before == nil {
		return nil
	}
	return a.checkAttestationsKept(*before, sides[len(sides)-1], valid)
}

// checkAttestationsKept looks for records that had a valid attestation before a change
// and have none after it.
func (a *auditor) checkAttestationsKept(before source.Tree, old environments, valid map[string]map[int]bool) error {
	for _, e := range before.Under(AttestationsDir) {
		at, ok := attestationAt(e)
		if _, there := a.tree.Lookup(e.Path); !ok || there || valid[at.environment+"/"+at.model][at.sequence] { // one that has changed is invalid
			continue
		}
		h, _, err := readHistory(before, at.environment, at.model)
		if err != nil {
			return err
		}
		why, err := at.wrong(before, h, old.signers)
		if err != nil {
			return err
		}
		if why == "" {
			a.problem(e.Path, "the change removes this signature, and its record has no other one")
		}
	}
	return nil
}

// sameAt reports whether a tree has a file as it is.
func sameAt(tree source.Tree, e source.Entry) bool {
	other, ok := tree.Lookup(e.Path)
	return ok && other.Kind == e.Kind && other.Object == e.Object && other.Executable == e.Executable
}

// editedSigners lists the signers, and the environments that require them, that differ.
func editedSigners(old, now environments) []Problem {
	var out []Problem
	edit := func(format string, args ...any) { out = append(out, Problem{EnvPath, fmt.Sprintf(format, args...)}) }
	names := maps.Clone(old.signers)
	if names == nil {
		names = map[string]signer{}
	}
	maps.Copy(names, now.signers)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, had := old.signers[name]
		is, has := now.signers[name]
		switch {
		case !had:
			edit("the signer %s of %s is added: %s", name, quoted(is.owner), is.key.ID())
		case !has:
			edit("the signer %s of %s is removed", name, quoted(was.owner))
		case !was.key.Is(is.key) || was.owner != is.owner || !slices.Equal(was.environments, is.environments) || !was.from.Equal(is.from) || !was.to.Equal(is.to):
			edit("the signer %s changes", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(old.all)) {
		if is, still := now.all[name]; still && old.all[name].Signed != is.Signed {
			edit("%s %s signed records", name, map[bool]string{true: "now requires", false: "no longer requires"}[is.Signed])
		}
	}
	return out
}
