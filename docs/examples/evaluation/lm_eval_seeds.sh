# lm_eval ... --seed 1 --output_path runs/1, and so on for each seed; then:
jq -s '{apiVersion: "modelgate.dev/v1", kind: "EvaluationResults", results: [
  [.[].results | to_entries[] | .key as $task | .value | to_entries[]
   | select((.key | contains(",")) and (.key | contains("_stderr") | not) and (.value | type == "number"))
   | {task: $task, metric: (.key | split(",")[0]), filter: (.key | split(",")[1]), value}]
  | group_by([.task, .metric, .filter])[]
  | {metric: .[0].metric, task: .[0].task, variant: {filter: .[0].filter}, value: (map(.value) | add / length)}
    + if length > 1 then {runs: map(.value)} else {} end]}' runs/*/*/results_*.json > evaluation/results.json
