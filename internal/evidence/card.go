package evidence

// Card is a model card, whatever format it is written in. What a format has no
// word for is absent.
type Card struct {
	At          Anchor         `json:"at"`
	Present     bool           `json:"present"`
	Path        string         `json:"path"`
	Format      string         `json:"format"`
	Unread      bool           `json:"unread"` // it has metadata that could not be read
	Name        Text           `json:"name"`
	Version     Text           `json:"version"`
	License     Text           `json:"license"` // identifier, as written; the first if there are several
	LicenseName Text           `json:"license_name"`
	LicenseLink Text           `json:"license_link"`
	LicenseExpr Text           `json:"license_expression"` // SPDX, "MIT OR Apache-2.0"
	Licenses    List           `json:"licenses"`           // every identifier, as written
	Languages   List           `json:"languages"`
	Tags        List           `json:"tags"`
	Library     Text           `json:"library"`
	Task        Text           `json:"task"` // pipeline_tag
	Datasets    UsedDatasets   `json:"datasets"`
	Metrics     List           `json:"metrics"`
	BaseModels  BaseModels     `json:"base_models"`
	CO2         Emissions      `json:"co2"`
	Gate        Gate           `json:"gate"`
	RiskClass   Text           `json:"risk_class"` // of Regulation (EU) 2024/1689, as the card claims it
	Automated   Automated      `json:"automated_decision"`
	Regimes     List           `json:"regimes"`     // laws that apply to the model, as the card declares
	RegimeTags  []RegimeTag    `json:"regime_tags"` // that they ask for
	Business    Business       `json:"business"`
	Contacts    []Contact      `json:"contacts"`
	Keys        []Key          `json:"keys"`      // the metadata's top-level keys, in order
	NonTexts    []Key          `json:"non_texts"` // items of lists of the metadata that are numbers or truth values
	Widgets     []Widget       `json:"widgets"`   // examples of inputs
	MaskToken   Text           `json:"mask_token"`
	LocalPaths  []Text         `json:"local_paths"` // into the directory of one person, in the text and the code; one for each person
	WrittenIn   Text           `json:"written_in"`  // the language of the text, where it is certain; ISO 639-1
	Sections    []Section      `json:"sections"`
	Index       []Indexed      `json:"model_index"`
	Claims      []Claim        `json:"claims"`
	TableClaims []Claim        `json:"table_claims"`       // that tables below the metadata state; copies for readers, which need no evidence of their own
	TextClaims  []Claim        `json:"text_claims"`        // that sentences and labels state, where no table does
	BodyMetrics []StatedMetric `json:"body_metrics"`       // that sentences and labels below the metadata state
	Tabled      []TabledMetric `json:"tabled_metrics"`     // those of them that tables below the metadata state as well
	TableFaults []Impossible   `json:"table_faults"`       // values that a table, or a sentence, itself shows to be wrong
	Lists       []StatedList   `json:"result_lists"`       // results that the metadata, or lists and tables below it, state together
	FarValues   []StatedMetric `json:"far_values"`         // of metrics in tables below the metadata: those below 0 or above 100
	LicenseText []Text         `json:"license_statements"` // sentences of the body on the license of the model
	BaseText    []Text         `json:"base_statements"`    // names of models that the body says this one is a version of
	Statements  []Told         `json:"statements"`         // that the body makes about the model itself
	Days        []StatedDay    `json:"stated_days"`        // on which the body says that something happened, or that no calendar has
	Periods     []StatedPeriod `json:"stated_periods"`     // that the text and the metadata state
	Boasts      []Text         `json:"boasts"`             // sentences of the body that the model is better than others, of which the card has no evidence
	Citations   []Citation     `json:"citations"`          // entries of BibTeX that name papers on arXiv
	Slips       []Slip         `json:"slips"`              // places whose own words, or others of the card, show them to be wrong
	Links       []Link         `json:"links"`
	Flaws       []Flaw         `json:"flaws"` // where the page shows other than what was meant
	Files       []FileRef      `json:"files"` // that the card says the model consists of
	Placeholder []Leftover     `json:"placeholders"`
	Template    []Template     `json:"template_text"`

	// that sentences, labels and code below the metadata state of the model
	Hyper []Hyperparameter `json:"hyperparameters"`
	Gaps  []Gap            `json:"gaps"` // where it announces or uses what is not there
}

