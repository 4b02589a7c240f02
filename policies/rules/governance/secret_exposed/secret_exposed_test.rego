package modelgate.rules.governance.secret_exposed_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.secret_exposed as rule

secret := {"at": "models/m/README.md#@secret/0", "path": "models/m/README.md", "form": "a GitHub token", "masked": "ghp_…", "key": "a GitHub token 0a1b2c"}

test_fires_on_a_secret if {
	rule.deny == {{
		"at": "models/m/README.md#@secret/0",
		"key": "a GitHub token 0a1b2c",
		"message": "the file contains a GitHub token (ghp_…)",
	}} with input as fixture.edit({"/head/secrets": [secret]})
}

test_each_secret_is_a_finding if {
	other := object.union(secret, {"at": "models/m/README.md#@secret/1", "key": "a GitHub token 3d4e5f"})
	count(rule.deny) == 2 with input as fixture.edit({"/head/secrets": [secret, other]})
}

test_silent_without if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_to_a_removed_model if {
	not rule.applies with input as fixture.removed
}
