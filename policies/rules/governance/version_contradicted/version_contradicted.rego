# METADATA
# title: Card and manifest name different versions
# description: The model card and modelgate.yaml should state the same version. Otherwise, readers of the card take it for the card of another version.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `version` in the model card or in modelgate.yaml.
#   sources:
#     - "ISO/IEC 42001:2023, A.6.2.7 (AI system technical documentation)"
#     - Regulation (EU) 2024/1689, Annex IV, 1(a)
#   controls: [iso-42001/A.6.2.7, eu-ai-act/Art. 11]
#   example: |
#     # README.md and modelgate.yaml
#     version: "1.1.0"
package modelgate.rules.governance.version_contradicted

applies if {
	input.head.card.version.present
	input.head.manifest.version.present
}

deny contains {"at": card.at, "message": sprintf("the model card is about version %q, but modelgate.yaml states version %q", [card.value, stated.value]), "related": [{"at": stated.at, "message": "in modelgate.yaml"}]} if {
	applies
	card := input.head.card.version
	stated := input.head.manifest.version
	_plain(card.value) != _plain(stated.value)
}

# v1.1.0 is 1.1.0.
_plain(version) := regex.replace(trim_space(version), `^[vV]([0-9])`, "$1")
