package actions

import (
	"fmt"
	"strings"
)

// Azure encodes a logging command of Azure Pipelines,
// "##vso[area.event name=value;…]message", as one line without its newline. It
// gives the promises of Command: line ends are encoded as the agent decodes
// them, what else does not print is made visible, and the line has exactly one
// command, the named one.
//
// The name and those of the properties are the program's own words; any other
// is a bug, and panics.
func Azure(name string, props []Prop, message string) string {
	area, event, ok := strings.Cut(name, ".")
	if !ok {
		panic(fmt.Sprintf("actions: %q is not the name of a logging command", name))
	}
	mustBeWord(area)
	mustBeWord(event)
	var b strings.Builder
	b.WriteString("##vso[")
	b.WriteString(name)
	writeProps(&b, props, azurePropEncoder, "", ";")
	b.WriteByte(']')
	b.WriteString(azureDataEncoder.Replace(visible(message, maxMessage)))
	return b.String()
}

// The agent decodes data and properties differently; these are the encodings of
// taskcommand.ts in microsoft/azure-pipelines-task-lib. %AZP25 is the percent
// sign, which older agents leave as it is.
var (
	azureDataEncoder = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A")
	azurePropEncoder = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B")
)

// AzureGroup opens a group of lines that the log of Azure Pipelines folds under
// the title; AzureEndGroup closes it.
func AzureGroup(title string) string { return "##[group]" + Clean(title) }

// AzureEndGroup is the line that closes a group.
const AzureEndGroup = "##[endgroup]"
