package datasets

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatGlue is a table of the AWS Glue Data Catalog, as `aws glue get-table` and
// `get-tables` write it (https://docs.aws.amazon.com/glue/latest/webapi/API_Table.html).
const formatGlue = "glue-table"

func glueTables(d *document.Document) []place.Place {
	root := place.Root(d)
	tables := root.Get("TableList").Items()
	if one := root.Get("Table"); one.Present() {
		tables = append(tables, one)
	}
	return slices.DeleteFunc(tables, func(t place.Place) bool {
		return !t.Get("Name").Text().Present || !t.Get("StorageDescriptor").Present() && !t.Get("DatabaseName").Present()
	})
}

func isGlue(d *document.Document) bool { return len(glueTables(d)) > 0 }

func decodeGlue(d *document.Document) []evidence.DataCard {
	var out []evidence.DataCard
	for _, t := range glueTables(d) {
		out = append(out, glueTable(d, t))
	}
	return out
}

func glueTable(d *document.Document, t place.Place) evidence.DataCard {
	c := foreignData(d, formatGlue, t)
	c.Name, c.Description = t.Get("Name").Text(), t.Get("Description").Text() // VersionId is of the entry, not of the data
	known := c.Name
	if db := t.Get("DatabaseName").Text(); db.Present {
		known.Value = db.Value + "." + known.Value
		c.Source.Name = db
	}
	c.Catalog = evidence.Catalog{At: c.Name.At, Present: true, Kind: evidence.Text{At: c.Name.At, Present: true, Value: string(evidence.CatalogGlue)}, Name: known}
	stored, parameters := t.Get("StorageDescriptor"), t.Get("Parameters")
	c.Owner = named(parameters, knownKeys.of(keyOwner)) // the key Owner is an account of the machine
	if pii := named(parameters, knownKeys.of(keyPersonal)); isYes(pii.Value) {
		c.asks(pii.At, "personal_data.status", quoted(pii))
	}
	if kept := named(parameters, knownKeys.of(keyRetention)); kept.Present {
		c.kept(kept.At, isoPeriod(kept.Value, ""))
	}
	c.glueSource(t, stored, parameters)
	for _, columns := range []place.Place{stored.Get("Columns"), t.Get("PartitionKeys")} {
		for _, column := range columns.Items() {
			pii := evidence.Flag{}
			if said := named(column.Get("Parameters"), knownKeys.of(keyPersonal)); isYes(said.Value) || isNo(said.Value) {
				pii = evidence.Flag{At: said.At, Present: true, Value: isYes(said.Value)}
			}
			c.field(column.Get("Name").Text(), column.Get("Type").Text(), pii)
		}
	}
	return c.DataCard
}

// glueSource reads where a table lies, which snapshot of it is meant if its format has
// them, and whether it is a view of a stream.
func (c *draft) glueSource(t, stored, parameters place.Place) {
	at := stored.Get("Location").Text()
	kind := stored.Get("Parameters").Get("typeOfData").Text().Or(parameters.Get("typeOfData").Text())
	switch stream := strings.ToLower(kind.Value); {
	case stream == "kinesis" || stream == "kafka":
		c.Source.Kind = evidence.Text{At: kind.At, Present: true, Value: "event-stream"}
		c.Source.Pipeline = evidence.Text{At: kind.At, Present: true, Value: string(evidence.PipelineStreaming)}
		if arn := stored.Get("Parameters").Get("streamARN").Text(); arn.Present {
			at = arn
		}
	case stored.Present():
		c.Source.Kind = evidence.Text{At: t.Anchor, Present: true, Value: "data-lake-table"}
	}
	c.stored(at, evidence.Text{})
	if n := len(c.Storage); n > 0 {
		c.Storage[n-1].Version = c.Storage[n-1].Version.Or(parameters.Get("metadata_location").Text())
	}
	for _, more := range stored.Get("AdditionalLocations").Items() {
		c.stored(more.Text(), evidence.Text{})
	}
	c.Source.Present = c.Source.Name.Present || c.Source.Kind.Present
}
