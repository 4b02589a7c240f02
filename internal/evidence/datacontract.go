package evidence

import (
	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatDataContract is a contract of the Data Contract Specification 0.9 to 1.2
// (datacontract/datacontract-specification, datacontract.schema.json), which ODCS
// takes the place of.
const FormatDataContract = "datacontract"

func isDataContract(d *document.Document) bool {
	return rootOf(d).get("dataContractSpecification").text().Present
}

func decodeDataContract(d *document.Document) DataCard {
	root := rootOf(d)
	info := root.get("info")
	c := foreignData(d, FormatDataContract, root)
	c.named(d, info.get("title").text(), root.get("id").text())
	c.Version, c.Description = info.get("version").text(), info.get("description").text()
	c.servers(root.get("servers").inOrder())
	models := root.get("models").inOrder()
	for _, m := range models {
		above := ""
		if len(models) > 1 {
			above = m.node.Key + "."
		}
		c.contractFields(m.get("fields"), above)
	}
	period := root.get("servicelevels").get("retention").get("period")
	c.kept(period.anchor, isoPeriod(period.text().Value, ""))
	return c.DataCard
}

func (c *dataDraft) contractFields(fields place, above string) {
	for _, f := range fields.inOrder() {
		name := Text{At: f.anchor, Present: true, Value: above + f.node.Key}
		nested := f.get("fields")
		if !nested.present() {
			nested = f.get("items").get("fields")
		}
		if nested.present() {
			c.contractFields(nested, name.Value+".")
			continue
		}
		pii := f.get("pii").flag()
		if !pii.Present {
			pii = marked(f.get("classification"), f.get("tags"))
		}
		c.field(name, f.get("type").text(), pii)
	}
}
