package promotion

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

const (
	apiVersion   = "modelgate.dev/v1"
	apiVersion2  = "modelgate.dev/v2" // of records that say more than that an approved model was promoted
	recordKind   = "PromotionRecord"
	recordSchema = "record"
	maxRecord    = 1 << 20 // bytes
	maxSequence  = 999999
)

// Record says what was promoted, why it was allowed and what was rendered.
// Records are written once and never changed: the one with the highest
// sequence is current. schemas/record.schema.json describes the members.
type Record struct {
	APIVersion  string         `json:"apiVersion"`
	Kind        string         `json:"kind"`
	Sequence    int            `json:"sequence"`
	Operation   string         `json:"operation"`
	PromotionID string         `json:"promotionId"`
	Environment string         `json:"environment"`
	Namespace   string         `json:"namespace"`
	Model       RecordModel    `json:"model"`
	Artifacts   []Artifact     `json:"artifacts"`
	Source      RecordSource   `json:"source"`
	Decision    RecordDecision `json:"decision"`
	Render      Render         `json:"render"`
	// Approvals are those that the environment required, sorted by approver.
	Approvals    []RecordApproval `json:"approvals,omitempty"`
	Restores     int              `json:"restores,omitempty"`  // sequence of the record that a rollback restores
	Hold         *Hold            `json:"hold,omitempty"`      // keeps the model as it is until it is lifted
	Statement    *Statement       `json:"statement,omitempty"` // who asked for the operation, and why
	Previous     *Previous        `json:"previous,omitempty"`
	Tool         Tool             `json:"tool"`
	CreatedAt    string           `json:"createdAt"`              // RFC 3339, UTC, by the clock of the promoter
	RecordDigest string           `json:"recordDigest,omitempty"` // of the record without this member

	cell string // that it was made for, of one with a matrix
}

// Hold keeps a model as it is: no promotion replaces it until the hold ends.
type Hold struct {
	Owner  string `json:"owner"`
	Reason string `json:"reason"`
	Until  string `json:"until,omitempty"` // a day (UTC), a moment, or "" for until it is lifted
}

// Statement is the owner of an operation, and the reason.
type Statement struct {
	Owner     string `json:"owner"`
	Reason    string `json:"reason"`
	Emergency bool   `json:"emergency,omitempty"` // it went past a freeze, a window or a soak time
}

// RecordModel names the promoted model.
type RecordModel struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version string `json:"version"`
	Owner   string `json:"owner,omitempty"`
}

// Artifact is one part of the promoted model.
type Artifact struct {
	Path   string `json:"path,omitempty"`
	URI    string `json:"uri,omitempty"`
	Digest string `json:"digest"`
	// SignedBy is the signer whose signature of it was verified when it was approved.
	SignedBy string `json:"signedBy,omitempty"`
}

// RecordSource is the commit that was approved.
type RecordSource struct {
	Repository string `json:"repository,omitempty"`
	Commit     string `json:"commit,omitempty"` // "" of an adopted model
	CardPath   string `json:"cardPath,omitempty"`
	CardDigest string `json:"cardDigest,omitempty"`
}

// RecordDecision is what the approval rests on.
type RecordDecision struct {
	Result       string        `json:"result"`
	Stage        finding.Stage `json:"stage"`
	PolicyDigest string        `json:"policyDigest"`
	// PolicySources are where rules came from beside the commit itself, the uppermost first.
	PolicySources []decision.PolicySource `json:"policySources,omitempty"`
	// Policies are those of the environment that the approval was given by, as their digest.
	Policies string         `json:"policies,omitempty"`
	Passed   []string       `json:"passed"`
	Waivers  []RecordWaiver `json:"waivers"`
}

// RecordWaiver is one exception of an approval.
type RecordWaiver struct {
	ID      string `json:"id"`
	Owner   string `json:"owner"`
	Reason  string `json:"reason"`
	Expires string `json:"expires"`
}

