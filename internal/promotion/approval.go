package promotion

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ApprovalsDir has the signed approvals of people, by environment and model.
const ApprovalsDir = Dir + "/approvals"

// requirement is a number of people who must have approved an artifact.
type requirement struct {
	count int
	from  []string // names of approvers
}

// approver is a person or team whose approvals are accepted.
type approver struct {
	name, owner string
	key         dsse.Public
	accounts    []string // by which commits name them
}

// RecordApproval is an approval that a record relies on.
type RecordApproval struct {
	Approver string `json:"approver"`
	Owner    string `json:"owner"`
	SHA256   string `json:"sha256"` // of its file
}

// approvers reads the people of a document that its schema has accepted. The key of a
// signer is of a machine that promotes, and approves nothing.
func (l *loader) approvers(doc *document.Document, signers map[string]signer) map[string]approver {
	out := map[string]approver{}
	for _, n := range children(doc.Root.Get("approvers")) {
		at := document.Pointer("approvers", n.Key)
		a := approver{name: n.Key, owner: node{n.Get("owner")}.text()}
		var usable bool
		a.key, usable = l.publicKey(doc, "approver", n)
		for _, v := range children(n.Get("accounts")) {
			a.accounts = append(a.accounts, v.Value)
		}
		for _, name := range slices.Sorted(maps.Keys(signers)) {
			if usable && signers[name].key.Is(a.key) {
				l.refuse(doc, at+"/publicKey", fmt.Sprintf("the approver %s and the signer %s have the same key", n.Key, name), "Give each a separate key: what promotes must not approve.")
			}
		}
		for _, name := range slices.Sorted(maps.Keys(out)) {
			if usable && out[name].key.Is(a.key) {
				l.refuse(doc, at+"/publicKey", fmt.Sprintf("the approvers %s and %s have the same key", n.Key, name), "Give each approver a separate key.")
			}
			if slices.ContainsFunc(a.accounts, out[name].is) {
				l.refuse(doc, at+"/accounts", fmt.Sprintf("the approvers %s and %s have the same account", n.Key, name), "List each account once: one person is one approval.")
			}
		}
		out[n.Key] = a
	}
	return out
}

// is reports whether an account of a commit is one of the approver's.
func (a approver) is(account string) bool {
	return slices.ContainsFunc(a.accounts, func(own string) bool { return loginOf(own) == loginOf(account) })
}

// loginOf is the login in a private address of a host, such as 17+login@users.noreply.host,
// or the account itself, in lower case.
func loginOf(account string) string {
	login, _, private := strings.Cut(strings.ToLower(account), "@users.noreply.")
	if private {
		login = login[strings.LastIndex(login, "+")+1:]
	}
	return login
}

// requirements reads how many people an environment requires.
func (l *loader) requirements(doc *document.Document, env *document.Node, at string, all map[string]approver) []requirement {
	var out []requirement
	for i, n := range children(env.Get("approvals")) {
		pointer := at + document.Pointer("approvals", fmt.Sprint(i))
		var r requirement
		var err error
		if r.count, err = strconv.Atoi(n.Get("count").Value); err != nil { // JSON Schema takes 1e1 for an integer
			l.refuse(doc, pointer+"/count", fmt.Sprintf("%s is not a number of people", quoted(n.Get("count").Value)), "Write it in digits, such as 2.")
		}
		for j, v := range children(n.Get("from")) {
			if _, known := all[v.Value]; !known {
				l.refuse(doc, pointer+document.Pointer("from", fmt.Sprint(j)), fmt.Sprintf("approver %s does not exist%s", quoted(v.Value), finding.DidYouMean(v.Value, slices.Sorted(maps.Keys(all)))), "Use the name of an approver of this file.")
			}
			r.from = append(r.from, v.Value)
		}
		if r.count > len(r.from) {
			l.refuse(doc, pointer+"/count", fmt.Sprintf("it requires %d approvals of %d approvers", r.count, len(r.from)), "Name more approvers, or require fewer.")
		}
		out = append(out, r)
	}
	return out
}

