package datasets

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// Defaults are what the data cards of an organisation share, as the trusted
// configuration states it: a card that leaves it out has it. The zero value is none.
type Defaults struct {
	At         evidence.Anchor     `json:"at"`
	Controller evidence.Controller `json:"controller"`
	Rights     evidence.Rights     `json:"rights"`
	Storage    []StorageDefaults   `json:"storage"`
}

// StorageDefaults are what holds for all data whose address begins with a prefix.
type StorageDefaults struct {
	At               evidence.Anchor      `json:"at"`
	Prefix           evidence.Text        `json:"prefix"`
	Region           evidence.Text        `json:"region"`
	Country          evidence.Text        `json:"country"`
	Processors       []evidence.Processor `json:"processors"`
	SecurityMeasures evidence.List        `json:"security_measures"`
}

// ReadDefaults reads the defaults of a document that its schema has accepted; nil has
// none.
func ReadDefaults(d *document.Document) Defaults {
	var out Defaults
	if d != nil && d.Root != nil {
		place.Fill(place.Root(d), &out)
	}
	return out
}

// Complete is a card with the defaults for what it leaves out. Each keeps the place
// that it has in the defaults, and the card lists what it takes.
func (d Defaults) Complete(c evidence.DataCard) evidence.DataCard {
	c.Defaulted = []evidence.Item{}
	take := func(tag string, from evidence.Anchor) {
		c.Defaulted = append(c.Defaulted, evidence.Item{At: from, Value: tag})
	}
	if d.Controller.Present && !c.Controller.Present {
		c.Controller = d.Controller
		take("controller", d.Controller.At)
	}
	if d.Rights.Present && !c.Rights.Present {
		c.Rights = d.Rights
		take("rights", d.Rights.At)
	}
	processors, measures, all := []evidence.Processor{}, evidence.List{Items: []evidence.Item{}}, true
	storage := make([]evidence.Storage, len(c.Storage))
	for i, s := range c.Storage {
		storage[i] = s
		of, ok := d.storage(s.URI.Value)
		all = all && ok && of.SecurityMeasures.Present
		if !ok {
			continue
		}
		if of.Country.Present && !s.Country.Present {
			storage[i].Country = of.Country
			take("storage.country", of.Country.At)
		}
		if of.Region.Present && !s.Region.Present {
			storage[i].Region = of.Region
			take("storage.region", of.Region.At)
		}
		processors = evidence.Union(processors, of.Processors, func(p evidence.Processor) string { return p.Name.Value })
		measures = measures.With(of.SecurityMeasures)
	}
	c.Storage = storage
	if len(c.Processors) == 0 && len(processors) > 0 {
		c.Processors = processors
		take("processors", processors[0].At)
	}
	if !c.SecurityMeasures.Present && measures.Present && all { // else some of the data have none
		c.SecurityMeasures = measures
		take("security_measures", measures.At)
	}
	return c
}

// storage are the defaults of an address: those of the longest prefix.
func (d Defaults) storage(uri string) (StorageDefaults, bool) {
	var best StorageDefaults
	found := false
	for _, s := range d.Storage {
		if strings.HasPrefix(uri, s.Prefix.Value) && (!found || len(s.Prefix.Value) > len(best.Prefix.Value)) {
			best, found = s, true
		}
	}
	return best, found
}
