# METADATA
# title: Weaker tag of a data card
# description: A change should not weaken what a data card declares, because the law then requires less. A moved, renamed or rewritten card is compared with the card that it replaces.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   scope: repository
#   remediation: Explain in the pull request why the tag is weaker, and ask a privacy owner to review it. Otherwise, restore the tag.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(2) and 24(1)
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-4 Poisoned Pipeline Execution"
#   controls: [gdpr/Art. 5(2)]
#   example: |
#     # .github/CODEOWNERS
#     /datacards/ @example/privacy
package modelgate.rules.data.tag_weakened

import data.modelgate.lib.weakening

applies if count(input.change.cards) > 0

deny contains {"at": at, "key": sprintf("%s of %s", [key, change.from.name.value]), "message": sprintf("dataset %q: %s", [change.from.name.value, words])} if {
	some change in input.change.cards
	some [at, key, words] in weakening.found(change)
}

deny contains {"at": change.from.at, "key": sprintf("card of %s", [change.from.name.value]), "message": sprintf("dataset %q has personal data (%s), and its data card %s is removed", [change.from.name.value, change.from.personal_data.status.value, change.from.path])} if {
	some change in input.change.cards
	weakening.removed(change)
}
