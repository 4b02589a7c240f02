// Package results reads evaluation results, in the formats of one table, and the values of
// single examples behind them. It holds a file against itself, and judges no value.
package results

import (
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
)

// Format is a format of evaluation results.
type Format = format.Format[*Reading]

// Formats are the formats of evaluation results. One that is sure of its marks
// stands before one that would take more. The names behind a format are those that its
// tool gives a file below a model, where they are not those of any results: one of no
// known format at such a place is passed over.
var Formats = []Format{
	newFormat(FormatPromptfoo, "a promptfoo result with results.stats and results.prompts", isPromptfoo, readPromptfoo, "*promptfoo*.json"),
	newFormat(FormatLMEval, "an lm-evaluation-harness result with results and versions by task", isLMEval, readLMEval, "**/results_*.json"),
	newFormat(FormatLighteval, "a lighteval result with config_general and results by task", isLighteval, readLighteval),
	newFormat(FormatEvidently, "an Evidently report (0.7 or later) with metrics and tests", isEvidently, readEvidently, "*{evidently,drift}*.json"),
	newFormat(FormatEvidentlyLegacy, "an Evidently report or test suite (before 0.7)", isEvidentlyLegacy, readEvidentlyLegacy),
	newFormat(FormatEEE, "an Every Eval Ever record with schema_version and evaluation_results", isEEE, readEEE),
	newFormat(FormatInspect, "an Inspect log with status, eval and results", isInspect, readInspect, "{logs,eval_logs,inspect_logs}/*.json"),
	newFormat(FormatHELM, "a HELM stats.json, a list of statistics", isHELM, readHELM, "benchmark_output/**/stats.json"),
	newFormat(FormatHELMPerInstance, "a HELM per_instance_stats.json, statistics by instance", isHELMPerInstance, readHELMPerInstance, "benchmark_output/**/per_instance_stats.json"),
	newFormat(evidence.FormatMLflow, "an MLflow run with info, metrics and tags", isMLflow, readMLflow, "run.json", "mlruns/**/run.json"),
	newFormat(FormatSageMaker, "a SageMaker evaluation.json with groups named ..._metrics, each metric with a value", isSageMaker, readSageMaker),
	newFormat(FormatDeepEval, "a deepeval test run with testRunData, or with testCases and metricsScores", isDeepEval, readDeepEval, "**/.deepeval/.latest_test_run.json"),
	newFormat(FormatGX, "a Great Expectations validation result with results and statistics", isGX, readGX, "*validation_result*.json"),
	newFormat(FormatTFMA, "a TFMA ValidationResult as JSON", isTFMA, readTFMA),
	newFormat(FormatSklearn, "a scikit-learn classification_report with \"macro avg\" and \"weighted avg\"", isSklearn, readSklearn),
	newFormat(FormatFairness, "a fairness report with overall and by_group", isFairness, readFairness, "*fairness*.json"),
	newFormat(FormatBenchmark, "a list of benchmarks with name, unit and value (github-action-benchmark)", isBenchmark, readBenchmark, "*{benchmark,bench}*.json"),
	newFormat(FormatYOLO, "a results.csv of Ultralytics with epoch and metrics/... columns", isYOLO, readYOLO, "**/results.csv"),
	newFormat(FormatTrials, "a table of trials (Optuna, cv_results_, AutoGluon, H2O, hyperopt), in CSV or JSON", isTrials, readTrials, "*{trials,leaderboard,cv_results,optuna,study}*.{json,csv}", "{evaluation,evaluations,eval,evals,metrics,results,reports}/**/*{trials,leaderboard,cv_results}*.csv"),
	newFormat(FormatTrainerState, "a trainer_state.json of transformers with its log_history", isTrainerState, readTrainerState),
	newFormat(FormatTrainer, "an all_results.json of transformers' trainer with eval_runtime and the like", isTrainer, readTrainer),
	newFormat(FormatMetrics, "a JSON, YAML or TOML mapping with at least one number named like a metric (accuracy, f1, loss …)", isMetrics, readMetrics, "{dvclive,metrics}/**/metrics.{json,yaml,toml}"),
}

func newFormat(name, looksFor string, recognise func(*document.Document) bool, read func(*Reading), files ...string) Format {
	return Format{Name: name, LooksFor: looksFor, Recognise: recognise, Read: func(d *document.Document) *Reading { return readEvaluation(d, name, read) }, Files: files}
}

// Named is the format of a name as which a document may be read. Numbers of any
// name are metrics, if somebody says so: nobody else's file is to be told apart.
func Named(name string, d *document.Document) (Format, bool) {
	f, ok := format.Named(Formats, name)
	return f, ok && (f.Recognise(d) || name == FormatMetrics && mayBeMetrics(d))
}
