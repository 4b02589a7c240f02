package modelgate.lib.crowds_test

import data.modelgate.lib.crowds
import data.modelgate.lib.metrics
import data.modelgate.metrics as table

claims(n) := [{"metric": sprintf("%s_at_%d", [["ndcg", "map"][i % 2], i])} | some i in numbers.range(1, n)]

test_crowded if {
	not crowds.crowded(claims(table.shown))
	crowds.crowded(claims(table.shown + 1))
}

test_groups if {
	all := claims(40)
	{crowds.key(group) | some group in crowds.told(all)} == {"20 claims of map", "20 claims of ndcg"}
	crowds.rest(all) == []
	crowds.names(all) == `"map_at_1", "map_at_11", "map_at_13", …`
	crowds.names(array.slice(all, 0, 1)) == `"map_at_1"`
}

test_the_rest_is_told_together if {
	all := [{"metric": sprintf("m%dx", [i])} | some i in numbers.range(1, table.shown + 5)]
	count(crowds.told(all)) == table.shown
	count(crowds.rest(all)) == 5
}

test_plain_names[name] if {
	some name, plain in {"eval_macro F1 score": "f1", "ndcg@10": "ndcg", "map_at_1000": "map", "test mean": "testmean", "word error rate": "wer", "R² score": "r2", "r2_score": "r2", "R-squared": "r2"}
	metrics.plain(name) == plain
}

found(n) := {{"at": sprintf("a#/%03d", [i]), "key": sprintf("k%d", [i]), "message": sprintf("m%d", [i])} | some i in numbers.range(1, n)}

test_few if {
	crowds.few(found(table.shown)) == found(table.shown)
	told := crowds.few(found(table.shown + 30))
	count(told) == table.shown
	some finding in told
	finding == {"at": "a#/020", "key": "31 further", "message": "31 further findings like these; the first: m20"}
}