// approvalPath is where the approval of an artifact by an approver is.
func approvalPath(environment, model, digest, approver string) string {
	return fmt.Sprintf("%s/%s/%s/%s.%s%s", ApprovalsDir, environment, model, strings.ReplaceAll(digest, ":", "-"), approver, formDSSE)
}

// approval is a file below ApprovalsDir, by its name.
type approval struct{ path, environment, model, digest, approver string }

func approvalAt(name string) (approval, bool) {
	parts := strings.Split(strings.TrimPrefix(name, ApprovalsDir+"/"), "/")
	if len(parts) != 3 || !environmentName.MatchString(parts[0]) || !modelName.MatchString(parts[1]) {
		return approval{}, false
	}
	base, ok := strings.CutSuffix(parts[2], formDSSE)
	i := strings.LastIndex(base, ".")
	if !ok || i < 0 || !environmentName.MatchString(base[i+1:]) {
		return approval{}, false
	}
	digest := strings.Replace(base[:i], "-", ":", 1)
	return approval{name, parts[0], parts[1], digest, base[i+1:]}, artifactDigest.MatchString(digest)
}

const notAnApproval = "it is not an approval: its name is the digest of the artifact, the name of the approver, and " + formDSSE

const approvalType = "https://modelgate.dev/approval/v1"

// approvalStatement is what an approver signs: an in-toto Statement v1 about the
// artifact, for a model in an environment.
type approvalStatement struct {
	Type          string      `json:"_type"`
	Subject       []subject   `json:"subject"`
	PredicateType string      `json:"predicateType"`
	Predicate     endorsement `json:"predicate"`
}

type endorsement struct {
	Environment string `json:"environment"`
	Model       string `json:"model"`
	Digest      string `json:"digest"` // of the artifact, or over all of them
	Approver    string `json:"approver"`
	Reason      string `json:"reason"`
	CreatedAt   string `json:"createdAt"` // for people only
}

func (a approval) statement(reason, createdAt string) approvalStatement {
	return approvalStatement{
		Type: statementType, PredicateType: approvalType, Subject: []subject{{a.model, digestSet(a.digest)}},
		Predicate: endorsement{a.environment, a.model, a.digest, a.approver, reason, createdAt},
	}
}

// wrong is why a file is not the approval that its name states, by approvers, or nothing.
func (a approval) wrong(tree source.Tree, by map[string]approver) (string, error) {
	who, known := by[a.approver]
	if !known {
		return fmt.Sprintf("%s has no approver %s", EnvPath, quoted(a.approver)), nil
	}
	envelope, why, err := signedStatement(tree, a.path, a.approver, who.key)
	if err != nil || why != "" {
		return why, err
	}
	return a.wrongStatement(envelope), nil
}

// wrongStatement is why an envelope does not state what the name of its file does, or nothing.
func (a approval) wrongStatement(envelope dsse.Envelope) string {
	var got approvalStatement
	d := json.NewDecoder(bytes.NewReader(envelope.Payload))
	if err := d.Decode(&got); err != nil || d.More() {
		return "its payload is not an in-toto statement"
	}
	want := a.statement(got.Predicate.Reason, got.Predicate.CreatedAt)
	if got.Type != want.Type || got.PredicateType != want.PredicateType || len(got.Subject) != 1 || got.Subject[0].text() != want.Subject[0].text() || got.Predicate != want.Predicate {
		return fmt.Sprintf("it does not approve %s of %s in %s", a.digest, a.model, a.environment)
	}
	return ""
}

// misnamed is why a file cannot be the approval that its name states, whoever signed it, or
// nothing: who signed it may have left.
func (a approval) misnamed(tree source.Tree) (string, error) {
	b, why, err := readFile(tree, a.path, MaxAttestation)
	if err != nil || why != "" {
		return why, err
	}
	envelope, err := dsse.Parse(b)
	if err != nil {
		return err.Error(), nil
	}
	return a.wrongStatement(envelope), nil
}

