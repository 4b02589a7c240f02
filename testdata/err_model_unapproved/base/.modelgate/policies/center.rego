# METADATA
# title: Cost center of another department
# description: The cost center must be one of our own.
# custom:
#   severity: error
#   remediation: Correct the cost center.
#   sources: [Finance handbook]
package modelgate.custom.governance.center

import data.modelgate.lib.labels

deny contains {"at": input.head.at, "message": "the cost center is foreign"} if startswith(labels.of("cost_centre").value, "9")
