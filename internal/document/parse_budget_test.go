package document

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// table is a Markdown table of n columns and n rows, each line after a prefix.
func table(n int, prefix, header, delimiter, row string) string {
	return prefix + strings.Repeat(header, n) + "\n" + prefix + strings.Repeat(delimiter, n) + "\n" + strings.Repeat(prefix+row+"\n", n)
}

func TestHostileSizes(t *testing.T) {
	const full = MaxBytes - 100
	fill := func(unit string, size int) string { return strings.Repeat(unit, size/len(unit)) }
	deepList, deepQuote := strings.Repeat("- ", 60)+"a\n", strings.Repeat("> ", 60)
	var stairs strings.Builder
	for i := range 600 {
		stairs.WriteString(strings.Repeat(" ", 2*i) + "- a\n")
	}
	for _, tt := range []struct {
		name    string
		syntax  Syntax
		src     string
		refused bool
	}{
		{"table", Markdown, table(5000, "", "|a", "|-", "|"), true},
		{"smaller table", Markdown, table(2000, "", "|a", "|-", "|"), true},
		{"table as large as it may be", Markdown, table(440, "", "|a", "|-", "|"), false},
		{"table in a quotation", Markdown, table(2000, "> ", "|a", "|-", "|"), true},
		{"table in a deep quotation", Markdown, table(2000, ">>> ", "|a", "|-", "|"), true},
		{"table in a list", Markdown, "- a\n\n" + table(2000, "  ", "|a", "|-", "|"), true},
		{"table at the start of an item", Markdown, "- " + strings.Repeat("|a", 2000) + "\n" + table(2000, "  ", "", "|-", "|"), true},
		{"table in a list in a quotation", Markdown, "> - a\n>\n" + table(2000, ">   ", "|a", "|-", "|"), true},
		{"table with escaped pipes", Markdown, table(2000, "", `|a\|b`, "|-", "|"), true},
		{"table with pipes in code", Markdown, table(2000, "", "|`a", "|-", "|"), true},
		{"table without outer pipes", Markdown, table(2000, "", "a|", "-|", "a"), true},
		{"table with colons", Markdown, table(2000, "", "|a", "|\t:-:", "|"), true},
		{"table continued by deep quotation marks", Markdown, table(2000, "", "|a", "|-", "    >"), true},
		{"table with lone carriage returns", Markdown, strings.ReplaceAll(table(2000, "", "|a", "|-", "|"), "\n", "\r"), true},
		{"table with line feeds after returns", Markdown, strings.ReplaceAll(table(2000, "", "|a", "|-", "|"), "\n", "\r\n"), true},
		{"table after front matter", Markdown, "---\na: 1\n---\n" + table(2000, "", "|a", "|-", "|"), true},
		{"many tables", Markdown, strings.Repeat(table(150, "", "|a", "|-", "|")+"\n", 100), true},
		{"many small tables", Markdown, fill("a|b\n-|-\n\n", 300_000), false},
		{"escaped pipes in code", Markdown, "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", 40_000), true},
		{"lists on each line", Markdown, fill(strings.Repeat("- ", 60)+"a\n\n", full), true},
		{"numbered lists on each line", Markdown, fill(strings.Repeat("1. ", 16)+"\n\n", full), true},
		{"empty lists", Markdown, strings.Repeat("-\n+\n", 100_000), true},
		{"quotations on each line", Markdown, fill(strings.Repeat(">", 60)+"\n\n", full), true},
		{"lines deep in a list", Markdown, deepList + strings.Repeat(strings.Repeat(" ", 120)+"a\n\n", 20_000), true},
		{"blank lines deep in a list", Markdown, deepList + strings.Repeat("\n", 150_000), true},
		{"blank lines after a lazy line", Markdown, deepList + "b\n" + strings.Repeat("\n", 150_000), true},
		{"lines deep in a quotation", Markdown, deepQuote + "a\n" + strings.Repeat(deepQuote+"a\n", 20_000), true},
		{"blank lines below many lists", Markdown, stairs.String() + strings.Repeat("\n", 100_000), true},
		{"brackets", Markdown, strings.Repeat("[", 80_000) + strings.Repeat("]", 80_000), true},
		{"brackets in groups", Markdown, fill(strings.Repeat("[", 400)+strings.Repeat("]", 400)+" ", 2*maxBrackets), false},
		{"titles over many lines", Markdown, strings.Repeat("[a](b (\n", 10_000) + "x) y\n", true},
		{"emphasis", Markdown, strings.Repeat("a*b_", 50_000), true},
		{"definitions", Markdown, strings.Repeat("[a]: b\n\n", 32_000), false},
		{"underlined headings", Markdown, strings.Repeat("a\n=\n\n", 60_000), true},
		{"blocks of HTML", Markdown, strings.Repeat("<p>\n\n", 60_000), false},
		{"headings in HTML", Markdown, strings.Repeat("\n<h1></h1>\n", 50_000), true},
		{"line feeds", Markdown, "a" + strings.Repeat("\n", full), true},
		{"YAML: list", YAML, "[" + strings.Repeat("a,", 130_000) + "]", false},
		{"YAML: longer list", YAML, "[" + strings.Repeat("a,", 400_000) + "]", true},
		{"YAML: list and text", YAML, "a: [" + strings.Repeat("a,", 70_000) + "]\nz: " + fill("a b ", full-200_000), false},
		{"YAML: mappings", YAML, "[" + strings.Repeat("{a: b},", 43_000) + "]", false},
		{"YAML: quoted texts", YAML, "[" + strings.Repeat("'a',", 65_000) + "]", false},
		{"YAML: texts without commas", YAML, "[" + fill("\"a\"\n", full) + "]", true},
		{"YAML: ends in a list", YAML, "[" + fill("...\n", full) + "]", true},
		{"YAML: comments", YAML, fill("- # c\n", full), true},
		{"YAML: line feeds", YAML, "[" + fill("\n", full) + "]", false},
		{"YAML: text", YAML, fill("a b ", full), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			limit := uint64(200 << 20)
			if tt.syntax == YAML {
				limit = 300 << 20
			}
			allocated, found := allocation(tt.syntax, tt.src)
			if allocated > limit && !raceDetector {
				t.Errorf("allocates %d MB for %d bytes", allocated>>20, len(tt.src))
			}
			if strings.Contains(found, tooManyNodes) != tt.refused {
				t.Errorf("found %s; want too many nodes: %v", found, tt.refused)
			}
		})
	}
}