// UsedDatasets are the datasets that a card says the model was made from.
type UsedDatasets struct {
	At      Anchor        `json:"at"`
	Present bool          `json:"present"`
	Items   []UsedDataset `json:"items"`
}

// UsedDataset names one dataset, with what pins it where the format has words
// for that.
type UsedDataset struct {
	At       Anchor `json:"at"`
	Value    string `json:"value"`
	Config   Text   `json:"config"`
	Split    Text   `json:"split"`
	Revision Text   `json:"revision"`
	Link     Text   `json:"link"`
	Role     string `json:"role"` // train, eval, test … where the card states it
}

// BaseModels are the models that this one was made from.
type BaseModels struct {
	At      Anchor      `json:"at"`
	Present bool        `json:"present"`
	Items   []BaseModel `json:"items"`
}

// BaseModel is one of them.
type BaseModel struct {
	At       Anchor `json:"at"`
	Value    string `json:"value"`
	Revision Text   `json:"revision"` // a commit or version that the card pins it to
	Relation Text   `json:"relation"` // adapter, merge, quantized, finetune
}

// Emissions are what the training emitted, as the card says.
type Emissions struct {
	At        Anchor `json:"at"`
	Present   bool   `json:"present"`
	Emissions Text   `json:"emissions"` // as written
	Unit      string `json:"unit"`      // g or t of CO2 equivalent: the unit of the format
	Source    Text   `json:"source"`
	Hardware  Text   `json:"hardware"`
	Region    Text   `json:"region"`
}

// Gate is what a reader must agree to before the model is handed out.
type Gate struct {
	At           Anchor `json:"at"`
	Present      bool   `json:"present"`
	Prompt       Text   `json:"prompt"`
	Fields       List   `json:"fields"` // names of what is asked
	EUDisallowed Flag   `json:"eu_disallowed"`
}

// Automated tells whether the model makes automated decisions about people (Art. 22 of the
// GDPR).
type Automated struct {
	At            Anchor `json:"at"`
	Present       bool   `json:"present"`
	Level         Text   `json:"level"`  // none, decision-support, solely-automated-significant
	Ground        Text   `json:"ground"` // contract, law, explicit-consent
	LawRef        Text   `json:"law_ref"`
	SafeguardsRef Text   `json:"safeguards_ref"`
	LogicRef      Text   `json:"logic_ref"`
}

// Business is what the model is for and what decides whether it serves.
type Business struct {
	At        Anchor `json:"at"`
	Present   bool   `json:"present"`
	Objective Text   `json:"objective"`
	KPI       Text   `json:"kpi"` // the KPI
	Latency   Text   `json:"latency_budget"`
	Cost      Text   `json:"cost_budget"`
}

// Contact is a person, team or organization that the card names.
type Contact struct {
	At    Anchor `json:"at"`
	Kind  string `json:"kind"` // owner, developer, author, maintainer, contact, funder, supplier, publisher, reviewer …
	Name  Text   `json:"name"`
	Email Text   `json:"email"`
	URL   Text   `json:"url"`
}

// Key is one metadata key as the document has it.
type Key struct {
	At    Anchor    `json:"at"`
	Name  string    `json:"name"`
	Null  bool      `json:"null"`  // the key has no value
	Empty bool      `json:"empty"` // the key has no value, or one without content: "", [], {}, false, 0
	Value string    `json:"value"` // the beginning of a text, as written
	Kind  ValueKind `json:"kind"`
}

// Widget is an example of an input that a card has for readers to try.
type Widget struct {
	At   Anchor     `json:"at"`
	Kind WidgetKind `json:"kind"`
	Text string     `json:"text"` // the beginning of its text
}

