package policy

import "slices"

// The closed vocabularies of the change and the configuration, as those of the
// evidence are: a type each, whose Words are the enum in schemas/input.schema.json.

// OwedKind is what of a card the configuration requires.
type OwedKind string

const (
	OwedSection OwedKind = "section"
	OwedField   OwedKind = "field"
	OwedLabel   OwedKind = "label"
	OwedSigned  OwedKind = "signature" // of each artifact
)

func (OwedKind) Words() []string {
	return []string{string(OwedSection), string(OwedField), string(OwedLabel), string(OwedSigned)}
}

// ExceptionState is whether an exception's time has come.
type ExceptionState string

const (
	InForce ExceptionState = "in_force"
	Expired ExceptionState = "expired"
	ToCome  ExceptionState = "to_come"
)

func (ExceptionState) Words() []string {
	return []string{string(InForce), string(Expired), string(ToCome)}
}

// Role is the part that a person has in a commit.
type Role string

const (
	Author    Role = "author"
	Committer Role = "committer"
	CoAuthor  Role = "co-author"
)

func (Role) Words() []string { return []string{string(Author), string(Committer), string(CoAuthor)} }

// StatusKind is what says something of a commit.
type StatusKind string

const (
	OfCheckRun StatusKind = "check_run" // an App's
	OfStatus   StatusKind = "status"    // of anybody who may write to the repository
)

func (StatusKind) Words() []string { return []string{string(OfCheckRun), string(OfStatus)} }

// StatusState is what a check run or status comes to. What modelgate does not know is a
// failure: a rule that wants a success finds none.
type StatusState string

const (
	StatusSuccess StatusState = "success"
	StatusFailure StatusState = "failure"
	StatusPending StatusState = "pending"
	StatusNeutral StatusState = "neutral"
	StatusSkipped StatusState = "skipped"
)

func (StatusState) Words() []string {
	return []string{string(StatusSuccess), string(StatusFailure), string(StatusPending), string(StatusNeutral), string(StatusSkipped)}
}

// Part is what of a repository a path is.
type Part string

const (
	PartRules    Part = "rules"    // .modelgate: what models are checked by
	PartWorkflow Part = "workflow" // what runs the gate
	PartOwners   Part = "owners"   // who answers for paths
	PartModel    Part = "model"
	PartData     Part = "data" // shared data cards
	PartOther    Part = "other"
)

func (Part) Words() []string {
	return []string{string(PartRules), string(PartWorkflow), string(PartOwners), string(PartModel), string(PartData), string(PartOther)}
}

// EditKind is what can happen to the rules: to what a file of them says, and to a
// file as a whole.
type EditKind string

const (
	ThresholdLoosened  EditKind = "threshold_loosened"
	ThresholdTightened EditKind = "threshold_tightened"
	ThresholdAdded     EditKind = "threshold_added"
	ThresholdRemoved   EditKind = "threshold_removed"
	WaiverAdded        EditKind = "waiver_added"
	WaiverChanged      EditKind = "waiver_changed"
	WaiverRemoved      EditKind = "waiver_removed"
	BaselineLoosened   EditKind = "baseline_loosened"
	BaselineTightened  EditKind = "baseline_tightened"
	BaselineChanged    EditKind = "baseline_changed"
	SettingLoosened    EditKind = "setting_loosened"
	SettingTightened   EditKind = "setting_tightened"
	SettingChanged     EditKind = "setting_changed"
	RuleRemoved        EditKind = "rule_removed"
	TestRemoved        EditKind = "test_removed"
	TableAdded         EditKind = "table_added"
	TableRemoved       EditKind = "table_removed"
	TableChanged       EditKind = "table_changed"
	PolicyLoosened     EditKind = "policy_loosened"
	ConditionsChanged  EditKind = "policy_conditions_changed"
	Unreadable         EditKind = "unreadable"
	InvalidRules       EditKind = "invalid"
	RuleUntested       EditKind = "rule_untested"
	ModelUnknown       EditKind = "model_unknown"
)

// RuleFile is a kind of file that rules are made of.
type RuleFile string

const (
	PolicyFile   RuleFile = "policy"
	TableFile    RuleFile = "table_file"
	TestFile     RuleFile = "test_file"
	ConfigFile   RuleFile = "config"
	WorkflowFile RuleFile = "workflow"
	OwnersFile   RuleFile = "owners"
	AsideFile    RuleFile = "aside_file" // that no rule is made of, such as a README.md
)

// FileEdit is what happened to a file as a whole: it was added, changed or removed.
func FileEdit(file RuleFile, verb string) EditKind { return EditKind(string(file) + "_" + verb) }

func (EditKind) Words() []string {
	out := []string{
		string(ThresholdLoosened), string(ThresholdTightened), string(ThresholdAdded), string(ThresholdRemoved),
		string(WaiverAdded), string(WaiverChanged), string(WaiverRemoved),
		string(BaselineLoosened), string(BaselineTightened), string(BaselineChanged),
		string(SettingLoosened), string(SettingTightened), string(SettingChanged), string(RuleRemoved), string(TestRemoved),
		string(TableAdded), string(TableRemoved), string(TableChanged), string(PolicyLoosened), string(ConditionsChanged),
		string(Unreadable), string(InvalidRules), string(RuleUntested), string(ModelUnknown),
	}
	for _, file := range []RuleFile{PolicyFile, TableFile, TestFile, ConfigFile, WorkflowFile, OwnersFile, AsideFile} {
		for _, verb := range []string{"added", "changed", "removed"} {
			out = append(out, string(FileEdit(file, verb)))
		}
	}
	return slices.Clip(out)
}
