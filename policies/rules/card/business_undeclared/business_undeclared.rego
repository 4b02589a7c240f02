# METADATA
# title: Model without a business objective
# description: The card of a production model must state its business objective, the KPI that measures it, and its latency and cost budgets. Without them, no one can tell when the model should be retired.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add the sections "Business objective", "KPI", "Latency budget" and "Cost budget", or the `business` mapping from the example to the metadata.
#   sources:
#     - "ISO/IEC 42001:2023, Annex A.6.2.2 and A.9.3 (objectives for responsible use)"
#     - "NIST AI RMF 1.0, MAP 1.3 and 1.4 (goals and business value)"
#   controls: [iso-42001/A.6.2.2, nist-ai-rmf/MAP 1.4]
#   example: |
#     modelgate:
#       business:
#         objective: Keep customers whose contract ends within 90 days
#         kpi: recall at 5 % of calls
#         latency_budget: 80 ms at the 95th percentile
#         cost_budget: 40 EUR a month
package modelgate.rules.card.business_undeclared

import data.modelgate.fields as table
import data.modelgate.lib.sections

applies if input.head.card.present

deny contains {"at": business.at, "message": sprintf("the model card does not name %s", [concat(", ", [table.titles[name] | some name in named])])} if {
	applies
	business := input.head.card.business
	lacking := {name | some name, section in table.business[input.stage]; not business[name].present; not section in sections.filled}
	named := array.concat([name | some name in table.order; name in lacking], [name | some name in lacking; not name in table.order])
	count(named) > 0
}
