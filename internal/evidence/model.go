// Package evidence owns the normalised facts that rules judge: what a commit's
// documents say about each model, whatever format they are written in. Its
// subpackages fill them in; what judges imports this package alone.
//
// The types are total: every property is always there. A thing that a document
// does not have is an object with present == false, or an empty list; it never
// is missing, because in Rego a missing thing makes a whole rule silent. Every
// object has an anchor (at) to report findings on. The types are, field for
// field, the head and base of schemas/input.schema.json.
package evidence

import (
	"slices"
)

// Model is everything that one commit says about one model.
type Model struct {
	At           Anchor         `json:"at"`            // the model card, or where it should be
	Present      bool           `json:"present"`       // the model exists in this commit
	ID           string         `json:"id"`            // its directory, "." for the root
	Name         string         `json:"name"`          // of the manifest, else of the card, else the directory's
	Card         Card           `json:"card"`          // the primary one with what the model's other Markdown cards add, else an absent card
	Cards        []Card         `json:"all_cards"`     // all that were read, the primary one first
	Disagree     []Conflict     `json:"disagreements"` // between two of the cards
	Bases        []NamedBase    `json:"named_bases"`   // that other files of the model say it was made from
	Kinds        []Architecture `json:"architectures"` // that the model's settings name
	LicenseFiles []LicenseFile  `json:"license_files"`
	Manifest     Manifest       `json:"manifest"`
	Datasets     []Dataset      `json:"datasets"`
	Evaluations  []Evaluation   `json:"evaluations"`
	Cached       []Item         `json:"cached_results"`     // files of results that DVC keeps, and git does not have; by path
	Copies       []Copy         `json:"copied_results"`     // files of results that are new and state what one of another model does
	Uncompared   []Uncompared   `json:"uncompared_results"` // files of results that were sought among some of the others only
	Impossible   []Impossible   `json:"impossible_values"`  // of results and of the card's metrics
	Incomplete   []Incomplete   `json:"incomplete_runs"`    // evaluations that measured a part, of which no check judges a result
	Artifacts    []Artifact     `json:"artifacts"`
	Checks       []Check        `json:"checks"` // one for each question that the thresholds in force ask
	Labels       []Label        `json:"labels"` // one for each that the configuration declares, sorted by name
	Signatures   []Signature    `json:"signatures"`
	Secrets      []Secret       `json:"secrets"` // that the files of the model hold which were read, by path and place

	// that the model's settings state
	Hyper []Hyperparameter `json:"hyperparameters"`
}

// Secret is a credential in a file, told by its form. Its value is nowhere.
type Secret struct {
	At     Anchor `json:"at"`
	Path   string `json:"path"`
	Form   string `json:"form"`   // what it is: "a GitHub token"
	Masked string `json:"masked"` // its prefix
	Key    string `json:"key"`    // tells it from others
}

// Uncompared is a file of results that is new, and how many of the files that could
// state the same were not read, because there are too many or they are too large.
type Uncompared struct {
	At    Anchor `json:"at"`
	Path  string `json:"path"`
	Files int    `json:"files"`
}

// NamedBase is a model that a file of this one, such as an adapter's settings,
// says it was made from.
type NamedBase struct {
	At    Anchor `json:"at"`
	Path  string `json:"path"` // of the file
	Value string `json:"value"`
	Sure  bool   `json:"sure"` // the file means nothing else by it
}

// Manifest is the model's own modelgate.yaml: who owns it, which version this
// is, which artifacts it consists of and how it wants to be deployed.
type Manifest struct {
	At        Anchor `json:"at"`
	Present   bool   `json:"present"`
	Name      Text   `json:"name"`
	Version   Text   `json:"version"`
	Owner     Text   `json:"owner"`
	Purposes  List   `json:"purposes"` // ids of the purposes the model is used for
	Target    Text   `json:"target"`   // deployment target
	TargetSet bool   `json:"deploys"`  // a deployment is required
	Labels    []Item `json:"labels"`   // names of the labels that it has, declared or not
}

