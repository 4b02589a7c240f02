package modelgate.rules.governance.artifact_pickle_unsafe_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.artifact_pickle_unsafe as rule

test_fires_on_a_command if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/artifacts/0",
		"key": "artifact model.pkl posix.system",
		"message": `artifact "models/m/model.pkl" loads "posix.system", which can run any code`,
	}} with input as fixture.pickled(["posix system", "collections OrderedDict"])
}

test_fires_on_each[global] if {
	some global in [
		"__builtin__ eval", "builtins getattr", "builtins __import__", "os system", "os.path join", "subprocess Popen", "commands getoutput", "numpy.f2py.crackfortran getlincoef",
		"torch.serialization load", "functools partial", "operator attrgetter", "code InteractiveInterpreter.runcode", "pickle loads", "sys modules", "joblib load",
		"collections abc.sys.exit", "sklearn.utils os.system", "torch storage.builtins.eval", "numpy load", "torch.hub load",
	]
	count(rule.deny) == 1 with input as fixture.pickled([global])
}

test_fires_on_what_a_broken_pickle_loads if {
	count(rule.deny) == 1 with input as json.patch(fixture.pickled(["posix system"]), [{"op": "replace", "path": "/head/artifacts/0/contents/state", "value": "unreadable"}])
}

test_tells_a_crowd_together if {
	names := [sprintf("os name%d", [i]) | some i in numbers.range(1, 30)]
	{finding.message | some finding in rule.deny} == {`artifact "models/m/model.pkl" loads "os.name1", "os.name10", "os.name11" and 27 more, which can run any code`} with input as fixture.pickled(names)
}

test_a_table_can_clear_a_module if {
	count(rule.deny) == 0 with input as fixture.pickled(["functools partial"]) with data.modelgate.pickles.unsafe.functools as []
}

test_silent_on_data_and_on_what_is_not_known if {
	count(rule.deny) == 0 with input as fixture.pickled(["torch._utils _rebuild_tensor_v2", "collections OrderedDict", "acme.models Scorer", "acme.os system", "pickles x"])
}

test_applies_to_pickles_only if {
	rule.applies with input as fixture.pickled(["posix system"])
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
}

test_fires_on_names_that_it_computes if {
	{f.message | some f in rule.deny} == {`artifact "models/m/model.pkl" loads "names that it computes", which can run any code`} with input as fixture.pickled(["(computed) (computed)"])
}
