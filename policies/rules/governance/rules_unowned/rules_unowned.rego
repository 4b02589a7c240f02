# METADATA
# title: Rules without an owner
# description: Each edited path of the rules should have an owner in CODEOWNERS of the base. Without one, anyone with write permission can approve.
# custom:
#   severity: warning
#   scope: repository
#   remediation: Add the directory `/.modelgate/` with its owners to .github/CODEOWNERS, in a separate pull request.
#   sources:
#     - "GitHub, About code owners, https://docs.github.com/articles/about-code-owners"
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-1 Insufficient Flow Control Mechanisms"
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.rules_unowned

applies if count(_rules) > 0

_rules contains path if {
	input.change.review.present
	some path in input.change.paths
	path.part == "rules"
}

deny contains {"at": path.at, "key": path.path, "message": sprintf("%q has no owner: %s", [path.path, _why])} if {
	some path in _rules
	count(path.owners) == 0
}

_why := "there is no CODEOWNERS file" if input.change.review.owners == ""

_why := sprintf("%s does not name it", [input.change.review.owners]) if input.change.review.owners != ""
