package policy

import (
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Input is what a rule sees: the document `input` of every evaluation. Its
// shape is schemas/input.schema.json, generated from these types. What is empty
// for rules of one scope has the other as its scope.
type Input struct {
	Now    string         `json:"now"` // RFC 3339, the one time of the run
	Stage  finding.Stage  `json:"stage"`
	Scope  finding.Scope  `json:"scope"`
	Config Config         `json:"config"`             // trusted: from the base commit
	Base   evidence.Model `json:"base" scope:"model"` // the model at the base commit
	Head   evidence.Model `json:"head" scope:"model"` // the model as proposed
	// Laws are those with a pack that apply to the cards of the model, and Controls those of
	// their controls that the cards lack something of, or contradict.
	Laws     []evidence.Law     `json:"laws" scope:"model"`
	Controls []evidence.Control `json:"controls" scope:"model"`
	// Ended are the controls that applied to the model and its data with the model card of
	// the base, and do not apply with the proposed one.
	Ended []evidence.EndedControl `json:"ended" scope:"model"`

	Change Change `json:"change"`
	Target Target `json:"target"`
	// Models are those that were checked, sorted by id.
	Models []CheckedModel `json:"models" scope:"repository"`
}

// CheckedModel is a model of the change, and what was decided about it by the rules of
// scope model.
type CheckedModel struct {
	At           evidence.Anchor `json:"at"`
	ID           string          `json:"id"`
	Name         string          `json:"name"`
	Version      string          `json:"version"` // of its manifest, "" if it states none
	Owner        string          `json:"owner"`   // the same
	Stage        finding.Stage   `json:"stage"`
	Present      bool            `json:"present"`       // false: the change removes it
	RiskClass    evidence.Text   `json:"risk_class"`    // as its card claims
	PersonalData []string        `json:"personal_data"` // the status of each dataset, as its card claims; "" where it does not
	Allowed      bool            `json:"allowed"`
	Errors       int             `json:"errors"` // findings that block, or would if they were not waived or tolerated
	Waived       int             `json:"waived"`
	Partial      bool            `json:"partial"` // only some gates were checked: what was decided, and the counts, are of these
}

// Config is the part of the trusted configuration that rules read.
type Config struct {
	At         evidence.Anchor `json:"at"`
	Present    bool            `json:"present"`                  // false on first adoption: built-in defaults are in force
	Thresholds []Threshold     `json:"thresholds" scope:"model"` // those that apply to this model
	Exceptions []Exception     `json:"exceptions" scope:"model"` // of thresholds for this model
	Sections   evidence.List   `json:"required_sections"`        // absent: those of data.modelgate.sections
	Licenses   evidence.List   `json:"allowed_licenses"`         // absent: any known license
	Denied     evidence.List   `json:"denied_licenses"`
	Owed       []Owed          `json:"owed"`                    // what cards require in addition to data.modelgate.sections and data.modelgate.fields
	Names      []SectionName   `json:"section_names"`           // of the sections that the organization has headings for
	Privacy    evidence.List   `json:"privacy_owners"`          // who approves weaker tags of data cards; absent: the owners of the card
	Regimes    []Regime        `json:"regimes"`                 // laws that the configuration declares for the data cards of this model
	Approvals  []Approvals     `json:"approvals" scope:"model"` // entries of approvers.yaml that may apply to this model
	Labels     []LabelRule     `json:"labels"`                  // that models may have, sorted by name
}

// Approvals is an entry of approvers.yaml: what a change of some models requires.
type Approvals struct {
	At       evidence.Anchor `json:"at"`
	Classes  []evidence.Item `json:"risk_classes"` // empty for all
	Stage    finding.Stage   `json:"stage"`        // from it on
	Personal bool            `json:"personal_data"`
	Count    int             `json:"count"` // of people
	Teams    []Owner         `json:"teams"` // each of which must approve
	Signed   bool            `json:"signed_commits"`
}

// LabelRule is a label as the configuration declares it.
type LabelRule struct {
	At     evidence.Anchor    `json:"at"`
	Name   string             `json:"name"`
	Type   evidence.LabelType `json:"type"`
	Values []string           `json:"values"` // the only ones; empty for any
}

// Regime is a law that the configuration declares for a data card.
type Regime struct {
	At   evidence.Anchor `json:"at"`
	Card string          `json:"card"` // path of the data card
	Name string          `json:"name"`
}

// Owed is a section or field that a model card requires from a stage on.
type Owed struct {
	At    evidence.Anchor `json:"at"`
	Stage finding.Stage   `json:"stage"`
	Kind  OwedKind        `json:"kind"`
	Key   string          `json:"key"`
}

// SectionName is what messages call a section.
type SectionName struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// Threshold is one bound of the configuration, as written.
type Threshold struct {
	At     evidence.Anchor `json:"at"`
	ID     string          `json:"id"`
	Metric string          `json:"metric"`
	Slice  string          `json:"slice"`
}

// Exception is what takes the place of a threshold's words for one model and for
// a time.
type Exception struct {
	At        evidence.Anchor `json:"at"`
	Threshold string          `json:"threshold"` // its id
	Changes   string          `json:"changes"`   // in words: min 0.78 in place of 0.85
	Owner     string          `json:"owner"`
	Reason    string          `json:"reason"`
	Created   string          `json:"created"` // the first day, YYYY-MM-DD
	Expires   string          `json:"expires"` // the last day
	State     ExceptionState  `json:"state"`
}

// Change is what a change does to the repository.
type Change struct {
	At    evidence.Anchor `json:"at"`
	Paths []Path          `json:"paths"`                    // sorted; of this model, or of the repository in repository scope
	Moves []Move          `json:"moves"`                    // what becomes of models that the change removes; of this model, or all in repository scope
	Rules []RuleEdit      `json:"rules" scope:"repository"` // repository scope only: what happens to .modelgate
	// Unusable is why the rules of the base cannot be used, in repository scope:
	// the change repairs them, and the built-in rules decide. "" if they can.
	Unusable string `json:"unusable" scope:"repository"`
	// Cards is what becomes of data cards, in repository scope.
	Cards []CardChange `json:"cards" scope:"repository"`
	// Waivers are those that the change adds or edits, as it has them, in repository scope.
	Waivers []WaiverEdit `json:"waivers" scope:"repository"`
	// Secrets are those in files that no model has for itself, in repository scope:
	// .modelgate and data cards.
	Secrets []evidence.Secret `json:"secrets" scope:"repository"`
	// Review is the pull request that the change is.
	Review Review `json:"review"`
}

// WaiverEdit is a waiver that the change adds or edits.
type WaiverEdit struct {
	At       evidence.Anchor `json:"at"`
	ID       string          `json:"id"`
	Rule     string          `json:"rule"`
	Model    string          `json:"model"`
	Author   string          `json:"author"`   // "" if it names none
	Approver string          `json:"approver"` // the same
	Login    string          `json:"login"`    // the account of the approver, "" if it is named in other words
	Expires  string          `json:"expires"`
}

// CardChange is a data card of the base and what the head has in its place:
// the card at its path, the card of its dataset, or one that describes the same
// data. To is not present where there is none.
type CardChange struct {
	At     evidence.Anchor   `json:"at"`
	By     string            `json:"by"` // what tells that it is in its place: its file, its name, its storage …
	From   evidence.DataCard `json:"from"`
	To     evidence.DataCard `json:"to"`
	Owners []Owner           `json:"owners"` // of the card on the base
	// Ended are the controls of laws that applied to From and do not apply to To.
	Ended []evidence.EndedControl `json:"ended"`
}

// Move is what becomes of a model that the base has and the head does not.
type Move struct {
	At         evidence.Anchor `json:"at"`
	From       string          `json:"from"`       // its id on the base
	To         string          `json:"to"`         // its id as proposed, "" if it is gone
	By         string          `json:"by"`         // what shows that it is the same model
	Shed       []Threshold     `json:"shed"`       // thresholds that block, and would be for no model, or not for this one, once merged
	Thresholds []Threshold     `json:"thresholds"` // thresholds that block and apply to this model
	Deploys    bool            `json:"deploys"`    // its manifest requires a deployment, or an environment has it
	Results    bool            `json:"results"`    // it has evaluation results, which are a baseline
	DataCards  int             `json:"data_cards"` // how many of its datasets have one
	Owners     []Owner         `json:"owners"`     // of the thresholds
}

// Review is what is known of the pull request of the change. Its
// zero value with At set is a change without a pull request.
type Review struct {
	At        evidence.Anchor `json:"at"`
	Present   bool            `json:"present"`   // the change is a pull request
	Unseen    bool            `json:"unseen"`    // the change is proposed, but not as a pull request that can be read here
	Known     bool            `json:"known"`     // author, labels and approvals could be read
	Problem   string          `json:"problem"`   // why they could not, "" if they could
	Number    int             `json:"number"`    // of the pull request
	Author    string          `json:"author"`    // login
	Head      string          `json:"head"`      // the commit that is proposed now
	Labels    []PullLabel     `json:"labels"`    // sorted
	Approvals []Approval      `json:"approvals"` // the last word of each reviewer who approves; sorted by user
	// ChangesRequested is the last word of each reviewer who wants changes, sorted by user.
	ChangesRequested []Objection   `json:"changes_requested"`
	Contributors     []Contributor `json:"contributors"` // who has a part in the commits; sorted by commit, role and address
	Owners           string        `json:"owners"`       // path of the base's CODEOWNERS file, "" if there is none
	// Unsigned are the commits whose signature GitHub has not verified, sorted.
	Unsigned []Unsigned `json:"unsigned"`
	// UnknownTeams are the teams whose members could not be read, sorted by name.
	UnknownTeams []UnknownTeam `json:"unknown_teams"`
	// CommitStatuses are the check runs and statuses of the proposed commit.
	CommitStatuses CommitStatuses `json:"commit_statuses"`
}

// CommitStatuses are what others say of the proposed commit. They are read only if an own
// rule of the base, or one that the change proposes, names them.
type CommitStatuses struct {
	At      evidence.Anchor `json:"at"`
	Known   bool            `json:"known"`   // they could be read
	Problem string          `json:"problem"` // why they could not, "" if they could
	Items   []CommitStatus  `json:"items"`   // check runs first, sorted by name; without those of modelgate itself
}

// CommitStatus is the newest check run of a name and an App, or the newest status of a
// context and a person.
type CommitStatus struct {
	At      evidence.Anchor `json:"at"`
	Kind    StatusKind      `json:"kind"`
	Name    string          `json:"name"` // of the check run, or the context of the status
	State   StatusState     `json:"state"`
	Word    string          `json:"word"`     // the conclusion or state in GitHub's words, such as timed_out
	App     string          `json:"app"`      // slug of the App that made the check run, such as github-actions; "" of a status
	Creator string          `json:"creator"`  // login of who set the status; "" of a check run
	SameRun bool            `json:"same_run"` // a job of the workflow run that modelgate is a job of
}

// Unsigned is a commit whose signature is not verified.
type Unsigned struct {
	At     evidence.Anchor `json:"at"`
	Commit string          `json:"commit"`
	Reason string          `json:"reason"` // as GitHub names it: unsigned, unknown_key …
}

// UnknownTeam is a team of which it is not known who is in it.
type UnknownTeam struct {
	At      evidence.Anchor `json:"at"`
	Name    string          `json:"name"`
	Problem string          `json:"problem"`
}

// PullLabel is a label of a pull request.
type PullLabel struct {
	At   evidence.Anchor `json:"at"`
	Name string          `json:"name"`
}

// Approval is the approving review of one person.
type Approval struct {
	At      evidence.Anchor `json:"at"`
	User    string          `json:"user"`    // login
	Commit  string          `json:"commit"`  // that was read
	Current bool            `json:"current"` // it is the commit that is proposed now
	Writes  bool            `json:"writes"`  // the reviewer may push to the repository
	Problem string          `json:"problem"` // why that is not known, "" if it is
	Teams   []Team          `json:"teams"`   // those of the owners that the reviewer is known to be in
}

// Objection is the review of one person that requests changes and was not
// dismissed.
type Objection struct {
	At      evidence.Anchor `json:"at"`
	User    string          `json:"user"`    // login
	Commit  string          `json:"commit"`  // that was read
	Writes  bool            `json:"writes"`  // the reviewer may push to the repository
	Problem string          `json:"problem"` // why that is not known, "" if it is
}

// Contributor is one who authored or committed a part of the change.
type Contributor struct {
	At     evidence.Anchor `json:"at"`
	Login  string          `json:"login"` // "" where no account has the address
	Email  string          `json:"email"`
	Role   Role            `json:"role"`
	Commit string          `json:"commit"` // the first one
}

// Team is a team that owns paths, such as @acme/ml-governance.
type Team struct {
	At   evidence.Anchor `json:"at"`
	Name string          `json:"name"`
}

// Owner is one who answers for a path, as CODEOWNERS of the base names them.
type Owner struct {
	At   evidence.Anchor `json:"at"`
	Name string          `json:"name"` // @user, @org/team, or a mail address
}

// Path is one changed file.
type Path struct {
	At   evidence.Anchor   `json:"at"`
	Path string            `json:"path"`
	Kind source.ChangeKind `json:"kind"`
	Part Part              `json:"part"`
	// RunsGate says that the file runs the gate, or is called by a job that does, on
	// either side; in repository scope.
	RunsGate bool `json:"runs_gate" scope:"repository"`
	// Owners are those of the path, in repository scope.
	Owners []Owner `json:"owners" scope:"repository"`
}

// RuleEdit is one change to the rules themselves: a config value, a
// threshold, a waiver or a policy.
type RuleEdit struct {
	At      evidence.Anchor `json:"at"`
	Path    string          `json:"path"`
	Kind    EditKind        `json:"kind"`
	Subject string          `json:"subject"` // id of the threshold or waiver, name of the policy file or config key, path of the workflow
	Before  string          `json:"before"`
	After   string          `json:"after"`
}

// Target is the environment of a promotion; not present on pull requests.
type Target struct {
	Present     bool   `json:"present"`
	Environment string `json:"environment"`
}
