package finder

import "github.com/modelgate-dev/modelgate/internal/finding"

// Rules is the catalogue of this package: what can keep a file from being evidence.
func Rules() []finding.Rule {
	rule := func(id, title, description, remediation string, severity finding.Severity) finding.Rule {
		return finding.Rule{ID: id, Title: title, Description: description, Remediation: remediation, Scope: finding.ScopeModel,
			Severity: finding.Always(severity), Waivable: false, Origin: finding.BuiltIn, Sources: []string{"The formats that this project reads: docs/usage.md"}}
	}
	waivable := func(r finding.Rule) finding.Rule {
		r.Waivable = true
		return r
	}
	repository := func(r finding.Rule) finding.Rule {
		r.Scope = finding.ScopeRepository
		return r
	}
	return []finding.Rule{
		rule("evidence/not_a_file", "Evidence is not a regular file", "A document must be a regular file. Symbolic links, submodules and other entries are not followed, because they can point anywhere.",
			"Commit the document itself, as a regular file.", finding.Error),
		rule("evidence/duplicate_data_card", "Dataset with two data cards", "A dataset must have only one data card. Two cards can contradict each other, and one of them would be silently ignored.",
			"Keep one card for each dataset.", finding.Error),
		rule("evidence/rival_file", "Duplicate files", "A model must have one manifest and a limited number of Markdown cards. Additional files are not read.",
			"Keep one manifest, modelgate.yaml, and one README.md or MODEL_CARD.md.", finding.Error),
		repository(rule("evidence/unreadable_path", "Path that cannot be read", "A path must be valid UTF-8, and each part must be a valid file name. Otherwise, the file would be silently ignored.",
			"Rename the file.", finding.Error)),
		repository(rule("evidence/outside_models", "Model outside the configured globs", "Model cards, manifests and weights must be in a directory that the configuration covers. Others are not checked and not promoted.",
			"Move the model, or add its directory to models or ignore in .modelgate/config.yaml.", finding.Warning)),
		repository(rule("evidence/ignored_model", "Model in an ignored directory", "A file that the change adds or edits looks like part of a model in a directory that the configuration ignores. It is not checked.",
			"If it is not a model, no action is needed. Otherwise, remove its directory from `ignore` in .modelgate/config.yaml.", finding.Note)),
		repository(rule("evidence/model_hidden", "Model moved out of sight", "A model of the base must not move to a directory in which no model is looked for, such as vendor/, testdata/ or .github/. It is no longer checked there.",
			"Move the model to another directory, or remove it.", finding.Error)),
		repository(rule("evidence/model_torn", "Model torn apart", "A model of the base whose card and weights are in two directories is checked at their common parent. A change must not tear it apart: its parts would be other models after the merge, and the rules that name it would apply to none.",
			"Keep the card and the weights where one model is found, or name the model under `models` in .modelgate/config.yaml first.", finding.Error)),
		repository(rule("evidence/passed_over", "README metadata without a model", "A README has the metadata of a model or a dataset, but is not the card of any model. Its metadata has no effect.",
			"Move the metadata to the model's card or to a data card. To have the directory checked as a model, add a modelgate.yaml.", finding.Note)),
		repository(rule("evidence/possible_card", "Possible model card not checked", "A file that reads or is named like a model card should be the card of a model. Otherwise, what it states is not checked.",
			"For a model card, write the line that the note names. For another document, no action is needed.", finding.Note)),
		repository(rule("evidence/glob_matches_nothing", "Glob that matches no model", "The configuration refers to models that do not exist, usually because of a typo. These settings have no effect.",
			"Fix the glob, or remove it.", finding.Warning)),
		rule("evidence/not_recognised", "Unrecognized format", "A file in a location for evidence must have a supported format. Otherwise, it would be silently ignored.",
			"Use a supported format, or move the file out of the evidence locations (evaluations and data_cards in .modelgate/config.yaml).", finding.Warning),
		rule("evidence/malformed", "Malformed evaluation results", "An evaluation results file must follow its format. If a part is missing, has the wrong type or contradicts another part, some results would be silently ignored.",
			"Generate the file again with its tool, or fix the reported location.", finding.Error),
		waivable(rule("evidence/contradiction", "Contradictory results", "A summary must follow from the rows, classes, cases or counts in the same file, and no part may be larger than the whole. Otherwise, the better of two numbers would decide.",
			"Generate the file again with the tool that wrote it. Do not edit results by hand.", finding.Error)),
	}
}
