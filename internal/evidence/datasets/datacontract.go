package datasets

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatDataContract is a contract of the Data Contract Specification 0.9 to 1.2
// (datacontract/datacontract-specification, datacontract.schema.json), which ODCS
// takes the place of.
const formatDataContract = "datacontract"

func isDataContract(d *document.Document) bool {
	return place.Root(d).Get("dataContractSpecification").Text().Present
}

func decodeDataContract(d *document.Document) evidence.DataCard {
	root := place.Root(d)
	info := root.Get("info")
	c := foreignData(d, formatDataContract, root)
	c.named(d, info.Get("title").Text(), root.Get("id").Text())
	c.Version, c.Description = info.Get("version").Text(), info.Get("description").Text()
	c.Owner = info.Get("owner").Text()
	c.servers(root.Get("servers").InOrder())
	c.frequency(root.Get("servicelevels").Get("frequency").Get("type").Text())
	models := root.Get("models").InOrder()
	for _, m := range models {
		above := ""
		if len(models) > 1 {
			above = m.Node.Key + "."
		}
		c.contractFields(m.Get("fields"), above)
	}
	period := root.Get("servicelevels").Get("retention").Get("period")
	c.kept(period.Anchor, isoPeriod(period.Text().Value, ""))
	return c.DataCard
}

// frequencies are what the specification calls the ways in which data is processed.
var frequencies = map[string]evidence.Pipeline{"batch": evidence.PipelineBatch, "micro-batch": evidence.PipelineMicroBatch, "micro-batching": evidence.PipelineMicroBatch, "streaming": evidence.PipelineStreaming}

func (c *draft) frequency(kind evidence.Text) {
	if word, ok := frequencies[kind.Value]; ok {
		c.Source.Pipeline = evidence.Text{At: kind.At, Present: true, Value: string(word)}
		c.Source.Present = true
	}
}

func (c *draft) contractFields(fields place.Place, above string) {
	for _, f := range fields.InOrder() {
		name := evidence.Text{At: f.Anchor, Present: true, Value: above + f.Node.Key}
		nested := f.Get("fields")
		if !nested.Present() {
			nested = f.Get("items").Get("fields")
		}
		if nested.Present() {
			c.contractFields(nested, name.Value+".")
			continue
		}
		pii := f.Get("pii").Flag()
		if !pii.Present {
			pii = marked(f.Get("classification"), f.Get("tags"))
		}
		c.field(name, f.Get("type").Text(), pii)
	}
}
