package distribution

// repository is where the actions are.
const repository = "modelgate-dev/modelgate"

// jobToken is the default of the token inputs: the token of the job.
const jobToken = "${{ github.token }}"

// installation are the inputs of every action, which scripts/bootstrap.sh takes.
var installation = []Input{
	{Name: "install", Description: "How to install modelgate: binary (the release of this action, verified by the digest in release.lock), source (built with Go from the action's source), none (already on the runner), or auto (the first that works)", Default: "auto"},
	{Name: "binary-path", Description: "Path of a modelgate binary on the runner; its version must match the action's"},
	{Name: "download-base-url", Description: "Mirror of the release files, for GitHub Enterprise Server and networks without internet access; files must match the digests in release.lock", Default: "https://github.com/modelgate-dev/modelgate/releases/download"},
}

const usesOfToken = "Token to read the pull request and to write its comment, check run or status, if enabled"

// judgement are the outputs of a check.
var judgement = []Output{
	{"result", "allow, deny or undecided (rules timed out; run again); empty if the check could not run"},
	{"decision", "Decision in one sentence"},
	{"report", "Path of the JSON report"},
	{"sarif", "Path of the SARIF log"},
	{"summary", "Path of the Markdown summary"},
	{"findings", "Number of findings"},
	{"errors", "Number of errors"},
	{"warnings", "Number of warnings"},
	{"denied", "Number of models that failed"},
	{"models", "Checked models as a JSON matrix, {\"include\": [...]}, for fromJSON; each has model and decision; failed models first, at most 256"},
	{"enforcement", "advisory if no finding about a model can block, because of enforce in the configuration; otherwise blocking"},
	{"advisory", "Number of findings that would block without advisory mode"},
	{"baseline", "Number of old findings in the baseline"},
}

