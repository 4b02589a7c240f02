// Package acttest runs the actions and the starter workflows as a runner does: by
// act, in host mode, against a GitHub of our own. Its tests are built with the
// tag "act", and ask for the variable MODELGATE_ACT, the path of act 0.2.89:
//
//	MODELGATE_ACT=$(command -v act) go test -tags act ./internal/acttest
//
// What is simulated: GitHub (internal/github/githubtest), and the actions of
// others, by small ones of the same inputs and outputs below testdata/actions.
// What act does not enforce is not tested here: permissions, environments,
// concurrency, the limits on annotations, and which checks are required.
package acttest
