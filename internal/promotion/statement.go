package promotion

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

const (
	statementType = "https://in-toto.io/Statement/v1"
	// predicateType is that of a verification summary attestation of SLSA (VSA).
	predicateType = "https://slsa.dev/verification_summary/v1"
	verifierID    = "https://modelgate.dev"
)

// statement is an in-toto Statement v1
// (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md).
type statement struct {
	Type          string    `json:"_type"`
	Subject       []subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     summary   `json:"predicate"`
}

type subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

// summary is the predicate: a verification summary of SLSA 1.1
// (https://slsa.dev/spec/v1.1/verification_summary).
type summary struct {
	Verifier           verifier `json:"verifier"`
	TimeVerified       string   `json:"timeVerified"`
	ResourceURI        string   `json:"resourceUri"`
	Policy             policy   `json:"policy"`
	VerificationResult string   `json:"verificationResult"`
	VerifiedLevels     []string `json:"verifiedLevels"`
}

type verifier struct {
	ID string `json:"id"`
}

type policy struct {
	URI    string            `json:"uri"`
	Digest map[string]string `json:"digest,omitempty"`
}

// statementOf is what is signed of a record: the record itself by its bytes, the
// artifacts and the files that it lists, and that they passed the policy for this
// model in this environment. A statement for staging says nothing of production.
func statementOf(r Record, content []byte) statement {
	s := statement{Type: statementType, PredicateType: predicateType, Predicate: summary{
		Verifier: verifier{verifierID}, TimeVerified: r.CreatedAt,
		ResourceURI: "modelgate:" + r.Environment + "/" + r.Model.Name,
		Policy:      policy{URI: "modelgate:policy"}, VerificationResult: "FAILED", VerifiedLevels: []string{"FAILED"},
	}}
	if algorithm, digest, ok := strings.Cut(r.Decision.PolicyDigest, ":"); ok {
		s.Predicate.Policy.Digest = map[string]string{algorithm: digest}
	}
	if r.Decision.Result == string(decision.Allow) { // no rule has checked what was adopted
		s.Predicate.VerificationResult = "PASSED"
		s.Predicate.VerifiedLevels = []string{"MODELGATE_STAGE_" + strings.ToUpper(string(r.Decision.Stage))}
	}
	s.Subject = []subject{{recordPath(r.Environment, r.Model.Name, r.Sequence), map[string]string{"sha256": sumOf(content)}}}
	for _, a := range r.Artifacts {
		s.Subject = append(s.Subject, subject{cmp.Or(a.Path, a.URI), digestSet(a.Digest)})
	}
	for _, f := range r.Render.Files {
		s.Subject = append(s.Subject, subject{f.Path, map[string]string{"sha256": f.SHA256}})
	}
	return s
}

// digestSet is the digest of an artifact as in-toto writes it.
func digestSet(of string) map[string]string {
	algorithm, digest, _ := strings.Cut(of, ":")
	if listing, ok := strings.CutSuffix(digest, ".dir"); ok { // MD5 of DVC's listing of a directory
		algorithm, digest = "dvcDirMd5", listing
	}
	return map[string]string{algorithm: digest}
}

// differs is what a signed payload states other than what its record does, or
// nothing. The order of subjects and members and members that are not known are
// free, as in-toto requires; each subject of the record must be there, and no other.
func (s statement) differs(payload []byte) string {
	var got statement
	d := json.NewDecoder(bytes.NewReader(payload))
	if err := d.Decode(&got); err != nil || d.More() {
		return "its payload is not an in-toto statement"
	}
	switch {
	case got.Type != s.Type:
		return fmt.Sprintf("its payload is a %s, not a %s", quoted(got.Type), s.Type)
	case got.PredicateType != s.PredicateType:
		return fmt.Sprintf("its predicate is a %s, not a %s", quoted(got.PredicateType), s.PredicateType)
	case got.Predicate.Verifier.ID != s.Predicate.Verifier.ID:
		return fmt.Sprintf("its verifier is %s, not %s", quoted(got.Predicate.Verifier.ID), s.Predicate.Verifier.ID)
	case got.Predicate.ResourceURI != s.Predicate.ResourceURI:
		return fmt.Sprintf("it was signed for %s, not for %s", quoted(got.Predicate.ResourceURI), s.Predicate.ResourceURI)
	case got.Predicate.VerificationResult != s.Predicate.VerificationResult || !slices.Equal(got.Predicate.VerifiedLevels, s.Predicate.VerifiedLevels):
		return "it states another result than the record"
	case !equalDigests(got.Predicate.Policy.Digest, s.Predicate.Policy.Digest):
		return "it states another policy than the record"
	}
	want, have := s.subjects(), got.subjects()
	for _, subject := range s.Subject {
		if !slices.Contains(have, subject.text()) {
			return fmt.Sprintf("it does not state the digest that %s has", quoted(subject.Name))
		}
	}
	for i, subject := range have {
		if !slices.Contains(want, subject) {
			return fmt.Sprintf("it states a digest of %s that the record does not have", quoted(got.Subject[i].Name))
		}
	}
	if got.Predicate.TimeVerified != s.Predicate.TimeVerified {
		return fmt.Sprintf("it states the time %s, and the record %s", quoted(got.Predicate.TimeVerified), s.Predicate.TimeVerified)
	}
	return ""
}

func equalDigests(a, b map[string]string) bool {
	return subject{Digest: a}.text() == subject{Digest: b}.text()
}

func (s statement) subjects() []string {
	var out []string
	for _, subject := range s.Subject {
		out = append(out, subject.text())
	}
	return out
}

// text is a subject in one form.
func (s subject) text() string {
	if s.Digest == nil {
		s.Digest = map[string]string{}
	}
	b, _ := json.Marshal(s) // strings and a map of strings, which is sorted
	return string(b)
}

// ToSign is a statement about a record that is to be signed elsewhere.
type ToSign struct {
	Environment, Model string
	Record             string // path
	Statement          []byte // in-toto, canonical
	Predicate          []byte
	// Checksums are the subjects that have a SHA-256, as sha256sum writes them.
	Checksums []byte
	// Omitted are the names of the other subjects, which no list of SHA-256 can have.
	Omitted []string
}

// StateRecord is the statement about a record, from the file at its path.
func StateRecord(path string, content []byte) (ToSign, error) {
	r, why, err := parseRecord(path, content)
	if err == nil && why != "" {
		err = errors.New(why)
	}
	if err != nil {
		return ToSign{}, fmt.Errorf("reading %s: %w", path, err)
	}
	s := statementOf(r, content)
	out := ToSign{Environment: r.Environment, Model: r.Model.Name, Record: path}
	if out.Statement, err = canonical(s); err != nil {
		return ToSign{}, err
	}
	if out.Predicate, err = canonical(s.Predicate); err != nil {
		return ToSign{}, err
	}
	for _, subject := range s.Subject {
		if sum, ok := subject.Digest["sha256"]; ok && !strings.ContainsAny(subject.Name, "\r\n\\") {
			out.Checksums = fmt.Appendf(out.Checksums, "%s  %s\n", sum, subject.Name)
		} else {
			out.Omitted = append(out.Omitted, subject.Name)
		}
	}
	return out, nil
}