// Section is one heading of a card, or one field of a structured card, under
// each meaning that its title has. policies/lib/sections.rego lists the keys.
type Section struct {
	At     Anchor       `json:"at"`
	Key    string       `json:"key"` // intended_use, limitations … (section aliases); "" for a heading of no known meaning
	Title  string       `json:"title"`
	State  SectionState `json:"state"`
	Reason string       `json:"reason"` // not_applicable: why
	Words  int          `json:"words"`
	Parent bool         `json:"parent"` // it has sub-sections, whose text its state and words are of, too
}

// Leftover is metadata text that its template put there and no one replaced.
type Leftover struct {
	At      Anchor `json:"at"`
	Text    string `json:"text"`
	Mapping bool   `json:"mapping"` // a mapping with values is where a text should be; Text is its first key
}

// Template is text of a template that is still next to what a person
// wrote in its section of the body.
type Template struct {
	At      Anchor `json:"at"`
	Text    string `json:"text"`
	Comment bool   `json:"comment"` // invisible to readers of the page
	Owed    bool   `json:"owed"`    // it announces the text of a section whose sub-sections are written
	Inline  bool   `json:"inline"`  // it stands in a line, a cell or a label that is otherwise written
	Section string `json:"section"` // its title
}

// Link is a link or an image of a card. State tells whether its target exists:
// yes, no, outside (of the repository), or unknown where that was not or
// cannot be looked up.
type Link struct {
	At     Anchor    `json:"at"`
	Target string    `json:"target"`
	Kind   LinkKind  `json:"kind"`
	Image  bool      `json:"image"`
	State  LinkState `json:"state"`
}

// FileRef is a file that a card names as part of the model.
type FileRef struct {
	At    Anchor    `json:"at"`
	Path  string    `json:"path"` // as written
	Kind  string    `json:"kind"` // model, code, dataset, docs, environment, example, script, text, weights
	State LinkState `json:"state"`
}

// Indexed is one entry of a model-index: its shape, which the claims do not
// tell where there are none.
type Indexed struct {
	At      Anchor          `json:"at"`
	Kind    string          `json:"kind"` // of the value: mapping, if it is well-formed
	Name    Text            `json:"name"`
	Results []IndexedResult `json:"results"`
	Listed  bool            `json:"listed"` // results is a list
}

// IndexedResult is one result of a model-index.
type IndexedResult struct {
	At          Anchor `json:"at"`
	Kind        string `json:"kind"` // of the value: mapping, if it is well-formed
	Task        Text   `json:"task"`
	Dataset     Text   `json:"dataset"`
	DatasetType Text   `json:"dataset_type"`
	Metrics     int    `json:"metrics"`    // how many it lists
	Untyped     bool   `json:"untyped"`    // one of them has no type
	UntypedAt   Anchor `json:"untyped_at"` // the first such; the result, if there is none
}

// Claim is a metric that the card states, and the evaluation result that is
// the evidence for it.
type Claim struct {
	At          Anchor       `json:"at"`     // the value
	Metric      string       `json:"metric"` // its type: accuracy, wer …
	MetricName  string       `json:"metric_name"`
	Task        string       `json:"task"`
	TaskName    string       `json:"task_name"`
	Dataset     string       `json:"dataset"` // its name, else its type
	DatasetType string       `json:"dataset_type"`
	Config      string       `json:"config"`
	Split       string       `json:"split"`
	Revision    string       `json:"revision"`
	Slice       string       `json:"slice"`
	Section     string       `json:"section"` // of a table: the slug of the heading that it is under; "" elsewhere
	Unit        string       `json:"unit"`    // as the card says it, "%" if it is written behind the value
	Low         string       `json:"low"`     // of the interval that the card states
	High        string       `json:"high"`
	Args        []Argument   `json:"args"`
	Verified    Flag         `json:"verified"`  // a claim as well
	Source      Text         `json:"source"`    // URL
	Raw         string       `json:"raw"`       // as written
	ValueKey    string       `json:"value_key"` // the key that the document has in place of "value"
	Value       string       `json:"value"`     // decimal literal of JSON, "" if not valid; of a percentage, before the sign
	Valid       bool         `json:"valid"`     // Raw is a finite number (a percent sign, or ± and a spread, may follow)
	Verdict     ClaimVerdict `json:"verdict"`
	Evidence    Text         `json:"evidence"`
	Kin         Text         `json:"kin"` // without evidence: results of that metric on other data, or averaged otherwise, by name
}

