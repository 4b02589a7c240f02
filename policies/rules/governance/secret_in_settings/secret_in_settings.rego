# METADATA
# title: Secret in settings or data cards
# description: The files in .modelgate and data cards must not contain a credential. Everyone who can read the repository can use it, and its history keeps it.
# custom:
#   scope: repository
#   severity: error
#   remediation: Remove the credential from the file after you have revoked it, and store the new one in the secret store of your CI system.
#   sources:
#     - https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns
#     - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
#     - https://cwe.mitre.org/data/definitions/798.html
#   controls: [cwe/CWE-798]
package modelgate.rules.governance.secret_in_settings

deny contains {"at": secret.at, "key": secret.key, "message": sprintf("the file contains %s (%s)", [secret.form, secret.masked])} if {
	some secret in input.change.secrets
}
