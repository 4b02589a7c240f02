package datasets

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/conflict"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatODCS is a contract of the Open Data Contract Standard, version 3
// (bitol-io/open-data-contract-standard, schema/odcs-json-schema-v3.1.0.json).
const formatODCS = "odcs"

func isODCS(d *document.Document) bool {
	root := place.Root(d)
	return root.Get("kind").Text().Value == "DataContract" && strings.HasPrefix(root.Get("apiVersion").Text().Value, "v3.")
}

// serverKinds are the servers of both contract formats, and what data of them are.
var serverKinds = map[string]string{
	"kafka": "event-stream", "kinesis": "event-stream", "pubsub": "event-stream", "api": "api-pull",
	"athena": "data-lake-table", "bigquery": "data-lake-table", "databricks": "data-lake-table", "glue": "data-lake-table", "hive": "data-lake-table", "impala": "data-lake-table",
	"presto": "data-lake-table", "redshift": "data-lake-table", "snowflake": "data-lake-table", "trino": "data-lake-table",
	"db2": "database-snapshot", "mysql": "database-snapshot", "oracle": "database-snapshot", "postgres": "database-snapshot", "postgresql": "database-snapshot", "sqlserver": "database-snapshot",
}

func decodeODCS(d *document.Document) evidence.DataCard {
	root := place.Root(d)
	c := foreignData(d, formatODCS, root)
	c.named(d, root.Get("name").Text(), root.Get("dataProduct").Text(), root.Get("id").Text())
	c.Version = root.Get("version").Text()
	c.Description = root.Get("description").Text().Or(root.Get("description").Get("purpose").Text())
	c.Source.Name = root.Get("dataProduct").Text()
	c.Owner = root.Get("team").Get("name").Text() // a list, before 3.1, is of persons
	c.servers(root.Get("servers").Items())
	objects := root.Get("schema").Items()
	for _, object := range objects {
		above := ""
		if len(objects) > 1 {
			above = object.Get("name").Text().Value + "."
		}
		c.odcsProperties(object.Get("properties"), above)
	}
	for _, p := range root.Get("slaProperties").Items() {
		if p.Get("property").Text().Value == "retention" {
			c.kept(p.Get("value").Anchor, isoPeriod(p.Get("value").Text().Value, p.Get("unit").Text().Value))
		}
	}
	return c.DataCard
}

func (c *draft) odcsProperties(properties place.Place, above string) {
	for _, p := range properties.Items() {
		name := p.Get("name").Text()
		name.Value = above + name.Value
		for _, from := range p.Get("transformSourceObjects").Items() {
			c.parent(from.Text())
		}
		nested := p.Get("properties")
		if !nested.Present() {
			nested = p.Get("items").Get("properties")
		}
		if nested.Present() {
			c.odcsProperties(nested, name.Value+".")
			continue
		}
		c.field(name, p.Get("logicalType").Text().Or(p.Get("physicalType").Text()), marked(p.Get("classification"), p.Get("tags")))
	}
}

// personalMarks are the words of a classification or tag that mean personal data and
// nothing else. Confidential data need not be personal.
var personalMarks = []string{"pii", "personal", "personaldata", "personalinformation", "personallyidentifiableinformation", "sensitivepii", "spi", "phi"}

// marked is whether the words that organisations give a column mean personal data.
// Words that do not mean it say nothing.
func marked(words ...place.Place) evidence.Flag {
	at := evidence.Anchor("")
	for _, w := range words {
		for _, i := range w.List().Items {
			if slices.Contains(personalMarks, conflict.Normal(i.Value)) {
				return evidence.Flag{At: i.At, Present: true, Value: true}
			}
		}
	}
	return evidence.Flag{At: at}
}

// servers reads where a contract's data are served from, and what kind of source they
// are if all servers are of one.
func (c *draft) servers(servers []place.Place) {
	kinds := map[string]evidence.Text{}
	for _, s := range servers {
		kind := s.Get("type").Text()
		if word, ok := serverKinds[strings.ToLower(kind.Value)]; ok {
			kinds[word] = evidence.Text{At: kind.At, Present: true, Value: word}
		} else {
			kinds[""] = evidence.Text{At: kind.At}
		}
		c.stored(serverAddress(s, kind), s.Get("region").Text().Or(s.Get("regionName").Text()))
	}
	if len(kinds) == 1 {
		for _, kind := range kinds {
			c.Source.Kind = kind
		}
	}
	c.Source.Present = c.Source.Kind.Present || c.Source.Name.Present || c.Source.URI.Present
}

// serverAddress is where a server is: its location, or its type, host and database.
func serverAddress(s place.Place, kind evidence.Text) evidence.Text {
	for _, key := range []string{"location", "serviceUrl", "endpointUrl"} {
		if t := s.Get(key).Text(); t.Present {
			return t
		}
	}
	if path := s.Get("path").Text(); path.Present && (kind.Value == "local" || kind.Value == "sftp") {
		return path
	}
	host := ""
	for _, key := range []string{"host", "bootstrapServers", "account", "project"} {
		if t := s.Get(key).Text(); t.Present {
			host = t.Value
			break
		}
	}
	parts := []string{}
	for _, key := range []string{"catalog", "database", "dataset", "schema", "topic", "stream"} {
		if t := s.Get(key).Text(); t.Present {
			parts = append(parts, t.Value)
		}
	}
	if !kind.Present || host == "" && len(parts) == 0 {
		return evidence.Text{At: s.Anchor}
	}
	return evidence.Text{At: s.Anchor, Present: true, Value: fmt.Sprintf("%s://%s/%s", kind.Value, host, strings.Join(parts, "/"))}
}

var periodUnits = map[string]string{"d": "D", "day": "D", "w": "W", "week": "W", "m": "M", "mo": "M", "month": "M", "y": "Y", "yr": "Y", "year": "Y"}

var amountAndUnit = pattern.New(`^\s*(\d{1,4})\s*([A-Za-z]*)\s*$`)

// isoPeriod is a number and a unit as an ISO 8601 duration, "" if they are none. The
// unit may stand with the number.
func isoPeriod(value, unit string) string {
	if period.MatchString(value) {
		return value
	}
	m := amountAndUnit.FindStringSubmatch(value)
	if m == nil {
		return ""
	}
	if m[2] != "" {
		unit = m[2]
	}
	letter := periodUnits[strings.TrimSuffix(strings.ToLower(unit), "s")]
	if letter == "" {
		return ""
	}
	return "P" + m[1] + letter
}
