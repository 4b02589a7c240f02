// Package actions owns the environment of the workflow runner that modelgate
// may run in: what the runner acts upon when it reads our output. Nothing else
// in modelgate writes a workflow command, and every text that comes from a
// judged commit passes through Clean or Command before it reaches a log.
//
// It does not own what is said, nor how it is laid out: that is the report's.
package actions