// Render says what was rendered from what. Its files are owned by the record.
type Render struct {
	Target         string            `json:"target"`
	TemplateDigest string            `json:"templateDigest"`
	Directory      string            `json:"directory"`
	Parameters     map[string]string `json:"parameters"`       // all of them
	Given          []string          `json:"given"`            // those that are not the target's defaults, sorted
	Matrix         []RenderedCell    `json:"matrix,omitempty"` // clusters or regions, each with its own parameters; sorted by name
	Files          []RenderedFile    `json:"files"`
}

// RenderedFile is a manifest by its digest.
type RenderedFile struct {
	Path   string `json:"path"`
	Mode   string `json:"mode"`
	SHA256 string `json:"sha256"`
}

// Previous links a record to the one that it replaces.
type Previous struct {
	Sequence     int    `json:"sequence"`
	PromotionID  string `json:"promotionId"`
	RecordDigest string `json:"recordDigest"`
}

// recordDir is where the records of one model in one environment lie.
func recordDir(environment, model string) string {
	return RecordsDir + "/" + environment + "/" + model
}

func recordPath(environment, model string, sequence int) string {
	return fmt.Sprintf("%s/%06d.json", recordDir(environment, model), sequence)
}

// seal sets RecordDigest. The digest makes a later edit visible even in the
// newest record, which no other record vouches for yet. Someone who may write
// to the repository can compute it again: it is the history of the branch,
// not the record, that keeps such a person out.
func (r *Record) seal() error {
	r.RecordDigest = ""
	b, err := canonical(r)
	if err != nil {
		return err
	}
	r.RecordDigest = digestOf(b)
	return nil
}

// encode is the record as it is stored. A record that breaks its schema is an
// error: it would be refused when it is read.
func (r Record) encode(path string) ([]byte, error) {
	if err := r.seal(); err != nil {
		return nil, err
	}
	b, err := canonical(r)
	if err != nil {
		return nil, err
	}
	b = append(b, '\n')
	_, wrong, err := parseRecord(path, b)
	if err == nil && wrong != "" {
		err = errors.New(wrong)
	}
	if err != nil {
		return nil, fmt.Errorf("writing %s, which could not be read again: %w", path, err)
	}
	return b, nil
}

// versionError is a record that this version of modelgate does not know.
type versionError struct{ path, apiVersion string }

func (e *versionError) Error() string {
	return fmt.Sprintf("%s was written by another version of modelgate (apiVersion %s): use that one, or a newer one", e.path, quoted(e.apiVersion))
}

// parseRecord reads a record as it is stored. The text says what is wrong
// with the bytes; the error, that they could not be judged.
func parseRecord(path string, b []byte) (Record, string, error) {
	doc, found := document.ParseAs(document.JSON, path, b)
	if len(found) > 0 {
		return Record{}, "it is not a JSON document: " + found[0].Message, nil
	}
	if v := doc.Root.Get("apiVersion"); v != nil && v.Value != apiVersion && v.Value != apiVersion2 && strings.HasPrefix(v.Value, "modelgate.dev/") {
		return Record{}, "", &versionError{path, v.Value}
	}
	found, err := schema.Validate(recordSchema, doc)
	if err != nil {
		return Record{}, "", fmt.Errorf("reading %s: %w", path, err)
	}
	if len(found) > 0 || doc.Root == nil {
		why := "it is empty"
		if len(found) > 0 {
			why = found[0].Message
		}
		return Record{}, "it is not a valid record: " + why, nil
	}
	var r Record
	if err := json.Unmarshal(b, &r); err != nil {
		return Record{}, "it is not a valid record: " + err.Error(), nil
	}
	again := r
	if err := again.seal(); err != nil {
		return Record{}, "", fmt.Errorf("reading %s: %w", path, err)
	}
	if again.RecordDigest != r.RecordDigest {
		return Record{}, "it was changed after it was written; its recordDigest does not match its content", nil
	}
	stored, err := canonical(r)
	if err != nil {
		return Record{}, "", fmt.Errorf("reading %s: %w", path, err)
	}
	if !bytes.Equal(append(stored, '\n'), b) {
		return Record{}, "it was changed after it was written; it is not in canonical form", nil
	}
	return r, "", nil
}
