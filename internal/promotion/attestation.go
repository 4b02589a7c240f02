package promotion

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

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
	envelope, why, err := signedStatement(tree, a.path, a.signer, s.key)
	if err != nil || why != "" {
		return why, err
	}
	content, why, err := readFile(tree, recordPath(a.environment, a.model, a.sequence), maxRecord)
	if err != nil || why != "" {
		return why, err
	}
	return statementOf(r, content).differs(envelope.Payload), nil
}

// signatures are the signers who have a valid attestation of the records of a model, by
// the record's number.
type signatures map[int][]string

// vouch reports whether a record is vouched for without one signature of a signer: by
// another one of its own, or of a later record by another signer. A record states the
// digest of the one before it.
func (s signatures) vouch(sequence int, signer string) bool {
	if len(s[sequence]) > 0 {
		return true
	}
	for later, signers := range s {
		if later > sequence && slices.ContainsFunc(signers, func(other string) bool { return other != signer }) {
			return true
		}
	}
	return false
}

// attested says which records of a model have a valid attestation by signers, and what
// is wrong with the others.
func attested(tree source.Tree, h history, environment, model string, by map[string]signer) (signatures, []Problem, error) {
	valid := signatures{}
	var problems []Problem
	dir := AttestationsDir + "/" + environment + "/" + model
	if p, ok := blockedBy(tree, dir); ok {
		return valid, []Problem{p}, nil
	}
	for _, e := range tree.Under(dir) {
		if isPlaceholder(e) {
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
		valid[a.sequence] = append(valid[a.sequence], a.signer)
	}
	return valid, problems, nil
}

const notAnAttestation = "it is not an attestation: its name is the number of its record in six digits, the name of its signer, and " + formDSSE + " or " + formSigstore

// unsigned are the records that must be attested and are not: the newest, and those
// that follow an attested one.
func (h history) unsigned(environment string, valid signatures) []Problem {
	var problems []Problem
	began := false
	for _, r := range h {
		if began = began || len(valid[r.Sequence]) > 0; (began || r.Sequence == len(h)) && len(valid[r.Sequence]) == 0 {
			problems = append(problems, Problem{recordPath(environment, r.Model.Name, r.Sequence),
				"it has no valid signature, which " + environment + " requires; if you can tell that the record is genuine, sign it with `modelgate env attest`; if not, revert the commit that added it"})
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
			if len(valid[r.Sequence]) == 0 {
				out[r.Sequence] = signature{state: Unsigned}
			}
		}
		for _, p := range h.unsigned(environment, valid) {
			sequence, _ := strconv.Atoi(strings.TrimSuffix(path.Base(p.Path), ".json")) // its own name
			out[sequence] = signature{Unsigned, quoted(p.Path) + ": " + p.Message}
		}
	}
	for _, p := range problems {
		sequence := len(h) // what is not by the name of a record is said of the newest
		if a, ok := attestationAt(source.Entry{Path: p.Path}); ok && a.sequence >= 1 && a.sequence <= len(h) {
			sequence = a.sequence
		}
		out[sequence] = signature{NotValid, quoted(p.Path) + ": " + p.Message}
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

// signedStatement reads the in-toto statement that somebody has signed with a key, or why it is none.
func signedStatement(tree source.Tree, path, name string, key dsse.Public) (dsse.Envelope, string, error) {
	b, why, err := readFile(tree, path, MaxAttestation)
	if err != nil || why != "" {
		return dsse.Envelope{}, why, err
	}
	envelope, err := dsse.Parse(b)
	switch {
	case err != nil:
		why = err.Error()
	case !envelope.SignedBy(key):
		why = fmt.Sprintf("it is not signed by the key of %s (%s)", name, key.ID())
	case envelope.PayloadType != dsse.InToto:
		why = fmt.Sprintf("its payload is %s, not %s", quoted(envelope.PayloadType), dsse.InToto)
	}
	return envelope, why, nil
}
