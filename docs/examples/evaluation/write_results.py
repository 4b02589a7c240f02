import datetime, hashlib, json


def write_results(path, model_file, dataset, y_true, y_pred, groups={}, more=()):
    def share(rows):
        return {"value": sum(t == p for t, p in rows) / len(rows), "n": len(rows), "k": sum(bool(t == p) for t, p in rows)}
    rows = list(zip(y_true, y_pred, strict=True))
    accuracy = {"metric": "accuracy", "unit": "proportion", "direction": "higher", **share(rows), "groups": {
        name: {str(g): share([r for r, x in zip(rows, of, strict=True) if x == g]) for g in set(of)} for name, of in groups.items()}}
    with open(model_file, "rb") as model, open(path, "w") as out:
        json.dump({"apiVersion": "modelgate.dev/v1", "kind": "EvaluationResults",
                   "model_digest": "sha256:" + hashlib.sha256(model.read()).hexdigest(),
                   "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
                   "dataset": dataset, "results": [accuracy, *more]}, out, indent=1, sort_keys=True)
