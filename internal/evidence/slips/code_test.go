package slips

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestCodeSlips: what code shows to be wrong with itself or with the text above it, and near misses.
func TestCodeSlips(t *testing.T) {
	code := func(lines ...string) string { return "```python\n" + strings.Join(lines, "\n") + "\n```\n" }
	for page, want := range map[string]string{
		code("pipe(p, do_sample=False, temperature=0.7)"):                                                                          "argument do_sample=False|temperature=0.7",
		code("pipe(p, do_sample=False, temperature=0.0)", "pipe(p, temperature=0.7)"):                                              "",
		code(`args = {"do_sample": False, "top_p": 1.0}`):                                                                          "",
		"It is enabled by setting `chunk_length_s=30` when it starts. It can do more.\n\n" + code("p(chunk_length_s=300)"):         "argument chunk_length_s=300|chunk_length_s=30",
		"It is enabled by setting `chunk_length_s=30`.\n\n" + code("p(chunk_length_s=30)"):                                         "",
		"It is enabled by setting `chunk_length_s=30`.\n\n## B\n\n" + code("p(chunk_length_s=20)"):                                 "",
		"## A\n\nSetting the task to \"translate\" makes it so.\n\n### B\n\n" + code("p(task=\"transcribe\")"):                     "argument task=\"transcribe\"|Setting the task to \"translate\"",
		"## A\n\nSetting the task to \"translate\" makes it so.\n\n## B\n\n" + code("p(task=\"transcribe\")"):                      "",
		code(`p = pipeline(task="image-segmentation", model="a/b")`, "r = p(x)", `r["depth"]`):                                     "argument image-segmentation|r[\"depth\"]",
		code(`p = pipeline(task="depth-estimation", model="a/b")`, "r = p(x)", `r["depth"]`):                                       "",
		code(`p = pipeline("custom-task", model="a/b")`, "r = p(x)", `r["depth"]`):                                                 "",
		code(`lbl2idx = {"B": 0, "I": 2, "O": 1}`, `idx2label = {0: "B", 1: "I", 2: "O"}`):                                         "labels idx2label 1: I|I: 2",
		code(`lbl2idx = {"B": 0, "I": 1, "O": 2}`, `idx2label = {0: "B", 1: "I", 2: "O"}`):                                         "",
		code(`lbl2idx = {"B": 0, "I": 1}`, `idx2label = {0: "B", 1: "I", 2: "O"}`):                                                 "",
		code("python serve_model.py \\", "  inference.port=1424") + "\nThen:\n\n" + code("python annotate.py \\", "  --port=1442"): "argument port 1442|port 1424 of the server",
		code("python serve_model.py \\", "  inference.port=1424") + "\nThen:\n\n" + code("python annotate.py --port=1424"):         "",
		code("python serve_model.py --port 1424", "vllm serve a/b --port 8000"):                                                    "",
		code("timm.create_model('a', num_classes=1000,  # remove classifier nn.Linear", ")"):                                       "argument num_classes=1000|# remove classifier nn.Linear",
		code("timm.create_model('a', num_classes=0,  # remove classifier nn.Linear", ")"):                                          "",
		code("timm.create_model('a', num_classes=10,  # new classifier", ")"):                                                      "",
		code(`p = model.predict_proba(sample)[0, 0]  # probability of class "1"`):                                                  "argument column 0 of predict_proba|class 1",
		code(`p = model.predict_proba(sample)[:, 1]  # of class 0`):                                                                "argument column 1 of predict_proba|class 0",
		code(`p = model.predict_proba(sample)[0, 1]  # probability of class "1"`):                                                  "",
		code(`p = model.predict_proba(sample)[:, 0]  # 1 - class 0`):                                                               "",
		code(`p = model.predict_proba(sample)[:, 0]`, `# class 1`):                                                                 "",
		code(`p = model.predict_proba(sample)[:, 0]  # class 10`):                                                                  "",
		code("# 8 articles to be ranked", "articles = [", "\t\"A, b: [c]\",", "\t'd',", "]"):                                       "argument # 8 articles to be ranked|a list of 2",
		code("# 2 articles to be ranked", "articles = [", "\t\"A, b: [c]\",", "\t'd',", "]"):                                       "",
		code("# 8 articles", "articles = [\"a\", \"b\", ...]"):                                                                     "",
		code("# 8 articles", "articles = [\"a\"", "\"b\", \"c\"]"):                                                                 "",
		code("# 8 articles", "articles = [load(1), \"b\"]"):                                                                        "",
		code("# 8 sentences per batch", "texts = [\"a\", \"b\"]"):                                                                  "",
		code("# 8 sentences", "texts = [[\"a\", \"b\"], [\"c\", \"d\"]]"):                                                          "",
		code("# 8 articles", "n = 2", "articles = [\"a\", \"b\"]"):                                                                 "",
		code(`t = BertTokenizer.from_pretrained('bert-base-chinese')`, `m = BertModel.from_pretrained("bert-base-uncased")`):       "tokenizer bert-base-chinese|bert-base-uncased",
		code(`t = BertTokenizer.from_pretrained('bert-base-uncased')`, `m = BertModel.from_pretrained("bert-base-uncased")`):       "",
		code(`t = BertTokenizer.from_pretrained('bert-base-uncased')`, `m = BertModel.from_pretrained("a/bert-sst2")`):             "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

func TestReorderedLabels(t *testing.T) {
	for code, want := range map[string]int{
		"label_names = [\"no\", \"yes\"]\nzip(p, label_names)": 1,
		"label_names = [\"yes\", \"no\"]\nzip(p, label_names)": 0,
		"label_names = [\"no\", \"yes\"]\nf(label_names)":      0,
		"labels = [\"no\", \"maybe\"]\nlabels[0]":              0,
	} {
		d, _ := document.Parse("m/README.md", []byte("```python\n"+code+"\n```\n"))
		if got := ReorderedLabels(d, []string{"Yes", "No"}, "m/config.json"); len(got) != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}
