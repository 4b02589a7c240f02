// Package results reads evaluation results, in the formats of one table, and the values of
// single examples behind them. It holds a file against itself, and judges no value.
package results

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// Format is a format of evaluation results.
type Format = format.Format[*Reading]

// Formats are the formats of evaluation results. One that is sure of its marks
// stands before one that would take more. Files are the names that its tool gives a
// file below a model, where they are not those of any results: one of no known format
// at such a place is passed over.
var Formats = []Format{
	newFormat(isNative, readNative, Format{Name: FormatNative, Covers: "our own, `schemas/evaluation-results.schema.json`", Schema: schema.Results,
		LooksFor: "YAML or JSON with `kind: EvaluationResults`",
		Reads:    "each result: `metric`, `value`, `n`, `k`, `stderr`, `interval`, `runs`, `unit`, `direction`, `task`, `dataset`, `variant`, `slice` and `groups`; fewer examples than planned are partial",
		Files:    []string{"{evaluation-results,evaluation_results}.{json,yaml,yml}"}}),
	newFormat(isPromptfoo, readPromptfoo, Format{Name: formatPromptfoo,
		LooksFor: "a promptfoo result with `results.stats` and `results.prompts`",
		Reads:    "`pass_rate` (k of n; an error did not pass), counts, `totalLatencyMs`, `cost`, `namedScores.*`; variants `provider`, `prompt`; cached answers and errors are marked; one value for each test. With `--repeat`, n is the number of tests and not of runs",
		Files:    []string{"*promptfoo*.json"}}),
	newFormat(isLMEval, readLMEval, Format{Name: formatLMEval, Covers: "0.2 to 0.4.9",
		LooksFor: "an lm-evaluation-harness result with `results` and `versions` by task",
		Reads:    "each metric of each task; variants `filter`, `fewshot`, `task_version`, `chat_template`; standard errors, direction, n (from the file, or recovered exactly from the standard error), groups, `limit`; rows of `samples_*.jsonl` next to it. With `repeats`, n is the number of questions",
		Files:    []string{"**/results_*.json"}}),
	newFormat(isLighteval, readLighteval, Format{Name: formatLighteval,
		LooksFor: "a lighteval result with `config_general` and `results` by task",
		Reads:    "each metric of each task, standard errors, direction, n (from `config_tasks`, or recovered); `max_samples`, and fewer documents than the task has, are partial; `all` and averages are means over tasks, without n"}),
	newFormat(isMTEB, readMTEB, Format{Name: formatMTEB, Covers: "1.11 on",
		LooksFor: "an MTEB result with `task_name`, `dataset_revision` and `scores` by split",
		Reads:    "each score of each split, on slices `subset=NAME`; the scores of experiments are its runs, whose mean it must be; `evaluation_time`, `kg_co2_emissions`"}),
	newFormat(isEvidently, readEvidently, Format{Name: formatEvidently, Covers: "0.7 on",
		LooksFor: "an Evidently report (0.7 or later) with `metrics` and `tests`",
		Reads:    "`ValueDrift` … on slices `column=NAME`, variants as configured (`method`, `threshold`, `quantile` …); tests as verdicts",
		Files:    []string{"*{evidently,drift}*.json"}}),
	newFormat(isEvidentlyLegacy, readEvidentlyLegacy, Format{Name: formatEvidentlyLegacy, Covers: "before 0.7",
		LooksFor: "an Evidently report or test suite (before 0.7)",
		Reads:    "`drift_score` … on slices `column=NAME`, variants as configured; tests and detected drift as verdicts"}),
	newFormat(isEEE, readEEE, Format{Name: formatEEE, Covers: "0.2, 0.3",
		LooksFor: "an Every Eval Ever record with `schema_version` and `evaluation_results`",
		Reads:    "metric, task, dataset, direction, n, uncertainty; a score outside its own bounds is malformed; `documentation` is a claim"}),
	newFormat(isInspect, readInspect, Format{Name: formatInspect,
		LooksFor: "an Inspect log with `status`, `eval` and `results`",
		Reads:    "metrics by scorer (variant `scorer`), `stderr` as their uncertainty; incomplete, limited, invalidated and failed runs are marked; one value for each sample, the mean of its epochs",
		Files:    []string{"{logs,eval_logs,inspect_logs}/*.json"}}),
	newFormat(isHELM, readHELM, Format{Name: formatHELM,
		LooksFor: "a HELM `stats.json`, a list of statistics",
		Reads:    "means by split, slices `perturbation=`, `computed_on=`; n from `per_instance_stats.json` next to it, never from `count`, which is the number of trials",
		Files:    []string{"benchmark_output/**/stats.json"}}),
	newFormat(isHELMPerInstance, readHELMPerInstance, Format{Name: formatHELMPerInstance,
		LooksFor: "a HELM `per_instance_stats.json`, statistics by instance",
		Reads:    "the means over the instances; one value for each instance",
		Files:    []string{"benchmark_output/**/per_instance_stats.json"}}),
	newFormat(isMLflow, readMLflow, Format{Name: evidence.FormatMLflow, Covers: "mlflow-export-import, REST",
		LooksFor: "an MLflow run with `info`, `metrics` and `tags`",
		Reads:    "the last point of each metric; n from `PREFIX_example_count`; status, commit, dataset",
		Files:    []string{"run.json", "mlruns/**/run.json"}}),
	newFormat(isSageMaker, readSageMaker, Format{Name: formatSageMaker,
		LooksFor: "a SageMaker `evaluation.json` with groups named `..._metrics`, each metric with a `value`",
		Reads:    "`mse`, `auc` …; `standard_deviation` is a spread and never a standard error; the confusion matrix and its n"}),
	newFormat(isDeepEval, readDeepEval, Format{Name: formatDeepEval,
		LooksFor: "a deepeval test run with `testRunData`, or with `testCases` and `metricsScores`",
		Reads:    "mean score and `NAME.pass_rate` of each metric; errors fail the run; a link alone is malformed. A test case that is run again is the same one",
		Files:    []string{"**/.deepeval/.latest_test_run.json"}}),
	newFormat(isGX, readGX, Format{Name: formatGX,
		LooksFor: "a Great Expectations validation result with `results` and `statistics`",
		Reads:    "success percentage, observed values on `column=NAME`, each expectation as a verdict",
		Files:    []string{"*validation_result*.json"}}),
	newFormat(isTFMA, readTFMA, Format{Name: formatTFMA,
		LooksFor: "a TFMA `ValidationResult` as JSON",
		Reads:    "the values that failed, by slice; verdicts"}),
	newFormat(isSklearn, readSklearn, Format{Name: formatSklearn, Covers: "JSON, as printed, pandas, Rasa",
		LooksFor: "a scikit-learn `classification_report` with \"macro avg\" and \"weighted avg\": as a dict, as text, or as a table of pandas in CSV or JSON",
		Reads:    "`recall` on slice `class=fraud` or `average=macro`; `accuracy` has no slice; n and k where they are exact, and in rounded reports where only one k fits. Of `rasa test`, `conversation_accuracy` too (k of n)",
		Files:    []string{"**/*classification*report*.{txt,csv}"}}),
	newFormat(isEvalPlus, readEvalPlus, Format{Name: formatEvalPlus, Covers: "EvalPlus, BigCodeBench",
		LooksFor: "an EvalPlus or BigCodeBench result with `eval` by task, or BigCodeBench's `pass@1` with `gt_pass_rate`",
		Reads:    "`pass@1` … as stated, checked against the samples; with one sample for each task, k of n; variant `tests=base` or `tests=plus`",
		Files:    []string{"**/*{eval_results,pass_at_k}.json"}}),
	newFormat(isOpenCompass, readOpenCompass, Format{Name: formatOpenCompass,
		LooksFor: "an OpenCompass summary in CSV with `dataset`, `version`, `metric`, `mode` and the column of one model",
		Reads:    "each metric of each dataset as a task; variants `version`, `mode`; a dash is partial",
		Files:    []string{"**/summary_*.csv"}}),
	newFormat(isRagas, readRagas, Format{Name: formatRagas,
		LooksFor: "a table of ragas with `user_input` or `question` and scores in each row (CSV, JSON, JSON Lines)",
		Reads:    "the mean of each metric, n; rows without a score fail the run",
		Files:    []string{"**/*ragas*.{csv,json,jsonl}"}}),
	newFormat(isSimpleEvals, readSimpleEvals, Format{Name: formatSimpleEvals,
		LooksFor: "a simple-evals result with `score` and `score:std`",
		Reads:    "each mean; `NAME:std` is the deviation of the examples, `NAME:bootstrap_std` a standard error, `NAME:n_samples` n"}),
	newFormat(isK6, readK6, Format{Name: formatK6, Covers: "handleSummary, --summary-export",
		LooksFor: "a k6 summary with `metrics` and `root_group`",
		Reads:    "`http_req_duration.p(95)` … with units; k of n of rates; thresholds as verdicts",
		Files:    []string{"*{k6,summary}*.json"}}),
	newFormat(isLocust, readLocust, Format{Name: formatLocust,
		LooksFor: "a `*_stats.csv` of locust with `Request Count` and `Failure Count`",
		Reads:    "each column, in ms where it is a time, on slices `endpoint=GET /`; the aggregated row has no slice; n",
		Files:    []string{"**/*_stats.csv"}}),
	newFormat(isMLPerf, readMLPerf, Format{Name: formatMLPerf, Covers: "LoadGen",
		LooksFor: "a `mlperf_log_summary.txt` of LoadGen",
		Reads:    "latencies and rates, variants `scenario`, `mode`; a result that is not VALID has failed",
		Files:    []string{"**/mlperf_log_summary.txt"}}),
	newFormat(isCOCO, readCOCO, Format{Name: formatCOCO, Covers: "pycocotools, detectron2, mmdetection, torchmetrics, DETR",
		LooksFor: "the summary that pycocotools prints, with lines such as `Average Precision (AP) @[ IoU=0.50:0.95 | …`; or JSON, or a log with an object per line, with `bbox/AP`, `bbox_mAP`, `map` next to the same at 0.50, or `coco_eval_bbox`",
		Reads:    "`AP` and `AR`, variants `iou`, `area`, `max_dets`, and `iou_type` as the summary's `Evaluate annotation type *bbox*` or the name states it; of detectron2 in percent, by class as slices; -1 stands for no object, and is refused. Of a log, variant `row=last`, and `row=best` (the greatest AP)",
		Files:    []string{"**/*coco*.{txt,log}"}}),
	newFormat(isVertex, readVertex, Format{Name: formatVertex,
		LooksFor: "a Vertex AI classification evaluation with `confidenceMetrics` and `auPrc`, `auRoc` or `logLoss`",
		Reads:    "each metric, n from the confusion matrix; those at each threshold by variant `confidence_threshold`"}),
	newFormat(isAzure, readAzure, Format{Name: formatAzure, Covers: "azure-ai-evaluation",
		LooksFor: "the output of Azure AI's evaluate() with `rows` and `metrics`",
		Reads:    "each metric, checked against its rows; n; rows without a score fail the run"}),
	newFormat(isAzureML, readAzureML, Format{Name: formatAzureML, Covers: "AutoML, sweeps, jobs",
		LooksFor: "metrics of a run in Azure Machine Learning: AutoML's, with names such as `norm_macro_recall`, or with `aml://artifactId/…` in place of a file; metrics by run (`AutoML_…`, `HD_…`); or a confusion matrix with `schema_type`",
		Reads:    "each number with AutoML's direction and unit; the last value of a metric that was logged several times (variant `row=last`); several runs by variant `trial`, and which was selected; `accuracy`, `recall` and `precision` of a matrix on `class=NAME`, as k of n"}),
	newFormat(isWandb, readWandb, Format{Name: formatWandb,
		LooksFor: "a `wandb-summary.json` with `_wandb`",
		Reads:    "each number, nested names joined by dots; `_timestamp` is when it was measured",
		Files:    []string{"**/wandb-summary.json"}}),
	newFormat(isClarify, readClarify, Format{Name: formatClarify,
		LooksFor: "an `analysis.json` of SageMaker Clarify with `facets` of bias metrics",
		Reads:    "`DPL`, `DI` … on slices `FACET=VALUE`, variants `stage`, `label`",
		Files:    []string{"**/analysis.json"}}),
	newFormat(isGarak, readGarak, Format{Name: formatGarak,
		LooksFor: "a report of garak in JSON Lines, with entries `eval`",
		Reads:    "`pass_rate` (k of n) on slices `probe=…,detector=…`, each as a verdict; a run without its `completion` has failed, outputs that were not scored make it partial",
		Files:    []string{"**/*.report.jsonl"}}),
	newFormat(isGiskard, readGiskard, Format{Name: formatGiskard,
		LooksFor: "a scan of Giskard as JSON, with issues by detector and level",
		Reads:    "`issues.major`, `issues.medium`, `issues.minor` on slices `detector=…`, each detector as a verdict",
		Files:    []string{"*{giskard,scan}*.json"}}),
	newFormat(isDeepchecks, readDeepchecks, Format{Name: formatDeepchecks,
		LooksFor: "a deepchecks result as JSON, with `check`, `header` and `conditions_results`",
		Reads:    "conditions as verdicts, numbers of checks as `HEADER.NAME`; a check that ended in an error fails the run",
		Files:    []string{"*deepchecks*.json"}}),
	newFormat(isAequitas, readAequitas, Format{Name: formatAequitas,
		LooksFor: "a table of Aequitas in CSV with `attribute_name`, `attribute_value` and `group_size`",
		Reads:    "each metric on slices `sex=F`, k of n of each share",
		Files:    []string{"*aequitas*.csv"}}),
	newFormat(isNannyML, readNannyML, Format{Name: formatNannyML,
		LooksFor: "a result of NannyML in CSV with `chunk_key`, `chunk_index` and `NAME_value`",
		Reads:    "the last chunk of the analysis (variant `row=last`), its sampling error and n; alerts of each chunk as verdicts",
		Files:    []string{"*nannyml*.csv"}}),
	newFormat(isPyCaret, readPyCaret, Format{Name: formatPyCaret,
		LooksFor: "a table of PyCaret's pull() in CSV with `Fold` or `Model`",
		Reads:    "the mean over the folds with its deviation; of a table of models, each by variant `model`",
		Files:    []string{"*pycaret*.csv"}}),
	newFormat(isFairness, readFairness, Format{Name: formatFairness,
		LooksFor: "a fairness report with `overall` and `by_group`",
		Reads:    "each metric on slices `sex=F`; n from the counts, and k of shares of all examples where it is exact",
		Files:    []string{"*fairness*.json"}}),
	newFormat(isBenchmark, readBenchmark, Format{Name: formatBenchmark, Covers: "github-action-benchmark",
		LooksFor: "a list of benchmarks with `name`, `unit` and `value` (github-action-benchmark)",
		Reads:    "values with units; which way is better is not in the file",
		Files:    []string{"*{benchmark,bench}*.json"}}),
	newFormat(isYOLO, readYOLO, Format{Name: formatYOLO,
		LooksFor: "a `results.csv` of Ultralytics with `epoch` and `metrics/...` columns",
		Reads:    "variant `row=last` and `row=best` (the trainer's fitness, 0.1·mAP50 + 0.9·mAP50-95)",
		Files:    []string{"**/results.csv"}}),
	newFormat(isTrials, readTrials, Format{Name: formatTrials, Covers: "Optuna, `cv_results_`, AutoGluon, H2O, hyperopt",
		LooksFor: "a table of trials (Optuna, `cv_results_`, AutoGluon, H2O, hyperopt), in CSV or JSON",
		Reads:    "each trial's value (variant `trial`); which was selected, which is best, on which split",
		Files:    []string{"*{trials,leaderboard,cv_results,optuna,study}*.{json,csv}", "{evaluation,evaluations,eval,evals,metrics,results,reports}/**/*{trials,leaderboard,cv_results}*.csv"}}),
	newFormat(isEpochs, readEpochs, Format{Name: formatEpochs, Covers: "Lightning, Keras, skorch",
		LooksFor: "a log with a row for each `epoch` or `step` (CSV, JSON), or a history of lists such as `val_loss`",
		Reads:    "variant `row=last`, and `row=best` (the least `val_loss`); split by prefix",
		Files:    []string{"**/{history,training_history,training_log,train_log}.{csv,json}", "**/lightning_logs/**/metrics.csv", "**/metrics.csv"}}),
	newFormat(isTensorBoard, readTensorBoard, Format{Name: formatTensorBoard, Covers: "TensorFlow, PyTorch, Keras, Lightning, transformers",
		LooksFor: "a TensorBoard event file, with `tfevents` in its name",
		Reads:    "the scalars of each tag, simple values and tensors: variant `row=last`, and `row=best` (the step of the least `val_loss`); split by prefix or directory; numbers of 32 bits as the shortest decimal. A file that ends within a record is partial; a wrong checksum is malformed",
		Files:    []string{"*tfevents*", "{evaluation,evaluations,eval,evals,metrics,results,reports}/**/*tfevents*"}}),
	newFormat(isClassTable, readClassTable, Format{Name: formatClassTable,
		LooksFor: "a table in CSV with a row for each class: a column `class`, `label` or `category`, or any first column next to `precision`, `recall` and `support`",
		Reads:    "each metric on slices `class=cat`; the row `all` has no slice, `mean` is `average=macro`; n of `recall` from `support`, and k where it is exact. A class in two rows is refused: the rows are of several models",
		Files:    []string{"**/*{per_class,per-class,class_wise,classwise,class_metrics}*.csv"}}),
	newFormat(isMetricTable, readMetricTable, Format{Name: formatMetricTable,
		LooksFor: "a table of two columns, `Metric` and `Value`",
		Reads:    "each row; n from a row of that name",
		Files:    []string{"*{metrics,evaluation,results,scores}*.csv", "{evaluation,evaluations,eval,evals,metrics,results,reports}/**/*{metrics,evaluation,results,scores}*.csv"}}),
	newFormat(isSpacy, readSpacy, Format{Name: formatSpacy, Covers: "3",
		LooksFor: "the `meta.json` of a spaCy pipeline with `performance`, or the output of `spacy evaluate` with `token_acc` and `speed`",
		Reads:    "each score, those by type on slices `type=LOC`: `ents_per_type.LOC.f` is `ents_f`; a score that is null was not measured",
		Files:    []string{"meta.json"}}),
	newFormat(isModelTable, readModelTable, Format{Name: formatModelTable,
		LooksFor: "a table in CSV with a row for each model: a column `model`, `algorithm`, `classifier`, `regressor`, `estimator` or `method`, and metrics",
		Reads:    "each metric by variant `model`, which a threshold names: the table does not state which model the repository has. A model in two rows is refused",
		Files:    []string{"**/*{model,models,algorithm,algorithms,classifier}*{comparison,comparisons,results,metrics,scores,performance}*.csv", "**/*comparison*{model,models,results,metrics}*.csv"}}),
	newFormat(isMetricLines, readMetricLines, Format{Name: formatMetricLines, Covers: "scripts, CML",
		LooksFor: "a text file with a metric in each line, such as `Accuracy: 0.84`, `RMSE = 4.2` or `Test accuracy : 74.68%`",
		Reads:    "each number under the words before it, with `%` in percent. A text that states a metric twice, or with as many numbers outside of such lines, is not read: it has results of several runs, or is a page",
		Files:    []string{"*{metrics,results,scores,evaluation,performance}*.txt", "{evaluation,evaluations,eval,evals,metrics,results,reports}/**/*{metrics,results,scores,evaluation,performance}*.txt"}}),
	newFormat(isTrainerState, readTrainerState, Format{Name: formatTrainerState,
		LooksFor: "a `trainer_state.json` of transformers with its `log_history`",
		Reads:    "the log's last and best row"}),
	newFormat(isTrainer, readTrainer, Format{Name: formatTrainer,
		LooksFor: "an `all_results.json` of transformers' trainer with `eval_runtime` and the like",
		Reads:    "`eval_accuracy` …, split by prefix, n from `eval_samples`"}),
	newFormat(isMetrics, readMetrics, Format{Name: FormatMetrics, Covers: "DVC, dvclive, scripts",
		LooksFor: "a JSON, YAML or TOML mapping with at least one number named like a metric (accuracy, f1, loss …)",
		Reads:    "nested names joined by dots: `test.accuracy`; `per_class.fraud.recall` and `per_class.recall.fraud` are `recall` on `class=fraud`, `sex.groups.F.tpr` is `sex.tpr` on `group=F`; a `classification_report` within is read as one: `classification_report.recall` on `class=fraud`. `n`, `k`, `stderr`, `runs`, `dataset`, `date` and `model_digest` by [convention](evaluation.md#results-of-your-own)",
		Files:    []string{"{dvclive,metrics}/**/metrics.{json,yaml,toml}"}}),
}

