package distribution

// repository is where the actions are.
const repository = "modelgate-dev/modelgate"

// jobToken is the default of the token inputs: the token of the job.
const jobToken = "${{ github.token }}"

// installation are the inputs of every action, which scripts/bootstrap.sh takes.
var installation = []Input{
	{Name: "install", Description: "How modelgate gets to the runner: binary (the release that this action is part of, by the digest in release.lock), source (built from the action's own tree by go), none (one that is there already), or auto (the first of them that can be had)", Default: "auto"},
	{Name: "binary-path", Description: "A modelgate that is on the runner already; it must be of the action's version"},
	{Name: "download-base-url", Description: "A mirror of the release files, for GitHub Enterprise Server and networks without a way out; what it serves must have the digests in release.lock", Default: "https://github.com/modelgate-dev/modelgate/releases/download"},
}

const usesOfToken = "Token with which the pull request is read, and with which its comment, check run or status is written where that is asked for"

// judgement are the outputs of a check.
var judgement = []Output{
	{"result", "allow, deny or undecided (rules ran out of time: run it again); empty if nothing could be judged"},
	{"decision", "The decision, as a sentence"},
	{"report", "Path of the JSON report"},
	{"sarif", "Path of the SARIF log"},
	{"summary", "Path of the Markdown summary"},
	{"findings", "Number of findings"},
	{"errors", "Number of findings that are errors"},
	{"warnings", "Number of findings that are warnings"},
	{"denied", "Number of models that are denied"},
	{"models", "The judged models as a JSON matrix, {\"include\": [...]}, for fromJSON; each has model and decision, denied ones first, at most 256"},
}

// Actions are the actions, in the order in which the pages show them. An action
// is added here, and nowhere else.
var Actions = []Action{
	{
		Title: "modelgate", Icon: "shield", Command: "check", Token: usesOfToken, Outputs: judgement,
		Description: "Gates changes to machine-learning models: model cards, data cards, evaluation results and governance policies.",
	},
	gateAction("model-card", "file-text", "Judges the model cards of the models that a change touches: complete, well-formed, and in agreement with the evaluation results."),
	gateAction("data-compliance", "database", "Judges the data cards of the models that a change touches: legal basis, special categories, retention, transfers, source and licence."),
	gateAction("evaluation", "bar-chart-2", "Judges the evaluation results of the models that a change touches, against thresholds and against the base, in exact decimals."),
	gateAction("policy", "book-open", "Judges the models that a change touches by the governance policies, built in and your own, and reports edits of the rules themselves."),
	{
		Name: "promote", Title: "modelgate promote", Icon: "git-merge", Command: "promote",
		Token: "Token that may write to the environment repository, such as that of a GitHub App; the job's own token cannot write to another repository",
		Outputs: []Output{
			{"commit", "The commit in the environment repository; empty if there was nothing to commit"},
			{"promoted", "Number of models that were promoted"},
			{"blocked", "Number of models that were approved and not promoted, such as in a freeze"},
			{"tampered", "Number of models whose files in the environment are not what their records state"},
			{"retry", "true if the promotion did not finish and running it again can help; a refusal by a branch protection is false"},
			{"denied", "Number of models that ask for a deployment and were denied"},
			{"models", "The promoted models as a JSON matrix, {\"include\": [...]}, for fromJSON; each has model and version"},
		},
		Description: "Commits the approved models of a merged commit to an environment repository, from which Argo CD or Flux deploys. What is there already is not promoted again.",
	},
	{
		Name: "verify", Title: "modelgate verify", Icon: "check-square", Command: "verify",
		Description: "Compares an environment repository with its records: what somebody changed by hand, and records that a change removes or rewrites.",
	},
	{
		Name: "report", Title: "modelgate report", Icon: "message-square", Command: "report", Token: usesOfToken,
		Description: "Shows the recorded report of another run. It renders everything anew from the JSON: the companion of a gate that runs for forks with a read-only token.",
	},
	{
		Name: "plan", Title: "modelgate plan", Icon: "grid", Command: "plan", Defaults: map[string]string{"output": "github"},
		Outputs: []Output{
			{"matrix", "The shards as a JSON matrix, {\"include\": [...]}, for fromJSON; each has shard and as_of"},
			{"shards", "Number of shards"},
			{"as_of", "Time of the run, which all of its jobs share"},
		},
		Description: "Shares the models of a check out to several jobs of a matrix, of about equal cost.",
	},
	{
		Name: "merge", Title: "modelgate merge", Icon: "layers", Command: "merge", Token: usesOfToken, Outputs: judgement,
		Argument:    &Input{Name: "reports", Description: "Directory with the JSON reports of all shards", Required: true},
		Description: "Joins the reports of all shards into one decision, the same that a single check makes.",
	},
	{
		Name: "doctor", Title: "modelgate doctor", Icon: "activity", Command: "doctor",
		Token:       "Token that may read the repository's settings, such as that of a GitHub App with administration: read; what it may not read is reported as unknown",
		Description: "Says what of a repository's set-up lets the gate be passed by: workflows, rulesets, required checks, CODEOWNERS, merge queue, pinning.",
	},
}

func gateAction(gate, icon, description string) Action {
	return Action{
		Name: gate, Title: "modelgate " + gate, Icon: icon, Command: "check", Gate: gate, Token: usesOfToken, Outputs: judgement, Description: description,
		Without: map[string]string{"gate": "the action is one gate"},
	}
}

// withoutAction are the commands that have no action, with the reason.
var withoutAction = map[string]string{
	"inspect":               "it is for whoever writes a card, at a terminal",
	"rules":                 "it is for reading, at a terminal",
	"init":                  "it writes the workflows in the first place",
	"evaluation":            "it holds commands",
	"evaluation ratchet":    "it writes a file of .modelgate, which is for a person to propose",
	"evaluation import":     "it is for whoever moves here from another tool, at a terminal",
	"env":                   "it holds commands",
	"env rollback":          "it is for a person on call, at a terminal or in a workflow of their own",
	"env hold":              "it is for a person on call, at a terminal or in a workflow of their own",
	"env unhold":            "it is for a person on call, at a terminal or in a workflow of their own",
	"env retire":            "it is for a person on call, at a terminal or in a workflow of their own",
	"env advance":           "it is promote for several environments, in a scheduled workflow of your own",
	"env adopt":             "it is for whoever moves here, at a terminal",
	"env status":            "it is for reading, at a terminal",
	"env history":           "it is for reading, at a terminal",
	"env show":              "it is for reading, at a terminal",
	"demo":                  "it shows the whole line on repositories of its own",
	"version":               "the bootstrap script asks it",
	"fix":                   "it edits the working tree of whoever writes a card",
	"new":                   "it begins documents, at a terminal",
	"new card":              "it begins documents, at a terminal",
	"new data":              "it begins documents, at a terminal",
	"new evaluation-policy": "it begins documents, at a terminal",
	"new waiver":            "it begins documents, at a terminal",
}
