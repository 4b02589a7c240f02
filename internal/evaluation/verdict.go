package evaluation

import "github.com/modelgate-dev/modelgate/internal/evidence"

// The words of package evidence, as they are called here.
const (
	Pass          = evidence.VerdictPass
	Fail          = evidence.VerdictFail
	Inconclusive  = evidence.VerdictInconclusive
	Error         = evidence.VerdictError
	FirstModel    = evidence.VerdictFirstModel
	NotApplicable = evidence.VerdictNotApplicable

	Min        = evidence.BoundMin
	Max        = evidence.BoundMax
	Above      = evidence.BoundAbove
	Below      = evidence.BoundBelow
	NotWorse   = evidence.BoundNotWorse
	Better     = evidence.BoundBetter
	Ratchet    = evidence.BoundRatchet
	Suspicious = evidence.BoundSuspicious
	Disparate  = evidence.BoundDisparity
	Drifted    = evidence.BoundDrift

	Point = evidence.ModePoint
	Bound = evidence.ModeBound
	Catch = evidence.ModeCatch
	Prove = evidence.ModeProve

	PerExample = evidence.RungPerExample
	Counts     = evidence.RungCounts
	Stderr     = evidence.RungStderr
	Runs       = evidence.RungRuns
	PointOnly  = evidence.RungPoint
)

// verdictRank ranks verdicts where several results of a baseline are compared
// with: an error outweighs a failure, which outweighs what is inconclusive.
var verdictRank = map[evidence.Verdict]int{Error: 5, Fail: 4, Inconclusive: 3, FirstModel: 2, Pass: 1}
