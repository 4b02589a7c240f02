# METADATA
# title: Rule without tests
# description: A rule that a change adds or edits should have a test or case in which it fires, and one in which it is silent. A rule that never fires looks like one that every model meets.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   scope: repository
#   remediation: Add the case to cases/NAME.yaml next to the rule, and run `modelgate policy test`.
#   sources:
#     - "NIST SP 800-218, Secure Software Development Framework 1.1, PW.8.2: design and run tests of the code, https://doi.org/10.6028/NIST.SP.800-218"
#   example: |
#     apiVersion: modelgate.dev/v1
#     kind: PolicyCases
#     rule: custom_governance/owner_is_a_team
#     cases:
#       - name: a person is not a team
#         patch: {/head/manifest/owner: alice}
#         expect: [{message: owner "alice" is not a team}]
#       - name: a team passes
#         patch: {/head/manifest/owner: retention-team}
#         expect: []
package modelgate.rules.governance.rules_untested

applies if count(input.change.rules) > 0

deny contains {"at": edit.at, "key": edit.subject, "message": sprintf("rule %q: %s", [edit.subject, edit.after])} if {
	some edit in input.change.rules
	edit.kind == "rule_untested"
}
