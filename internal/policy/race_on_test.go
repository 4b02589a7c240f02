//go:build race

package policy

// raceDetector: evaluation takes many times as long, and what only counts steps
// shows no races.
const raceDetector = true
