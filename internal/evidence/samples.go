package evidence

// Sample is the value that one example has for one metric. The key is the same
// in every run over the same example, so that two runs can be paired by it.
type Sample struct {
	Key    string
	Value  float64 // finite
	Target string  // a mark of the answer that the example is held against, "" where it is not known
}

// Samples are the per-example values behind one result, sorted by key; no key
// stands twice. They are read on demand and never are part of the rule input.
type Samples struct {
	Path   string // the file
	Metric string
	Values []Sample
}
