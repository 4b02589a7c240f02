//go:build race

package document

// raceDetector: the race detector makes pools forget what they hold, so that
// allocations say nothing about the program.
const raceDetector = true