// newFormat is a format whose documents a function reads into an empty reading.
func newFormat(recognise func(*document.Document) bool, read func(*Reading), f Format) Format {
	f.Recognise = recognise
	f.Read = func(d *document.Document) *Reading { return readEvaluation(d, f.Name, read) }
	return f
}

// Store is MLflow's file store, which is a directory and no document: where the
// configuration names it, ReadStoredRun reads it.
var Store = Format{Name: formatMLflowStore, LooksFor: "a configured glob such as `mlruns/1/RUN/metrics/**`, in a store of any name whose runs have a `meta.yaml` with `run_id`", Reads: "the same, from the files of one run's directory; since MLflow 3 also the dataset of each value"}

// Configurable are the formats that the configuration can name.
func Configurable() []Format {
	i := 1 + slices.IndexFunc(Formats, func(f Format) bool { return f.Name == evidence.FormatMLflow })
	return slices.Insert(slices.Clone(Formats), i, Store)
}

// Named is the format of a name as which a document may be read. Numbers of any
// name are metrics, if somebody says so: nobody else's file is to be told apart.
func Named(name string, d *document.Document) (Format, bool) {
	f, ok := format.Named(Formats, name)
	return f, ok && (f.Recognise(d) || name == FormatMetrics && mayBeMetrics(d))
}
