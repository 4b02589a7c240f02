package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/dsse"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

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
			plan.Items = append(plan.Items, Item{Model: model, Operation: Attests, State: Blocked, Reason: fmt.Sprintf("%s has no model %s%s", p.env.Name, quoted(model), finding.DidYouMean(model, p.recordedNames(p.env.Name)))})
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
	if err == nil && len(problems) == 0 {
		problems = h.intrusions(p.env.others)
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
