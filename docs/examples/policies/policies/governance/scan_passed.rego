# METADATA
# title: Change without a passed scan
# description: The scanner must have checked the proposed commit of each change to a model, and found nothing.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Fix what the scan found. If it has not run on the latest commit, wait for it, and run the check again.
#   sources: ["Model handbook, section 7"]
package modelgate.custom.governance.scan_passed

statuses := input.change.review.commit_statuses

applies if input.change.review.present

deny contains {"at": input.head.at, "message": sprintf("the check runs of the commit could not be read: %s", [statuses.problem])} if {
	applies
	not statuses.known
}

# A job of a workflow can have any name, so the App counts as well.
deny contains {"at": input.head.at, "message": "the check run \"model-scan\" of acme-scanner has no success"} if {
	applies
	statuses.known
	not passed
}

passed if {
	some status in statuses.items
	status.kind == "check_run"
	status.app == "acme-scanner"
	status.name == "model-scan"
	status.state == "success"
}
