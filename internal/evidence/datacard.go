package evidence

// DataCard is a dataset's card: where the data comes from and what data
// protection law requires of it. The tags follow Regulation (EU) 2016/679 (GDPR);
// the article is named next to each.
type DataCard struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Path    string `json:"path"`
	Format  string `json:"format"`

	Name        Text       `json:"name"`
	Version     Text       `json:"version"`
	Description Text       `json:"description"`
	Owner       Text       `json:"owner"` // the team that answers for the data in the business
	License     Text       `json:"license"`
	Digest      Text       `json:"digest"`
	Catalog     Catalog    `json:"catalog"`
	Source      DataSource `json:"source"`
	Storage     []Storage  `json:"storage"` // Art. 32
	Lineage     []Lineage  `json:"lineage"`
	Withdrawn   Withdrawn  `json:"withdrawn"`
	Fields      []Field    `json:"fields"`

	PersonalData       PersonalData       `json:"personal_data"`        // Art. 4(1), 4(5)
	DataSubjects       List               `json:"data_subjects"`        // Art. 30(1)(c)
	Regimes            List               `json:"regimes"`              // laws that apply, as the card declares
	DataSubjectRegions List               `json:"data_subject_regions"` // Art. 3(2)
	LargeScale         Flag               `json:"large_scale"`          // Art. 35(3)(b)
	SpecialCategories  List               `json:"special_categories"`   // Art. 9(1)
	Art9Conditions     []Art9Condition    `json:"art9_conditions"`      // Art. 9(2)
	CriminalData       CriminalData       `json:"criminal_data"`        // Art. 10
	Controller         Controller         `json:"controller"`           // Art. 4(7), 30(1)(a)
	Processors         []Processor        `json:"processors"`           // Art. 28
	Purposes           []Purpose          `json:"purposes"`             // Art. 5(1)(b)
	LegalBasis         []LegalBasis       `json:"legal_basis"`          // Art. 6(1)
	Consent            Consent            `json:"consent"`              // Art. 7
	LegitimateInterest LegitimateInterest `json:"legitimate_interest"`  // Art. 6(1)(f)
	Children           Children           `json:"children"`             // Art. 8
	Notice             Notice             `json:"notice"`               // Art. 13, 14
	Retention          Retention          `json:"retention"`            // Art. 5(1)(e)
	Transfers          Transfers          `json:"transfers"`            // Art. 44 to 49
	Recipients         List               `json:"recipients"`           // Art. 30(1)(d)
	SecurityMeasures   List               `json:"security_measures"`    // Art. 32
	Anonymisation      Technique          `json:"anonymisation"`        // rec. 26
	Pseudonymisation   Technique          `json:"pseudonymisation"`     // Art. 4(5)
	DPIA               DPIA               `json:"dpia"`                 // Art. 35
	Rights             Rights             `json:"rights"`               // Art. 12, 15 to 21
	RecordOfProcessing Text               `json:"ropa_ref"`             // Art. 30

	RegimeTags []RegimeTag `json:"regime_tags"` // that other laws ask for
	Defaulted  []Item      `json:"defaulted"`   // what the card takes from the defaults, and where it is there
	Statements []Statement `json:"statements"`  // what the card says in words of its own
	Questions  []Question  `json:"questions"`   // that prose of a card in another format raises
}

// Statement is a text of a card that no list of words limits: a reference, a
// name, a reason.
type Statement struct {
	At        Anchor `json:"at"`
	Tag       string `json:"tag"` // dpia.ref, art9_conditions.law_ref
	Value     string `json:"value"`
	Reference bool   `json:"reference"` // it refers to a document
	Lost      bool   `json:"lost"`      // it is a path, and no file is there
	Announced bool   `json:"announced"` // it is a reference or a reason that only announces one to come
}

// DataSource tells how the data came to be (Art. 14(2)(f)).
type DataSource struct {
	At            Anchor `json:"at"`
	Present       bool   `json:"present"`
	Kind          Text   `json:"kind"`   // static-file, api-pull, web-crawl …
	Origin        Text   `json:"origin"` // data-subject, third-party, public, observed, inferred
	Name          Text   `json:"name"`
	URI           Text   `json:"uri"`
	CollectedFrom Text   `json:"collected_from"`
	CollectedTo   Text   `json:"collected_to"`

	Pipeline    Text        `json:"pipeline"` // a Pipeline
	Credibility Credibility `json:"credibility"`
}

// Credibility is how far a source can be relied on, and why.
type Credibility struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Level   Text   `json:"level"` // a CredibilityLevel
	Reason  Text   `json:"reason"`
	Date    Text   `json:"date"` // of the assessment
	Ref     Text   `json:"ref"`
}

// Catalog is the entry of a catalog or feature store that the data are known by.
type Catalog struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Kind    Text   `json:"kind"` // a CatalogKind
	Name    Text   `json:"name"`
}

