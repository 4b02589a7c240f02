package evidence

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatODCS is a contract of the Open Data Contract Standard, version 3
// (bitol-io/open-data-contract-standard, schema/odcs-json-schema-v3.1.0.json).
const FormatODCS = "odcs"

func isODCS(d *document.Document) bool {
	root := rootOf(d)
	return root.get("kind").text().Value == "DataContract" && strings.HasPrefix(root.get("apiVersion").text().Value, "v3.")
}

// serverKinds are the servers of both contract formats, and what data of them are.
var serverKinds = map[string]string{
	"kafka": "event-stream", "kinesis": "event-stream", "pubsub": "event-stream", "api": "api-pull",
	"athena": "data-lake-table", "bigquery": "data-lake-table", "databricks": "data-lake-table", "glue": "data-lake-table", "hive": "data-lake-table", "impala": "data-lake-table",
	"presto": "data-lake-table", "redshift": "data-lake-table", "snowflake": "data-lake-table", "trino": "data-lake-table",
	"db2": "database-snapshot", "mysql": "database-snapshot", "oracle": "database-snapshot", "postgres": "database-snapshot", "postgresql": "database-snapshot", "sqlserver": "database-snapshot",
}

func decodeODCS(d *document.Document) DataCard {
	root := rootOf(d)
	c := foreignData(d, FormatODCS, root)
	c.named(d, root.get("name").text(), root.get("dataProduct").text(), root.get("id").text())
	c.Version = root.get("version").text()
	c.Description = root.get("description").text().Or(root.get("description").get("purpose").text())
	c.Source.Name = root.get("dataProduct").text()
	c.servers(root.get("servers").items())
	objects := root.get("schema").items()
	for _, object := range objects {
		above := ""
		if len(objects) > 1 {
			above = object.get("name").text().Value + "."
		}
		c.odcsProperties(object.get("properties"), above)
	}
	for _, p := range root.get("slaProperties").items() {
		if p.get("property").text().Value == "retention" {
			c.kept(p.get("value").anchor, isoPeriod(p.get("value").text().Value, p.get("unit").text().Value))
		}
	}
	return c.DataCard
}

func (c *dataDraft) odcsProperties(properties place, above string) {
	for _, p := range properties.items() {
		name := p.get("name").text()
		name.Value = above + name.Value
		for _, from := range p.get("transformSourceObjects").items() {
			c.parent(from.text())
		}
		nested := p.get("properties")
		if !nested.present() {
			nested = p.get("items").get("properties")
		}
		if nested.present() {
			c.odcsProperties(nested, name.Value+".")
			continue
		}
		c.field(name, p.get("logicalType").text().Or(p.get("physicalType").text()), marked(p.get("classification"), p.get("tags")))
	}
}

// personalMarks are the words of a classification or tag that mean personal data and
// nothing else. Confidential data need not be personal.
var personalMarks = []string{"pii", "personal", "personaldata", "personalinformation", "personallyidentifiableinformation", "sensitivepii", "spi", "phi"}

// marked is whether the words that organisations give a column mean personal data.
// Words that do not mean it say nothing.
func marked(words ...place) Flag {
	at := Anchor("")
	for _, w := range words {
		for _, i := range w.list().Items {
			if slices.Contains(personalMarks, normal(i.Value)) {
				return Flag{At: i.At, Present: true, Value: true}
			}
		}
	}
	return Flag{At: at}
}

// servers reads where a contract's data are served from, and what kind of source they
// are if all servers are of one.
func (c *dataDraft) servers(servers []place) {
	kinds := map[string]Text{}
	for _, s := range servers {
		kind := s.get("type").text()
		if word, ok := serverKinds[strings.ToLower(kind.Value)]; ok {
			kinds[word] = Text{At: kind.At, Present: true, Value: word}
		} else {
			kinds[""] = Text{At: kind.At}
		}
		c.stored(serverAddress(s, kind), s.get("region").text().Or(s.get("regionName").text()))
	}
	if len(kinds) == 1 {
		for _, kind := range kinds {
			c.Source.Kind = kind
		}
	}
	c.Source.Present = c.Source.Kind.Present || c.Source.Name.Present || c.Source.URI.Present
}

// serverAddress is where a server is: its location, or its type, host and database.
func serverAddress(s place, kind Text) Text {
	for _, key := range []string{"location", "serviceUrl", "endpointUrl"} {
		if t := s.get(key).text(); t.Present {
			return t
		}
	}
	if path := s.get("path").text(); path.Present && (kind.Value == "local" || kind.Value == "sftp") {
		return path
	}
	host := ""
	for _, key := range []string{"host", "bootstrapServers", "account", "project"} {
		if t := s.get(key).text(); t.Present {
			host = t.Value
			break
		}
	}
	parts := []string{}
	for _, key := range []string{"catalog", "database", "dataset", "schema", "topic", "stream"} {
		if t := s.get(key).text(); t.Present {
			parts = append(parts, t.Value)
		}
	}
	if !kind.Present || host == "" && len(parts) == 0 {
		return Text{At: s.anchor}
	}
	return Text{At: s.anchor, Present: true, Value: fmt.Sprintf("%s://%s/%s", kind.Value, host, strings.Join(parts, "/"))}
}

var periodUnits = map[string]string{"d": "D", "day": "D", "w": "W", "week": "W", "m": "M", "mo": "M", "month": "M", "y": "Y", "yr": "Y", "year": "Y"}

var amountAndUnit = regexp.MustCompile(`^\s*(\d{1,4})\s*([A-Za-z]*)\s*$`)

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
