package evidence

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// Defaults are what the data cards of an organisation share, as the trusted
// configuration states it: a card that leaves it out has it. The zero value is none.
type Defaults struct {
	At         Anchor            `json:"at"`
	Controller Controller        `json:"controller"`
	Storage    []StorageDefaults `json:"storage"`
}

// StorageDefaults are what holds for all data whose address begins with a prefix.
type StorageDefaults struct {
	At               Anchor      `json:"at"`
	Prefix           Text        `json:"prefix"`
	Region           Text        `json:"region"`
	Country          Text        `json:"country"`
	Processors       []Processor `json:"processors"`
	SecurityMeasures List        `json:"security_measures"`
}

// ReadDefaults reads the defaults of a document that its schema has accepted; nil has
// none.
func ReadDefaults(d *document.Document) Defaults {
	var out Defaults
	if d != nil && d.Root != nil {
		fill(rootOf(d), &out)
	}
	return out
}

// complete is a card with the defaults for what it leaves out. Each keeps the place
// that it has in the defaults, and the card lists what it takes.
func (d Defaults) complete(c DataCard) DataCard {
	c.Defaulted = []Item{}
	take := func(tag string, from Anchor) { c.Defaulted = append(c.Defaulted, Item{At: from, Value: tag}) }
	if d.Controller.Present && !c.Controller.Present {
		c.Controller = d.Controller
		take("controller", d.Controller.At)
	}
	processors, measures, all := []Processor{}, List{Items: []Item{}}, true
	storage := make([]Storage, len(c.Storage))
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
		processors = Union(processors, of.Processors, func(p Processor) string { return p.Name.Value })
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
