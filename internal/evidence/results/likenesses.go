package results

import (
	"bytes"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Likenesses are files of results that cannot be read as they are.
var Likenesses = []format.Likeness{
	{Name: "scikit-learn's report as text, in another shape", Help: "write classification_report(..., output_dict=True) as JSON", Is: isTextReport},
	{Name: "JSON within a text of JSON", Help: "write the object itself: json.dump(json.loads(report), f), or f.write(report)", Is: isQuotedJSON},
	{Name: "JSON with thousands separators in its numbers", Help: "write 5212324 and not 5,212,324", Is: hasThousands},
	{Name: "a history of epochs with lists of different kinds", Help: "write the final value of each metric under its name, or lists of numbers only", Is: isMixedHistory},
	{Name: "a log of Inspect in its binary form", Help: "write it as JSON: inspect log convert --to json", Is: func(d *document.Document) bool {
		return strings.HasSuffix(d.Path, ".eval") && bytes.HasPrefix(d.Source, []byte("PK"))
	}},
	{Name: "the page of github-action-benchmark", Help: "give the results themselves, a list with name, unit and value", Is: func(d *document.Document) bool {
		return bytes.HasPrefix(bytes.TrimSpace(d.Source), []byte("window.BENCHMARK_DATA"))
	}},
	{Name: "the examples of a run of lm-evaluation-harness", Help: "give the results_*.json of the run; this file is read with it when both have the same directory", Is: isLMEvalRow},
	{Name: "results of several models or runs, one below the other", Help: "keep those of this model in a file of their own, with each metric once", Is: isManySnapshots},
	{Name: "results of several models or runs, one in each row", Help: "write one file per model, because the rows do not identify the model", Is: isManyResults},
	{Name: "", Help: "none of its numbers has the name of a metric; if they are results, give it format: metrics in evaluations of .modelgate/config.yaml", Is: isNumbers},
}

// isTextReport recognises the report that scikit-learn prints, under whatever
// name, and the table that pandas makes of it.
func isTextReport(d *document.Document) bool {
	head := string(d.Source[:min(len(d.Source), 400)])
	return strings.Contains(head, "precision") && strings.Contains(head, "recall") && strings.Contains(head, "f1-score") && !strings.Contains(head, "{")
}

// isQuotedJSON recognises a document of one text that is itself an object or a list.
func isQuotedJSON(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.String {
		return false
	}
	inner := strings.TrimSpace(d.Root.Value)
	return strings.HasPrefix(inner, "{") && strings.HasSuffix(inner, "}") || strings.HasPrefix(inner, "[") && strings.HasSuffix(inner, "]")
}

var thousands = pattern.New(`:\s*-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\s*[,}\n]`)

// hasThousands recognises a number such as 5,212,324 in what is no JSON because of it.
func hasThousands(d *document.Document) bool {
	return d.Syntax == document.JSON && d.Root == nil && thousands.Match(d.Source[:min(len(d.Source), 64<<10)])
}

// isMixedHistory recognises lists named like metrics among which others are no numbers.
func isMixedHistory(d *document.Document) bool {
	lists, others := 0, 0
	for _, c := range historyOf(place.Root(d)).InOrder() {
		if c.Node.Kind == document.Sequence && namesMetric(c.Node.Key) && len(c.Node.Children) > 0 && c.Node.Children[0].Kind == document.Number {
			lists++
		} else {
			others++
		}
	}
	return lists > 1 && lists >= others
}

// maxCompared is how many rows a table that compares models has at most; longer ones are
// of examples.
const maxCompared = 200

// HasSeveral recognises results of several models or runs wherever they are: text that
// states its metrics again and again, and a table with a column that tells its rows apart.
func HasSeveral(d *document.Document) bool {
	if isManySnapshots(d) {
		return true
	}
	row := firstRow(d)
	return isManyResults(d) && len(d.Root.Children) <= maxCompared && slices.ContainsFunc(row.Children, func(c *document.Node) bool {
		return slices.Contains(otherRows, plainColumn(c.Key)) && plainColumn(c.Key) != "name"
	})
}

// firstRow is the first mapping of a list, nil for none.
func firstRow(d *document.Document) *document.Node {
	if d.Root == nil || d.Root.Kind != document.Sequence || len(d.Root.Children) == 0 {
		return nil
	}
	return d.Root.Children[0]
}

func isLMEvalRow(d *document.Document) bool {
	row := firstRow(d)
	return row.Get("doc_id") != nil && row.Get("target") != nil && (row.Get("resps") != nil || row.Get("filtered_resps") != nil)
}

// isManyResults recognises a list or a table whose rows have numbers named like
// metrics.
func isManyResults(d *document.Document) bool {
	row := firstRow(d)
	if row == nil || row.Kind != document.Mapping {
		return false
	}
	return slices.ContainsFunc(row.Children, func(c *document.Node) bool {
		return c.Kind == document.Number && namesMetric(c.Key)
	})
}

// isNumbers recognises a tree that holds little but numbers.
func isNumbers(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping {
		return false
	}
	numbers, others := 0, 0
	walkMetrics(place.Root(d), nil, func(p place.Place, _ []string) {
		if p.Node.Kind == document.Number {
			numbers++
		} else {
			others++
		}
	})
	return numbers > others
}
