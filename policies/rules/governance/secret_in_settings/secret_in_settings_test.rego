package modelgate.rules.governance.secret_in_settings_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.secret_in_settings as rule

test_fires_on_a_secret if {
	rule.deny == {{
		"at": ".modelgate/config.yaml#@secret/0",
		"key": "a GitHub token 0a1b2c",
		"message": "the file contains a GitHub token (ghp_…)",
	}} with input as object.union(fixture.absent, {"change": object.union(fixture.absent.change, {"secrets": [{
		"at": ".modelgate/config.yaml#@secret/0",
		"path": ".modelgate/config.yaml",
		"form": "a GitHub token",
		"masked": "ghp_…",
		"key": "a GitHub token 0a1b2c",
	}]})})
}

test_silent_without if {
	count(rule.deny) == 0 with input as fixture.absent
}
