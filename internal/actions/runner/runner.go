// Package runner reads what modelgate wrote as a workflow runner would read it:
// which commands it acts upon, which outputs it sets. It is for tests, and no
// part of the program: an encoder is tested by the reader that it is for.
package runner

import (
	"fmt"
	"strings"
	"unicode"
)

// Command is a workflow command or logging command that a runner acts upon.
type Command struct {
	Name  string
	Props map[string]string
	Data  string
}

// Log returns the commands of a log that GitHub's runner acts upon, in their
// order (ActionCommand.cs and ActionCommandManager.cs of actions/runner). It is
// stricter than the runner where other runners are: any word is a command, not
// only those that the runner knows, and "##[word" anywhere in a line is one.
func Log(log string) []Command {
	var list []Command
	stopped := ""
	for _, line := range lines(log) {
		c, ok := parse(line)
		switch {
		case !ok:
		case stopped != "":
			if c.Name == stopped {
				stopped = ""
			}
		case c.Name == "stop-commands":
			stopped = c.Data
		default:
			list = append(list, c)
		}
	}
	return list
}

// lines splits where .NET's ReadLine does: at \n, \r\n and a lone \r.
func lines(s string) []string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n")
}

// visible drops what .NET's comparison by culture does not see: a zero-width
// character between two colons hides nothing from the runner.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, s)
}

func parse(line string) (Command, bool) {
	line = strings.TrimLeftFunc(visible(line), unicode.IsSpace)
	if rest, ok := strings.CutPrefix(line, "::"); ok {
		info, data, ok := strings.Cut(rest, "::")
		if name, list, _ := strings.Cut(info, " "); ok && name != "" {
			return Command{Name: name, Props: props(list, ",", githubProps), Data: decode(data, githubData)}, true
		}
	}
	if i := strings.Index(line, "##["); i >= 0 {
		info, data, ok := strings.Cut(line[i+len("##["):], "]")
		if name, list, _ := strings.Cut(info, " "); ok && name != "" {
			return Command{Name: name, Props: props(list, ";", azureProps), Data: data}, true
		}
	}
	return Command{}, false
}

// AzureLog returns the commands of a log that the agent of Azure Pipelines acts
// upon (Command.cs of microsoft/azure-pipelines-agent), and what its log view
// formats: the first "##vso[" of a line, in any case, or a "##[" at its start.
func AzureLog(log string) []Command {
	var list []Command
	for _, line := range lines(log) {
		lower := strings.ToLower(line)
		if i := strings.Index(lower, "##vso["); i >= 0 {
			if info, data, ok := strings.Cut(line[i+len("##vso["):], "]"); ok {
				name, rest, _ := strings.Cut(info, " ")
				list = append(list, Command{Name: name, Props: props(rest, ";", azureProps), Data: decode(data, azureProps)})
				continue
			}
		}
		if rest, ok := strings.CutPrefix(strings.TrimLeftFunc(visible(line), unicode.IsSpace), "##["); ok {
			if name, data, ok := strings.Cut(rest, "]"); ok {
				list = append(list, Command{Name: "##[" + name + "]", Data: data})
			}
		}
	}
	return list
}

// What the runners decode, in their order.
var (
	githubData  = []string{"%0D", "\r", "%0A", "\n", "%25", "%"}
	githubProps = []string{"%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%"}
	azureProps  = []string{"%3B", ";", "%0D", "\r", "%0A", "\n", "%5D", "]", "%AZP25", "%"}
)

func decode(s string, pairs []string) string {
	for ; len(pairs) > 0; pairs = pairs[2:] {
		s = strings.ReplaceAll(s, pairs[0], pairs[1])
	}
	return s
}

func props(list, separator string, pairs []string) map[string]string {
	all := map[string]string{}
	for pair := range strings.SplitSeq(list, separator) {
		if k, v, ok := strings.Cut(pair, "="); ok {
			all[strings.TrimSpace(k)] = decode(v, pairs)
		}
	}
	return all
}

// Outputs reads a file of outputs (FileCommandManager.cs of actions/runner):
// NAME=VALUE, or NAME<<DELIMITER, the value, DELIMITER.
func Outputs(text string) (map[string]string, error) {
	values := map[string]string{}
	text = strings.TrimPrefix(text, "\ufeff")
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if line == "" {
			continue
		}
		equals, heredoc := strings.Index(line, "="), strings.Index(line, "<<")
		switch {
		case heredoc >= 0 && (equals < 0 || heredoc < equals):
			name, delimiter := line[:heredoc], line[heredoc+2:]
			if name == "" || delimiter == "" {
				return nil, fmt.Errorf("invalid format %q", line)
			}
			value, rest, ok := until(text, delimiter)
			if !ok {
				return nil, fmt.Errorf("no line %q ends the value of %s", delimiter, name)
			}
			values[name], text = value, rest
		case equals > 0:
			values[line[:equals]] = line[equals+1:]
		default:
			return nil, fmt.Errorf("invalid format %q", line)
		}
	}
	return values, nil
}

// until cuts the text at the first line that is the delimiter.
func until(text, delimiter string) (value, rest string, ok bool) {
	for start := 0; start <= len(text); {
		end := strings.IndexByte(text[start:], '\n')
		line, next := text[start:], len(text)
		if end >= 0 {
			line, next = text[start:start+end], start+end+1
		}
		if line == delimiter {
			return strings.TrimSuffix(text[:start], "\n"), text[next:], true
		}
		if end < 0 {
			break
		}
		start = next
	}
	return "", "", false
}
