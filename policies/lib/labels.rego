# METADATA
# title: Labels
# description: The values of the organization's own that the configuration declares.
package modelgate.lib.labels

# of is a label of the model. One that the configuration does not declare is an error of
# the rule, which blocks: a misspelled name does not pass.
of(name) := [label | some label in input.head.labels; label.name == name][_first(name)]

_first(name) := to_number(concat("", ["0", _problem(name)]))

_problem(name) := concat("", [sprintf(": label %q is not declared: add it to labels in .modelgate/config.yaml, and in a case or test to /head/labels", [name]) | not name in _names])

_names := {label.name | some label in input.head.labels}