// Storage is a place where the data lies.
type Storage struct {
	At      Anchor `json:"at"`
	URI     Text   `json:"uri"`
	Region  Text   `json:"region"`
	Country Text   `json:"country"` // ISO 3166-1 alpha-2
	Version Text   `json:"version"` // of the object or table: a generation, a snapshot
	Digest  Text   `json:"digest"`
}

// Lineage is a dataset that this one was made from. What the law requires of the
// parent passes to this one, but for what a transformation with evidence ends.
type Lineage struct {
	At             Anchor `json:"at"`
	Ref            Text   `json:"ref"`
	Relation       Text   `json:"relation"`
	Revision       Text   `json:"revision"`
	Transformation Text   `json:"transformation"` // what was done: anonymisation, removal, agreement …
	EvidenceRef    Text   `json:"evidence_ref"`
	Ends           List   `json:"ends"` // what does not pass: personal-data, special-categories, license …
}

// Withdrawn says that the data must no longer be used.
type Withdrawn struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Date    Text   `json:"date"`
	Reason  Text   `json:"reason"`
	Ref     Text   `json:"ref"`
}

// Origin is one step of a dataset's lineage, near or far: a card, and the card that
// one of its lineage entries names.
type Origin struct {
	At     Anchor   `json:"at"` // of the entry
	Entry  Lineage  `json:"entry"`
	Child  DataCard `json:"child"`
	Parent DataCard `json:"parent"` // not present where no card has the name
	Cycle  bool     `json:"cycle"`  // the parent is made from the child
	Cut    bool     `json:"cut"`    // the lineage is too long to follow beyond this step
}

// Field is a column or feature.
type Field struct {
	At       Anchor `json:"at"`
	Name     Text   `json:"name"`
	Type     Text   `json:"type"`
	PII      Flag   `json:"pii"`
	Category Text   `json:"category"`
}

// PersonalData tells how identifiable the people in the data are.
type PersonalData struct {
	At         Anchor `json:"at"`
	Present    bool   `json:"present"`
	Status     Text   `json:"status"` // none, anonymised, contextually-anonymised, pseudonymised, identifying, synthetic, unknown
	Categories List   `json:"categories"`
}

// Art9Condition is a ground on which special categories may be processed.
type Art9Condition struct {
	At            Anchor `json:"at"`
	Condition     Text   `json:"condition"`
	Categories    List   `json:"categories"` // that it covers; absent: all
	LawRef        Text   `json:"law_ref"`
	SafeguardsRef Text   `json:"safeguards_ref"`
}

// CriminalData tells whether the data holds criminal convictions or offences.
type CriminalData struct {
	At           Anchor `json:"at"`
	Present      bool   `json:"present"`
	Included     Flag   `json:"included"`
	LawRef       Text   `json:"law_ref"`
	AuthorityRef Text   `json:"authority_ref"`
}

// Controller is who decides why and how the data is processed.
type Controller struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Name    Text   `json:"name"`
	Contact Text   `json:"contact"` // a role's mailbox, not a person
	Country Text   `json:"country"` // ISO 3166-1 alpha-2, Art. 3(1)
	Kind    Text   `json:"kind"`    // company, public-authority, research, nonprofit, other
	DPO     Text   `json:"dpo"`

	DPOReason      Text           `json:"dpo_reason"`      // why Art. 37(1) requires none
	Joint          List           `json:"joint"`           // Art. 26
	ArrangementRef Text           `json:"arrangement_ref"` // Art. 26(1)
	Representative Representative `json:"representative"`
}

// Representative acts in the Union for a controller that is elsewhere (Art. 27).
type Representative struct {
	At         Anchor `json:"at"`
	Present    bool   `json:"present"`
	Name       Text   `json:"name"`
	Country    Text   `json:"country"`
	MandateRef Text   `json:"mandate_ref"`
	Exemption  Text   `json:"exemption"` // 27(2)(a), 27(2)(b)
	Reason     Text   `json:"reason"`
}

// Rights tells how a data subject's request is answered (Art. 12, 15 to 21), and how it
// reaches the models that were trained on the data.
type Rights struct {
	At        Anchor `json:"at"`
	Present   bool   `json:"present"`
	Ref       Text   `json:"ref"`
	Models    Text   `json:"models"` // retraining, unlearning, output-filter, not-needed
	ModelsRef Text   `json:"models_ref"`
	Reason    Text   `json:"reason"`
}

// Processor is an outside party that handles the data for the controller.
type Processor struct {
	At      Anchor `json:"at"`
	Name    Text   `json:"name"`
	Country Text   `json:"country"`
	DPARef  Text   `json:"dpa_ref"` // the contract of Art. 28(3)
}

// Purpose is one purpose of processing.
type Purpose struct {
	At            Anchor        `json:"at"`
	ID            Text          `json:"id"`
	Text          Text          `json:"text"`
	Original      Flag          `json:"original"` // the data was first collected for it
	Compatibility Compatibility `json:"compatibility"`
}