// Actions are the actions, in the order in which the pages show them. An action
// is added here, and nowhere else.
var Actions = []Action{
	{
		Title: "modelgate", Icon: "shield", Command: "check", Token: usesOfToken, Outputs: judgement,
		Description: "Checks changes to machine learning models: model cards, data cards, evaluation results and governance policies.",
	},
	gateAction("model-card", "file-text", "Checks the model cards of changed models: complete, well-formed and consistent with the evaluation results."),
	gateAction("data-compliance", "database", "Checks the data cards of changed models: legal basis, special categories, retention, transfers, source and license."),
	gateAction("evaluation", "bar-chart-2", "Checks the evaluation results of changed models against thresholds and the base branch, in exact decimals."),
	gateAction("policy", "book-open", "Checks changed models against governance policies, built in and your own, and reports edits to the rules."),
	{
		Name: "promote", Title: "modelgate promote", Icon: "git-merge", Command: "promote",
		Token: "Token with write access to the environment repository, such as that of a GitHub App; the job's own token cannot write to another repository",
		Outputs: []Output{
			{"commit", "Commit in the environment repository; empty if there was nothing to commit"},
			{"promoted", "Number of promoted models"},
			{"blocked", "Number of models that were approved but blocked, for example by a freeze"},
			{"tampered", "Number of models whose files in the environment differ from their records"},
			{"retry", "true if the promotion did not finish and running it again can help; a refusal by a branch protection is false"},
			{"denied", "Number of models with a deployment that failed the check"},
			{"models", "Promoted models as a JSON matrix, {\"include\": [...]}, for fromJSON; each has model and version, and with the input statements the directory of its statement"},
			{"requested", "Number of models in the pull request, if the environment takes pull requests"},
			{"pull-request", "URL of the pull request; empty without one"},
		},
		Description: "Commits the approved models of a merged commit to an environment repository, from which Argo CD or Flux deploys. Models that are already promoted are skipped.",
	},
	{
		Name: "verify", Title: "modelgate verify", Icon: "check-square", Command: "verify",
		Description: "Compares an environment repository with its promotion records and reports manual changes, and records that a change removes or rewrites.",
	},
	{
		Name: "report", Title: "modelgate report", Icon: "message-square", Command: "report", Token: usesOfToken,
		Description: "Publishes the JSON report of another run, for pull requests from forks, whose runs have a read-only token.",
	},
	{
		Name: "plan", Title: "modelgate plan", Icon: "grid", Command: "plan", Defaults: map[string]string{"output": "github"},
		Outputs: []Output{
			{"matrix", "Shards as a JSON matrix, {\"include\": [...]}, for fromJSON; each has shard, as_of and tip"},
			{"shards", "Number of shards"},
			{"as_of", "Time of the run, shared by all of its jobs"},
			{"tip", "Tip of the branch whose rules are in force, shared by all jobs of the run"},
		},
		Description: "Splits the models of a check into shards of about equal cost, for the jobs of a matrix.",
	},
	{
		Name: "merge", Title: "modelgate merge", Icon: "layers", Command: "merge", Token: usesOfToken, Outputs: judgement,
		Argument:    &Input{Name: "reports", Description: "Directory with the JSON reports of all shards", Required: true},
		Description: "Merges the reports of all shards into one decision, the same as that of a single check.",
	},
	{
		Name: "doctor", Title: "modelgate doctor", Icon: "activity", Command: "doctor",
		Token:       "Token with read access to the repository's settings, such as that of a GitHub App with administration:read; settings that it cannot read are reported as unknown",
		Description: "Checks a repository's setup for ways to bypass the gate: workflows, rulesets, required checks, CODEOWNERS, merge queue, pinning.",
	},
	{
		Name: "setup", Title: "modelgate setup", Icon: "download", Command: "version", Setup: true,
		Without:     map[string]string{"json": "the log shows it to people"},
		Outputs:     []Output{{"path", "Directory of the program, which later steps have on PATH"}},
		Description: "Puts the verified modelgate of this action on PATH, for later steps that run its commands themselves.",
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
	"adopt":                 "it writes a file of .modelgate, which a person commits",
	"inspect":               "it is for authors of cards, at a terminal",
	"schema":                "it is for editors, at a terminal",
	"rules":                 "it is for reading, at a terminal",
	"init":                  "it creates the workflows",
	"evaluation":            "it groups other commands",
	"evaluation ratchet":    "it writes a file of .modelgate, which a person commits",
	"evaluation import":     "it is for users who move from another tool, at a terminal",
	"env":                   "it holds commands",
	"env rollback":          "it is for a person on call, at a terminal or in a workflow of their own",
	"env hold":              "it is for a person on call, at a terminal or in a workflow of their own",
	"env unhold":            "it is for a person on call, at a terminal or in a workflow of their own",
	"env retire":            "it is for a person on call, at a terminal or in a workflow of their own",
	"env advance":           "it is promote for several environments, in a scheduled workflow of your own",
	"env adopt":             "it is for a first adoption, at a terminal",
	"env approve":           "it is for a person with a key, at a terminal",
	"env health":            "it is one step in a workflow of your own, after a check of what is deployed",
	"env attest":            "it is for the rotation of a key, at a terminal or in a workflow of your own",
	"env diff":              "it is one step in a workflow of your own, which can read the environment repository",
	"env status":            "it is for reading, at a terminal",
	"env history":           "it is for reading, at a terminal",
	"env show":              "it is for reading, at a terminal",
	"env target":            "it holds commands",
	"env target test":       "it is one step in a workflow of the environment repository",
	"data":                  "it holds commands",
	"policy":                "it holds commands",
	"policy test":           "every check of a change to .modelgate runs the tests",
	"policy new":            "it drafts documents, at a terminal",
	"policy preview":        "the report of every check of a change to .modelgate has the preview",
	"policy explain":        "it is for reading, at a terminal",
	"policy lint":           "it is for authors of rules, at a terminal or in a workflow of their own",
	"policy fmt":            "it edits the author's working tree",
	"policy docs":           "it writes a page of the author's working tree",
	"policy input":          "it is for reading, at a terminal",
	"policy lock":           "it writes a file of .modelgate, which a person or a scheduled workflow of your own commits",
	"policy bundle":         "it is one step in a workflow of the policy repository",
	"policy sign":           "it is one step in a workflow of the policy repository",
	"policy verify":         "it is one step in a workflow of your own",
	"policy diff":           "it is for reading, at a terminal or in a workflow of your own",
	"waiver":                "its list is for reading, at a terminal or in a workflow of your own",
	"waiver list":           "it is for reading, at a terminal or in a workflow of your own",
	"data lineage":          "it is for reading, at a terminal",
	"data matrix":           "it writes a paper, at a terminal or in a workflow of your own",
	"data ropa":             "it writes a paper, at a terminal or in a workflow of your own",
	"data summary":          "it writes a paper, at a terminal or in a workflow of your own",
	"demo":                  "it uses sample repositories of its own",
	"fix":                   "it edits the author's working tree",
	"new":                   "it drafts documents, at a terminal",
	"new card":              "it drafts documents, at a terminal",
	"new data":              "it drafts documents, at a terminal",
	"new evaluation-policy": "it drafts documents, at a terminal",
	"new waiver":            "it drafts documents, at a terminal",
}