// Label is a value under a name that the configuration declares: a label of the manifest,
// else a metadata key of the card.
type Label struct {
	At       Anchor    `json:"at"`
	Present  bool      `json:"present"`
	Name     string    `json:"name"`
	Type     LabelType `json:"type"`     // as declared
	Valid    bool      `json:"valid"`    // it is present, and of its type
	Value    string    `json:"value"`    // as written; of a list, ""
	Items    []Item    `json:"items"`    // of a list
	Unlisted []Item    `json:"unlisted"` // its values that are none of those that the configuration declares; numbers are compared as such
	Other    Text      `json:"other"`    // what the card states, where the manifest states something else
}

// Artifact is a file or object that the model consists of.
type Artifact struct {
	At        Anchor       `json:"at"`
	Path      string       `json:"path"`   // in the repository, "" for a remote object
	URI       string       `json:"uri"`    // where the deployer fetches it, "" if not declared
	Source    string       `json:"source"` // lfs, dvc, declared, file
	Digest    string       `json:"digest"` // "sha256:…" or "md5:…", "" if none is known
	Algorithm string       `json:"algorithm"`
	Agrees    bool         `json:"agrees"` // no other source gives another digest for the same path
	Format    WeightFormat `json:"format"` // as the content tells, else the name; "" if neither does
	Named     WeightFormat `json:"named"`  // the format that the name tells, "" if it does not
	Code      bool         `json:"code"`   // loading the file can run code that is in it
	Contents  Contents     `json:"contents"`
	Auxiliary bool         `json:"auxiliary"` // it was found, and its name says that it goes with a model and is none
	Size      int          `json:"size"`      // bytes, as Git LFS or git itself tells; -1 if neither does
	Declared  int          `json:"declared"`  // bytes, as modelgate.yaml states; -1 if it does not
	SignedBy  string       `json:"signed_by"` // the signer of the configuration with a valid signature of it, "" for none
}

// Signature is a model.sig of OpenSSF Model Signing, held against the files that it is of
// and the signers of the configuration.
type Signature struct {
	At     Anchor         `json:"at"`
	Path   string         `json:"path"`
	State  SignatureState `json:"state"`
	Signer string         `json:"signer"` // of the configuration; "" if none of them has signed it
	Reason string         `json:"reason"` // why it is not valid; "" where that are the files
	Files  []SignedFile   `json:"files"`  // that are not as signed, by path
	Others []string       `json:"others"` // further files with the same statement, at other models
}

// SignedFile is a file that is not as a signature says.
type SignedFile struct {
	At         Anchor     `json:"at"`
	Path       string     `json:"path"`
	Difference Difference `json:"difference"`
}

// Dataset is a dataset that the model depends on: named by its card, or
// described by a data card that belongs to it.
type Dataset struct {
	At       Anchor     `json:"at"` // where the model card names it, else the data card
	Name     string     `json:"name"`
	Declared bool       `json:"declared"`      // the model card names it
	Card     DataCard   `json:"card"`          // ours with what other descriptions of it add, else one of these
	Disagree []Conflict `json:"disagreements"` // between the card and another description
	Tables   []Table    `json:"tables"`        // its files in the repository, as far as they are looked into
	Origins  []*Origin  `json:"origins"`       // what the data were made from, step by step; never changed, as datasets share them
}

// MadeFrom reports whether one of the data cards, by path, describes the dataset or
// what it was made from.
func (d Dataset) MadeFrom(cards map[string]bool) bool {
	return d.Card.Present && cards[d.Card.Path] ||
		slices.ContainsFunc(d.Origins, func(o *Origin) bool { return o.Parent.Present && cards[o.Parent.Path] })
}

// Architecture is a kind of network, or of task, that a model's settings name.
type Architecture struct {
	At    Anchor `json:"at"`
	Path  string `json:"path"`  // of the file
	Value string `json:"value"` // class of transformers, such as BertForSequenceClassification; task_type of an adapter, such as SEQ_CLS
}

// LicenseFile is the text of a license next to the card.
type LicenseFile struct {
	At      Anchor `json:"at"`
	Path    string `json:"path"`
	Opening string `json:"opening"` // its beginning, in lower case with one blank between words
}

// Copy is a file of results that states what a file of another model does.
type Copy struct {
	At      Anchor       `json:"at"`
	Path    string       `json:"path"`    // the file
	Model   string       `json:"model"`   // the other model's id
	Other   string       `json:"other"`   // the other model's file
	Values  int          `json:"values"`  // how many values are the same where the rest differs; 0 where the files state the same
	Weights WeightsState `json:"weights"` // of the two models
}
