package modelgate.rules.governance.artifact_pickle_unlisted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_pickle_unlisted as rule

test_fires_by_package if {
	rule.deny == {
		{
			"at": "models/m/modelgate.yaml#/artifacts/0",
			"key": "artifact model.pkl acme",
			"message": `artifact "models/m/model.pkl" loads "acme.a.F", "acme.b.G", "acme.b.H" and 1 more, which the table of known classes does not list`,
		},
		{
			"at": "models/m/modelgate.yaml#/artifacts/0",
			"key": "artifact model.pkl __main__",
			"message": `artifact "models/m/model.pkl" loads "__main__.Net", which the table of known classes does not list`,
		},
	} with input as fixture.pickled(["acme.a F", "acme.b G", "acme.b H", "acme.c I", "__main__ Net", "collections OrderedDict"])
}

test_fires_on_each[global] if {
	some global in ["copyreg extension 7", "sklearn.ensemble._forest os", "sklearn.ensemble._forest A.b", "sklearn.externals.x Scorer", "torch.nn.modules.linear lower", "torch.nn.modulesx Linear", "collections abc.Mapping"]
	count(rule.deny) == 1 with input as fixture.pickled([global])
}

test_silent_on_each[global] if {
	some global in ["sklearn.ensemble._forest RandomForestClassifier", "sklearn._loss._loss __pyx_unpickle_CyHalfBinomialLoss", "torch.nn.modules.linear Linear", "__torch__.a.b Net", "numpy.core.multiarray _reconstruct", "builtins set", "posix system"]
	count(rule.deny) == 0 with input as fixture.pickled([global])
}

test_silent_on_what_an_organization_knows if {
	count(rule.deny) == 0 with input as fixture.pickled(["acme.models Scorer"]) with data.modelgate.pickles.known as {"acme.models": ["Scorer"]}
}

test_applies_to_pickles_only if {
	rule.applies with input as fixture.pickled(["posix system"])
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
}