// StatedMetric is a metric that the text of a card states.
type StatedMetric struct {
	At      Anchor `json:"at"`
	Metric  string `json:"metric"`  // in the words of the text
	Dataset string `json:"dataset"` // likewise; "" if none is named
	Raw     string `json:"raw"`
	Value   string `json:"value"` // decimal literal, before a percent sign
	Percent bool   `json:"percent"`
	Places  int    `json:"places"` // decimal places that the value is written with
	Split   string `json:"split"`  // "validation" or "test", if the text states it
	Tabled  bool   `json:"tabled"` // a cell of a table has the value as well
}

// TabledMetric is a metric that the text of a card states, and cells of its tables.
type TabledMetric struct {
	Stated StatedMetric `json:"stated"`
	Bound  FigureBound  `json:"bound"` // how the text means the value
	Same   []TabledCell `json:"same"`  // of the same metric of the model on the same data
	Alike  []TabledCell `json:"alike"` // that may be: of the same metric, or on the same data
}

// TabledCell is a number in a table of a card.
type TabledCell struct {
	At     Anchor `json:"at"`
	Raw    string `json:"raw"`
	Value  string `json:"value"` // decimal literal, before a percent sign
	Places int    `json:"places"`
}

// Told is a clause in which the text of a card tells something of the model itself.
type Told struct {
	At    Anchor `json:"at"`
	Topic Topic  `json:"topic"`
	Value string `json:"value"`
}

// Hyperparameter is a number that tells how a model is built or was trained.
type Hyperparameter struct {
	At      Anchor             `json:"at"`
	Name    HyperparameterName `json:"name"`
	Raw     string             `json:"raw"`   // as it is written
	Value   string             `json:"value"` // the number: "32k" is 32000, "2 × 10^-5" is 2e-05
	Rounded bool               `json:"rounded"`
	Medium  Medium             `json:"medium"`
}

// StatedDay is a day on which the text of a card says that something happened, or a day in
// it that no calendar has.
type StatedDay struct {
	At    Anchor `json:"at"`
	Event Event  `json:"event"`
	Value string `json:"value"` // YYYY, YYYY-MM or YYYY-MM-DD; not always one of the calendar
	Raw   string `json:"raw"`
	Other bool   `json:"other"` // the sentence is about a version, or about something other than the model
}

// StatedPeriod is a period of which a card states the first and the last day, month or year.
type StatedPeriod struct {
	At      Anchor `json:"at"`
	From    string `json:"from"` // YYYY, YYYY-MM or YYYY-MM-DD; not always one of the calendar
	FromRaw string `json:"from_raw"`
	To      string `json:"to"`
	ToRaw   string `json:"to_raw"`
}

// Citation is an entry of BibTeX in a card that names papers on arXiv.
type Citation struct {
	At     Anchor   `json:"at"`
	Key    string   `json:"key"`
	Papers []string `json:"papers"` // their numbers, 2106.09685
}

// Slip is a place of a card that its own words, or others of the card, show to be wrong, or
// that is not meant for its readers.
type Slip struct {
	At    Anchor   `json:"at"`
	Kind  SlipKind `json:"kind"`
	Value string   `json:"value"` // as written there
	Other string   `json:"other"` // what it does not fit; "" where nothing else is needed to see it
}

// Argument is one argument of a metric.
type Argument struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Conflict is a fact that two cards of one model tell differently.
type Conflict struct {
	Field      string `json:"field"` // name, version, license, task, risk_class, automated_decision, languages, datasets, base_models, or claim METRIC
	At         Anchor `json:"at"`
	Value      string `json:"value"`
	OtherAt    Anchor `json:"other_at"`
	OtherValue string `json:"other_value"`
}
