# METADATA
# title: Inputs for the tests of an organization's rules
# description: >-
#   data.modelgate.testing has a whole input for each situation: model, repository and
#   promotion. Only tests can read it.
package modelgate.testing

# with_values is an input with the values at some JSON Pointers replaced. A pointer that
# ends in /- adds an item to the end of a list. A pointer to nothing is an error.
with_values(whole, values) := json.patch(whole, [{"op": _op(path), "path": path, "value": value} | some path, value in values])

_op(path) := "add" if endswith(path, "/-")

_op(path) := "replace" if not endswith(path, "/-")
