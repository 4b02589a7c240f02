package evidence

// Contents are what the content of an artifact tells of itself: what a pickle loads, and
// what the header of another format states. Nothing of it is loaded or run.
type Contents struct {
	State        ContentState `json:"state"`
	Problem      string       `json:"problem"`      // why it is unreadable or elsewhere, "" if it was read
	Globals      []Global     `json:"globals"`      // of a pickle: what it names, without repetition; of an unreadable one, what was found until then
	Name         string       `json:"name"`         // of the model, as the header states it
	License      string       `json:"license"`      // likewise
	Architecture string       `json:"architecture"` // likewise
	Bases        []HeaderBase `json:"bases"`        // the models that the header says it was made from
	Quantization string       `json:"quantization"` // of GGUF: the name of general.file_type, such as Q4_K_M
	Types        []NumberType `json:"types"`        // in which numbers are stored; by name
	Parameters   int          `json:"parameters"`   // how many numbers the tensors hold, 0 if the header does not tell
	Adapter      bool         `json:"adapter"`      // its tensors are those of an adapter
	Metadata     []Metadatum  `json:"metadata"`     // texts of the header by name, the first of them
	External     []External   `json:"external"`     // of ONNX: the files that it keeps tensor data in, by location
}

// External is a file that an artifact keeps a part of its content in.
type External struct {
	Location string `json:"location"` // as the artifact states it, cut to its beginning
	Path     string `json:"path"`     // from the directory of the artifact; "" if it leads out of there
}

// Global is a class or function that a pickle loads by its name.
type Global struct {
	Module string `json:"module"`
	Name   string `json:"name"` // with the dots of what is inside of another
}

// HeaderBase is a model that a header says the model was made from.
type HeaderBase struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// NumberType is a type of numbers, such as F16 or Q4_K.
type NumberType struct {
	Name       string `json:"name"`
	Parameters int    `json:"parameters"` // numbers of this type
}

// Metadatum is a text of a header, cut to its beginning.
type Metadatum struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// ContentState is whether the content of an artifact was read.
type ContentState string

const (
	ContentRead       ContentState = "read"
	ContentUnreadable ContentState = "unreadable" // it is of a format that is read, but is broken or beyond a bound
	ContentElsewhere  ContentState = "elsewhere"  // git has a pointer to it, or nothing
	ContentOther      ContentState = "other"      // it is of a format of which nothing is read
)

// Words are the states.
func (ContentState) Words() []string {
	return listed(ContentRead, ContentUnreadable, ContentElsewhere, ContentOther)
}

// NewContents are contents in a state of which nothing else is known.
func NewContents(state ContentState, problem string) Contents {
	return Contents{State: state, Problem: problem, Globals: []Global{}, Bases: []HeaderBase{}, Types: []NumberType{}, Metadata: []Metadatum{}, External: []External{}}
}
