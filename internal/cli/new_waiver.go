package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/schemas"
	"github.com/spf13/cobra"
)

func newWaiver(env *Env) *cobra.Command {
	var f newFlags
	cmd := &cobra.Command{
		Use:   "waiver",
		Short: "Create a waiver for a finding",
		Example: `  modelgate new waiver --rule card/section_missing --model models/churn --owner governance-board \
    --reason "The study is due with the next release." --expires 2027-01-15

  modelgate new waiver --from report.json --fingerprint 0123456789abcdef0123456789abcdef \
    --owner governance-board --reason "The study is due with the next release." --expires 2027-01-15 --stdout`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			repo, tree, cfg, err := env.beginIn(cmd.Context(), f)
			if err != nil {
				return err
			}
			defer tree.Close()
			if err := noneEmpty(cmd, "key", "ticket", "author", "approver", "review"); err != nil {
				return err
			}
			document, err := env.waiver(cmd.Context(), f.waiver, tree, cfg, f.stdout)
			if errors.Is(err, errSame) {
				return nil
			}
			if err != nil {
				return err
			}
			return env.writeBegun(cmd.Context(), repo, tree, f, []begun{document})
		},
	}
	newCommonFlags(cmd, &f)
	appendFlag(cmd, &f)
	w := &f.waiver
	for _, flag := range []struct {
		p           *string
		name, usage string
	}{
		{&w.rule, "rule", "waive a finding of rule `ID`"}, {&w.model, "model", "waive a finding of the model in `DIR`"},
		{&w.key, "key", "waive only the finding with `KEY`, as policy explain and the JSON report show it (default: every finding of the rule)"},
		{&w.owner, "owner", "name `TEAM` as the owner of the waiver"}, {&w.reason, "reason", "explain in `TEXT` why the finding is acceptable (at least 10 characters)"},
		{&w.expires, "expires", "end the waiver after `DATE` (YYYY-MM-DD)"}, {&w.ticket, "ticket", "record `TICKET`, the issue or change record of the waiver"},
		{&w.author, "author", "record `PERSON` who requests the waiver, such as @ann"}, {&w.approver, "approver", "record `PERSON` who accepts the waiver, such as @bob"},
		{&w.review, "review", "review the waiver by `DATE` (YYYY-MM-DD)"}, {&w.id, "id", "set the waiver's `ID` (default: W- and today's date)"},
		{&w.from, "from", "read the finding from the JSON report `FILE`"}, {&w.fingerprint, "fingerprint", "waive the finding with `FINGERPRINT`; with --from, rule and model are filled in"},
	} {
		cmd.Flags().StringVar(flag.p, flag.name, "", flag.usage)
	}
	return cmd
}

// errSame says that the configuration has a waiver already.
var errSame = errors.New("there is such a waiver")

// repeats reports whether a waiver of the configuration states all that the flags state, but
// for its day of creation. One that gets an id of its own is another one.
func (f waiverFlags) repeats(w config.Waiver) bool {
	return (f.id == "" || f.id == w.ID) && !w.Pointer && f.rule == w.Rule && f.model == w.Model && f.key == w.Key && f.fingerprint == w.Fingerprint && f.owner == w.Owner &&
		f.reason == w.Reason && f.expires == w.Expires && f.ticket == w.Ticket && f.author == w.Author && f.approver == w.Approver && f.review == w.Review
}

