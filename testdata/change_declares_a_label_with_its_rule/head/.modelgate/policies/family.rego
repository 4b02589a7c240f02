# METADATA
# title: Model without a family
# description: A model must state its family.
# custom:
#   severity: error
#   remediation: Add `family` to `labels` in modelgate.yaml.
#   sources: ["Model handbook, section 7"]
package modelgate.custom.governance.family

import data.modelgate.lib.labels

deny contains {"at": family.at, "message": "the model has no family"} if not family.present

family := labels.of("family")