// allocation is how many bytes a reading allocates in total, and the rules
// that it applies.
func allocation(s Syntax, src string) (bytes uint64, rules string) {
	b := []byte(src)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, fs := ParseAs(s, "x", b)
	runtime.ReadMemStats(&after)
	for _, f := range fs {
		rules += " " + f.Rule
	}
	return after.TotalAlloc - before.TotalAlloc, rules
}

// The place is the line that is too much, in the file with its front matter.
func TestCrowdedTablePlace(t *testing.T) {
	src := "---\na: 1\n---\n" + strings.Repeat("|a", 1000) + "\n" + strings.Repeat("|-", 1000) + "\n" + strings.Repeat("|\n", 1000)
	_, fs := ParseAs(Markdown, "x", []byte(src))
	if len(fs) != 1 || fs[0].Rule != tooManyNodes || !strings.Contains(fs[0].Message, "cells") {
		t.Fatalf("got %v", fs)
	}
	// Line 5 delimits, and gives 1001 columns at most.
	if want := 5 + MaxNodes/1001 + 1; fs[0].At.Line != want {
		t.Errorf("in line %d, want %d", fs[0].At.Line, want)
	}
}

func TestDelimiterColumns(t *testing.T) {
	for _, tt := range []struct {
		line string
		want int
	}{
		{"|-|-|\n", 4}, {"-|-", 2}, {" > >\t:-: | --:\r\n", 2}, {"---\n", 1}, {"| a |", 0}, {"||\n", 0}, {"> \n", 0}, {"\n", 0}, {"", 0},
	} {
		t.Run(fmt.Sprintf("%q", tt.line), func(t *testing.T) {
			if got := delimiterColumns([]byte(tt.line)); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
