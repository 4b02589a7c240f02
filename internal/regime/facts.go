package regime

import (
	"reflect"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// Facts are the tags of a card by their paths: hipaa.status, controller.name,
// processors[].dpa_ref; those of the model card begin with model. They remember what they
// were asked, so that they are for one goroutine.
type Facts struct {
	at     evidence.Anchor // of the list of laws, where the tag of a law belongs
	tags   map[string]*fact
	memory *Memory
}

type fact struct {
	at      evidence.Anchor
	there   bool // be it an empty list
	values  []evidence.RegimeValue
	lacking []evidence.Anchor // items of the list without the member
	own     bool              // it is a tag of a law

	asked   bool // the rest is known
	said    []evidence.RegimeValue
	nothing []bool // of each value: it is a placeholder
}

// Memory remembers which texts stand for no answer: to tell that takes longer than
// everything else about a control, and cards have many words in common. It is for several
// goroutines; without one, nothing is remembered.
type Memory struct {
	mu    sync.Mutex
	known map[string]bool
}

// maxRemembered is how many texts are kept.
const maxRemembered = 1 << 14

func (m *Memory) isPlaceholder(s string) bool {
	if m == nil {
		return isPlaceholder(s)
	}
	m.mu.Lock()
	is, known := m.known[s]
	m.mu.Unlock()
	if known {
		return is
	}
	is = isPlaceholder(s)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) == maxRemembered {
		m.known = map[string]bool{}
	}
	m.known[s] = is
	return is
}

// With are the same facts, with a memory.
func (f Facts) With(m *Memory) Facts { f.memory = m; return f }

// ask tells, once for all controls of all laws, which values of a tag say something.
func (f Facts) ask(it *fact) *fact {
	if it.asked {
		return it
	}
	it.asked, it.nothing = true, make([]bool, len(it.values))
	for i, v := range it.values {
		it.nothing[i] = f.memory.isPlaceholder(v.Value)
		if !v.Lost && !it.nothing[i] {
			it.said = append(it.said, v)
		}
	}
	return it
}

// FactsOf are those of a data card and the model card.
func FactsOf(card evidence.DataCard, model evidence.Card) Facts {
	f := Facts{at: card.Regimes.At, tags: map[string]*fact{}}
	f.walk("", reflect.ValueOf(card))
	f.add("", card.RegimeTags)
	if model.Present {
		f.ofModel("model.", model)
	}
	return f
}

// FactsOfModel are those of a model card.
func FactsOfModel(model evidence.Card) Facts {
	f := Facts{at: model.Regimes.At, tags: map[string]*fact{}}
	f.ofModel("", model)
	return f
}

func (f Facts) ofModel(prefix string, model evidence.Card) {
	f.walk(prefix+"risk_class", reflect.ValueOf(model.RiskClass))
	f.walk(prefix+"automated_decision", reflect.ValueOf(model.Automated))
	f.walk(prefix+"business", reflect.ValueOf(model.Business))
	f.add(prefix, model.RegimeTags)
}

// add adds the tags of laws.
func (f Facts) add(prefix string, tags []evidence.RegimeTag) {
	for _, t := range tags {
		f.tags[prefix+t.Name] = &fact{at: t.At, there: true, values: t.Values, own: true}
	}
}

func (f Facts) walk(name string, v reflect.Value) {
	switch x := v.Interface().(type) {
	case evidence.Text:
		f.put(name, x.At, x.Present, x.Value)
	case evidence.Flag:
		text := "false"
		if x.Value {
			text = "true"
		}
		f.put(name, x.At, x.Present, text)
	case evidence.List:
		it := &fact{at: x.At, there: x.Present}
		for _, i := range x.Items {
			it.values = append(it.values, evidence.RegimeValue{At: i.At, Value: i.Value})
		}
		f.tags[name] = it
	default:
		switch v.Kind() {
		case reflect.Struct:
			f.members(name, v)
		case reflect.Slice:
			f.list(name, v)
		}
	}
}

func (f Facts) put(name string, at evidence.Anchor, there bool, value string) {
	it := &fact{at: at, there: there}
	if there {
		it.values = []evidence.RegimeValue{{At: at, Value: value}}
	}
	f.tags[name] = it
}

func (f Facts) members(name string, v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("json")
		switch {
		case key == "at" || key == "present" || key == "regime_tags":
		case key == "items": // a list that says whether it is there
			f.list(name, v.Field(i))
			if it := f.tags[name]; it != nil {
				it.there = v.FieldByName("Present").Bool()
				it.at = evidence.Anchor(v.FieldByName("At").String())
			}
		case name == "":
			f.walk(key, v.Field(i))
		default:
			f.walk(name+"."+key, v.Field(i))
		}
	}
}

// list adds the items of a list of things, and each of their members.
func (f Facts) list(name string, v reflect.Value) {
	it := &fact{there: v.Len() > 0}
	f.tags[name] = it
	for i := range v.Len() {
		item := v.Index(i)
		if item.Kind() != reflect.Struct || !item.FieldByName("At").IsValid() {
			return
		}
		at := evidence.Anchor(item.FieldByName("At").String())
		it.values = append(it.values, evidence.RegimeValue{At: at, Value: "an item"})
		if it.at == "" {
			it.at = at
		}
		of := Facts{tags: map[string]*fact{}}
		of.members("", item)
		for key, member := range of.tags {
			path := name + "[]." + key
			all := f.tags[path]
			if all == nil {
				all = &fact{at: member.at}
				f.tags[path] = all
			}
			all.there = all.there || member.there
			all.values = append(all.values, member.values...)
			if len(member.values) == 0 {
				all.lacking = append(all.lacking, at)
			}
		}
	}
}

// said are the values of a tag that say something: no placeholder, and no path at which
// there is no file. The rule on statements tells of those that no law has.
func (f Facts) said(tag string) []evidence.RegimeValue {
	it := f.tags[tag]
	if it == nil {
		return nil
	}
	return f.ask(it).said
}

// isPlaceholder reports whether a text stands for no answer; two such words are answers
// of several tags.
func isPlaceholder(s string) bool {
	return s != "none" && s != "unknown" && len(s) < 200 && prose.WorthOf(s, 0).State != evidence.Filled
}

// place is where a tag is, or where it belongs: in the block of its law, or beside the
// list of laws.
func (f Facts) place(tag string) evidence.Anchor {
	if it := f.tags[tag]; it != nil && it.at != "" {
		return it.at
	}
	tag = strings.TrimPrefix(tag, "model.")
	block, _, nested := strings.Cut(tag, ".")
	if !nested {
		return f.at
	}
	var best evidence.Anchor
	for name, it := range f.tags {
		if it.own && strings.HasPrefix(name, block+".") && (best == "" || it.at < best) {
			best = it.at
		}
	}
	if best != "" {
		return best
	}
	return f.at
}

// first is the place of the first tag that is stated, or where the first belongs.
func (f Facts) first(tags []string) (at evidence.Anchor, stated bool) {
	for _, tag := range tags {
		if it := f.tags[tag]; it != nil && it.there {
			return f.place(tag), true
		}
	}
	if len(tags) == 0 {
		return f.at, false
	}
	return f.place(tags[0]), false
}
