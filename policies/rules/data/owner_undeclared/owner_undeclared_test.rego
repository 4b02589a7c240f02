package modelgate.rules.data.owner_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.owner_undeclared as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

text(tag, value) := fixture.text(sprintf("datacards/contracts.yaml#/%s", [tag]), value)

catalog := {"/catalog/present": true, "/catalog/kind": text("catalog/kind", "feast")}

test_fires_on_shared_data if {
	messages(catalog) == {`dataset "contracts" is an entry of a catalog (feast), and its card names no owner`}
	messages({"/source/pipeline": text("source/pipeline", "streaming")}) == {`dataset "contracts" is a stream, and its card names no owner`}
}

test_silent_with_an_owner_and_on_files if {
	messages({}) == set()
	messages(object.union(catalog, {"/owner": text("owner", "Marketplace team")})) == set()
}
