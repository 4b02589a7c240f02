package cards

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestOwnScripts: a script that the text says is next to the card.
func TestOwnScripts(t *testing.T) {
	d, _ := document.Parse("m/README.md", []byte("## Training\n\nThe script is in this current repository: `train_it.py`.\n\nSee `other.py` of `x`.\n"))
	got := scriptsOf(passage.SentencesIn(d))
	if len(got) != 1 || got[0].Path != "train_it.py" || got[0].State != evidence.NotLooked {
		t.Errorf("got %v", got)
	}
}

// TestNamedFiles: files that the text names next to the card, or a command runs, and near misses.
func TestNamedFiles(t *testing.T) {
	const list = "| File |\n|---|\n| [sorter.Q4.gguf](sorter.Q4.gguf) |\n| [sorter.Q8.gguf](sorter.Q8.gguf) |\n\n"
	run := func(command string) string { return list + "```shell\n" + command + "\n```\n" }
	for page, want := range map[string]string{
		"We use instructions in `instruction_sets.json`. It is new.":                 "instruction_sets.json not found",
		"We use instructions in `instruction_sets.json`":                             "instruction_sets.json not found",
		"We use instructions in `instructions.json`.":                                "instructions.json found",
		"We use instructions in `tasks.json`.":                                       "tasks.json outside",
		"We use instructions in `instruction_list.yaml`.":                            "instruction_list.yaml outside",
		"We use instructions in `instruction_other.json`.":                           "instruction_other.json outside", // it is below
		"We use instructions in the dataset's `instruction_sets.json`.":              "",
		"The script writes the results to `instruction_sets.json`.":                  "",
		"See `tokenizer_config.json`, and the settings in `generation_config.json`.": "",
		"See `instruction_sets.json.gz`, or `a/instruction_sets.json`.":              "",
		run("./main -ngl 32 -m sorter.ggmlv3.q4.bin -n -1"):                          "sorter.ggmlv3.q4.bin not found",
		run("./main -ngl 32 -m sorter.Q4.gguf -n -1"):                                "",
		run("./main -m sorter.new.gguf\nwget https://a.org/sorter.new.gguf"):         "",
		run("./main -m other-model.gguf"):                                            "",
		run("./main -m models/sorter.q4.bin"):                                        "",
		"```shell\n./main -m sorter.q4.bin\n```\n":                                   "",
	} {
		files := fstest.MapFS{"m/instructions.json": {}, "m/sub/instruction_other.json": {}, "m/README.md": {}}
		d, _ := document.Parse("m/README.md", []byte("## Use\n\n"+page+"\n"))
		c := evidence.Card{Path: "m/README.md", Files: namedFiles(d, passage.SentencesIn(d))}
		Resolve(&c, sourcetest.Tree("head", files))
		var got []string
		for _, f := range c.Files {
			got = append(got, fmt.Sprintf("%s %s", f.Path, map[evidence.LinkState]string{evidence.Found: "found", evidence.NotFound: "not found", evidence.Outside: "outside"}[f.State]))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", page, got, want)
		}
	}
}
