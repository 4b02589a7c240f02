package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// command is a line of a shell, with those that continue it.
	command = pattern.New(`(?m)^[ \t$>]*(?:\w+=\S+ )*(?:python3?|torchrun|docker|curl|vllm|sglang|ollama|[\w./-]*(?:server|serve|client)[\w./-]*) (?:[^\n]*\\\n){0,30}[^\n]*`)
	// serves is a command that starts a server.
	serves = pattern.New(`(?i)(?:serve|server|launch|docker|ollama|api|start)`)
	// port is an option with a port.
	portOption = pattern.New(`(?:--|\.)port[= ]([0-9]{3,5})\b`)
	hostOption = pattern.New(`(?:--|\.)host[= ]`)
)

// ports finds a command that asks another port than the only server of the card has.
func (s *slipReader) ports() {
	server, client := "", ""
	var servers, clients, at int
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range command.FindAllStringIndex(b.Text, passage.MaxMentions) {
			line := b.Text[m[0]:m[1]]
			port := portOption.FindSubmatchIndex([]byte(line))
			first, _, _ := strings.Cut(line, "\n")
			switch isServer := serves.MatchString(first); {
			case isServer && port == nil, hostOption.MatchString(line):
				return
			case isServer:
				servers, server = servers+1, line[port[2]:port[3]]
			case port != nil:
				clients, client, at = clients+1, line[port[2]:port[3]], b.Start+m[0]+port[0]
			}
		}
	}
	text := string(s.d.Source[s.d.Front.End:min(len(s.d.Source), s.d.Front.End+passage.MaxBodyRead)])
	if servers == 1 && clients == 1 && server != client && strings.Count(text, client) == 1 {
		s.add(evidence.SlipArgument, at, "port "+client, "port "+server+" of the server")
	}
}
