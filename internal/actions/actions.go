// Package actions owns the environment of the workflow runner that modelgate
// may run in: what the runner acts upon when it reads our output. Nothing else
// in modelgate writes a workflow command or a file command, and every text that
// comes from a judged commit passes through Clean or Command before it reaches
// a log.
//
// It does not own what is said, nor how it is laid out: that is the report's.
//
// The package github.com/sethvargo/go-githubactions is used where it is safe:
// for masks. It is not used for the rest, because
//
//   - SetOutput, SetEnv and SaveState write a fixed delimiter, which a value can
//     contain to end itself and go on with an output of its own; AppendOutputs
//     draws a delimiter for each value;
//   - Infof, Debugf and friends print their text raw, commands and all; our lines
//     pass through Clean;
//   - whatever writes to a file command panics outside a runner, where modelgate
//     works too.
package actions
