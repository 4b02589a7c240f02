package evidence

// Table is a file of data, and what its first rows show. A table that was
// not read, or not to its end, tells why.
type Table struct {
	At      Anchor        `json:"at"`
	Path    string        `json:"path"`
	State   TableState    `json:"state"`
	Reason  string        `json:"reason"` // why it is no more than that
	Rows    int           `json:"rows"`   // that were read
	Columns []TableColumn `json:"columns"`
}

// TableColumn is a column of a table.
type TableColumn struct {
	At    Anchor       `json:"at"`
	Name  string       `json:"name"`
	Cells int          `json:"cells"` // that are not empty
	Kinds []Identified `json:"kinds"`
}

// Identified is how many cells of a column have the form of an identifier of people.
type Identified struct {
	Kind    string `json:"kind"`
	Hits    int    `json:"hits"`
	Named   bool   `json:"named"`   // the name of the column is one of the kind's
	Example string `json:"example"` // masked
}
