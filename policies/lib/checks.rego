# METADATA
# title: Checks of evaluation results
# description: Texts about a threshold and the evidence it was compared with.
package modelgate.lib.checks

# blocking are the checks whose answer may deny; a threshold can ask for less.
blocking contains check if {
	some check in input.head.checks
	not check.severity in {"warn", "info"}
}

# The reasons of an error, by the rule that speaks of them. evaluation/value_not_finite
# speaks of every other.
missing := {"missing", "elsewhere", "vanished", "only_claimed", "slice_missing", "ambiguous", "baseline_missing", "baseline_stale", "not_comparable"}

contradictions := {"out_of_range", "scale_changed", "unit_mismatch", "direction_conflict"}

unfit := {"empty", "belied", "shows_less", "wrong_format", "wrong_dataset", "unlisted", "unbound", "no_commit", "stale", "partial", "failed", "cached", "on_training", "tuned", "reused", "unreadable"}

known(check) if {
	check.verdict == "error"
	check.reason in (((missing | contradictions) | unfit) | {"too_many"})
}

# number shows a number of a check: at most 4 significant digits, unless it would then
# be the same as the number beside it. What is no plain number is quoted.
number(text, beside) := text if {
	regex.match(`^-?[0-9]{1,15}(\.[0-9]{1,15})?%$`, text)
} else := sprintf("%q", [text]) if {
	not _plain(text)
} else := short if {
	short := _short(text)
	not _meets(short, beside)
} else := text

_plain(text) if regex.match(`^-?[0-9]{1,15}(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?$`, text)

# A number that is rounded looks like another that it is not.
_meets(short, beside) if {
	_plain(beside)
	to_number(short) == to_number(_short(beside))
}

_short(text) := text if {
	count(trim_left(replace(regex.replace(text, `[eE].*$`, ""), ".", ""), "-+0")) <= 4
} else := text if {
	not contains(text, ".")
} else := sprintf("%.0f", [to_number(text)]) if {
	abs(to_number(text)) >= 1000
} else := sprintf("%.4g", [to_number(text)])

# subject names the metric, the slice unless it is the whole, and what it is a part of.
subject(check) := _sliced(check) if {
	check.part == ""
} else := sprintf("%s of %s", [_sliced(check), check.part])

_sliced(check) := sprintf("%q", [check.metric]) if {
	check.slice == ""
} else := sprintf("%q %s", [check.metric, check.slice]) if {
	check.bound == "disparity"
} else := sprintf("%q on slice %q", [check.metric, check.slice])

# defined is the related place of a finding: where the bound stands.
defined(check) := [{"at": check.defined, "message": sprintf("threshold %q", [check.threshold])}]

# like names the result that was probably meant.
like(check) := sprintf("; did you mean %q?", [check.near]) if {
	check.near != ""
} else := ""

# cached says which results of the model DVC keeps, and what to do.
cached := sprintf("; DVC keeps %s out of git: set cache: false for it in dvc.yaml, and commit it", [concat(", ", [item.value | some item in input.head.cached_results])]) if {
	count(input.head.cached_results) > 0
} else := ""

# kept_at are the places where those results are declared.
kept_at := [{"at": item.at, "message": sprintf("DVC keeps %s", [item.value])} | some item in input.head.cached_results]

# tested is what statistics say, where they decided.
tested(check) := sprintf(" (%s)", [check.detail]) if {
	check.mode in {"catch", "prove"}
} else := ""