// Compatibility is why data may be used for a purpose that they were not collected
// for (Art. 6(4)).
type Compatibility struct {
	At      Anchor `json:"at"`
	Present bool   `json:"present"`
	Ground  Text   `json:"ground"` // consent, law, research, assessment
	Ref     Text   `json:"ref"`
}

// LegalBasis is one basis of Art. 6(1) and the purposes that it covers.
type LegalBasis struct {
	At        Anchor `json:"at"`
	Basis     Text   `json:"basis"`
	Purposes  List   `json:"purposes"` // ids
	SourceRef Text   `json:"source_ref"`
	LawRef    Text   `json:"law_ref"`
}

// Consent is the evidence for the basis "consent".
type Consent struct {
	At            Anchor `json:"at"`
	Present       bool   `json:"present"`
	Explicit      Flag   `json:"explicit"`
	MechanismRef  Text   `json:"mechanism_ref"`
	RecordRef     Text   `json:"record_ref"`
	WithdrawalRef Text   `json:"withdrawal_ref"`
	ParentalRef   Text   `json:"parental_authorisation_ref"`
}

// LegitimateInterest is the evidence for the basis "legitimate-interests".
type LegitimateInterest struct {
	At            Anchor `json:"at"`
	Present       bool   `json:"present"`
	Interest      Text   `json:"interest"`
	AssessmentRef Text   `json:"assessment_ref"`
	ObjectionRef  Text   `json:"objection_ref"`
}

// Children tells whether children are among the data subjects.
type Children struct {
	At       Anchor `json:"at"`
	Present  bool   `json:"present"`
	Included Text   `json:"included"`       // yes, no, unknown
	Youngest Text   `json:"youngest"`       // age in years
	Online   Flag   `json:"online_service"` // an information society service that is offered to children directly, Art. 8(1)
}

// Notice is how people were informed.
type Notice struct {
	At        Anchor `json:"at"`
	Present   bool   `json:"present"`
	Kind      Text   `json:"kind"` // art13, art13-exemption, art14, art14-exemption
	Ref       Text   `json:"ref"`
	Exemption Text   `json:"exemption"`
	Reason    Text   `json:"reason"`
}

// Retention is how long the data is kept. Ends is computed: the start date
// plus the period, "" where either is not given; so is Days.
type Retention struct {
	At        Anchor `json:"at"`
	Present   bool   `json:"present"`
	Period    Text   `json:"period"` // ISO 8601 duration
	Starts    Text   `json:"starts"`
	StartDate Text   `json:"start_date"`
	Criteria  Text   `json:"criteria"`
	Action    Text   `json:"action"`
	HoldRef   Text   `json:"hold_ref"`
	Ends      string `json:"ends"` // YYYY-MM-DD
	Days      int    `json:"days"` // about how many the period has, 0 without one
}

// Transfers are the transfers to third countries. Present with no items means
// that the card says there are none.
type Transfers struct {
	At      Anchor     `json:"at"`
	Present bool       `json:"present"`
	Items   []Transfer `json:"items"`
}

// Transfer is one transfer of Chapter V.
type Transfer struct {
	At             Anchor `json:"at"`
	Country        Text   `json:"country"`
	Recipient      Text   `json:"recipient"`
	Mechanism      Text   `json:"mechanism"`
	SafeguardRef   Text   `json:"safeguard_ref"`
	TIARef         Text   `json:"tia_ref"`
	DPFParticipant Flag   `json:"dpf_participant"`
	AuthorityRef   Text   `json:"authority_notice_ref"` // Art. 49(1), second subparagraph
	SubjectRef     Text   `json:"subject_notice_ref"`   // the same
	DPFStaff       Flag   `json:"dpf_hr"`               // the recipient's certification covers human resources data
}

// Technique is how data was anonymised or pseudonymised.
type Technique struct {
	At                Anchor `json:"at"`
	Present           bool   `json:"present"`
	Technique         Text   `json:"technique"`
	RiskAssessmentRef Text   `json:"risk_assessment_ref"`
	SeparationRef     Text   `json:"separation_ref"`
}

// DPIA is the data protection impact assessment.
type DPIA struct {
	At           Anchor `json:"at"`
	Present      bool   `json:"present"`
	Status       Text   `json:"status"` // done, in-progress, not-required
	Ref          Text   `json:"ref"`
	Date         Text   `json:"date"`
	Reason       Text   `json:"reason"`
	ResidualRisk Text   `json:"residual_risk"`
	ReviewBy     Text   `json:"review_by"` // Art. 35(11)
}

// Question is a tag that only a person can set, and the words of a document that
// raise it. Prose never sets a tag.
type Question struct {
	At    Anchor `json:"at"`
	Tag   string `json:"tag"`   // personal_data.status
	Quote string `json:"quote"` // the first sentence
}