// approvalsOf are the approvers of an artifact whose approvals are valid, with the
// digests of the files.
func approvalsOf(tree source.Tree, environment, model, digest string, by map[string]approver) (map[string]RecordApproval, error) {
	out := map[string]RecordApproval{}
	for name, who := range by {
		a := approval{approvalPath(environment, model, digest, name), environment, model, digest, name}
		if _, there := tree.Lookup(a.path); !there {
			continue
		}
		why, err := a.wrong(tree, by)
		if err != nil {
			return nil, err
		}
		if why == "" {
			b, _, err := readFile(tree, a.path, MaxAttestation)
			if err != nil {
				return nil, err
			}
			out[name] = RecordApproval{name, who.owner, sumOf(b)}
		}
	}
	return out, nil
}

// met are the approvals that a requirement has.
func (r requirement) met(all map[string]RecordApproval) []string {
	return slices.DeleteFunc(slices.Sorted(slices.Values(r.from)), func(name string) bool { _, ok := all[name]; return !ok })
}

// lacks is why an environment does not take an artifact with its approvals, or nothing.
func (e Environment) lacks(digest string, all map[string]RecordApproval) string {
	for _, r := range e.approvals {
		met := r.met(all)
		if len(met) >= r.count {
			continue
		}
		has := "none"
		if len(met) > 0 {
			has = fmt.Sprintf("%d, by %s", len(met), strings.Join(met, ", "))
		}
		noun := "approvals"
		if r.count == 1 {
			noun = "approval"
		}
		return fmt.Sprintf("%s requires %d %s of %s by %s, and it has %s", e.Name, r.count, noun, digest, orList(r.from), has)
	}
	return ""
}

func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// approved gives a record the approvals of its artifact, or returns why it has too few.
// Those of who wrote the model do not count.
func (p *planner) approved(r *Record, before Record) (string, error) {
	if len(p.env.approvals) == 0 {
		return "", nil
	}
	digest, err := r.artifactDigest()
	if err != nil {
		return "", err
	}
	all, err := approvalsOf(p.tree, p.env.Name, r.Model.Name, digest, p.env.approvers)
	if err != nil {
		return "", err
	}
	authors, why := p.authors(*r, before)
	if why != "" && p.env.lacks(digest, all) == "" {
		return fmt.Sprintf("%s requires approvals by people other than the authors, but the authors are unknown%s", p.env.Name, why), nil
	}
	var own, gone []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		withdrawn, err := p.withdrawn(approvalPath(p.env.Name, r.Model.Name, digest, name))
		switch {
		case err != nil:
			return "", err
		case withdrawn:
			gone = append(gone, name)
		case slices.ContainsFunc(authors, p.env.approvers[name].is):
			own = append(own, name)
		default:
			continue
		}
		delete(all, name)
	}
	if lacks := p.env.lacks(digest, all); lacks != "" {
		if len(own) > 0 {
			lacks += fmt.Sprintf("; the approval by %s has no effect, because they changed the model", strings.Join(own, ", "))
		}
		if len(gone) > 0 {
			lacks += fmt.Sprintf("; the approval by %s has no effect, because it was withdrawn", strings.Join(gone, ", "))
		}
		return fmt.Sprintf("%s; run `modelgate env approve --env %s --model %s --digest %s`", lacks, p.env.Name, r.Model.Name, digest), nil
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		r.Approvals = append(r.Approvals, all[name])
	}
	r.APIVersion = apiVersion2
	return "", nil
}

// authors are the accounts that wrote the model since the deployed version, or why that
// is not known.
func (p *planner) authors(r, before Record) ([]string, string) {
	if p.Source.Authors == nil {
		return nil, " here"
	}
	paths := []string{r.Model.ID}
	for _, a := range r.Artifacts {
		if a.Path != "" {
			paths = append(paths, a.Path)
		}
	}
	authors, err := p.Source.Authors(paths, before.Source.Commit, r.Source.Commit)
	if err != nil {
		return nil, ": " + quotedLine(err.Error())
	}
	return authors, ""
}
