package cards_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

func TestAdditionsToMetadata(t *testing.T) {
	page := "---\nlicense: mit\nbase_model: org/base\nmodelgate:\n  risk_class: high\n  business: {objective: fewer calls, kpi: resolved calls}\n  base_models: [{name: org/base, revision: 3f9c2d1}]\n  sections: {human_oversight: Agents may overrule it., explainability: {not_applicable: the model only orders a list}}\n---\n# m\n\n**KPI:** resolved calls\n"
	in, err := inspection.Of("README.md", []byte(page), format.KindCard)
	if err != nil || len(in.Findings) > 0 {
		t.Fatal(err, in.Findings)
	}
	c := in.Document.(evidence.Card)
	if c.RiskClass.Value != "high" || c.Business.Objective.Value != "fewer calls" || c.BaseModels.Items[0].Revision.Value != "3f9c2d1" || len(c.BaseModels.Items) != 1 {
		t.Errorf("%+v %+v %+v", c.RiskClass, c.Business, c.BaseModels)
	}
	states := bestStates(c)
	if !slices.Equal(states["filled"], []string{"business_objective", "human_oversight", "kpi"}) || !slices.Equal(states["not_applicable"], []string{"explainability"}) {
		t.Errorf("%v", states)
	}
	for _, s := range c.Sections {
		if s.Key == "explainability" && s.Reason != "the model only orders a list" {
			t.Errorf("reason %q", s.Reason)
		}
	}
}

// TestSpecificationsOfFormats: what a format asks for and a card does not have is
// a warning at its place; a card that has it all has none.
func TestSpecificationsOfFormats(t *testing.T) {
	for name, tt := range map[string]struct{ file, src, want string }{
		"CycloneDX in XML": {"bom.xml", `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>
<component type="machine-learning-model"><modelCard>
<modelParameters><approach><type>learning</type></approach><inputs><input><name>x</name></input></inputs></modelParameters>
<considerations><environmentalConsiderations><energyConsumptions><energyConsumption>
<activity>training</activity><energyProviders><energySource>sun</energySource></energyProviders>
<activityEnergyCost><value>1</value><unit>MWh</unit></activityEnergyCost></energyConsumption></energyConsumptions></environmentalConsiderations></considerations>
</modelCard></component><component type="library"><licenses><license><url>x</url></license></licenses></component></components></bom>`,
			"2 name, 3 /components/component/0/modelCard/modelParameters/approach/type is \"learning\", 3 format, 5 energyProvided, 5 organization, 5 …energyProviders/energySource is \"sun\", 6 …activityEnergyCost/unit is \"MWh\", 7 name, 7 /components/component/1/licenses/license matches none of the forms allowed by its schema"},
		"SPDX": {"x.spdx.json", `{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
{"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"},
{"type": "ai_AIPackage", "spdxId": "urn:m", "name": "m", "ai_safetyRiskAssessment": "minimal", "software_packageVersion": "1"},
{"type": "Relationship", "from": "urn:m", "to": []}]}`,
			"2 created, 2 createdBy, 3 releaseTime, 3 software_downloadLocation, 3 software_primaryPurpose, 3 suppliedBy, 3 /@graph/1/ai_safetyRiskAssessment is \"minimal\", 4 relationshipType"},
		"SPDX of one element": {"x.spdx.json", `{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "type": "ai_AIPackage", "spdxId": "urn:m", "name": "m",
"suppliedBy": "urn:t", "releaseTime": "2026-01-15T10:00:00Z", "software_packageVersion": "1", "software_primaryPurpose": "model"}`, "1 software_downloadLocation"},
		"bridge2ai": {"card.yaml", "model_details:\n  overview: x\n  owners: me\nquantitative_analysis:\n  performance_metrics:\n  - value: 0.9\n", "1 name, 3 /model_details/owners: invalid type, 6 type"},
		"Bailo":     {"card.json", `{"schemaId": "minimal", "overview": {"modelSummary": "x", "metrics": [{"name": "f1", "value": "high"}]}}`, "1 /overview/metrics/0/value: invalid type"},
		"Kitfile":   {"Kitfile", "manifestVersion: v1\nmodel:\n  path: /m.onnx\n  parts:\n  - {path: t.json, type: \"a b\"}\ndocs:\n- {description: x}\n", "1 /manifestVersion: does not match, 3 /model/path: does not match, 5 /model/parts/0/type: does not match, 7 path"},
		"MLmodel":   {"MLmodel", "run_id: a\nflavors:\n  python_function: {env: x}\nsignature:\n  inputs: [1]\n", "3 loader_module, 5 /signature/inputs: invalid type"},
	} {
		in, err := inspection.Of(tt.file, []byte(tt.src), format.KindCard)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, f := range in.Findings {
			if f.Severity != finding.Warning || !strings.Contains(f.Message, "(specification of ") {
				t.Errorf("%s: %s", name, f)
			}
			what := f.Key
			if f.Rule != "schema/missing_key" {
				what, _, _ = strings.Cut(f.Message, ", not one of")
				what, _, _ = strings.Cut(what, ". ")
				what, _, _ = strings.Cut(what, " pattern ")
				what, _, _ = strings.Cut(what, ": a required key")
				what = strings.Replace(what, "/components/component/0/modelCard/considerations/environmentalConsiderations/energyConsumptions/energyConsumption/", "…", 1)
			}
			got = append(got, fmt.Sprintf("%d %s", f.At.Line, what))
		}
		if all := strings.Join(got, ", "); all != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, all, tt.want)
		}
	}
}