// waiver is a file with one waiver in it; errSame, and a notice, if the configuration has it.
// To standard output it is written all the same.
func (e *Env) waiver(ctx context.Context, f waiverFlags, tree source.Tree, cfg config.Config, stdout bool) (begun, error) {
	if f.from != "" {
		if f.fingerprint == "" {
			return begun{}, usage("--from requires --fingerprint, the finding to waive")
		}
		if err := e.findWaived(&f); err != nil {
			return begun{}, err
		}
	}
	for _, owed := range []struct{ name, value string }{{"rule", f.rule}, {"model", f.model}, {"owner", f.owner}, {"reason", f.reason}, {"expires", f.expires}} {
		if strings.TrimSpace(owed.value) == "" {
			return begun{}, usage("a waiver requires --rule, --model, --owner, --reason and --expires; --%s is missing", owed.name)
		}
	}
	if err := f.needed(cfg.WaiverNeeds); err != nil {
		return begun{}, err
	}
	today := e.Now().UTC().Format(time.DateOnly)
	if day, err := time.Parse(time.DateOnly, f.expires); err != nil || day.Format(time.DateOnly) < today {
		return begun{}, usage("invalid value %q for --expires: use YYYY-MM-DD, today or later", f.expires)
	}
	if f.model = strings.TrimSuffix(filepath.ToSlash(f.model), "/"); len(tree.Under(f.model)) == 0 {
		return begun{}, usage("invalid value %q for --model: use the directory of a model, as in reports", f.model)
	}
	rules, err := gate.Catalogue(ctx, source.Base{Tree: tree})
	if err != nil {
		return begun{}, err
	}
	if _, err := one(rules, f.rule); err != nil {
		return begun{}, err
	}
	if f.key != "" {
		e.warnOfKey(ctx, f, tree)
	}
	for _, w := range cfg.Waivers {
		if !stdout && f.repeats(w) && w.Expires >= today {
			fmt.Fprintf(e.Stderr, "modelgate: waiver %q is the same: nothing was added\n", w.ID)
			return begun{}, errSame
		}
		if w.Rule == f.rule && w.Model == f.model && !w.Pointer && (w.Key == "" || w.Key == f.key) && (w.Fingerprint == "" || w.Fingerprint == f.fingerprint) && w.Expires >= today {
			fmt.Fprintf(e.Stderr, "modelgate: warning: waiver %q already covers these findings until %s\n", w.ID, w.Expires)
		}
	}
	taken := func(id string) bool {
		return slices.ContainsFunc(cfg.Waivers, func(w config.Waiver) bool { return w.ID == id })
	}
	if f.id == "" {
		f.id = free("W-"+today, taken)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "- id: %s\n  rule: %s\n  model: %s\n", document.Quoted(f.id), document.Quoted(f.rule), document.Quoted(f.model))
	if f.key != "" {
		fmt.Fprintf(&b, "  key: %s\n", document.Quoted(f.key))
	}
	if f.fingerprint != "" {
		fmt.Fprintf(&b, "  fingerprint: %s\n", document.Quoted(f.fingerprint))
	}
	fmt.Fprintf(&b, "  owner: %s\n  reason: %s\n", document.Quoted(f.owner), document.Quoted(f.reason))
	for _, more := range []struct{ key, value string }{{"ticket", f.ticket}, {"author", f.author}, {"approver", f.approver}, {"review", f.review}} {
		if more.value != "" {
			fmt.Fprintf(&b, "  %s: %s\n", more.key, document.Quoted(more.value))
		}
	}
	fmt.Fprintf(&b, "  created: %s # review\n  expires: %s\n", document.Quoted(today), document.Quoted(f.expires))
	text := schemas.Line(schema.Waivers) + "# Drafted by modelgate new. It takes effect once it is merged.\napiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers:\n" + indented([]string{b.String()})
	d, _ := document.Parse(config.WaiversPath, []byte(text))
	problems, err := schema.Validate(schema.Waivers, d)
	if err != nil {
		return begun{}, err
	}
	for _, p := range problems {
		flag := p.At.Pointer[strings.LastIndex(p.At.Pointer, "/")+1:]
		return begun{}, usage("invalid value for --%s: %s", flag, strings.TrimPrefix(p.Message, p.At.Pointer+": "))
	}
	return begun{path: config.WaiversPath, text: text, list: "/waivers", items: []string{b.String()}}, nil
}

// needed refuses a waiver without what waivers.require in config.yaml names.
func (f waiverFlags) needed(needs []string) error {
	for _, need := range needs {
		for _, flag := range []struct{ need, name, value, hint string }{
			{"key", "key", f.key + f.fingerprint, ": policy explain shows the keys; or pass --from and --fingerprint"}, {"ticket", "ticket", f.ticket, "; for example, --ticket GRC-4711"},
			{"approver", "author", f.author, "; for example, --author @ann"}, {"approver", "approver", f.approver, "; for example, --approver @bob"},
			{"review", "review", f.review, "; for example, --review 2026-12-31"},
		} {
			if flag.need == need && strings.TrimSpace(flag.value) == "" {
				return usage("waivers.require in config.yaml requires %q of a waiver; --%s is missing%s", need, flag.name, flag.hint)
			}
		}
	}
	return nil
}

// maxKeys is the most keys that a warning lists.
const maxKeys = 5

// warnOfKey says so if no finding has the key of a waiver now. The waiver is written all the
// same: the finding may come later. Of what needs a change or a review, nothing is known.
func (e *Env) warnOfKey(ctx context.Context, f waiverFlags, tree source.Tree) {
	check := gate.Recheck(tree, "", e.Now())
	check.Deadline = e.RulesDeadline
	x, err := gate.Explain(ctx, check, f.rule, f.model)
	switch {
	case errors.Is(err, gate.ErrNoExplanation):
		why := strings.TrimPrefix(err.Error(), gate.ErrNoExplanation.Error()+": ")
		fmt.Fprintf(e.Stderr, "modelgate: warning: the key %q was not compared with findings: %s\n", f.key, visible(why))
	case err != nil:
		fmt.Fprintf(e.Stderr, "modelgate: warning: could not check whether a finding has the key %q: %s\n", f.key, visible(err.Error()))
	case !x.NoBase && !x.NoReview && !x.NoTarget:
		if words := withoutKey(x, f.key); words != "" {
			fmt.Fprintf(e.Stderr, "modelgate: warning: no finding of %s about %s has the key %q now; %s\n", f.rule, visible(f.model), f.key, words)
		}
	}
}

// withoutKey are the keys of findings in words, "" if the key is one of them.
func withoutKey(x gate.Explained, key string) string {
	var keys []string
	for _, j := range x.Findings {
		if j.Key == key {
			return ""
		}
		if j.Key != "" {
			keys = append(keys, strconv.Quote(j.Key))
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	switch more := len(keys) - maxKeys; {
	case len(keys) == 0:
		return "none of its findings has a key"
	case more > 0:
		return fmt.Sprintf("keys: %s and %d more", strings.Join(keys[:maxKeys], ", "), more)
	}
	return "keys: " + strings.Join(keys, ", ")
}

// free is a name that is not taken: the one that is wished, or one with a number.
func free(name string, taken func(string) bool) string {
	out := name
	for n := 2; taken(out); n++ {
		out = fmt.Sprintf("%s-%d", name, n)
	}
	return out
}
