# METADATA
# title: Results not compared with all others
# description: Changed results should be compared with the results of all other models. The comparison is bounded, so files beyond 32 MiB or 20,000 files are left out.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Remove large files that are not results from the places where results are read, or set `evaluations` in .modelgate/config.yaml. Compare the rest yourself.
#   sources:
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-4 Poisoned Pipeline Execution"
#   example: |
#     # .modelgate/config.yaml
#     apiVersion: modelgate.dev/v1
#     kind: Config
#     evaluations: ["evaluation/**/*.json"]
package modelgate.rules.evaluation.copies_unsought

applies if count(input.head.evaluations) > 0

deny contains {"at": it.at, "key": it.path, "message": sprintf("the results in %s were not compared with %d larger or further files, so a copy of another model's results could be among them", [it.path, it.files])} if {
	some it in input.head.uncompared_results
}
