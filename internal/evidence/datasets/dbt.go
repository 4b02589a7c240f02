package datasets

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatDBT is a file of properties of a dbt project: tables that it makes, and those
// that it takes from elsewhere (dbt-labs/docs.getdbt.com, configs-and-properties).
const formatDBT = "dbt"

// dbtKeys are the keys that such a file may have.
var dbtKeys = []string{"version", "models", "sources", "seeds", "snapshots", "analyses", "anchors", "data_tests", "exposures", "functions", "groups",
	"macros", "metrics", "saved_queries", "semantic_models", "tests", "unit_tests"}

// dbtTables are the keys whose items are tables.
var dbtTables = []string{"models", "seeds", "snapshots"}

// isDBT recognises a file with no other keys, in which a table has columns or is one of
// a source.
func isDBT(d *document.Document) bool {
	root := place.Root(d)
	if d.Syntax != document.YAML || len(root.InOrder()) == 0 || slices.ContainsFunc(root.InOrder(), func(p place.Place) bool { return !slices.Contains(dbtKeys, p.Node.Key) }) {
		return false
	}
	named := func(p place.Place) bool { return p.Get("name").Text().Present }
	for _, key := range dbtTables {
		if slices.ContainsFunc(root.Get(key).Items(), func(t place.Place) bool {
			return named(t) && (t.Get("columns").Items() != nil || root.Get("version").Text().Value == "2")
		}) {
			return true
		}
	}
	return slices.ContainsFunc(root.Get("sources").Items(), func(s place.Place) bool {
		return named(s) && slices.ContainsFunc(s.Get("tables").Items(), named)
	})
}

// Keys are the names that an organization gives what it says of tables, by what we
// call it: they are its own in dbt. Each adds to those that are known.
type Keys map[string][]string

// What the names are of.
const (
	keyPersonal  = "pii"       // columns with personal data: true, or as a tag
	keyCategory  = "category"  // of the personal data in a column
	keyStatus    = "status"    // personal_data.status of a table, in our words
	keyOwner     = "owner"     // the team that answers for a table
	keyRetention = "retention" // of a table
)

// knownKeys are names that many organizations use.
var knownKeys = Keys{
	keyPersonal:  {"contains_pii", "contains_personal_data", "has_pii", "is_pii", "personal_data", "pii", "sensitive_pii"},
	keyCategory:  {"data_category", "pii_category", "pii_type"},
	keyOwner:     {"business_owner", "data_owner", "owner", "team"},
	keyRetention: {"retention", "retention_period"},
}

func (k Keys) of(what string) []string { return slices.Concat(k[what], knownKeys[what]) }

func decodeDBT(keys Keys) func(*document.Document) []evidence.DataCard {
	return func(d *document.Document) []evidence.DataCard {
		var out []evidence.DataCard
		root := place.Root(d)
		for _, key := range dbtTables {
			for _, t := range root.Get(key).Items() {
				if name := t.Get("name").Text(); name.Present {
					out = append(out, dbtTable(d, keys, name, t).DataCard)
				}
			}
		}
		for _, s := range root.Get("sources").Items() {
			for _, t := range s.Get("tables").Items() {
				name := t.Get("name").Text()
				if !name.Present {
					continue
				}
				identifier := t.Get("identifier").Text().Or(name).Value
				name.Value = s.Get("name").Text().Value + "." + name.Value
				c := dbtTable(d, keys, name, t, s)
				c.Source.Name, c.Source.Present = s.Get("name").Text(), s.Get("name").Text().Present
				if schema := s.Get("schema").Text(); schema.Present {
					parts := []string{s.Get("database").Text().Value, schema.Value, identifier}
					c.stored(evidence.NewText(t.Anchor, strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ".")), evidence.Text{})
				}
				out = append(out, c.DataCard)
			}
		}
		return out
	}
}

// dbtTable reads a table, and what it shares with the others of its source.
func dbtTable(d *document.Document, keys Keys, name evidence.Text, levels ...place.Place) *draft {
	c := foreignData(d, formatDBT, levels[0])
	c.Name, c.Description = name, levels[0].Get("description").Text()
	c.Catalog = evidence.Catalog{At: name.At, Present: true, Kind: evidence.Text{At: name.At, Present: true, Value: string(evidence.CatalogDBT)}, Name: name}
	for _, at := range levels {
		c.Owner = c.Owner.Or(dbtMeta(at, keys.of(keyOwner)))
		if status := dbtMeta(at, keys.of(keyStatus)); slices.Contains(evidence.PersonalStatus("").Words(), status.Value) && !c.PersonalData.Present {
			c.PersonalData.At, c.PersonalData.Present, c.PersonalData.Status = status.At, true, status
		}
		if kept := dbtMeta(at, keys.of(keyRetention)); kept.Present && !c.Retention.Present {
			c.kept(kept.At, isoPeriod(kept.Value, ""))
		}
		if pii, words := dbtPersonal(at, keys); pii.Value {
			c.asks(pii.At, "personal_data.status", words)
		}
	}
	for _, column := range levels[0].Get("columns").Items() {
		pii, _ := dbtPersonal(column, keys)
		c.field(column.Get("name").Text(), column.Get("data_type").Text(), pii)
		if n := len(c.Fields); n > 0 && c.Fields[n-1].Name.Value == column.Get("name").Text().Value {
			if category := dbtMeta(column, keys.of(keyCategory)); category.Present {
				c.Fields[n-1].Category = category
			}
		}
	}
	return &c
}

// dbtPersonal is whether a column, table or source is said to have personal data: by a
// key of its meta that is true, a tag, or a policy tag; and its words. A key that is
// false says so, too.
func dbtPersonal(p place.Place, keys Keys) (evidence.Flag, string) {
	names := keys.of(keyPersonal)
	if said := dbtMeta(p, names); isYes(said.Value) || isNo(said.Value) {
		return evidence.Flag{At: said.At, Present: true, Value: isYes(said.Value)}, quoted(said)
	}
	for _, in := range []place.Place{p, p.Get("config")} {
		for _, key := range []string{"tags", "policy_tags"} {
			for _, tag := range in.Get(key).List().Items {
				word := tag.Value[strings.LastIndexAny(tag.Value, "/:")+1:]
				if slices.ContainsFunc(slices.Concat(names, personalMarks), func(n string) bool { return conflict.Normal(n) == conflict.Normal(word) }) {
					return evidence.Flag{At: tag.At, Present: true, Value: true}, fmt.Sprintf("%s: %s", key, tag.Value)
				}
			}
		}
	}
	return evidence.Flag{At: p.Anchor}, ""
}

// dbtMeta is the first of some keys that the meta of a thing has, which newer versions
// of dbt keep in its config.
func dbtMeta(p place.Place, keys []string) evidence.Text {
	return named(p.Get("config").Get("meta"), keys).Or(named(p.Get("meta"), keys))
}

// named is the first of some keys that a thing has.
func named(p place.Place, keys []string) evidence.Text {
	for _, key := range keys {
		if t := p.Get(key).Text(); t.Present {
			return t
		}
	}
	return evidence.Text{At: p.Anchor}
}

func isYes(s string) bool {
	return slices.Contains([]string{"true", "yes", "y", "1"}, strings.ToLower(s))
}
func isNo(s string) bool {
	return slices.Contains([]string{"false", "no", "n", "0"}, strings.ToLower(s))
}

// quoted is a member as it stands: its key, and its value.
func quoted(t evidence.Text) string {
	return fmt.Sprintf("%s: %s", t.At[strings.LastIndexByte(string(t.At), '/')+1:], t.Value)
}
